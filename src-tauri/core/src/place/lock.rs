//! One writer per home: an advisory lock that the system lets go when its holder ends, however
//! it ends.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Place;
use crate::openclaw::Home;
use crate::{Code, Error, Result, files};

/// The right to change one home, held until it is dropped.
#[derive(Debug)]
pub struct HomeLock {
    folder: PathBuf,
    _file: File,
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
        let path = folder.join("lock");
        let file = files::open_private(&path)?;
        let end = Instant::now() + wait;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { folder, _file: file }),
                Err(TryLockError::WouldBlock) if Instant::now() < end => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(Error::new(Code::Busy)),
                Err(TryLockError::Error(e)) => return Err(files::failed(&path, "locked", &e)),
            }
        }
    }

    /// The folder of the home in Chela's place.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
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
}
