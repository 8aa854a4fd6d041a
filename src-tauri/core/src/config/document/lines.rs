//! Where lines begin and end, and what stands between tokens on one of them.

use super::scan::{Gap, gap, is_blank, is_break};

const MARK: char = '\u{feff}';

/// Where the line of `at` begins; behind a byte order mark.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let line = text[..at]
        .rfind(is_break)
        .map_or(0, |end| end + text[end..].chars().next().map_or(0, char::len_utf8));
    if line == 0 && text.starts_with(MARK) { MARK.len_utf8().min(at) } else { line }
}

/// The blank space at the beginning of the line of `at`.
pub(super) fn indentation(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    &line[..line.find(|c| !is_blank(c)).unwrap_or(line.len())]
}

/// Whether only blank space stands before `at` on its line.
pub(super) fn begins_line(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(is_blank);
    before.is_empty() || before.ends_with(is_break)
}

/// `at` without the blank space before it, within the line.
pub(super) fn before_blank(text: &str, at: usize) -> usize {
    let mark = if text.starts_with(MARK) { MARK.len_utf8().min(at) } else { 0 };
    text[..at].trim_end_matches(is_blank).len().max(mark)
}

/// `at` behind the blank space that follows, within the line.
pub(super) fn after_blank(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches(is_blank).len()
}

/// Behind the line break at `at`, when there is one or the text ends.
pub(super) fn after_break(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    match rest.chars().next() {
        None => Some(at),
        Some('\r') if rest.starts_with("\r\n") => Some(at + 2),
        Some(c) if is_break(c) => Some(at + c.len_utf8()),
        Some(_) => None,
    }
}

/// What follows a token on its line.
pub(super) struct Tail {
    /// Behind the last comment; the token's own end when there is none.
    pub(super) end: usize,
    /// Whether that comment is one that the line break ends.
    pub(super) line_comment: bool,
    /// Whether nothing else stands on the line.
    pub(super) ends_line: bool,
}

/// The comments that follow `at` on its line.
pub(super) fn tail(text: &str, at: usize) -> Tail {
    let mut tail = Tail { end: at, line_comment: false, ends_line: false };
    let mut next = at;
    while let Ok(Some((sort, end))) = gap(text, next) {
        match sort {
            Gap::Break => {
                tail.ends_line = true;
                return tail;
            }
            Gap::Blank => {}
            Gap::LineComment | Gap::BlockComment => {
                tail.end = end;
                tail.line_comment = sort == Gap::LineComment;
            }
        }
        next = end;
    }
    tail.ends_line = next == text.len();
    tail
}

/// Where the comments begin that stand directly before `at`: on its line, or on the lines above it
/// without an empty one in between. `at` itself when there are none. `from` is where the gap begins,
/// behind what belongs to the token before.
pub(super) fn lead(text: &str, from: usize, at: usize) -> usize {
    let (mut lead, mut breaks, mut next) = (None, 0, from);
    while next < at
        && let Ok(Some((sort, end))) = gap(text, next)
    {
        match sort {
            Gap::Break if breaks > 0 => lead = None,
            Gap::Break => breaks += 1,
            Gap::Blank => {}
            Gap::LineComment | Gap::BlockComment => {
                lead = lead.or(Some(next));
                breaks = 0;
            }
        }
        next = end;
    }
    lead.unwrap_or(at)
}

/// Behind the comments that belong to what ends at `at`, if nothing else follows on its line;
/// otherwise `at`, since those that follow belong to the next.
pub(super) fn own_tail(text: &str, at: usize) -> usize {
    let tail = tail(text, at);
    if tail.ends_line { tail.end } else { at }
}

/// What the stretch between two tokens holds.
#[derive(Default)]
pub(super) struct Between {
    /// Behind the last comment, where there is one.
    pub(super) comment_end: Option<usize>,
    /// Whether it breaks the line.
    pub(super) breaks: bool,
}

/// Looks at a stretch of gaps.
pub(super) fn between(text: &str, start: usize, end: usize) -> Between {
    let mut found = Between::default();
    let mut at = start;
    while at < end
        && let Ok(Some((sort, next))) = gap(text, at)
    {
        match sort {
            Gap::Break => found.breaks = true,
            Gap::Blank => {}
            Gap::LineComment | Gap::BlockComment => found.comment_end = Some(next),
        }
        at = next;
    }
    found
}

/// Line and column of a byte offset, from 1, the column in characters, as editors show them.
pub(super) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let before = before.strip_prefix(MARK).unwrap_or(before);
    let column = before.rsplit(['\n', '\r']).next().map_or(0, |line| line.chars().count()) + 1;
    (breaks(before) + 1, column)
}

/// How many lines end in a text, as editors count them.
pub(super) fn breaks(text: &str) -> usize {
    text.matches(['\n', '\r']).count() - text.matches("\r\n").count()
}
