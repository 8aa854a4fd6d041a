//! A file's content replaced in one step, and only where it still is what was read.
//!
//! Between a last look and a plain rename somebody else's write could slip in and be lost. So
//! where the system can, the two files are *exchanged*: what was displaced can be read, and goes
//! back into its place when it is not what was expected.

use std::io;
use std::path::{Path, PathBuf};

use super::{Snapshot, Temporary, failed, sync_folder_of};
use crate::{Code, Error, Result};

/// New content for one file, written beside it and synced; or its removal.
#[derive(Debug)]
pub(crate) struct Replacement {
    target: PathBuf,
    read: Option<Snapshot>,
    removes: bool,
    temporary: Temporary,
}

/// Exchanges two files in one step; `false` where the file system cannot.
type Exchange = fn(&Path, &Path) -> io::Result<bool>;

/// How a replacement ended.
#[derive(Debug)]
pub(crate) enum Applied {
    /// The file has the new content.
    Done(Box<Replaced>),
    /// It was no longer what was read. It is as somebody else left it.
    Changed,
}

/// A file that was replaced.
#[derive(Debug)]
pub(crate) struct Replaced {
    target: PathBuf,
    before: Option<Snapshot>,
    after: Option<Snapshot>,
}

impl Replacement {
    /// Writes `text` beside `target`, which is no symbolic link, with the mode and owner of
    /// `read` (0600 when there was no file). Without a text the file will be removed.
    ///
    /// # Errors
    /// `config-read-only`, `config-hard-linked`; `config-unreadable` when `target` is no regular
    /// file; `io`.
    pub(crate) fn stage(target: &Path, read: Option<Snapshot>, text: Option<&str>) -> Result<Self> {
        let mode = match &read {
            Some(read) => {
                refuse_protected(target)?;
                read.stamp.mode
            }
            None => 0o600,
        };
        let bytes = text.unwrap_or_default().as_bytes();
        let temporary = beside(target, "tmp", bytes, mode)?;
        if let Some(read) = &read {
            keep_owner(&temporary, read).map_err(|e| failed(target, "given-to-its-owner", &e))?;
        }
        Ok(Self { target: target.to_owned(), read, removes: text.is_none(), temporary })
    }

    /// Puts the new content into place.
    pub(crate) fn apply(self) -> Result<Applied> {
        self.apply_by(exchange)
    }

    fn apply_by(self, exchange: Exchange) -> Result<Applied> {
        let Self { target, read, removes, temporary } = self;
        if Snapshot::read(&target)? != read {
            return Ok(Applied::Changed);
        }
        let after = if removes { None } else { Snapshot::read(temporary.path())? };
        let done = match &read {
            Some(read) if removes => move_away(temporary, read, &target),
            Some(read) => match exchange(temporary.path(), &target) {
                Ok(true) => was_expected(temporary, (read, after.as_ref()), &target, exchange),
                Ok(false) => temporary.rename_to(&target).map(|()| true),
                Err(error) => Err(error),
            },
            None if removes => Ok(true),
            None => temporary.create_at(&target),
        };
        match done {
            Ok(true) => {
                sync_folder_of(&target);
                Ok(Applied::Done(Box::new(Replaced { target, before: read, after })))
            }
            Ok(false) => Ok(Applied::Changed),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Applied::Changed),
            Err(error) => Err(failed(&target, "replaced", &error)),
        }
    }
}

impl Replaced {
    /// Puts the old content back, unless somebody changed the file since.
    pub(crate) fn put_back(self) -> Result<Applied> {
        let text = self.before.as_ref().map(|before| before.text.as_str());
        Replacement::stage(&self.target, self.after, text)?.apply()
    }
}

/// Looks at what the exchange displaced, now at the temporary name. When it is not what was
/// read, it goes back; and when the file was written yet again meanwhile, that newest one stays.
fn was_expected(
    temporary: Temporary,
    (read, ours): (&Snapshot, Option<&Snapshot>),
    target: &Path,
    exchange: Exchange,
) -> io::Result<bool> {
    if is(temporary.path(), read) {
        return Ok(true);
    }
    if matches!(exchange(temporary.path(), target), Ok(true))
        && (ours.is_some_and(|ours| is(temporary.path(), ours))
            || matches!(exchange(temporary.path(), target), Ok(true)))
    {
        return Ok(false);
    }
    // What stands at the temporary name is somebody else's, and has lost its place.
    if temporary.give_back(target)? { Ok(false) } else { Err(kept_beside(target)) }
}

fn kept_beside(target: &Path) -> io::Error {
    let name = Temporary::kept_name(target);
    io::Error::other(crate::text::say("core.kept-beside", &[("name", &name.display())]))
}

/// Moves the file to the temporary name, to go with it, and looks at it there. When it is not
/// what was read it goes back, unless there is a new one already.
fn move_away(temporary: Temporary, read: &Snapshot, target: &Path) -> io::Result<bool> {
    std::fs::rename(target, temporary.path())?;
    if is(temporary.path(), read) {
        return Ok(true);
    }
    temporary.create_at(target).map(|_| false)
}

fn is(path: &Path, expected: &Snapshot) -> bool {
    Snapshot::read(path).is_ok_and(|found| found.is_some_and(|found| found == *expected))
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

/// A text beside `target`, 0600, to be looked at by OpenClaw and not to become it.
///
/// # Errors
/// `config-read-only`; `io`.
pub(crate) fn draft(target: &Path, text: &str) -> Result<Temporary> {
    beside(target, "check", text.as_bytes(), 0o600)
}

fn beside(target: &Path, ending: &str, bytes: &[u8], mode: u32) -> Result<Temporary> {
    Temporary::beside(target, ending, bytes, mode)
        .map_err(|error| if is_read_only(target) { read_only(target) } else { error })
}

fn read_only(target: &Path) -> Error {
    Error::new(Code::ConfigReadOnly).with("path", target.display())
}

/// Whether the folder, not something passing, is why no file could be made in it.
fn is_read_only(target: &Path) -> bool {
    let Some(folder) = target.parent() else { return false };
    let probe = tempfile::Builder::new().prefix(".chela-").tempfile_in(folder);
    probe.is_err_and(|e| {
        matches!(e.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
    })
}

fn refuse_protected(target: &Path) -> Result<()> {
    let found = std::fs::symlink_metadata(target).map_err(|e| failed(target, "read", &e))?;
    if !found.is_file() {
        return Err(Error::unreadable("no-file").with("path", target.display()));
    }
    if found.permissions().readonly() {
        return Err(read_only(target));
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&found) > 1 {
        return Err(Error::new(Code::ConfigHardLinked).with("path", target.display()));
    }
    Ok(())
}

/// Gives the new file the old one's owner and group. A group that cannot be given is let go
/// when it had no rights.
#[cfg(unix)]
fn keep_owner(temporary: &Temporary, read: &Snapshot) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let now = temporary.file().metadata()?;
    let (owner, group) = read.stamp.owner;
    if now.uid() != owner {
        fchown(temporary.file(), Some(owner), None)?;
    }
    if now.gid() != group {
        match fchown(temporary.file(), None, Some(group)) {
            Err(error) if read.stamp.mode & 0o070 != 0 => return Err(error),
            _ => {}
        }
    }
    // A change of owner clears the set-id bits, so the mode is said once more.
    let mode = std::os::unix::fs::PermissionsExt::from_mode(read.stamp.mode);
    temporary.file().set_permissions(mode)
}

#[cfg(not(unix))]
fn keep_owner(_temporary: &Temporary, _read: &Snapshot) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
