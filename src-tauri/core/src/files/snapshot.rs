//! A file as it was at one moment: its text, and what tells that moment from a later one.

use std::fs::Metadata;
use std::io::Read;
use std::path::Path;
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use crate::{Error, Result};

/// A file as it was read. Two are equal when nobody wrote, replaced or chmodded it in between.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Snapshot {
    /// The text.
    pub(crate) text: String,
    /// The rest.
    pub(crate) stamp: Stamp,
}

/// What the file system says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp {
    device: u64,
    inode: u64,
    size: u64,
    modified_ns: u128,
    /// Permission bits; 0 where the platform has none.
    pub(crate) mode: u32,
    /// Owner and group; 0 where the platform has none.
    pub(crate) owner: (u32, u32),
}

/// Files above this size are no configuration.
const LIMIT: u64 = 32 << 20;

impl Snapshot {
    /// Reads a file; `None` when there is none.
    ///
    /// # Errors
    /// `config-unreadable` when it is no regular file, no UTF-8 or too large; `io`.
    pub(crate) fn read(path: &Path) -> Result<Option<Self>> {
        let refused = |e: &std::io::Error| super::failed(path, "read", e);
        let mut file = match open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(refused(&error)),
        };
        let unreadable = |reason| Error::unreadable(reason).with("path", path.display());
        let about = file.metadata().map_err(|e| refused(&e))?;
        if !about.is_file() {
            return Err(unreadable("no-file"));
        }
        // With room for all of it: a buffer that grows leaves copies behind.
        let room = about.len().min(LIMIT) + 1;
        let mut bytes = Vec::with_capacity(usize::try_from(room).unwrap_or_default());
        let found = (&mut file).take(LIMIT + 1).read_to_end(&mut bytes);
        found.map_err(|e| refused(&e))?;
        // After the text: a change while it was read shows as a size or time that does not fit.
        let stamp = Stamp::of(&file.metadata().map_err(|e| refused(&e))?);
        if stamp.size > LIMIT {
            return Err(unreadable("too-large"));
        }
        let text = String::from_utf8(bytes).map_err(|_| unreadable("not-utf8"))?;
        Ok(Some(Self { text, stamp }))
    }
}

impl Drop for Snapshot {
    /// The text can hold the user's own plaintext.
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

impl std::fmt::Debug for Snapshot {
    /// Without the text, which can hold the user's own plaintext.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Snapshot({} bytes, {:?})", self.text.len(), self.stamp)
    }
}

impl Stamp {
    fn of(found: &Metadata) -> Self {
        let modified = found.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok());
        #[cfg(unix)]
        let (device, inode, mode, owner) = {
            use std::os::unix::fs::MetadataExt;
            (found.dev(), found.ino(), found.mode() & 0o7777, (found.uid(), found.gid()))
        };
        #[cfg(not(unix))]
        let (device, inode, mode, owner) = (0, 0, 0, (0, 0));
        Self {
            device,
            inode,
            size: found.len(),
            modified_ns: modified.map_or(0, |d| d.as_nanos()),
            mode,
            owner,
        }
    }
}

/// Opens for reading without waiting: a named pipe would keep who opens it until somebody
/// writes into it.
#[cfg(unix)]
pub(super) fn open(path: &Path) -> std::io::Result<std::fs::File> {
    use rustix::fs::{Mode, OFlags};
    let how = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, how, Mode::empty())?.into())
}

#[cfg(not(unix))]
pub(super) fn open(path: &Path) -> std::io::Result<std::fs::File> {
    std::fs::File::open(path)
}

/// The fingerprint of a text: SHA-256 in hexadecimal.
pub(crate) fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn a_later_write_shows_even_when_the_text_is_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        assert_eq!(Snapshot::read(&path).unwrap(), None);
        std::fs::write(&path, "{}").unwrap();
        let first = Snapshot::read(&path).unwrap().unwrap();
        assert_eq!(Snapshot::read(&path).unwrap().unwrap(), first);
        std::fs::write(dir.path().join("g"), "{}").unwrap();
        std::fs::rename(dir.path().join("g"), &path).unwrap();
        let second = Snapshot::read(&path).unwrap().unwrap();
        assert_eq!(first.text, second.text);
        assert_ne!(first, second);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("f");
        std::fs::write(&path, b"\xff\xfe{\0").unwrap();
        assert_eq!(Snapshot::read(&path).unwrap_err().code, Code::ConfigUnreadable);
    }

    #[test]
    #[cfg(unix)]
    fn what_is_no_regular_file_is_refused_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        for path in [dir.path(), &pipe, Path::new("/dev/null")] {
            let error = Snapshot::read(path).unwrap_err();
            assert_eq!(error.code, Code::ConfigUnreadable, "{path:?}");
            assert!(error.message().contains("no regular file"), "{error}");
        }
    }
}
