//! Runs OpenClaw's commands: with the Node of its own installation, in the gateway's own
//! environment, for one home, within a time limit, and without a secret in arguments or variables.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use chela_vault::Secret;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};

use super::install::{self, Installation};
use super::paths::Home;
use super::{Capabilities, process, said, unit};
use crate::{Code, Environment, Error, Result};

/// How long a command may take when nobody says otherwise. On a slow machine some of 2026.9.6's
/// take 15 s where there is no systemd to ask; the first of 2026.2.9 after the computer's start
/// compiles its plugins: 20 s of a quick processor.
const LIMIT: Duration = Duration::from_secs(120);

/// How much of an output is kept; the rest is read and thrown away.
const LONGEST_OUTPUT: u64 = 16 * 1024 * 1024;

/// Variables of Chela's own that a gateway started by systemd does not have: with them a command
/// would report a sign-in that never serves.
const NOT_THE_UNITS: [&str; 3] =
    ["ANTHROPIC_API_KEY", "ANTHROPIC_OAUTH_TOKEN", "ANTHROPIC_AUTH_TOKEN"];

/// Variables by which OpenClaw tells that it *is* the gateway's service, or colours its output.
const NEVER: [&str; 6] = [
    "OPENCLAW_SERVICE_MARKER",
    "OPENCLAW_SERVICE_KIND",
    "OPENCLAW_CONTAINER",
    "FORCE_COLOR",
    "NODE_CHANNEL_FD",
    "DEBUG",
];

/// By this variable, with a home's id, Chela's commands are told from other processes.
const COMMAND_OF: &str = "CHELA_COMMAND_OF";
/// How often it is looked whether they have ended.
const PAUSE: Duration = Duration::from_millis(100);

/// Waits until no command runs any more that a killed Chela had started for `home`: it lives on,
/// and could still write what is about to be taken back.
///
/// # Errors
/// `busy` when one does not end.
pub async fn commands_ended(home: &Home) -> Result<()> {
    let begun = std::time::Instant::now();
    while process::with_variable(COMMAND_OF, &home.id()).is_some() {
        if begun.elapsed() > LIMIT {
            return Err(Error::new(Code::Busy));
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

/// Whether a command runs that was given this config, such as one that has outlived its Chela.
pub(crate) fn is_read_by_a_command(config: &Path) -> bool {
    process::with_variable("OPENCLAW_CONFIG_PATH", &config.display().to_string()).is_some()
}

/// An OpenClaw that can be run, for one home.
#[derive(Debug, Clone)]
pub struct OpenClaw {
    installation: Installation,
    home: Home,
    variables: BTreeMap<String, String>,
}

/// What a command printed and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its exit code; `None` when a signal ended it.
    pub status: Option<i32>,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

impl Output {
    /// Whether it ended well.
    pub fn ok(&self) -> bool {
        self.status == Some(0)
    }

    /// The JSON in it, on either stream, with or without other lines around it.
    pub fn json<T: DeserializeOwned>(&self) -> Option<T> {
        said::json(&self.stdout).or_else(|| said::json(&self.stderr))
    }

    /// What it said about a failure: short, without colours and secrets.
    pub fn failure(&self) -> String {
        said::failure(&self.stdout, &self.stderr)
    }
}

impl OpenClaw {
    /// Finds it on this computer. `chosen` is a program that the user named.
    ///
    /// # Errors
    /// `openclaw-missing`, `openclaw-broken`, `node-missing`, `node-too-old`.
    pub async fn find(
        environment: &Environment,
        home: &Home,
        chosen: Option<&Path>,
    ) -> Result<Self> {
        let installation = install::find(environment, home, chosen).await.usable()?;
        Ok(Self::new(installation, environment, home))
    }

    /// With a known installation.
    pub fn new(installation: Installation, environment: &Environment, home: &Home) -> Self {
        let variables = variables(&installation, environment, home);
        Self { installation, home: home.clone(), variables }
    }

    /// The program.
    pub fn installation(&self) -> &Installation {
        &self.installation
    }

    /// The home that its commands use.
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// What it can do.
    pub fn capabilities(&self) -> Capabilities {
        Capabilities::of(&self.installation.version)
    }

    /// The variables with which its commands, and a gateway that Chela starts, run. A variable
    /// that the gateway's unit sets is the unit's.
    pub fn variables(&self) -> &BTreeMap<String, String> {
        &self.variables
    }

    /// A command to run, such as `["models", "status", "--json"]`. Never with a secret in it.
    pub fn run<S: Into<String>>(&self, arguments: impl IntoIterator<Item = S>) -> Run<'_> {
        Run {
            openclaw: self,
            arguments: arguments.into_iter().map(Into::into).collect(),
            limit: LIMIT,
            variables: BTreeMap::new(),
            input: None,
        }
    }

    /// A question to the running gateway.
    pub(super) fn call(&self, method: &str, params: &Value) -> Run<'_> {
        self.run(["gateway", "call", method, "--json", "--params"]).and(params.to_string())
    }

    /// The program and its first argument, with variables and nothing else set.
    pub(super) fn command(&self) -> Command {
        let mut command = Command::new(&self.installation.node.path);
        command.arg(self.installation.entry()).env_clear().envs(&self.variables);
        command
    }
}

/// One command, before it runs. Dropping the future of a running one kills it.
#[derive(Debug, Clone)]
#[must_use = "a command runs when its answer is asked for"]
pub struct Run<'a> {
    openclaw: &'a OpenClaw,
    arguments: Vec<String>,
    limit: Duration,
    variables: BTreeMap<&'static str, OsString>,
    input: Option<Secret>,
}

