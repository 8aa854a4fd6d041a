//! `chela-sandbox`: the app in a throwaway home (see `chela_rig::sandbox`).
//!
//! ```text
//! chela-sandbox                  on this display, until the window is closed
//! chela-sandbox --drive FOLDER   in a virtual display: clicks through the first run by itself
//!                                and puts a picture of each screen into FOLDER
//! ```

use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chela_rig::drive::Credential;
use chela_rig::session::DisplayPart;
use chela_rig::standin::Sent;
use chela_rig::{Context, Result, Sandbox, drive, interrupt};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [] => open(),
        ["--drive", folder] => clicked_through(&PathBuf::from(folder)),
        _ => {
            say("Usage: chela-sandbox [--drive FOLDER]");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("The sandbox failed: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// For a person in front of a display.
fn open() -> Result<()> {
    let interrupted = interrupt::watch()?;
    say("Starting a sandbox: OpenClaw, its gateway and a keyring in a throwaway home.");
    let sandbox = Sandbox::start(DisplayPart::OfUser)?;
    let mut app = sandbox.open_app()?;
    say(&format!("A made-up token to paste in the window:\n\n  {}\n", sandbox.token()));
    say("Everything ends, and vanishes, when you close the window (or press Ctrl-C here).");
    let status = interrupted.or_end_of(&mut app);
    if status.is_some_and(|status| !status.success()) {
        say(&format!("The app ended with an error:\n{}", app.log()));
    }
    Ok(())
}

/// For a machine without a display.
fn clicked_through(pictures: &Path) -> Result<()> {
    fs::create_dir_all(pictures).with_context(|| pictures.display().to_string())?;
    say("No display here: running the first run by itself, in a sandbox on a virtual one.");
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    say("OpenClaw's gateway answers.");
    let token = Credential::token(sandbox.token());
    drive::first_run(sandbox.session(), &token, pictures, &mut say)?;
    drive::prove(&sandbox, &Sent::Bearer(sandbox.token().to_owned()), &mut say)?;
    say(&format!("Pictures of each screen: {}", pictures.display()));
    Ok(())
}

/// Says a line. Nobody listens any more when stdout is closed, which is no failure.
fn say(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}
