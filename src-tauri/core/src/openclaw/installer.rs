//! Installs OpenClaw into the user's own folder with npm: never with sudo, and only when asked.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use super::node::{self, NEEDED, Node};
use super::said;
use crate::config::redact;
use crate::{Code, Environment, Error, Result};

/// The command, to show. It names a version: without one npm picks the empty placeholder 0.0.1
/// on an old Node. `~/.local` is a place that [`super::install::find`] knows, and its `bin` is on
/// the `PATH` of most distributions.
pub const COMMAND: &str = "npm install --global --prefix ~/.local openclaw@latest";

/// npm fetches some 650 MB.
const LIMIT: Duration = Duration::from_secs(30 * 60);

/// Runs [`COMMAND`] and tells each line that it prints.
///
/// # Errors
/// `node-missing` and `node-too-old` before anything is fetched, `openclaw-failed`,
/// `openclaw-timeout`.
pub async fn install(environment: &Environment, line: &(dyn Fn(&str) + Sync)) -> Result<()> {
    let node = suitable(environment).await?;
    let npm = npm(&node, environment).ok_or_else(|| {
        let detail = format!("there is no npm beside {} or on PATH.", node.path.display());
        Error::new(Code::OpenClawFailed).with("command", COMMAND).with("detail", detail)
    })?;
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
    let said = tokio::time::timeout(LIMIT, streamed(command, line)).await.map_err(|_| {
        Error::new(Code::OpenClawTimeout).with("command", COMMAND).with("seconds", LIMIT.as_secs())
    })?;
    said.map_err(|detail| {
        Error::new(Code::OpenClawFailed).with("command", COMMAND).with("detail", detail)
    })
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

async fn streamed(
    mut command: Command,
    line: &(dyn Fn(&str) + Sync),
) -> std::result::Result<(), String> {
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
        return Err("no output".to_owned());
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
    let status = child.wait().await.map_err(|error| error.to_string())?;
    if status.success() { Ok(()) } else { Err(said::failure("", &kept.join("\n"))) }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Mutex;

    #[tokio::test]
    async fn npm_runs_with_the_users_prefix_and_a_named_version() {
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
        write("npm", "echo \"$@\"; echo warn >&2; [ ! -e \"$HOME/fail\" ]\n");
        let home = folder.path().display().to_string();
        let environment: Environment =
            [("HOME".to_owned(), home.clone()), ("PATH".to_owned(), home.clone())]
                .into_iter()
                .collect();
        let lines = Mutex::new(Vec::new());
        let line = |text: &str| lines.lock().unwrap().push(text.to_owned());
        install(&environment, &line).await.unwrap();
        let expected =
            format!("install --global --no-fund --no-audit --prefix {home}/.local openclaw@latest");
        assert!(lines.lock().unwrap().contains(&expected), "{lines:?}");
        std::fs::write(folder.path().join("fail"), "").unwrap();
        let error = install(&environment, &line).await.unwrap_err();
        assert_eq!(error.code, Code::OpenClawFailed);
    }
}