impl Run<'_> {
    /// With one more argument.
    pub fn and(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// With another time limit than a minute.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// With one more variable, never a secret.
    pub fn env(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.variables.insert(name, value.into());
        self
    }

    /// Against another config than the home's: a candidate, or a stub that OpenClaw may rewrite.
    pub fn config(self, path: &Path) -> Self {
        self.env("OPENCLAW_CONFIG_PATH", path)
    }

    /// With a secret on its standard input; else there is none.
    pub fn input(mut self, secret: &Secret) -> Self {
        self.input = Some(secret.clone());
        self
    }

    /// Runs it and gives what it printed, whatever its exit code.
    ///
    /// # Errors
    /// `openclaw-timeout`; `openclaw-failed` when it cannot be started.
    pub async fn output(self) -> Result<Output> {
        let name = self.name();
        let mut command = self.openclaw.command();
        command.args(&self.arguments).envs(&self.variables);
        command.env(COMMAND_OF, self.openclaw.home.id());
        let limit = self.limit;
        match tokio::time::timeout(limit, finished(command, self.input)).await {
            Ok(Ok(output)) => Ok(output),
            Ok(Err(error)) => Err(failed(&name, error)),
            Err(_) => Err(Error::new(Code::OpenClawTimeout)
                .with("command", name)
                .with("seconds", limit.as_secs())),
        }
    }

    /// Runs it and gives its standard output.
    ///
    /// # Errors
    /// As [`Run::output`], and `openclaw-failed` when it ends with an error.
    pub async fn text(self) -> Result<String> {
        let name = self.name();
        let output = self.output().await?;
        if output.ok() { Ok(output.stdout) } else { Err(failed(&name, output.failure())) }
    }

    /// Runs it and reads its JSON.
    ///
    /// # Errors
    /// As [`Run::text`], and `openclaw-unreadable`.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T> {
        let name = self.name();
        let version = self.openclaw.installation.version.clone();
        let output = self.output().await?;
        if !output.ok() {
            return Err(failed(&name, output.failure()));
        }
        output.json().ok_or_else(|| {
            Error::new(Code::OpenClawUnreadable).with("version", version).with("command", name)
        })
    }

    fn name(&self) -> String {
        typed(&self.arguments)
    }
}

/// The command as one types it: what a shell would read otherwise is quoted.
pub(crate) fn typed<S: AsRef<str>>(arguments: impl IntoIterator<Item = S>) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.,:/=@%+".contains(c);
    arguments.into_iter().fold("openclaw".to_owned(), |line, argument| {
        let argument = argument.as_ref();
        match !argument.is_empty() && argument.chars().all(plain) {
            true => format!("{line} {argument}"),
            false => format!("{line} '{}'", argument.replace('\'', r"'\''")),
        }
    })
}

fn failed(command: &str, detail: impl ToString) -> Error {
    Error::new(Code::OpenClawFailed).with("command", command).with("detail", detail)
}

