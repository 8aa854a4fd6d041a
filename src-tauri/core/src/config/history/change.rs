//! One change as the history keeps it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::Kept;
use crate::config::Path;

/// Which part of Chela made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surface {
    /// The window.
    Window,
    /// The tray.
    Tray,
    /// The program `chela`.
    Program,
    /// One that this version does not know.
    #[serde(other)]
    Unknown,
}

/// What to write down about a change, besides the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What it is, in words: `Default model: Opus 4.6`.
    pub title: String,
    /// Who makes it.
    pub surface: Surface,
    /// The operation that it is a step of; its changes are found by it.
    pub operation: Option<String>,
    /// Now (ms since 1970).
    pub at_ms: u64,
}

/// One change: what [`About`] says, and how to take it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its name: a number that counts up.
    pub id: String,
    /// When (ms since 1970).
    pub at_ms: u64,
    /// What it was, in words.
    pub title: String,
    /// Who made it.
    pub surface: Surface,
    /// The operation that it was a step of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The change that it took back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    /// What it did to each file.
    pub files: Vec<FileChange>,
}

/// What a change did to one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileChange {
    /// The file, as the configuration names it.
    pub path: PathBuf,
    /// The fingerprint of the text before; `None` when there was no file.
    pub before: Option<String>,
    /// The fingerprint of the text after; `None` when the file was removed.
    pub after: Option<String>,
    /// Where the values differ. An undo may touch nothing else.
    pub paths: Vec<Path>,
    /// What leads back; `None` when the keychain could not take a secret that is part of it.
    pub back: Option<Vec<Kept>>,
}

impl Change {
    /// Whether enough was kept to take it back.
    pub fn is_kept(&self) -> bool {
        self.files.iter().all(|file| file.back.is_some())
    }
}
