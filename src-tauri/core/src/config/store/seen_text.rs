//! A text that is remembered without its secrets. Those of its settings are found again in the
//! file as it is now, by length and checksum; those of its comments are on the shelf, because who
//! removes the comments leaves nobody else who has them.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::config::history::{Inserted, SecretShelf, checksum};
use crate::config::redact;
use crate::files::digest;

/// The most bytes of a text that is remembered.
const MOST_BYTES: usize = 4 << 20;

/// A text without its secrets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct SeenText {
    digest: String,
    text: Inserted,
    /// The entries of those secrets that stand in comments, by their number among all secrets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    in_comments: BTreeMap<usize, String>,
}

impl SeenText {
    /// Remembers a text; not a very large one. A secret that stood in a comment of `before` too
    /// stays where it is on the shelf.
    pub(super) fn of(
        text: &str,
        before: Option<(&Self, &str)>,
        shelf: Option<&dyn SecretShelf>,
    ) -> Option<Self> {
        if text.len() > MOST_BYTES {
            return None;
        }
        let secrets = redact::secret_spans(text);
        let known = before.map(|(before, text)| before.entries(text)).unwrap_or_default();
        let put = |span: &Range<usize>| {
            let secret = &text[span.clone()];
            known.get(secret).cloned().or_else(|| shelf?.put(secret).ok())
        };
        let comments = redact::comment_groups(text);
        let is_comment =
            |span: &Range<usize>| redact::overlapping(span, &comments).next().is_some();
        let of_comments = secrets.iter().enumerate().filter(|(_, span)| is_comment(span));
        let in_comments = of_comments.filter_map(|(number, span)| Some((number, put(span)?)));
        let in_comments = in_comments.collect();
        let text_of = Inserted::of(text, 0..text.len(), &secrets);
        Some(Self { digest: digest(text), text: text_of, in_comments })
    }

    /// The text of then, with the secrets that `now` still has; `…` stands for the others.
    pub(super) fn text(&self, now: &str, shelf: Option<&dyn SecretShelf>) -> String {
        let spans = redact::secret_spans(now);
        self.text.filled(|number, length, sum| {
            if let Some(id) = self.in_comments.get(&number) {
                return shelf?.get(id).ok();
            }
            let is_it = |secret: &&str| secret.len() == length && checksum(secret) == sum;
            spans.iter().map(|span| &now[span.clone()]).find(is_it).map(str::to_owned)
        })
    }

    /// Whether all secrets of its comments that were kept can be had now: a locked keychain says
    /// nothing, and a comment without its secret is not the same.
    pub(super) fn has_comments(&self, shelf: Option<&dyn SecretShelf>) -> bool {
        self.shelved().all(|id| shelf.is_some_and(|shelf| shelf.get(id).is_ok()))
    }

    /// Whether `text` is exactly the text of then.
    pub(super) fn is(&self, text: &str) -> bool {
        self.digest == digest(text)
    }

    /// The entries of the shelf that it needs.
    pub(super) fn shelved(&self) -> impl Iterator<Item = &str> {
        self.in_comments.values().map(String::as_str)
    }

    /// The entries of its secrets, by these; `text` is its own.
    fn entries(&self, text: &str) -> BTreeMap<String, String> {
        if !self.is(text) {
            return BTreeMap::new();
        }
        let spans = redact::secret_spans(text);
        let entry = |(number, id): (&usize, &String)| {
            Some((text[spans.get(*number)?.clone()].to_owned(), id.clone()))
        };
        self.in_comments.iter().filter_map(entry).collect()
    }
}
