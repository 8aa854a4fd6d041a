//! A setup-token from Claude Code, for who has none yet.

use super::Context;
use crate::claude_code;
use crate::error::Result;
use crate::vault::Secret;
use crate::view::GettingToken;

pub use crate::claude_code::{Lines, Typist};

/// Room for the lines that are typed while the program does not listen.
const WAITING_LINES: usize = 8;

/// For typing into the program, and what it hears.
pub fn typist() -> (Typist, Lines) {
    tokio::sync::mpsc::channel(WAITING_LINES)
}

/// Has Claude Code make a setup-token; `show` is told what it asks for. Nothing is stored.
///
/// # Errors
/// `claude-missing`, `claude-failed`, `claude-ended`, `cancelled` when the [`Typist`] is dropped.
pub async fn get_token(
    context: &Context,
    lines: Lines,
    show: &(dyn Fn(GettingToken) + Sync),
) -> Result<Secret> {
    let program = claude_code::find(&context.environment)?;
    claude_code::setup_token(&context.environment, &program, lines, show).await
}
