//! The gateway as a process: starting and stopping it. As the user's
//! systemd service where there is one, else as a child that outlives Chela.
//!
//! Leaves out whether it answers ([`super::health`]), what it serves ([`super::turn`]) and
//! gateways elsewhere ([`super::elsewhere`]).

mod pause;
mod secrets;
mod seen;

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::process::Command;
use tokio::time::{sleep, timeout};

use super::process::{self, Process};
use super::unit::{self, Unit};
use super::{OpenClaw, cli, health, log, said};
use crate::text::say;
use crate::view::{GatewayAction, GatewayState};
use crate::{Code, Environment, Error, Result, files};

pub use pause::Pause;
pub(crate) use secrets::{RELOAD, wants_approval};
pub use seen::Seen;

/// How long a gateway may take to answer after its start. About 10 s is usual; the first start of
/// 2026.2.9 after the computer's compiles its plugins, for 20 s of a quick processor.
const START: Duration = Duration::from_secs(180);
/// How long a running one may take until it begins to restart for a change of its config.
const NOTICE: Duration = Duration::from_secs(4);
/// How long one may take to end. With work at hand 2026.9.6 takes up to 315 s; nobody waits for
/// that at a window.
const STOP: Duration = Duration::from_secs(40);
/// How often a state is looked at while waiting for another.
const PAUSE: Duration = Duration::from_millis(200);

/// What a gateway says that ends because a secret could not be fetched (2026.5.7).
const NO_SECRETS: &str = "secrets are unavailable";

/// The gateway of one home.
#[derive(Debug, Clone)]
pub struct Gateway {
    openclaw: OpenClaw,
    environment: Environment,
    port: u16,
    unit: Option<Unit>,
    folder: PathBuf,
    guard: Vec<OsString>,
}

impl Gateway {
    /// The gateway of the home of `openclaw`. `folder` is Chela's own for that home: the log and
    /// the process number of a gateway that Chela starts go there.
    pub fn new(
        openclaw: OpenClaw,
        environment: &Environment,
        config_port: Option<u16>,
        folder: PathBuf,
    ) -> Self {
        let port = health::port(environment, openclaw.home(), config_port);
        let unit = unit::in_charge(environment, openclaw.home());
        let guard = vec![];
        Self { openclaw, environment: environment.clone(), port, unit, folder, guard }
    }

