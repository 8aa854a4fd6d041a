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
//! Held against the requests of 2026.2.9 and 2026.9.6. `OPENCLAW_CACHE_RETENTION=long` in the gateway's
//! environment is not looked at: it is for other providers, as what is unset is `short` at Anthropic
//! before it is asked (by the code of 2026.5.7 and 2026.9.6; 2026.2.9 has an undocumented
//! `PI_CACHE_RETENTION`).

mod beta;
mod change;
mod effective;
mod estimate;
mod list;
mod migrate;
mod place;
mod sign_in;
mod used;
mod written;

use serde_json::Value;

pub use beta::{HOUR_BETA, hour_beta};
pub use change::{beside, set};
pub use estimate::{Conversation, estimate};
pub use list::{Beside, list_allows};
pub use migrate::migrate;
pub use used::used;

use self::used::is_claude;
use crate::config::{GatewayConfig, Path};
use crate::models::{cache_costs, name_of};
use crate::openclaw::Capabilities;
use crate::view::{CacheLevel, CacheReason, CacheScope, CacheView, CredentialKind, Retention};

/// What counts for `model` (`anthropic/…`) of `agent`, by the config's merged value.
pub fn cache(
    value: &Value,
    config: &GatewayConfig,
    capabilities: &Capabilities,
    (agent, model): (&str, &str),
) -> CacheView {
    let written = written::of(value, config, capabilities, (agent, model));
    let added = sign_in::added_to(value, config, capabilities).iter().any(|added| added == model);
    let (deciding, reason) = effective::deciding(&written, added);
    let setting = deciding.and_then(|at| written[at].retention());
    let elsewhere = setting == Some(Retention::Long) && is_short_there(config, capabilities);
    let (retention, reason) = match setting {
        _ if elsewhere => (Retention::Short, CacheReason::OtherAddress),
        setting => (setting.unwrap_or(Retention::Short), reason),
    };
    CacheView {
        agent: agent.to_owned(),
        model: model.to_owned(),
        name: name_of(model),
        retention,
        reason,
        costs: cache_costs(model),
        by_subscription: sign_in::kind(config) == Some(CredentialKind::SetupToken),
        reads_everything: capabilities.params_of_all,
        settings: written::views(&written, deciding),
    }
}

/// Whether this OpenClaw asks for five minutes only where the config has it ask.
fn is_short_there(config: &GatewayConfig, can: &Capabilities) -> bool {
    let address = config.anthropic.base_url.as_deref();
    can.long_only_at_anthropic && address.is_some_and(|url| !url.contains("api.anthropic.com"))
}

/// Whether an OpenClaw reads settings for a scope, or what does the same.
pub fn can_set(can: &Capabilities, scope: &CacheScope) -> bool {
    let level = scope.level();
    level == CacheLevel::Everything || place::is_read(level, can)
}

/// Every scope at which a setting stands or could.
fn scopes(value: &Value, config: &GatewayConfig) -> Vec<CacheScope> {
    let scope = |agent: Option<&str>, model: Option<&str>| CacheScope {
        agent: agent.map(str::to_owned),
        model: model.map(str::to_owned),
    };
    let listed = config.listed_models.iter().filter(|model| is_claude(model));
    let mut scopes = vec![scope(None, None)];
    scopes.extend(listed.map(|model| scope(None, Some(model))));
    for agent in &config.agents {
        scopes.push(scope(Some(&agent.id), None));
        let models = own_models(value, &agent.path);
        scopes.extend(models.iter().map(|model| scope(Some(&agent.id), Some(model))));
    }
    scopes
}

/// Every agent with each Claude model that it answers with, or that something is set for.
fn pairs(value: &Value, config: &GatewayConfig) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for agent in config.agent_ids() {
        let mut models = used(config, &agent);
        let own = config.agent(&agent).map(|agent| own_models(value, &agent.path));
        models.extend(config.listed_models.iter().filter(|model| is_claude(model)).cloned());
        models.extend(own.into_iter().flatten());
        models.sort();
        models.dedup();
        pairs.extend(models.into_iter().map(|model| (agent.clone(), model)));
    }
    pairs
}

/// The Claude models of which an agent's entry says something.
fn own_models(value: &Value, entry: &Path) -> Vec<String> {
    let models = entry.join("models").find(value).and_then(Value::as_object);
    let names = models.into_iter().flat_map(|models| models.keys());
    names.filter(|name| is_claude(name)).cloned().collect()
}

impl Retention {
    /// As OpenClaw writes it.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Short => "short",
            Self::Long => "long",
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

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
    fn at_another_address_an_older_openclaw_asks_for_five_minutes() {
        let no = || json!({});
        for (address, version, expected) in [
            ("https://proxy.example", "2026.2.9", (Retention::Short, CacheReason::OtherAddress)),
            ("https://api.anthropic.com", "2026.2.9", (Retention::Long, CacheReason::Setting)),
            ("https://proxy.example", "2026.5.7", (Retention::Long, CacheReason::Setting)),
        ] {
            let long = json!({ "cacheRetention": "long" });
            let mut value = config([no(), long, no(), no()], "token");
            value["models"] = json!({ "providers": { "anthropic": { "baseUrl": address } } });
            let read = GatewayConfig::read(&value);
            let view = cache(&value, &read, &Capabilities::of(version), ("a", MODEL));
            assert_eq!((view.retention, view.reason), expected, "{address} {version}");
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
