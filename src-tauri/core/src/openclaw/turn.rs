//! One real turn through the running gateway, in a session of its own that is removed again, so
//! that the user's conversations stay as they are.
//!
//! What 2026.9.6 reports: the model that served (`executionTrace`), and that *a profile* did
//! (`agentMeta.credentialSource.kind`), not which. [`Turn::profile`] takes the name where a
//! version gives one; else the caller asks for the status afterwards: a profile that failed in
//! the turn is then in cooldown, and the first in order that is not has served.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::cli::Output;
use super::{OpenClaw, Status};
use crate::Result;

/// How long OpenClaw itself may try; it repeats what fails for a while, up to eight times.
const TRY: Duration = Duration::from_secs(90);
/// How long the command may take, its own start included.
const LIMIT: Duration = Duration::from_secs(120);

/// What came of a turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Turn {
    /// Whether there was an answer.
    pub ok: bool,
    /// The answer.
    pub reply: Option<String>,
    /// The provider that served.
    pub provider: Option<String>,
    /// Its model.
    pub model: Option<String>,
    /// What it signed in with: `profile`, or OpenClaw's word for another thing.
    pub credential: Option<String>,
    /// The profile, when OpenClaw names it.
    pub profile: Option<String>,
    /// Whether a fallback model served.
    pub fallback_used: bool,
    /// What was tried, such as `anthropic/claude-opus-4-6: success`.
    pub attempts: Vec<String>,
    /// Why there was no answer.
    pub error: Option<String>,
}

impl Turn {
    /// The model that served, as `provider/model`.
    pub fn reference(&self) -> Option<String> {
        Some(format!("{}/{}", self.provider.as_ref()?, self.model.as_ref()?))
    }

    /// The profile that served, by the status that OpenClaw gives after the turn.
    pub fn served_by(&self, after: &Status) -> Option<String> {
        if self.profile.is_some() {
            return self.profile.clone();
        }
        if self.credential.as_deref().is_some_and(|kind| kind != "profile") {
            return None;
        }
        after.serving(self.provider.as_deref()?).map(|profile| profile.id.clone())
    }

    /// Reads the answer of `openclaw agent --json`.
    fn read(output: &Output) -> Self {
        let value: Value = output.json().unwrap_or_default();
        let meta = &value["result"]["meta"];
        let (agent, trace) = (&meta["agentMeta"], &meta["executionTrace"]);
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let payloads = value["result"]["payloads"].as_array();
        let reply = payloads.and_then(|all| all.iter().find_map(|payload| text(&payload["text"])));
        let ok = output.ok() && value["status"].as_str() == Some("ok") && meta["error"].is_null();
        let source = &agent["credentialSource"];
        Self {
            ok,
            provider: text(&trace["winnerProvider"]).or_else(|| text(&agent["provider"])),
            model: text(&trace["winnerModel"]).or_else(|| text(&agent["model"])),
            credential: text(&source["kind"]),
            profile: text(&source["profileId"]).or_else(|| text(&agent["authProfileId"])),
            fallback_used: trace["fallbackUsed"].as_bool().unwrap_or(false),
            attempts: attempts(&trace["attempts"]),
            error: (!ok).then(|| match text(&meta["error"]["message"]) {
                Some(message) => crate::config::redact::masked(&message),
                None if output.ok() => reply.clone().unwrap_or_default(),
                None => output.failure(),
            }),
            reply,
        }
    }
}

fn attempts(value: &Value) -> Vec<String> {
    let one = |attempt: &Value| {
        let part = |name: &str| attempt[name].as_str().unwrap_or("?").to_owned();
        format!("{}/{}: {}", part("provider"), part("model"), part("result"))
    };
    value.as_array().map(|all| all.iter().map(one).collect()).unwrap_or_default()
}

impl OpenClaw {
    /// Sends one message to an agent through the gateway, and asks how its sign-ins stand then.
    ///
    /// # Errors
    /// `openclaw-timeout`; that the turn failed is told in the turn.
    pub async fn turn(&self, agent: &str, message: &str) -> Result<(Turn, Result<Status>)> {
        let key = test_session(agent);
        let turn = self.turn_in(&key, agent, message).await;
        // Each is a start of OpenClaw, of seconds.
        let ((), status) = tokio::join!(self.forget_session(&key), self.status(Some(agent)));
        Ok((turn?, status))
    }

