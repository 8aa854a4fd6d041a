//! What is a credential of Anthropic's: by the way it looks, in any bytes; or because it stands
//! where one belongs. Leaves out the keys of other vendors, and those of another look that stand
//! elsewhere.

use std::ops::Range;

use crate::config::gateway_config::credentials::KeyForm;
use crate::credential::paste::USUAL_LENGTH;

/// Longer than any credential: how far one is followed.
pub(super) const LONGEST: usize = 256;
/// How all of them begin.
const PREFIX: &[u8] = b"sk-ant-";
/// A stand-in in a documentation is shorter.
const SHORTEST: usize = 48;
/// A stand-in that is filled up has fewer different characters.
const DIFFERENT: usize = 12;
/// Nobody chooses a shorter key, and what stands there instead of one is shorter.
const SHORTEST_NAMED: usize = 8;

/// What people and programs write in place of a credential (in lower case).
const STAND_INS: [&str; 14] = [
    "your",
    "replace",
    "change",
    "example",
    "placeholder",
    "redacted",
    "dummy",
    "insert",
    "todo",
    "xxxx",
    "...",
    "…",
    "***",
    "•••",
];
/// What OpenClaw writes in place of a key that stands elsewhere (`model-auth-markers`, 2026.9.6).
const MARKERS: [&str; 5] =
    ["secretref-managed", "oauth:", "custom-local", "ollama-local", "gcp-vertex-credentials"];

/// The stretches that have the look of a credential: `sk-ant-`, a kind (`api03-`, `oat01-`), and
/// what no stand-in and no masked one has. `glued` is for databases, where texts stand end to end
/// without anything between them, and in pieces: there the beginning of one is enough.
pub(super) fn credentials(bytes: &[u8], glued: bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next(bytes, at) {
        let before = start.checked_sub(1).map(|before| bytes[before]);
        let run =
            bytes[start..].iter().take(LONGEST + 1).take_while(|byte| is_part(**byte)).count();
        let mut end = start + run;
        // The end of a whole one is known.
        let whole = start + USUAL_LENGTH;
        if end > whole && bytes[..whole].ends_with(b"AA") {
            end = whole;
        }
        let begins = glued || !before.is_some_and(is_part);
        let looks =
            if glued { body(&bytes[start..end]).is_some() } else { looks(&bytes[start..end]) };
        let is_one = begins && end - start <= LONGEST && looks;
        if is_one {
            found.push(start..end);
        }
        at = match (glued, is_one) {
            // No other one begins within the same word.
            (false, _) => start + run,
            (true, true) => end,
            (true, false) => start + PREFIX.len(),
        };
    }
    found
}

/// Whether a value that is set where a credential belongs is one: not the name of a variable, not
/// a reference, a command, a stand-in or a masked one.
pub(super) fn is_plaintext(value: &str) -> bool {
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    let is_name = value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && value.contains('_');
    let is_stand_in = STAND_INS.iter().any(|word| lower.contains(word))
        || MARKERS.iter().any(|marker| lower.starts_with(marker));
    let of_anthropic = value.as_bytes().starts_with(PREFIX);
    let is_reference = value.contains(['$', '`', '<', '>', '{', ' '])
        || KeyForm::of_text(value) != KeyForm::Plaintext;
    if of_anthropic {
        return credentials(value.as_bytes(), false).first() == Some(&(0..value.len()));
    }
    value.len() >= SHORTEST_NAMED
        && !is_name
        && !is_reference
        && !is_stand_in
        && different(value.as_bytes()) > 3
}

/// Where the next one could begin.
fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == PREFIX[0])?;
        if bytes[at..].starts_with(PREFIX) {
            return Some(at);
        }
        at += 1;
    }
}

/// A character of a credential.
pub(super) fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// Whether it is whole, and no stand-in.
fn looks(run: &[u8]) -> bool {
    let Some(body) = body(run) else { return false };
    let has = |pass: fn(&u8) -> bool| body.iter().any(pass);
    run.len() >= SHORTEST
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
        && different(body) >= DIFFERENT
}

/// What follows the kind: letters and two digits.
fn body(run: &[u8]) -> Option<&[u8]> {
    let rest = run.get(PREFIX.len()..)?;
    let kind = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    match &rest[kind..] {
        [a, b, b'-', body @ ..] if (2..=8).contains(&kind) => {
            (a.is_ascii_digit() && b.is_ascii_digit()).then_some(body)
        }
        _ => None,
    }
}

