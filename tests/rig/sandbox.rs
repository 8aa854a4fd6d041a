//! The sandbox: the app with everything that it needs, in a throwaway home. A real OpenClaw and
//! its gateway, a keyring, a stand-in for Anthropic, and a made-up token that it accepts. Nothing
//! of the user's is read or written.

use std::path::PathBuf;

use anyhow::Result;

use crate::child::Child;
use crate::openclaw::{Turn, config, end_gateways, log_folders, send_turn, write_config};
use crate::ports::Lease;
use crate::session::{DisplayPart, KeyringPart, Parts};
use crate::standin::Sent;
use crate::{Gateway, OpenClaw, Session, StandIn, app, credential, scan};

/// A running sandbox. Its parts end in the order in which they stand here.
#[derive(Debug)]
pub struct Sandbox {
    gateway: Gateway,
    standin: StandIn,
    session: Session,
    openclaw: OpenClaw,
    token: String,
    port: Lease,
}

impl Sandbox {
    /// Starts everything but the app.
    ///
    /// # Errors
    /// With the part that did not start.
    pub fn start(display: DisplayPart) -> Result<Self> {
        let openclaw = OpenClaw::find()?;
        let mut session = Session::start(Parts { keyring: KeyringPart::Unlocked, display })?;
        let standin = StandIn::start()?;
        let token = credential::setup_token();
        standin.accept(&token);
        let port = Lease::new()?;
        let own_log = session.log("openclaw");
        write_config(session.environment(), &config(port.port(), &standin.base_url(), &own_log))?;
        let bin = openclaw.bin_folder(session.root())?;
        session.path_first(&bin);
        // The app says so in a banner, and offers the token to be copied.
        session.set("CHELA_SANDBOX_TOKEN", token.clone());
        let log = session.log("gateway");
        let gateway = Gateway::start(&openclaw, session.environment(), port.port(), &log)?;
        Ok(Self { gateway, standin, session, openclaw, token, port })
    }

    /// Starts the app on the session's display.
    ///
    /// # Errors
    /// When it is not built or cannot be started.
    pub fn open_app(&self) -> Result<Child> {
        app::start(&self.session, &[])
    }

    /// Ends the gateway.
    pub fn stop_gateway(&mut self) {
        self.gateway.end();
    }

    /// Ends the gateway and starts it again, as a reboot does.
    ///
    /// # Errors
    /// With its last words when it does not start.
    pub fn restart_gateway(&mut self) -> Result<()> {
        self.gateway.end();
        let log = self.session.log("gateway-again");
        let environment = self.session.environment();
        self.gateway = Gateway::start(&self.openclaw, environment, self.port.port(), &log)?;
        Ok(())
    }

    /// Sends a message to Claude through the gateway, as the user would in a terminal.
    ///
    /// # Errors
    /// When OpenClaw cannot be run.
    pub fn send_turn(&self, message: &str) -> Result<Turn> {
        send_turn(&self.openclaw, self.session.environment(), "main", message)
    }

    /// The credential that the last turn brought to the stand-in.
    pub fn last_credential(&self) -> Option<Sent> {
        self.standin.turns().last()?.credential()
    }

    /// The files that contain a secret: of the sandbox without the keyring's own, and of the
    /// folders in which OpenClaw keeps logs, although this one is told to keep its own elsewhere.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn files_with(&self, secret: &str) -> Result<Vec<PathBuf>> {
        let keyring = self.session.keyring_folder();
        let mut found = scan::files_with(secret, self.session.root(), &[keyring])?;
        for folder in log_folders() {
            found.extend(scan::files_with(secret, &folder, &[])?);
        }
        Ok(found)
    }

    /// The made-up token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The session in which everything runs.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The stand-in for Anthropic.
    pub fn standin(&self) -> &StandIn {
        &self.standin
    }

    /// Its OpenClaw.
    pub fn openclaw(&self) -> &OpenClaw {
        &self.openclaw
    }

    /// What the gateway has printed.
    pub fn gateway_log(&self) -> String {
        self.gateway.log()
    }
}

/// A gateway that was started from the app outlives it, but not the sandbox.
impl Drop for Sandbox {
    fn drop(&mut self) {
        self.gateway.end();
        end_gateways(&self.session.home());
    }
}
