//! What a command prints, and how it ends.

use serde_json::{Value, json};

/// What a command prints, and its exit code.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) code: u8,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

impl Answer {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self { code: 0, stdout: text.into() + "\n", stderr: String::new() }
    }

    pub(super) fn json(value: &Value) -> Self {
        Self::text(format!("{value:#}"))
    }

    /// In words on stderr, with exit code 1.
    pub(super) fn refused(why: impl Into<String>) -> Self {
        Self { code: 1, stdout: String::new(), stderr: why.into() + "\n" }
    }

    /// As a JSON object on stdout, with exit code 1.
    pub(super) fn failed(value: &Value) -> Self {
        Self { code: 1, ..Self::json(value) }
    }

    /// What every command says that needs the gateway (2026.9.6).
    pub(super) fn no_gateway() -> Self {
        let message = "Gateway not reachable at ws://127.0.0.1:18789 (ECONNREFUSED).";
        let error = json!({ "type": "cli_error", "message": message });
        Self::failed(&json!({ "ok": false, "error": error }))
    }
}
