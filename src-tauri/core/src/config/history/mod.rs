//! What Chela changed, so that each change can be taken back by name: an append-only list for
//! each home, bounded, and without a single secret in it.
//!
//! A change is written down *before* the file is replaced: a process that is killed in between
//! leaves a change that did not happen, which its undo recognises, and never one that cannot be
//! undone. Leaves out the undo itself: see [`crate::config::Store`].

mod change;
mod entry;
mod inserted;
mod kept;
mod operation;
mod shelf;

use std::collections::BTreeSet;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use change::{About, Change, FileChange, Surface};
pub(crate) use change::{MOST_KEPT, differences};
pub use entry::Entry;
pub(crate) use entry::undone;
pub(crate) use inserted::{Inserted, checksum};
pub use kept::Kept;
pub use operation::Operation;
pub use shelf::SecretShelf;
pub(crate) use shelf::Shelved;

use crate::place::HomeLock;
use crate::{Result, files};

/// The most changes that are kept.
const MOST_CHANGES: usize = 200;
/// The most bytes that the list takes.
const MOST_BYTES: u64 = 1 << 20;
/// The most of it that is read (bytes): a single change of a whole large config, each of its
/// characters written as an escape, is kept beyond [`MOST_BYTES`].
const MOST_READ: u64 = 64 << 20;

/// The list of one home.
#[derive(Debug, Clone)]
pub(crate) struct History {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// This is about to be done.
    Change(Box<Change>),
    /// This was not done after all.
    Void(String),
    /// These changes, if any, were steps of something larger, which is done.
    Operation(Box<Operation>),
}

impl Line {
    fn id(&self) -> &str {
        match self {
            Self::Change(change) => &change.id,
            Self::Void(id) => id,
            Self::Operation(operation) => &operation.id,
        }
    }
}

impl History {
    /// The list in a home's folder, which need not exist.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self { path: folder.join("history.jsonl") }
    }

    /// The file in which it stands.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The changes, oldest first. A line that cannot be read is left out.
    ///
    /// # Errors
    /// `io`: a list that cannot be read is not an empty one.
    pub(crate) fn changes(&self) -> Result<Vec<Change>> {
        Ok(self.read()?.0)
    }

    /// The changes and the operations that were finished, oldest first each.
    ///
    /// # Errors
    /// `io`.
    pub(crate) fn read(&self) -> Result<(Vec<Change>, Vec<Operation>)> {
        Ok(read_in(&self.text()?))
    }

    /// What there is to show, newest first.
    ///
    /// # Errors
    /// `io`.
    pub(crate) fn entries(&self) -> Result<Vec<Entry>> {
        let (changes, operations) = self.read()?;
        Ok(entry::entries(changes, operations))
    }

    /// The name for the next line: one more than the highest ever given in this list.
    ///
    /// # Errors
    /// `io`.
    pub(crate) fn next_id(&self) -> Result<String> {
        let number = |line: &str| serde_json::from_str::<Line>(line).ok()?.id().parse().ok();
        let last: Option<u64> = self.text()?.lines().filter_map(number).max();
        Ok(last.unwrap_or_default().saturating_add(1).to_string())
    }

    /// Writes a change down, before it is done.
    pub(crate) fn write(&self, _lock: &HomeLock, change: &Change) -> Result<()> {
        self.append(&Line::Change(Box::new(change.clone())))
    }

    /// Says that a change was not done after all, and forgets its secrets.
    pub(crate) fn void(
        &self,
        _lock: &HomeLock,
        change: &Change,
        shelf: Option<&dyn SecretShelf>,
    ) -> Result<()> {
        forget(change, shelf);
        self.append(&Line::Void(change.id.clone()))
    }

    /// Writes down that an operation is done.
    pub(crate) fn finished(&self, _lock: &HomeLock, operation: &Operation) -> Result<()> {
        self.append(&Line::Operation(Box::new(operation.clone())))
    }

    /// Says that an operation that was done has been taken back by whoever settled it.
    pub(crate) fn void_operation(&self, _lock: &HomeLock, id: &str) -> Result<()> {
        self.append(&Line::Void(id.to_owned()))
    }

    /// Drops the oldest changes, and their secrets, once the list has grown past its bounds.
    pub(crate) fn bound(&self, _lock: &HomeLock, shelf: Option<&dyn SecretShelf>) -> Result<()> {
        let size = std::fs::metadata(&self.path).map_or(0, |found| found.len());
        let text = self.text()?;
        let lines: Vec<&str> = text.lines().collect();
        if lines.len() <= MOST_CHANGES && size <= MOST_BYTES {
            return Ok(());
        }
        // A quarter at a time, so that not every change rewrites the list.
        let (most, bytes) = (MOST_CHANGES * 3 / 4, MOST_BYTES as usize * 3 / 4);
        let mut kept = 0;
        let mut room = bytes;
        for line in lines.iter().rev().take(most) {
            let Some(left) = room.checked_sub(line.len() + 1) else { break };
            (room, kept) = (left, kept + 1);
        }
        let (dropped, kept) = lines.split_at(lines.len().saturating_sub(kept.max(1)));
        let text: String = kept.iter().flat_map(|line| [line, "\n"]).collect();
        files::write_private(&self.path, text.as_bytes())?;
        for line in dropped {
            if let Ok(Line::Change(change)) = serde_json::from_str(line) {
                forget(&change, shelf);
            }
        }
        Ok(())
    }

    /// Forgets all changes.
    pub(crate) fn forget(&self, _lock: &HomeLock) -> Result<()> {
        match std::fs::remove_file(&self.path) {
            Err(e) if e.kind() != ErrorKind::NotFound => {
                Err(files::failed(&self.path, "removed", &e))
            }
            _ => Ok(()),
        }
    }

    fn text(&self) -> Result<String> {
        let bytes = files::beginning_if_there(&self.path, MOST_READ)?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn append(&self, line: &Line) -> Result<()> {
        let mut file = files::open_private(&self.path)?;
        let mut text = serde_json::to_string(line).unwrap_or_default();
        text.push('\n');
        let written = ends_in_the_middle(&mut file).and_then(|torn| {
            let text = if torn { format!("\n{text}") } else { text };
            file.write_all(text.as_bytes()).and_then(|()| file.sync_data())
        });
        written.map_err(|e| files::failed(&self.path, "written", &e))
    }
}

/// Removes the secrets of a change from the shelf.
fn forget(change: &Change, shelf: Option<&dyn SecretShelf>) {
    for kept in change.files.iter().filter_map(|file| file.back.as_ref()) {
        Kept::forget(kept, shelf);
    }
}

/// The changes in the text of a list, oldest first, without those that were not done after all. A
/// line that cannot be read is left out.
pub fn changes_in(text: &str) -> Vec<Change> {
    read_in(text).0
}

fn read_in(text: &str) -> (Vec<Change>, Vec<Operation>) {
    let (mut changes, mut voided, mut operations) = (Vec::new(), BTreeSet::new(), Vec::new());
    for line in text.lines() {
        match serde_json::from_str(line) {
            Ok(Line::Change(change)) => changes.push(*change),
            Ok(Line::Void(id)) => {
                voided.insert(id);
            }
            Ok(Line::Operation(operation)) => operations.push(*operation),
            Err(_) => {}
        }
    }
    changes.retain(|change: &Change| !voided.contains(&change.id));
    operations.retain(|operation: &Operation| !voided.contains(&operation.id));
    (changes, operations)
}

/// Whether a process was killed in the middle of the last line.
fn ends_in_the_middle(file: &mut std::fs::File) -> std::io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

#[cfg(test)]
pub(in crate::config) mod tests;
