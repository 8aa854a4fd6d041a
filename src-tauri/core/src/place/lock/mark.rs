//! A lock for file systems that have none, such as a home folder on a network without a lock
//! service: a file that is made only where there is none, and that names its holder.
//!
//! Weaker than the system's own: one that a crash left is taken away when its holder is seen to be
//! gone. On another computer, or before this one started anew, that cannot be seen: there it is
//! nobody's after [`STALE`].

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// No operation takes nearly as long.
const STALE: Duration = Duration::from_secs(60 * 60);

/// The file, until it is dropped.
#[derive(Debug)]
pub(super) struct Mark {
    path: PathBuf,
    holder: Holder,
}

/// Who holds it: a process of this start of one computer (empty where the system does not tell).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Holder {
    boot: String,
    pid: u32,
}

impl Mark {
    /// Makes it at `path`; `None` when somebody holds it.
    pub(super) fn make(path: &Path) -> io::Result<Option<Self>> {
        let holder = Holder::this_process();
        let made = || {
            let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
            let text = serde_json::to_vec(&holder)?;
            file.write_all(&text).inspect_err(|_| drop(std::fs::remove_file(path)))
        };
        let made = match made() {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && is_left(path) => {
                std::fs::remove_file(path)?;
                made()
            }
            made => made,
        };
        match made {
            Ok(()) => Ok(Some(Self { path: path.to_owned(), holder })),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Mark {
    /// Lets go, unless it is somebody else's by now.
    fn drop(&mut self) {
        if Holder::named_in(&self.path).is_some_and(|holder| holder == self.holder) {
            let _goes_when_it_is_stale = std::fs::remove_file(&self.path);
        }
    }
}

impl Holder {
    fn this_process() -> Self {
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        Self { boot: boot.trim().to_owned(), pid: std::process::id() }
    }

    fn named_in(path: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(path).ok()?).ok()
    }
}

/// Whether nobody holds it any more.
fn is_left(path: &Path) -> bool {
    let here = Holder::this_process();
    match Holder::named_in(path) {
        Some(holder) if holder.boot == here.boot => crate::files::is_gone(holder.pid),
        // Of elsewhere, of an earlier start, or just being written.
        _ => {
            let made = std::fs::metadata(path).and_then(|found| found.modified());
            made.is_ok_and(|made| made.elapsed().is_ok_and(|age| age > STALE))
        }
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    #[test]
    fn it_is_held_until_it_is_dropped_or_its_holder_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock.held");
        let held = Mark::make(&path).unwrap().unwrap();
        assert!(Mark::make(&path).unwrap().is_none());
        drop(held);
        assert!(!path.exists());

        let here = Holder::this_process();
        let mut ended = std::process::Command::new("true").spawn().unwrap();
        ended.wait().unwrap();
        let gone = Holder { pid: ended.id(), ..here.clone() };
        std::fs::write(&path, serde_json::to_vec(&gone).unwrap()).unwrap();
        assert!(Mark::make(&path).unwrap().is_some());

        let elsewhere = Holder { boot: "another".to_owned(), ..gone };
        for text in [serde_json::to_vec(&elsewhere).unwrap(), b"{".to_vec()] {
            std::fs::write(&path, text).unwrap();
            assert!(Mark::make(&path).unwrap().is_none());
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(std::time::SystemTime::now() - STALE * 2).unwrap();
            assert!(Mark::make(&path).unwrap().is_some());
        }
    }
}
