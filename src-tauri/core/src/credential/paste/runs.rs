//! The words of a text that are made of a token's alphabet, and how one word may be continued
//! by the next: over a line end, over blank lines, over a space.

/// Where a credential begins: a word and an offset in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    run: usize,
    offset: usize,
}

/// How a piece is reached from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// Over one line end, as a terminal wraps.
    Wrap,
    /// Over lines without content.
    Blank,
    /// Over spaces on the same line, as an input field leaves of a line end.
    Space,
}

/// What follows a word on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// Nothing, or a border.
    LineEnd,
    /// A space and more words.
    Prose,
    /// A quote or another mark.
    Closed,
}

/// A part of a credential on one line.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    /// Its characters.
    pub(super) chars: &'a [char],
    /// How it is reached; `Wrap` for the first.
    pub(super) link: Link,
    /// What follows it.
    pub(super) tail: Tail,
    /// The column after its last character.
    pub(super) end_column: usize,
}

/// A word.
struct Run {
    start: usize,
    end: usize,
    end_column: usize,
    tail: Tail,
    next: Option<(usize, Link)>,
}

/// The words of a text, in order.
pub(super) struct Runs<'a> {
    text: &'a [char],
    runs: Vec<Run>,
}

impl<'a> Runs<'a> {
    /// Those of `text`, which is clean.
    pub(super) fn of(text: &'a [char]) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        // The words that wait for the next line with content, and the line ends since.
        let mut waiting: Vec<usize> = Vec::new();
        let mut line_ends = 0;
        let mut line_start = 0;
        for line in text.split_inclusive(|c| *c == '\n') {
            let content = line.strip_suffix(&['\n']).unwrap_or(line);
            let first = runs.len();
            scan_line(content, line_start, &mut runs);
            let opens = runs.get(first).is_some_and(|run| {
                content[..run.start - line_start].iter().all(|c| opens_line(*c))
            });
            if opens || content.iter().any(|c| !opens_line(*c)) {
                if opens {
                    let link = if line_ends == 1 { Link::Wrap } else { Link::Blank };
                    for &index in &waiting {
                        runs[index].next = Some((first, link));
                    }
                }
                waiting.clear();
                line_ends = 0;
                waiting.extend((first..runs.len()).filter(|i| runs[*i].tail == Tail::LineEnd));
            }
            line_ends += 1;
            line_start += line.len();
        }
        Self { text, runs }
    }

    /// Every place at which `prefix` begins, also where a line end falls into it.
    pub(super) fn starts(&self, prefix: &str) -> Vec<Start> {
        let prefix: Vec<char> = prefix.chars().collect();
        let mut starts = Vec::new();
        for (run, word) in self.runs.iter().enumerate() {
            for offset in 0..word.end - word.start {
                let start = Start { run, offset };
                if self.begins_with(start, &prefix) {
                    starts.push(start);
                }
            }
        }
        starts
    }

    /// Where a start is in the text.
    pub(super) fn position(&self, start: Start) -> usize {
        self.runs[start.run].start + start.offset
    }

    /// The pieces from `start` on: up to `until`, or until `enough` characters are reached, or
    /// as far as words can hang together.
    pub(super) fn pieces(
        &self,
        start: Start,
        until: Option<Start>,
        enough: usize,
    ) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut length = 0;
        let mut at = Some((start, Link::Wrap));
        while let Some((Start { run, offset }, link)) = at {
            let word = &self.runs[run];
            let stop = until.filter(|u| u.run == run && u.offset > offset).map(|u| u.offset);
            let end = stop.map_or(word.end, |offset| word.start + offset);
            let chars = &self.text[word.start + offset..end];
            if !chars.is_empty() {
                let tail = if stop.is_some() { Tail::Closed } else { word.tail };
                let end_column = word.end_column - (word.end - end);
                pieces.push(Piece { chars, link, tail, end_column });
            }
            length += chars.len();
            let ended = stop.is_some() || length >= enough;
            at = word
                .next
                .filter(|(next, _)| !ended && until != Some(Start { run: *next, offset: 0 }))
                .map(|(next, link)| (Start { run: next, offset: 0 }, link));
        }
        pieces
    }

    fn begins_with(&self, start: Start, prefix: &[char]) -> bool {
        let word = &self.runs[start.run];
        let here = &self.text[word.start + start.offset..word.end];
        let common = here.len().min(prefix.len());
        if here[..common] != prefix[..common] {
            return false;
        }
        // The prefix is short: this goes as many words deep as it has characters, at most.
        common == prefix.len()
            || word.next.is_some_and(|(run, _)| {
                self.begins_with(Start { run, offset: 0 }, &prefix[common..])
            })
    }
}

