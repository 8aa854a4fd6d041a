//! One real turn through the running gateway with one profile, and no change of any order: the
//! session of the test is told its profile before the message is sent, and is removed again.
//!
//! 2026.9.6 takes the profile with the model when a session is made, and goes on with another
//! profile when this one fails: who served is told by the status afterwards. 2026.2.9 and
//! 2026.5.7 take it as the message `/model …@profile`, and do not go on; there only a chat message
//! keeps to it, which has to be waited for.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::OpenClaw;
use super::turn::Turn;
use crate::config::redact::masked;
use crate::error::{Code, Error, Result};

/// How long a chat may take to answer.
const ANSWER: Duration = Duration::from_secs(90);
/// How long it may take to a command.
const COMMAND: Duration = Duration::from_secs(20);
/// Between two looks at it; each runs a command of its own.
const PAUSE: Duration = Duration::from_millis(300);

impl OpenClaw {
    /// Sends one message to an agent, with `model` (`provider/model`) and through `profile`.
    ///
    /// # Errors
    /// `openclaw-timeout`, `openclaw-failed` when the profile could not be chosen; that the turn
    /// failed is told in the turn.
    pub async fn turn_through(
        &self,
        agent: &str,
        message: &str,
        model: &str,
        profile: &str,
    ) -> Result<Turn> {
        let key = super::turn::test_session(agent);
        let wanted = format!("{model}@{profile}");
        let turn = if self.capabilities().session_profile {
            self.call("sessions.create", &json!({ "key": key, "model": wanted }))
                .json::<Value>()
                .await?;
            self.turn_in(&key, agent, message).await
        } else {
            self.chat(&key, message, &wanted, profile).await
        };
        self.forget_session(&key).await;
        turn
    }

    async fn chat(&self, key: &str, message: &str, wanted: &str, profile: &str) -> Result<Turn> {
        self.say(key, &format!("/model {wanted}")).await?;
        let chosen = self.answered(key, 0, COMMAND).await?;
        if !words(&chosen.message).is_some_and(|words| words.contains(profile)) {
            return Err(Error::new(Code::ProfileUnknown)
                .with("profile", profile)
                .with("known", words(&chosen.message).unwrap_or_default()));
        }
        self.say(key, message).await?;
        let answer = self.answered(key, chosen.count, ANSWER).await?.message;
        let text = |name: &str| answer[name].as_str().map(str::to_owned);
        let error = text("errorMessage");
        let reply = words(&answer).filter(|words| !words.is_empty());
        Ok(Turn {
            ok: error.is_none() && reply.is_some(),
            reply,
            provider: text("provider"),
            model: text("model"),
            profile: error.is_none().then(|| profile.to_owned()),
            error: error.map(|words| masked(&words)),
            ..Turn::default()
        })
    }

    async fn say(&self, key: &str, message: &str) -> Result<()> {
        // Its own name for the message, so that a repeated one is not taken for the same.
        let name = format!("{key}:{}", super::turn::now_ms());
        let params = json!({ "sessionKey": key, "message": message, "idempotencyKey": name });
        self.call("chat.send", &params).json::<Value>().await.map(drop)
    }

    /// Waits for an answer after the first `known` ones.
    async fn answered(&self, key: &str, known: usize, limit: Duration) -> Result<Answered> {
        let until = Instant::now() + limit;
        loop {
            let history = self.call("chat.history", &json!({ "sessionKey": key })).json::<Value>();
            let history = match history.await {
                // A gateway that is busy answers the next look.
                Err(_) if Instant::now() < until => {
                    sleep(PAUSE).await;
                    continue;
                }
                history => history?,
            };
            let all = history["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
            let mut answers = all.iter().filter(|message| message["role"] == "assistant");
            let count = answers.clone().count();
            if let Some(message) = answers.next_back().filter(|_| count > known) {
                return Ok(Answered { message: message.clone(), count });
            }
            if Instant::now() > until {
                return Err(Error::new(Code::OpenClawTimeout)
                    .with("command", "chat.send")
                    .with("seconds", limit.as_secs()));
            }
            sleep(PAUSE).await;
        }
    }
}

/// The last answer of a chat, and how many there are.
struct Answered {
    message: Value,
    count: usize,
}

/// The text of a chat message.
fn words(message: &Value) -> Option<String> {
    let parts = message["content"].as_array()?;
    Some(parts.iter().filter_map(|part| part["text"].as_str()).collect())
}
