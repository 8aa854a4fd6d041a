//! The sandbox, a program of its own that opens a window of its own: whether it stands beside this
//! one, and starting it. It is not part of what is installed, only of what is built from source.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use chela_core::{Code, Error, Result};

use crate::process;

/// How long it may take to start its parts before it is left to itself.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long after its second line it still counts as starting: that line is either that it runs,
/// or its last.
const SETTLED: Duration = Duration::from_secs(1);

/// Its program, where there is one.
pub(crate) fn program() -> Option<PathBuf> {
    let name = format!("chela-sandbox{}", std::env::consts::EXE_SUFFIX);
    let beside = process::program().ok()?.with_file_name(name);
    beside.is_file().then_some(beside)
}

/// Starts it and waits until it runs, or says why it does not. Blocks.
///
/// # Errors
/// `sandbox-failed` with what it said, `io`.
pub(crate) fn start(program: &Path) -> Result<()> {
    let cannot = |error: std::io::Error| Error::io(program.display(), "started", &error);
    let child = Command::new(program)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(cannot)?;
    let (tell, told) = mpsc::channel();
    std::thread::Builder::new()
        .name("sandbox".to_owned())
        .spawn(move || listen(child, &tell))
        .map_err(cannot)?;
    settled(&told)
}

enum Told {
    Line(String),
    Ended { well: bool },
}

/// Hears it to its end, also when nobody wants to know any more: it must not meet a closed pipe.
fn listen(mut child: Child, tell: &Sender<Told>) {
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines().map_while(std::io::Result::ok) {
            let _ = tell.send(Told::Line(line));
        }
    }
    let well = child.wait().is_ok_and(|status| status.success());
    let _ = tell.send(Told::Ended { well });
}

/// First it says what it is about to do; what it says next comes when that was done, or failed.
fn settled(told: &Receiver<Told>) -> Result<()> {
    let begun = Instant::now();
    let mut lines: Vec<String> = Vec::new();
    loop {
        let left = PATIENCE.saturating_sub(begun.elapsed());
        let wait = if lines.len() > 1 { left.min(SETTLED) } else { left };
        match told.recv_timeout(wait) {
            Ok(Told::Line(line)) if line.trim().is_empty() => {}
            Ok(Told::Line(line)) => lines.push(line),
            Ok(Told::Ended { well: false }) => {
                let said = lines.get(1..).filter(|rest| !rest.is_empty()).unwrap_or(&lines);
                return Err(Error::new(Code::SandboxFailed).with("detail", said.join(" ")));
            }
            Ok(Told::Ended { well: true }) | Err(_) => return Ok(()),
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn started(script: &str) -> (Result<()>, Duration) {
        let folder = std::env::temp_dir().join(format!("chela-sandbox-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let program = folder.join(format!("{}", script.len()));
        std::fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let begun = Instant::now();
        let outcome = start(&program);
        let _ = std::fs::remove_file(&program);
        (outcome, begun.elapsed())
    }

    #[test]
    fn why_it_ended_at_once_is_told() {
        let (outcome, _) = started("echo Starting; echo; sleep 0.2; echo 'npm is missing'; exit 1");
        let error = outcome.unwrap_err();
        assert_eq!(error.code, Code::SandboxFailed);
        assert_eq!(error.params["detail"], "npm is missing");
        assert_eq!(started("echo alone; exit 1").0.unwrap_err().params["detail"], "alone");
    }

    #[test]
    fn one_that_runs_is_left_to_itself() {
        let (outcome, took) =
            started("echo Starting; echo 'A token:'; echo; echo x; exec sleep 20 2>/dev/null");
        assert!(outcome.is_ok());
        assert!(took < Duration::from_secs(15), "{took:?}");
        assert!(started("echo Starting; exit 0").0.is_ok());
    }

    #[test]
    fn one_that_cannot_be_started_is_an_error() {
        assert_eq!(start(Path::new("/nowhere/chela-sandbox")).unwrap_err().code, Code::Io);
    }
}
