//! Files and folders that only their owner may read, written whole or not at all.
//!
//! Leaves out what the files mean, and every lock: two writers of one file agree before they
//! come here ([`crate::place::HomeLock`]).

mod bounded;
mod replace;
mod snapshot;
mod temporary;

use std::io;
use std::path::{Path, PathBuf};

pub(crate) use bounded::{beginning, beginning_if_there, no_regular_file, opened, small_text};
pub(crate) use replace::{Applied, Replacement, draft};
pub(crate) use snapshot::{Snapshot, digest};
pub(crate) use temporary::{Temporary, has_abandoned, remove_abandoned};

use crate::text::say;
use crate::{Code, Error, Result};

/// The most symbolic links on the way to a file, as on Linux.
const MOST_LINKS: u32 = 40;

/// [`Error::io`] of a path.
pub(crate) fn failed(path: &Path, action: &str, error: &io::Error) -> Error {
    Error::io(path.display(), action, error)
}

/// Where a path's symbolic links lead, whether something is there or not.
pub(crate) fn resolved(path: &Path) -> Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..MOST_LINKS {
        match std::fs::read_link(&at) {
            Ok(next) => at = at.parent().unwrap_or(Path::new("/")).join(next),
            Err(_) => return Ok(at),
        }
    }
    Err(Error::unable(path.display(), "read", say("io.link-circle", &[])))
}

/// Closes a file to others than its owner. Answers whether its mode is another one now.
pub(crate) fn close_to_others(path: &Path) -> Result<bool> {
    let mode = || {
        let found = std::fs::metadata(path).map_err(|e| failed(path, "read", &e))?;
        Ok::<_, Error>(mode_of(&found))
    };
    let before = mode()?;
    if before & 0o077 == 0 {
        return Ok(false);
    }
    restrict(path, before & 0o700)?;
    Ok(mode()? != before)
}

/// The mode of a file that others than its owner may read, in octal.
pub(crate) fn open_to_others(found: &std::fs::Metadata) -> Option<String> {
    let mode = mode_of(found);
    (mode & 0o044 != 0).then(|| format!("{:04o}", mode & 0o7777))
}

/// Makes a folder, 0700 whatever the umask, with those above it that are missing. One that is
/// there is left as it is.
pub(crate) fn make_folder(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
        make_folder(above)?;
    }
    match private_folder_builder().create(path) {
        Ok(()) => restrict(path, 0o700)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        Err(error) => return Err(failed(path, "made", &error)),
    }
    sync_folder_of(path);
    Ok(())
}

/// Makes a folder that is Chela's alone, or takes the one that is there: ours, no symbolic
/// link, and closed to others from now on.
///
/// # Errors
/// `data-folder-unsafe` when it is somebody else's or a link; `io`.
pub(crate) fn own_folder(path: &Path) -> Result<()> {
    make_folder(path)?;
    let found = std::fs::symlink_metadata(path).map_err(|e| failed(path, "read", &e))?;
    let refuse = |reason: &str| {
        Err(Error::new(Code::DataFolderUnsafe)
            .with("path", path.display())
            .with("detail", say(reason, &[])))
    };
    if found.is_symlink() {
        return refuse("core.folder-is-link");
    }
    if is_foreign(&found) {
        return refuse("core.folder-is-foreign");
    }
    if is_open_to_others(&found) { restrict(path, 0o700) } else { Ok(()) }
}

/// Writes a file of Chela's own, 0600, whole or not at all. The caller holds the lock under
/// which this file is written.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    remove_abandoned(path);
    let temporary = Temporary::beside(path, "tmp", bytes, 0o600)?;
    temporary.rename_to(path).map_err(|e| failed(path, "written", &e))?;
    sync_folder_of(path);
    Ok(())
}

/// Makes the renaming of a file last through a power cut. Where a folder cannot be synced
/// (Windows, some network file systems) it lasts as well as it can there: the rename itself has
/// happened, and a failure here could not be taken back.
pub(crate) fn sync_folder_of(file: &Path) {
    if let Some(folder) = file.parent() {
        let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    }
}

