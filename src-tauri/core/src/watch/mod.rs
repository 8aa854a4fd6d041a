//! Follows files that anybody may change: renamed into place, written in place, behind symbolic
//! links, not there yet, deleted and made again. Woken by the system only, never by a clock.
//!
//! It watches the *folders* of the files, because a file that is replaced is another file. It
//! says that something changed, not what: who wants to know reads again. Leaves out the folders
//! further up, which would wake it for everything else in them: it is not told of a folder that
//! is renamed together with one that it watches.

mod targets;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use self::targets::{Folders, Targets};
use crate::{Code, Error, Result};

/// Follows files until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    messages: Sender<Message>,
}

#[derive(Debug)]
enum Message {
    /// The system says that something happened.
    Happened(Event),
    /// Events were lost, so anything may have happened.
    Anything,
    /// Follow these files from now on.
    Follow(Vec<PathBuf>),
    /// Nobody wants to know any more.
    End,
}

/// A change is told once nothing more has happened for this long.
const QUIET: Duration = Duration::from_millis(100);
/// A change is told after this long even when more keeps happening.
const LONGEST: Duration = Duration::from_millis(500);

/// Follows `paths` and calls `on_change`, on a thread of its own, after one of them changed.
///
/// # Errors
/// `watch-failed` when the system offers no way to watch.
pub fn watch(paths: Vec<PathBuf>, on_change: impl Fn() + Send + 'static) -> Result<Watcher> {
    let failed = |detail: String| Error::new(Code::WatchFailed).with("detail", detail);
    let (messages, received) = channel();
    let events = messages.clone();
    let notifier = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let message = match event {
            Ok(event) if event.need_rescan() => Message::Anything,
            Ok(event) if matters(&event.kind) => Message::Happened(event),
            Ok(_) => return,
            Err(_) => Message::Anything,
        };
        let _ = events.send(message);
    });
    let notifier = notifier.map_err(|error| failed(error.to_string()))?;
    let mut follower = Follower { notifier, targets: Targets::of(paths), folders: Folders::new() };
    follower.arm();
    let thread = std::thread::Builder::new().name("watch".into());
    thread
        .spawn(move || follower.run(&received, on_change))
        .map_err(|error| failed(error.to_string()))?;
    Ok(Watcher { messages })
}

impl Watcher {
    /// Follows other files from now on: a change of the config can bring new includes.
    pub fn follow(&self, paths: Vec<PathBuf>) {
        let _ = self.messages.send(Message::Follow(paths));
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.messages.send(Message::End);
    }
}

struct Follower {
    notifier: RecommendedWatcher,
    targets: Targets,
    folders: Folders,
}

impl Follower {
    fn run(mut self, received: &Receiver<Message>, on_change: impl Fn()) {
        while let Ok(message) = received.recv() {
            let Some(mut changed) = self.take(message) else { return };
            let longest = Instant::now() + LONGEST;
            while changed {
                let left = longest.saturating_duration_since(Instant::now());
                match received.recv_timeout(QUIET.min(left)) {
                    Ok(message) => match self.take(message) {
                        Some(_) if !left.is_zero() => {}
                        Some(_) => break,
                        None => return,
                    },
                    Err(RecvTimeoutError::Timeout) => break,
                    Err(RecvTimeoutError::Disconnected) => changed = false,
                }
            }
            if changed {
                // Folders may have come or gone: first look there, then let it be read.
                self.arm();
                on_change();
            }
        }
    }

    /// Whether a message is a change; nothing at the end.
    fn take(&mut self, message: Message) -> Option<bool> {
        match message {
            Message::Happened(event) => {
                Some(event.paths.iter().any(|path| self.targets.concerns(path)))
            }
            Message::Anything => Some(true),
            Message::Follow(paths) => {
                self.targets = Targets::of(paths);
                self.arm();
                Some(false)
            }
            Message::End => None,
        }
    }

    /// Watches the folders that matter now. A folder that cannot be watched is left: the one
    /// above it is, and says when it changes.
    fn arm(&mut self) {
        // A folder can appear while its parent is being armed, so until nothing changes.
        for _ in 0..8 {
            self.targets.resolve();
            let wanted = self.targets.folders();
            if wanted == self.folders {
                return;
            }
            for folder in self.folders.gone(&wanted) {
                let _ = self.notifier.unwatch(folder);
            }
            for folder in wanted.gone(&self.folders) {
                let _ = self.notifier.watch(folder, RecursiveMode::NonRecursive);
            }
            self.folders = wanted;
        }
    }
}

/// Looking at a file changes nothing; the end of writing it does.
fn matters(kind: &EventKind) -> bool {
    use notify::event::{AccessKind, AccessMode};
    match kind {
        EventKind::Access(access) => *access == AccessKind::Close(AccessMode::Write),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
