//! The beta flag without which Anthropic once kept nothing for an hour. A config that names its own
//! `anthropic-beta` header replaces OpenClaw's (docs/providers/anthropic.md tells to keep the flag, up
//! to 2026.4.2; on 2026.4.5 it is gone from there).

use serde_json::Value;

use super::cache;
use super::used;
use crate::config::{Edit, GatewayConfig, Path};
use crate::openclaw::Capabilities;
use crate::view::Retention;

/// The flag.
pub const HOUR_BETA: &str = "extended-cache-ttl-2025-04-11";

/// The headers that lack the flag, each as an edit that adds it and keeps the others; none where
/// nothing is to be kept for an hour, or this OpenClaw does not need the flag.
pub fn hour_beta(value: &Value, config: &GatewayConfig, can: &Capabilities) -> Vec<Edit> {
    if !can.hour_needs_beta {
        return Vec::new();
    }
    let provider = Path::from(["models", "providers", "anthropic"]);
    let own = provider.join("models");
    let count = own.find(value).and_then(Value::as_array).map_or(0, Vec::len);
    let models = (0..count).map(|at| own.join(at));
    let headers = std::iter::once(provider.clone()).chain(models).map(|at| at.join("headers"));
    let edits: Vec<Edit> = headers.flat_map(|headers| lacking(value, &headers)).collect();
    // Few name headers; what is kept how long is a matter of every agent.
    if edits.is_empty() || !is_any_long(value, config, can) {
        return Vec::new();
    }
    edits
}

/// Whether anything that an agent sends is to be kept for an hour.
fn is_any_long(value: &Value, config: &GatewayConfig, can: &Capabilities) -> bool {
    config.agent_ids().iter().any(|agent| {
        let is_long =
            |model: &String| cache(value, config, can, (agent, model)).retention == Retention::Long;
        used(config, agent).iter().any(is_long)
    })
}

/// What adds the flag to the `anthropic-beta` of some headers. A header that refers to a secret is
/// left alone.
fn lacking(value: &Value, headers: &Path) -> Vec<Edit> {
    let names = headers.find(value).and_then(Value::as_object);
    let betas =
        names.into_iter().flatten().filter(|(name, _)| name.eq_ignore_ascii_case("anthropic-beta"));
    betas
        .filter_map(|(name, flags)| {
            let flags = flags.as_str()?;
            let mut all: Vec<&str> =
                flags.split(',').map(str::trim).filter(|flag| !flag.is_empty()).collect();
            if all.contains(&HOUR_BETA) {
                return None;
            }
            all.push(HOUR_BETA);
            Some(Edit::Set { path: headers.join(name.clone()), value: all.join(",").into() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn config(retention: &str, flags: &Value) -> Value {
        let model = "anthropic/claude-opus-4-6";
        let params = json!({ model: { "params": { "cacheRetention": retention } } });
        json!({
            "agents": { "defaults": { "model": model, "models": params } },
            "models": { "providers": { "anthropic": { "headers": flags, "models": [
                { "id": "claude-opus-4-6", "headers": { "Anthropic-Beta": "other-1" } },
            ] } } },
        })
    }

    #[test]
    fn the_flag_is_added_where_it_lacks_and_is_needed() {
        let added = |retention: &str, flags: Value, version: &str| {
            let value = config(retention, &flags);
            let edits = hour_beta(&value, &GatewayConfig::read(&value), &Capabilities::of(version));
            edits
                .into_iter()
                .map(|edit| match edit {
                    Edit::Set { path, value } => {
                        format!("{path} {}", value.as_str().unwrap_or_default())
                    }
                    other => panic!("{other:?}"),
                })
                .collect::<Vec<_>>()
        };
        let of_provider = |flags: &str| {
            format!("models.providers.anthropic.headers.anthropic-beta {flags}{HOUR_BETA}")
        };
        let of_model = format!(
            "models.providers.anthropic.models[0].headers.Anthropic-Beta other-1,{HOUR_BETA}"
        );
        let flags = |flags: &str| json!({ "anthropic-beta": flags });
        for (retention, given, version, expected) in [
            (
                "long",
                flags("a-1, b-2"),
                "2026.2.9",
                vec![of_provider("a-1,b-2,"), of_model.clone()],
            ),
            ("long", flags(""), "2026.4.2", vec![of_provider(""), of_model.clone()]),
            ("long", flags(HOUR_BETA), "2026.2.9", vec![of_model.clone()]),
            (
                "long",
                json!({ "anthropic-beta": { "source": "env" } }),
                "2026.2.9",
                vec![of_model.clone()],
            ),
            ("long", json!(7), "2026.2.9", vec![of_model]),
            ("short", flags("a-1"), "2026.2.9", vec![]),
            ("long", flags("a-1"), "2026.4.5", vec![]),
            ("long", flags("a-1"), "2026.9.6", vec![]),
        ] {
            assert_eq!(added(retention, given.clone(), version), expected, "{given}");
        }
    }
}
