//! `chela-screens FOLDER`: a picture of every screen in every language, in both themes and two
//! sizes, and a page with all of them (see `chela_rig::screens`).

use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use chela_rig::screens::sheet;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder] = &arguments[..] else {
        say("Usage: chela-screens FOLDER");
        return ExitCode::from(2);
    };
    match sheet(Path::new(folder), &say) {
        Ok(()) => {
            say(&format!("All of them: {folder}/index.html"));
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&format!("Not all screens could be shown: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn say(line: &str) {
    let _ = writeln!(stdout(), "{line}");
}