    /// The same in the session `key`.
    pub(super) async fn turn_in(&self, key: &str, agent: &str, message: &str) -> Result<Turn> {
        let seconds = TRY.as_secs().to_string();
        let mut arguments = vec!["agent", "--agent", agent, "--session-key", key];
        arguments.extend(["--message", message, "--timeout", &seconds, "--json"]);
        Ok(Turn::read(&self.run(arguments).limit(LIMIT).output().await?))
    }

    /// Removes a test's session. One that stays is untidy and harmless.
    pub(super) async fn forget_session(&self, key: &str) {
        let params = serde_json::json!({ "key": key, "deleteTranscript": true });
        let _ = self.call("sessions.delete", &params).output().await;
    }
}

/// A session of a test's own.
pub(super) fn test_session(agent: &str) -> String {
    format!("agent:{agent}:chela-test-{}", now_ms())
}

pub(super) fn now_ms() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What 2026.9.6 printed, shortened.
    const SERVED: &str = r#"Config warnings: none
{
  "runId": "aba78e67-5025-40a8-bfd6-2ecf8e22ce6e",
  "status": "ok",
  "summary": "completed",
  "result": {
    "payloads": [{ "text": "Hello from the stand-in.", "mediaUrl": null }],
    "meta": {
      "durationMs": 7552,
      "agentMeta": {
        "sessionId": "83cb31e2-0e07-4d00-a4f2-6f5ca72315d8",
        "provider": "anthropic", "model": "claude-sonnet-4-6",
        "credentialSource": { "kind": "profile" }
      },
      "executionTrace": {
        "winnerProvider": "anthropic", "winnerModel": "claude-sonnet-4-6",
        "attempts": [{ "provider": "anthropic", "model": "claude-sonnet-4-6",
                       "result": "success", "stage": "assistant" }],
        "fallbackUsed": false, "runner": "embedded"
      },
      "requestShaping": { "authMode": "auth-profile", "thinking": "adaptive" }
    }
  }
}"#;

    fn output(status: i32, stdout: &str) -> Output {
        Output { status: Some(status), stdout: stdout.into(), stderr: String::new() }
    }

    #[test]
    fn a_served_turn_is_read() {
        let turn = Turn::read(&output(0, SERVED));
        assert!(turn.ok && !turn.fallback_used && turn.error.is_none());
        assert_eq!(turn.reply.as_deref(), Some("Hello from the stand-in."));
        assert_eq!(turn.reference().as_deref(), Some("anthropic/claude-sonnet-4-6"));
        assert_eq!(turn.attempts, ["anthropic/claude-sonnet-4-6: success"]);
        assert_eq!(turn.credential.as_deref(), Some("profile"));
    }

    #[test]
    fn the_profile_that_served_is_told_by_the_status_afterwards() {
        let turn = Turn::read(&output(0, SERVED));
        let status = |waiting: Value| {
            Status::read(&serde_json::json!({ "auth": {
                "providers": [{ "provider": "anthropic", "effective": { "kind": "profiles" } }],
                "unusableProfiles": waiting,
                "oauth": {
                    "profiles": [
                        { "profileId": "a", "provider": "anthropic", "status": "static" },
                        { "profileId": "b", "provider": "anthropic", "status": "static" }
                    ],
                    "providers": [{ "provider": "anthropic", "effectiveProfiles": [
                        { "profileId": "b" }, { "profileId": "a" }
                    ] }]
                }
            } }))
        };
        assert_eq!(turn.served_by(&status(Value::Null)).as_deref(), Some("b"));
        let waiting = serde_json::json!([{ "profileId": "b", "kind": "cooldown" }]);
        assert_eq!(turn.served_by(&status(waiting)).as_deref(), Some("a"));
        let other = Turn { credential: Some("env".into()), ..turn };
        assert_eq!(other.served_by(&status(Value::Null)), None);
    }

    #[test]
    fn a_failed_turn_says_why() {
        let text = r#"{"ok":false,"runId":"x","origin":"gateway","error":{"type":"cli_error",
            "message":"anthropic/claude-sonnet-4-6 request failed (authentication failed, HTTP 401)."}}"#;
        let turn = Turn::read(&output(1, text));
        assert!(!turn.ok);
        assert!(turn.error.unwrap().ends_with("HTTP 401)."));
        assert!(!Turn::read(&output(0, "")).ok);
        let silent = Turn::read(&output(1, "no JSON"));
        assert_eq!(silent.error.as_deref(), Some("no JSON"));
    }
}
