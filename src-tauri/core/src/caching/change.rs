//! Changes of settings, as edits of the merged value.

use serde_json::Value;

use super::list::Beside;
use super::place::{NAMES, Place};
use super::sign_in;
use super::used::used_by_any;
use crate::Result;
use crate::config::gateway_config::edits::removals;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig, Path};
use crate::openclaw::Capabilities;
use crate::view::{CacheLevel, CacheScope, Retention};

/// Sets what counts for a scope, or (none) takes the setting away.
///
/// Everything is more than one place where OpenClaw does not read the place for everything, or puts
/// its own setting for single models over it: see [`reached`].
///
/// # Errors
/// `agent-unknown`; those of [`Files::apply_all`].
pub fn set(
    files: &Files,
    can: &Capabilities,
    scope: &CacheScope,
    wanted: Option<Retention>,
) -> Result<Vec<Edit>> {
    let value = files.value();
    let config = GatewayConfig::read(value);
    let scopes = reached(value, &config, can, scope);
    let Some(wanted) = wanted else {
        let places = scopes.iter().filter_map(|scope| Place::of(&config, scope));
        let settings = places.flat_map(|place| place.names().map(|path| (path, place.stays)));
        return removals(files, settings);
    };
    let mut edits = Vec::new();
    for scope in &scopes {
        match Place::of(&config, scope) {
            Some(place) => edits.extend(set_at(value, &place, wanted)),
            None => edits.push(first_of_agent(&config, scope, wanted)?),
        }
    }
    edits.extend(beside(value, &config, can, scope).edits());
    Ok(edits)
}

/// What has to be written beside a setting for `scope`, so that it forbids no model.
pub fn beside(
    value: &Value,
    config: &GatewayConfig,
    can: &Capabilities,
    scope: &CacheScope,
) -> Beside {
    let scopes = reached(value, config, can, scope);
    let at_models = scopes.iter().filter(|scope| scope.level() == CacheLevel::Model);
    let first: Vec<&String> = at_models.filter_map(|scope| scope.model.as_ref()).collect();
    Beside::of(value, config, can, &first)
}

/// The scopes at which a setting for `scope` has to stand. For everything that is
/// `agents.defaults.params`, and each listed or used model at which OpenClaw would add its own
/// setting, unless somebody has decided otherwise for that model alone; and where OpenClaw reads no
/// such place, each model in use.
fn reached(
    value: &Value,
    config: &GatewayConfig,
    can: &Capabilities,
    scope: &CacheScope,
) -> Vec<CacheScope> {
    if scope.level() != CacheLevel::Everything {
        return vec![scope.clone()];
    }
    let of_model = |model: String| CacheScope { agent: None, model: Some(model) };
    let used = used_by_any(config);
    if !can.params_of_all {
        return used.into_iter().map(of_model).collect();
    }
    let setting = |scope: &CacheScope| {
        let path = Place::of(config, scope)?.params.join(NAMES[0]);
        path.find(value).filter(|value| value.is_string()).cloned()
    };
    let of_all = setting(scope);
    let mut scopes = vec![scope.clone()];
    for model in sign_in::added_to(value, config, can) {
        let counts = used.contains(&model) || config.listed_models.contains(&model);
        let scope = of_model(model);
        let own = setting(&scope);
        if counts && (own.is_none() || own == of_all) {
            scopes.push(scope);
        }
    }
    scopes
}

/// Sets it where it stands, also under the older name, which goes.
fn set_at(value: &Value, place: &Place, wanted: Retention) -> Vec<Edit> {
    let [path, older] = place.names();
    let mut edits = Vec::new();
    match (path.find(value), older.find(value)) {
        (None, Some(_)) => edits.push(Edit::Rename { path: older, name: NAMES[0].to_owned() }),
        (Some(_), Some(_)) => edits.push(Edit::Remove { path: older }),
        (_, None) => {}
    }
    edits.push(Edit::Set { path, value: wanted.text().into() });
    edits
}

