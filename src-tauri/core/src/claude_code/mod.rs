//! Claude Code, the program that makes setup-tokens: where it is, and `claude setup-token` in a
//! pseudo-terminal of which a person sees what it asks for, and never the token.
//!
//! Seen with 2.1.197 and 2.1.332: it opens the browser, shows the address of the page to
//! sign in on, waits for the page or for the code that the page shows, and prints the token.

mod find;
#[cfg(unix)]
mod run;
#[cfg(unix)]
mod screen;
#[cfg(unix)]
mod terminal;

use chela_vault::Secret;
use tokio::sync::mpsc;

pub use find::find;
#[cfg(unix)]
pub use run::setup_token;

/// Types lines into the program: the code that the page has shown, or nothing but Enter. The
/// program is ended when the last of these is dropped.
pub type Typist = mpsc::Sender<Secret>;
/// The lines that are typed.
pub type Lines = mpsc::Receiver<Secret>;

/// There is no pseudo-terminal for it on this system yet.
///
/// # Errors
/// `claude-failed`.
#[cfg(not(unix))]
pub async fn setup_token(
    _environment: &crate::Environment,
    _program: &std::path::Path,
    _lines: Lines,
    _show: &(dyn Fn(crate::view::GettingToken) + Sync),
) -> crate::Result<Secret> {
    let detail = crate::text::say("core.claude.no-terminal", &[]);
    Err(crate::Error::new(crate::Code::ClaudeFailed).with("detail", detail))
}
