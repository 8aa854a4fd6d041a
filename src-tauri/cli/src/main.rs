//! The program `chela`.

use std::process::ExitCode;

fn main() -> ExitCode {
    chela_cli::main()
}
