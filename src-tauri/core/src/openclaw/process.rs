//! Which process is a gateway, as Linux's `/proc` and OpenClaw's own lock files tell. On systems
//! without `/proc` nothing is known, and so nothing is ever stopped by mistake.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::paths::Home;
use crate::{Environment, files};

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
        let environment: Environment = self.variables()?.into_iter().collect();
        Home::current(&environment).ok()
    }

    /// The variables that it was started with; only one's own processes can be asked.
    pub(super) fn variables(self) -> Option<BTreeMap<String, String>> {
        let text = std::fs::read(format!("/proc/{}/environ", self.pid)).ok()?;
        let pairs = text
            .split(|byte| *byte == 0)
            .filter_map(|pair| std::str::from_utf8(pair).ok()?.split_once('='));
        Some(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    /// The name of its program, as the system shortens it.
    pub(super) fn name(self) -> Option<String> {
        let name = std::fs::read_to_string(format!("/proc/{}/comm", self.pid)).ok()?;
        Some(name.trim().to_owned())
    }

    /// When it started (ms since 1970), to about a second.
    pub(super) fn since_ms(self) -> Option<u64> {
        let stat = std::fs::read_to_string("/proc/stat").ok()?;
        let booted = stat.lines().find_map(|line| line.strip_prefix("btime "))?;
        let booted: u64 = booted.trim().parse().ok()?;
        #[cfg(unix)]
        let per_second = rustix::param::clock_ticks_per_second();
        #[cfg(not(unix))]
        let per_second = 100;
        Some(booted * 1000 + self.start_time * 1000 / per_second)
    }

    /// Whether a gateway that is to restart goes on in this process, because nobody would start it
    /// anew: in a container, or where its variables ask for it (2026.5.7). Not said of the
    /// container's first process, with which the container would end.
    pub(super) fn restarts_within(self) -> bool {
        let asked = || {
            let variables = self.variables().unwrap_or_default();
            variables.get("OPENCLAW_NO_RESPAWN").is_some_and(|value| value == "1")
        };
        self.pid != 1 && (in_container() || asked())
    }

    /// Asks it to end.
    pub(super) fn end(self) {
        #[cfg(unix)]
        self.signal(rustix::process::Signal::TERM);
    }

    /// Asks a gateway to restart within its process (docs/cli/gateway.md of 2026.5.7).
    pub(super) fn restart(self) {
        #[cfg(unix)]
        self.signal(rustix::process::Signal::USR1);
    }

    #[cfg(unix)]
    fn signal(self, signal: rustix::process::Signal) {
        if self.lives()
            && let Some(pid) = rustix::process::Pid::from_raw(self.pid)
        {
            // It may have ended by itself in between.
            let _ = rustix::process::kill_process(pid, signal);
        }
    }
}

/// Whether this is a container, by the signs that OpenClaw goes by.
fn in_container() -> bool {
    let signs = ["/.dockerenv", "/run/.containerenv"];
    let marks = ["/docker/", "cri-containerd-", "containerd/", "/kubepods", "lxc"];
    let group = std::fs::read_to_string("/proc/1/cgroup").unwrap_or_default();
    signs.iter().any(|sign| Path::new(sign).exists())
        || marks.iter().any(|mark| group.contains(mark))
}

/// The gateway that holds the lock of a home, from the first moment of its start. 2026.9.6 writes
/// `tmp/openclaw-<uid>/gateway.state.lock` in the state folder: JSON with `pid` and `startTime`,
/// followed by blanks.
pub(super) fn lock_holder(home: &Home) -> Option<Process> {
    lock(home).map(|lock| lock.process)
}

/// The port of the gateway that holds the lock: with `gateway run --port` it is not the config's.
pub(super) fn lock_port(home: &Home) -> Option<u16> {
    lock(home)?.port.filter(|port| *port > 0)
}

#[derive(Deserialize)]
struct Lock {
    #[serde(flatten)]
    process: Process,
    port: Option<u16>,
}

/// The lock of a gateway that lives.
fn lock(home: &Home) -> Option<Lock> {
    let text = files::small_text(&lock_file(home)).ok()?;
    let lock: Lock = serde_json::Deserializer::from_str(&text).into_iter().next()?.ok()?;
    lock.process.lives().then_some(lock)
}

/// A living process of this user's that was started with this variable.
pub(super) fn with_variable(name: &str, value: &str) -> Option<Process> {
    let wanted = format!("{name}={value}").into_bytes();
    all().find(|process| {
        std::fs::read(format!("/proc/{}/environ", process.pid))
            .is_ok_and(|text| text.split(|byte| *byte == 0).any(|pair| pair == wanted))
    })
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

/// The gateway of one's own that listens on `port`, and its home. Other programs of the user have
/// the same variables; OpenClaw's processes are named after it (`openclaw-gateway`: seen on
/// 2026.2.9, 2026.5.7 and 2026.9.6).
pub(super) fn gateway_on(port: u16) -> Option<(Process, Home)> {
    let process = listener(port)?.process?;
    let is_openclaw = process.name()?.starts_with("openclaw");
    is_openclaw.then(|| Some((process, process.home()?))).flatten()
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
    let name = |process: &Process| process.name().unwrap_or_default();
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
        assert_eq!((lock_holder(&home), lock_port(&home)), (Some(me), Some(1)));
        write(me.start_time + 1);
        assert_eq!(lock_port(&home), None);
        assert_eq!(lock_holder(&home), None, "another process has the number now");
    }

    #[test]
    fn a_user_has_a_name() {
        assert_eq!(user_name(0), "root");
        assert_eq!(user_name(4_000_000_001), "4000000001");
    }
}
