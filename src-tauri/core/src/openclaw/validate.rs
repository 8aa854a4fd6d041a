//! `openclaw config validate --json`: what OpenClaw itself says about a config, and whether an
//! edit added a problem. An edit may not; those that were there before do not block it.

use std::path::Path;

use serde::Deserialize;

use super::OpenClaw;
use crate::{Code, Error, Result};

/// The command.
pub(crate) const VALIDATE: [&str; 3] = ["config", "validate", "--json"];

/// One thing that is wrong in a config.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
pub struct Issue {
    /// Where, such as `agents.defaults.model`; empty when it is about the whole.
    #[serde(default)]
    pub path: String,
    /// What.
    #[serde(default)]
    pub message: String,
}

/// What OpenClaw said about a config.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validation {
    /// Whether a gateway would start with it.
    pub valid: bool,
    /// What is wrong.
    pub issues: Vec<Issue>,
    /// What is odd and works.
    pub warnings: Vec<Issue>,
}

/// The answer as it is printed; warnings are objects or plain texts.
#[derive(Deserialize)]
struct Answer {
    valid: bool,
    #[serde(default)]
    issues: Vec<Issue>,
    #[serde(default)]
    warnings: Vec<Warning>,
    error: Option<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Warning {
    Issue(Issue),
    Text(String),
}

impl OpenClaw {
    /// Asks OpenClaw about the config at `path`, the home's own or a candidate beside it.
    /// An OpenClaw without the command (2026.2.9) calls everything valid.
    ///
    /// # Errors
    /// `openclaw-timeout`, `openclaw-failed`, `openclaw-unreadable`.
    pub async fn validate(&self, path: &Path) -> Result<Validation> {
        if !self.capabilities().config_validate {
            return Ok(Validation { valid: true, ..Validation::default() });
        }
        let output = self.run(VALIDATE).config(path).output().await?;
        let answer: Answer = output.json().ok_or_else(|| {
            if output.ok() {
                Error::new(Code::OpenClawUnreadable)
                    .with("version", &self.installation().version)
                    .with("command", "openclaw config validate --json")
            } else {
                Error::new(Code::OpenClawFailed)
                    .with("command", "openclaw config validate --json")
                    .with("detail", output.failure())
            }
        })?;
        Ok(answer.into())
    }
}

impl From<Answer> for Validation {
    fn from(answer: Answer) -> Self {
        let mut issues = answer.issues;
        // A file that is missing or does not parse has an error and may have no issues.
        if !answer.valid && issues.is_empty() {
            let error = answer.error.unwrap_or_default();
            let message = error.get("message").unwrap_or(&error).as_str().unwrap_or_default();
            issues.push(Issue { path: String::new(), message: message.to_owned() });
        }
        let warnings = answer
            .warnings
            .into_iter()
            .map(|warning| match warning {
                Warning::Issue(issue) => issue,
                Warning::Text(message) => Issue { path: String::new(), message },
            })
            .collect();
        Self { valid: answer.valid, issues, warnings }
    }
}

/// The issues of `after` that `before` did not have. A message that only counts or quotes
/// differently at the same place is still new: better to say it once too often.
pub fn new_issues(before: &Validation, after: &Validation) -> Vec<Issue> {
    after.issues.iter().filter(|issue| !before.issues.contains(issue)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Validation {
        serde_json::from_str::<Answer>(text).unwrap().into()
    }

    #[test]
    fn answers_of_every_shape_are_read() {
        let good = read(r#"{"valid":true,"path":"/c","warnings":["odd"],"new":1}"#);
        assert!(good.valid && good.issues.is_empty());
        assert_eq!(good.warnings, [Issue { path: String::new(), message: "odd".into() }]);
        let missing = read(
            r#"{"ok":false,"error":{"type":"cli_error","message":"file not found"},"valid":false}"#,
        );
        assert_eq!(missing.issues[0].message, "file not found");
        let bad = read(r#"{"valid":false,"issues":[{"path":"a.b","message":"x"}],"warnings":[]}"#);
        assert_eq!(bad.issues, [Issue { path: "a.b".into(), message: "x".into() }]);
    }

    #[test]
    fn only_what_an_edit_added_is_new() {
        let issue = |path: &str| Issue { path: path.into(), message: "m".into() };
        let with = |paths: &[&str]| Validation {
            issues: paths.iter().map(|path| issue(path)).collect(),
            ..Validation::default()
        };
        assert_eq!(new_issues(&with(&["a"]), &with(&["a", "b"])), [issue("b")]);
        assert_eq!(new_issues(&with(&["a", "b"]), &with(&["b"])), []);
    }
}
