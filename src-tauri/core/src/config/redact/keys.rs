//! Secrets by the name of their key, in a JSON5 text. A scanner, no parser: it must also make
//! sense of a text that does not parse, because that is shown in diffs and errors too.

use std::ops::Range;

use super::shapes::names_a_secret;

/// An object or array that is open.
#[derive(Default)]
struct Open {
    object: bool,
    /// Every string below is secret.
    all: bool,
    /// The strings directly in this array are secret.
    named: bool,
    /// The key whose value is being read.
    key: Option<String>,
}

impl Open {
    fn covers(&self) -> bool {
        self.all || self.named || self.key.as_deref().is_some_and(is_secret_key)
    }
}

/// What stands between the quotes of each string whose key says that it is secret, or that is
/// below `env` or `headers`. A reference to a variable, `"${NAME}"`, is none.
pub(super) fn named_spans(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut stack: Vec<Open> = vec![Open::default()];
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let top = stack.last_mut();
        let end = match byte {
            b'"' | b'\'' => {
                let inside = at + 1..string_end(bytes, at + 1, byte);
                let content = &text[inside.clone()];
                match top {
                    Some(top) if top.object && top.key.is_none() => top.key = Some(content.into()),
                    Some(top) if top.covers() && !is_variable(content) => {
                        spans.push(inside.clone())
                    }
                    _ => {}
                }
                inside.end + 1
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => after(text, at + 2, "\n"),
            b'/' if bytes.get(at + 1) == Some(&b'*') => after(text, at + 2, "*/"),
            b'{' | b'[' => {
                let object = byte == b'{';
                let open = top.map_or_else(Open::default, |top| Open {
                    object,
                    all: top.all || top.key.as_deref().is_some_and(is_secret_section),
                    named: !object && top.covers(),
                    key: None,
                });
                stack.push(Open { object, ..open });
                at + 1
            }
            b'}' | b']' => {
                if stack.len() > 1 {
                    stack.pop();
                }
                at + 1
            }
            b',' => {
                if let Some(top) = top {
                    top.key = None;
                }
                at + 1
            }
            _ if is_bare(byte) => {
                let length = bytes[at..].iter().take_while(|b| is_bare(**b)).count();
                if let Some(top) = top.filter(|top| top.object && top.key.is_none()) {
                    top.key = Some(text[at..at + length].into());
                }
                at + length
            }
            _ => at + 1,
        };
        at = end;
    }
    spans.retain(|span| !span.is_empty());
    spans
}

/// A key written with escapes is taken for the worst.
fn is_secret_key(key: &str) -> bool {
    names_a_secret(key) || key.contains('\\') || is_secret_section(key)
}

fn is_secret_section(key: &str) -> bool {
    ["env", "environment", "headers"].iter().any(|section| key.eq_ignore_ascii_case(section))
}

fn is_variable(content: &str) -> bool {
    content
        .strip_prefix("${")
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
}

/// Part of a key or value without quotes; anything beyond ASCII may be.
fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_$\\.+-".contains(&byte) || !byte.is_ascii()
}

/// Where the string that starts at `at` ends: at its quote, or with the text.
fn string_end(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if *byte == quote => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn after(text: &str, at: usize, mark: &str) -> usize {
    text.get(at..).and_then(|rest| rest.find(mark)).map_or(text.len(), |n| at + n + mark.len())
}
