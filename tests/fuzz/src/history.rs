//! The list of changes is read, whatever stands in its file, and taken back in whatever text.
//!
//! Choices: whether at the exact places. The text is the list; it is taken back in itself.

use chela_core::Code;
use chela_core::config::history::{Kept, changes_in};

use crate::input::{Choices, TOKEN, borrows};
use crate::shelf::Shelf;

/// Checks one input.
///
/// # Panics
/// When an invariant does not hold.
pub fn check(bytes: &[u8]) {
    let (mut choices, text) = Choices::and_text(bytes);
    let changes = changes_in(&text);
    assert!(changes.len() <= text.lines().count());
    let exact = choices.below(2) == 0;
    let (shelf, target) = (Shelf::default(), target(&text));
    for change in &changes {
        let line = serde_json::json!({ "change": change }).to_string();
        assert_eq!(changes_in(&line).first(), Some(change), "written and read again");
        for kept in change.files.iter().filter_map(|file| file.back.as_deref()) {
            match Kept::take_back(kept, target, exact, Some(&shelf)) {
                Ok(back) => assert!(!back.contains(TOKEN) || borrows(&text)),
                Err(error) => {
                    assert!([Code::UndoConflict, Code::KeychainMissing].contains(&error.code));
                }
            }
        }
    }
    // Half a line takes nothing else along.
    assert!(changes_in(&format!("{text}\n{{\"change\":{{\"id\"")).len() == changes.len());
}

/// What follows the last line, or the list itself.
fn target(text: &str) -> &str {
    text.rsplit_once('\n').map_or(text, |(_, last)| if last.is_empty() { text } else { last })
}
