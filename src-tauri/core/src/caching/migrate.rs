//! Moving the older name's settings to the newer one.

use serde_json::Value;

use super::place::{NAMES, Place};
use super::written;
use crate::Result;
use crate::config::gateway_config::edits::removals;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::openclaw::Capabilities;
use crate::view::CacheScope;

/// Moves the older name's settings, each in its place. One that the newer name at
/// a weaker level hides goes instead, as it would count then; so does one beside a newer one. What
/// OpenClaw takes for nothing stays as it is.
///
/// # Errors
/// Those of [`Files::apply_all`].
pub fn migrate(files: &Files, can: &Capabilities) -> Result<Vec<Edit>> {
    let value = files.value();
    let config = GatewayConfig::read(value);
    let (mut edits, mut gone) = (Vec::new(), Vec::new());
    for scope in super::scopes(value, &config) {
        let Some(place) = Place::of(&config, &scope) else { continue };
        let [path, older] = place.names();
        let settings = written::at(value, &place);
        let meaning =
            |legacy: bool| settings.iter().find(|setting| setting.legacy == legacy)?.retention();
        let Some(means) = meaning(true) else { continue };
        let has_newer = path.find(value).is_some();
        if meaning(false).is_some() || !has_newer && is_hidden(value, &config, can, &scope) {
            gone.push((older, place.stays));
        } else if has_newer {
            // What stands there makes no sense, and so the older one counts.
            edits.push(Edit::Set { path, value: means.text().into() });
            gone.push((older, place.stays));
        } else {
            edits.push(Edit::Rename { path: older, name: NAMES[0].to_owned() });
            edits.push(Edit::Set { path, value: means.text().into() });
        }
    }
    // Names first: they are changed together.
    edits.sort_by_key(|edit| !matches!(edit, Edit::Rename { .. }));
    let left = files.apply_all(&edits)?;
    edits.extend(removals(&left, gone)?);
    Ok(edits)
}

/// Whether wherever the older name at a scope is about something, the newer one at a weaker level
/// decides.
fn is_hidden(
    value: &Value,
    config: &GatewayConfig,
    can: &Capabilities,
    scope: &CacheScope,
) -> bool {
    let mut about = super::pairs(value, config);
    about.retain(|(agent, model)| scope.includes(agent, model));
    let hidden = |(agent, model): &(String, String)| {
        let settings = written::of(value, config, can, (agent, model));
        let mut newer = settings.iter().filter(|setting| !setting.legacy);
        newer.next_back().is_some_and(|setting| setting.level < scope.level())
    };
    !about.is_empty() && about.iter().all(hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPUS: &str = "anthropic/claude-opus-4-6";

    fn text(files: &Files) -> &str {
        files.files()[0].document.text()
    }

    fn migrated(text: &str) -> Files {
        let main = std::path::Path::new("/h/openclaw.json");
        let files = Files::load(main, &[], &mut |_| Ok(text.to_owned())).unwrap();
        let edits = migrate(&files, &Capabilities::of("2026.9.6")).unwrap();
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
