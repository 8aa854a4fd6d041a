//! Prompt caching as OpenClaw reads it from a config: which settings are about a model of an agent,
//! which of them decides, and what OpenClaw therefore asks Anthropic for.
//!
//! As in OpenClaw 2026.9.6 (`extra-params`, `prompt-cache-retention` and the Anthropic plugin's
//! `config-defaults`; docs/reference/prompt-caching.md): the levels are merged name by name, so that
//! a value that makes no sense hides a good one below it; `cacheRetention` wins over the older
//! `cacheControlTtl` wherever each stands; and where an API key signs in, OpenClaw adds
//! `cacheRetention: "short"` at each model that it lists and at the default one, unless something
//! stands there. Unset is `short`. A level that a version does not read makes its config invalid
//! (seen on 2026.2.9: `Unrecognized key: "params"`).
//!
//! Held against the requests of 2026.9.6. Not known here yet: 2026.2.9 asks for an hour only at
//! Anthropic's own address; with another base URL `long` was sent as `short`.

mod effective;
mod sign_in;
mod written;

use serde_json::Value;

use crate::config::GatewayConfig;
use crate::openclaw::Capabilities;
use crate::view::CacheView;

/// What counts for `model` (`anthropic/…`) of `agent`, by the config's merged value.
pub fn cache(
    value: &Value,
    config: &GatewayConfig,
    capabilities: &Capabilities,
    (agent, model): (&str, &str),
) -> CacheView {
    let written = written::of(value, config, capabilities, (agent, model));
    let added = sign_in::adds_short(value, config, capabilities, model);
    effective::view((agent, model), &written, added)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::view::{CacheReason, Retention};

    const MODEL: &str = "anthropic/claude-opus-4-6";

    /// The config of one agent `a`, with `params` at the four levels, and the kind of a sign-in.
    fn config(params: [Value; 4], mode: &str) -> Value {
        let [everything, model, agent_model, agent] = params;
        json!({
            "auth": { "profiles": { "anthropic:a": { "provider": "anthropic", "mode": mode } } },
            "agents": {
                "defaults": {
                    "model": { "primary": MODEL },
                    "params": everything,
                    "models": { MODEL: { "params": model } },
                },
                "list": [{ "id": "a", "params": agent, "models": { MODEL: { "params": agent_model } } }],
            },
        })
    }

    fn seen(params: [Value; 4], mode: &str, version: &str) -> (Retention, CacheReason, String) {
        let value = config(params, mode);
        let config = GatewayConfig::read(&value);
        let view = cache(&value, &config, &Capabilities::of(version), ("a", MODEL));
        let deciding = view.settings.iter().find(|setting| setting.decides);
        let path = deciding.map(|setting| setting.path.clone()).unwrap_or_default();
        (view.retention, view.reason, path)
    }

    #[test]
    fn the_strongest_level_that_is_read_decides() {
        let new = |value: &str| json!({ "cacheRetention": value });
        let old = |value: &str| json!({ "cacheControlTtl": value });
        let no = || json!({});
        let all = "agents.defaults.params.cacheRetention";
        let model = "agents.defaults.models[\"anthropic/claude-opus-4-6\"].params.cacheRetention";
        let ttl = "agents.defaults.models[\"anthropic/claude-opus-4-6\"].params.cacheControlTtl";
        let own = "agents.list[0].models[\"anthropic/claude-opus-4-6\"].params.cacheRetention";
        let agent = "agents.list[0].params.cacheRetention";
        use CacheReason::{ApiKeyDefault, Default, Setting};
        use Retention::{Long, None, Short};
        #[rustfmt::skip]
        let table = [
            ([no(), no(), no(), no()], "token", "2026.9.6", (Short, Default, "")),
            ([new("long"), no(), no(), no()], "token", "2026.9.6", (Long, Setting, all)),
            ([new("long"), new("none"), no(), no()], "token", "2026.9.6", (None, Setting, model)),
            ([new("long"), new("none"), new("short"), no()], "token", "2026.9.6", (Short, Setting, own)),
            ([new("long"), new("none"), new("short"), new("long")], "token", "2026.9.6", (Long, Setting, agent)),
            // not read yet
            ([new("long"), no(), no(), no()], "token", "2026.2.9", (Short, Default, "")),
            ([no(), new("none"), no(), new("long")], "token", "2026.2.9", (None, Setting, model)),
            ([new("long"), no(), new("none"), no()], "token", "2026.5.7", (Long, Setting, all)),
            // the older name, which the newer one hides wherever it stands
            ([no(), old("1h"), no(), no()], "token", "2026.9.6", (Long, Setting, ttl)),
            ([new("none"), old("1h"), no(), no()], "token", "2026.9.6", (None, Setting, all)),
            // what makes no sense hides what does
            ([new("long"), new("1h"), no(), no()], "token", "2026.9.6", (Short, Default, "")),
            ([no(), old("2h"), no(), no()], "token", "2026.9.6", (Short, Default, "")),
            // an API key
            ([no(), no(), no(), no()], "api_key", "2026.9.6", (Short, ApiKeyDefault, "")),
            ([new("long"), no(), no(), no()], "api_key", "2026.9.6", (Short, ApiKeyDefault, "")),
            ([new("long"), new("long"), no(), no()], "api_key", "2026.9.6", (Long, Setting, model)),
            ([no(), old("1h"), no(), no()], "api_key", "2026.9.6", (Short, ApiKeyDefault, "")),
            ([no(), no(), no(), new("none")], "api_key", "2026.9.6", (None, Setting, agent)),
        ];
        for (params, mode, version, (retention, reason, path)) in table {
            let expected = (retention, reason, path.to_owned());
            assert_eq!(
                seen(params.clone(), mode, version),
                expected,
                "{params:?} {mode} {version}"
            );
        }
    }

    #[test]
    fn a_secret_in_the_place_of_a_setting_is_not_shown() {
        let token = format!("sk-ant-oat01-{}AA", "filler".repeat(15));
        let none = json!({});
        let params = [json!({ "cacheRetention": token }), none.clone(), none.clone(), none];
        let value = config(params, "token");
        let config = GatewayConfig::read(&value);
        let view = cache(&value, &config, &Capabilities::of("2026.9.6"), ("a", MODEL));
        assert!(!format!("{view:?}").contains("fillerfiller"), "{view:?}");
    }
}
