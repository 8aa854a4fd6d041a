//! Sessions that keep a model of their own: whoever chose one with `/model` is answered by it,
//! whatever the default becomes (openclaw/openclaw#141540). `openclaw sessions --json` lists them,
//! without a gateway; `gateway call sessions.patch` lets one go.

use serde_json::{Value, json};

use super::OpenClaw;
use super::status::{list, text};
use crate::Result;

/// One session that keeps a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedSession {
    /// Its agent.
    pub agent: String,
    /// Its key, such as `agent:main:main`.
    pub key: String,
    /// The model that it keeps, `provider/model`.
    pub model: String,
}

impl PinnedSession {
    /// The session and what it keeps, in a line.
    pub fn in_words(&self) -> String {
        format!("{}: {}", self.key, self.model)
    }
}

impl OpenClaw {
    /// The sessions that keep a model.
    ///
    /// # Errors
    /// Those of [`super::cli::Run::json`].
    pub async fn pinned_sessions(&self) -> Result<Vec<PinnedSession>> {
        let mut arguments = vec!["sessions", "--json"];
        // Before, only the default agent's are told, and all of them.
        if self.capabilities().sessions_of_all_agents {
            arguments.extend(["--all-agents", "--limit", "all"]);
        }
        Ok(read(&self.run(arguments).json::<Value>().await?))
    }

    /// Lets a session follow the default model again. The gateway must run.
    ///
    /// # Errors
    /// Those of [`super::cli::Run::json`].
    pub async fn release_session(&self, key: &str) -> Result<()> {
        self.run(release_arguments(key)).json::<Value>().await.map(drop)
    }
}

/// The arguments of [`OpenClaw::release_session`].
pub(crate) fn release_arguments(key: &str) -> Vec<String> {
    let params = json!({ "key": key, "model": null }).to_string();
    ["gateway", "call", "sessions.patch", "--params", &params, "--json"].map(str::to_owned).into()
}

fn read(answer: &Value) -> Vec<PinnedSession> {
    list(&answer["sessions"]).iter().filter_map(one).collect()
}

fn one(session: &Value) -> Option<PinnedSession> {
    let key = text(&session["key"])?;
    let model = text(&session["modelOverride"]).filter(|model| !model.is_empty())?;
    let provider = text(&session["providerOverride"]).filter(|provider| !provider.is_empty());
    let model = match provider.filter(|provider| !model.starts_with(&format!("{provider}/"))) {
        Some(provider) => format!("{provider}/{model}"),
        None => model,
    };
    // `agent:<id>:…`: before 2026.5 the agent stands only in the key.
    let of_key = || key.strip_prefix("agent:")?.split(':').next().map(str::to_owned);
    let agent = text(&session["agentId"]).or_else(of_key).unwrap_or_default();
    Some(PinnedSession { agent, key, model })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sessions_with_a_model_of_their_own_are_read() {
        // As 2026.9.6 tells them; `model` alone is the one that answered last.
        let read = read(&json!({ "sessions": [
            { "key": "agent:main:main", "model": "claude-opus-4-6", "modelProvider": "anthropic",
              "agentId": "main" },
            { "key": "agent:mail:x", "model": "claude-sonnet-4-6", "agentId": "mail",
              "providerOverride": "anthropic", "modelOverride": "claude-sonnet-4-6" },
            { "key": "agent:old:main", "modelOverride": "anthropic/claude-opus-4-1" },
            { "modelOverride": "no key" }, 7
        ] }));
        let pinned = |agent: &str, key: &str, model: &str| PinnedSession {
            agent: agent.into(),
            key: key.into(),
            model: model.into(),
        };
        assert_eq!(
            read,
            [
                pinned("mail", "agent:mail:x", "anthropic/claude-sonnet-4-6"),
                pinned("old", "agent:old:main", "anthropic/claude-opus-4-1"),
            ]
        );
    }
}
