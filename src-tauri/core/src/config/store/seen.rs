//! The config files as Chela last saw them, so that it can tell what somebody else has changed
//! since, and still has the comments that OpenClaw drops when it writes.

use std::path::{Path as FilePath, PathBuf};

use serde::{Deserialize, Serialize};

use super::seen_text::SeenText;
use crate::Result;
use crate::config::history::SecretShelf;
use crate::files::{self, digest};

/// The most bytes of the file that are read: a config's files take less.
const MOST_READ: u64 = 256 << 20;

/// What Chela last saw of a home's config.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Seen {
    files: Vec<SeenFile>,
}

/// One file.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct SeenFile {
    pub(super) path: PathBuf,
    /// The fingerprint of its text; `None` when there was no file.
    pub(super) digest: Option<String>,
    /// Its text; not that of a very large file.
    pub(super) text: Option<SeenText>,
    /// The text with the comments that somebody has removed since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) commented: Option<SeenText>,
}

impl Seen {
    /// What is remembered in a home's folder; nothing where that makes no sense.
    ///
    /// # Errors
    /// `io`.
    pub(super) fn load(folder: &FilePath) -> Result<Self> {
        let bytes = files::beginning_if_there(&file_in(folder), MOST_READ)?.unwrap_or_default();
        Ok(serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// # Errors
    /// `io`.
    pub(super) fn save(&self, folder: &FilePath) -> Result<()> {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        files::write_private(&file_in(folder), &bytes)
    }

    pub(super) fn of(&self, path: &FilePath) -> Option<&SeenFile> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The files whose comments somebody has removed, each with the text that had them.
    pub(super) fn commented(&self) -> impl Iterator<Item = (&FilePath, &SeenText)> {
        self.files.iter().filter_map(|file| Some((file.path.as_path(), file.commented.as_ref()?)))
    }

    /// Remembers a file in place of what was known of it. What only that needed leaves the shelf.
    pub(super) fn remember(&mut self, file: SeenFile, shelf: Option<&dyn SecretShelf>) {
        if let (Some(known), Some(shelf)) = (self.of(&file.path), shelf) {
            let needed = |id: &&str| file.shelved().any(|kept| kept == *id);
            known.shelved().filter(|id| !needed(id)).for_each(|id| shelf.remove(id));
        }
        self.files.retain(|known| known.path != file.path);
        self.files.push(file);
    }

    /// Forgets the texts that had more comments.
    pub(super) fn forget_comments(&mut self, shelf: Option<&dyn SecretShelf>) {
        for file in std::mem::take(&mut self.files) {
            let next = SeenFile {
                commented: None,
                text: file.text.clone(),
                path: file.path.clone(),
                digest: file.digest.clone(),
            };
            self.files.push(file);
            self.remember(next, shelf);
        }
    }
}

impl SeenFile {
    /// A file with the text that it has now. `before` is what is known of it, with the text of
    /// then if that is at hand.
    pub(super) fn of(
        path: &FilePath,
        text: Option<&str>,
        before: Option<(&Self, Option<&str>)>,
        shelf: Option<&dyn SecretShelf>,
    ) -> Self {
        let known = before.and_then(|(known, text)| Some((known.text.as_ref()?, text?)));
        Self {
            path: path.to_owned(),
            digest: text.map(digest),
            text: text.and_then(|text| SeenText::of(text, known, shelf)),
            commented: before.and_then(|(known, _)| known.commented.clone()),
        }
    }

    /// The entries of the shelf that it needs.
    fn shelved(&self) -> impl Iterator<Item = &str> {
        self.text.iter().chain(&self.commented).flat_map(SeenText::shelved)
    }
}

/// Forgets all of it, but for what is on the shelf.
///
/// # Errors
/// `io`.
pub(super) fn forget(folder: &FilePath) -> Result<()> {
    let file = file_in(folder);
    match std::fs::remove_file(&file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(files::failed(&file, "removed", &error))
        }
        _ => Ok(()),
    }
}

fn file_in(folder: &FilePath) -> PathBuf {
    folder.join("seen.json")
}