    /// With the program, and its first arguments, that guards it in a [`Pause`].
    #[must_use]
    pub fn guarded_by(self, guard: Vec<OsString>) -> Self {
        Self { guard, ..self }
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The user's service that starts it.
    pub fn service(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    /// What is typed for `action`. One without a service is stopped by a signal, for which there
    /// is no command, and started anew.
    pub fn typed(&self, action: GatewayAction) -> String {
        let Some(unit) = &self.unit else { return cli::typed(self.run_arguments()) };
        let verb = match action {
            GatewayAction::Start => "start",
            GatewayAction::Stop => "stop",
            GatewayAction::Restart => "restart",
        };
        format!("systemctl --user {verb} {}", unit.name)
    }

    fn run_arguments(&self) -> [String; 4] {
        ["gateway".into(), "run".into(), "--port".into(), self.port.to_string()]
    }

    /// Whether it answers.
    pub async fn state(&self) -> GatewayState {
        health::state(self.openclaw.home(), self.port).await
    }

    /// Whether it ended by itself because a secret could not be fetched: its service failed, or
    /// the one that Chela started said so last (2026.5.7: `required secrets are unavailable`).
    /// One that a person stopped did not give up.
    pub async fn gave_up(&self) -> bool {
        match &self.unit {
            Some(unit) => self.is_failed(unit).await,
            None => {
                let said = || log::last_lines(&log_file(&self.folder), 30).join("\n");
                self.pid_file().exists() && self.holder().is_none() && said().contains(NO_SECRETS)
            }
        }
    }

    /// Its state once it is no longer starting: whoever starts it, this waits until it answers or
    /// has given up.
    pub async fn settled(&self) -> GatewayState {
        let begun = Instant::now();
        loop {
            let state = self.state().await;
            if state != GatewayState::Starting || begun.elapsed() > START {
                return state;
            }
            sleep(PAUSE).await;
        }
    }

    /// The state of one that ran when the config was changed, once it has taken the change. For some
    /// settings it restarts by itself: 2026.9.6 notices a change of `env.vars` after 0.4 s, ends the
    /// turns that run, and then answers nobody for some seconds.
    pub async fn taken_up(&self) -> GatewayState {
        let begun = Instant::now();
        while begun.elapsed() < NOTICE && self.state().await == GatewayState::Running {
            sleep(PAUSE).await;
        }
        loop {
            let state = self.state().await;
            if state == GatewayState::Running || begun.elapsed() > START {
                return state;
            }
            sleep(PAUSE).await;
        }
    }

    /// Whether it starts although a secret cannot be fetched, and so never gives up for that.
    pub fn starts_with_failing_secrets(&self) -> bool {
        self.openclaw.capabilities().starts_with_failing_secrets
    }

    /// Whether a change of the config would make it restart with the old one, and write that over
    /// the change. Such a gateway is stopped for a change, and started after it.
    pub fn clings_to_config(&self) -> bool {
        self.openclaw.capabilities().restarts_with_old_config
            && self.unit.is_none()
            && self.holder().is_some_and(Process::restarts_within)
    }

    /// Starts it, unless it runs, and waits until it answers.
    ///
    /// # Errors
    /// `gateway-failed` with the last lines that it printed.
    pub async fn start(&self) -> Result<()> {
        let _turn = self.turn().await?;
        match self.state().await {
            GatewayState::Running => return Ok(()),
            GatewayState::Unclear => {
                return Err(failed(say("gateway.port-taken", &[("port", &self.port)])));
            }
            GatewayState::Starting => {}
            GatewayState::Stopped => match &self.unit {
                Some(unit) => self.systemctl("start", unit).await?,
                None => self.spawn()?,
            },
        }
        self.answered().await
    }

    /// Window and tray may both want to start it at the same moment, after the keychain was
    /// unlocked say: the second waits for the first, and finds it running.
    async fn turn(&self) -> Result<File> {
        files::make_folder(&self.folder)?;
        let path = self.folder.join("start.lock");
        let file = files::open_private(&path)?;
        let locked = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await;
        locked
            .map_err(|_| Error::new(Code::Internal))?
            .map_err(|error| files::failed(&path, "locked", &error))
    }

    /// Stops it, and waits until it has ended. Stops nothing but the user's service, a process
    /// that Chela started, or one that is this home's gateway beyond doubt.
    ///
    /// # Errors
    /// `gateway-failed`.
    pub async fn stop(&self) -> Result<()> {
        let holder = self.holder();
        match &self.unit {
            Some(unit) => self.systemctl("stop", unit).await?,
            None if holder.is_none() && self.state().await != GatewayState::Stopped => {
                return Err(failed(say("gateway.unknown-program", &[("port", &self.port)])));
            }
            None => {}
        }
        // With a unit that is not active, somebody may have started one by hand beside it.
        if let Some(process) = holder {
            process.end();
        }
        let begun = Instant::now();
        while holder.is_some_and(Process::lives) || self.state().await == GatewayState::Running {
            if begun.elapsed() > STOP {
                return Err(failed(in_seconds("gateway.not-stopped", STOP)));
            }
            sleep(PAUSE).await;
        }
        // Gone already when another Chela stopped it.
        let _ = std::fs::remove_file(self.pid_file());
        Ok(())
    }

    /// Restarts it, or starts it when it does not run.
    ///
    /// # Errors
    /// `gateway-failed`.
    pub async fn restart(&self) -> Result<()> {
        match &self.unit {
            Some(unit) => {
                self.systemctl("restart", unit).await?;
                self.answered().await
            }
            None => {
                self.stop().await?;
                self.start().await
            }
        }
    }

    /// The last lines of its log; `configured` is `logging.file` of the config.
    pub fn log(&self, configured: Option<&str>, lines: usize) -> Vec<String> {
        let home = self.openclaw.home();
        log::tail(&self.environment, home, &log_file(&self.folder), configured, lines)
    }

    /// The process that is this home's gateway: by OpenClaw's lock, by Chela's own note, or as
    /// the one that listens on the port with this home in its variables.
    fn holder(&self) -> Option<Process> {
        let noted = || {
            let text = files::small_text(&self.pid_file()).ok()?;
            serde_json::from_str::<Process>(&text).ok().filter(|process| process.lives())
        };
        process::lock_holder(self.openclaw.home()).or_else(noted).or_else(|| self.server())
    }

    /// The process that answers on the port, with this home in its variables. The one that was
    /// started may be its parent, which only waits for it.
    fn server(&self) -> Option<Process> {
        let (process, home) = process::gateway_on(self.port)?;
        (home.id() == self.openclaw.home().id()).then_some(process)
    }

    fn pid_file(&self) -> PathBuf {
        self.folder.join("gateway.pid")
    }

    /// Starts a gateway that lives on when Chela ends.
    fn spawn(&self) -> Result<()> {
        let io = |path: &Path, error| files::failed(path, "written", &error);
        let path = log_file(&self.folder);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| io(&path, error))?;
        let copy = file.try_clone().map_err(|error| io(&path, error))?;
        let mut command = self.openclaw.command();
        command.args(self.run_arguments()).stdin(Stdio::null()).stdout(file).stderr(copy);
        // A group of its own: Ctrl-C in the terminal that started Chela does not reach it.
        #[cfg(unix)]
        command.process_group(0);
        let child = command.spawn().map_err(|error| failed(error.to_string()))?;
        let pid = child.id().and_then(|id| i32::try_from(id).ok());
        if let Some(process) = pid.and_then(Process::of) {
            let note = serde_json::to_string(&process).unwrap_or_default();
            std::fs::write(self.pid_file(), note).map_err(|error| io(&self.pid_file(), error))?;
        }
        Ok(())
    }

    /// Waits until it answers, or has ended without.
    async fn answered(&self) -> Result<()> {
        let begun = Instant::now();
        loop {
            if self.state().await == GatewayState::Running {
                return Ok(());
            }
            let ended = match &self.unit {
                Some(unit) => self.is_failed(unit).await,
                None => self.holder().is_none(),
            };
            if ended || begun.elapsed() > START {
                return Err(failed(self.last_words(ended)));
            }
            sleep(PAUSE).await;
        }
    }

    fn last_words(&self, ended: bool) -> String {
        let lines = match &self.unit {
            Some(_) => self.log(None, 30),
            None => log::last_lines(&log_file(&self.folder), 30),
        };
        match said::failure("", &lines.join("\n")) {
            words if !words.is_empty() => words,
            _ if ended => say("gateway.ended", &[]),
            _ => in_seconds("gateway.silent", START),
        }
    }

    async fn is_failed(&self, unit: &Unit) -> bool {
        let answer = self.systemd(&["is-failed", "--quiet", &unit.name]).await;
        answer.is_ok_and(|output| output.status.success())
    }

    /// Has systemd read its units anew, one of which was edited. It does so at the next login, too.
    pub async fn reread_units(&self) {
        let _at_the_next_login = self.systemd(&["daemon-reload"]).await;
    }

    async fn systemctl(&self, verb: &str, unit: &Unit) -> Result<()> {
        let output = self.systemd(&[verb, &unit.name]).await?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(failed(said::failure("", &said)))
    }

    async fn systemd(&self, arguments: &[&str]) -> Result<std::process::Output> {
        let asked = Command::new("systemctl")
            .arg("--user")
            .args(arguments)
            .env_clear()
            .envs(self.environment.iter())
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        match timeout(START, asked).await {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => Err(failed(format!("systemctl: {error}"))),
            Err(_) => Err(failed(in_seconds("gateway.systemctl-silent", START))),
        }
    }
}

/// Where the output of a gateway goes that Chela starts.
pub fn log_file(folder: &Path) -> PathBuf {
    folder.join("gateway.log")
}

/// What did not happen within a limit.
fn in_seconds(key: &str, limit: Duration) -> String {
    say(key, &[("seconds", &limit.as_secs())])
}

fn failed(detail: String) -> Error {
    Error::new(Code::GatewayFailed).with("detail", detail)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::openclaw::Home;
    use crate::openclaw::install::Installation;
    use crate::openclaw::node::Node;
    use std::os::unix::fs::PermissionsExt;

    /// A user whose Node is the shell and whose OpenClaw is `script`.
    pub(super) fn gateway(user: &Path, script: &str, port: u16) -> Gateway {
        std::fs::write(user.join("openclaw.mjs"), script).unwrap();
        let path = format!("{}:/usr/bin:/bin", user.display());
        let environment: Environment = [("HOME", user.to_str().unwrap()), ("PATH", &path)]
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .into_iter()
            .collect();
        let node = Node { path: "/bin/sh".into(), version: semver::Version::new(26, 1, 0) };
        let installation =
            Installation { package: user.to_owned(), version: "2026.9.6".into(), node };
        let home = Home::current(&environment).unwrap();
        let openclaw = OpenClaw::new(installation, &environment, &home);
        Gateway::new(openclaw, &environment, Some(port), user.join("own"))
    }

    fn free_port() -> u16 {
        std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
    }

    #[tokio::test]
    async fn a_gateway_that_ends_at_once_is_told_by_its_last_words() {
        let folder = tempfile::tempdir().unwrap();
        let script = "echo \"starting $*\"; echo 'Reason: the config is odd' >&2; exit 1";
        let gateway = gateway(folder.path(), script, free_port());
        let error = gateway.start().await.unwrap_err();
        assert_eq!(error.code, Code::GatewayFailed);
        assert_eq!(error.params["detail"], "the config is odd");
        let line = format!("starting gateway run --port {}", gateway.port());
        assert_eq!(gateway.log(None, 9)[0], line);
        let mode = log_file(&folder.path().join("own")).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        gateway.stop().await.unwrap();
    }

    #[tokio::test]
    async fn a_strangers_process_on_the_port_is_neither_started_over_nor_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let stranger = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = stranger.local_addr().unwrap().port();
        let gateway = gateway(folder.path(), "exit 9", port);
        for result in [gateway.start().await, gateway.stop().await] {
            let error = result.unwrap_err();
            assert!(error.params["detail"].contains(&port.to_string()), "{error:?}");
        }
    }

