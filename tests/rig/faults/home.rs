//! The home in which faults are made: a session with a keyring and an OpenClaw, real or double.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::state::{Snapshot, State};
use crate::child::{Finished, command, run};
use crate::openclaw::write_config;
use crate::session::KeyringItem;
use crate::{OpenClaw, Session, StandIn, credential, processes, programs, scan, wait};

/// How long one command of Chela's may take: with the real program several of its own.
const LIMIT: Duration = Duration::from_secs(400);
/// The profile that a settling operation and its like are about.
pub(super) const PROFILE: &str = "anthropic:default";

/// A home, and the made-up secrets that can be in it.
#[derive(Debug)]
pub(super) struct Home {
    pub(super) session: Session,
    openclaw: OpenClaw,
    config: PathBuf,
    /// What stands in for Anthropic, and takes both secrets.
    pub(super) standin: StandIn,
    /// Two secrets; what is given on stdin is named by its number.
    pub(super) secrets: [String; 2],
    agents: &'static [&'static str],
}

impl Home {
    /// A fresh one with this config, for an OpenClaw that `find` gives.
    pub(super) fn new(
        config: &str,
        agents: &'static [&'static str],
        find: impl FnOnce(&Session) -> Result<OpenClaw>,
    ) -> Result<Self> {
        let mut session = Session::headless()?;
        let openclaw = find(&session)?;
        session.path_first(&openclaw.bin_folder(session.root())?);
        let config = write_config(session.environment(), config)?;
        let secrets = [credential::setup_token(), credential::setup_token()];
        let standin = StandIn::start()?;
        secrets.iter().for_each(|secret| standin.accept(secret));
        session.set("ANTHROPIC_BASE_URL", standin.base_url());
        Ok(Self { session, openclaw, config, standin, secrets, agents })
    }

    /// Runs `chela` to its end; a call that is prepared already, such as one with a fault.
    pub(super) fn run(&self, mut call: Command, input: Option<usize>) -> Result<Finished> {
        let input = input.map_or("", |number| self.secrets[number].as_str());
        let finished = run(&mut call, input, LIMIT)?;
        self.commands_ended()?;
        Ok(finished)
    }

    /// Runs `chela` with these arguments and `--json`.
    pub(super) fn chela(&self, arguments: &[&str], input: Option<usize>) -> Result<Finished> {
        let mut call = command(programs::chela()?, self.session.environment());
        call.args(arguments).arg("--json");
        self.run(call, input)
    }

    /// Runs `chela` and expects that it does what it is told.
    pub(super) fn does(&self, arguments: &[&str], input: Option<usize>) -> Result<()> {
        let done = self.chela(arguments, input)?;
        ensure!(error_of(&done)?.is_none(), "{done}");
        Ok(())
    }

    /// Runs a command of OpenClaw's and expects it to succeed.
    pub(super) fn openclaw(&self, arguments: &[&str], input: Option<usize>) -> Result<Finished> {
        let input = input.map_or("", |number| self.secrets[number].as_str());
        let environment = self.session.environment();
        self.openclaw.run_with_input(environment, arguments, input)?.success()
    }

    /// Writes the config, as somebody else does.
    pub(super) fn write(&self, text: &str) -> Result<()> {
        Ok(fs::write(&self.config, text)?)
    }

    /// The config as it stands.
    pub(super) fn text(&self) -> Result<String> {
        fs::read_to_string(&self.config).context("the config is gone")
    }

    /// A file of the home.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.session.home().join(name)
    }

    /// What counts of it now.
    pub(super) fn state(&self) -> Result<State> {
        let mut shown = Vec::new();
        for agent in self.agents {
            let status = ["models", "status", "--json", "--agent", agent];
            let status = self.openclaw(&status, None)?.json()?;
            let order = ["models", "auth", "order", "get", "--provider", "anthropic", "--json"];
            let order = self.openclaw(&[&order[..], &["--agent", agent]].concat(), None)?;
            let labels = status["auth"]["providers"].as_array().into_iter().flatten();
            let labels = labels.map(|one| one["profiles"]["labels"].to_string());
            let labels: Vec<String> = labels.collect();
            shown.push(format!("{agent}: {labels:?} {}", order.json()?["order"]));
        }
        Ok(State::of(self.text()?, shown, &self.entries()?))
    }

    /// What the journal says; nothing when no operation is under way.
    pub(super) fn journal(&self) -> Option<String> {
        let homes = fs::read_dir(self.file(".local/share/chela/homes")).ok()?;
        homes.flatten().find_map(|home| fs::read_to_string(home.path().join("journal.jsonl")).ok())
    }

    /// The code of each notice of `chela status`.
    pub(super) fn notices(&self) -> Result<Vec<String>> {
        let status = self.chela(&["status"], None)?.success()?.json()?;
        let notices = status["notices"].as_array().context("no notices")?;
        Ok(notices.iter().filter_map(|one| Some(one["code"].as_str()?.to_owned())).collect())
    }

    /// The files, other than the keyring's, in which one of the secrets stands. Those of
    /// OpenClaw's own store too, unless it is `allowed` to keep them.
    pub(super) fn files_with_secrets(&self, allowed: bool) -> Result<Vec<PathBuf>> {
        let mut except = vec![
            self.session.keyring_folder(),
            // A program of 15 MB, which nobody writes a secret into.
            self.file(".local/share/chela/bin/chela-resolver"),
        ];
        if allowed {
            except.push(self.file(".openclaw/agents"));
            except.push(self.file(".openclaw/state"));
        }
        let mut found = Vec::new();
        for secret in &self.secrets {
            found.extend(scan::files_with(secret, self.session.root(), &except)?);
        }
        Ok(found)
    }

    /// Files and folders that somebody wrote beside another one and left.
    pub(super) fn left_over(&self) -> Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for folder in [self.session.home(), self.session.root().join("tmp")] {
            visit(&folder, &mut found)?;
        }
        Ok(found)
    }

    pub(super) fn snapshot(&self) -> Result<Snapshot> {
        Snapshot::take(&self.session.home(), self.session.keyring()?)
    }

    /// Makes it what it was, temporary folder included.
    pub(super) fn restore(&self, snapshot: &Snapshot) -> Result<()> {
        for left in self.left_over()? {
            if left.is_dir() { fs::remove_dir_all(left)? } else { fs::remove_file(left)? }
        }
        snapshot.restore(self.session.keyring()?)
    }

    pub(super) fn entries(&self) -> Result<Vec<KeyringItem>> {
        self.session.keyring()?.contents()
    }

    /// Waits until all has ended that a Chela of this home has started and left behind.
    fn commands_ended(&self) -> Result<()> {
        let root = self.session.root().display().to_string();
        let is_ours = |process: &processes::Process| {
            let environment = fs::read(format!("/proc/{}/environ", process.id)).unwrap_or_default();
            let environment = String::from_utf8_lossy(&environment);
            environment.contains(&root)
                && (environment.contains("CHELA_COMMAND_OF=") || process.name == "chela")
        };
        let ended = || !processes::all().iter().any(is_ours);
        wait::until(LIMIT, "the end of what was started", ended)
    }
}

/// What a killed writer can leave: Chela's temporary files carry its name, and so do its folders.
fn visit(folder: &std::path::Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_temporary = name.contains(".chela-")
            || name.starts_with("chela-") && folder.ends_with("tmp")
            || name.ends_with(".theirs");
        if is_temporary {
            found.push(path);
        } else if path.is_dir() && !path.is_symlink() {
            visit(&path, found)?;
        }
    }
    Ok(())
}

/// The code of the error that `chela --json` reported; nothing when it succeeded, also where a
/// doctor that did what it was told says with 1 that it finds more.
///
/// # Errors
/// When it ended in another way than by saying so.
pub(super) fn error_of(finished: &Finished) -> Result<Option<String>> {
    match finished.code {
        Some(0) => Ok(None),
        Some(1) => {
            let said: Value = finished.json()?;
            let code = said["error"]["code"].as_str();
            ensure!(code.is_some() || said["repaired"].is_array(), "no error code: {finished}");
            Ok(code.map(str::to_owned))
        }
        _ => bail!("it ended in another way than by saying so: {finished}"),
    }
}
