//! One writer per home: an advisory lock that the system lets go when its holder ends, however
//! it ends. Where a file system has no locks, a file of Chela's own takes its place ([`mark`]).

mod mark;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use self::mark::Mark;
use super::Place;
use crate::openclaw::Home;
use crate::{Code, Error, Result, files};

/// The right to change one home, held until it is dropped.
#[derive(Debug)]
pub struct HomeLock {
    folder: PathBuf,
    _lock: Lock,
}

/// A lock on a file of Chela's own, held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
    _mark: Option<Mark>,
}

/// How often a held lock is tried again: the system offers no wait with an end.
const PAUSE: Duration = Duration::from_millis(5);

impl HomeLock {
    /// Takes the lock of a home, waiting at most `wait` for whoever holds it.
    ///
    /// # Errors
    /// `busy` when it is still held then; `data-folder-unsafe`, `io`.
    pub fn take(place: &Place, home: &Home, wait: Duration) -> Result<Self> {
        let folder = place.make_home(home)?;
        let lock = Lock::take(&folder.join("lock"), wait)?;
        Ok(Self { folder, _lock: lock })
    }

    /// The folder of the home in Chela's place.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Lock {
    /// Takes the lock of the file at `path`, waiting at most `wait` for whoever holds it.
    ///
    /// # Errors
    /// `busy` when it is still held then; `io`.
    pub(super) fn take(path: &Path, wait: Duration) -> Result<Self> {
        Self::take_by(path, wait, File::try_lock)
    }

    fn take_by(
        path: &Path,
        wait: Duration,
        lock: impl Fn(&File) -> std::result::Result<(), TryLockError>,
    ) -> Result<Self> {
        let file = files::open_private(path)?;
        let failed = |error: &std::io::Error| files::failed(path, "locked", error);
        let end = Instant::now() + wait;
        loop {
            let mark = match lock(&file) {
                Ok(()) => return Ok(Self { _file: file, _mark: None }),
                Err(TryLockError::WouldBlock) => None,
                Err(TryLockError::Error(error)) if files::has_no_locks(&error) => {
                    Mark::make(&path.with_extension("held")).map_err(|e| failed(&e))?
                }
                Err(TryLockError::Error(error)) => return Err(failed(&error)),
            };
            if mark.is_some() {
                return Ok(Self { _file: file, _mark: mark });
            }
            if Instant::now() >= end {
                return Err(Error::new(Code::Busy));
            }
            std::thread::sleep(PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_free_when_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::at(dir.path().join("chela"));
        let home = crate::config::test_home(dir.path());
        let held = HomeLock::take(&place, &home, Duration::ZERO).unwrap();
        let refused = HomeLock::take(&place, &home, Duration::from_millis(15)).unwrap_err();
        assert_eq!(refused.code, Code::Busy);
        let waiting = std::thread::spawn({
            let (place, home) = (place.clone(), home.clone());
            move || HomeLock::take(&place, &home, Duration::from_secs(20)).map(drop)
        });
        drop(held);
        waiting.join().unwrap().unwrap();
    }

    #[test]
    #[cfg(unix)]
    fn without_locks_there_is_still_only_one_at_a_time() {
        let none = |_: &File| Err(TryLockError::Error(rustix::io::Errno::NOLCK.into()));
        let broken = |_: &File| Err(TryLockError::Error(rustix::io::Errno::IO.into()));
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let held = Lock::take_by(&path, Duration::ZERO, none).unwrap();
        let refused = Lock::take_by(&path, Duration::from_millis(15), none).unwrap_err();
        assert_eq!(refused.code, Code::Busy);
        drop(held);
        Lock::take_by(&path, Duration::ZERO, none).unwrap();
        let error = Lock::take_by(&path, Duration::ZERO, broken).unwrap_err();
        assert_eq!(error.code, Code::Io);
    }
}
