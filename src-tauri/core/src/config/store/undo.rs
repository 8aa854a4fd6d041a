//! Taking a change back: byte for byte where the file is as the change left it, else only its
//! own lines, and only where they still are as it left them.

use std::io::ErrorKind;

use serde_json::Value;

use super::candidate::FileEdit;
use super::load::ReadFile;
use super::{ATTEMPTS, Committed, Store};
use crate::config::history::{
    About, Change, Entry, FileChange, Kept, Operation, SecretShelf, differences, undone,
};
use crate::config::include::Files;
use crate::config::{Document, Path, redact};
use crate::files::{self, Temporary, digest};
use crate::place::HomeLock;
use crate::view::FileDiff;
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

    fn to_undo(&self, id: &str) -> Result<Change> {
        let changes = self.history.changes()?;
        if undone(&changes).contains(id) {
            return Err(Error::undo_conflict());
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
        let changes = self.history.changes()?;
        let Some(change) = changes.iter().find(|change| change.id == id) else { return Ok(None) };
        match taken_back(change, self.shelf())?.as_slice() {
            [edit] if edit.file.path == self.home.config_path => {
                let draft = |text| files::draft(&self.home.config_path, text);
                edit.text.as_deref().map(draft).transpose()
            }
            _ => Ok(None),
        }
    }

    /// What taking changes back would do to the files, the first of `ids` first.
    ///
    /// # Errors
    /// Those of [`Store::undo`].
    pub fn undo_diffs(&self, ids: &[String]) -> Result<Vec<FileDiff>> {
        let changes = self.history.changes()?;
        let mut edits = Vec::new();
        for id in ids {
            let change = changes.iter().find(|change| change.id == *id);
            let change =
                change.ok_or_else(|| Error::new(Code::ChangeUnknown).with("change", id))?;
            take_back(change, &mut edits, self.shelf())?;
        }
        Ok(edits.iter().map(FileEdit::diff).collect())
    }

    /// The config as it would be once changes are taken back, the first of `ids` first.
    ///
    /// # Errors
    /// Those of [`Store::undo`] and of reading a config.
    pub(crate) fn undone_config(&self, ids: &[String]) -> Result<Files> {
        let changes = self.history.changes()?;
        let mut edits = Vec::new();
        for change in ids.iter().filter_map(|id| changes.iter().find(|change| change.id == *id)) {
            take_back(change, &mut edits, self.shelf())?;
        }
        Files::load(&self.home.config_path, &self.include_roots, &mut |path| match edits
            .iter()
            .find(|edit| edit.file.path == path)
        {
            Some(edit) => edit.text.clone().ok_or_else(|| ErrorKind::NotFound.into()),
            None => std::fs::read_to_string(path),
        })
    }

    /// The history, newest first.
    ///
    /// # Errors
    /// `io`.
    pub fn history(&self) -> Result<Vec<Entry>> {
        self.history.entries()
    }

    /// Whether all files are as they were before any of `changes`.
    ///
    /// # Errors
    /// `io`.
    pub(crate) fn is_as_before(&self, changes: &[Change]) -> Result<bool> {
        for file in changes.iter().flat_map(|change| &change.files) {
            let now = ReadFile::read(&file.path)?.read;
            if now.map(|read| digest(&read.text)) != file.before {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Writes down that an operation is done: the changes that were its `edits` are one thing with
    /// what its other `steps` noted. One that was written down already, before its process was
    /// killed, is the same.
    ///
    /// # Errors
    /// `io`.
    pub(crate) fn finished(
        &self,
        lock: &HomeLock,
        about: &About,
        edits: Vec<String>,
        steps: Vec<Value>,
        undoes: Option<&str>,
    ) -> Result<()> {
        let (_, operations) = self.history.read()?;
        if operations.iter().any(|known| known.at_ms == about.at_ms) {
            return Ok(());
        }
        let operation = Operation {
            id: self.history.next_id()?,
            at_ms: about.at_ms,
            title: redact::masked(&about.title),
            surface: about.surface,
            edits,
            steps,
            undoes: undoes.map(str::to_owned),
        };
        self.history.finished(lock, &operation)
    }

    /// Takes out of the history what [`Store::finished`] wrote down of the operation that began at
    /// `at_ms`, if it came to that: its process was killed just then, and it was taken back.
    ///
    /// # Errors
    /// `io`.
    pub(crate) fn unfinished(&self, lock: &HomeLock, at_ms: u64) -> Result<()> {
        let (_, operations) = self.history.read()?;
        let found = operations.iter().find(|known| known.at_ms == at_ms);
        found.map_or(Ok(()), |operation| self.history.void_operation(lock, &operation.id))
    }

    /// The name of the newest change of the config.
    ///
    /// # Errors
    /// `io`.
    pub fn newest_change(&self) -> Result<Option<String>> {
        Ok(self.history.changes()?.pop().map(|change| change.id))
    }
}

/// What leads back; nothing for a file that is as it was before.
fn taken_back(change: &Change, shelf: Option<&dyn SecretShelf>) -> Result<Vec<FileEdit>> {
    let mut edits = Vec::new();
    take_back(change, &mut edits, shelf)?;
    Ok(edits)
}

/// Takes a change back on top of `edits`.
fn take_back(
    change: &Change,
    edits: &mut Vec<FileEdit>,
    shelf: Option<&dyn SecretShelf>,
) -> Result<()> {
    for file in &change.files {
        let at = edits.iter().position(|edit| edit.file.path == file.path);
        let mut edit = match at {
            Some(at) => edits.swap_remove(at),
            None => FileEdit::untouched(ReadFile::read(&file.path)?, file.aside),
        };
        let now = edit.text.as_deref();
        let text = now.unwrap_or_default();
        // What has taken the place of a copy that was deleted is newer, and stays.
        if at.is_none() && file.aside && file.after.is_none() && now.is_some() {
            continue;
        }
        if now.map(digest) != file.before {
            edit.text = match now.map(digest) == file.after {
                true => exactly(file, text, shelf)?,
                false => Some(its_lines(file, text, shelf)?),
            };
        } else if at.is_none() {
            continue;
        }
        edits.push(edit);
    }
    Ok(())
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
    if digest(&text) == *before { Ok(Some(text)) } else { Err(Error::undo_conflict()) }
}

/// Takes back the change's own lines in a text that others changed too. The values may then
/// differ only where the change had made them differ.
fn its_lines(file: &FileChange, text: &str, shelf: Option<&dyn SecretShelf>) -> Result<String> {
    if file.before.is_none() || file.after.is_none() {
        return Err(Error::undo_conflict());
    }
    let kept = kept(file)?;
    if file.aside {
        return Kept::take_back(kept, text, false, shelf);
    }
    let parsed =
        |text: &str| Document::parse(text).map_err(|error| error.with("path", file.path.display()));
    let now = parsed(text)?.value();
    let back = Kept::take_back(kept, text, false, shelf)?;
    let then = Document::parse(&back).map_err(|_| Error::undo_conflict())?.value();
    let found = differences(&now, &then);
    let its = |path: &Path| file.paths.iter().any(|its| path.0.starts_with(&its.0));
    if found.iter().all(its) { Ok(back) } else { Err(Error::undo_conflict()) }
}
