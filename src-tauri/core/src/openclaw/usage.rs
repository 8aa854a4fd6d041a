//! What OpenClaw recorded of its turns: `gateway call sessions.usage` names the conversations, and
//! `sessions.usage.timeseries` the turns of each, without a word of what was said. The gateway must
//! run. Shapes seen on 2026.2.9 and 2026.9.6.
//!
//! Of a conversation of more than 200 turns OpenClaw tells no single ones (2026.9.6: sums of two and
//! more; 2026.2.9: each second or third). When they were, and how large, is read from
//! `sessions.usage.logs` then, which reaches back a thousand messages ([`spread`]). Those come with
//! what was said, which is dropped as it is read.

mod spread;

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::sleep;

use super::OpenClaw;
use super::status::{list, text};
use crate::day;
use crate::error::Result;

/// How many conversations are asked for.
const MOST: u32 = 1000;
/// How many messages of one OpenClaw tells at most.
const MESSAGES: u32 = 1000;
/// How often usage is asked for while OpenClaw is still counting.
const TRIES: usize = 6;
const PAUSE: Duration = Duration::from_secs(1);
/// How long the gateway may take (ms).
const GATEWAY_MS: &str = "60000";
/// Fewer turns than this are told one by one.
const SINGLE: usize = 100;

/// A conversation in the days that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its agent.
    pub agent: String,
    /// Its key, such as `agent:main:main`.
    pub key: String,
    session: String,
    /// Which models answered in it, `provider/model`, and how often; the most used one first.
    pub models: Vec<(String, u64)>,
    /// All that was sent and answered.
    pub tokens: u64,
}

#[cfg(test)]
impl Recorded {
    /// One for a test.
    pub(crate) fn new(agent: &str, key: &str, models: Vec<(String, u64)>, tokens: u64) -> Self {
        Self { agent: agent.into(), key: key.into(), session: String::new(), models, tokens }
    }
}

impl Recorded {
    /// How many turns it has in the days that were asked for.
    pub fn turns(&self) -> u64 {
        self.models.iter().map(|(_, turns)| turns).sum()
    }
}

/// What was sent to a model in one turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// When the answer was there.
    pub at_ms: u64,
    /// Input that the cache had no part in (tokens, as all that follows).
    pub input: u64,
    /// Input that was read from the cache.
    pub read: u64,
    /// Input that was written to the cache.
    pub written: u64,
    /// Whether that was told of this turn alone; else it is its share of what was told of several.
    pub alone: bool,
}

impl Sent {
    /// All input.
    pub fn prompt(self) -> u64 {
        self.input + self.read + self.written
    }
}

impl OpenClaw {
    /// The conversations since a moment (of which the day in UTC counts), until now.
    ///
    /// # Errors
    /// Those of [`super::cli::Run::json`].
    pub async fn conversations(&self, since_ms: u64, now_ms: u64) -> Result<Vec<Recorded>> {
        let mut params = json!({
            "startDate": day::of(since_ms), "endDate": day::of(now_ms), "limit": MOST,
        });
        if self.capabilities().usage_of_all_agents {
            params["agentScope"] = json!("all");
        }
        let mut answer = Value::Null;
        for attempt in 0..TRIES {
            if attempt > 0 {
                sleep(PAUSE).await;
            }
            answer = self.asked("sessions.usage", &params).await?;
            if answer["cacheStatus"]["status"] != "refreshing" {
                break;
            }
        }
        Ok(list(&answer["sessions"]).iter().filter_map(conversation).collect())
    }

    /// The turns of a conversation since a moment, the first one first, and how many more there
    /// were that OpenClaw does not tell.
    ///
    /// # Errors
    /// Those of [`super::cli::Run::json`].
    pub async fn turns(&self, of: &Recorded, since_ms: u64) -> Result<(Vec<Sent>, u64)> {
        let (key, series) = self.timeseries(of).await?;
        let all = of.turns();
        let mut turns = single(&series);
        let told = turns.iter().filter(|turn| turn.at_ms >= since_ms).count() as u64;
        if turns.len() >= SINGLE && told < all {
            let params = json!({ "key": key, "limit": MESSAGES });
            turns = of_several(&series, &self.asked("sessions.usage.logs", &params).await?);
        }
        turns.retain(|turn| turn.at_ms >= since_ms);
        let told = turns.len() as u64;
        Ok((turns, all.saturating_sub(told)))
    }

    /// What the gateway answers; a large history takes it longer than the 10 s that the command has
    /// by itself.
    async fn asked(&self, method: &str, params: &Value) -> Result<Value> {
        self.call(method, params).and("--timeout").and(GATEWAY_MS).json().await
    }

