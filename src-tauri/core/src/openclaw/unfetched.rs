//! What a running gateway could not fetch: the secrets that it lacks, or whose last known value
//! it goes on using. It tells by `gateway call status` (2026.9.6); an earlier gateway does not
//! start without all of its secrets.

use serde_json::Value;

use super::OpenClaw;
use super::status::{list, text};
use crate::Result;

/// One secret that a running gateway could not fetch when it asked last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfetched {
    /// The auth profile whose secret it is, when it is one's.
    pub profile: Option<String>,
    /// The store of the agent that has the profile, as OpenClaw names it.
    pub store: Option<String>,
    /// What else it is for, in OpenClaw's word: `account`, `provider` …
    pub owner: String,
    /// Whether the gateway goes on with the value that it had before.
    pub stale: bool,
    /// Why, in OpenClaw's words.
    pub reason: String,
}

impl OpenClaw {
    /// Asks the running gateway what it could not fetch.
    ///
    /// # Errors
    /// Those of [`super::cli::Run::json`], and `openclaw-failed` when no gateway answers.
    pub async fn unfetched(&self) -> Result<Vec<Unfetched>> {
        let answer = self.run(["gateway", "call", "status", "--json"]).json::<Value>().await?;
        Ok(read(&answer))
    }
}

fn read(answer: &Value) -> Vec<Unfetched> {
    let owners = list(&answer["degradedSecretOwners"]).iter();
    owners.filter(|owner| owner.is_object()).map(one).collect()
}

fn one(owner: &Value) -> Unfetched {
    // `ownerId` of a profile is JSON itself: `["<store>","<profile>"]`.
    let id = owner["ownerId"].as_str().unwrap_or_default();
    let parts: Vec<String> = serde_json::from_str(id).unwrap_or_default();
    let mut parts = parts.into_iter();
    Unfetched {
        store: parts.next(),
        profile: parts.next(),
        owner: text(&owner["ownerKind"]).unwrap_or_default(),
        stale: owner["degradationState"] == "stale",
        reason: text(&owner["reason"]).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_the_gateway_lacks_is_read() {
        // As 2026.9.6 tells it, with a locked keychain and then without the provider.
        let owner = |state: &str, reason: &str| {
            json!({ "ownerKind": "account",
                    "ownerId": "[\"/h/agents/main/agent/openclaw-agent.sqlite\",\"anthropic:default\"]",
                    "state": "unavailable", "degradationState": state,
                    "paths": ["/h/agents/main/agent.auth-profiles.anthropic:default.token"],
                    "reason": reason })
        };
        let read = read(&json!({ "degradedSecretOwners": [
            owner("stale", "secret provider failed"),
            owner("cold", "secret provider is not configured"),
            { "ownerKind": "provider", "ownerId": "anthropic", "new": 1 }, 7,
        ] }));
        let seen: Vec<_> = read
            .iter()
            .map(|one| (one.profile.as_deref(), one.stale, one.reason.as_str()))
            .collect();
        assert_eq!(
            seen,
            [
                (Some("anthropic:default"), true, "secret provider failed"),
                (Some("anthropic:default"), false, "secret provider is not configured"),
                (None, false, ""),
            ]
        );
        assert_eq!(super::read(&json!({})), []);
    }
}
