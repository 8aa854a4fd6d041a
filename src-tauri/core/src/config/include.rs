//! `$include`: the files of which a config consists, their merged value as OpenClaw sees it,
//! and which of them a change belongs to. Follows nothing that OpenClaw would refuse. Knows no
//! setting; reads files only through the function that it is given.
//!
//! As OpenClaw 2026.9.6 does it (`src/config/includes.ts`, docs/gateway/config-secrets-env.md):
//! one path replaces the object that holds `$include`, several are merged in order; siblings are
//! merged over what is included; objects merge by key and lists are joined end to end.

mod batch;
mod merge;
mod owner;
mod resolve;

use std::io;
use std::path::{Path as FsPath, PathBuf};

use serde_json::Value;

use self::batch::Batch;
pub use self::owner::Owner;
use self::resolve::{Mount, Resolver};
use super::document::{Document, Edit, same};
use crate::{Environment, Error, Result};

/// One file of a config.
#[derive(Debug, Clone)]
pub struct File {
    /// Where it is: absolute, as it is named, not where a symlink leads.
    pub path: PathBuf,
    /// Where it really is: the same for two names of one file.
    pub(super) real: PathBuf,
    /// What is in it.
    pub document: Document,
    /// Whether it is there; only the main file may be missing.
    pub exists: bool,
    /// Whether it lies outside the folder of the main file, in one of the extra roots.
    pub foreign: bool,
}

/// A config with all that it includes.
#[derive(Clone)]
pub struct Files {
    files: Vec<File>,
    mounts: Vec<Mount>,
    value: Value,
}

impl std::fmt::Debug for Files {
    /// Without the value, which can hold the user's own plaintext.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.files).finish()
    }
}

/// The folders from which files may be included besides the main file's own, as the gateway's
/// environment names them (`OPENCLAW_INCLUDE_ROOTS`, separated like `PATH`, `~` for the home).
/// Relative ones, which depend on where the gateway was started, are left out.
pub fn roots(environment: &Environment) -> Vec<PathBuf> {
    let names = environment.get("OPENCLAW_INCLUDE_ROOTS").unwrap_or_default();
    let expanded = std::env::split_paths(names.trim()).map(|name| {
        match (name.strip_prefix("~"), environment.home()) {
            (Ok(rest), Some(home)) => home.join(rest),
            _ => name,
        }
    });
    expanded.filter(|root| root.is_absolute()).collect()
}

/// Reads a file as text. `InvalidData` says that it is none.
pub type Read<'r> = dyn FnMut(&FsPath) -> io::Result<String> + 'r;

impl Files {
    /// Reads the main file, which may be missing or empty, and whatever it includes. `roots` are
    /// the folders of `OPENCLAW_INCLUDE_ROOTS`, from which files may be included besides the
    /// main file's own folder.
    ///
    /// # Errors
    /// `config-unparsable` and `config-unreadable` with `path`; `config-include` (`path`,
    /// `include`, `detail`) for what OpenClaw would refuse; `io`.
    pub fn load(main: &FsPath, roots: &[PathBuf], read: &mut Read<'_>) -> Result<Self> {
        let main = std::path::absolute(main).unwrap_or_else(|_| main.to_owned());
        let (text, exists) = match read(&main) {
            Ok(text) => (text, true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (String::new(), false),
            Err(error) => return Err(unreadable(&main, &error)),
        };
        let document =
            Document::parse(&text).map_err(|error| error.with("path", main.display()))?;
        let real = main.canonicalize().unwrap_or_else(|_| main.clone());
        let file = File { path: main, real, document, exists, foreign: false };
        Resolver::new(vec![file], roots, read).finish()
    }

    /// The files, the main one first.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The merged value, as OpenClaw sees it before it fills in `${VARIABLES}`.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The config after edits of the merged value, each made in the file that owns its key; all
    /// or none. Files that no edit touches keep their text.
    ///
    /// # Errors
    /// Those of [`Files::owner`] and [`Document::apply`], with `path`; `config-edit-unsafe` when
    /// the merged value would not be what was asked for.
    pub fn apply_all(&self, edits: &[Edit]) -> Result<Self> {
        let mut batch = Batch::of(self.clone());
        edits.iter().try_for_each(|edit| batch.add(edit))?;
        batch.made()
    }

    /// With another text of one file.
    fn with(&self, file: usize, document: Document) -> Result<Self> {
        let mut files = self.files.clone();
        files[file].document = document;
        let mut none = |_: &FsPath| Err(io::ErrorKind::NotFound.into());
        Resolver::new(files, &[], &mut none).finish()
    }

    /// Whether the merged value is as an edit asks for.
    fn shows(&self, edit: &Edit) -> bool {
        let found = edit.path().find(&self.value);
        match edit {
            Edit::Set { value, .. } => found.is_some_and(|found| same(found, value)),
            Edit::Remove { .. } | Edit::Rename { .. } => found.is_none(),
        }
    }
}

fn unreadable(path: &FsPath, error: &io::Error) -> Error {
    if error.kind() == io::ErrorKind::InvalidData {
        return Error::unreadable("not-utf8").with("path", path.display());
    }
    Error::io(path.display(), "read", error)
}

#[cfg(test)]
mod tests;
