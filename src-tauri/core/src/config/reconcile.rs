//! Somebody's text with comments, and what OpenClaw wrote in its place without them → the text with
//! just the changed values. Pure: reads and writes no file, and decides nothing about whether to.
//!
//! What OpenClaw changes besides what it was asked for (2026.5.7 and 2026.9.6, see the pairs in
//! `tests/golden/reconcile`): it adds `meta` and defaults, orders keys anew, writes every text in
//! double quotation marks and every number in decimal, and moves agents from `agents.list` to
//! `agents.entries`. `$include` and `${VARIABLES}` it writes back as they stood.

use super::document::Document;
use super::redact;
use crate::{Error, Result, text};

mod moves;

/// What became of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Reconciled {
    /// The text with comments and the new values.
    pub text: String,
    /// How many comments are in it that were there before.
    pub kept: usize,
    /// Those whose neighbours are gone, and they with them.
    pub lost: Vec<LostComment>,
}

/// A comment that is gone.
#[derive(Clone, PartialEq, Eq)]
pub struct LostComment {
    /// The line in the text before, from 1.
    pub line: usize,
    /// The comment as it stood, secrets masked.
    pub text: String,
}

impl std::fmt::Debug for Reconciled {
    /// Without the text, which can hold the user's own plaintext.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reconciled({} bytes, kept {}, {:?})", self.text.len(), self.kept, self.lost)
    }
}

impl std::fmt::Debug for LostComment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.line, self.text)
    }
}

/// `ours` with the values of `theirs`. Its value is that of `theirs` for both readers.
///
/// # Errors
/// `config-unparsable` and `config-unreadable` for either side, which `path` names in words, also
/// when `theirs` is empty, as while it is being written; `config-edit-unsafe` when the readers do not
/// agree on the outcome.
pub fn reconcile(ours: &str, theirs: &str) -> Result<Reconciled> {
    let in_ours = |error: Error| error.with("path", text::say("core.reconcile.ours", &[]));
    let in_theirs = |error: Error| error.with("path", text::say("core.reconcile.theirs", &[]));
    let ours = Document::parse(ours).map_err(in_ours)?;
    let theirs = Document::parse(theirs).map_err(in_theirs)?;
    if theirs.is_blank() {
        return Err(in_theirs(Error::unreadable("empty")));
    }
    let after = moves::followed(&ours, &theirs).with_value_of(&theirs).map_err(in_ours)?;
    let lost = lost(&ours, &after);
    Ok(Reconciled { text: after.text().to_owned(), kept: ours.comments().len() - lost.len(), lost })
}

/// How many comments a text has: each `//` is one, and each `/* */`. None when it cannot be read.
pub fn comments(text: &str) -> usize {
    Document::parse(text).map_or(0, |document| document.comments().len())
}

/// Whether `theirs` has comments that `ours` has not: to put back the ones of `ours` would lose
/// them. Also when `theirs` cannot be read, since nobody knows then.
pub fn has_other_comments(ours: &str, theirs: &str) -> bool {
    let Ok(theirs) = Document::parse(theirs) else { return true };
    if theirs.comments().is_empty() {
        return false;
    }
    !Document::parse(ours).is_ok_and(|ours| theirs.comments_without(&ours).is_empty())
}

fn lost(ours: &Document, after: &Document) -> Vec<LostComment> {
    let ranges = ours.comments_without(after);
    if ranges.is_empty() {
        return Vec::new();
    }
    let secrets = redact::secret_spans(ours.text());
    let (mut line, mut counted) = (1, 0);
    let lost = ranges.into_iter().map(|range| {
        line += ours.line_breaks(counted..range.start);
        counted = range.start;
        LostComment { line, text: redact::replaced(ours.text(), range, &secrets, redact::mask) }
    });
    lost.collect()
}

#[cfg(test)]
mod tests;