/// Opens a file of Chela's own for appending, 0600 whatever the umask.
pub(crate) fn open_private(path: &Path) -> Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|e| failed(path, "opened", &e))?;
    let found = file.metadata().map_err(|e| failed(path, "read", &e))?;
    if !has_mode(&found, 0o600) {
        restrict(path, 0o600)?;
    }
    Ok(file)
}

/// Whether a lock failed because the file system has none: a home folder on a network without a
/// lock service, some of those in user space.
pub(crate) fn has_no_locks(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::NOLCK.raw_os_error()) {
        return true;
    }
    error.kind() == io::ErrorKind::Unsupported
}

/// Whether there is no process of this number on this computer.
#[cfg(unix)]
pub(crate) fn is_gone(pid: u32) -> bool {
    use rustix::process::{Pid, test_kill_process};
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| test_kill_process(pid) == Err(rustix::io::Errno::SRCH))
}

/// Elsewhere nobody is asked.
#[cfg(not(unix))]
pub(crate) fn is_gone(_pid: u32) -> bool {
    false
}

#[cfg(unix)]
mod platform {
    use std::fs::{DirBuilder, Metadata, Permissions};
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};

    pub(super) fn private_folder_builder() -> DirBuilder {
        let mut builder = DirBuilder::new();
        builder.mode(0o700);
        builder
    }

    pub(super) fn restrict(path: &std::path::Path, mode: u32) -> crate::Result<()> {
        std::fs::set_permissions(path, Permissions::from_mode(mode))
            .map_err(|e| super::failed(path, "protected", &e))
    }

    pub(super) fn has_mode(found: &Metadata, mode: u32) -> bool {
        found.mode() & 0o777 == mode
    }

    pub(super) fn mode_of(found: &Metadata) -> u32 {
        found.mode() & 0o7777
    }

    pub(super) fn is_open_to_others(found: &Metadata) -> bool {
        !has_mode(found, 0o700)
    }

    pub(super) fn is_foreign(found: &Metadata) -> bool {
        found.uid() != rustix::process::geteuid().as_raw()
    }
}

/// Elsewhere the user's profile folder is closed to others by the system.
#[cfg(not(unix))]
mod platform {
    use std::fs::{DirBuilder, Metadata};

    pub(super) fn private_folder_builder() -> DirBuilder {
        DirBuilder::new()
    }

    pub(super) fn restrict(_path: &std::path::Path, _mode: u32) -> crate::Result<()> {
        Ok(())
    }

    pub(super) fn has_mode(_found: &Metadata, _mode: u32) -> bool {
        true
    }

    pub(super) fn mode_of(_found: &Metadata) -> u32 {
        0o600
    }

    pub(super) fn is_open_to_others(_found: &Metadata) -> bool {
        false
    }

    pub(super) fn is_foreign(_found: &Metadata) -> bool {
        false
    }
}

use platform::{
    has_mode, is_foreign, is_open_to_others, mode_of, private_folder_builder, restrict,
};

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn folders_and_files_are_closed_to_others() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b/c");
        own_folder(&deep).unwrap();
        let file = deep.join("settings.json");
        write_private(&file, b"{}").unwrap();
        let log = deep.join("log");
        open_private(&log).unwrap();
        assert_eq!((mode(&deep), mode(&dir.path().join("a"))), (0o700, 0o700));
        assert_eq!((mode(&file), mode(&log)), (0o600, 0o600));

        std::fs::set_permissions(&deep, std::fs::Permissions::from_mode(0o755)).unwrap();
        own_folder(&deep).unwrap();
        assert_eq!(mode(&deep), 0o700);
    }

    #[test]
    fn a_folder_that_is_a_link_or_somebody_elses_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(dir.path().join("elsewhere"), &link).unwrap();
        std::fs::create_dir(dir.path().join("elsewhere")).unwrap();
        assert_eq!(own_folder(&link).unwrap_err().code, Code::DataFolderUnsafe);

        let foreign = dir.path().join("foreign");
        std::fs::create_dir(&foreign).unwrap();
        if rustix::process::geteuid().is_root() {
            std::os::unix::fs::chown(&foreign, Some(12345), None).unwrap();
            let error = own_folder(&foreign).unwrap_err();
            assert_eq!(error.code, Code::DataFolderUnsafe);
            assert!(error.message().contains("another user"), "{error}");
        }
    }
}
