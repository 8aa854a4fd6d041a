//! A child process that ends with the value that holds it, also when a test panics.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::wait;

/// The environment variables of a child: these and no others.
pub type Environment = BTreeMap<String, String>;

/// A command with exactly the given environment, in a process group of its own. It gets a
/// signal when the thread that started it ends (`setpriv --pdeathsig`), so that nothing is left
/// behind when a test is killed from outside.
pub fn command(program: impl AsRef<OsStr>, environment: &Environment) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "TERM", "--"]).arg(program);
    command.env_clear().envs(environment).process_group(0);
    command
}

/// A running child with its process group.
#[derive(Debug)]
pub struct Child {
    process: std::process::Child,
    name: String,
    log: PathBuf,
}

impl Child {
    /// Starts `command`; what it prints goes into the file `log`, unless its stdout is
    /// already piped elsewhere.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(name: &str, command: &mut Command, log: &Path, stdout: Output) -> Result<Self> {
        let file = File::create(log).with_context(|| log.display().to_string())?;
        match stdout {
            Output::Logged => command.stdout(file.try_clone()?),
            Output::Piped => command.stdout(Stdio::piped()),
        };
        command.stdin(Stdio::null()).stderr(file);
        let process = command.spawn().with_context(|| format!("{name} could not be started"))?;
        Ok(Self { process, name: name.to_owned(), log: log.to_owned() })
    }

    /// The same with `input` on its stdin, which is then closed.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start_with_input(
        name: &str,
        command: &mut Command,
        log: &Path,
        input: &str,
    ) -> Result<Self> {
        let file = File::create(log).with_context(|| log.display().to_string())?;
        command.stdin(Stdio::piped()).stdout(file.try_clone()?).stderr(file);
        let mut process =
            command.spawn().with_context(|| format!("{name} could not be started"))?;
        let mut stdin = process.stdin.take().context("no stdin")?;
        stdin.write_all(input.as_bytes())?;
        Ok(Self { process, name: name.to_owned(), log: log.to_owned() })
    }

    /// The first line that it prints on a piped stdout.
    ///
    /// # Errors
    /// When it ends before.
    pub fn first_line(&mut self) -> Result<String> {
        let stdout = self.process.stdout.as_mut().context("stdout is not piped")?;
        let mut line = Vec::new();
        let mut byte = [0];
        while stdout.read(&mut byte)? == 1 && byte[0] != b'\n' {
            line.push(byte[0]);
        }
        if line.is_empty() {
            bail!("{} printed nothing. Its log:\n{}", self.name, self.log());
        }
        Ok(String::from_utf8(line)?)
    }

    /// What it has printed so far.
    pub fn log(&self) -> String {
        fs::read(&self.log).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default()
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// Whether it has ended, and how.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.process.try_wait().ok().flatten()
    }

    /// Waits until it ends by itself.
    ///
    /// # Errors
    /// When that cannot be learned.
    pub fn wait(&mut self) -> Result<ExitStatus> {
        Ok(self.process.wait()?)
    }

    /// Asks it to end, and ends it where it does not.
    pub fn stop(&mut self) {
        if self.ended().is_none() {
            self.signal(Signal::TERM);
            self.signal(Signal::CONT);
            let _ = wait::until(Duration::from_secs(5), "its end", || self.ended().is_some());
        }
        // Its own children too, also when it has gone already.
        self.signal(Signal::KILL);
        let _ = self.process.wait();
    }

    /// Kills it alone, at once, as the system does when memory runs out: what it started lives on.
    ///
    /// # Errors
    /// When that cannot be done.
    pub fn kill(&mut self) -> Result<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }

    /// Asks it to end, as a terminal or the system does, and waits for nothing.
    pub fn ask_to_end(&self) {
        self.signal(Signal::TERM);
    }

    /// Stops its work without ending it, until [`Self::resume`].
    pub fn pause(&self) {
        self.signal(Signal::STOP);
    }

    /// Lets it go on.
    pub fn resume(&self) {
        self.signal(Signal::CONT);
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = Pid::from_raw(self.process.id() as i32) {
            // The group is gone when all of its processes are: that is what is wanted.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What a finished command printed.
#[derive(Debug)]
pub struct Finished {
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// Its stdout.
    pub stdout: String,
    /// Its stderr.
    pub stderr: String,
}

impl Finished {
    /// Its stdout as JSON.
    ///
    /// # Errors
    /// When it is not.
    pub fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_str(&self.stdout).with_context(|| format!("no JSON: {self}"))
    }

    /// Itself, when it ended with 0.
    ///
    /// # Errors
    /// When it did not.
    pub fn success(self) -> Result<Self> {
        if self.code == Some(0) { Ok(self) } else { bail!("{self}") }
    }
}

impl std::fmt::Display for Finished {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "exit code {:?}\nstdout: {}\nstderr: {}", self.code, self.stdout, self.stderr)
    }
}

/// Runs a command to its end, with `input` on its stdin.
///
/// # Errors
/// When it cannot be started, or takes longer than `limit`.
pub fn run(command: &mut Command, input: &str, limit: Duration) -> Result<Finished> {
    let (mut stdout, mut stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
    command.stdin(Stdio::piped()).stdout(stdout.try_clone()?).stderr(stderr.try_clone()?);
    let name = format!("{command:?}");
    let process = command.spawn().with_context(|| format!("{name} could not be started"))?;
    let mut child = Child { process, name: name.clone(), log: PathBuf::new() };
    if let Some(mut stdin) = child.process.stdin.take() {
        // A program that does not want its input may have gone already.
        let _ = stdin.write_all(input.as_bytes());
    }
    let status = wait::value(limit, &format!("the end of {name}"), || child.ended())?;
    Ok(Finished { code: status.code(), stdout: whole(&mut stdout)?, stderr: whole(&mut stderr)? })
}

fn whole(file: &mut File) -> Result<String> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Where a child's stdout goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// Into the log, beside stderr.
    Logged,
    /// To [`Child::first_line`].
    Piped,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment() -> Environment {
        [("PATH".to_owned(), "/usr/bin:/bin".to_owned())].into()
    }

    #[test]
    fn it_ends_with_its_own_children() {
        let folder = tempfile::tempdir().unwrap();
        let mut shell = command("sh", &environment());
        shell.args(["-c", "sleep 1000 & echo $!; wait"]);
        let mut child =
            Child::start("sh", &mut shell, &folder.path().join("log"), Output::Piped).unwrap();
        let grandchild = child.first_line().unwrap();
        let proc = PathBuf::from(format!("/proc/{grandchild}/stat"));
        assert!(proc.exists());
        drop(child);
        let dead = || {
            // A zombie that nobody has collected yet is dead too.
            fs::read_to_string(&proc).map_or(true, |stat| stat.contains(") Z "))
        };
        wait::until(Duration::from_secs(5), "the end of the grandchild", dead).unwrap();
    }

    #[test]
    fn it_sees_only_the_given_environment() {
        let folder = tempfile::tempdir().unwrap();
        let mut env = command("env", &environment());
        let log = folder.path().join("log");
        let mut child = Child::start("env", &mut env, &log, Output::Logged).unwrap();
        child.wait().unwrap();
        assert_eq!(child.log().trim(), "PATH=/usr/bin:/bin");
    }
}
