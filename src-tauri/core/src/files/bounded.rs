//! Files that are small when all is well, read up to a bound: one that has grown without any, or
//! has become a pipe, costs neither memory nor time.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::snapshot::open;
use crate::Result;
use crate::text::say;

/// What a small file has at most: a unit, a note, a lock, a package's description.
const SMALL: u64 = 1 << 20;

/// The text of a small file.
///
/// # Errors
/// Also when it is too large, no regular file, or no UTF-8.
pub(crate) fn small_text(path: &Path) -> io::Result<String> {
    let bytes = beginning(path, SMALL + 1)?;
    if bytes.len() as u64 > SMALL {
        return Err(ErrorKind::FileTooLarge.into());
    }
    String::from_utf8(bytes).map_err(|_| ErrorKind::InvalidData.into())
}

/// The first `most` bytes of a file.
///
/// # Errors
/// Also when it is no regular file.
pub(crate) fn beginning(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    opened(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A file, opened for reading.
///
/// # Errors
/// Also when it is no regular file.
pub(crate) fn opened(path: &Path) -> io::Result<File> {
    let file = open(path)?;
    if !file.metadata()?.is_file() {
        return Err(no_regular_file());
    }
    Ok(file)
}

/// What is a folder, a pipe or a device instead of a file.
pub(crate) fn no_regular_file() -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, say("core.unreadable.no-file", &[]))
}

/// The first `most` bytes of a file; `None` where there is none.
///
/// # Errors
/// `io`: one that cannot be read is not one that is missing.
pub(crate) fn beginning_if_there(path: &Path, most: u64) -> Result<Option<Vec<u8>>> {
    match beginning(path, most) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(super::failed(path, "read", &e)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_small_is_refused_and_read_in_part() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "a: 1").unwrap();
        assert_eq!(small_text(&path).unwrap(), "a: 1");

        // 100 MB that take no room on the disk.
        std::fs::File::options().write(true).open(&path).unwrap().set_len(100 << 20).unwrap();
        assert_eq!(small_text(&path).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert_eq!(beginning(&path, 5).unwrap(), b"a: 1\0");

        std::fs::write(&path, b"\xff").unwrap();
        assert_eq!(small_text(&path).unwrap_err().kind(), ErrorKind::InvalidData);
        assert!(small_text(folder.path()).is_err());
        assert!(beginning_if_there(folder.path(), 5).is_err());
        assert_eq!(beginning_if_there(&folder.path().join("none"), 5).unwrap(), None);
        assert_eq!(
            small_text(&folder.path().join("none")).unwrap_err().kind(),
            ErrorKind::NotFound
        );
    }

    #[test]
    #[cfg(unix)]
    fn a_pipe_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        assert!(small_text(&pipe).is_err());
    }
}
