//! `chela-screens FOLDER [NAME…]`: a picture of every screen, or of those that begin so, in every
//! language, in both themes and two sizes, and a page with all of them (see `chela_rig::screens`).

use std::io::{Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use chela_rig::screens::sheet;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, names @ ..] = &arguments[..] else {
        say("Usage: chela-screens FOLDER [NAME…]");
        return ExitCode::from(2);
    };
    match sheet(Path::new(folder), names, &say) {
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
