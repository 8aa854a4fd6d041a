//! The app's program; see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    chela_desktop::run()
}
