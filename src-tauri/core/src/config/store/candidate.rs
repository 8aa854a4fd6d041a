//! What edits would make of the config: to show, to check, to write.

use std::path::Path as FilePath;

use super::load::ReadFile;
use crate::Result;
use crate::config::diff::file_diff;
use crate::config::include::Files;
use crate::files::{self, Temporary};
use crate::view::FileDiff;

/// A change that is worked out and not written.
#[derive(Clone)]
pub struct Candidate {
    pub(super) files: Vec<FileEdit>,
    after: Files,
}

/// The new text of one file; `None` removes it.
#[derive(Clone)]
pub(super) struct FileEdit {
    pub(super) file: ReadFile,
    pub(super) text: Option<String>,
    /// Whether it is no file of the config.
    pub(super) aside: bool,
}

impl Candidate {
    pub(super) fn new(after: Files, read: &[ReadFile]) -> Self {
        let changed = |file: &ReadFile| {
            let now = after.files().iter().find(|now| now.path == file.path)?.document.text();
            let text = Some(now.to_owned()).filter(|now| now != file.text())?;
            Some(FileEdit { file: file.clone(), text: Some(text), aside: false })
        };
        let files = read.iter().filter_map(changed).collect();
        Self { files, after }
    }

    /// Whether nothing would change.
    pub fn is_noop(&self) -> bool {
        self.files.is_empty()
    }

    /// The config as it would be.
    pub fn config(&self) -> &Files {
        &self.after
    }

    /// The change of each file, secrets masked.
    pub fn diffs(&self) -> Vec<FileDiff> {
        self.files.iter().map(FileEdit::diff).collect()
    }

    /// The candidate in one file beside the config: its own text, or the merged value when an
    /// included file changes (the text would name the old one). Where no file can be made there
    /// and the config is a link, beside what it leads to: the merged value too, because relative
    /// includes would lead elsewhere from there.
    ///
    /// # Errors
    /// `config-read-only`, `io`.
    pub(super) fn draft(&self, config: &FilePath) -> Result<Temporary> {
        let main = self.after.files().first();
        let only_main =
            self.files.iter().all(|edit| main.is_some_and(|main| main.path == edit.file.path));
        let text = match main {
            Some(main) if only_main => main.document.text().to_owned(),
            _ => self.after.value().to_string(),
        };
        if let Some(folder) = config.parent() {
            files::make_folder(folder)?;
        }
        files::remove_abandoned(config);
        let draft = files::draft(config, &text);
        let Err(error) = &draft else { return draft };
        let target = files::resolved(config)?;
        if target == config {
            return draft;
        }
        let alone = self.after.files().len() == 1;
        let text = if alone { text } else { self.after.value().to_string() };
        files::remove_abandoned(&target);
        files::draft(&target, &text).map_err(|_| error.clone())
    }
}

impl std::fmt::Debug for Candidate {
    /// Without the texts, which can hold the user's own plaintext.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Candidate({} files)", self.files.len())
    }
}

impl FileEdit {
    /// A file as it is.
    pub(super) fn untouched(file: ReadFile, aside: bool) -> Self {
        let text = file.read.as_ref().map(|read| read.text.clone());
        Self { file, text, aside }
    }

    /// The change, secrets masked.
    pub(super) fn diff(&self) -> FileDiff {
        let before = self.file.read.as_ref().map(|read| read.text.as_str());
        let diff = file_diff(&self.file.path, before, self.text.as_deref().unwrap_or_default());
        FileDiff { gone: self.text.is_none(), ..diff }
    }
}