fn first_of_agent(config: &GatewayConfig, scope: &CacheScope, wanted: Retention) -> Result<Edit> {
    let at = match &scope.model {
        None => Path::default(),
        Some(model) => Path::from(["models"]).join(model.as_str()),
    };
    let agent = scope.agent.as_deref().unwrap_or_default();
    config.first_of_agent(agent, &at.join("params").join(NAMES[0]), wanted.text().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    const OPUS: &str = "anthropic/claude-opus-4-6";
    const HAIKU: &str = "anthropic/claude-haiku-4-5";

    fn files(text: &str) -> Files {
        let main = std::path::Path::new("/h/openclaw.json");
        Files::load(main, &[], &mut |_| Ok(text.to_owned())).unwrap()
    }

    fn text(files: &Files) -> &str {
        files.files()[0].document.text()
    }

    fn scope(agent: &str, model: &str) -> CacheScope {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        CacheScope { agent: some(agent), model: some(model) }
    }

    fn set_in(text: &str, version: &str, scope: &CacheScope, wanted: Option<Retention>) -> Files {
        let files = files(text);
        let edits = set(&files, &Capabilities::of(version), scope, wanted).unwrap();
        files.apply_all(&edits).unwrap()
    }

    #[test]
    fn a_setting_goes_where_it_belongs_and_what_stands_there_stays() {
        use Retention::{Long, None as No, Short};
        let agents = "entries: { mail: { name: 'M', /* mine */ }, }";
        let with = |inside: &str| {
            format!("{{ agents: {{ defaults: {{ model: '{OPUS}', {inside}}}, {agents} }} }}")
        };
        let haiku = "models: { 'anthropic/claude-haiku-4-5': { alias: 'h' } },";
        #[rustfmt::skip]
        let table = [
            ("", scope("", ""), Some(Long), with("params: { cacheRetention: 'long' }, ")),
            (haiku, scope("", HAIKU), Some(No),
                with("models: { 'anthropic/claude-haiku-4-5': { alias: 'h', params: { cacheRetention: 'none' } } },")),
            ("params: { temperature: 1, cacheRetention: '1h' /* why */ },", scope("", ""), Some(Short),
                with("params: { temperature: 1, cacheRetention: 'short' /* why */ },")),
            // The older name gives way, in its place.
            ("params: { cacheControlTtl: '5m', // five\n x: 1 },", scope("", ""), Some(Long),
                with("params: { cacheRetention: 'long', // five\n x: 1 },")),
            ("params: { cacheControlTtl: '5m', cacheRetention: 'short' },", scope("", ""), Some(Long),
                with("params: { cacheRetention: 'long' },")),
            // What is taken away takes along what only held it.
            ("params: { cacheRetention: 'long', cacheControlTtl: '1h' },", scope("", ""), None, with("")),
            ("params: { cacheRetention: 'long', x: 1 },", scope("", ""), None, with("params: { x: 1 },")),
            ("models: { 'anthropic/claude-haiku-4-5': { params: { cacheRetention: 'long' } } },", scope("", HAIKU), None,
                with("models: { 'anthropic/claude-haiku-4-5': {} },")),
            ("", scope("mail", HAIKU), None, with("")),
        ];
        for (inside, scope, wanted, expected) in table {
            let after = set_in(&with(inside), "2026.9.6", &scope, wanted);
            let spaceless = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(spaceless(text(&after)), spaceless(&expected), "{inside} {scope:?}");
        }
    }

    #[test]
    fn an_agent_gets_it_in_its_entry() {
        let table = [
            ("{ agents: { entries: { mail: {} } } }", "2026.9.6", "mail", "/agents/entries/mail"),
            (
                "{ agents: { list: [{ id: 'x' }, { id: 'mail' }] } }",
                "2026.5.7",
                "mail",
                "/agents/list/1",
            ),
            // The one that there is without being named.
            ("{}", "2026.9.6", "main", "/agents/entries/main"),
            ("{ meta: { lastTouchedVersion: '2026.5.7' } }", "2026.5.7", "main", "/agents/list/0"),
        ];
        for (before, version, agent, entry) in table {
            for model in ["", OPUS] {
                let after = set_in(before, version, &scope(agent, model), Some(Retention::Long));
                let entry = after.value().pointer(entry).unwrap();
                let owner = if model.is_empty() { entry } else { &entry["models"][model] };
                assert_eq!(owner["params"]["cacheRetention"], "long", "{before} {model}");
                let back = set_in(text(&after), version, &scope(agent, model), None);
                assert!(GatewayConfig::read(back.value()).agent(agent).is_some());
                assert!(!text(&back).contains("params"), "{}", text(&back));
            }
        }
        let can = Capabilities::of("2026.9.6");
        let error =
            set(&files("{}"), &can, &scope("other", ""), Some(Retention::Long)).unwrap_err();
        assert_eq!(error.code, Code::AgentUnknown);
    }

    #[test]
    fn everything_means_what_an_api_key_would_hide_as_well() {
        let config = |inside: &str| {
            format!(
                "{{ auth: {{ profiles: {{ k: {{ provider: 'anthropic', mode: 'api_key' }} }} }}, \
                 agents: {{ defaults: {{ model: '{OPUS}', {inside} }} }} }}"
            )
        };
        let at = |files: &Files, model: &str| {
            let defaults = &files.value()["agents"]["defaults"];
            let params = match model {
                "" => &defaults["params"],
                model => &defaults["models"][model]["params"],
            };
            params["cacheRetention"].as_str().unwrap_or_default().to_owned()
        };
        let all = scope("", "");
        let one = set_in(&config(""), "2026.9.6", &all, Some(Retention::Long));
        assert_eq!((at(&one, "").as_str(), at(&one, OPUS).as_str()), ("long", "long"));
        // What is set for one model alone is somebody's decision.
        let own = format!("models: {{ '{HAIKU}': {{ params: {{ cacheRetention: 'none' }} }} }}");
        let two = set_in(&config(&own), "2026.9.6", &all, Some(Retention::Long));
        assert_eq!((at(&two, OPUS).as_str(), at(&two, HAIKU).as_str()), ("long", "none"));
        let three = set_in(text(&two), "2026.9.6", &all, Some(Retention::Short));
        assert_eq!((at(&three, OPUS).as_str(), at(&three, HAIKU).as_str()), ("short", "none"));
        let four = set_in(text(&three), "2026.9.6", &all, None);
        let left = (at(&four, ""), at(&four, OPUS), at(&four, HAIKU));
        assert_eq!(left, (String::new(), String::new(), "none".into()));
    }

    #[test]
    fn a_setting_for_one_model_does_not_forbid_the_others() {
        let before = format!(
            "{{ agents: {{ defaults: {{ model: {{ primary: '{OPUS}', fallbacks: ['openai/x'] }} }} }} }}"
        );
        let old = "2026.2.9";
        let after = set_in(&before, old, &scope("", HAIKU), Some(Retention::Long));
        let models = after.value()["agents"]["defaults"]["models"].as_object().unwrap();
        let mut names: Vec<&String> = models.keys().collect();
        names.sort();
        assert_eq!(names, [HAIKU, OPUS, "openai/x"]);
        // Where it reads no place for everything, that is each model in use.
        let all = set_in(&before, old, &scope("", ""), Some(Retention::Long));
        let defaults = &all.value()["agents"]["defaults"];
        assert_eq!(defaults["models"][OPUS]["params"]["cacheRetention"], "long");
        assert!(defaults.get("params").is_none() && defaults["models"].get("openai/x").is_some());
        // Later versions need not be told which ones.
        let after = set_in(&before, "2026.9.6", &scope("", HAIKU), Some(Retention::Long));
        let defaults = &after.value()["agents"]["defaults"];
        assert_eq!(defaults["models"].as_object().unwrap().len(), 1);
        assert_eq!(defaults["modelPolicy"], serde_json::json!({}));
    }
}
