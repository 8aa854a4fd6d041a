//! What a change put into a text, as the history keeps it: enough to know it again and take it
//! out. Nobody needs to read a secret for that, so of one only the length is kept, and a checksum
//! that is too short to guess it from.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::config::redact;
use crate::files::digest;

/// How many hexadecimal digits of its fingerprint are kept of a secret: enough to see that
/// somebody changed it, and thousands of others have the same.
const CHECKSUM: usize = 4;

/// A stretch that a change put in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Inserted(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Part {
    Text(String),
    Secret { length: usize, checksum: String },
}

impl Inserted {
    /// `text[range]`, which holds each of `secrets` (of the whole text) as a whole or not at all.
    pub(crate) fn of(text: &str, range: Range<usize>, secrets: &[Range<usize>]) -> Self {
        let mut parts = Vec::new();
        let mut at = range.start;
        let plain = |part: Range<usize>, parts: &mut Vec<Part>| {
            if !part.is_empty() {
                parts.push(Part::Text(text[part].to_owned()));
            }
        };
        for secret in redact::overlapping(&range, secrets) {
            plain(at..secret.start, &mut parts);
            at = secret.end;
            let (length, checksum) = (secret.len(), checksum(&text[secret]));
            parts.push(Part::Secret { length, checksum });
        }
        plain(at..range.end, &mut parts);
        Self(parts)
    }

    /// The text, with each secret as `secret` knows it by its number in the text, its length and
    /// its checksum; `…` stands for one that it does not know.
    pub(crate) fn filled(&self, secret: impl Fn(usize, usize, &str) -> Option<String>) -> String {
        let mut number = 0;
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Secret { length, checksum } => {
                number += 1;
                secret(number - 1, *length, checksum).unwrap_or_else(|| "…".to_owned())
            }
        };
        self.0.iter().map(part).collect()
    }

    /// How many bytes it takes. A list that somebody edited can name any length.
    pub(super) fn len(&self) -> usize {
        self.0.iter().map(Part::len).fold(0, usize::saturating_add)
    }

    /// Its parts where they are when it stands at `at`.
    fn placed(&self, at: usize) -> impl Iterator<Item = (Range<usize>, &Part)> {
        self.0.iter().scan(at, |at, part| {
            let start = *at;
            *at = start.saturating_add(part.len());
            Some((start..*at, part))
        })
    }

    /// Whether it stands at `at`.
    pub(super) fn stands_at(&self, text: &str, at: usize) -> bool {
        self.placed(at).all(|(range, part)| part.stands_in(text, range))
    }

    /// Its secrets, where it stands at `at`.
    pub(super) fn secrets_at<'t>(&self, text: &'t str, at: usize) -> impl Iterator<Item = &'t str> {
        self.placed(at).filter_map(|(range, part)| match part {
            Part::Text(_) => None,
            Part::Secret { .. } => text.get(range),
        })
    }

    /// The longest stretch of it that can be searched for, and where in it that begins.
    pub(super) fn landmark(&self) -> (usize, &str) {
        let texts = self.placed(0).map(|(range, part)| match part {
            Part::Text(text) => (range.start, text.as_str()),
            Part::Secret { .. } => (range.start, ""),
        });
        texts.max_by_key(|(_, text)| text.len()).unwrap_or_default()
    }

    /// Whether it says anything: a secret, a name, a number.
    pub(super) fn says_something(&self) -> bool {
        self.0.iter().any(|part| match part {
            Part::Text(text) => text.contains(char::is_alphanumeric),
            Part::Secret { .. } => true,
        })
    }
}

impl Part {
    fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Secret { length, .. } => *length,
        }
    }

    fn stands_in(&self, text: &str, range: Range<usize>) -> bool {
        match self {
            Self::Text(expected) => text.get(range) == Some(expected),
            Self::Secret { checksum: expected, .. } => {
                text.get(range).is_some_and(|found| checksum(found) == *expected)
            }
        }
    }
}

pub(crate) fn checksum(secret: &str) -> String {
    digest(secret)[..CHECKSUM].to_owned()
}
