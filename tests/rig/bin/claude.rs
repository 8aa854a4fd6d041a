//! `chela-claude`: Claude Code, as far as the tests need it.

use std::process::ExitCode;

fn main() -> ExitCode {
    chela_rig::claude::main()
}
