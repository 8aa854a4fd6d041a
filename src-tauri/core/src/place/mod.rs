//! Where Chela keeps what is its own: `$XDG_DATA_HOME/chela` (`~/.local/share/chela`).
//!
//! Leaves out what stands in OpenClaw's own folders, and every secret: nothing below this
//! folder holds one.

mod lock;
mod settings;

use std::path::{Path, PathBuf};

pub use lock::HomeLock;
pub use settings::{Expiry, LastCheck, OpenClawSeen, Proof, Settings, ToRevoke};

use crate::openclaw::Home;
use crate::text::say;
use crate::{Environment, Error, Result, files};

/// Chela's data folder, 0700.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place(PathBuf);

impl Place {
    /// The one of this user, by the platform's rules; `CHELA_DATA_DIR` comes before them. The
    /// folder is made when it is missing.
    ///
    /// # Errors
    /// `data-folder-unsafe` when the folder belongs to somebody else or is a symbolic link;
    /// `io` when it cannot be made, or when no variable says where the user's folders are.
    pub fn of_user(environment: &Environment) -> Result<Self> {
        let place = Self::expected(environment)
            .ok_or_else(|| Error::unable(HOME_VARIABLE, "read", say("core.variable-unset", &[])))?;
        files::own_folder(place.path())?;
        Ok(place)
    }

    /// Where that one is or would be; nothing is made or checked.
    pub fn expected(environment: &Environment) -> Option<Self> {
        folder_of_user(environment).map(Self)
    }

    /// One at `folder`, which is made and checked when something is first written to it.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self(folder.into())
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where the copy of the resolver stands that the gateway runs.
    pub fn resolver(&self) -> PathBuf {
        self.0.join("bin").join("chela-resolver")
    }

    /// Where the settings stand.
    pub(crate) fn settings(&self) -> PathBuf {
        self.0.join("settings.json")
    }

    /// What belongs to one home: lock, journal, history.
    pub fn of_home(&self, home: &Home) -> PathBuf {
        self.0.join("homes").join(home.id())
    }

    /// Makes the folder of one home, closed to others.
    ///
    /// # Errors
    /// Those of [`Place::of_user`].
    pub fn make_home(&self, home: &Home) -> Result<PathBuf> {
        let folder = self.of_home(home);
        files::own_folder(&self.0)?;
        files::own_folder(&folder)?;
        Ok(folder)
    }
}

/// The variable that says where the user's folders are.
const HOME_VARIABLE: &str = if cfg!(windows) { "LOCALAPPDATA" } else { "HOME" };

fn folder_of_user(environment: &Environment) -> Option<PathBuf> {
    // A relative path would mean another folder in each working directory (XDG ignores them).
    let absolute = |name| environment.get(name).map(PathBuf::from).filter(|p| p.is_absolute());
    absolute("CHELA_DATA_DIR").or_else(|| {
        if cfg!(windows) {
            Some(absolute(HOME_VARIABLE)?.join("Chela"))
        } else if cfg!(target_os = "macos") {
            Some(absolute(HOME_VARIABLE)?.join("Library/Application Support/Chela"))
        } else {
            let base = absolute("XDG_DATA_HOME")
                .or_else(|| Some(absolute(HOME_VARIABLE)?.join(".local/share")))?;
            Some(base.join("chela"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_folder_follows_the_environment() {
        type Pairs = &'static [(&'static str, &'static str)];
        let table: [(Pairs, Option<&str>); 7] = [
            (&[("HOME", "/h")], Some("/h/.local/share/chela")),
            (&[("HOME", "/h"), ("XDG_DATA_HOME", "/x")], Some("/x/chela")),
            (&[("HOME", "/h"), ("XDG_DATA_HOME", "x")], Some("/h/.local/share/chela")),
            (&[("HOME", "/h"), ("XDG_DATA_HOME", "")], Some("/h/.local/share/chela")),
            (&[("XDG_DATA_HOME", "/x"), ("CHELA_DATA_DIR", "/c")], Some("/c")),
            (&[("CHELA_DATA_DIR", "c")], None),
            (&[], None),
        ];
        for (pairs, expected) in table {
            let found = folder_of_user(&environment(pairs));
            assert_eq!(found.as_deref(), expected.map(Path::new), "{pairs:?}");
        }
    }

    #[test]
    fn it_is_made_on_demand_and_an_unknown_one_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("deep").join("chela");
        let place =
            Place::of_user(&environment(&[("CHELA_DATA_DIR", folder.to_str().unwrap())])).unwrap();
        assert_eq!(place.path(), folder);
        assert!(folder.is_dir());
        let error = Place::of_user(&environment(&[])).unwrap_err();
        assert_eq!(error.code, Code::Io);
        assert!(error.message().contains(HOME_VARIABLE), "{error}");
    }
}
