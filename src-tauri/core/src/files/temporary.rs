//! The temporary file beside the one that it will become. Its name says whose it is, and a lock
//! on it says that its writer lives: what a killed process left is found and removed.

use std::fs::File;
#[cfg(unix)]
use std::fs::TryLockError;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::failed;
use crate::Result;

/// A file in the folder of `target`, removed on drop unless it was renamed.
#[derive(Debug)]
pub(crate) struct Temporary(NamedTempFile);

impl Temporary {
    /// Writes and syncs `.<name>.chela-XXXXXX.<ending>` beside `target`, with exactly `mode`.
    pub(crate) fn beside(target: &Path, ending: &str, bytes: &[u8], mode: u32) -> Result<Self> {
        let folder = target.parent().unwrap_or(Path::new("."));
        let file = tempfile::Builder::new()
            .prefix(&mark(target))
            .suffix(&format!(".{ending}"))
            .tempfile_in(folder)
            .map_err(|e| failed(target, "written", unwrapped(&e)))?;
        let written = own(file.as_file())
            .and_then(|()| set_mode(file.as_file(), mode))
            .and_then(|()| file.as_file().write_all(bytes))
            .and_then(|()| file.as_file().sync_all());
        written.map_err(|e| failed(target, "written", &e))?;
        Ok(Self(file))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// The open file.
    pub(crate) fn file(&self) -> &File {
        self.0.as_file()
    }

    /// Puts it at `target`, in the place of what is there.
    pub(crate) fn rename_to(self, target: &Path) -> io::Result<()> {
        self.0.persist(target).map(drop).map_err(|e| e.error)
    }

    /// Puts it at `target` where nothing is; `false` when something is.
    pub(crate) fn create_at(self, target: &Path) -> io::Result<bool> {
        match self.0.persist_noclobber(target) {
            Ok(_) => Ok(true),
            Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(e) => Err(e.error),
        }
    }

    /// Puts somebody else's file, which is here by mistake, back to `target` where nothing is;
    /// else keeps it under [`Temporary::kept_name`], and answers `false`.
    pub(crate) fn give_back(self, target: &Path) -> io::Result<bool> {
        match self.0.persist_noclobber(target) {
            Ok(_) => Ok(true),
            Err(e) => {
                let kept = e.file.persist(Self::kept_name(target));
                // Where not even that works it stays where it is; removed it would be lost.
                kept.map(|_| false).or_else(|e| e.file.keep().map(|_| false).map_err(|e| e.error))
            }
        }
    }

    /// The name under which somebody else's file is kept that has lost its place.
    pub(crate) fn kept_name(target: &Path) -> PathBuf {
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(".theirs");
        target.with_file_name(name)
    }
}

/// Removes the temporary files beside `target` whose writer is gone. Failing to is no failure:
/// the next start tries again.
pub(crate) fn remove_abandoned(target: &Path) {
    for path in abandoned(target) {
        let _ = std::fs::remove_file(&path);
    }
}

/// Whether there are temporary files beside `target` whose writer is gone.
pub(crate) fn has_abandoned(target: &Path) -> bool {
    !abandoned(target).is_empty()
}

fn abandoned(target: &Path) -> Vec<PathBuf> {
    let (Some(folder), mark) = (target.parent(), mark(target)) else { return vec![] };
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
    let ours = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&mark))
    };
    let files = entries.flatten().filter(|e| e.file_type().is_ok_and(|kind| kind.is_file()));
    files.map(|entry| entry.path()).filter(ours).filter(|path| is_abandoned(path)).collect()
}

fn mark(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    format!(".{name}.chela-")
}

/// The system's error below the one to which `tempfile` adds the path.
fn unwrapped(error: &io::Error) -> &io::Error {
    error.get_ref().and_then(|e| e.source()).and_then(|e| e.downcast_ref()).unwrap_or(error)
}

/// A lock on a file hinders nobody from reading it here; on Windows it would.
#[cfg(unix)]
fn own(file: &File) -> io::Result<()> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        // A file system without locks: then what is left behind looks abandoned too early,
        // which only matters for two homes with one config.
        Err(TryLockError::Error(_)) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(io::ErrorKind::WouldBlock.into()),
    }
}

#[cfg(unix)]
fn is_abandoned(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        // Nobody can tell: see `own`.
        Err(TryLockError::Error(error)) => super::has_no_locks(&error),
    })
}

#[cfg(unix)]
fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn own(_file: &File) -> io::Result<()> {
    Ok(())
}

/// An open file cannot be removed there, so one that can be is abandoned.
#[cfg(not(unix))]
fn is_abandoned(_path: &Path) -> bool {
    true
}

#[cfg(not(unix))]
fn set_mode(_file: &File, _mode: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_holds_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("openclaw.json");
        let abandoned = dir.path().join(".openclaw.json.chela-a1b2c3.tmp");
        let foreign = dir.path().join(".openclaw.json.swp");
        for path in [&abandoned, &foreign] {
            std::fs::write(path, "x").unwrap();
        }
        let held = Temporary::beside(&target, "tmp", b"y", 0o600).unwrap();
        remove_abandoned(&target);
        assert!(!abandoned.exists());
        assert!(foreign.exists() && held.path().exists());
        let path = held.path().to_owned();
        drop(held);
        assert!(!path.exists());
    }
}
