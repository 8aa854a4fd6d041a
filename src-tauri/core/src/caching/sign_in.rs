//! With what OpenClaw signs in, and what it adds by itself where that is an API key.

use serde_json::Value;

use super::used::is_claude;
use crate::config::{GatewayConfig, Path};
use crate::models::PROVIDER;
use crate::openclaw::Capabilities;
use crate::view::CredentialKind;

/// The models to which it adds something although nobody names them, as soon as it adds to one
/// (2026.9.6, not 2026.5.7).
const ALSO: [&str; 2] = ["anthropic/claude-sonnet-5", "anthropic/claude-sonnet-4-6"];

/// The models at which OpenClaw adds `cacheRetention: "short"`, if nothing stands there.
pub(super) fn added_to(value: &Value, config: &GatewayConfig, can: &Capabilities) -> Vec<String> {
    let has_defaults = Path::from(["agents", "defaults"]).find(value).is_some_and(Value::is_object);
    if !has_defaults || kind(config) != Some(CredentialKind::ApiKey) {
        return vec![];
    }
    let default = config.default_model.as_ref().and_then(|model| model.primary.as_ref());
    let is_ours = |name: &&String| name.split_once('/').is_some_and(|(found, _)| found == PROVIDER);
    let named = || config.listed_models.iter().chain(default).filter(is_ours);
    let mut found: Vec<String> = named().filter(|name| is_claude(name)).cloned().collect();
    if can.caches_more_models && named().next().is_some() {
        found.extend(ALSO.map(str::to_owned));
    }
    found.sort();
    found.dedup();
    found
}

/// With what OpenClaw signs in, as it decides that for its defaults: by the order in the config,
/// else by the kinds of all sign-ins that the config names, else by the variables. Nothing where
/// both are there, or neither.
pub(super) fn kind(config: &GatewayConfig) -> Option<CredentialKind> {
    let ours =
        || config.profiles.iter().filter(|profile| profile.provider.as_deref() == Some(PROVIDER));
    let of_mode = |mode: &str| match mode {
        "api_key" => Some(CredentialKind::ApiKey),
        "oauth" | "token" => Some(CredentialKind::SetupToken),
        _ => None,
    };
    let ordered = config.order.iter().flatten().find_map(|name| {
        let profile = ours().find(|profile| profile.name == *name)?;
        of_mode(profile.mode.as_deref()?)
    });
    let mut kinds = ours().filter_map(|profile| of_mode(profile.mode.as_deref()?));
    let first = kinds.next();
    let of_all = first.filter(|first| kinds.all(|kind| kind == *first));
    let by_variable = || {
        let sets = |name: &str| config.variables_set.iter().any(|set| set.name == name);
        match (sets("ANTHROPIC_OAUTH_TOKEN"), sets("ANTHROPIC_API_KEY")) {
            (true, _) => Some(CredentialKind::SetupToken),
            (false, true) => Some(CredentialKind::ApiKey),
            (false, false) => None,
        }
    };
    ordered.or(of_all).or_else(by_variable)
}
