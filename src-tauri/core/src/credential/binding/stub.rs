//! The config against which OpenClaw's commands run that would rewrite the real one: a private folder
//! in the temporary one. It goes with its owner; what a killed one has left is taken away by the next.

use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Once;

use serde_json::Value;

use crate::openclaw::cli;
use crate::text::say;
use crate::{Error, Result, files};

/// How its folder's name begins; its owner's process follows.
const NAME: &str = "chela-stub-";
const CONFIG: &str = "openclaw.json";

/// A private folder (0700) with a config (0600) that is gone when this is dropped.
pub(super) struct Stub {
    pub(super) folder: tempfile::TempDir,
    pub(super) config: PathBuf,
}

impl Stub {
    pub(super) fn new(config: &Value) -> Result<Self> {
        static TIDIED: Once = Once::new();
        let within = std::env::temp_dir();
        TIDIED.call_once(|| remove_abandoned(&within));
        let folder = tempfile::Builder::new()
            .prefix(&format!("{NAME}{}-", std::process::id()))
            .permissions(std::fs::Permissions::from_mode(0o700))
            .tempdir_in(within)
            .map_err(|error| Error::io(say("io.new-temporary-folder", &[]), "made", &error))?;
        let mut stub = Self { config: folder.path().join(CONFIG), folder };
        stub.config = stub.file(CONFIG, config)?.into();
        Ok(stub)
    }

    /// Writes a file beside the config, 0600, and says where.
    pub(super) fn file(&self, name: &str, content: &Value) -> Result<String> {
        let path = self.folder.path().join(name);
        std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .and_then(|mut file| file.write_all(content.to_string().as_bytes()))
            .map_err(|error| Error::io(path.display(), "written", &error))?;
        path.into_os_string().into_string().map_err(|_| {
            let folder = say("io.temporary-folder", &[]);
            Error::unable(folder, "used", say("io.name-not-text", &[]))
        })
    }
}

impl Drop for Stub {
    /// Removes it, for a first time: `TempDir` does it once more and says nothing of a failure.
    fn drop(&mut self) {
        let _tried_again = std::fs::remove_dir_all(self.folder.path());
    }
}

/// Removes the stubs of processes that are gone, unless a command of theirs still reads them.
fn remove_abandoned(within: &Path) {
    let entries = std::fs::read_dir(within).into_iter().flatten().flatten();
    for folder in entries.map(|entry| entry.path()) {
        if owner(&folder).is_some_and(files::is_gone)
            && !cli::is_read_by_a_command(&folder.join(CONFIG))
        {
            // Another user's stays.
            let _ = std::fs::remove_dir_all(&folder);
        }
    }
}

/// The process that made a stub's folder.
fn owner(folder: &Path) -> Option<u32> {
    let name = folder.file_name()?.to_str()?.strip_prefix(NAME)?;
    name.split_once('-')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_stub_is_private_and_goes_away() {
        let stub = Stub::new(&json!({})).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(stub.folder.path()), 0o700);
        assert_eq!(mode(&stub.config), 0o600);
        let config = stub.config.clone();
        drop(stub);
        assert!(!config.exists());
    }

    #[test]
    fn only_the_stubs_of_processes_that_are_gone_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        let mut ended = std::process::Command::new("true").spawn().unwrap();
        ended.wait().unwrap();
        let gone = dir.path().join(format!("{NAME}{}-a1b2c3", ended.id()));
        let mine = dir.path().join(format!("{NAME}{}-a1b2c3", std::process::id()));
        let foreign = dir.path().join("chela-stub-of-somebody");
        for folder in [&gone, &mine, &foreign] {
            std::fs::create_dir(folder).unwrap();
        }
        remove_abandoned(dir.path());
        assert!(!gone.exists() && mine.exists() && foreign.exists());
    }
}
