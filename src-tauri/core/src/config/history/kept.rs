//! One stretch of a change as the history keeps it: what to take out, what to put in, and the
//! lines around it by which it is found again after somebody else's edits.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::shelf::Shelver;
use super::{Inserted, SecretShelf, Shelved};
use crate::config::redact;
use crate::config::splice::{Splice, inverted, splices};
use crate::{Error, Result};

/// How much around a stretch helps to find it, in lines besides its own and in characters: as
/// much as possible. In a file of one long line only characters tell.
const CONTEXTS: [(usize, usize); 5] = [(3, MOST), (2, MOST), (1, MOST), (0, MOST), (0, 40)];
/// The most characters of either side that are kept.
const MOST: usize = 200;

/// How to take back one stretch of a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Where it is in the text after the change (bytes).
    offset: usize,
    /// What stands there.
    take_out: Inserted,
    /// What stood there before.
    pub(super) put_in: Shelved,
    /// The text before it, up to three lines, ending where the next secret would begin.
    lead: String,
    /// The text after it, likewise.
    trail: String,
}

impl Kept {
    /// What leads from `after` back to `before`; `None` when the shelf cannot take a secret.
    pub fn of(before: &str, after: &str, shelf: Option<&dyn SecretShelf>) -> Option<Vec<Self>> {
        let (old_secrets, new_secrets) =
            (redact::secret_spans(before), redact::secret_spans(after));
        let stretches = stretches(before, after, &old_secrets, &new_secrets);
        let staying = stretches.iter().flat_map(|(_, new)| redact::overlapping(new, &new_secrets));
        let mut shelver = Shelver::new(shelf, staying.map(|secret| &after[secret]));
        let mut keep = |(old, new): (Range<usize>, Range<usize>)| {
            let lead = &after[without_secrets_before(0..new.start, &new_secrets)];
            let trail = &after[without_secrets_after(new.end..after.len(), &new_secrets)];
            Some(Self {
                offset: new.start,
                take_out: Inserted::of(after, new, &new_secrets),
                put_in: shelver.shelve(before, old, &old_secrets)?,
                lead: lead_of(lead, CONTEXTS[0]).to_owned(),
                trail: trail_of(trail, CONTEXTS[0]).to_owned(),
            })
        };
        let kept: Option<Vec<Self>> = stretches.into_iter().map(&mut keep).collect();
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
    pub fn take_back(
        kept: &[Self],
        text: &str,
        exact: bool,
        shelf: Option<&dyn SecretShelf>,
    ) -> Result<String> {
        let place = |one: &Self| {
            let found = if exact { Some(one.offset) } else { one.find(text) };
            found.filter(|start| one.take_out.stands_at(text, *start))
        };
        let places: Option<Vec<usize>> = kept.iter().map(place).collect();
        let places = places.ok_or_else(Error::undo_conflict)?;
        let found = kept.iter().zip(places);
        let staying = found.clone().flat_map(|(one, start)| one.take_out.secrets_at(text, start));
        let staying: Vec<&str> = staying.collect();
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (one, start) in found {
            out.push_str(text.get(done..start).ok_or_else(Error::undo_conflict)?);
            out.push_str(&one.put_in.text(shelf, &staying)?);
            done = start + one.take_out.len();
        }
        out.push_str(text.get(done..).ok_or_else(Error::undo_conflict)?);
        Ok(out)
    }

    /// How many bytes of text `kept` holds.
    pub(crate) fn size(kept: &[Self]) -> usize {
        let of =
            |one: &Self| one.take_out.len() + one.put_in.len() + one.lead.len() + one.trail.len();
        kept.iter().map(of).sum()
    }

    /// Removes the secrets of `kept` from the shelf.
    pub(crate) fn forget(kept: &[Self], shelf: Option<&dyn SecretShelf>) {
        let Some(shelf) = shelf else { return };
        kept.iter().flat_map(|one| one.put_in.secrets()).for_each(|id| shelf.remove(id));
    }

    /// The one place in `text` where it stands between the text that was around it.
    fn find(&self, text: &str) -> Option<usize> {
        CONTEXTS.iter().find_map(|context| {
            let (lead, trail) = (lead_of(&self.lead, *context), trail_of(&self.trail, *context));
            let mut places = self.places(text, lead, trail);
            let place = places.next()?;
            places.next().is_none().then_some(place)
        })
    }

    /// Every place where it stands between `lead` and `trail`; none when nothing of it all says
    /// anything.
    fn places<'t>(
        &'t self,
        text: &'t str,
        lead: &'t str,
        trail: &'t str,
    ) -> impl Iterator<Item = usize> + 't {
        let length = self.take_out.len();
        let (inside, landmark) = self.take_out.landmark();
        let marks =
            [(-signed(lead.len()), lead), (signed(inside), landmark), (signed(length), trail)];
        let (ahead, mark) =
            marks.into_iter().max_by_key(|(_, text)| text.len()).unwrap_or_default();
        let plain = |text: &str| text.contains(char::is_alphanumeric);
        let says = plain(lead) || plain(trail) || self.take_out.says_something();
        let mut from = (says && !mark.is_empty()).then_some(0);
        // Overlapping finds count too: the next search begins within the last.
        let finds = std::iter::from_fn(move || {
            let start = from?;
            let at = start + text.get(start..)?.find(mark)?;
            from = text[at..].chars().next().map(|first| at + first.len_utf8());
            Some(at)
        });
        let places = finds.filter_map(move |at| at.checked_add_signed(-ahead));
        places.filter(move |place| {
            text.get(..*place).is_some_and(|before| before.ends_with(lead))
                && self.take_out.stands_at(text, *place)
                && text.get(place + length..).is_some_and(|behind| behind.starts_with(trail))
        })
    }
}

