//! What `openclaw models status --json` printed is read, and what a failed command printed.
//!
//! Choices: what stands around the answer.

use chela_core::openclaw::said::{failure, json};
use chela_core::openclaw::{Status, status};
use serde_json::Value;

use crate::input::{Choices, TOKEN, borrows, tells};

/// Checks one input.
///
/// # Panics
/// When an invariant does not hold.
pub fn check(bytes: &[u8]) {
    let (mut choices, text) = Choices::and_text(bytes);
    a_failure_is_told(&text, &mut choices);
    let Some(value) = json::<Value>(&text) else { return };
    let status = Status::read(&value);
    is_sound(&status);

    let before =
        *choices.pick(&["", "\u{1b}[33mwarning\u{1b}[0m\n", "[gateway] {x}\n", " \r\n", "x\n["]);
    let after = *choices.pick(&["", "\n", "\n}{", "\nbye\u{1b}]0;t\u{7}"]);
    let printed = format!("{before}{value}{after}");
    if before != "x\n[" {
        let again = json::<Value>(&printed).expect("an answer among other lines");
        assert_eq!(again, value);
        assert_eq!(Status::read(&again), status);
    }
}

fn is_sound(status: &Status) {
    let profile = |id: &str| status.profile(id).is_some();
    for provider in &status.providers {
        if let Some(serving) = status.serving(&provider.name) {
            assert!(profile(&serving.id) && serving.state.serves());
            assert_eq!(serving.provider, provider.name);
        }
    }
    for profile in &status.profiles {
        let both =
            status.reference(&profile.id).is_some() && status.plaintext(&profile.id).is_some();
        assert!(!both, "a secret is in one place");
        assert_eq!(profile.kind == status::Kind::Token, format!("{:?}", profile.kind) == "Token");
    }
}

/// What a person is told of a failure is short, has no control characters and no secret.
fn a_failure_is_told(text: &str, choices: &mut Choices<'_>) {
    let at = choices.place(text);
    let planted = format!("{} {TOKEN} {}", &text[..at], &text[at..]);
    for (stdout, stderr) in [(planted.as_str(), ""), ("", planted.as_str()), (text, text)] {
        let told = failure(stdout, stderr);
        assert!(told.chars().count() <= 601);
        assert!(!tells(&told) || borrows(text), "{told}");
        assert!(told.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
    }
}
