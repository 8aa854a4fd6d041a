//! Installs OpenClaw into the user's own folder with npm: never with sudo, and only when asked.

use std::path::PathBuf;
use std::pin::pin;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use super::cli::Group;
use super::node::{self, NEEDED, Node};
use super::said;
use crate::config::redact;
use crate::text::say;
use crate::{Code, Environment, Error, Result};

/// The command, to show. It names a version: without one npm picks the empty placeholder 0.0.1
/// on an old Node. `~/.local` is a place that [`super::install::find`] knows, and its `bin` is on
/// the `PATH` of most distributions.
pub const COMMAND: &str = "npm install --global --prefix ~/.local openclaw@latest";

/// npm fetches some 650 MB.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// How long npm may take to put back what it did, once it is asked to end.
const GRACE: Duration = Duration::from_secs(10);

/// How often it is asked whether the person wants to stop.
const PULSE: Duration = Duration::from_millis(100);

/// Runs [`COMMAND`] and tells each line that it prints, until it is done or `cancelled`.
///
/// # Errors
/// `node-missing` and `node-too-old` before anything is fetched, `openclaw-failed`,
/// `openclaw-timeout`, `cancelled`.
pub async fn install(
    environment: &Environment,
    line: &(dyn Fn(&str) + Sync),
    cancelled: &(dyn Fn() -> bool + Sync),
) -> Result<()> {
    let failed = |detail: String| {
        Error::new(Code::OpenClawFailed).with("command", COMMAND).with("detail", detail)
    };
    let node = suitable(environment).await?;
    let npm = npm(&node, environment)
        .ok_or_else(|| failed(say("openclaw.no-npm", &[("path", &node.path.display())])))?;
    let prefix = environment.home().unwrap_or_default().join(".local");
    let mut command = Command::new(&node.path);
    let folder = node.path.parent().unwrap_or(&node.path).display().to_string();
    command
        .arg(npm)
        .args(["install", "--global", "--no-fund", "--no-audit", "--prefix"])
        .arg(prefix)
        .arg("openclaw@latest")
        .env_clear()
        .envs(environment.iter())
        .env("PATH", format!("{folder}:{}", environment.get("PATH").unwrap_or("/usr/bin:/bin")))
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    #[cfg(unix)]
    command.process_group(0);
    let npm = Group(command.spawn().map_err(|error| failed(error.to_string()))?);
    #[cfg(unix)]
    let group = npm.id();
    let mut running = pin!(tokio::time::timeout(LIMIT, streamed(npm, line)));
    let said = tokio::select! {
        said = &mut running => said,
        () = until(cancelled) => {
            // npm takes back what it has not finished when it is asked to end, not when it is killed.
            #[cfg(unix)]
            if let Some(group) = group {
                let _ = rustix::process::kill_process_group(group, rustix::process::Signal::TERM);
                let _ = tokio::time::timeout(GRACE, running).await;
            }
            return Err(Error::new(Code::Cancelled));
        }
    };
    said.map_err(|_| {
        Error::new(Code::OpenClawTimeout).with("command", COMMAND).with("seconds", LIMIT.as_secs())
    })?
    .map_err(failed)
}

/// Returns when `cancelled` says so.
async fn until(cancelled: &(dyn Fn() -> bool + Sync)) {
    while !cancelled() {
        tokio::time::sleep(PULSE).await;
    }
}

/// A Node that the newest OpenClaw runs on.
async fn suitable(environment: &Environment) -> Result<Node> {
    let candidates = node::candidates(None, None, environment);
    let place = environment.home().unwrap_or_default().join(".local/lib/node_modules/openclaw");
    node::fitting(candidates, Some(NEEDED), environment, &place).await
}

/// npm's script: the one that came with this Node, or any on `PATH`.
fn npm(node: &Node, environment: &Environment) -> Option<PathBuf> {
    let beside = node.path.canonicalize().ok()?.with_file_name("npm");
    [node.path.with_file_name("npm"), beside]
        .into_iter()
        .chain(node::on_path("npm", environment))
        .find_map(|path| path.canonicalize().ok())
}

/// Tells each line until both streams are closed, then how it ended. Dropping the future kills npm
/// and what it has started.
async fn streamed(mut npm: Group, line: &(dyn Fn(&str) + Sync)) -> std::result::Result<(), String> {
    let (Some(stdout), Some(stderr)) = (npm.0.stdout.take(), npm.0.stderr.take()) else {
        return Err(say("openclaw.no-output", &[]));
    };
    let mut out = BufReader::new(stdout).lines();
    let mut err = BufReader::new(stderr).lines();
    let mut kept: Vec<String> = Vec::new();
    let (mut out_open, mut err_open) = (true, true);
    while out_open || err_open {
        let (read, open) = tokio::select! {
            read = out.next_line(), if out_open => (read, &mut out_open),
            read = err.next_line(), if err_open => (read, &mut err_open),
        };
        match read {
            Ok(Some(text)) => {
                let text = redact::masked(&said::plain(&text));
                line(&text);
                kept.push(text);
                if kept.len() > 50 {
                    kept.remove(0);
                }
            }
            _ => *open = false,
        }
    }
    let status = npm.0.wait().await.map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(said::failure("", &kept.join("\n"))) }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Instant;

    /// A computer whose npm is `script`, run by the shell.
    fn computer(script: &str) -> (tempfile::TempDir, Environment) {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        };
        write(
            "node",
            "#!/bin/sh\n[ \"$1\" = --version ] && echo v26.10.0 || exec /bin/sh \"$@\"\n",
        );
        write("npm", script);
        let home = folder.path().display().to_string();
        let path = format!("{home}:/usr/bin:/bin");
        let environment =
            [("HOME".to_owned(), home), ("PATH".to_owned(), path)].into_iter().collect();
        (folder, environment)
    }

    #[tokio::test]
    async fn npm_runs_with_the_users_prefix_and_a_named_version() {
        let (folder, environment) =
            computer("echo \"$@\"; echo warn >&2; [ ! -e \"$HOME/fail\" ]\n");
        let home = folder.path().display();
        let lines = Mutex::new(Vec::new());
        let line = |text: &str| lines.lock().unwrap().push(text.to_owned());
        install(&environment, &line, &|| false).await.unwrap();
        let expected =
            format!("install --global --no-fund --no-audit --prefix {home}/.local openclaw@latest");
        assert!(lines.lock().unwrap().contains(&expected), "{lines:?}");
        std::fs::write(folder.path().join("fail"), "").unwrap();
        let error = install(&environment, &line, &|| false).await.unwrap_err();
        assert_eq!(error.code, Code::OpenClawFailed);
    }

    #[tokio::test]
    async fn an_install_that_is_cancelled_ends_npm_and_what_it_started() {
        let (folder, environment) = computer(
            "trap 'echo back > \"$HOME/back\"; exit 1' TERM\n\
             sleep 100 & echo $! > \"$HOME/pid\"; echo fetching; wait\n",
        );
        let fetching = AtomicBool::new(false);
        let line = |_: &str| fetching.store(true, Ordering::Relaxed);
        let begun = Instant::now();
        let error =
            install(&environment, &line, &|| fetching.load(Ordering::Relaxed)).await.unwrap_err();
        assert_eq!(error.code, Code::Cancelled);
        assert!(begun.elapsed() < GRACE, "it was waited for");
        assert!(folder.path().join("back").exists(), "npm could put nothing back");
        let pid = std::fs::read_to_string(folder.path().join("pid")).unwrap();
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
        assert!(stat.map_or(true, |stat| stat.contains(") Z ")), "its child lives on");
    }
}
