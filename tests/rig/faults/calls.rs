//! The system calls at which a fault can be made, as `strace` counts them: by name, and apart for
//! each thread. What the program starts is let go, so that only Chela itself is meant.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::child::{self, Environment};

/// The calls that change something or wait for somebody, and the errors that a real file system or
/// bus answers them with. The others (`execve`, threads, clocks) fail only where nothing works.
const ERRORS: [(&str, &[&str]); 24] = [
    ("openat", &["ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT"]),
    ("read", &["EIO", "EINTR"]),
    ("write", &["ENOSPC", "EIO", "EDQUOT", "EINTR"]),
    ("fsync", &["EIO", "ENOSPC", "EDQUOT"]),
    ("fdatasync", &["EIO", "ENOSPC", "EDQUOT"]),
    ("ftruncate", &["EIO", "ENOSPC"]),
    ("rename", &["ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT"]),
    ("renameat2", &["ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT", "EINVAL"]),
    ("link", &["ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT"]),
    ("linkat", &["ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT"]),
    ("unlink", &["EIO", "EACCES", "EROFS"]),
    ("unlinkat", &["EIO", "EACCES", "EROFS"]),
    ("rmdir", &["EIO", "EACCES", "EROFS"]),
    ("mkdir", &["ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT"]),
    ("chmod", &["EIO", "EPERM", "EROFS"]),
    ("fchmod", &["EIO", "EPERM", "EROFS"]),
    ("fchown", &["EIO", "EPERM", "EROFS"]),
    ("flock", &["ENOLCK", "EAGAIN", "EINTR"]),
    ("statx", &["EIO", "EACCES"]),
    ("getdents64", &["EIO"]),
    ("readlink", &["EIO", "EACCES"]),
    ("copy_file_range", &["EIO", "ENOSPC", "EDQUOT"]),
    ("sendmsg", &["EPIPE"]),
    ("recvmsg", &["ECONNRESET"]),
];

/// One call: the `nth` of its name in one thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) name: String,
    pub(super) nth: usize,
}

/// What happens at a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The program is killed before it.
    Kill,
    /// It fails with this error.
    Error(&'static str),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Kill => f.write_str("killed"),
            Self::Error(error) => f.write_str(error),
        }
    }
}

impl std::fmt::Display for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} number {}", self.name, self.nth)
    }
}

impl Call {
    /// The errors with which it can fail.
    pub(super) fn errors(&self) -> &'static [&'static str] {
        ERRORS.iter().find(|(name, _)| *name == self.name).map_or(&[], |(_, errors)| errors)
    }
}

/// A command that writes the calls of `program` into the file `trace`.
pub(super) fn traced(program: &Path, environment: &Environment, trace: &Path) -> Command {
    let names: Vec<&str> = ERRORS.iter().map(|(name, _)| *name).collect();
    let mut command = strace(environment, &format!("trace={}", names.join(",")));
    // Without a byte of what is written: it can be a secret.
    command.args(["-y", "-s", "0", "-o"]).arg(trace).arg(program);
    command
}

/// A command that runs `program` with a fault at a call.
pub(super) fn faulty(
    program: &Path,
    environment: &Environment,
    call: &Call,
    fault: Fault,
) -> Command {
    let what = match fault {
        Fault::Kill => "signal=KILL".to_owned(),
        Fault::Error(error) => format!("error={error}"),
    };
    let mut command = strace(environment, &format!("trace={}", call.name));
    command.arg("-e").arg(format!("inject={}:{what}:when={}", call.name, call.nth));
    command.args(["-o", "/dev/null"]).arg(program);
    command
}

/// All threads, and none of the programs that are started.
fn strace(environment: &Environment, expression: &str) -> Command {
    let mut command = child::command("strace", environment);
    command.args(["-q", "-f", "-b", "execve", "-e", expression]);
    command
}

/// The calls in a trace at which a fault means something: on a file below `root` or the bus, from
/// the first on that names such a file.
pub(super) fn meant(trace: &str, root: &Path) -> Vec<Call> {
    let root = root.display().to_string();
    let mut counted: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut begun = false;
    let mut found = Vec::new();
    for line in trace.lines() {
        let Some((thread, name, rest)) = parts(line) else { continue };
        let nth = counted.entry((thread, name)).or_default();
        *nth += 1;
        let on_file = rest.contains(&root);
        begun |= on_file;
        if begun && (on_file || matches!(name, "sendmsg" | "recvmsg")) {
            found.push(Call { name: name.to_owned(), nth: *nth });
        }
    }
    found
}

/// `1234  fsync(5</home/x>) = 0` → thread, name, the rest. Nothing for the end of a call that was
/// said to be unfinished.
fn parts(line: &str) -> Option<(&str, &str, &str)> {
    let (thread, call) = line.split_once(char::is_whitespace)?;
    let (name, rest) = call.trim_start().split_once('(')?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_name && !name.is_empty()).then_some((thread, name, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_for_each_thread_and_name() {
        let trace = "\
10  openat(AT_FDCWD</>, \"/lib/libc.so.6\", O_RDONLY) = 3</lib/libc.so.6>
10  statx(AT_FDCWD</>, \"/r/home/.openclaw\", 0, STATX_ALL, {}) = 0
10  openat(AT_FDCWD</>, \"/r/home/x\", O_RDWR) = 4</r/home/x>
11  write(7<anon_inode:[eventfd]>, \"\"..., 8) = 8
11  sendmsg(6<socket:[1]>, {} <unfinished ...>
10  write(4</r/home/x>, \"\"..., 5) = 5
11  <... sendmsg resumed>) = 20
10  +++ exited with 0 +++
";
        let found = meant(trace, Path::new("/r"));
        let found: Vec<(&str, usize)> =
            found.iter().map(|call| (call.name.as_str(), call.nth)).collect();
        let expected = [("statx", 1), ("openat", 2), ("sendmsg", 1), ("write", 1)];
        assert_eq!(found, expected);
    }
}
