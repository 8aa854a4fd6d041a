//! What stands between the values of JSON5 (<https://spec.json5.org>): blank space, line breaks,
//! comments; and the cursor that the tokens are read with.

use std::ops::Range;

use crate::text::say;

/// A mistake in the text: where (byte offset) and what, in words. Never quotes more than one
/// character of the text, which may hold a secret.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) words: String,
}

impl Fault {
    /// `key` is that of its words in the catalogue. They are looked up here, when there is a
    /// mistake, and never for a text without one.
    pub(super) fn new<T>(at: usize, key: &str) -> Result<T, Self> {
        Err(Self { at, words: say(key, &[]) })
    }

    /// The same with what the words mention.
    pub(super) fn with<T>(
        at: usize,
        key: &str,
        named: (&'static str, &dyn ToString),
    ) -> Result<T, Self> {
        Err(Self { at, words: say(key, &[named]) })
    }
}

/// What stands between the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// One line break (CRLF is one).
    Break,
    /// Blank space within a line.
    Blank,
    /// From `//` to before the line break.
    LineComment,
    /// From `/*` to `*/`.
    BlockComment,
}

/// A stretch that the second reader refuses although it is JSON5, and what to show it instead.
#[derive(Debug, Clone)]
pub(super) struct Stand {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: String,
}

pub(in crate::config) fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// White space within a line: the specification's list, the byte order mark included.
pub(super) fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\t' | '\u{b}' | '\u{c}' | ' ' | '\u{a0}' | '\u{feff}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// `XID_Start` leaves out a few letters of `ID_Start` that normalisation would change.
pub(super) fn starts_name(c: char) -> bool {
    matches!(c, '$' | '_') || unicode_ident::is_xid_start(c) || is_odd_letter(c)
}

pub(super) fn continues_name(c: char) -> bool {
    matches!(c, '$' | '\u{200c}' | '\u{200d}')
        || unicode_ident::is_xid_continue(c)
        || is_odd_letter(c)
}

fn is_odd_letter(c: char) -> bool {
    matches!(
        c,
        '\u{37a}' | '\u{e33}' | '\u{eb3}' | '\u{fc5e}'
            ..='\u{fc63}'
                | '\u{fdfa}'
                | '\u{fdfb}'
                | '\u{fe70}'
                | '\u{fe72}'
                | '\u{fe74}'
                | '\u{fe76}'
                | '\u{fe78}'
                | '\u{fe7a}'
                | '\u{fe7c}'
                | '\u{fe7e}'
                | '\u{ff9e}'
                | '\u{ff9f}'
    )
}

/// The gap that begins at `at`, and its end; nothing when a token or the end of the text does.
pub(super) fn gap(text: &str, at: usize) -> Result<Option<(Gap, usize)>, Fault> {
    let rest = &text[at..];
    let Some(first) = rest.chars().next() else { return Ok(None) };
    if is_blank(first) {
        let len = rest.find(|c| !is_blank(c)).unwrap_or(rest.len());
        return Ok(Some((Gap::Blank, at + len)));
    }
    if is_break(first) {
        let len = if rest.starts_with("\r\n") { 2 } else { first.len_utf8() };
        return Ok(Some((Gap::Break, at + len)));
    }
    if rest.starts_with("//") {
        return Ok(Some((Gap::LineComment, at + rest.find(is_break).unwrap_or(rest.len()))));
    }
    if let Some(comment) = rest.strip_prefix("/*") {
        return match comment.find("*/") {
            Some(len) => Ok(Some((Gap::BlockComment, at + 2 + len + 2))),
            None => Fault::new(at, "parse.comment-open"),
        };
    }
    Ok(None)
}

/// A cursor over the text that reads tokens.
pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) stands: Vec<Stand>,
    pub(super) comments: Vec<Range<usize>>,
}

impl Scanner<'_> {
    pub(super) fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Steps over `c` when it is next.
    pub(super) fn take(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.text[self.at..].starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    pub(super) fn skip_gaps(&mut self) -> Result<(), Fault> {
        while let Some((sort, end)) = gap(self.text, self.at)? {
            if matches!(sort, Gap::LineComment | Gap::BlockComment) {
                self.comments.push(self.at..end);
            }
            self.at = end;
        }
        Ok(())
    }
}

/// A character as people can read it.
pub(super) fn shown(c: char) -> String {
    if c.is_control() || is_blank(c) {
        format!("U+{:04X}", u32::from(c))
    } else {
        say("parse.character", &[("character", &c)])
    }
}
