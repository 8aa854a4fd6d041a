//! The first time: a token on the clipboard, OpenClaw installed, and nothing set up. How much of a
//! person's time it takes, and that it can be done without seeing the window.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use chela_rig::drive::{self, Credential, name};
use chela_rig::openclaw::{end_gateways, send_turn};
use chela_rig::ports::Lease;
use chela_rig::session::{DisplayPart, KeyringPart, Parts};
use chela_rig::standin::{DEFAULT_REPLY, Sent};
use chela_rig::{
    OpenClaw, Result, ScreenReader, Session, StandIn, bail, clipboard, credential, ensure, scan,
};

use crate::{PATIENCE, pictures};

/// How often a person may have to press something.
const PRESSES: usize = 6;
/// How long it may take, nearly all of which is OpenClaw's own.
const LIMIT: Duration = Duration::from_secs(60);
/// How often it is tried: a machine may have been busy with something else.
const ATTEMPTS: u32 = 3;

/// A computer on which OpenClaw was installed a minute ago. Its config says nothing but where
/// Claude is.
struct Fresh {
    session: Session,
    standin: StandIn,
    openclaw: OpenClaw,
    token: String,
    _port: Lease,
}

impl Fresh {
    fn new() -> Result<Self> {
        let parts = Parts { keyring: KeyringPart::Unlocked, display: DisplayPart::Virtual };
        let mut session = Session::start(parts)?;
        let openclaw = OpenClaw::find()?;
        session.path_first(&openclaw.bin_folder(session.root())?);
        let standin = StandIn::start()?;
        let token = credential::setup_token();
        standin.accept(&token);
        let port = Lease::new()?;
        session.set("OPENCLAW_GATEWAY_PORT", port.port().to_string());
        let folder = session.home().join(".openclaw");
        fs::create_dir(&folder)?;
        let (address, log) = (standin.base_url(), session.log("openclaw"));
        let text = format!(
            "{{\n  // The stand-in.\n  models: {{ providers: {{ anthropic: {{ baseUrl: {address:?}, \
             models: [] }} }} }},\n  logging: {{ file: {log:?} }},\n}}\n"
        );
        fs::write(folder.join("openclaw.json"), text)?;
        Ok(Self { session, standin, openclaw, token, _port: port })
    }

    /// Claude is asked with exactly this token, which stands in the keyring alone.
    fn serves(&self) -> Result<()> {
        let turn = send_turn(&self.openclaw, self.session.environment(), "main", "Are you there?")?;
        ensure!(turn.ok, "{}", turn.printed);
        let sent = self.standin.turns().last().and_then(|turn| turn.credential());
        assert_eq!(sent, Some(Sent::Bearer(self.token.clone())));
        let keyring = self.session.keyring_folder();
        let found = scan::files_with(&self.token, self.session.root(), &[keyring])?;
        assert_eq!(found, Vec::<PathBuf>::new());
        Ok(())
    }
}

/// The gateway that was started from the app outlives it.
impl Drop for Fresh {
    fn drop(&mut self) {
        end_gateways(&self.session.home());
    }
}

#[test]
fn it_takes_six_presses_and_less_than_a_minute() -> Result<()> {
    let mut quickest = Duration::MAX;
    for attempt in 1..=ATTEMPTS {
        let fresh = Fresh::new()?;
        let pictures = pictures(&fresh.session, "first-run")?;
        let token = Credential::token(&fresh.token);
        let walked = drive::first_run(&fresh.session, &token, &pictures, &mut |_| {})?;
        println!("attempt {attempt}: {walked:?}");
        assert!(walked.presses <= PRESSES, "{walked:?}");
        fresh.serves()?;
        quickest = quickest.min(walked.took);
        if quickest < LIMIT {
            return Ok(());
        }
    }
    bail!("the quickest of {ATTEMPTS} took {quickest:?}")
}

#[test]
fn a_screen_reader_finds_the_way() -> Result<()> {
    let fresh = Fresh::new()?;
    let reader = ScreenReader::start(&fresh.session)?;
    let _app = reader.open_app(&fresh.session)?;
    let _copied = clipboard::copy(&fresh.session, &fresh.token)?;
    let way = [name::BEGIN, name::PLAN, name::PASTE, name::REVIEW, name::CONNECT];
    for button in way.into_iter().chain([name::START_AND_TEST]) {
        reader.press(PATIENCE, button)?;
    }
    reader.hears(PATIENCE, DEFAULT_REPLY)?;
    fresh.serves()
}
