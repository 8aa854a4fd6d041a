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
    /// Has Claude Code make a token.
    pub const GET_TOKEN: &str = "Get a token for me";
    /// Types the code on the clipboard into Claude Code.
    pub const PASTE_CODE: &str = "Paste the code";
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
const PATIENCE: Duration = Duration::from_secs(300);

/// Who wants to know what is done.
pub type Say<'a> = &'a mut dyn FnMut(&str);

/// What a person has with Claude, and how it stands on their clipboard.
#[derive(Debug)]
pub struct Credential<'a> {
    /// The name of the choice for it.
    pub choice: &'a str,
    /// The secret.
    pub secret: &'a str,
    /// What they copied.
    pub copied: String,
}

impl<'a> Credential<'a> {
    /// A setup-token of a paid plan, as a narrow terminal prints it: over three lines, indented.
    pub fn token(secret: &'a str) -> Self {
        Self { choice: name::PLAN, secret, copied: wrapped(secret) }
    }

    /// An API key, as the Console's button copies it.
    pub fn key(secret: &'a str) -> Self {
        Self { choice: name::CREDIT, secret, copied: secret.to_owned() }
    }
}

/// Opens the app in the sandbox and connects a credential. A picture of each screen goes into
/// `pictures`.
///
/// # Errors
/// With the step that did not come, and what the window showed instead.
pub fn first_run(
    sandbox: &Sandbox,
    credential: &Credential<'_>,
    pictures: &Path,
    say: Say<'_>,
) -> Result<()> {
    let window = Window::open(sandbox.session(), &programs::desktop()?, &["--window"])?;
    let result = walk(sandbox, &window, credential, pictures, say);
    if result.is_err() {
        // The last thing that was seen says more than any message.
        let _ = window.picture(&pictures.join("failed.png"));
    }
    result.with_context(|| format!("the app printed:\n{}", window.log()))
}

fn walk(
    sandbox: &Sandbox,
    window: &Window,
    credential: &Credential<'_>,
    pictures: &Path,
    say: Say<'_>,
) -> Result<()> {
    let mut screen = |file: &str, words: &str| -> Result<()> {
        say(words);
        window.picture(&pictures.join(file))
    };
    window.find("button", name::BEGIN)?;
    screen("1-found.png", "The window says what it found.")?;
    window.click("button", name::BEGIN)?;

    window.click("radio", credential.choice)?;
    screen("2-sign-in.png", &format!("Chose what to sign in with: {}.", credential.choice))?;
    window.click("button", name::CONTINUE)?;

    let copied = clipboard::copy(sandbox.session(), &credential.copied)?;
    window.click("button", name::PASTE)?;
    window.wait_for_text(&ends(credential.secret), PATIENCE)?;
    let lines = credential.copied.lines().count();
    screen("3-paste.png", &format!("Pasted it from the clipboard; lines there: {lines}."))?;
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
    screen("6-connected.png", "Connected: the secret is in the keychain.")?;
    window.click("button", name::TEST)?;

    window.wait_for_text(DEFAULT_REPLY, PATIENCE)?;
    screen("7-answer.png", &format!("Claude answered in the window: {DEFAULT_REPLY}"))?;
    window.click("button", name::DONE)?;

    wait::until(PATIENCE, "the home screen", || {
        window.shows("button", name::DONE).is_ok_and(|still| !still)
    })?;
    screen("8-home.png", "The home screen.")
}

/// What must be true afterwards: the gateway serves, with exactly this credential, and it is
/// nowhere on the disk but in the keyring.
///
/// # Errors
/// With what is not so.
pub fn prove(sandbox: &Sandbox, credential: &Sent, say: Say<'_>) -> Result<()> {
    let turn = sandbox.send_turn("Are you there?")?;
    ensure!(turn.ok, "the turn failed: {}\n{}", turn.printed, sandbox.gateway_log());
    say(&format!("openclaw agent --message \"Are you there?\" answered: {}", turn.reply));
    let sent = sandbox.last_credential();
    ensure!(sent.as_ref() == Some(credential), "the stand-in received another credential");
    say("The stand-in for Anthropic received exactly what was pasted.");
    let (Sent::Bearer(secret) | Sent::ApiKey(secret)) = credential;
    let files = sandbox.files_with(secret)?;
    ensure!(files.is_empty(), "the secret stands in {files:?}");
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

/// How the app shows a secret: its kind, three characters, and its end.
pub fn ends(secret: &str) -> String {
    format!("{}…{}", &secret[..16], &secret[secret.len() - 3..])
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
