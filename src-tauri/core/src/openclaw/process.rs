//! Which process is a gateway, as Linux's `/proc` and OpenClaw's own lock files tell. On systems
//! without `/proc` nothing is known, and so nothing is ever stopped by mistake.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::paths::Home;
use crate::Environment;

/// A process, told apart from a later one with the same number by when it started.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Process {
    /// Its number.
    pub(super) pid: i32,
    /// When it started, in clock ticks since the computer did (field 22 of `/proc/PID/stat`).
    pub(super) start_time: u64,
}

impl Process {
    /// The living process of this number.
    pub(super) fn of(pid: i32) -> Option<Self> {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name in parentheses may itself hold blanks and parentheses.
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
        // A zombie has ended; its parent has not yet asked how.
        let state = fields.next()?;
        let start_time = fields.nth(18)?.parse().ok()?;
        (state != "Z").then_some(Self { pid, start_time })
    }

    /// Whether it still lives.
    pub(super) fn lives(self) -> bool {
        Self::of(self.pid) == Some(self)
    }

    /// The home that its variables name; only one's own processes can be asked.
    pub(super) fn home(self) -> Option<Home> {
        let text = std::fs::read(format!("/proc/{}/environ", self.pid)).ok()?;
        let environment: Environment = text
            .split(|byte| *byte == 0)
            .filter_map(|pair| std::str::from_utf8(pair).ok()?.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Home::current(&environment).ok()
    }

    /// Asks it to end.
    pub(super) fn end(self) {
        #[cfg(unix)]
        if self.lives()
            && let Some(pid) = rustix::process::Pid::from_raw(self.pid)
        {
            // It may have ended by itself in between.
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
    }
}

/// The gateway that holds the lock of a home, from the first moment of its start. 2026.9.6 writes
/// `tmp/openclaw-<uid>/gateway.state.lock` in the state folder: JSON with `pid` and `startTime`,
/// followed by blanks.
pub(super) fn lock_holder(home: &Home) -> Option<Process> {
    let text = std::fs::read_to_string(lock_file(home)).ok()?;
    let process: Process = serde_json::Deserializer::from_str(&text).into_iter().next()?.ok()?;
    process.lives().then_some(process)
}

/// The lock file itself, which is there while a gateway of the home starts or runs.
pub(super) fn lock_file(home: &Home) -> PathBuf {
    #[cfg(unix)]
    let name = format!("openclaw-{}", rustix::process::getuid().as_raw());
    #[cfg(not(unix))]
    let name = "openclaw";
    home.state_dir.join("tmp").join(name).join("gateway.state.lock")
}

/// Who listens on a port of this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listener {
    /// The user.
    pub(super) uid: u32,
    /// The process, when it is one's own.
    pub(super) process: Option<Process>,
}

/// Who listens on `port`.
pub(super) fn listener(port: u16) -> Option<Listener> {
    let (uid, inode) = ["/proc/net/tcp", "/proc/net/tcp6"].iter().find_map(|table| {
        let text = std::fs::read_to_string(table).ok()?;
        text.lines().skip(1).find_map(|line| listening(line, port))
    })?;
    Some(Listener { uid, process: holder_of(inode) })
}

/// The user and inode of a line of `/proc/net/tcp` that listens (state 0A) on `port`.
fn listening(line: &str, port: u16) -> Option<(u32, u64)> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let (_, local) = fields.get(1)?.rsplit_once(':')?;
    let listens = fields.get(3) == Some(&"0A") && u16::from_str_radix(local, 16) == Ok(port);
    listens.then_some((fields.get(7)?.parse().ok()?, fields.get(9)?.parse().ok()?))
}

fn holder_of(inode: u64) -> Option<Process> {
    let wanted = PathBuf::from(format!("socket:[{inode}]"));
    all().find(|process| {
        let open = std::fs::read_dir(format!("/proc/{}/fd", process.pid));
        open.into_iter()
            .flatten()
            .flatten()
            .any(|fd| std::fs::read_link(fd.path()).is_ok_and(|target| target == wanted))
    })
}

fn all() -> impl Iterator<Item = Process> {
    std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(Process::of)
}

/// Whether what listens on `port` forwards it into a container (`docker-proxy`, `rootlessport`,
/// `pasta`).
#[cfg(unix)]
pub(super) fn forwards_to_container(listener: &Listener, port: u16) -> bool {
    let name = |process: &Process| {
        std::fs::read_to_string(format!("/proc/{}/comm", process.pid)).unwrap_or_default()
    };
    match &listener.process {
        Some(process) => ["rootlessport", "pasta", "slirp4netns", "docker-proxy", "conmon"]
            .iter()
            .any(|known| name(process).starts_with(known)),
        None => all().filter(|process| name(process).starts_with("docker-proxy")).any(|process| {
            let line = std::fs::read(format!("/proc/{}/cmdline", process.pid));
            let words: Vec<Vec<u8>> =
                line.unwrap_or_default().split(|byte| *byte == 0).map(<[u8]>::to_vec).collect();
            words
                .windows(2)
                .any(|pair| pair[0] == b"-host-port" && pair[1] == port.to_string().into_bytes())
        }),
    }
}

/// The name of a user, by `/etc/passwd`; else the number.
#[cfg(unix)]
pub(super) fn user_name(uid: u32) -> String {
    let passwd = std::fs::read_to_string(Path::new("/etc/passwd")).unwrap_or_default();
    let number = uid.to_string();
    passwd
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|fields| fields.get(2) == Some(&number.as_str()))
        .and_then(|fields| fields.first().map(|name| (*name).to_owned()))
        .unwrap_or(number)
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_kernels_table_is_read() {
        let line = "   0: 0100007F:4965 00000000:0000 0A 00000000:00000000 00:00000000 00000000  \
                    1000        0 424242 1 0000000000000000 100 0 0 10 0";
        assert_eq!(listening(line, 18789), Some((1000, 424_242)));
        assert_eq!(listening(line, 18790), None);
        assert_eq!(listening(&line.replace(" 0A ", " 01 "), 18789), None);
        assert_eq!(listening("", 1), None);
    }

    #[test]
    fn a_port_leads_to_its_process_and_a_lock_to_its_holder() {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = socket.local_addr().unwrap().port();
        let listener = listener(port).unwrap();
        let me = Process::of(i32::try_from(std::process::id()).unwrap()).unwrap();
        assert_eq!(listener.process, Some(me));
        assert_eq!(listener.uid, rustix::process::getuid().as_raw());
        assert!(!forwards_to_container(&listener, port));
        drop(socket);
        assert_eq!(super::listener(port), None);

        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        assert_eq!(lock_holder(&home), None);
        std::fs::create_dir_all(lock_file(&home).parent().unwrap()).unwrap();
        let write = |start: u64| {
            // As 2026.9.6 writes it, more fields and trailing blanks included.
            let text =
                format!("{{ \"pid\": {}, \"port\": 1, \"startTime\": {start} }}\n\t \n", me.pid);
            std::fs::write(lock_file(&home), text).unwrap();
        };
        write(me.start_time);
        assert_eq!(lock_holder(&home), Some(me));
        write(me.start_time + 1);
        assert_eq!(lock_holder(&home), None, "another process has the number now");
    }

    #[test]
    fn a_user_has_a_name() {
        assert_eq!(user_name(0), "root");
        assert_eq!(user_name(4_000_000_001), "4000000001");
    }
}
