//! The program `chela`: the same operations as the app, for a headless host or a script.
//!
//! It turns arguments into a call of [`chela_core::setup`] and the result into text or JSON. It
//! decides nothing and links neither GTK nor WebKit. A secret comes in on standard input only.
//! What is quick (`model set`) starts no asynchronous runtime.
//!
//! Exit codes: 0 done, 1 failed (or `doctor` found a problem, `audit` a plaintext credential), 2 wrong
//! usage. With `--json` a failure is one object on standard output,
//! `{"error":{"code","message","hint","params"}}`.

mod act;
mod args;
mod doctor;
mod dry_run;
mod explain;
mod failure;
mod output;
mod prove;
mod render;
mod secret_input;
#[cfg(test)]
mod tests;
mod waiting;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use chela_core::{Environment, setup};
use clap::{CommandFactory, FromArgMatches};

use crate::args::{Arguments, localised};
use crate::failure::Failure;
use crate::output::Output;

/// Runs the program with the arguments, environment and streams of this process.
pub fn main() -> ExitCode {
    chela_vault::harden_process();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let environment = Environment::of_process();
    setup::speak_at_start(&environment);
    let (stdout, stderr) = (&mut io::stdout(), &mut io::stderr());
    ExitCode::from(run(&arguments, environment, stdout, stderr))
}

fn run(
    arguments: &[OsString],
    environment: Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> u8 {
    let json = arguments.iter().any(|argument| argument == "--json");
    let mut output = Output { json, stdout, stderr };
    if let Some(failure) = failure::secret_in_arguments(arguments) {
        return output.failure(&failure);
    }
    let read = localised(Arguments::command()).try_get_matches_from(arguments);
    match read.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => match act::act(arguments, environment, &mut output) {
            Ok(answer) => output.answer(&answer),
            Err(error) => output.failure(&Failure::from(&error)),
        },
        // Help and version are answers, not errors.
        Err(error) if !error.use_stderr() => output.text(&error.to_string()),
        Err(error) => output.failure(&Failure::usage(&error)),
    }
}
