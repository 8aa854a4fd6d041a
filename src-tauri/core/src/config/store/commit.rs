//! Writing: every file or none, with the history first.

use super::candidate::FileEdit;
use super::{Committed, Store};
use crate::Result;
use crate::config::history::{About, Change, FileChange};
use crate::config::redact;
use crate::files::{self, Applied, Replacement};
use crate::place::HomeLock;

impl Store {
    /// Writes the files; `None` when one of them is no longer what was read, and then none is
    /// written.
    pub(super) fn write(
        &self,
        lock: &HomeLock,
        edits: &[FileEdit],
        about: &About,
        undoes: Option<&str>,
    ) -> Result<Option<Committed>> {
        if edits.is_empty() {
            return Ok(Some(Committed::default()));
        }
        let mut staged = Vec::new();
        for edit in edits {
            staged.push(stage(edit)?);
        }
        let read: Vec<_> = edits.iter().filter(|edit| !edit.aside).map(|edit| &edit.file).collect();
        self.take_note(lock, &read, about.at_ms)?;
        let change = self.described(edits, about, undoes)?;
        self.history.bound(lock, self.shelf())?;
        self.history.write(lock, &change)?;

        let mut done = Vec::new();
        for replacement in staged {
            match replacement.apply() {
                Ok(Applied::Done(replaced)) => done.push(replaced),
                other => {
                    // Where somebody has changed a file again already, theirs stays. One that
                    // cannot be put back does not keep the others from it.
                    let back: Vec<_> = done.into_iter().rev().map(|one| one.put_back()).collect();
                    let voided = self.history.void(lock, &change, self.shelf());
                    other?;
                    back.into_iter().collect::<Result<Vec<_>>>()?;
                    return voided.map(|()| None);
                }
            }
        }
        // It is done; where this fails, the history still tells whose it is.
        let _not_remembered = self.remember(lock, edits);
        Ok(Some(Committed { undoable: change.is_kept(), change: Some(change.id) }))
    }

    fn described(&self, edits: &[FileEdit], about: &About, undoes: Option<&str>) -> Result<Change> {
        let file_change = |edit: &FileEdit| {
            let before = edit.file.read.as_ref().map(|read| read.text.as_str());
            let change =
                FileChange::of(&edit.file.path, before, edit.text.as_deref(), self.shelf());
            FileChange { aside: edit.aside, ..change }
        };
        Ok(Change {
            id: self.history.next_id()?,
            at_ms: about.at_ms,
            title: redact::masked(&about.title),
            surface: about.surface,
            operation: about.operation.clone(),
            undoes: undoes.map(str::to_owned),
            files: edits.iter().map(file_change).collect(),
        })
    }
}

fn stage(edit: &FileEdit) -> Result<Replacement> {
    let file = &edit.file;
    if file.read.is_none() && file.path == file.target {
        // A folder behind a symbolic link that leads nowhere is not Chela's to make.
        file.target.parent().map_or(Ok(()), files::make_folder)?;
    }
    files::remove_abandoned(&file.target);
    if file.path != file.target {
        files::remove_abandoned(&file.path);
    }
    Replacement::stage(&file.target, file.read.clone(), edit.text.as_deref())
}
