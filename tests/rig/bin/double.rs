//! `chela-double`: OpenClaw and its Node, as far as a fault injection needs them.

use std::process::ExitCode;

fn main() -> ExitCode {
    chela_rig::double::main()
}
