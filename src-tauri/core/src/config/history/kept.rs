//! One stretch of a change as the history keeps it: what to take out, what to put in, and the
//! lines around it by which it is found again after somebody else's edits.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::shelf::Shelver;
use super::{SecretShelf, Shelved};
use crate::config::redact;
use crate::config::splice::{Splice, inverted, splices};
use crate::{Code, Error, Result};

/// How many lines around a stretch help to find it: as many as possible, down to its own line.
const CONTEXT: usize = 3;

/// How to take back one stretch of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// Where it is in the text after the change (bytes).
    offset: usize,
    /// What stands there.
    pub(super) take_out: Shelved,
    /// What stood there before.
    pub(super) put_in: Shelved,
    /// The text before it, up to three lines, ending where the next secret would begin.
    lead: String,
    /// The text after it, likewise.
    trail: String,
}

impl Kept {
    /// What leads from `after` back to `before`; `None` when the shelf cannot take a secret.
    pub(crate) fn of(
        before: &str,
        after: &str,
        shelf: Option<&dyn SecretShelf>,
    ) -> Option<Vec<Self>> {
        let forth = splices(before, after);
        let (old_secrets, new_secrets) =
            (redact::secret_spans(before), redact::secret_spans(after));
        let mut shelver = Shelver::new(shelf);
        let mut keep = |(there, back): (&Splice, &Splice)| {
            let (start, end) = (back.offset, back.offset + back.removed.len());
            Some(Self {
                offset: start,
                take_out: shelver.shelve(after, start..end, &new_secrets)?,
                put_in: shelver.shelve(
                    before,
                    there.offset..there.offset + there.removed.len(),
                    &old_secrets,
                )?,
                lead: after[without_secrets_before(lead(after, start), &new_secrets)].to_owned(),
                trail: after[without_secrets_after(trail(after, end), &new_secrets)].to_owned(),
            })
        };
        let kept: Option<Vec<Self>> = forth.iter().zip(&inverted(&forth)).map(&mut keep).collect();
        if kept.is_none() {
            shelver.give_up();
        }
        kept
    }

    /// The text with all of `kept` taken back, at their exact places when `exact`, else where
    /// their lines are found.
    ///
    /// # Errors
    /// `undo-conflict` when one is not found, or in more than one place; those of the shelf.
    pub(crate) fn take_back(
        kept: &[Self],
        text: &str,
        exact: bool,
        shelf: Option<&dyn SecretShelf>,
    ) -> Result<String> {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for one in kept {
            let take_out = one.take_out.text(shelf)?;
            let start = if exact { Some(one.offset) } else { one.find(text, &take_out) };
            let end = start.map(|start| start + take_out.len());
            let (Some(start), Some(end)) = (start, end) else { return Err(conflict()) };
            let stands = text.get(start..end).ok_or_else(conflict)?;
            let between = text.get(done..start).ok_or_else(conflict)?;
            if stands != take_out {
                return Err(conflict());
            }
            out.push_str(between);
            out.push_str(&one.put_in.text(shelf)?);
            done = end;
        }
        out.push_str(text.get(done..).ok_or_else(conflict)?);
        Ok(out)
    }

    /// Whether taking it back needs a secret.
    pub(crate) fn has_secrets(&self) -> bool {
        self.take_out.has_secrets() || self.put_in.has_secrets()
    }

    fn find(&self, text: &str, take_out: &str) -> Option<usize> {
        (0..=CONTEXT).rev().find_map(|lines| {
            let lead = &self.lead[lead_of(&self.lead, lines)];
            let trail = &self.trail[..trail_length(&self.trail, lines)];
            let wanted = format!("{lead}{take_out}{trail}");
            if !wanted.contains(char::is_alphanumeric) {
                return None;
            }
            let mut found = text.match_indices(&wanted);
            let (at, _) = found.next()?;
            // Overlapping finds count too: they start within the first.
            let again = text[at..].char_indices().nth(1).map(|(n, _)| at + n);
            let second = again.is_some_and(|next| text[next..].contains(&wanted));
            (!second).then_some(at + lead.len())
        })
    }
}

fn conflict() -> Error {
    Error::new(Code::UndoConflict)
}

/// The range of up to [`CONTEXT`] lines before `at`, and the beginning of its own.
fn lead(text: &str, at: usize) -> Range<usize> {
    lead_of(&text[..at], CONTEXT).start..at
}

fn trail(text: &str, at: usize) -> Range<usize> {
    at..at + trail_length(&text[at..], CONTEXT)
}

/// The end of a text: its last line as far as it goes, and `lines` before.
fn lead_of(text: &str, lines: usize) -> Range<usize> {
    let start = text.rmatch_indices('\n').nth(lines).map_or(0, |(at, _)| at + 1);
    start..text.len()
}

/// The length of a text's first line, with its end, and of `lines` more.
fn trail_length(text: &str, lines: usize) -> usize {
    text.match_indices('\n').nth(lines).map_or(text.len(), |(at, _)| at + 1)
}

fn without_secrets_before(range: Range<usize>, secrets: &[Range<usize>]) -> Range<usize> {
    let start = redact::overlapping(&range, secrets).last().map_or(range.start, |span| span.end);
    start..range.end
}

fn without_secrets_after(range: Range<usize>, secrets: &[Range<usize>]) -> Range<usize> {
    let end = redact::overlapping(&range, secrets).next().map_or(range.end, |span| span.start);
    range.start..end
}
