//! What OpenClaw itself adds where an API key signs in.

use serde_json::Value;

use crate::config::{GatewayConfig, Path};
use crate::models::PROVIDER;
use crate::openclaw::Capabilities;

/// The models to which it adds something although nobody names them, as soon as it adds to one
/// (2026.9.6, not 2026.5.7).
const ALSO: [&str; 2] = ["anthropic/claude-sonnet-5", "anthropic/claude-sonnet-4-6"];

/// Whether OpenClaw adds `cacheRetention: "short"` at `model`, if nothing stands there.
pub(super) fn adds_short(
    value: &Value,
    config: &GatewayConfig,
    capabilities: &Capabilities,
    model: &str,
) -> bool {
    let has_defaults = Path::from(["agents", "defaults"]).find(value).is_some_and(Value::is_object);
    let is_ours = |name: &str| name.split_once('/').is_some_and(|(found, _)| found == PROVIDER);
    let default = config.default_model.as_ref().and_then(|model| model.primary.as_deref());
    let named = || config.listed_models.iter().map(String::as_str).chain(default);
    has_defaults
        && is_ours(model)
        && signs_in_with_api_key(config)
        && (named().any(|name| name == model)
            || capabilities.caches_more_models && ALSO.contains(&model) && named().any(is_ours))
}

/// As OpenClaw decides it: by the order in the config, else by the kinds of all sign-ins that the
/// config names, else by the variables.
fn signs_in_with_api_key(config: &GatewayConfig) -> bool {
    let ours =
        || config.profiles.iter().filter(|profile| profile.provider.as_deref() == Some(PROVIDER));
    let kind = |mode: &str| match mode {
        "api_key" => Some(true),
        "oauth" | "token" => Some(false),
        _ => None,
    };
    let ordered = config.order.iter().flatten().find_map(|name| {
        let profile = ours().find(|profile| profile.name == *name)?;
        kind(profile.mode.as_deref()?)
    });
    if let Some(is_api_key) = ordered {
        return is_api_key;
    }
    let has = |wanted: bool| {
        ours().filter_map(|profile| kind(profile.mode.as_deref()?)).any(|found| found == wanted)
    };
    match (has(true), has(false)) {
        (true, false) => true,
        (false, true) => false,
        _ => {
            let sets = |name: &str| config.variables_set.iter().any(|set| set.name == name);
            !sets("ANTHROPIC_OAUTH_TOKEN") && sets("ANTHROPIC_API_KEY")
        }
    }
}