/// Adds the words of one line, with what follows each of them on that line.
fn scan_line(line: &[char], line_start: usize, runs: &mut Vec<Run>) {
    let mut at = 0;
    while at < line.len() {
        let length = line[at..].iter().take_while(|c| in_alphabet(**c)).count();
        if length == 0 {
            at += 1;
            continue;
        }
        let end = at + length;
        if !is_ruler(&line[at..end]) {
            let spaces = line[end..].iter().take_while(|c| **c == ' ').count();
            let (tail, next) = match &line[end + spaces..] {
                [] | ['\\'] => (Tail::LineEnd, None),
                [c, ..] if is_border(*c) => (Tail::LineEnd, None),
                [c, ..] if spaces > 0 && in_alphabet(*c) => {
                    (Tail::Prose, Some((runs.len() + 1, Link::Space)))
                }
                _ if spaces > 0 => (Tail::Prose, None),
                _ => (Tail::Closed, None),
            };
            let (start, end) = (line_start + at, line_start + end);
            runs.push(Run { start, end, end_column: end - line_start, tail, next });
        }
        at = end;
    }
    // A ruler is no word: what pointed to it points to nothing.
    let count = runs.len();
    if let Some(last) = runs.last_mut()
        && last.next.is_some_and(|(next, _)| next >= count)
    {
        last.next = None;
    }
}

pub(super) fn in_alphabet(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Box drawing and what people draw boxes with.
pub(super) fn is_border(c: char) -> bool {
    matches!(c, '\u{2500}'..='\u{259f}' | '|' | '¦' | '‖' | '∣')
}

/// What may stand at the beginning of a line before its content: indentation, a border, the
/// mark of a quotation, a comment, a list or a changed line.
pub(super) fn opens_line(c: char) -> bool {
    c == ' ' || is_border(c) || matches!(c, '>' | '+' | '#' | '*' | '•' | '·' | '»' | '\\')
}

/// A line drawn with hyphens, such as `--------` in `+--------+`.
fn is_ruler(word: &[char]) -> bool {
    word.len() >= 4 && word.iter().all(|c| *c == '-' || *c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(String, Link, Tail)> {
        let text: Vec<char> = text.chars().collect();
        let runs = Runs::of(&text);
        let starts = runs.starts("sk-");
        runs.pieces(starts[0], starts.get(1).copied(), 99)
            .into_iter()
            .map(|piece| (piece.chars.iter().collect(), piece.link, piece.tail))
            .collect()
    }

    fn check(text: &str, expected: &[(&str, Link, Tail)]) {
        let expected: Vec<_> =
            expected.iter().map(|(t, link, tail)| ((*t).to_owned(), *link, *tail)).collect();
        assert_eq!(pieces(text), expected, "{text:?}");
    }

    #[test]
    fn words_hang_together_as_a_screen_shows_them() {
        use Link::{Blank, Space, Wrap};
        use Tail::{Closed, LineEnd, Prose};
        check("X=sk-a", &[("sk-a", Wrap, LineEnd)]);
        check("\"sk-a\",", &[("sk-a", Wrap, Closed)]);
        check(
            "sk-a\n  b\nc d",
            &[
                ("sk-a", Wrap, LineEnd),
                ("b", Wrap, LineEnd),
                ("c", Wrap, Prose),
                ("d", Space, LineEnd),
            ],
        );
        check("│ sk-a │\n│ b    │\n╰──────╯", &[("sk-a", Wrap, LineEnd), ("b", Wrap, LineEnd)]);
        check("| sk-a | other |\n| b |", &[("sk-a", Wrap, LineEnd), ("b", Wrap, LineEnd)]);
        check("sk-a\n\n \nb", &[("sk-a", Wrap, LineEnd), ("b", Blank, LineEnd)]);
        check("+------+\n sk-a\n+------+\nb", &[("sk-a", Wrap, LineEnd)]);
        check("sk-a \\\n  b", &[("sk-a", Wrap, LineEnd), ("b", Wrap, LineEnd)]);
        check("sk-a\n(b)", &[("sk-a", Wrap, LineEnd)]);
        check("sk-a -----", &[("sk-a", Wrap, Prose)]);
        check("sk-ask-b", &[("sk-a", Wrap, Closed)]);
        check("sk-a\nsk-b", &[("sk-a", Wrap, LineEnd)]);
        check("x s\nk-\na", &[("s", Wrap, LineEnd), ("k-", Wrap, LineEnd), ("a", Wrap, LineEnd)]);
    }
}
