//! Naming the case of an error message that somebody pasted from a log or a chat, whatever stands
//! around it: colours, line breaks, JSON. The texts are those of OpenClaw 2026.2.9, 2026.5.7 and
//! 2026.9.6, of the Anthropic API and of its users' reports.
//!
//! The text may hold a secret: nothing of it is kept, shown or logged.

use super::finding::Case;

/// Of a longer text only the end is read (bytes): the last error is the one that matters.
const LONGEST: usize = 256 * 1024;

/// Which words mean what, the most telling first: where several stand in a text, the first of
/// this table is the cause and the others are what follows from it.
fn table() -> Vec<(&'static str, &'static [&'static str])> {
    vec![
        (Case::ClaudeCodeOnly.as_str(), &["only authorized for use with claude code"]),
        (
            Case::NoPlan.as_str(),
            &[
                "third-party apps now draw from your extra usage",
                "oauth authentication is currently not allowed for this organization",
                "oauth authentication is currently not supported",
                "does not have access to claude",
                "subscription does not include",
            ],
        ),
        (
            Case::NoCredit.as_str(),
            &[
                "credit balance is too low",
                "billing_error",
                "api provider returned a billing error",
                "run out of credits",
                "disabled:billing",
            ],
        ),
        (
            Case::OauthRefreshFailed.as_str(),
            &["oauth token refresh failed", "failed to refresh oauth token"],
        ),
        (
            "keychain-locked",
            &["keychain is locked", "keyring is locked", "org.freedesktop.secret.error.islocked"],
        ),
        (
            "resolver-refused",
            &[
                "must be owned by the current user",
                "must not be a symlink",
                "permissions are too open",
                "permissions could not be verified",
                "is outside trusteddirs",
            ],
        ),
        (
            "secret-missing",
            &["secret reference was not found", "(not_found)", "\"code\":\"not_found\""],
        ),
        (
            "secret-unavailable",
            &[
                "required secrets are unavailable",
                "secret provider failed",
                "secret reference was not materialized",
                "exec provider \"",
                "secretref could not be resolved",
                "secretref is unresolved",
                "secretref resolution failed",
            ],
        ),
        (Case::FlatEnv.as_str(), &["env: unrecognized key", "unrecognized key: \"anthropic_"]),
        (
            Case::ConfigInvalid.as_str(),
            &["config invalid", "invalid config at", "invalid config:", "unrecognized key"],
        ),
        (
            Case::ProfileWithoutCredential.as_str(),
            &[
                "no credentials found for profile",
                "no credentials found for the configured",
                "selected_auth_profile_unavailable",
            ],
        ),
        (
            Case::NoSignInForAgent.as_str(),
            &["no api key found for provider", "no api key found for anthropic"],
        ),
        (
            Case::TokenRejected.as_str(),
            &[
                "invalid bearer token",
                "invalid x-api-key",
                "invalid api key",
                "oauth token has been revoked",
                "oauth token has expired",
                "invalid authentication credentials",
                "authentication_error",
                "authentication failed, http 401",
                "401 unauthorized",
                "http 401",
            ],
        ),
        (
            "model-unknown",
            &["model_not_found", "unknown model: ", "not_found_error", "model not allowed"],
        ),
        (
            "rate-limited",
            &[
                "rate_limit_error",
                "exceed your account's rate limit",
                "http 429",
                "too many requests",
            ],
        ),
        ("overloaded", &["overloaded_error", "temporarily overloaded", "http 529", "overloaded"]),
        (
            Case::AllCoolingDown.as_str(),
            &[
                "no available auth profile for",
                "all in cooldown",
                "all profiles unavailable",
                "is in cooldown",
                "auth profiles are temporarily unavailable",
                "has auth issue (skipping all models)",
            ],
        ),
        (
            "gateway-unreachable",
            &["gateway closed (1006", "econnrefused 127.0.0.1:", "gateway not reachable"],
        ),
    ]
}

/// The code of the case that `text` speaks of. Takes time in proportion to its length, of which at
/// most 256 KiB count.
pub(in crate::setup) fn case(text: &str) -> Option<&'static str> {
    let text = plain(text);
    let says = |words: &&'static [&'static str]| words.iter().any(|words| text.contains(words));
    table().into_iter().find(|(_, words)| says(words)).map(|(code, _)| code)
}

/// In lower case, without colours, quotes as in plain text, each run of blanks as one space.
fn plain(text: &str) -> String {
    let mut start = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let mut out = String::with_capacity(text.len() - start);
    let mut characters = text[start..].chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\u{1b}' => skip_colour(&mut characters),
            // `\"` and `\n` of a JSON text.
            '\\' if characters.peek() == Some(&'n') => {
                characters.next();
                blank(&mut out);
            }
            '\\' => {}
            '“' | '”' => out.push('"'),
            '’' => out.push('\''),
            c if c.is_whitespace() || c.is_control() => blank(&mut out),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

fn blank(out: &mut String) {
    if !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Passes over the rest of `ESC [ … letter`.
fn skip_colour(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    if characters.next_if_eq(&'[').is_none() {
        return;
    }
    while characters.next_if(|c| c.is_ascii_digit() || *c == ';').is_some() {}
    characters.next_if(char::is_ascii_alphabetic);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lookup;

    #[test]
    fn every_case_has_its_words() {
        for code in table().into_iter().map(|(code, _)| code).chain(["unknown"]) {
            for part in ["title", "meaning"] {
                let key = format!("recognised.{code}.{part}");
                assert!(lookup(&key).is_some_and(|text| !text.is_empty()), "no text for {key}");
            }
        }
    }

    #[test]
    fn a_message_is_known_whatever_stands_around_it() {
        for (text, expected) in [
            (
                "Error: No API key found for provider \"anthropic\". Auth store: /x/auth.json",
                Some("no-sign-in-for-agent"),
            ),
            (
                "{\"error\":\"No API key found for provider \\\"anthropic\\\"\"}",
                Some("no-sign-in-for-agent"),
            ),
            (
                "12:01 No credentials found for profile \u{201c}anthropic:default\u{201d}.",
                Some("profile-without-credential"),
            ),
            (
                "Selected auth profile \"anthropic:old\" is unavailable. | \
                 selected_auth_profile_unavailable",
                Some("profile-without-credential"),
            ),
            (
                "\u{1b}[31mOAuth token refresh\n  failed\u{1b}[0m for anthropic",
                Some("oauth-refresh-failed"),
            ),
            (
                "HTTP 400: Your credit balance is too low to access the Anthropic API.",
                Some("no-credit"),
            ),
            (
                "This credential is only authorized for use with Claude Code and cannot be used",
                Some("claude-code-only"),
            ),
            ("required secrets are unavailable", Some("secret-unavailable")),
            ("must be owned by the current user (uid=1001)", Some("resolver-refused")),
            ("the weather is fine", None),
            ("", None),
        ] {
            assert_eq!(case(text), expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,400}") {
            let _ = case(&text);
        }
    }

    #[test]
    fn of_a_long_text_the_end_counts() {
        let noise = "é".repeat(LONGEST);
        assert_eq!(case(&format!("{noise} credit balance is too low")), Some("no-credit"));
        assert_eq!(case(&format!("credit balance is too low {noise}")), None);
    }
}