fn different(bytes: &[u8]) -> usize {
    let mut seen = [false; 256];
    bytes.iter().for_each(|byte| seen[usize::from(*byte)] = true);
    seen.iter().filter(|seen| **seen).count()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A made-up one of the usual length.
    pub(in crate::setup::audit) fn made_up(kind: &str, name: &str) -> String {
        let filler = "MadeUp0123456789abcdefghijklmnopqrstuvwxyz_".repeat(3);
        let mut text = format!("sk-ant-{kind}-{name}-{filler}");
        text.truncate(USUAL_LENGTH - 2);
        text + "AA"
    }

    #[test]
    fn a_credential_is_told_from_what_stands_for_one() {
        let (key, token) = (made_up("api03", "one"), made_up("oat01", "two"));
        let fillers = "x".repeat(95);
        let table: Vec<(String, Vec<&str>)> = vec![
            (format!("ANTHROPIC_API_KEY={key}\n"), vec![&key]),
            (format!("\"{key}\",'{token}' ({key})"), vec![&key, &token, &key]),
            (format!("\0\x05{token}\0"), vec![&token]),
            // With more glued to its end.
            (format!("{key}anthropic"), vec![&key]),
            ("sk-ant-oat01-Zk3…mAA, sk-ant-a...Ab1_dAA sk-ant-api03-***".into(), vec![]),
            (format!("sk-ant-api03-{fillers} sk-ant-oat01-... sk-ant-"), vec![]),
            ("sk-ant-api03-your-api-key-goes-here-and-it-is-quite-a-long-one-xxxxx".into(), vec![]),
            ("sk-ant-api03-REPLACE-WITH-YOUR-OWN-KEY-0123456789-0123456789-0123456".into(), vec![]),
            (format!("sk-proj-{}", &key[13..]), vec![]),
            (format!("ta{key}"), vec![]),
            (format!("sk-ant-api03-{}", "aB3dE5gH7jK9".repeat(40)), vec![]),
            ("sk-ant-sk-ant-sk-ant-api03-".into(), vec![]),
        ];
        for (text, expected) in &table {
            let found = credentials(text.as_bytes(), false);
            let found: Vec<&str> = found.iter().map(|span| &text[span.clone()]).collect();
            assert_eq!(found, *expected, "{text}");
        }
        let glued = format!("ANTHROPIC_API_KEY{key}");
        assert_eq!(credentials(glued.as_bytes(), true).first(), Some(&(17..glued.len())));
        assert_eq!(credentials(glued.as_bytes(), false), []);
    }

    #[test]
    fn a_value_by_name_need_not_look_like_one() {
        let key = made_up("api03", "one");
        for (value, expected) in [
            (key.as_str(), true),
            ("proxy-2f9a77c1", true),
            ("${ANTHROPIC_API_KEY}", false),
            ("$KEY", false),
            ("$(pass show anthropic)", false),
            ("secretref-env:ANTHROPIC_API_KEY", false),
            ("secretref-managed", false),
            ("ANTHROPIC_API_KEY", false),
            ("sk-ant-…", false),
            ("sk-ant-api03-your-key", false),
            ("your-api-key-here", false),
            ("__OPENCLAW_REDACTED__", false),
            ("<paste it here>", false),
            ("xxxxxxxxxxxx", false),
            ("none", false),
            ("", false),
        ] {
            assert_eq!(is_plaintext(value), expected, "{value}");
        }
    }

    #[test]
    fn a_text_of_nothing_but_beginnings_takes_no_longer_than_another() {
        assert_eq!(credentials(&b"sk-ant-api03-".repeat(400_000), false), []);
    }

    proptest::proptest! {
        #[test]
        fn one_is_found_between_any_others(before in "[ -~\n]{0,40}[ \n\"'=]", after in "[ \n\"',}].{0,40}") {
            let key = made_up("api03", "one");
            let text = format!("{before}{key}{after}");
            let found = credentials(text.as_bytes(), false);
            proptest::prop_assert!(found.iter().any(|span| text[span.clone()] == key));
        }

        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            credentials(&bytes, true);
        }
    }
}