    /// The turns as OpenClaw tells them, and the key by which it found them. 2026.2.9 looks for a
    /// file that is called as the key, where the conversation's entry names none.
    async fn timeseries(&self, of: &Recorded) -> Result<(String, Value)> {
        let ask = async |key: String| {
            let answer = self.asked("sessions.usage.timeseries", &json!({ "key": key })).await?;
            Ok((key, answer))
        };
        match ask(of.key.clone()).await {
            Ok(answer) => Ok(answer),
            Err(error) => {
                let by_session = format!("agent:{}:{}", of.agent, of.session);
                ask(by_session).await.map_err(|_| error)
            }
        }
    }
}

/// The turns that `sessions.usage.timeseries` tells one by one.
pub(crate) fn single(series: &Value) -> Vec<Sent> {
    points(series).into_iter().map(|point| point.turn).collect()
}

/// The turns of which `sessions.usage.timeseries` tells several at a time, by what
/// `sessions.usage.logs` tells.
pub(crate) fn of_several(series: &Value, logs: &Value) -> Vec<Sent> {
    let messages: Vec<(u64, u64)> = list(&logs["logs"]).iter().filter_map(message).collect();
    spread::over(&points(series), &messages)
}

/// What OpenClaw tells of a turn, or of several.
struct Point {
    turn: Sent,
    /// All tokens of it.
    total: u64,
    /// All tokens of the conversation up to its end.
    so_far: u64,
}

fn conversation(session: &Value) -> Option<Recorded> {
    let key = text(&session["key"])?;
    let usage = &session["usage"];
    let of_key = || key.strip_prefix("agent:")?.split(':').next().map(str::to_owned);
    let agent = text(&session["agentId"]).or_else(of_key)?;
    let mut models: Vec<(String, u64)> =
        list(&usage["modelUsage"]).iter().filter_map(model).collect();
    models.sort_by_key(|(_, turns)| std::cmp::Reverse(*turns));
    let tokens = number(&usage["totalTokens"]);
    let session = text(&session["sessionId"]).unwrap_or_default();
    Some(Recorded { agent, key, session, models, tokens })
}

fn model(usage: &Value) -> Option<(String, u64)> {
    let (provider, model) = (text(&usage["provider"])?, text(&usage["model"])?);
    Some((format!("{provider}/{model}"), number(&usage["count"])))
}

fn points(series: &Value) -> Vec<Point> {
    list(&series["points"]).iter().filter_map(point).collect()
}

fn point(point: &Value) -> Option<Point> {
    let turn = Sent {
        at_ms: point["timestamp"].as_u64()?,
        input: number(&point["input"]),
        read: number(&point["cacheRead"]),
        written: number(&point["cacheWrite"]),
        alone: true,
    };
    let total = number(&point["totalTokens"]);
    Some(Point { turn, total, so_far: number(&point["cumulativeTokens"]) })
}

/// When an answer was there, and all tokens of its turn.
fn message(log: &Value) -> Option<(u64, u64)> {
    let tokens = number(&log["tokens"]);
    (log["role"] == "assistant" && tokens > 0).then_some((log["timestamp"].as_u64()?, tokens))
}

/// A count of tokens or turns. What is none, or no number that there could be, counts nothing.
fn number(value: &Value) -> u64 {
    const MOST: u64 = 1 << 32;
    value.as_u64().filter(|number| *number < MOST).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversations_are_read_as_they_are_told() {
        // As 2026.9.6 tells them.
        let read = conversation(&json!({
            "key": "agent:mail:main", "sessionId": "6dbd37c9", "agentId": "mail",
            "modelProvider": "anthropic", "model": "claude-opus-4-6",
            "usage": {
                "totalTokens": 12228,
                "modelUsage": [
                    { "provider": "openai", "model": "gpt", "count": 1 },
                    { "provider": "anthropic", "model": "claude-opus-4-6", "count": 7 },
                    { "model": "no provider", "count": 1 },
                ],
            },
        }));
        let models = [("anthropic/claude-opus-4-6", 7), ("openai/gpt", 1)];
        let expected = Recorded {
            agent: "mail".into(),
            key: "agent:mail:main".into(),
            session: "6dbd37c9".into(),
            models: models.map(|(name, turns)| (name.to_owned(), turns)).into(),
            tokens: 12228,
        };
        assert_eq!(read, Some(expected));
        let bare = conversation(&json!({ "key": "agent:main:x", "usage": null })).unwrap();
        assert_eq!((bare.agent.as_str(), bare.models.len(), bare.tokens), ("main", 0, 0));
        assert_eq!(conversation(&json!({ "key": "global" })), None);
        assert_eq!(conversation(&json!(7)), None);
    }

    #[test]
    fn numbers_that_cannot_be_count_nothing() {
        for (value, expected) in [
            (json!(12), 12),
            (json!(-1), 0),
            (json!(1e300), 0),
            (json!(u64::MAX), 0),
            (json!("12"), 0),
            (json!(null), 0),
        ] {
            assert_eq!(number(&value), expected, "{value}");
        }
    }
}
