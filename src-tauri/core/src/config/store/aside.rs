//! Texts that are changed by hand, so to speak: files beside the config, and comments in it. They
//! are as safe as a change of the config: in the history first, exchanged into place, never over
//! somebody else's change, and undone like it.

use std::path::Path as FilePath;

use super::candidate::FileEdit;
use super::load::ReadFile;
use super::{ATTEMPTS, Committed, Store};
use crate::config::Document;
use crate::config::history::{About, MOST_KEPT};
use crate::place::HomeLock;
use crate::view::FileDiff;
use crate::{Code, Error, Result};

/// What a text becomes.
#[derive(Clone, PartialEq, Eq)]
pub enum Rewritten {
    /// It stays.
    Same,
    /// Another text.
    Text(String),
    /// The file goes.
    Gone,
}

impl std::fmt::Debug for Rewritten {
    /// Without the text, which can hold the user's own plaintext.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Same => "Same",
            Self::Text(_) => "Text",
            Self::Gone => "Gone",
        })
    }
}

impl Store {
    /// Changes the text of a file that is none of the config's, or removes the file. Nothing where
    /// there is none. What `rewrite` makes of the text is asked again when somebody else writes in
    /// between.
    ///
    /// # Errors
    /// What `rewrite` says; `config-contended`, `config-read-only`, `config-hard-linked`,
    /// `config-unreadable`, `io`.
    pub fn rewrite(
        &self,
        lock: &HomeLock,
        file: &FilePath,
        rewrite: &dyn Fn(&str) -> Result<Rewritten>,
        about: &About,
    ) -> Result<Committed> {
        for _ in 0..ATTEMPTS {
            let Some(edit) = rewritten(file, rewrite)? else { return Ok(Committed::default()) };
            if let Some(done) = self.write(lock, &[edit], about, None)? {
                return Ok(done);
            }
        }
        Err(Error::new(Code::ConfigContended).with("path", file.display()))
    }

    /// What [`Store::rewrite`] would do.
    ///
    /// # Errors
    /// Those of [`Store::rewrite`].
    pub fn rewrite_diff(
        file: &FilePath,
        rewrite: &dyn Fn(&str) -> Result<Rewritten>,
    ) -> Result<Option<FileDiff>> {
        Ok(rewritten(file, rewrite)?.map(|edit| edit.diff()))
    }

    /// Changes the comments of the config's files. Their settings must stay as they are.
    ///
    /// # Errors
    /// `config-edit-unsafe` when `rewrite` changes a setting; those of [`Store::commit`].
    pub fn rewrite_comments(
        &self,
        lock: &HomeLock,
        rewrite: &dyn Fn(&str) -> Rewritten,
        about: &About,
    ) -> Result<Committed> {
        for _ in 0..ATTEMPTS {
            let edits = self.commented(rewrite)?;
            if let Some(done) = self.write(lock, &edits, about, None)? {
                return Ok(done);
            }
        }
        Err(self.contended())
    }

    /// What [`Store::rewrite_comments`] would do.
    ///
    /// # Errors
    /// Those of [`Store::rewrite_comments`].
    pub fn comment_diffs(&self, rewrite: &dyn Fn(&str) -> Rewritten) -> Result<Vec<FileDiff>> {
        Ok(self.commented(rewrite)?.iter().map(FileEdit::diff).collect())
    }

    fn commented(&self, rewrite: &dyn Fn(&str) -> Rewritten) -> Result<Vec<FileEdit>> {
        let mut edits = Vec::new();
        for file in self.load()?.read {
            let Rewritten::Text(text) = rewrite(file.text()) else { continue };
            let value = |text: &str| Document::parse(text).map(|document| document.value());
            if value(file.text())? != value(&text)? {
                let unsafe_edit = Error::new(Code::ConfigEditUnsafe);
                return Err(unsafe_edit.with("key", file.path.display()));
            }
            edits.push(FileEdit { file, text: Some(text), aside: false });
        }
        Ok(edits)
    }
}

fn rewritten(
    file: &FilePath,
    rewrite: &dyn Fn(&str) -> Result<Rewritten>,
) -> Result<Option<FileEdit>> {
    let file = ReadFile::read(file)?;
    if file.read.is_none() {
        return Ok(None);
    }
    let text = match rewrite(file.text())? {
        Rewritten::Same => return Ok(None),
        Rewritten::Text(text) => Some(text),
        Rewritten::Gone => None,
    };
    Ok(Some(FileEdit { file, text, aside: true }))
}

/// The largest text (bytes) whose removal can be undone: more is not kept of a change.
pub const MOST_REMOVED: usize = MOST_KEPT / 2;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_deleted_is_told_as_that() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("openclaw.json.bak");
        std::fs::write(&file, "{}\n").unwrap();
        let would = |to: fn() -> Rewritten| {
            Store::rewrite_diff(&file, &|_: &str| Ok(to())).unwrap().map(|diff| diff.gone)
        };
        assert_eq!(would(|| Rewritten::Gone), Some(true));
        assert_eq!(would(|| Rewritten::Text(String::new())), Some(false));
        assert_eq!(would(|| Rewritten::Same), None);
        assert!(file.exists());
    }
}
