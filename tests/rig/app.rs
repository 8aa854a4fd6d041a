//! The app, started as a desktop or a person starts it.

use std::time::Duration;

use anyhow::Result;

use crate::child::{Child, Finished, Output, command, run};
use crate::processes::{Process, below};
use crate::{Session, programs};

/// How long a start may take that only hands on what is wanted.
const LIMIT: Duration = Duration::from_secs(60);

/// Starts the app on the session's display.
///
/// # Errors
/// When it is not built or cannot be started.
pub fn start(session: &Session, arguments: &[&str]) -> Result<Child> {
    let mut app = command(programs::desktop()?, session.environment());
    app.args(arguments);
    Child::start("the app", &mut app, &session.log("app"), Output::Logged)
}

/// Starts it once more where it runs already: this one hands on what is wanted, and ends.
///
/// # Errors
/// When it does not end.
pub fn start_again(session: &Session, arguments: &[&str]) -> Result<Finished> {
    let mut app = command(programs::desktop()?, session.environment());
    app.args(arguments);
    run(&mut app, "", LIMIT)?.success()
}

/// The processes of its windows: the app itself, started by the one in the tray.
pub fn windows(tray: &Child) -> Vec<Process> {
    let mut all = below(tray.id());
    all.retain(|process| process.name == "chela-desktop");
    all
}

/// The processes of WebKit below a process of the app.
pub fn webkit(app: u32) -> Vec<Process> {
    let mut all = below(app);
    all.retain(|process| process.name.starts_with("WebKit"));
    all
}