    #[tokio::test]
    async fn a_service_is_the_business_of_systemd() {
        let folder = tempfile::tempdir().unwrap();
        let user = folder.path();
        let units = user.join(".config/systemd/user");
        std::fs::create_dir_all(&units).unwrap();
        std::fs::write(
            units.join("openclaw-gateway.service"),
            "[Service]\nExecStart=/usr/bin/node /o/openclaw.mjs gateway\n",
        )
        .unwrap();
        let systemctl = user.join("systemctl");
        std::fs::write(
            &systemctl,
            "#!/bin/sh\necho \"$*\" >> \"$HOME/calls\"\n\
             echo 'Failed to connect to bus: No medium found' >&2\nexit 1\n",
        )
        .unwrap();
        std::fs::set_permissions(&systemctl, std::fs::Permissions::from_mode(0o755)).unwrap();
        let mut gateway = gateway(user, "exit 9", free_port());
        // As where systemd runs.
        gateway.unit = unit::of_home(&gateway.environment, gateway.openclaw.home());
        assert_eq!(gateway.service().unwrap().name, "openclaw-gateway.service");
        for result in [gateway.start().await, gateway.stop().await, gateway.restart().await] {
            let error = result.unwrap_err();
            assert_eq!(error.params["detail"], "Failed to connect to bus: No medium found");
        }
        let calls = std::fs::read_to_string(user.join("calls")).unwrap();
        let expected = ["start", "stop", "restart"]
            .map(|verb| format!("--user {verb} openclaw-gateway.service\n"));
        assert_eq!(calls, expected.concat());
    }
}
