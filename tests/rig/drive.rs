//! The first-run path, clicked through as a person does it: from the first screen to Claude's
//! answer. Used by the end-to-end test and by `./dev run` where there is no display.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::standin::{DEFAULT_REPLY, Sent};
use crate::{Sandbox, Window, clipboard, programs, wait};

/// The accessible names on the way, as the page has them in English. The only place in the
/// tests that knows them.
pub mod name {
    /// Leaves the first screen, which says what was found.
    pub const BEGIN: &str = "Get started";
    /// The choices of what the person has.
    pub const PLAN: &str = "A paid Claude plan";
    /// An API key.
    pub const CREDIT: &str = "API credit";
    /// Nothing so far.
    pub const NEITHER: &str = "Neither yet";
    /// To the next screen.
    pub const CONTINUE: &str = "Continue";
    /// Reads the clipboard in the backend.
    pub const PASTE: &str = "Paste from clipboard";
    /// From the model to the exact change.
    pub const REVIEW: &str = "Review";
    /// What stands below the exact change once it is worked out.
    pub const REST_STAYS: &str = "Everything else in the file stays as it is.";
    /// Makes the change.
    pub const CONNECT: &str = "Connect";
    /// Sends a turn.
    pub const TEST: &str = "Send a test message";
    /// To the home screen.
    pub const DONE: &str = "Done";
}

/// How long connecting and a turn may each take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(180);

/// Who wants to know what is done.
pub type Say<'a> = &'a mut dyn FnMut(&str);

/// Opens the app in the sandbox and connects its made-up token, as a terminal would have wrapped
/// it. A picture of each screen goes into `pictures`.
///
/// # Errors
/// With the step that did not come, and what the window showed instead.
pub fn first_run(sandbox: &Sandbox, pictures: &Path, say: Say<'_>) -> Result<()> {
    let window = Window::open(sandbox.session(), &programs::desktop()?, &["--window"])?;
    let result = walk(sandbox, &window, pictures, say);
    if result.is_err() {
        // The last thing that was seen says more than any message.
        let _ = window.picture(&pictures.join("failed.png"));
    }
    result.with_context(|| format!("the app printed:\n{}", window.log()))
}

fn walk(sandbox: &Sandbox, window: &Window, pictures: &Path, say: Say<'_>) -> Result<()> {
    let mut screen = |file: &str, words: &str| -> Result<()> {
        say(words);
        window.picture(&pictures.join(file))
    };
    window.find("button", name::BEGIN)?;
    screen("1-found.png", "The window says what it found.")?;
    window.click("button", name::BEGIN)?;

    window.click("radio", name::PLAN)?;
    screen("2-sign-in.png", "Chose to sign in with a paid Claude plan.")?;
    window.click("button", name::CONTINUE)?;

    let copied = clipboard::copy(sandbox.session(), &wrapped(sandbox.token()))?;
    window.click("button", name::PASTE)?;
    window.wait_for_text(&ends(sandbox.token()), PATIENCE)?;
    screen("3-paste.png", "Pasted the token from the clipboard, where it stood in three lines.")?;
    window.click("button", name::CONTINUE)?;
    drop(copied);

    window.find("button", name::REVIEW)?;
    screen("4-model.png", "The models that this account has.")?;
    window.click("button", name::REVIEW)?;

    window.wait_for_text(name::REST_STAYS, PATIENCE)?;
    window.find_within(PATIENCE, "button", name::CONNECT)?;
    screen("5-review.png", "The exact change, before anything is written.")?;
    window.click("button", name::CONNECT)?;

    window.find_within(PATIENCE, "button", name::TEST)?;
    screen("6-connected.png", "Connected: the token is in the keychain.")?;
    window.click("button", name::TEST)?;

    window.wait_for_text(DEFAULT_REPLY, PATIENCE)?;
    screen("7-answer.png", &format!("Claude answered in the window: {DEFAULT_REPLY}"))?;
    window.click("button", name::DONE)?;

    wait::until(PATIENCE, "the home screen", || {
        window.shows("button", name::DONE).is_ok_and(|still| !still)
    })?;
    screen("8-home.png", "The home screen.")
}

/// What must be true afterwards: the gateway serves, with exactly this token, and it is nowhere
/// on the disk but in the keyring.
///
/// # Errors
/// With what is not so.
pub fn prove(sandbox: &Sandbox, say: Say<'_>) -> Result<()> {
    let turn = sandbox.send_turn("Are you there?")?;
    ensure!(turn.ok, "the turn failed: {}\n{}", turn.printed, sandbox.gateway_log());
    say(&format!("openclaw agent --message \"Are you there?\" answered: {}", turn.reply));
    let sent = sandbox.last_credential();
    let expected = Some(Sent::Bearer(sandbox.token().to_owned()));
    ensure!(sent == expected, "the stand-in for Anthropic received another credential");
    say("The stand-in for Anthropic received exactly the pasted token.");
    let files = sandbox.files_with_token()?;
    ensure!(files.is_empty(), "the token stands in {files:?}");
    say("No file of the sandbox contains it, except the keyring's own.");
    Ok(())
}

/// The token as a narrow terminal prints it: over three lines, indented.
fn wrapped(token: &str) -> String {
    let third = token.len().div_ceil(3);
    let (one, rest) = token.split_at(third);
    let (two, three) = rest.split_at(third);
    format!("  {one}\n  {two}\n  {three}\n")
}

/// How the app shows the token: its kind, three characters, and its end.
fn ends(token: &str) -> String {
    format!("{}…{}", &token[..16], &token[token.len() - 3..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::setup_token;

    #[test]
    fn a_wrapped_token_loses_nothing() {
        let token = setup_token();
        let copied = wrapped(&token);
        assert_eq!(copied.lines().count(), 3);
        assert_eq!(copied.replace([' ', '\n'], ""), token);
        assert!(ends(&token).starts_with("sk-ant-oat01-Mad…"), "{}", ends(&token));
    }
}
