//! A message over the gateway's endpoint for chats: a turn at a tenth of the cost of
//! [`send_turn`](super::send_turn), which starts Node and loads OpenClaw for each.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::http;

/// What a config says in its section `gateway` to have the endpoint, in each version since 2026.2.9.
pub const CHAT_ENDPOINT: &str = "http: { endpoints: { chatCompletions: { enabled: true } } }";

/// Somebody to talk to: the default agent, in a new conversation each time, unless told otherwise.
#[derive(Debug, Clone)]
pub struct Chat {
    url: String,
    token: String,
    to: Value,
}

impl Chat {
    /// Through the gateway at `port`, which takes `token`.
    pub fn new(port: u16, token: &str) -> Self {
        let url = format!("http://127.0.0.1:{port}/v1/chat/completions");
        Self { url, token: token.to_owned(), to: json!({ "model": "openclaw" }) }
    }

    /// With another agent.
    #[must_use]
    pub fn with(mut self, agent: &str) -> Self {
        self.to["model"] = json!(format!("openclaw:{agent}"));
        self
    }

    /// In a conversation that goes on by its name.
    #[must_use]
    pub fn named(mut self, conversation: &str) -> Self {
        self.to["user"] = json!(conversation);
        self
    }

    /// Sends a message and answers what the agent said.
    ///
    /// # Errors
    /// When the turn fails.
    pub fn say(&self, message: &str) -> Result<String> {
        let mut question = self.to.clone();
        question["messages"] = json!([{ "role": "user", "content": message }]);
        let answer = http::posted(&self.url, &self.token, &question)?;
        let said = answer["choices"][0]["message"]["content"].as_str();
        Ok(said.with_context(|| format!("no message: {answer}"))?.to_owned())
    }
}
