//! Secrets by the name of their key, in a JSON5 text. A scanner, no parser: it must also make
//! sense of a text that does not parse, because that is shown in diffs and errors too.

use std::ops::Range;

use super::comments;
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
    key: Option<Key>,
}

/// What a key says of its value.
struct Key {
    secret: bool,
    /// So is all below it.
    section: bool,
}

impl Open {
    fn covers(&self) -> bool {
        self.all || self.named || self.key.as_ref().is_some_and(|key| key.secret)
    }
}

/// What stands between the quotes of each string whose key says that it is secret, or that is
/// below `env` or `headers`, in settings that are commented out too. A reference to a variable,
/// `"${NAME}"`, is none.
pub(super) fn named_spans(text: &str) -> Vec<Range<usize>> {
    let groups = comments::groups(text);
    let mut spans = spans_in(text, Some(&groups));
    for group in groups {
        let found = spans_in(&text[group.clone()], None);
        spans.extend(found.iter().map(|span| span.start + group.start..span.end + group.start));
    }
    spans
}

/// The secret strings of a text outside its `comments`; or, without them, of what stands in one:
/// settings between prose, so that only what a colon follows is a key, an apostrophe within a
/// word is no quote, and a string ends with its line.
fn spans_in(text: &str, comments: Option<&[Range<usize>]>) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let prose = comments.is_none();
    let mut comments = comments.unwrap_or_default().iter().peekable();
    let is_key = |top: &Open, end: usize| {
        if prose { is_before_colon(bytes, end) } else { top.object && top.key.is_none() }
    };
    let mut stack: Vec<Open> = vec![Open::default()];
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        if let Some(comment) = comments.next_if(|comment| comment.start == at) {
            at = comment.end;
            continue;
        }
        let top = stack.last_mut();
        let in_word = prose && at > 0 && bytes[at - 1].is_ascii_alphanumeric();
        let end = match byte {
            b'"' | b'\'' if !in_word => {
                let inside = at + 1..string_end(bytes, at + 1, byte, prose);
                let content = &text[inside.clone()];
                let end = inside.end + usize::from(bytes.get(inside.end) == Some(&byte));
                match top {
                    Some(top) if is_key(top, end) => top.key = Some(Key::of(content)),
                    Some(top) if top.covers() && !is_variable(content) => {
                        spans.push(inside.clone())
                    }
                    _ => {}
                }
                end
            }
            b'{' | b'[' => {
                let object = byte == b'{';
                let open = top.map_or_else(Open::default, |top| Open {
                    object,
                    all: top.all || top.key.as_ref().is_some_and(|key| key.section),
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
                if let Some(top) = top.filter(|top| is_key(top, at + length)) {
                    top.key = Some(Key::of(&text[at..at + length]));
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

impl Key {
    /// One written with escapes is taken for the worst.
    fn of(name: &str) -> Self {
        let sections = ["env", "environment", "headers"];
        let section = sections.iter().any(|section| name.eq_ignore_ascii_case(section));
        Self { secret: section || name.contains('\\') || names_a_secret(name), section }
    }
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

fn is_before_colon(bytes: &[u8], end: usize) -> bool {
    let rest = bytes.get(end..).unwrap_or_default();
    rest.iter().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b':')
}

/// Where the string that starts at `at` ends: at its quote, or with the text; or with its line.
pub(super) fn string_end(bytes: &[u8], mut at: usize, quote: u8, or_line: bool) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if *byte == quote => return at,
            _ if or_line && begins_with_break(&bytes[at..]) => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn begins_with_break(bytes: &[u8]) -> bool {
    let breaks: [&[u8]; 4] = [b"\n", b"\r", "\u{2028}".as_bytes(), "\u{2029}".as_bytes()];
    breaks.iter().any(|mark| bytes.starts_with(mark))
}