/// What was replaced, in the text before and in the one after: no secret is cut, because a part
/// of one could be guessed.
fn stretches(
    before: &str,
    after: &str,
    old_secrets: &[Range<usize>],
    new_secrets: &[Range<usize>],
) -> Vec<(Range<usize>, Range<usize>)> {
    let forth = splices(before, after);
    let mut out: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for (there, back) in forth.iter().zip(&inverted(&forth)) {
        let (mut old, mut new) = (removed(there), removed(back));
        // Between the splices the texts are the same, so both sides grow alike.
        loop {
            let cut = cut(old_secrets, old.start).0.max(cut(new_secrets, new.start).0);
            if cut == 0 {
                break;
            }
            (old.start, new.start) = (old.start.saturating_sub(cut), new.start.saturating_sub(cut));
        }
        loop {
            let cut = cut(old_secrets, old.end).1.max(cut(new_secrets, new.end).1);
            if cut == 0 {
                break;
            }
            (old.end, new.end) = (old.end + cut, new.end + cut);
        }
        match out.last_mut() {
            // Both lie in one secret.
            Some((o, n)) if old.start < o.end || new.start < n.end => {
                (o.end, n.end) = (old.end, new.end);
            }
            _ => out.push((old, new)),
        }
    }
    out
}

fn removed(splice: &Splice) -> Range<usize> {
    splice.offset..splice.offset + splice.removed.len()
}

/// How much of a secret lies before and behind `at`, when it lies within one.
fn cut(secrets: &[Range<usize>], at: usize) -> (usize, usize) {
    let found = secrets.iter().find(|secret| secret.start < at && at < secret.end);
    found.map_or((0, 0), |secret| (at - secret.start, secret.end - at))
}

fn signed(length: usize) -> isize {
    isize::try_from(length).unwrap_or(isize::MAX)
}

/// The end of a text: its last line as far as it goes, and `lines` before, in all at most `most`
/// characters.
fn lead_of(text: &str, (lines, most): (usize, usize)) -> &str {
    let line = text.rmatch_indices('\n').nth(lines).map_or(0, |(at, _)| at + 1);
    let start = text.char_indices().nth_back(most.saturating_sub(1)).map_or(0, |(at, _)| at);
    &text[line.max(start)..]
}

/// The beginning of a text: its first line, with its end, and `lines` more, likewise.
fn trail_of(text: &str, (lines, most): (usize, usize)) -> &str {
    let line = text.match_indices('\n').nth(lines).map_or(text.len(), |(at, _)| at + 1);
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    &text[..line.min(end)]
}

fn without_secrets_before(range: Range<usize>, secrets: &[Range<usize>]) -> Range<usize> {
    let start = redact::overlapping(&range, secrets).last().map_or(range.start, |span| span.end);
    start..range.end
}

fn without_secrets_after(range: Range<usize>, secrets: &[Range<usize>]) -> Range<usize> {
    let end = redact::overlapping(&range, secrets).next().map_or(range.end, |span| span.start);
    range.start..end
}
