//! What each test starts from: a home as somebody has it who has used OpenClaw for a year.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chela_rig::child::{Environment, Finished, command, run};
use chela_rig::openclaw::{
    CHAT_ENDPOINT, Chat, Turn, end_gateways, log_folders, send_turn, write_config,
};
use chela_rig::ports::Lease;
use chela_rig::session::{DisplayPart, KeyringPart, Parts};
use chela_rig::standin::{DEFAULT_REPLY, Sent};
use chela_rig::{Context, Gateway, OpenClaw, Result, Session, StandIn, ensure, programs, scan};
use serde_json::Value;

/// How long one operation of `chela` may take: connecting runs several OpenClaw commands.
const LIMIT: Duration = Duration::from_secs(400);

/// What the gateway of [`odd_config`] wants to hear.
const GATEWAY_TOKEN: &str = "for-the-gateway-only";

/// A session with OpenClaw on its PATH and a hand-written config.
pub(crate) struct World {
    pub(crate) standin: StandIn,
    pub(crate) session: Session,
    pub(crate) openclaw: OpenClaw,
    pub(crate) config: PathBuf,
    pub(crate) port: Lease,
}

impl World {
    /// With an unlocked keyring.
    pub(crate) fn new() -> Result<Self> {
        Self::with_keyring(KeyringPart::Unlocked)
    }

    pub(crate) fn with_keyring(keyring: KeyringPart) -> Result<Self> {
        Self::with(OpenClaw::find()?, keyring)
    }

    /// With an OpenClaw of some version.
    pub(crate) fn with(openclaw: OpenClaw, keyring: KeyringPart) -> Result<Self> {
        let mut session = Session::start(Parts { keyring, display: DisplayPart::Absent })?;
        let standin = StandIn::start()?;
        let port = Lease::new()?;
        let bin = openclaw.bin_folder(session.root())?;
        session.path_first(&bin);
        let text = odd_config(port.port(), &standin.base_url());
        let config = write_config(session.environment(), &text)?;
        Ok(Self { standin, session, openclaw, config, port })
    }

    /// Installs another OpenClaw in place of the one that is there.
    pub(crate) fn update(&mut self, openclaw: &OpenClaw) -> Result<()> {
        let old = self.session.root().join("openclaw-bin");
        fs::remove_dir_all(old)?;
        openclaw.bin_folder(self.session.root())?;
        self.openclaw = openclaw.clone();
        Ok(())
    }

    /// Runs a command of OpenClaw's and expects it to succeed.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<()> {
        self.openclaw.run(self.session.environment(), arguments)?.success()?;
        Ok(())
    }

    /// Runs `chela` with `input` on its stdin.
    pub(crate) fn chela(&self, arguments: &[&str], input: &str) -> Result<Finished> {
        chela_in(self.session.environment(), arguments, input)
    }

    /// Runs `chela connect … --json` with a credential and expects it to succeed.
    pub(crate) fn connect(&self, arguments: &[&str], credential: &str) -> Result<Value> {
        let mut all = vec!["connect", "--json"];
        all.extend(arguments);
        self.chela(&all, credential)?.success()?.json()
    }

    /// The config as it stands.
    pub(crate) fn text(&self) -> Result<String> {
        Ok(fs::read_to_string(&self.config)?)
    }

    pub(crate) fn gateway(&self) -> Result<Gateway> {
        let log = self.session.log("gateway");
        Gateway::start(&self.openclaw, self.session.environment(), self.port.port(), &log)
    }

    /// A turn as a person has it in a terminal. [`Self::serves`] costs a tenth.
    pub(crate) fn turn(&self) -> Result<Turn> {
        send_turn(&self.openclaw, self.session.environment(), "main", "Are you there?")
    }

    /// A turn of an agent without a gateway, as [`local_turn`].
    pub(crate) fn local_turn(&self, agent: &str) -> Result<Finished> {
        local_turn(&self.openclaw, self.session.environment(), agent)
    }

    /// The next message to the agent `main` is answered.
    pub(crate) fn answers(&self) -> Result<()> {
        let said = self.chat().say("Are you there?")?;
        ensure!(said == DEFAULT_REPLY, "{said}");
        Ok(())
    }

    /// The agent `main`, through the gateway.
    pub(crate) fn chat(&self) -> Chat {
        Chat::new(self.port.port(), GATEWAY_TOKEN).with("main")
    }

    /// The next turn of the agent `main` is answered, and the stand-in received exactly this
    /// credential.
    pub(crate) fn serves(&self, gateway: &Gateway, credential: &Sent) -> Result<()> {
        self.serves_in(&self.chat(), credential).with_context(|| gateway.log())
    }

    /// The same for another agent.
    pub(crate) fn serves_agent(
        &self,
        agent: &str,
        gateway: &Gateway,
        credential: &Sent,
    ) -> Result<()> {
        self.serves_in(&self.chat().with(agent), credential).with_context(|| gateway.log())
    }

    fn serves_in(&self, chat: &Chat, credential: &Sent) -> Result<()> {
        let said = chat.say("Are you there?")?;
        ensure!(said == DEFAULT_REPLY, "{said}");
        let served = self.served();
        ensure!(served.as_ref() == Some(credential), "served by {served:?}");
        Ok(())
    }

    /// The credential of the last turn that the stand-in has seen.
    pub(crate) fn served(&self) -> Option<Sent> {
        self.standin.turns().pop().and_then(|turn| turn.credential())
    }

    /// How many entries the keyring holds.
    pub(crate) fn entries(&self) -> Result<usize> {
        self.session.keyring()?.entries()
    }

    /// The files with the secret: of the session without the keyring's own, and OpenClaw's logs.
    pub(crate) fn files_with(&self, secret: &str) -> Result<Vec<PathBuf>> {
        let mut found =
            scan::files_with(secret, self.session.root(), &[self.session.keyring_folder()])?;
        for folder in log_folders() {
            found.extend(scan::files_with(secret, &folder, &[])?);
        }
        Ok(found)
    }
}

