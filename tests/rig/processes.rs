//! Who started whom, as `/proc` tells it. The app lets nobody look into it, but number, name and
//! parent of a process can always be read.

use std::fs;

use rustix::process::{Pid, Signal, kill_process};

/// A process, told apart from a later one with the same number by when it started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub id: u32,
    /// The first 15 characters of its name.
    pub name: String,
    parent: u32,
    started: u64,
}

impl Process {
    /// The living process of this number.
    pub fn of(id: u32) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        // The name in parentheses may itself hold blanks and parentheses.
        let (name, rest) = stat.split_once('(')?.1.rsplit_once(')')?;
        let mut fields = rest.split_whitespace();
        // A zombie has ended; its parent has not yet asked how.
        if fields.next()? == "Z" {
            return None;
        }
        let parent = fields.next()?.parse().ok()?;
        let started = fields.nth(17)?.parse().ok()?;
        Some(Self { id, name: name.to_owned(), parent, started })
    }

    /// Whether it still lives.
    pub fn lives(&self) -> bool {
        Self::of(self.id).is_some_and(|now| now.started == self.started)
    }

    /// When it started, in clock ticks since the computer did.
    pub fn started(&self) -> u64 {
        self.started
    }

    /// Whether the kernel writes no core file of it.
    pub fn leaves_no_core(&self) -> bool {
        let limits = fs::read_to_string(format!("/proc/{}/limits", self.id)).unwrap_or_default();
        let core = limits.lines().find(|line| line.starts_with("Max core file size"));
        core.is_some_and(|line| line.split_whitespace().nth(4) == Some("0"))
    }

    /// Asks it to end.
    pub fn end(&self) {
        self.signal(Signal::TERM);
    }

    /// Ends it at once, as a crash does.
    pub fn kill(&self) {
        self.signal(Signal::KILL);
    }

    fn signal(&self, signal: Signal) {
        if self.lives()
            && let Some(pid) = Pid::from_raw(self.id as i32)
        {
            // It may have ended by itself in between: that is what is wanted.
            let _ = kill_process(pid, signal);
        }
    }
}

/// All living processes.
pub fn all() -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| Process::of(entry.file_name().to_str()?.parse().ok()?)).collect()
}

/// All processes that `ancestor` started, and those that these started.
pub fn below(ancestor: u32) -> Vec<Process> {
    let all = all();
    let mut found = Vec::new();
    let mut parents = vec![ancestor];
    while let Some(parent) = parents.pop() {
        for child in all.iter().filter(|process| process.parent == parent) {
            parents.push(child.id);
            found.push(child.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::child::{Child, Output, command};
    use crate::wait;

    #[test]
    fn a_grandchild_is_found_and_can_be_ended() {
        let folder = tempfile::tempdir().unwrap();
        let path = [("PATH".to_owned(), "/usr/bin:/bin".to_owned())].into();
        let mut shell = command("sh", &path);
        shell.args(["-c", "(sleep 1000; true) & wait"]);
        let log = folder.path().join("log");
        let child = Child::start("sh", &mut shell, &log, Output::Logged).unwrap();
        let limit = Duration::from_secs(5);
        let sleep = wait::value(limit, "the grandchild", || {
            below(child.id()).into_iter().find(|process| process.name == "sleep")
        })
        .unwrap();
        assert!(sleep.lives());
        sleep.kill();
        wait::until(limit, "its end", || !sleep.lives() && below(child.id()).is_empty()).unwrap();
    }
}
