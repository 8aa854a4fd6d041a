//! Secrets in a text are masked, whole.
//!
//! Choices: where a made-up token is planted.

use chela_core::config::redact::{masked, secret_spans};

use crate::input::{Choices, TOKEN, borrows, tells};

/// Checks one input.
///
/// # Panics
/// When an invariant does not hold.
pub fn check(bytes: &[u8]) {
    let (mut choices, text) = Choices::and_text(bytes);
    spans_are_sound(&text);
    if borrows(&text) {
        return;
    }

    let at = choices.place(&text);
    let planted = format!("{}{TOKEN}{}", &text[..at], &text[at..]);
    assert!(!tells(&masked(&planted)), "of a line of a log");
    let spans = spans_are_sound(&planted);
    let covering = spans.iter().find(|span| span.start <= at && at < span.end).unwrap();
    assert!(covering.end >= at + TOKEN.len(), "half of a token");
}

fn spans_are_sound(text: &str) -> Vec<std::ops::Range<usize>> {
    let spans = secret_spans(text);
    let mut end = 0;
    for span in &spans {
        assert!(end <= span.start && span.start < span.end, "in order, without overlap");
        assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
        end = span.end;
    }
    // What was masked stays so: a text is shown in a diff, and the diff in a report.
    let once = masked(text);
    assert!(once.len() <= text.len() + "…".len() * spans.len() + masked(&once).len());
    spans
}
