//! What `openclaw agents list --json` says, read tolerantly.

use serde_json::Value;

use super::OpenClaw;
use super::status::{list, text};
use crate::Result;

/// One agent, as `agents list --json` tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Its id, such as `main`.
    pub id: String,
    /// Its folder.
    pub agent_dir: Option<String>,
    /// Its model.
    pub model: Option<String>,
    /// Whether it is the default one. With `agents.ownership: "explicit"` none is.
    pub default: bool,
}

/// Reads the answer of `agents list --json`.
pub fn agents(value: &Value) -> Vec<Agent> {
    list(value)
        .iter()
        .filter_map(|agent| {
            Some(Agent {
                id: text(&agent["id"])?,
                agent_dir: text(&agent["agentDir"]),
                model: text(&agent["model"]),
                default: agent["isDefault"].as_bool().unwrap_or(false),
            })
        })
        .collect()
}

impl OpenClaw {
    /// The agents.
    ///
    /// # Errors
    /// Those of [`super::cli::Run::json`].
    pub async fn agents(&self) -> Result<Vec<Agent>> {
        Ok(agents(&self.run(["agents", "list", "--json"]).json::<Value>().await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn agents_are_read() {
        let found = agents(&json!([
            { "id": "main", "agentDir": "/a", "model": "anthropic/x", "isDefault": true },
            { "id": "second", "model": { "primary": "y" } },
            { "name": "no id" }, 7
        ]));
        assert_eq!(found.len(), 2);
        assert!(found[0].default && !found[1].default);
        assert_eq!(found[1].model, None);
    }
}
