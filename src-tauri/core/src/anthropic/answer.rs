//! What an answer of the API that is not a list means, and how it is put into words.

use chela_vault::Secret;
use serde::Deserialize;

use crate::text::say;
use crate::view::CredentialKind;
use crate::{Code, Error};

/// What a refusal means.
pub(super) fn refusal(kind: CredentialKind, status: u16, body: &[u8], secret: &Secret) -> Error {
    #[derive(Deserialize, Default)]
    struct Body {
        error: Reason,
    }
    #[derive(Deserialize, Default)]
    struct Reason {
        #[serde(default, rename = "type")]
        kind: String,
        #[serde(default)]
        message: String,
    }
    let reason = serde_json::from_slice::<Body>(body).unwrap_or_default().error;
    if says_invalid(kind, status, &reason.kind, &reason.message) {
        return Error::new(Code::InvalidCredential).with("kind", kind_in_words(kind));
    }
    if status == 429 || status >= 500 {
        return Error::new(Code::AnthropicUnavailable).with("status", status);
    }
    let detail = if reason.message.is_empty() {
        say("anthropic.no-reason", &[])
    } else {
        harmless(&reason.message, secret)
    };
    unconfirmed(kind, status, detail)
}

/// Whether an answer says that the credential is not valid. The wordings were seen in issues
/// of openclaw/openclaw (#54350) and anthropics/claude-code (#12196), and in Claude Code 2.1.
fn says_invalid(kind: CredentialKind, status: u16, error: &str, message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|words| message.contains(words));
    match (status, error) {
        // Refuses the way of signing in, and not this credential.
        (401, _) if says(&["oauth authentication is currently not"]) => false,
        (401, "authentication_error") if kind == CredentialKind::ApiKey => true,
        (401, "authentication_error") => says(&[
            "invalid bearer token",
            "invalid x-api-key",
            "invalid api key",
            "invalid oauth token",
            "invalid authentication credentials",
            "token has expired",
            "has been revoked",
        ]),
        (403, "permission_error") => says(&["token has been revoked"]),
        _ => false,
    }
}

/// Anthropic did not say, because of `detail`.
pub(super) fn unconfirmed(kind: CredentialKind, status: u16, detail: String) -> Error {
    Error::new(Code::CredentialUnconfirmed)
        .with("kind", kind_in_words(kind))
        .with("status", status)
        .with("detail", detail)
}

/// What a credential is called within a sentence.
pub(super) fn kind_in_words(kind: CredentialKind) -> String {
    let key = match kind {
        CredentialKind::ApiKey => "credential.api-key",
        CredentialKind::SetupToken => "credential.setup-token",
        _ => "credential.other",
    };
    say(key, &[])
}

/// Somebody else's words, for a person to read: short, without control characters, and without
/// the secret, should it be echoed.
pub(super) fn harmless(text: &str, secret: &Secret) -> String {
    let text = text.replace(secret.expose(), "…");
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = text.trim().trim_end_matches('.');
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
