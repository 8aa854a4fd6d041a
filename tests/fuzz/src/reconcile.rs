//! What OpenClaw wrote without comments gets the comments of the text before.
//!
//! Choices: whether a comment with a made-up token stands at the beginning. The text is ours and
//! theirs, parted by the first line that is `---`.

use chela_core::Code;
use chela_core::config::Document;
use chela_core::config::reconcile::{comments, reconcile};

use crate::input::{Choices, TOKEN, borrows, tells, two_texts};

/// Checks one input.
///
/// # Panics
/// When an invariant does not hold.
pub fn check(bytes: &[u8]) {
    let (mut choices, text) = Choices::and_text(bytes);
    let (ours, theirs) = two_texts(&text);
    let ours = match choices.below(2) {
        0 => ours.to_owned(),
        _ => format!("// {TOKEN}\n{ours}"),
    };
    let done = match reconcile(&ours, theirs) {
        Ok(done) => done,
        Err(error) => {
            let unread = [Code::ConfigUnparsable, Code::ConfigUnreadable].contains(&error.code);
            assert!(unread, "{error:?}");
            return;
        }
    };
    let wanted = Document::parse(theirs).unwrap().value();
    assert_eq!(Document::parse(&done.text).unwrap().value(), wanted);
    assert_eq!(done.kept + done.lost.len(), comments(&ours), "each comment is kept or told");
    assert!(comments(&done.text) >= done.kept);
    let shown = format!("{done:?}");
    assert!(!tells(&shown) || borrows(&text), "a lost comment is shown without its secret");

    let again = reconcile(&done.text, theirs).unwrap();
    assert_eq!(again.text, done.text, "what is so already stays");
}
