//! A double of OpenClaw, for volume: a fault injection runs each operation of Chela's thousands of
//! times, and the real program takes seconds for a command. It passes as an installation of its own,
//! Node and package, and answers the commands that Chela runs.
//!
//! The shapes and words of its answers are recorded from the real OpenClaw 2026.9.6 and 2026.5.7.
//! Leaves out all that Chela does not read, the gateway (none can be reached), and models: what
//! Claude answers through is proven with the real program only.

mod answer;
mod arguments;
mod config;
mod secrets;
mod status;
mod store;

use std::io::{Write, stderr, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde_json::Value;

use answer::Answer;
use arguments::Arguments;
use store::Home;

/// The Node that the recorded versions ran on.
const NODE: &str = "v26.10.0";

/// Runs it with the arguments of this process: those of Node.
pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let answer = match arguments.split_first() {
        Some((version, [])) if version == "--version" => Ok(Answer::text(NODE)),
        Some((entry, command)) => answered(Path::new(entry), command),
        None => Ok(Answer::refused("This Node only runs OpenClaw.")),
    };
    let answer = answer.unwrap_or_else(|error| Answer::refused(format!("{error:#}")));
    // Who asked may have gone.
    let _ = write!(stdout(), "{}", answer.stdout);
    let _ = write!(stderr(), "{}", answer.stderr);
    ExitCode::from(answer.code)
}

/// The answer to a command of the OpenClaw whose program is `entry`.
fn answered(entry: &Path, command: &[String]) -> Result<Answer> {
    let version = version(entry)?;
    let arguments = Arguments::read(command);
    let home = Home::of_environment(&version)?;
    let words: Vec<&str> = arguments.words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] if arguments.has("--version") => Ok(Answer::text(format!("OpenClaw {version}"))),
        ["config", "validate"] => config::validate(&home),
        ["config", "set", path, value] => config::set(&home, path, value),
        ["agents", "list"] => config::agents(&home),
        ["models", "status"] => status::status(&home, &arguments),
        ["models", "auth", "order", "get"] => status::order(&home, &arguments),
        ["models", "auth", "order", "set", profiles @ ..] => {
            secrets::set_order(&home, &arguments, Some(profiles))
        }
        ["models", "auth", "order", "clear"] => secrets::set_order(&home, &arguments, None),
        ["models", "auth", "logout", profile] => secrets::log_out(&home, &arguments, profile),
        ["models", "auth", verb @ ("paste-token" | "paste-api-key")] => {
            secrets::paste(&home, &arguments, verb)
        }
        ["secrets", "apply"] => secrets::apply(&home, &arguments),
        ["secrets", "reload"] | ["gateway", ..] => Ok(Answer::no_gateway()),
        _ => Ok(Answer::refused(format!("error: unknown command {words:?}"))),
    }
}

/// The version in the package beside the program, as for the real one.
fn version(entry: &Path) -> Result<String> {
    let package = entry.with_file_name("package.json");
    let text = std::fs::read(&package).with_context(|| package.display().to_string())?;
    let package: Value = serde_json::from_slice(&text)?;
    Ok(package["version"].as_str().context("a package without a version")?.to_owned())
}
