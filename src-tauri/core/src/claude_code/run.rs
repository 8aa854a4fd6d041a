//! `claude setup-token` from its start to the token.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use chela_vault::Secret;
use tokio::time::timeout;

use super::terminal::Terminal;
use super::{Lines, screen};
use crate::config::gateway_config::credentials::VARIABLES;
use crate::config::redact::masked;
use crate::view::GettingToken;
use crate::{Code, Environment, Error, Result};

/// A token is taken when nothing more was printed for so long: it may come in pieces.
const QUIET: Duration = Duration::from_millis(300);
/// A screen that goes on moving is waited for no longer.
const LONGEST: Duration = Duration::from_secs(3);
/// How much of the last screen an error tells.
const LAST_LINES: usize = 3;

/// Runs `program setup-token` until it has printed a token, and ends it. What it asks for on the
/// way is shown. It takes as long as the person needs: without a limit.
///
/// # Errors
/// `claude-failed` when it cannot be started, `claude-ended` when it ends without a token,
/// `cancelled` when no [`super::Typist`] is left.
pub async fn setup_token(
    environment: &Environment,
    program: &Path,
    mut lines: Lines,
    show: &(dyn Fn(GettingToken) + Sync),
) -> Result<Secret> {
    let failed = |detail: String| Error::new(Code::ClaudeFailed).with("detail", detail);
    let mut terminal = Terminal::start(program, &["setup-token"], variables(environment, program))
        .map_err(|error| failed(error.to_string()))?;
    let mut typed = None;
    let mut shown = None;
    loop {
        let is_open = tokio::select! {
            read = terminal.read() => read,
            line = lines.recv() => {
                let Some(line) = line else { return Err(Error::new(Code::Cancelled)) };
                terminal.type_line(line.expose()).await.map_err(|error| failed(error.to_string()))?;
                // After Enter alone, what was typed before may still be on the screen.
                typed = Some(line).filter(|line| !line.expose().is_empty()).or(typed);
                true
            }
        };
        if let Some(token) = screen::token(&terminal.text()) {
            return Ok(whole(&mut terminal, token).await);
        }
        if !is_open {
            return Err(ended(&terminal));
        }
        let now = screen::read(&terminal.text(), typed.as_ref());
        if shown.as_ref() != Some(&now) {
            show(now.clone());
            shown = Some(now);
        }
    }
}

/// The token, once all of it is printed.
async fn whole(terminal: &mut Terminal, first: Secret) -> Secret {
    let still = async { while timeout(QUIET, terminal.read()).await == Ok(true) {} };
    // That it never becomes still is no reason to lose it.
    let _ = timeout(LONGEST, still).await;
    screen::token(&terminal.text()).unwrap_or(first)
}

/// What it said before it ended.
fn ended(terminal: &Terminal) -> Error {
    let screen = screen::read(&terminal.text(), None).screen;
    let lines: Vec<&str> = screen.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let last = lines[lines.len().saturating_sub(LAST_LINES)..].join(" ");
    let last = if last.is_empty() { "…".to_owned() } else { masked(&last) };
    Error::new(Code::ClaudeEnded).with("detail", last)
}

/// Its variables: the person's own without a credential, with which Claude Code takes another way
/// than the one that makes a token; with a Node that lies beside it on `PATH` and a terminal.
fn variables(environment: &Environment, program: &Path) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> =
        environment.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    all.retain(|name, _| !VARIABLES.contains(&name.as_str()));
    let path = all.remove("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into());
    let beside = program.parent().map(|folder| folder.display().to_string());
    let path: Vec<String> = beside.into_iter().chain([path]).collect();
    all.insert("PATH".into(), path.join(":"));
    all.insert("TERM".into(), "xterm-256color".into());
    all
}
