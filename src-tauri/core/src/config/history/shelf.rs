//! Where the secrets of the history are: each that a change took out is replaced by the id of a
//! keychain entry before anything is written. One that the change only moved or wrote in another
//! form is still in the file, and is taken from there.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::config::redact;

/// A place for the secret stretches of the history; the keychain, in the program.
pub trait SecretShelf: Send + Sync {
    /// Keeps a text and names it.
    ///
    /// # Errors
    /// Those of the keychain: the change is then recorded without the possibility to undo it.
    fn put(&self, text: &str) -> Result<String>;

    /// The text of a name.
    ///
    /// # Errors
    /// Those of the keychain.
    fn get(&self, id: &str) -> Result<String>;

    /// Forgets a text that no change needs any more. A failure leaves an entry behind.
    fn remove(&self, id: &str);
}

/// A text in which secrets are names of entries on the shelf, or numbers of those that stayed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Shelved(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum Piece {
    Text(String),
    Secret { secret: String },
    Stays { stays: usize },
}

/// Puts secrets on the shelf, each once.
pub(crate) struct Shelver<'a> {
    shelf: Option<&'a dyn SecretShelf>,
    known: BTreeMap<String, String>,
    staying: HashMap<&'a str, usize>,
}

impl<'a> Shelver<'a> {
    /// `staying` are the secrets that need no shelf, because what is taken out holds them.
    pub(crate) fn new(
        shelf: Option<&'a dyn SecretShelf>,
        staying: impl Iterator<Item = &'a str>,
    ) -> Self {
        let staying = staying.enumerate().map(|(number, secret)| (secret, number)).collect();
        Self { shelf, known: BTreeMap::new(), staying }
    }

    /// `text[range]` with its secrets on the shelf; `None` when the shelf cannot take one.
    pub(crate) fn shelve(
        &mut self,
        text: &str,
        range: Range<usize>,
        secrets: &[Range<usize>],
    ) -> Option<Shelved> {
        let mut pieces = Vec::new();
        let mut at = range.start;
        let plain = |part: Range<usize>, pieces: &mut Vec<Piece>| {
            if !part.is_empty() {
                pieces.push(Piece::Text(text[part].to_owned()));
            }
        };
        for span in redact::overlapping(&range, secrets) {
            plain(at..span.start, &mut pieces);
            at = span.end;
            pieces.push(match self.staying.get(&text[span.clone()]) {
                Some(&stays) => Piece::Stays { stays },
                None => Piece::Secret { secret: self.put(&text[span])? },
            });
        }
        plain(at..range.end, &mut pieces);
        Some(Shelved(pieces))
    }

    /// Takes back what was put on the shelf for a change that cannot be kept whole.
    pub(crate) fn give_up(self) {
        if let Some(shelf) = self.shelf {
            self.known.values().for_each(|id| shelf.remove(id));
        }
    }

    fn put(&mut self, secret: &str) -> Option<String> {
        if let Some(id) = self.known.get(secret) {
            return Some(id.clone());
        }
        let id = self.shelf?.put(secret).ok()?;
        self.known.insert(secret.to_owned(), id.clone());
        Some(id)
    }
}

impl Shelved {
    /// The text itself; `staying` are the secrets that stayed.
    pub(crate) fn text(&self, shelf: Option<&dyn SecretShelf>, staying: &[&str]) -> Result<String> {
        let missing = crate::Error::undo_conflict;
        let mut out = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Secret { secret } => out.push_str(&shelf.ok_or_else(missing)?.get(secret)?),
                Piece::Stays { stays } => out.push_str(staying.get(*stays).ok_or_else(missing)?),
            }
        }
        Ok(out)
    }

    /// How many bytes of it are text.
    pub(crate) fn len(&self) -> usize {
        let of = |piece: &Piece| match piece {
            Piece::Text(text) => text.len(),
            Piece::Secret { .. } | Piece::Stays { .. } => 0,
        };
        self.0.iter().map(of).sum()
    }

    /// The entries of its secrets, in order.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Text(_) | Piece::Stays { .. } => None,
            Piece::Secret { secret } => Some(secret.as_str()),
        })
    }
}
