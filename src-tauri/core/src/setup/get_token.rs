//! A setup-token from Claude Code, for who has none yet.

use super::Context;
use crate::claude_code;
use crate::error::{Code, Error, Result};
use crate::vault::Secret;
use crate::view::GettingToken;

pub use crate::claude_code::{Lines, Typist};

/// Room for the lines that are typed while the program does not listen.
const WAITING_LINES: usize = 8;

/// A code is no shorter and no longer, in characters; the real one has about 90.
const SHORTEST_CODE: usize = 8;
const LONGEST_CODE: usize = 1000;

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

/// The code that the page shows, from whatever was copied: one word that is neither an address nor a
/// credential.
///
/// # Errors
/// `code-missing`.
pub fn code(copied: &str) -> Result<Secret> {
    let code = copied.trim();
    let is_word = code.chars().all(|c| c.is_ascii_graphic());
    let is_other = code.contains("://") || code.contains("sk-ant-");
    if (SHORTEST_CODE..=LONGEST_CODE).contains(&code.len()) && is_word && !is_other {
        return Ok(Secret::new(code.to_owned()));
    }
    Err(Error::new(Code::CodeMissing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_is_typed() {
        let half = "x".repeat(43);
        let whole = format!("{half}#{half}");
        for (copied, is_one) in [
            (whole.as_str(), true),
            (&format!("  {whole}\n"), true),
            (&half, true),
            ("", false),
            ("two words", false),
            ("a\u{1b}[31mcodecode", false),
            (&format!("https://platform.claude.com/oauth?code={whole}"), false),
            (&format!("sk-ant-oat01-{half}"), false),
            (&"x".repeat(2000), false),
        ] {
            let code = code(copied);
            assert_eq!(code.is_ok(), is_one, "{copied}");
            assert!(code.map_or(true, |code| code.expose() == copied.trim()));
        }
    }
}
