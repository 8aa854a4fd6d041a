//! Whether what stands in a setting for a secret is one, or only takes its place.

use crate::config::gateway_config::credentials::KeyForm;
use crate::config::redact;

/// What people write in place of a secret (in lower case).
const STAND_INS: [&str; 12] = [
    "your-",
    "your_",
    "your ",
    "replace-",
    "replace_",
    "changeme",
    "change-me",
    "change_me",
    "placeholder",
    "dummy",
    "redacted",
    "xxxx",
];
/// What programs show in place of one.
const MASKS: [&str; 4] = ["…", "***", "•••", "..."];
/// What people write where a program asks for a key and the provider needs none.
const NOTHING: [&str; 14] = [
    "none",
    "null",
    "undefined",
    "false",
    "true",
    "n/a",
    "na",
    "no",
    "empty",
    "unused",
    "local",
    "test",
    "not-needed",
    "no-key",
];
/// How what OpenClaw itself writes in place of a key begins and ends
/// (`model-auth-markers`, and `nonSecretAuthMarkers` of its plugins, 2026.9.6). What its own windows
/// show instead of a secret, `__OPENCLAW_REDACTED__`, is the name of a variable by its look.
const MARKER_BEGINS: [&str; 6] =
    ["secretref-", "oauth:", "openclaw:", "codex-app-server", "gcp-vertex-credentials", "__env__:"];
const MARKER_ENDS: [&str; 2] = ["-local", "-oauth"];

/// Whether a text is a secret. Passwords may be short and odd: where one belongs, everything is one
/// that is not known to be something else.
pub(super) fn is_secret(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let is_name = text.contains('_')
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let is_reference = text.contains("${") || KeyForm::of_text(text) != KeyForm::Plaintext;
    let is_marker = MARKER_BEGINS.iter().any(|marker| lower.starts_with(marker))
        || MARKER_ENDS.iter().any(|marker| lower.ends_with(marker));
    let is_stand_in = NOTHING.contains(&lower.as_str())
        || STAND_INS.iter().any(|word| lower.contains(word))
        || MASKS.iter().any(|mask| text.contains(mask))
        || (text.starts_with('<') && text.ends_with('>'));
    let first = text.chars().next();
    let is_varied = text.chars().any(|c| Some(c) != first);
    is_varied
        && !is_name
        && !is_reference
        && !is_marker
        && !is_stand_in
        && !text.starts_with("-----BEGIN CERTIFICATE")
        // A key of Anthropic's is told with the sign-ins.
        && !text.contains("sk-ant-")
}

/// Whether a member that the list does not name is a secret: by its own name, or by its look.
pub(super) fn is_secret_of(name: &str, text: &str) -> bool {
    is_secret(text) && (redact::names_a_secret(name) || redact::masked(text) != text)
}

/// A secret as people may see it: four characters and the last three. Of the secrets of Anthropic
/// more may be seen, as the first of it are the same for all; a short one is masked whole.
pub(super) fn masked(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let all_plain = characters.iter().all(|c| c.is_ascii_graphic());
    if characters.len() < 24 || !all_plain {
        return "…".to_owned();
    }
    let (head, tail) = (&characters[..4], &characters[characters.len() - 3..]);
    format!("{}…{}", head.iter().collect::<String>(), tail.iter().collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_takes_the_place_of_a_secret_is_none() {
        for text in [
            "hunter2",
            "a long pass phrase, with $igns",
            "123456789:AAEabcdefghijklmnopqrstuvwxyz-01234",
            "sk-proj-abcdefghijklmnop0123456789",
            "0123456789ABCDEF",
            "  padded  ",
            "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----",
        ] {
            assert!(is_secret(text), "{text}");
        }
        for text in [
            "",
            " ",
            "x",
            "000000",
            "${TELEGRAM_TOKEN}",
            "Bearer ${TOKEN}",
            "$TOKEN_1",
            "secretref-env:TOKEN",
            "secretref-managed",
            "__OPENCLAW_REDACTED__",
            "OPENAI_API_KEY",
            "ollama-local",
            "minimax-oauth",
            "oauth:chutes",
            "YOUR-TOKEN-HERE",
            "<token>",
            "changeme",
            "None",
            "not-needed",
            "1234…mAA",
            "********",
            "sk-ant-api03-x",
            "-----BEGIN CERTIFICATE-----\nabc",
        ] {
            assert!(!is_secret(text), "{text}");
        }
    }

    #[test]
    fn of_headers_only_those_that_sign_in_are_secrets() {
        for (name, text, expected) in [
            ("Authorization", "Bearer abc", true),
            ("X-Api-Key", "hunter2", true),
            ("X-Title", "OpenClaw of mine", false),
            ("X-Title", "sk-proj-abcdefghijklmnop0123456789", true),
            ("X-Api-Key", "${KEY}", false),
            ("anthropic-beta", "extended-cache-ttl-2025-04-11", false),
        ] {
            assert_eq!(is_secret_of(name, text), expected, "{name}: {text}");
        }
    }

    #[test]
    fn little_is_shown() {
        assert_eq!(masked("hunter2"), "…");
        assert_eq!(masked("123456789:AAEabcdefghijklmnopqrstuvwxyz-01234"), "1234…234");
        assert_eq!(masked("é23456789012345678901234567890"), "…");
    }
}
