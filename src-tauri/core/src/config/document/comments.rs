//! Which comments of one text another text has not. Goes by their words, not by what they are about.

use std::collections::HashMap;
use std::ops::Range;

use super::Document;
use super::align::same_order;

impl Document {
    /// Where the comments stand, in order. Each `//` is one, and each `/* */`, over however many
    /// lines.
    pub(in crate::config) fn comments(&self) -> &[Range<usize>] {
        &self.parsed.comments
    }

    /// Where the comments stand that `other` has not: with the same words, whatever their
    /// indentation and line breaks, and as often.
    pub(in crate::config) fn comments_without(&self, other: &Self) -> Vec<Range<usize>> {
        let (mine, theirs) = (self.comment_words(), other.comment_words());
        // Of several with the same words, those are missing that have lost their place.
        let mut missing = vec![true; mine.len()];
        let mut moved: HashMap<&str, usize> = HashMap::new();
        for (origin, words) in same_order(&mine, &theirs).into_iter().zip(&theirs) {
            match origin {
                Some(at) => missing[at] = false,
                None => *moved.entry(words).or_default() += 1,
            }
        }
        for (missing, words) in missing.iter_mut().zip(&mine).filter(|(missing, _)| **missing) {
            if let Some(count) = moved.get_mut(words.as_str()).filter(|count| **count > 0) {
                *count -= 1;
                *missing = false;
            }
        }
        let all = self.comments().iter().zip(missing);
        all.filter(|(_, missing)| *missing).map(|(range, _)| range.clone()).collect()
    }

    fn comment_words(&self) -> Vec<String> {
        let words = |range: &Range<usize>| {
            let lines = self.text[range.clone()].lines().map(str::trim);
            lines.collect::<Vec<_>>().join("\n")
        };
        self.comments().iter().map(words).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_counted_one_by_one() {
        #[rustfmt::skip]
        let table = [
            ("", 0),
            ("{}", 0),
            ("// a\n// b\n{} // c", 3),
            ("{ /* a\n b */ x: 1, /**/ y: '// no', z: /* // */ [/* d */] }", 4),
            ("{ x: 1 } //", 1),
        ];
        for (text, count) in table {
            assert_eq!(Document::parse(text).unwrap().comments().len(), count, "{text:?}");
        }
    }

    #[test]
    fn what_is_missing_is_what_lost_its_place() {
        #[rustfmt::skip]
        let table: &[(&str, &str, &[&str])] = &[
            ("{ /* a */ /* b */ }", "{ /* b */ }", &["/* a */"]),
            ("{ /* a */ /* b */ }", "{ /* b */ /* a */ }", &[]),
            ("{ /* a */ /* b */ /* a */ }", "{ /* b */ /* a */ }", &["/* a */"]),
            ("{\n  /* a\n     b */\n}", "{\r\n/* a\r\n b */\r\n}", &[]),
            ("{}", "{ /* a */ }", &[]),
        ];
        for (mine, other, missing) in table {
            let (mine, other) = (Document::parse(mine).unwrap(), Document::parse(other).unwrap());
            let found = mine.comments_without(&other);
            let found: Vec<&str> = found.into_iter().map(|range| &mine.text()[range]).collect();
            assert_eq!(found, *missing, "{} against {}", mine.text(), other.text());
        }
        let twice = Document::parse("{ /* a */ /* b */ /* a */ }").unwrap();
        let once = Document::parse("{ /* b */ /* a */ }").unwrap();
        assert_eq!(twice.comments_without(&once)[0].start, 2);
    }
}
