//! The app as a person meets it: its window, its tray, and the keychain that they unlock.

mod connecting;
mod first_run;
mod first_screens;
mod getting_token;
mod languages;
mod places;
mod plaintext;
mod processes;
mod replacing;
mod tray;
mod unlocking;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chela_rig::child::{Finished, command, run};
use chela_rig::openclaw::write_config;
use chela_rig::ports::Lease;
use chela_rig::session::{DisplayPart, KeyringPart, Parts};
use chela_rig::{OpenClaw, Result, Sandbox, Session, openclaw, programs};

/// How long the app may take to notice what happened around it, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(240);

/// Runs `chela` in the sandbox.
fn chela(sandbox: &Sandbox, arguments: &[&str], input: &str) -> Result<Finished> {
    let mut chela = command(programs::chela()?, sandbox.session().environment());
    chela.args(arguments);
    run(&mut chela, input, PATIENCE * 2)
}

/// Connects the sandbox's token with the program, for tests that begin after it.
fn connect(sandbox: &Sandbox) -> Result<()> {
    chela(sandbox, &["connect", "--setup-token", "--json"], sandbox.token())?.success()?;
    Ok(())
}

fn config(sandbox: &Sandbox) -> PathBuf {
    sandbox.session().home().join(".openclaw/openclaw.json")
}

/// Where pictures of the screens go: a folder of this name in `CHELA_TEST_PICTURES`, to be looked
/// at, else one that vanishes with the session.
fn pictures(session: &Session, name: &str) -> Result<PathBuf> {
    let folder = match std::env::var_os("CHELA_TEST_PICTURES") {
        Some(kept) => Path::new(&kept).join(name),
        None => session.root().join("pictures"),
    };
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A desktop with OpenClaw and a config, for what needs neither a gateway nor Claude.
struct Desk {
    session: Session,
    config: PathBuf,
    _port: Lease,
}

impl Desk {
    fn new() -> Result<Self> {
        Self::with_keyring(KeyringPart::Unlocked)
    }

    fn with_keyring(keyring: KeyringPart) -> Result<Self> {
        let mut session = Session::start(Parts { keyring, display: DisplayPart::Virtual })?;
        let bin = OpenClaw::find()?.bin_folder(session.root())?;
        session.path_first(&bin);
        let port = Lease::new()?;
        // Nobody listens on the port where Claude would be.
        let text = openclaw::config(port.port(), "http://127.0.0.1:9", &session.log("openclaw"));
        let config = write_config(session.environment(), &text)?;
        Ok(Self { session, config, _port: port })
    }
}
