//! The comments of a JSON5 text, also of one that does not parse: people comment settings out,
//! with the secrets in them.

use std::ops::Range;

use super::keys::string_end;
use crate::config::document::is_break;

/// The comments in order. Those with nothing but blank space between them are one, because
/// settings that are commented out stand in several lines.
pub(super) fn groups(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut groups: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        let end = match byte {
            b'"' | b'\'' => {
                at = string_end(bytes, at + 1, byte, false) + 1;
                continue;
            }
            b'/' => end(text, at),
            _ => None,
        };
        let Some(end) = end else {
            at += 1;
            continue;
        };
        match groups.last_mut() {
            Some(last) if text[last.end..at].trim().is_empty() => last.end = end,
            _ => groups.push(at..end),
        }
        at = end;
    }
    groups
}

/// Where the comment at `at` ends, if one begins there: as for who reads the config, before any
/// of the four line breaks; with the text when it never ends.
fn end(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at + 2..)?;
    match text.as_bytes()[at + 1] {
        b'/' => Some(rest.find(is_break).map_or(text.len(), |length| at + 2 + length)),
        b'*' => Some(rest.find("*/").map_or(text.len(), |length| at + 2 + length + 2)),
        _ => None,
    }
}
