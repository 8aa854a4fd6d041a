//! Characters that a text spells out instead of holding them: the line end in a string of JSON
//! or a script, the hyphen in an address or in Markdown, the line break of a web page.

use std::iter::Peekable;
use std::str::Chars;

/// As it is spelled, and what it stands for. A longer spelling comes before its own beginning.
const SPELLED: &[(&str, char)] = &[
    ("\\r\\n", '\n'),
    ("\\n", '\n'),
    ("\\r", '\n'),
    ("\\t", '\t'),
    ("\\-", '-'),
    ("\\_", '_'),
    ("\\u002d", '-'),
    ("\\u002D", '-'),
    ("\\u005f", '_'),
    ("\\u005F", '_'),
    ("%0D%0A", '\n'),
    ("%0A", '\n'),
    ("%0D", '\n'),
    ("%20", ' '),
    ("%22", '"'),
    ("%2D", '-'),
    ("%3A", ':'),
    ("%3D", '='),
    ("%5F", '_'),
    ("<br>", '\n'),
    ("<br/>", '\n'),
    ("<br />", '\n'),
];

/// What `first` and the characters after it spell; then those are consumed.
pub(super) fn spelled(first: char, rest: &mut Peekable<Chars<'_>>) -> Option<char> {
    SPELLED.iter().find_map(|(spelling, character)| {
        let tail = spelling.strip_prefix(first)?;
        let mut ahead = rest.clone();
        // In an address and a page capitals count as small letters; after a backslash not.
        let same = |a: char, b: char| a == b || (first != '\\' && a.eq_ignore_ascii_case(&b));
        tail.chars().all(|c| ahead.next().is_some_and(|next| same(c, next))).then(|| {
            *rest = ahead;
            *character
        })
    })
}

/// How ESC is shown or written where it cannot be kept.
const ESCAPES: [&str; 10] =
    ["^[", "\\e", "\\033", "\\x1b", "\\x1B", "\\u001b", "\\u001B", "\\u{1b}", "←", "␛"];

/// Removes an ESC that was written out from the end; answers whether there was one.
pub(super) fn drop_escape(out: &mut Vec<char>) -> bool {
    let ends_with = |spelling: &&&str| {
        let mut back = out.iter().rev();
        spelling.chars().rev().all(|c| back.next() == Some(&c))
    };
    let Some(spelling) = ESCAPES.iter().find(ends_with) else { return false };
    out.truncate(out.len() - spelling.chars().count());
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spelled_out_is_read() {
        for (text, expected) in [
            ("\\nrest", Some(('\n', "rest"))),
            ("\\r\\n\\n", Some(('\n', "\\n"))),
            ("\\u002d-", Some(('-', "-"))),
            ("\\_x", Some(('_', "x"))),
            ("%0d%0ax", Some(('\n', "x"))),
            ("%5Fx", Some(('_', "x"))),
            ("<BR />x", Some(('\n', "x"))),
            ("\\Next", None),
            ("\\", None),
            ("%", None),
            ("%zz", None),
            ("<b>", None),
            ("n", None),
        ] {
            let mut chars = text.chars().peekable();
            let first = chars.next().unwrap();
            let read = spelled(first, &mut chars).map(|c| (c, chars.collect::<String>()));
            let expected = expected.map(|(c, rest)| (c, rest.to_owned()));
            assert_eq!(read, expected, "{text:?}");
        }
    }
}