/// The variables of every command: Chela's own, the unit's over them, then the home's, with
/// OpenClaw's own Node first on `PATH`.
fn variables(
    installation: &Installation,
    environment: &Environment,
    home: &Home,
) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> =
        environment.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    if let Some(unit) = unit::of_home(environment, home) {
        all.retain(|name, _| !NOT_THE_UNITS.contains(&name.as_str()));
        all.extend(unit.variables);
    }
    all.retain(|name, _| !NEVER.contains(&name.as_str()));
    all.remove("OPENCLAW_PROFILE");
    all.extend(home.variables().into_iter().map(|(name, value)| (name.to_owned(), value)));
    all.insert("NO_COLOR".into(), "1".into());
    if let Some(port) = process::lock_port(home) {
        all.insert("OPENCLAW_GATEWAY_PORT".into(), port.to_string());
    }
    let first = installation.node.path.parent().map(|folder| folder.display().to_string());
    let path = all.remove("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let separator = if cfg!(windows) { ";" } else { ":" };
    all.insert("PATH".into(), first.into_iter().chain([path]).collect::<Vec<_>>().join(separator));
    all
}

/// Starts a command in a process group of its own and waits for its end. The whole group is
/// killed when the future is dropped before.
async fn finished(mut command: Command, input: Option<Secret>) -> std::io::Result<Output> {
    command
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let mut child = Group(command.spawn()?);
    if let (Some(mut pipe), Some(secret)) = (child.0.stdin.take(), input) {
        // A command that ends without reading its input is told by its exit code.
        let _ = pipe.write_all(secret.expose().as_bytes()).await;
    }
    let (stdout, stderr) = (child.0.stdout.take(), child.0.stderr.take());
    let (stdout, stderr) = tokio::join!(text(stdout), text(stderr));
    let status = child.0.wait().await?;
    Ok(Output { status: status.code(), stdout, stderr })
}

async fn text(stream: Option<impl AsyncRead + Unpin>) -> String {
    let mut kept = Vec::new();
    if let Some(mut stream) = stream {
        // What was read before an error is still worth telling.
        let _ = (&mut stream).take(LONGEST_OUTPUT).read_to_end(&mut kept).await;
        let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
    }
    String::from_utf8_lossy(&kept).into_owned()
}

/// A child that leads a process group; OpenClaw restarts itself in a child of its own, which a
/// kill of the first process alone would leave behind.
pub(super) struct Group(pub(super) Child);

