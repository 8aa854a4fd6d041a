//! Taking a change back: byte for byte where the file is as the change left it, else only its
//! own lines, and only where they still are as it left them.

use std::collections::BTreeSet;

use super::candidate::FileEdit;
use super::commit::differences;
use super::load::ReadFile;
use super::{ATTEMPTS, Committed, Store};
use crate::config::history::{About, Change, FileChange, Kept, SecretShelf};
use crate::config::{Document, Path};
use crate::files::{self, Temporary, digest};
use crate::place::HomeLock;
use crate::view::{ChangeView, FileDiff};
use crate::{Code, Error, Result};

impl Store {
    /// Takes a change back. That is a change of its own, and can be taken back too. One that
    /// never happened, because its process was killed, leaves nothing to do.
    ///
    /// # Errors
    /// `change-unknown`; `undo-conflict` when its lines were changed since, or it was taken back
    /// before; `undo-not-kept` when the keychain could not take a secret of it; those of the
    /// keychain and of [`Store::commit`].
    pub fn undo(&self, lock: &HomeLock, id: &str, about: &About) -> Result<Committed> {
        let change = self.to_undo(id)?;
        for _ in 0..ATTEMPTS {
            let edits = taken_back(&change, self.shelf())?;
            if let Some(done) = self.write(lock, &edits, about, Some(id))? {
                return Ok(done);
            }
        }
        Err(self.contended())
    }

    /// What taking a change back would do to each file, secrets masked.
    ///
    /// # Errors
    /// As for [`Store::undo`], before it writes.
    pub fn undo_diffs(&self, id: &str) -> Result<Vec<FileDiff>> {
        let edits = taken_back(&self.to_undo(id)?, self.shelf())?;
        Ok(edits.iter().map(FileEdit::diff).collect())
    }

    fn to_undo(&self, id: &str) -> Result<Change> {
        let changes = self.history.changes();
        if undone(&changes).contains(id) {
            return Err(conflict());
        }
        let found = changes.into_iter().find(|change| change.id == id);
        found.ok_or_else(|| Error::new(Code::ChangeUnknown).with("change", id))
    }

    /// The config as it was before a change, in a file beside it (0600), to let OpenClaw compare
    /// the two. None when that is not known any more, or an included file was changed too.
    ///
    /// # Errors
    /// `io`, those of the keychain.
    pub(crate) fn before(&self, id: &str) -> Result<Option<Temporary>> {
        let changes = self.history.changes();
        let Some(change) = changes.iter().find(|change| change.id == id) else { return Ok(None) };
        match taken_back(change, self.shelf())?.as_slice() {
            [edit] if edit.file.path == self.home.config_path => {
                let draft = |text| files::draft(&self.home.config_path, text);
                edit.text.as_deref().map(draft).transpose()
            }
            _ => Ok(None),
        }
    }

    /// The history for front ends, newest first. Secrets are not fetched for it: of a change
    /// that has any, only the untouched file says that it can be undone.
    pub fn history(&self) -> Vec<ChangeView> {
        let changes = self.history.changes();
        let undone = undone(&changes);
        let view = |change: &Change| ChangeView {
            id: change.id.clone(),
            at_ms: change.at_ms,
            title: change.title.clone(),
            undoable: !undone.contains(change.id.as_str()) && is_undoable(change),
        };
        changes.iter().rev().map(view).collect()
    }
}

/// The changes that a later one took back which was not taken back itself. From the newest to
/// the oldest, so that also a list that somebody edited into a circle has an answer.
pub(super) fn undone(changes: &[Change]) -> BTreeSet<&str> {
    let mut undone = BTreeSet::new();
    for change in changes.iter().rev() {
        if let Some(id) = change.undoes.as_deref().filter(|_| !undone.contains(change.id.as_str()))
        {
            undone.insert(id);
        }
    }
    undone
}

fn is_undoable(change: &Change) -> bool {
    if change.files.iter().flat_map(|file| file.back.iter().flatten()).any(Kept::has_secrets) {
        return change.files.iter().all(|file| {
            let found = ReadFile::read(&file.path).ok().and_then(|found| found.read);
            found.map(|read| digest(&read.text)) == file.after
        });
    }
    taken_back(change, None).is_ok_and(|edits| !edits.is_empty())
}

/// What leads back; nothing for a file that is as it was before.
fn taken_back(change: &Change, shelf: Option<&dyn SecretShelf>) -> Result<Vec<FileEdit>> {
    let mut edits = Vec::new();
    for file in &change.files {
        let found = ReadFile::read(&file.path)?;
        let now = found.read.as_ref().map(|read| digest(&read.text));
        if now == file.before {
            continue;
        }
        let text = if now == file.after {
            exactly(file, found.text(), shelf)?
        } else {
            Some(its_lines(file, found.text(), shelf)?)
        };
        edits.push(FileEdit { file: found, text });
    }
    Ok(edits)
}

fn conflict() -> Error {
    Error::new(Code::UndoConflict)
}

fn kept(file: &FileChange) -> Result<&[Kept]> {
    file.back.as_deref().ok_or_else(|| Error::new(Code::UndoNotKept))
}

fn exactly(
    file: &FileChange,
    text: &str,
    shelf: Option<&dyn SecretShelf>,
) -> Result<Option<String>> {
    let Some(before) = &file.before else { return Ok(None) };
    let text = Kept::take_back(kept(file)?, text, true, shelf)?;
    if digest(&text) == *before { Ok(Some(text)) } else { Err(conflict()) }
}

/// Takes back the change's own lines in a text that others changed too. The values may then
/// differ only where the change had made them differ.
fn its_lines(file: &FileChange, text: &str, shelf: Option<&dyn SecretShelf>) -> Result<String> {
    if file.before.is_none() || file.after.is_none() {
        return Err(conflict());
    }
    let kept = kept(file)?;
    let parsed =
        |text: &str| Document::parse(text).map_err(|error| error.with("path", file.path.display()));
    let now = parsed(text)?.value();
    let back = Kept::take_back(kept, text, false, shelf)?;
    let then = Document::parse(&back).map_err(|_| conflict())?.value();
    let mut found = Vec::new();
    differences(&now, &then, &Path::default(), &mut found);
    let its = |path: &Path| file.paths.iter().any(|its| path.0.starts_with(&its.0));
    if found.iter().all(its) { Ok(back) } else { Err(conflict()) }
}
