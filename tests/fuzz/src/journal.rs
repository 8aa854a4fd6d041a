//! The journal of an operation is read, wherever a killed process stopped writing it.
//!
//! Choices: where it is cut.

use chela_core::Code;
use chela_core::config::journal::Record;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::input::Choices;

type Read = Record<Value, Value>;

/// Checks one input.
///
/// # Panics
/// When an invariant does not hold.
pub fn check(bytes: &[u8]) {
    let (mut choices, text) = Choices::and_text(bytes);
    let whole = Read::parse(&text);
    assert!(whole.steps.len() <= text.lines().count());
    let error = whole.error();
    assert_eq!(error.code, Code::Interrupted);
    assert!(!error.message().is_empty());

    // What a torn journal says, the whole one says too.
    let torn = &text[..choices.place(&text)];
    let is_line = |line: &str| serde_json::from_str::<IgnoredAny>(line).is_ok();
    let (last, at) = (torn.lines().last().unwrap_or_default(), torn.lines().count());
    if text.lines().nth(at.saturating_sub(1)).is_some_and(|line| line != last && is_line(last)) {
        return; // No writer makes a line of which the beginning is one, too.
    }
    let torn = Read::parse(torn);
    assert!(torn.steps.len() <= whole.steps.len());
    for (torn, whole) in torn.steps.iter().zip(&whole.steps) {
        assert_eq!((torn.id, &torn.name, &torn.data), (whole.id, &whole.name, &whole.data));
    }

    // As a later process goes on with it.
    let ended = format!("{text}\n{{\"end\":{{\"number\":0,\"end\":\"put_back\"}}}}\n");
    let ended = Read::parse(&ended);
    assert_eq!(ended.steps.len(), whole.steps.len());
    let changed = ended.steps.iter().zip(&whole.steps).filter(|(a, b)| a.end != b.end).count();
    assert!(changed <= 1);
}