#[cfg(unix)]
impl Group {
    /// The number of the group, while its first process was not waited for.
    pub(super) fn id(&self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(i32::try_from(self.0.id()?).ok()?)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.id() {
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    #[test]
    fn a_command_is_shown_as_a_shell_would_take_it() {
        for (arguments, line) in [
            (&["secrets", "reload", "--json"][..], "openclaw secrets reload --json"),
            (&["a", "anthropic:x@y.z"], "openclaw a anthropic:x@y.z"),
            (&["a", "{\"k\":1}", "", "it's"], r#"openclaw a '{"k":1}' '' 'it'\''s'"#),
            (&["a", "$(b)", "c d"], "openclaw a '$(b)' 'c d'"),
        ] {
            assert_eq!(super::typed(arguments), line);
        }
    }

    use super::*;
    use crate::openclaw::node::Node;
    use std::time::Instant;

    /// An "OpenClaw" whose Node is the shell: its commands are lines of a script.
    fn shell(folder: &Path, script: &str, pairs: &[(&str, &str)]) -> OpenClaw {
        std::fs::write(folder.join("openclaw.mjs"), script).unwrap();
        let node = Node { path: "/bin/sh".into(), version: semver::Version::new(26, 1, 0) };
        let installation =
            Installation { package: folder.to_owned(), version: "2026.9.6".into(), node };
        let mut environment = vec![("HOME".to_owned(), folder.display().to_string())];
        environment.extend(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        let environment: Environment = environment.into_iter().collect();
        OpenClaw::new(installation, &environment, &Home::current(&environment).unwrap())
    }

    #[tokio::test]
    async fn a_command_gets_its_home_and_gives_its_json() {
        let folder = tempfile::tempdir().unwrap();
        let script = "echo log line\necho \"{\\\"state\\\":\\\"$OPENCLAW_STATE_DIR\\\",\
                      \\\"config\\\":\\\"$OPENCLAW_CONFIG_PATH\\\",\\\"arg\\\":\\\"$1\\\",\
                      \\\"color\\\":\\\"$NO_COLOR\\\",\\\"path\\\":\\\"$PATH\\\"}\"";
        let openclaw = shell(folder.path(), script, &[("PATH", "/usr/bin:/bin")]);
        let read: BTreeMap<String, String> =
            openclaw.run(["models"]).config(Path::new("/stub")).json().await.unwrap();
        assert_eq!(read["state"], folder.path().join(".openclaw").display().to_string());
        assert_eq!((read["config"].as_str(), read["arg"].as_str()), ("/stub", "models"));
        assert_eq!((read["color"].as_str(), read["path"].as_str()), ("1", "/bin:/usr/bin:/bin"));
    }

    #[tokio::test]
    async fn a_unit_replaces_what_chela_was_started_with() {
        let folder = tempfile::tempdir().unwrap();
        let units = folder.path().join(".config/systemd/user");
        std::fs::create_dir_all(&units).unwrap();
        std::fs::write(
            units.join("openclaw-gateway.service"),
            "[Service]\nExecStart=/usr/bin/node /o/dist/index.js gateway\n\
             Environment=MINE=unit OPENCLAW_SERVICE_MARKER=openclaw\n",
        )
        .unwrap();
        let pairs = [("MINE", "chela"), ("ANTHROPIC_API_KEY", "x"), ("OTHER", "stays")];
        let openclaw = shell(folder.path(), "", &pairs);
        let variables = openclaw.variables();
        assert_eq!(variables["MINE"], "unit");
        assert_eq!(variables["OTHER"], "stays");
        for gone in ["ANTHROPIC_API_KEY", "OPENCLAW_SERVICE_MARKER"] {
            assert!(!variables.contains_key(gone), "{gone}");
        }
    }

    #[tokio::test]
    async fn failures_say_what_openclaw_said() {
        let folder = tempfile::tempdir().unwrap();
        let openclaw = shell(folder.path(), "echo 'Reason: no way' >&2; exit 1", &[]);
        let error = openclaw.run(["secrets", "apply"]).text().await.unwrap_err();
        assert_eq!(error.code, Code::OpenClawFailed);
        assert_eq!(error.params["detail"], "no way");
        assert_eq!(error.params["command"], "openclaw secrets apply");
        let openclaw = shell(folder.path(), "echo hello", &[]);
        let error = openclaw.run(["x"]).json::<Vec<u8>>().await.unwrap_err();
        assert_eq!(error.code, Code::OpenClawUnreadable);
    }

    #[tokio::test]
    async fn a_secret_goes_in_by_standard_input_alone() {
        let folder = tempfile::tempdir().unwrap();
        let openclaw =
            shell(folder.path(), "read -r line; echo ${#line}; env | grep -c oat01", &[]);
        let secret = Secret::new(format!("sk-ant-oat01-{}", "x".repeat(95)));
        let output = openclaw.run(["paste"]).input(&secret).output().await.unwrap();
        assert_eq!(output.stdout, "108\n0\n");
    }

    #[tokio::test]
    async fn a_command_that_hangs_is_killed_with_its_children() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("pid");
        let script = format!("sleep 100 & echo $! > {}; wait", mark.display());
        let openclaw = shell(folder.path(), &script, &[]);
        let error = openclaw.run(["x"]).limit(Duration::from_secs(2)).output().await.unwrap_err();
        assert_eq!(error.code, Code::OpenClawTimeout);
        let pid = std::fs::read_to_string(mark).unwrap();
        let stat = format!("/proc/{}/stat", pid.trim());
        let gone = || std::fs::read_to_string(&stat).map_or(true, |stat| stat.contains(") Z "));
        let start = Instant::now();
        while !gone() {
            assert!(start.elapsed() < Duration::from_secs(5), "the child lives on");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    #[tokio::test]
    async fn an_endless_output_is_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let openclaw = shell(folder.path(), "head -c 20000000 /dev/zero | tr '\\0' x", &[]);
        let output = openclaw.run(["x"]).output().await.unwrap();
        assert_eq!(output.stdout.len() as u64, LONGEST_OUTPUT);
    }
}
