//! A desktop session of its own: fresh home, runtime folder, session bus, keyring, display.
//! Nothing of the user's own session is visible in it, and all of it ends when it is dropped.

mod bus;
mod display;
mod keyring;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::cache;
use crate::child::Environment;
use bus::Bus;
use display::Display;
pub use keyring::{Keyring, KeyringItem};

/// Which parts a session has.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// Its keyring.
    pub keyring: KeyringPart,
    /// Its display.
    pub display: DisplayPart,
}

/// The keyring of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyringPart {
    /// gnome-keyring, unlocked.
    Unlocked,
    /// gnome-keyring, locked, as after a login without a password.
    Locked,
    /// No Secret Service, and none that the bus could start.
    Absent,
}

/// The display of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisplayPart {
    /// None.
    Absent,
    /// A virtual one with a window manager.
    Virtual,
    /// The one on which the rig itself was started.
    OfUser,
}

/// A running session. Its parts end in the order in which they stand here.
#[derive(Debug)]
pub struct Session {
    environment: Environment,
    _display: Option<Display>,
    keyring: Option<Keyring>,
    bus: Bus,
    root: TempDir,
}

impl Session {
    /// Starts one with an unlocked keyring and without a display.
    ///
    /// # Errors
    /// When a part cannot be started.
    pub fn headless() -> Result<Self> {
        Self::start(Parts { keyring: KeyringPart::Unlocked, display: DisplayPart::Absent })
    }

    /// Starts one with an unlocked keyring and a virtual display.
    ///
    /// # Errors
    /// When a part cannot be started.
    pub fn virtual_desktop() -> Result<Self> {
        Self::start(Parts { keyring: KeyringPart::Unlocked, display: DisplayPart::Virtual })
    }

    /// Starts one.
    ///
    /// # Errors
    /// When a part cannot be started.
    pub fn start(parts: Parts) -> Result<Self> {
        let root = tempfile::Builder::new().prefix("chela-").tempdir()?;
        for name in ["home", "run", "tmp", "log"] {
            let folder = root.path().join(name);
            fs::create_dir(&folder)?;
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        }
        share_jiti(&root.path().join("tmp"))?;
        let mut environment = bare(root.path())?;
        let log = root.path().join("log");
        let bus = Bus::start(root.path(), &environment)?;
        environment.insert("DBUS_SESSION_BUS_ADDRESS".into(), bus.address().to_owned());
        let keyring = match parts.keyring {
            KeyringPart::Absent => None,
            state => {
                let keyring = Keyring::start(&environment, bus.address(), &log)?;
                if state == KeyringPart::Locked {
                    keyring.lock()?;
                }
                Some(keyring)
            }
        };
        let display = match parts.display {
            DisplayPart::Absent => None,
            DisplayPart::Virtual => Some(Display::start(&mut environment, &log)?),
            DisplayPart::OfUser => {
                display::pass_on(&mut environment);
                None
            }
        };
        Ok(Self { environment, _display: display, keyring, bus, root })
    }

    /// The variables for a program of this session; a program gets these and no others.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Adds or changes a variable for what is started from now on.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.environment.insert(name.to_owned(), value.into());
    }

    /// Puts a folder first on the PATH.
    pub fn path_first(&mut self, folder: &Path) {
        let rest = self.environment.get("PATH").cloned().unwrap_or_default();
        self.set("PATH", format!("{}:{rest}", folder.display()));
    }

    /// The home folder.
    pub fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// The variables with which OpenClaw uses another home of the same user, as its option
    /// `--profile NAME` sets them.
    pub fn of_profile(&self, name: &str) -> Environment {
        let folder = self.home().join(format!(".openclaw-{name}"));
        let mut environment = self.environment.clone();
        for (variable, value) in [
            ("OPENCLAW_PROFILE", name.to_owned()),
            ("OPENCLAW_STATE_DIR", folder.display().to_string()),
            ("OPENCLAW_CONFIG_PATH", folder.join("openclaw.json").display().to_string()),
        ] {
            environment.insert(variable.to_owned(), value);
        }
        environment
    }

    /// The folder that holds everything of this session.
    pub fn root(&self) -> &Path {
        self.root.path()
    }

    /// A file for the output of a program of this session.
    pub fn log(&self, name: &str) -> PathBuf {
        self.root.path().join("log").join(format!("{name}.log"))
    }

    /// The address of the session bus.
    pub fn bus_address(&self) -> &str {
        self.bus.address()
    }

    /// The keyring.
    ///
    /// # Errors
    /// When this session has none.
    pub fn keyring(&self) -> Result<&Keyring> {
        self.keyring.as_ref().context("this session has no keyring")
    }

    /// Ends the keyring, as a crash of it does. What it holds stays on the disk.
    pub fn end_keyring(&mut self) {
        self.keyring = None;
    }

    /// Starts it anew, with what it held.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start_keyring(&mut self) -> Result<()> {
        let log = self.root.path().join("log");
        self.keyring = Some(Keyring::start(&self.environment, self.bus.address(), &log)?);
        Ok(())
    }

    /// Where the keyring keeps its files: the one place where a secret may be.
    pub fn keyring_folder(&self) -> PathBuf {
        self.home().join(".local/share/keyrings")
    }
}

/// Node's jiti keeps what it compiles of OpenClaw's plugins (2026.2.9) in the temporary folder. It is
/// the same in each session, and without it the first command of one takes 20 s.
fn share_jiti(temporary: &Path) -> Result<()> {
    let shared = cache::folder()?.join("jiti");
    fs::create_dir_all(&shared)?;
    Ok(symlink(shared, temporary.join("jiti"))?)
}

/// What every session has.
fn bare(root: &Path) -> Result<Environment> {
    let at = |name: &str| root.join(name).display().to_string();
    let compiled = cache::folder()?.join("node");
    let variables = [
        ("HOME", at("home")),
        ("XDG_RUNTIME_DIR", at("run")),
        ("TMPDIR", at("tmp")),
        ("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin".to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
        // What Node compiles of OpenClaw, which is the same in each session: a start costs half.
        ("NODE_COMPILE_CACHE", compiled.display().to_string()),
    ];
    Ok(variables.map(|(name, value)| (name.to_owned(), value)).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_vanishes_with_its_processes() {
        let session = Session::virtual_desktop().unwrap();
        let root = session.root().to_owned();
        assert!(session.environment().contains_key("DISPLAY"));
        assert!(session.environment().contains_key("NO_AT_BRIDGE"));
        assert!(!session.environment().contains_key("USER_OF_THE_RIG"));
        drop(session);
        assert!(!root.exists());
    }

    #[test]
    fn without_a_display_of_the_rigs_nothing_stands_in_the_way_of_a_screen_reader() {
        let session = Session::headless().unwrap();
        assert!(!session.environment().contains_key("NO_AT_BRIDGE"));
    }

    #[test]
    fn a_profile_is_another_home_of_the_same_user() {
        let session = Session::headless().unwrap();
        let other = session.of_profile("work");
        assert_eq!(other["HOME"], session.environment()["HOME"]);
        assert!(other["OPENCLAW_CONFIG_PATH"].ends_with("/.openclaw-work/openclaw.json"));
    }
}