/// A gateway that Chela has started outlives it, but not the test.
impl Drop for World {
    fn drop(&mut self) {
        end_gateways(&self.session.home());
    }
}

/// Runs `chela` in another home of the session.
pub(crate) fn chela_in(
    environment: &Environment,
    arguments: &[&str],
    input: &str,
) -> Result<Finished> {
    let mut chela = command(programs::chela()?, environment);
    chela.args(arguments);
    run(&mut chela, input, LIMIT)
}

/// A turn of an agent in some home without a gateway: a quarter of the cost of one with, where only
/// the credential that is sent matters.
pub(crate) fn local_turn(
    openclaw: &OpenClaw,
    environment: &Environment,
    agent: &str,
) -> Result<Finished> {
    let arguments = ["agent", "--local", "--agent", agent, "--message", "Hello", "--json"];
    openclaw.run(environment, &arguments)
}

/// The code of the error that `chela … --json` reported, with exit code 1.
pub(crate) fn error_code(finished: &Finished) -> Result<String> {
    assert_eq!(finished.code, Some(1), "{finished}");
    let error = &finished.json()?["error"];
    for words in ["message", "hint"] {
        let text = error[words].as_str().with_context(|| format!("no {words}: {finished}"))?;
        assert!(!text.contains('{'), "a placeholder was left open: {text}");
    }
    Ok(error["code"].as_str().context("no code")?.to_owned())
}

/// Each line of `before` still stands in `after`, in the same order, so that nothing but
/// insertions happened; `changed` are the lines that were meant to change.
pub(crate) fn assert_lines_kept(before: &str, after: &str, changed: &[&str]) {
    let mut rest = after.lines();
    for line in before.lines() {
        if changed.iter().any(|part| line.contains(part)) {
            continue;
        }
        assert!(rest.any(|kept| kept == line), "lost: {line:?}\nin:\n{after}");
    }
}

pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Valid, hand-written, and like nothing that a program would write.
pub(crate) fn odd_config(port: u16, base_url: &str) -> String {
    format!(
        "// my claw, do not touch\n\
         {{\n\
         \t/* the gateway */ gateway: {{ mode: 'local', port: {port}, bind: 'loopback',\n\
         \t\tauth: {{ mode: 'token', token: '{GATEWAY_TOKEN}' }}, {CHAT_ENDPOINT}, }},\n\
         \n\
         \t'agents': {{\n\
         \t\tdefaults: {{\n\
         \t\t\t// opus for work\n\
         \t\t\tmodel: {{ primary: 'anthropic/claude-opus-4-6', }}, // not sonnet\n\
         \t\t\tskipBootstrap: true,\n\
         \t\t}}, /* six agents\n\
         \t\t   to come */\n\
         \t}},\n\
         \tmodels: {{ providers: {{ anthropic: {{ baseUrl: \"{base_url}\", models: [] }} }} }},\n\
         \t// the end\n\
         }}\n\
         // after the end\n"
    )
}

#[test]
fn the_odd_config_is_one_that_openclaw_takes() -> Result<()> {
    let world = World::new()?;
    let arguments = ["config", "validate", "--json"];
    let checked = world.openclaw.run(world.session.environment(), &arguments)?;
    assert_eq!(checked.json()?["valid"], true, "{checked}");
    Ok(())
}
