//! Edits that belong to the same file are made together, because each change of a file reads all of
//! it anew.

use super::{Files, Owner};
use crate::config::document::{Edit, leads_to};
use crate::{Code, Error, Result};

/// Files, and edits of one of them that are not made yet.
pub(super) struct Batch<'e> {
    files: Files,
    file: usize,
    /// As they were asked for.
    edits: Vec<&'e Edit>,
    /// As the file needs them.
    own: Vec<Edit>,
}

impl<'e> Batch<'e> {
    pub(super) fn of(files: Files) -> Self {
        Self { files, file: 0, edits: Vec::new(), own: Vec::new() }
    }

    /// Adds an edit. Where it is of another file, or those before it may have decided about it,
    /// they are made first.
    ///
    /// # Errors
    /// Those of [`Files::apply_all`].
    pub(super) fn add(&mut self, edit: &'e Edit) -> Result<()> {
        let waits = |owner: &Owner| {
            !self.files.shows(edit) && (self.edits.is_empty() || owner.file == self.file)
        };
        let owner = match self.files.owner(edit).ok().filter(waits) {
            Some(owner) => owner,
            None => {
                self.make()?;
                if self.files.shows(edit) {
                    return Ok(());
                }
                self.files.owner(edit)?
            }
        };
        self.file = owner.file;
        self.own.push(owner.edit(edit));
        self.edits.push(edit);
        Ok(())
    }

    /// The files after all edits.
    ///
    /// # Errors
    /// Those of [`Files::apply_all`].
    pub(super) fn made(mut self) -> Result<Files> {
        self.make()?;
        Ok(self.files)
    }

    fn make(&mut self) -> Result<()> {
        let (edits, own) = (std::mem::take(&mut self.edits), std::mem::take(&mut self.own));
        let Some(first) = edits.first() else { return Ok(()) };
        let file = &self.files.files[self.file];
        let located = |error: Error| error.with("path", file.path.display());
        let document = file.document.apply_all(&own).map_err(located)?;
        let after = self.files.with(self.file, document)?;
        if !leads_to(self.files.value(), &edits, after.value()) {
            return Err(located(Error::new(Code::ConfigEditUnsafe).with("key", first.path())));
        }
        self.files = after;
        Ok(())
    }
}
