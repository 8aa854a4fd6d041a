//! Where answers, failures and progress go: to standard output for people or as one JSON
//! object, to standard error what is not the answer. A reader that went away (`chela status |
//! head -1`) is no failure.

use std::io::{self, Write};

use chela_core::setup::Report;
use chela_core::view::{Notice, Progress, StepState};
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::render;
use crate::waiting::stop_is_asked;

/// What a command has to say: the same for people and for scripts.
#[derive(Debug)]
pub(crate) struct Answer {
    /// For people: whole lines.
    pub(crate) text: String,
    /// For scripts.
    pub(crate) value: Value,
    /// 0, or 1 when it is no good news.
    pub(crate) exit_code: u8,
}

/// The streams, and which form is wanted.
pub(crate) struct Output<'a> {
    pub(crate) json: bool,
    pub(crate) stdout: &'a mut dyn Write,
    pub(crate) stderr: &'a mut dyn Write,
}

impl Output<'_> {
    /// Prints an answer and gives the exit code.
    pub(crate) fn answer(&mut self, answer: &Answer) -> u8 {
        let text = if self.json { pretty(&answer.value) } else { harmless(&answer.text) };
        self.text(&text).max(answer.exit_code)
    }

    /// Prints a failure and gives the exit code.
    pub(crate) fn failure(&mut self, failure: &Failure) -> u8 {
        let printed = if self.json {
            write_all(self.stdout, &pretty(&json!({ "error": failure })))
        } else {
            let text = render::failure(failure);
            write_all(self.stderr, &harmless(&text))
        };
        // There is nobody left to tell when this fails, and the code says the rest.
        let _ = printed;
        failure.exit_code()
    }

    /// Prints a text as it is and gives the exit code.
    pub(crate) fn text(&mut self, text: &str) -> u8 {
        match write_all(self.stdout, text) {
            Ok(()) => 0,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
            Err(_) => 1,
        }
    }

    /// Tells people, and not scripts, something on the way.
    pub(crate) fn aside(&mut self, notice: &Notice) {
        if !self.json {
            let text = render::notice(notice);
            let _ = write_all(self.stderr, &harmless(&text));
        }
    }

    /// Who is told of progress: people, not scripts.
    pub(crate) fn report(&self) -> Lines {
        Lines { quiet: self.json }
    }
}

/// Says a line on standard error, also when the answer is for a script.
pub(crate) fn aside(line: &str) {
    // There is nobody left to tell when this fails.
    let _ = writeln!(io::stderr(), "{}", harmless(line));
}

/// Progress as lines on standard error.
pub(crate) struct Lines {
    quiet: bool,
}

impl Report for Lines {
    fn progress(&self, progress: Progress) {
        // A step that begins says nothing yet; a line per outcome is enough.
        if !self.quiet && progress.state != StepState::Running {
            let _ = write_all(&mut io::stderr(), &harmless(&render::progress(&progress)));
        }
    }

    fn line(&self, line: &str) {
        if !self.quiet {
            let _ = write_all(&mut io::stderr(), &harmless(&format!("  {line}\n")));
        }
    }

    fn cancelled(&self) -> bool {
        stop_is_asked()
    }
}

fn write_all(stream: &mut dyn Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// Names come from files of others: none may move the cursor or colour the terminal.
fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}
