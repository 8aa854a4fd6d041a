//! Which models an agent may answer with.

use serde_json::Value;

use crate::config::GatewayConfig;
use crate::config::gateway_config::agents::Model;
use crate::models::PROVIDER;

/// Whether a model is Claude, by name; `anthropic/*` stands for several.
pub(super) fn is_claude(model: &str) -> bool {
    model.split_once('/').is_some_and(|(provider, name)| provider == PROVIDER && name != "*")
}

/// The Claude models that an agent answers with: its own or the default one, and those after it.
pub fn used(config: &GatewayConfig, agent: &str) -> Vec<String> {
    let own = config.agent(agent).and_then(|agent| agent.model.as_ref());
    let mut used = Vec::new();
    own.or(config.default_model.as_ref()).into_iter().for_each(|model| add(&mut used, model));
    used
}

/// The Claude models that any agent answers with.
pub(super) fn used_by_any(config: &GatewayConfig) -> Vec<String> {
    let own = config.agents.iter().filter_map(|agent| agent.model.as_ref());
    let mut used = Vec::new();
    config.default_model.iter().chain(own).for_each(|model| add(&mut used, model));
    used
}

fn add(used: &mut Vec<String>, setting: &Model) {
    for model in setting.primary.iter().chain(&setting.fallbacks) {
        if is_claude(model) && !used.contains(model) {
            used.push(model.clone());
        }
    }
}

/// All models, of any provider, that something in `agents` names: as text or with fallbacks, under
/// a name such as `model` or `imageModel`.
pub(super) fn named(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(agents) = value.get("agents") {
        collect(agents, &mut found);
    }
    found
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(members) => {
            for (name, member) in members {
                match name.to_lowercase().ends_with("model") {
                    true => names_in(member, found),
                    false => collect(member, found),
                }
            }
        }
        _ => {}
    }
}

fn names_in(setting: &Value, found: &mut Vec<String>) {
    let primary = setting.get("primary").unwrap_or(setting);
    let fallbacks = setting.get("fallbacks").and_then(Value::as_array);
    for name in [primary].into_iter().chain(fallbacks.into_iter().flatten()) {
        // An alias has no provider; there is a list already where there is one.
        if let Some(name) = name.as_str().filter(|name| name.contains('/'))
            && !found.iter().any(|known| known == name)
        {
            found.push(name.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_model_that_is_named_is_found_once() {
        let value = json!({ "agents": {
            "defaults": {
                "model": { "primary": "anthropic/a", "fallbacks": ["openai/b", "anthropic/a"] },
                "imageModel": "google/c",
                "subagents": { "model": "anthropic/d" },
                "models": { "anthropic/listed": { "alias": "x" } },
            },
            "list": [{ "id": "one", "model": "opus" }, { "id": "two", "model": "anthropic/e" }],
        } });
        let expected = ["anthropic/a", "openai/b", "google/c", "anthropic/d", "anthropic/e"];
        assert_eq!(named(&value), expected);
        let config = GatewayConfig::read(&value);
        assert_eq!(used(&config, "two"), ["anthropic/e"]);
        assert_eq!(used_by_any(&config), ["anthropic/a", "anthropic/e"]);
        for odd in [json!(null), json!({ "agents": 5 }), json!({ "agents": { "model": [1] } })] {
            assert_eq!(named(&odd), [""; 0]);
        }
    }
}
