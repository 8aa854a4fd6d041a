//! What leads back from a change is kept without a secret, and leads back.
//!
//! Choices: where in each text a made-up token is planted. The text is the one before and the one
//! after, parted by the first line that is `---`.

use chela_core::config::history::Kept;

use crate::input::{Choices, TOKEN, borrows, tells, two_texts};
use crate::shelf::Shelf;

/// Checks one input.
///
/// # Panics
/// When an invariant does not hold.
pub fn check(bytes: &[u8]) {
    let (mut choices, text) = Choices::and_text(bytes);
    let (before, after) = two_texts(&text);
    if borrows(&text) {
        return;
    }
    leads_back(before, after);
    leads_back(&planted(before, &mut choices), &planted(after, &mut choices));
}

fn planted(text: &str, choices: &mut Choices<'_>) -> String {
    let at = choices.place(text);
    format!("{}{TOKEN}{}", &text[..at], &text[at..])
}

fn leads_back(before: &str, after: &str) {
    let shelf = Shelf::default();
    let kept = Kept::of(before, after, Some(&shelf)).expect("the shelf takes everything");
    let written = serde_json::to_string(&kept).unwrap();
    assert!(!tells(&written), "{written}");
    let read: Vec<Kept> = serde_json::from_str(&written).unwrap();
    assert_eq!(read, kept);

    let back = Kept::take_back(&read, after, true, Some(&shelf)).expect("the text as it was left");
    assert_eq!(back, before);
    // Moved by somebody else's line it is found again, or the place is not guessed.
    if let Ok(back) = Kept::take_back(&read, &format!("// theirs\n{after}"), false, Some(&shelf)) {
        assert_eq!(back, format!("// theirs\n{before}"));
    }
}
