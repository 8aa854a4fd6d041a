//! What OpenClaw said: its JSON among banners and log lines, and the words of a failure, without
//! colours and without secrets.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::config::redact::masked;

/// The longest text of a failure that a person is shown, in characters.
const LONGEST: usize = 600;

/// What lines begin with that do not say why: advice, and to whom a command had spoken.
const NOISE: [&str; 9] = [
    "Debug:",
    "Try:",
    "Help:",
    "The CLI command failed",
    "at ",
    "Gateway target:",
    "Source:",
    "Config:",
    "Bind:",
];

/// The first whole JSON object or array in `text` that reads as `T`; log lines before and after it
/// are passed over.
pub fn json<T: DeserializeOwned>(text: &str) -> Option<T> {
    let text = plain(text);
    let starts = text.char_indices().filter(|(at, c)| {
        // OpenClaw begins its answer on a line of its own; a `[gateway]` before it does too, and
        // does not parse.
        matches!(c, '{' | '[')
            && text[..*at].chars().rev().find(|c| *c != ' ').is_none_or(|c| c == '\n')
    });
    for (at, _) in starts {
        let mut values = serde_json::Deserializer::from_str(&text[at..]).into_iter::<Value>();
        if let Some(Ok(value)) = values.next()
            && let Ok(read) = T::deserialize(value)
        {
            return Some(read);
        }
    }
    None
}

/// What a failed command said, in at most a few lines: the message of its JSON error with the
/// issues that it lists, or the last lines that mean something.
pub fn failure(stdout: &str, stderr: &str) -> String {
    let text = [stdout, stderr]
        .into_iter()
        .find_map(|text| json::<Value>(text).as_ref().and_then(message))
        .unwrap_or_else(|| {
            let from = if stderr.trim().is_empty() { stdout } else { stderr };
            last_lines(from)
        });
    let text = masked(&plain(&text));
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// `{"ok":false,"error":{"message":…},"issues":[{"path","message"}]}`, as 2026.9.6 prints it.
fn message(value: &Value) -> Option<String> {
    let error = value.get("error")?;
    let mut text = error.get("message").unwrap_or(error).as_str()?.to_owned();
    for issue in value.get("issues").and_then(Value::as_array).into_iter().flatten() {
        let part = |name| issue.get(name).and_then(Value::as_str).unwrap_or_default();
        text.push_str(&format!(" {}: {}", part("path"), part("message")));
    }
    Some(text)
}

/// The lines that say why, without the advice that OpenClaw adds to every failure.
fn last_lines(text: &str) -> String {
    let text = plain(text);
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim().trim_start_matches("[openclaw] ").trim())
        .filter(|line| !line.is_empty() && !NOISE.iter().any(|noise| line.starts_with(noise)))
        .collect();
    if let Some(reason) = lines.iter().rev().find_map(|line| line.strip_prefix("Reason: ")) {
        return reason.to_owned();
    }
    lines[lines.len().saturating_sub(4)..].join("\n")
}

/// Without terminal escapes and control characters, line breaks and tabs kept.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => match chars.next() {
                Some('[') => {
                    while chars.next_if(|c| !('@'..='~').contains(c)).is_some() {}
                    chars.next();
                }
                // An operating-system command ends with BEL or ESC \.
                Some(']') => {
                    while let Some(c) = chars.next() {
                        if c == '\u{7}' {
                            break;
                        }
                        if c == '\u{1b}' {
                            chars.next();
                            break;
                        }
                    }
                }
                _ => {}
            },
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_found_among_other_lines() {
        for text in [
            "{\"a\":1}",
            "\u{1b}[33mwarning\u{1b}[0m\nConfig observe anomaly: x (a:1->2)\n{\"a\":1}\n",
            "[gateway] starting {x}\n  {\n\"a\":1\n}\ntrailing {\"a\":2}\n",
            "{\"log\":true}\n{\"a\":1}",
        ] {
            #[derive(serde::Deserialize)]
            struct A {
                a: u8,
            }
            assert_eq!(json::<A>(text).map(|read| read.a), Some(1), "{text}");
        }
        assert_eq!(json::<Vec<u8>>("x\n[1,2]\n"), Some(vec![1, 2]));
        assert_eq!(json::<Value>("nothing {here}"), None);
    }

    #[test]
    fn a_failure_is_told_in_openclaws_words() {
        let cases = [
            (
                // 2026.9.6, `secrets apply --json` with a resolver that does not know the id.
                "{\"ok\":false,\"error\":{\"type\":\"cli_error\",\"message\":\"Exec provider \
                 \\\"chela\\\" failed for id \\\"v1/absent\\\" (NOT_FOUND).\"}}",
                "",
                "Exec provider \"chela\" failed for id \"v1/absent\" (NOT_FOUND).",
            ),
            (
                "{\"ok\":false,\"error\":{\"message\":\"OpenClaw config is invalid\"},\
                 \"issues\":[{\"path\":\"agents.ownership\",\"message\":\"is missing\"}]}",
                "noise",
                "OpenClaw config is invalid agents.ownership: is missing",
            ),
            (
                "",
                "[openclaw] The CLI command failed.\n[openclaw] Reason: No such thing.\n\
                 [openclaw] Debug: set OPENCLAW_DEBUG=1\n[openclaw] Try: openclaw doctor\n",
                "No such thing.",
            ),
            ("only here\n", "\n", "only here"),
            ("", "a\nb\nc\nd\ne\n", "b\nc\nd\ne"),
        ];
        for (stdout, stderr, expected) in cases {
            assert_eq!(failure(stdout, stderr), expected);
        }
        assert!(failure("", &"x ".repeat(5000)).chars().count() <= LONGEST + 1);
    }

    proptest::proptest! {
        #[test]
        fn nothing_said_makes_it_panic(text in "(?s).{0,300}") {
            let _ = (failure(&text, &text), json::<Value>(&text));
        }
    }
}
