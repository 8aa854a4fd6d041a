//! A credential is found in what was pasted.
//!
//! Choices: whether the text is read as it is (`0`), or a made-up token is wrapped in it, after
//! how many characters, and with which line ends.

use chela_core::credential::paste::{LARGEST_TEXT, SHORTEST, read};

use crate::input::{Choices, TOKEN};

/// The longest credential, see the reader.
const LONGEST: usize = 256;

/// Checks one input.
///
/// # Panics
/// When an invariant does not hold.
pub fn check(bytes: &[u8]) {
    let (mut choices, text) = Choices::and_text(bytes);
    assert!(text.len() <= LARGEST_TEXT, "the test's own limit");
    any_text(&text);
    if choices.below(2) == 1 {
        a_wrapped_token(&mut choices);
    }
}

fn any_text(text: &str) {
    let reading = read(text);
    assert!(reading.secret.is_some() != reading.refusal.is_some(), "either or");
    let view = format!("{:?}{reading:?}", reading.view());
    let Some(secret) = &reading.secret else { return };
    let found = secret.expose();
    assert!((SHORTEST..=LONGEST).contains(&found.len()));
    assert_eq!(found.len(), reading.length);
    assert!(found.starts_with("sk-ant-"));
    assert!(found.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
    assert_eq!(reading.masked, Some(secret.masked()));
    assert!(!view.contains(&found[16..found.len() - 3]), "a front end is not told");
    // What was found is found again when it is all that is pasted.
    let alone = read(found);
    assert_eq!(alone.secret.as_ref().map(|again| again.expose()), Some(found));
    assert_eq!(alone.kind, reading.kind);
}

/// A terminal's wrapping is undone, whatever its width.
fn a_wrapped_token(choices: &mut Choices<'_>) {
    let width = 20 + choices.below(100);
    let end = *choices.pick(&["\n", "\r\n", " \n", "\r", "\n\n"]);
    let lines: Vec<&str> =
        TOKEN.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let found = read(&lines.join(end)).secret.expect("a token");
    assert_eq!(found.expose(), TOKEN);
}
