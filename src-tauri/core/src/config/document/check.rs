//! The second reader: another implementation of JSON5 that must see in an edited text exactly
//! what was asked for.

use super::node::{MAX_DEPTH, Parsed};
use super::scan::Stand;
use super::tree::Tree;

/// What the `json5` crate reads. The few things that it refuses although they are JSON5 (half
/// a surrogate pair, hexadecimal numbers over 128 bits) are shown to it in another form.
/// The text must have been parsed before: that bounds the nesting, over which this recurses.
pub(super) fn second_reading(text: &str, parsed: &Parsed) -> Option<Tree> {
    const { assert!(MAX_DEPTH <= 256) };
    if parsed.stands.is_empty() {
        json5::from_str(text).ok()
    } else {
        json5::from_str(&shown(text, &parsed.stands)?).ok()
    }
}

fn shown(text: &str, stands: &[Stand]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for stand in stands {
        out.push_str(text.get(done..stand.start)?);
        out.push_str(&stand.text);
        done = stand.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}
