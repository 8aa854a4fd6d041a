//! Starting this program once more, for its other role.

use std::io;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

/// Where this program stands, found once: on Linux the answer changes to "… (deleted)" when a
/// package is upgraded under a running Chela, and the path then leads to the new version.
static PROGRAM: LazyLock<io::Result<PathBuf>> = LazyLock::new(std::env::current_exe);

/// The program's path.
pub(crate) fn program() -> io::Result<&'static PathBuf> {
    PROGRAM.as_ref().map_err(|error| io::Error::new(error.kind(), error.to_string()))
}

/// Starts it with `arguments`, which never hold a secret.
pub(crate) fn start(arguments: &[&str]) -> io::Result<Child> {
    Command::new(program()?).args(arguments).stdin(Stdio::null()).spawn()
}

/// Calls `ended` when `child` is over, however it ended, so that no zombie is left behind.
pub(crate) fn reap(mut child: Child, ended: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name("reaper".to_owned()).spawn(move || {
        let _ = child.wait();
        ended();
    })?;
    Ok(())
}
