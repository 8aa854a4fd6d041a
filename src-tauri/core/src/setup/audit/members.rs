//! The strings of a JSON or JSON5 text and the path of each, without a copy of any. A scanner, no
//! parser: a backup that somebody cut in half still has its credentials in it. Knows no setting.

use std::ops::Range;

use crate::config::{Key, Path, redact};

/// Deeper nesting is no configuration of anybody's.
const DEEPEST: usize = 200;

/// A string that is a value.
pub(in crate::setup) struct Member {
    /// Where it stands among the settings.
    pub(in crate::setup) path: Path,
    /// What is between its quotes.
    pub(in crate::setup) inside: Range<usize>,
}

/// The strings, in order, and the comments.
pub(in crate::setup) fn read(text: &str) -> (Vec<Member>, Vec<Range<usize>>) {
    let comments = redact::comment_groups(text);
    (strings(text, &comments), comments)
}

/// An object or a list that is open.
enum Open {
    Object(Option<String>),
    List(usize),
}

fn strings(text: &str, comments: &[Range<usize>]) -> Vec<Member> {
    let bytes = text.as_bytes();
    let mut comments = comments.iter().peekable();
    let (mut open, mut found): (Vec<Open>, _) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if let Some(comment) = comments.next_if(|comment| comment.start == at) {
            at = comment.end;
            continue;
        }
        let start = at;
        at += 1;
        match byte {
            b'{' | b'[' if open.len() == DEEPEST => break,
            b'{' => open.push(Open::Object(None)),
            b'[' => open.push(Open::List(0)),
            b'}' | b']' => drop(open.pop()),
            b',' => match open.last_mut() {
                Some(Open::Object(name)) => *name = None,
                Some(Open::List(index)) => *index += 1,
                None => {}
            },
            b'"' | b'\'' => {
                at = end_of_string(bytes, at, byte);
                let inside = start + 1..at;
                at = (at + 1).min(bytes.len());
                match open.last_mut() {
                    Some(Open::Object(name @ None)) => *name = Some(text[inside].to_owned()),
                    _ => found.push(Member { path: path(&open), inside }),
                }
            }
            _ if is_bare(byte) => {
                while bytes.get(at).is_some_and(|byte| is_bare(*byte)) {
                    at += 1;
                }
                if let Some(Open::Object(name @ None)) = open.last_mut() {
                    *name = Some(text[start..at].to_owned());
                }
            }
            _ => {}
        }
    }
    found
}

fn path(open: &[Open]) -> Path {
    let key = |open: &Open| match open {
        Open::Object(name) => name.clone().map(Key::Name),
        Open::List(index) => Some(Key::Index(*index)),
    };
    Path(open.iter().filter_map(key).collect())
}

/// Part of a name or value without quotes; anything beyond ASCII may be.
fn is_bare(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_$\\.+-".contains(&byte) || !byte.is_ascii()
}

/// Where the quote is that ends the string, or the text.
fn end_of_string(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            _ if *byte == quote => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_found_with_their_paths_in_broken_texts_too() {
        #[rustfmt::skip]
        let table: &[(&str, &[(&str, &str)])] = &[
            ("{ env: { vars: { A: 'a' } }, b: [1, 'c', { \"d\": \"e\" }] }",
             &[("env.vars.A", "a"), ("b[1]", "c"), ("b[2].d", "e")]),
            ("{ // x: 'no'\n x: /* 'no' */ 'yes', 'a:b': { t: 'u' } }", &[("x", "yes"), ("[\"a:b\"].t", "u")]),
            ("{\"a\":{\"b\":\"it\\\"s\",\"c\":tr", &[("a.b", "it\\\"s")]),
            ("{ a: 'never ends", &[("a", "never ends")]),
            ("{ é: 'x', } ] 'y'", &[("é", "x"), ("", "y")]),
            ("", &[]),
        ];
        for (text, expected) in table {
            let found: Vec<(String, &str)> = read(text)
                .0
                .iter()
                .map(|member| (member.path.to_string(), &text[member.inside.clone()]))
                .collect();
            let found: Vec<(&str, &str)> = found.iter().map(|(p, v)| (p.as_str(), *v)).collect();
            assert_eq!(found, *expected, "{text}");
        }
        assert_eq!(read(&("[".repeat(100_000) + "'x'")).0.len(), 0);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text in "[\\[\\]{}:,'\"/* \\\\a-cé\n]{0,60}") {
            for member in read(&text).0 {
                proptest::prop_assert!(text.get(member.inside).is_some());
            }
        }
    }
}
