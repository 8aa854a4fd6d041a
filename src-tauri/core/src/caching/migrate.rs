//! Moving the older name's settings to the newer one.

use serde_json::Value;

use super::place::{NAMES, Place};
use super::written::{self, Written};
use crate::config::{Edit, GatewayConfig};
use crate::openclaw::Capabilities;
use crate::view::CacheLevel;

/// Moves the older name's settings, each in its place. One that the newer name at a weaker level
/// hides goes instead, as it would count then; so does one beside a newer one. What OpenClaw takes
/// for nothing stays as it is.
pub fn migrate(value: &Value, can: &Capabilities) -> Vec<Edit> {
    let config = GatewayConfig::read(value);
    let about = super::pairs(value, &config);
    let mut edits = Vec::new();
    for scope in super::scopes(value, &config) {
        let Some(place) = Place::of(&config, &scope) else { continue };
        let [path, older] = place.names();
        let settings = written::at(value, &place);
        let meaning =
            |legacy: bool| settings.iter().find(|setting| setting.legacy == legacy)?.retention();
        let Some(means) = meaning(true) else { continue };
        let has_newer = path.find(value).is_some();
        let hidden = || {
            let mut settings = about
                .iter()
                .filter(|(agent, model)| scope.includes(agent, model))
                .map(|(agent, model)| written::of(value, &config, can, (agent, model)))
                .peekable();
            settings.peek().is_some() && settings.all(|all| is_hidden(&all, place.level))
        };
        if meaning(false).is_some() || !has_newer && hidden() {
            edits.push(Edit::Remove { path: older });
            continue;
        }
        edits.push(match has_newer {
            // What stands there makes no sense, and so the older one counts.
            true => Edit::Remove { path: older },
            false => Edit::Rename { path: older, name: NAMES[0].to_owned() },
        });
        edits.push(Edit::Set { path, value: means.text().into() });
    }
    // Names first: they are changed together.
    edits.sort_by_key(|edit| !matches!(edit, Edit::Rename { .. }));
    edits
}

/// Whether the newer name at a weaker level decides, and not the older one at this.
fn is_hidden(settings: &[Written], level: CacheLevel) -> bool {
    let mut newer = settings.iter().filter(|setting| !setting.legacy);
    newer.next_back().is_some_and(|setting| setting.level < level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::include::Files;

    const OPUS: &str = "anthropic/claude-opus-4-6";

    fn text(files: &Files) -> &str {
        files.files()[0].document.text()
    }

    fn migrated(text: &str) -> Files {
        let main = std::path::Path::new("/h/openclaw.json");
        let files = Files::load(main, &[], &mut |_| Ok(text.to_owned())).unwrap();
        let edits = migrate(files.value(), &Capabilities::of("2026.9.6"));
        files.apply_all(&edits).unwrap()
    }

    #[test]
    fn the_older_name_is_moved_in_its_place() {
        let agents = |defaults: &str, mail: &str| {
            format!(
                "{{\n  // mine\n  agents: {{\n    defaults: {{ model: '{OPUS}',\n      {defaults}\n    }},\n    \
                 entries: {{ mail: {{ {mail} }} }},\n  }},\n}}\n"
            )
        };
        #[rustfmt::skip]
        let table = [
            (agents("params: { cacheControlTtl: '1h', /* an hour */ },", ""),
                agents("params: { cacheRetention: 'long', /* an hour */ },", "")),
            (agents("params: { \"cacheControlTtl\": \"5m\" }, // five", "params: { cacheControlTtl: '1h' }"),
                agents("params: { \"cacheRetention\": \"short\" }, // five", "params: { cacheRetention: 'long' }")),
            (agents("models: { 'anthropic/claude-opus-4-6': { params: { cacheControlTtl: '1h' } } },", ""),
                agents("models: { 'anthropic/claude-opus-4-6': { params: { cacheRetention: 'long' } } },", "")),
            // Both stand: the one that wins stays.
            (agents("params: { cacheControlTtl: '1h', cacheRetention: 'none' },", ""),
                agents("params: { cacheRetention: 'none' },", "")),
            (agents("params: { cacheControlTtl: '1h', cacheRetention: 'huge' },", ""),
                agents("params: { cacheRetention: 'long' },", "")),
            // The newer name wins from a weaker level, too.
            (agents("params: { cacheRetention: 'none' },", "params: { cacheControlTtl: '1h', x: 1 }"),
                agents("params: { cacheRetention: 'none' },", "params: { x: 1 }")),
            (agents("params: { cacheControlTtl: '1h' },", "params: { cacheRetention: 'none' }"),
                agents("params: { cacheRetention: 'long' },", "params: { cacheRetention: 'none' }")),
            // What means nothing stays, and there is nothing to do.
            (agents("params: { cacheControlTtl: '2h', x: 1 },", ""), agents("params: { cacheControlTtl: '2h', x: 1 },", "")),
            (agents("params: 'odd',", "params: [1]"), agents("params: 'odd',", "params: [1]")),
        ];
        for (before, expected) in table {
            assert_eq!(text(&migrated(&before)), expected, "{before}");
            let again = migrated(&expected);
            assert_eq!(text(&again), expected, "once more");
        }
    }
}
