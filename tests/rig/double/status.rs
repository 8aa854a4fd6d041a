//! The commands that tell about sign-ins: `models status --json` and `models auth order get`.

use anyhow::Result;
use serde_json::{Value, json};

use super::answer::Answer;
use super::arguments::Arguments;
use super::store::{Home, Own};

/// `models status --json [--agent ID]`.
pub(super) fn status(home: &Home, arguments: &Arguments) -> Result<Answer> {
    let agent = arguments.agent();
    let seen = home.seen(agent)?;
    let store = home.store(agent).display().to_string();
    let kinds = |kind: &str| seen.profiles.values().filter(|one| one["type"] == kind).count();
    let labels: Vec<String> =
        seen.profiles.iter().map(|(name, profile)| format!("{name}={}", label(profile))).collect();
    let profiles: Vec<Value> = seen.profiles.keys().map(|name| shown(&seen, name)).collect();
    let mut provider = json!({ "provider": "anthropic", "status": "ok", "profiles": profiles });
    if !home.json_store {
        let tried = effective(&seen).into_iter().map(|name| shown(&seen, name));
        provider["effectiveProfiles"] = tried.collect();
    }
    let told = json!({
        "provider": "anthropic",
        "effective": { "kind": "profiles", "detail": store },
        "profiles": { "count": profiles.len(), "oauth": 0, "token": kinds("token"),
                      "apiKey": kinds("api_key"), "labels": labels },
    });
    // A provider without a profile is one that is missing.
    let where_some = |value: Value| if profiles.is_empty() { json!([]) } else { json!([value]) };
    let missing = if profiles.is_empty() { json!(["anthropic"]) } else { json!([]) };
    Ok(Answer::json(&json!({
        "configPath": home.config,
        "agentId": agent,
        "agentDir": home.agent_folder(agent),
        "defaultModel": "anthropic/claude-opus-4-6",
        "resolvedDefault": "anthropic/claude-opus-4-6",
        "fallbacks": [],
        "aliases": {},
        "allowed": [],
        "auth": {
            "storePath": store,
            "missingProvidersInUse": missing,
            "modelRouteIssues": [],
            "providers": where_some(told),
            "unusableProfiles": [],
            "oauth": { "warnAfterMs": 86_400_000, "profiles": profiles,
                       "providers": where_some(provider) },
        },
    })))
}

/// `models auth order get --provider anthropic --json [--agent ID]`.
pub(super) fn order(home: &Home, arguments: &Arguments) -> Result<Answer> {
    let agent = arguments.agent();
    Ok(Answer::json(&json!({
        "agentId": agent,
        "agentDir": home.agent_folder(agent),
        "provider": "anthropic",
        "authStatePath": home.store(agent),
        "order": home.seen(agent)?.order,
    })))
}

/// The profiles in the order in which they are tried.
fn effective(seen: &Own) -> Vec<&String> {
    match &seen.order {
        Some(order) => order.iter().filter(|name| seen.profiles.contains_key(*name)).collect(),
        None => seen.profiles.keys().collect(),
    }
}

fn shown(seen: &Own, name: &str) -> Value {
    let kind = seen.profiles.get(name).map(|profile| &profile["type"]);
    json!({ "profileId": name, "provider": "anthropic", "type": kind, "status": "static",
            "source": "store", "label": name })
}

/// `token:ref(exec:ID)`, `token:sk-ant-o...AAAAAAAA`; of an API key without the word before it.
fn label(profile: &Value) -> String {
    let (word, reference, plain) = match profile["type"].as_str() {
        Some("api_key") => ("", &profile["keyRef"], &profile["key"]),
        _ => ("token:", &profile["tokenRef"], &profile["token"]),
    };
    match (reference["id"].as_str(), plain.as_str()) {
        (Some(id), _) => format!("{word}ref(exec:{id})"),
        (None, Some(plain)) if plain.len() > 16 => {
            format!("{word}{}...{}", &plain[..8], &plain[plain.len() - 8..])
        }
        _ => format!("{word}missing"),
    }
}
