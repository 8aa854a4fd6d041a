//! The programs that hold a secret, as processes: others of the same user can neither dump nor read
//! their memory. The app's is looked at with its window.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use chela_rig::processes::Process;
use chela_rig::{Context, Result, programs, wait};

/// Nobody's number on most systems; any that is not root's does.
const NOBODY: u32 = 65_534;

#[test]
fn chela_leaves_no_dump_and_its_memory_is_closed() -> Result<()> {
    // It waits for its input.
    is_closed(&programs::chela()?, &["doctor", "--explain"])
}

#[test]
fn the_resolver_leaves_no_dump_and_its_memory_is_closed() -> Result<()> {
    is_closed(&programs::resolver()?, &[])
}

fn is_closed(program: &Path, arguments: &[&str]) -> Result<()> {
    // A copy that everybody may run and read: what may not be read is closed anyway.
    let folder = tempfile::tempdir()?;
    let copy = folder.path().join("program");
    fs::copy(program, &copy)?;
    let home = folder.path().join("home");
    fs::create_dir(&home)?;
    for (path, mode) in [(folder.path(), 0o755), (&copy, 0o755), (&home, 0o777)] {
        fs::set_permissions(path, Permissions::from_mode(mode))?;
    }
    let mut command = Command::new(&copy);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY);
    }
    let mut child = command.env_clear().env("HOME", &home).current_dir("/").spawn()?;
    let process = Process::of(child.id()).context("it has ended")?;
    // What is in the folder of a process that is not dumpable belongs to root (proc(5)).
    let is_closed = || {
        let environment = fs::metadata(format!("/proc/{}/environ", process.id));
        environment.is_ok_and(|found| found.uid() == 0) && process.leaves_no_core()
    };
    let closed = wait::until(Duration::from_secs(20), "that it cannot be dumped", is_closed);
    let ended = child.try_wait()?;
    child.kill()?;
    child.wait()?;
    assert_eq!(ended, None, "it was asked while it lived");
    closed
}
