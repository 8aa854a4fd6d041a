//! The first-run path, clicked through as a person does it: from the first screen to Claude's
//! answer. Used by the end-to-end test and by `./dev run` where there is no display.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::standin::{DEFAULT_REPLY, Sent};
use crate::{Sandbox, Session, Window, clipboard, programs, wait};

/// The accessible names on the way, as the page has them in English. The only place in the
/// tests that knows them.
pub mod name {
    /// Leaves the first screen, which says what was found.
    pub const BEGIN: &str = "Get started";
    /// The choices of what the person has.
    pub const PLAN: &str = "A paid Claude plan";
    /// An API key.
    pub const CREDIT: &str = "API credit";
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
    /// The same where the gateway does not run.
    pub const START_AND_TEST: &str = "Start the gateway and send a test message";
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

/// What the way from the start to Claude's answer took of a person.
#[derive(Debug, Clone, Copy)]
pub struct Walked {
    /// How often they pressed something.
    pub presses: usize,
    /// How long it was from the start of the app.
    pub took: Duration,
}

/// Opens the app in a session, connects a credential and has a test message answered. A picture of
/// each screen goes into `pictures`.
///
/// # Errors
/// With the step that did not come, and what the window showed instead.
pub fn first_run(
    session: &Session,
    credential: &Credential<'_>,
    pictures: &Path,
    say: Say<'_>,
) -> Result<Walked> {
    let started = Instant::now();
    let window = Window::open(session, &programs::desktop()?, &["--window"])?;
    let mut way = Way { session, window: &window, pictures, say, presses: 0 };
    let result = way.walk(credential, started);
    if result.is_err() {
        // The last thing that was seen says more than any message.
        let _ = window.picture(&pictures.join("failed.png"));
    }
    result.with_context(|| format!("the app printed:\n{}", window.log()))
}

struct Way<'a> {
    session: &'a Session,
    window: &'a Window,
    pictures: &'a Path,
    say: Say<'a>,
    presses: usize,
}

impl Way<'_> {
    fn walk(&mut self, credential: &Credential<'_>, started: Instant) -> Result<Walked> {
        let window = self.window;
        let copied = clipboard::copy(self.session, &credential.copied)?;
        window.find("button", name::BEGIN)?;
        self.screen("1-found.png", "The window says what it found.")?;
        self.press(name::BEGIN)?;

        window.find("button", credential.choice)?;
        self.screen("2-sign-in.png", "It asks what there is to sign in with.")?;
        self.press(credential.choice)?;

        window.find("button", name::PASTE)?;
        self.screen("3-paste.png", &format!("Chose {}.", credential.choice))?;
        self.press(name::PASTE)?;

        window.wait_for_text(&ends(credential.secret), PATIENCE)?;
        window.find("button", name::REVIEW)?;
        drop(copied);
        let lines = credential.copied.lines().count();
        self.screen("4-model.png", &format!("Pasted it; lines on the clipboard: {lines}."))?;
        self.press(name::REVIEW)?;

        window.wait_for_text(name::REST_STAYS, PATIENCE)?;
        window.find_within(PATIENCE, "button", name::CONNECT)?;
        self.screen("5-review.png", "The exact change, before anything is written.")?;
        self.press(name::CONNECT)?;

        let test = wait::value(PATIENCE, "the sign-in to be connected", || {
            let both = [name::TEST, name::START_AND_TEST];
            both.into_iter().find(|test| window.shows("button", test).unwrap_or_default())
        })?;
        self.screen("6-connected.png", "Connected: the secret is in the keychain.")?;
        self.press(test)?;

        window.wait_for_text(DEFAULT_REPLY, PATIENCE)?;
        let walked = Walked { presses: self.presses, took: started.elapsed() };
        self.screen("7-answer.png", &format!("Claude answered in the window: {DEFAULT_REPLY}"))?;
        window.click("button", name::DONE)?;

        wait::until(PATIENCE, "the home screen", || {
            window.shows("button", name::DONE).is_ok_and(|still| !still)
        })?;
        self.screen("8-home.png", "The home screen.")?;
        Ok(walked)
    }

    fn press(&mut self, button: &str) -> Result<()> {
        self.presses += 1;
        self.window.click("button", button)
    }

    fn screen(&mut self, file: &str, words: &str) -> Result<()> {
        (self.say)(words);
        self.window.picture(&self.pictures.join(file))
    }
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
