//! The change of a file as people read it: the changed lines with two of context, secrets
//! masked.

use std::ops::Range;
use std::path::Path;

use similar::{Algorithm, ChangeTag, DiffOp};

use super::redact;
use crate::text::say;
use crate::view::{DiffLine, FileDiff};

/// Unchanged lines that are shown around a change.
const CONTEXT: usize = 2;

/// More lines nobody reads; the last one then says how many there are.
const MOST_LINES: usize = 1_000;

/// The change from `before` to `after`; `before` is `None` for a new file. Takes time that grows
/// with the texts, see [`splices`](super::splice::splices).
pub fn file_diff(path: &Path, before: Option<&str>, after: &str) -> FileDiff {
    let (old, new) = (Text::of(before.unwrap_or_default()), Text::of(after));
    let ops = similar::capture_diff_slices(Algorithm::Myers, &old.lines(), &new.lines());
    let mut lines = Vec::new();
    let mut left_out = 0;
    let mut shown_to = None;
    for group in similar::group_diff_ops(ops, CONTEXT) {
        if let Some(end) = shown_to.filter(|_| left_out == 0) {
            lines.push(line("…", String::new(), end + 1));
        }
        shown_to = group.last().map(|op| op.new_range().end);
        for op in group {
            for tag in [ChangeTag::Equal, ChangeTag::Delete, ChangeTag::Insert] {
                let (sign, text, range) = side(op, tag, &old, &new);
                let room = MOST_LINES.saturating_sub(lines.len());
                left_out += range.len().saturating_sub(room);
                lines.extend(range.take(room).map(|n| line(sign, text.masked(n), n + 1)));
            }
        }
    }
    if left_out > 0 {
        lines.push(line("…", say("core.diff.more", &[("count", &left_out)]), new.lines.len()));
    }
    FileDiff { path: path.display().to_string(), new: before.is_none(), gone: false, lines }
}

/// A text with its lines and its secrets.
struct Text<'a> {
    text: &'a str,
    lines: Vec<Range<usize>>,
    secrets: Vec<Range<usize>>,
}

impl<'a> Text<'a> {
    fn of(text: &'a str) -> Self {
        let mut at = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            at += line.len();
            at - line.len()..at
        });
        Self { text, lines: lines.collect(), secrets: redact::secret_spans(text) }
    }

    fn lines(&self) -> Vec<&'a str> {
        self.lines.iter().map(|line| &self.text[line.clone()]).collect()
    }

    /// A line, from 0, without its end. A secret over several lines is masked on each.
    fn masked(&self, line: usize) -> String {
        let Some(range) = self.lines.get(line) else { return String::new() };
        let length = self.text[range.clone()].trim_end_matches(['\r', '\n']).len();
        let range = range.start..range.start + length;
        redact::replaced(self.text, range, &self.secrets, redact::mask)
    }
}

/// What an operation shows of one sort: the sign, the text and the lines in it.
fn side<'t, 'a>(
    op: DiffOp,
    tag: ChangeTag,
    old: &'t Text<'a>,
    new: &'t Text<'a>,
) -> (&'static str, &'t Text<'a>, Range<usize>) {
    match (tag, op) {
        (ChangeTag::Equal, DiffOp::Equal { .. }) => (" ", new, op.new_range()),
        (ChangeTag::Equal, _) | (_, DiffOp::Equal { .. }) => (" ", new, 0..0),
        (ChangeTag::Delete, _) => ("-", old, op.old_range()),
        (ChangeTag::Insert, _) => ("+", new, op.new_range()),
    }
}

fn line(sign: &str, text: String, number: usize) -> DiffLine {
    DiffLine { sign: sign.to_owned(), text, number: u32::try_from(number).unwrap_or(u32::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: Option<&str>, after: &str, expected: &[&str]) {
        let diff = file_diff(Path::new("/h/openclaw.json"), before, after);
        let lines: Vec<String> =
            diff.lines.iter().map(|l| format!("{}{} {}", l.sign, l.number, l.text)).collect();
        assert_eq!(lines, expected);
        assert_eq!(diff.new, before.is_none());
    }

    #[test]
    fn changed_lines_have_two_of_context() {
        let before =
            "{\r\n  // one\r\n  a: 1,\r\n  b: 2,\r\n  c: 3,\r\n  d: 4,\r\n  e: 5,\r\n}\r\n";
        let after = before.replace("a: 1", "a: 7");
        check(
            Some(before),
            &after,
            &[" 1 {", " 2   // one", "-3   a: 1,", "+3   a: 7,", " 4   b: 2,", " 5   c: 3,"],
        );
    }

    #[test]
    fn what_is_left_out_is_marked() {
        let before: String = (1..=12).map(|n| format!("{n}\n")).collect();
        let after = before.replace("1\n2\n", "one\n2\n").replace("12\n", "twelve\n");
        check(
            Some(&before),
            &after,
            &["-1 1", "+1 one", " 2 2", " 3 3", "…4 ", " 10 10", " 11 11", "-12 12", "+12 twelve"],
        );
    }

    #[test]
    fn of_a_long_change_the_rest_is_counted() {
        let before: String = (0..MOST_LINES).map(|n| format!("{n}\n")).collect();
        let diff =
            file_diff(Path::new("openclaw.json"), Some(&before), &before.replace('\n', "!\n"));
        assert_eq!(diff.lines.len(), MOST_LINES + 1);
        let last = diff.lines.last().unwrap();
        assert_eq!((last.sign.as_str(), last.text.as_str()), ("…", "1000 more lines"));
        assert_eq!(file_diff(Path::new("openclaw.json"), None, &before).lines.len(), MOST_LINES);
    }

    #[test]
    fn secrets_are_masked_and_a_new_file_says_so() {
        check(None, "{ token: 'hunter2' }", &["+1 { token: '…' }"]);
        check(Some("{}\n"), "{}\n", &[]);
        check(
            Some("{ token: \"a\" }"),
            "{ token: \"b\" }",
            &["-1 { token: \"…\" }", "+1 { token: \"…\" }"],
        );
    }
}
