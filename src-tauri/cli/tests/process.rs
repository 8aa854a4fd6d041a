//! The program as a process: others of the same user can neither dump nor read its memory.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Nobody's number on most systems; any that is not root's does.
const NOBODY: u32 = 65_534;

#[test]
fn it_leaves_no_dump_and_its_memory_is_closed() {
    // A copy that everybody may run and read: what may not be read is closed anyway.
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("chela");
    std::fs::copy(env!("CARGO_BIN_EXE_chela"), &program).unwrap();
    let home = folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    for (path, mode) in [(folder.path(), 0o755), (&program, 0o755), (&home, 0o777)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let mut command = Command::new(&program);
    // It waits for its input.
    command.args(["doctor", "--explain"]).stdin(Stdio::piped()).stdout(Stdio::null());
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY);
    }
    let mut child = command.env_clear().env("HOME", &home).current_dir("/").spawn().unwrap();
    let about = format!("/proc/{}", child.id());

    let no_core = || {
        let limits = std::fs::read_to_string(format!("{about}/limits")).unwrap();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
        core.split_whitespace().nth(4) == Some("0")
    };
    // What is in the folder of a process that is not dumpable belongs to root (proc(5)).
    let closed = || std::fs::metadata(format!("{about}/environ")).unwrap().uid() == 0;
    let end = Instant::now() + Duration::from_secs(20);
    while !(no_core() && closed()) {
        assert!(Instant::now() < end, "it can be dumped");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.try_wait().unwrap().is_none(), "it was asked while it lived");
    child.kill().unwrap();
    child.wait().unwrap();
}
