//! A change of a text as what was taken out and put in, and where: small enough to keep in a
//! history, exact enough to take back. Knows nothing of JSON5.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp};

/// One replaced stretch. Offsets are bytes of the text *before*; a list of splices is in
/// ascending order and does not overlap.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splice {
    /// Where, in bytes of the text before.
    pub offset: usize,
    /// What stood there.
    pub removed: String,
    /// What stands there now.
    pub inserted: String,
}

impl Splice {
    /// Replaces `range` of `text`, whose ends must be character boundaries.
    pub(crate) fn replace(text: &str, range: Range<usize>, inserted: impl Into<String>) -> Self {
        let removed = text.get(range.clone()).unwrap_or_default().to_owned();
        Self { offset: range.start, removed, inserted: inserted.into() }
    }

    /// Inserts at `offset`.
    pub(crate) fn insert(offset: usize, inserted: impl Into<String>) -> Self {
        Self { offset, removed: String::new(), inserted: inserted.into() }
    }
}

impl std::fmt::Debug for Splice {
    /// Without the texts: they can hold the user's own plaintext.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Splice({} -{} +{})", self.offset, self.removed.len(), self.inserted.len())
    }
}

/// `text` after the splices; nothing when one of them does not find what it would remove.
pub fn spliced(text: &str, splices: &[Splice]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for splice in splices {
        out.push_str(text.get(done..splice.offset)?);
        done = splice.offset + splice.removed.len();
        if text.get(splice.offset..done)? != splice.removed {
            return None;
        }
        out.push_str(&splice.inserted);
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// The splices that lead back: they apply to the text after.
pub fn inverted(splices: &[Splice]) -> Vec<Splice> {
    let (mut grown, mut shrunk) = (0, 0);
    let mut back = Vec::with_capacity(splices.len());
    for splice in splices {
        back.push(Splice {
            offset: splice.offset + grown - shrunk,
            removed: splice.inserted.clone(),
            inserted: splice.removed.clone(),
        });
        grown += splice.inserted.len();
        shrunk += splice.removed.len();
    }
    back
}

/// What leads from one text to another: line by line, each stretch trimmed to the characters
/// that differ. Takes time that grows with the texts, whatever is in them: where the shortest way
/// would cost more, `similar` (3.2) takes one that is not.
pub fn splices(before: &str, after: &str) -> Vec<Splice> {
    let (head, tail) = common_ends(before, after);
    // Whole lines around the difference, so that lines are compared with lines.
    let head = before[..head].rfind('\n').map_or(0, |at| at + 1);
    let tail = before[before.len() - tail..].find('\n').map_or(0, |at| tail - at - 1);
    let old = lines(&before[head..before.len() - tail]);
    let new = lines(&after[head..after.len() - tail]);
    let mut out = Vec::new();
    let (mut old_at, mut new_at) = (head, head);
    for op in similar::capture_diff_slices(Algorithm::Myers, &old, &new) {
        let old_len = length(&old[op.old_range()]);
        let new_len = length(&new[op.new_range()]);
        if !matches!(op, DiffOp::Equal { .. }) {
            let (removed, inserted) =
                (&before[old_at..old_at + old_len], &after[new_at..new_at + new_len]);
            let (lead, trail) = common_ends(removed, inserted);
            out.push(Splice {
                offset: old_at + lead,
                removed: removed[lead..removed.len() - trail].to_owned(),
                inserted: inserted[lead..inserted.len() - trail].to_owned(),
            });
        }
        old_at += old_len;
        new_at += new_len;
    }
    out
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn length(lines: &[&str]) -> usize {
    lines.iter().map(|line| line.len()).sum()
}

/// How many bytes two texts share at the start, and of the rest at the end; whole characters.
fn common_ends(a: &str, b: &str) -> (usize, usize) {
    let same = |(x, y): &(char, char)| x == y;
    let head: usize = a.chars().zip(b.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let (a, b) = (&a[head..], &b[head..]);
    let tail = a.chars().rev().zip(b.chars().rev()).take_while(same);
    (head, tail.map(|(c, _)| c.len_utf8()).sum())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_changes_far_apart_are_two_splices() {
        let before = "a: 1\nb: 2\nc: 3\nd: 4\n";
        let after = "a: 10\nb: 2\nc: 3\nd: 4\ne: 5\n";
        let found = splices(before, after);
        assert_eq!(found, [Splice::insert(4, "0"), Splice::insert(20, "e: 5\n")]);
    }

    #[test]
    fn what_is_not_there_is_not_removed() {
        let splice = Splice { offset: 1, removed: "x".into(), inserted: String::new() };
        assert_eq!(spliced("abc", &[splice]), None);
    }

    #[test]
    fn debug_shows_no_text() {
        let splice = Splice::insert(3, "sk-ant-api03-filler");
        assert_eq!(format!("{splice:?}"), "Splice(3 -0 +19)");
    }

    proptest! {
        #[test]
        fn there_and_back(before in "[ab\u{e9}\n]{0,40}", after in "[ab\u{e9}\n]{0,40}") {
            let found = splices(&before, &after);
            prop_assert_eq!(spliced(&before, &found), Some(after.clone()));
            prop_assert_eq!(spliced(&after, &inverted(&found)), Some(before));
        }
    }
}
