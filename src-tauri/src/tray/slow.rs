//! What takes seconds: asking OpenClaw when its answer may be another, mending what the menu offers
//! to mend, making gateways serve again after the keychain was unlocked, and reminding. It looks
//! again without having heard of a change only when a finding passes by itself, and a few times a
//! day, since a sign-in expires without any file telling so.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

use chela_core::menu;
use chela_core::setup::{self, Context, Depth, Quiet};
use chela_core::view::Diagnosis;
use chela_core::{Error, Result};
use tauri::async_runtime::block_on;

use super::open_window;
use super::resident::{Quick, Resident};
use crate::arguments::Screen;
use crate::fault::tell;
use crate::platform;

/// The longest time without a look.
const LONGEST: Duration = Duration::from_secs(6 * 3600);
/// The shortest time between two looks for which only the stores gave a reason: each turn of a busy
/// gateway writes them, and a look costs seconds of the computer's time.
const REST: Duration = Duration::from_secs(60);
/// After the moment in which something passes: OpenClaw's clock need not be read to the millisecond.
const GRACE_MS: u64 = 1_000;

/// What takes seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Slow {
    /// Let OpenClaw check the config after a quick change.
    Check,
    /// Look at everything.
    Look,
    /// The same, if the config is another one than at the last time.
    LookAtNewConfig,
    /// The same, if OpenClaw's stores of sign-ins look otherwise than after the last time.
    LookAtStores,
    /// See a gateway through that starts or stops.
    Gateway,
    /// Make the gateways serve from the keychain.
    Keychain { was_locked: bool },
    /// Mend the worst finding.
    Mend,
    /// Use this profile first.
    UseFirst(String),
}

/// What the last look looked at, and until when it holds.
struct Looked {
    at: Instant,
    home: String,
    config: Option<String>,
    stores: Vec<Option<(u64, SystemTime)>>,
    until: Instant,
}

impl Looked {
    /// Before the first look.
    fn never() -> Self {
        let at = Instant::now();
        Self { at, home: String::new(), config: None, stores: vec![], until: at + LONGEST }
    }

    /// Holds until something is heard, if it was only for now.
    fn hold(&mut self) {
        let now = Instant::now();
        if self.until <= now {
            self.until = now + LONGEST;
        }
    }

    /// Whether `task` has a reason to look again; when only a later look is one, until when that
    /// one waits is noted.
    fn is_outdated(&mut self, task: &Slow, context: &Context) -> bool {
        let other_home = self.home != context.home.id();
        match task {
            Slow::Check => false,
            Slow::LookAtNewConfig => other_home || self.config != setup::config_digest(context),
            Slow::LookAtStores if other_home => true,
            Slow::LookAtStores if self.stores == setup::stores_seen(context) => false,
            Slow::LookAtStores => {
                let rested = self.at + REST;
                self.until = self.until.min(rested);
                rested <= Instant::now()
            }
            _ => true,
        }
    }
}

impl Resident {
    /// Works for as long as the process lives.
    pub(super) fn work_slowly(&self, tasks: &Receiver<Slow>) {
        // The gateway must have the resolver that came with this Chela.
        if let Err(error) = self.context().and_then(|context| setup::keep_resolver(&context)) {
            tell(&error.to_string());
        }
        let mut last = Looked::never();
        loop {
            let pause = last.until.saturating_duration_since(Instant::now());
            let Some(batch) = batch_within(tasks, pause, Slow::Look) else { return };
            // Whatever becomes of it, the next one is not due at once.
            last.hold();
            for task in batch {
                let Ok(context) = self.context() else { continue };
                let outcome = carry_out(&context, &task);
                self.refresh();
                // In the middle of an operation the answer would be of no use; its end is told too.
                if last.is_outdated(&task, &context) && !setup::is_under_way(&context) {
                    last = self.look(&context);
                    self.refresh();
                }
                if let Err(error) = outcome {
                    self.tell_failure(&task, error);
                }
            }
        }
    }

    /// Looks at everything and reminds of what is due.
    fn look(&self, context: &Context) -> Looked {
        // Before it: what changes meanwhile is a reason for the next.
        let (config, stores) = (setup::config_digest(context), setup::stores_seen(context));
        let diagnosis = block_on(setup::diagnose(context, Depth::Often));
        match setup::reminders(context, &diagnosis.findings, diagnosis.read_ms) {
            Ok(due) => {
                for reminder in due {
                    let app = self.app.clone();
                    platform::remind(reminder, move || open_window(&app, Some(Screen::Status)));
                }
            }
            Err(error) => tell(&error.to_string()),
        }
        let at = Instant::now();
        Looked { at, home: context.home.id(), config, stores, until: at + until_next(&diagnosis) }
    }

    /// What was asked for in the menu is answered there; the rest has nobody who waits for it.
    fn tell_failure(&self, task: &Slow, error: Error) {
        match task {
            Slow::Mend => self.show(Quick::Failed("tray.mend-failed", error)),
            Slow::UseFirst(_) => self.show(Quick::Failed("tray.sign-in-failed", error)),
            _ => tell(&error.to_string()),
        }
    }
}

fn carry_out(context: &Context, task: &Slow) -> Result<()> {
    match task {
        Slow::Check => block_on(setup::check_after(context)),
        Slow::Gateway => block_on(setup::gateway_moved(context)),
        Slow::Keychain { was_locked } => block_on(setup::keychain_opened(context, *was_locked)),
        Slow::Look | Slow::LookAtNewConfig | Slow::LookAtStores => Ok(()),
        Slow::Mend => mend(context),
        Slow::UseFirst(profile) => {
            block_on(setup::use_first(context, profile, &[], &Quiet)).map(drop)
        }
    }
}

/// Mends the worst finding as the menu offers it.
fn mend(context: &Context) -> Result<()> {
    let found = context.last_findings();
    let worst = menu::worst(&found).and_then(|worst| Some((worst, worst.repairs.first()?)));
    let Some((worst, repair)) = worst else { return Ok(()) };
    block_on(setup::repair(context, worst, repair.kind, &Quiet)).map(drop)
}

fn until_next(diagnosis: &Diagnosis) -> Duration {
    let next = setup::next_moment(&diagnosis.findings, diagnosis.read_ms);
    next.map_or(LONGEST, |at| {
        LONGEST.min(Duration::from_millis(at.saturating_sub(diagnosis.read_ms) + GRACE_MS))
    })
}

/// All tasks that wait, each once, the last of its kind where it stood last: ten changed files
/// are one reading. Waits for the first; none when nobody is left to ask.
pub(super) fn batch<T: PartialEq>(tasks: &Receiver<T>) -> Option<Vec<T>> {
    Some(with_waiting(tasks.recv().ok()?, tasks))
}

/// The same; after `limit` without a task it is `otherwise`.
fn batch_within<T: PartialEq>(
    tasks: &Receiver<T>,
    limit: Duration,
    otherwise: T,
) -> Option<Vec<T>> {
    match tasks.recv_timeout(limit) {
        Ok(first) => Some(with_waiting(first, tasks)),
        Err(RecvTimeoutError::Timeout) => Some(vec![otherwise]),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

fn with_waiting<T: PartialEq>(first: T, tasks: &Receiver<T>) -> Vec<T> {
    let mut batch = vec![first];
    for task in tasks.try_iter() {
        batch.retain(|other| *other != task);
        batch.push(task);
    }
    batch
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn waiting_tasks_come_once_and_in_order() {
        let (send, receive) = mpsc::channel();
        for task in ["read", "switch a", "read", "switch b", "read"] {
            send.send(task).unwrap();
        }
        assert_eq!(batch(&receive), Some(vec!["switch a", "switch b", "read"]));
        let idle = batch_within(&receive, Duration::from_millis(1), "look");
        assert_eq!(idle, Some(vec!["look"]));
        drop(send);
        assert_eq!(batch(&receive), None);
        assert_eq!(batch_within(&receive, LONGEST, "look"), None);
    }

    #[test]
    fn it_looks_again_when_something_passes() {
        let mut diagnosis =
            Diagnosis { findings: vec![], unseen: vec![], asked_anthropic: false, read_ms: 1_000 };
        assert_eq!(until_next(&diagnosis), LONGEST);
        let value = serde_json::json!({
            "code": "all-cooling-down", "id": "x", "tone": "problem", "title": "", "meaning": "",
            "evidence": [], "profile": null, "agents": [], "untilMs": 31_000, "repairs": []
        });
        diagnosis.findings.push(serde_json::from_value(value).unwrap());
        assert_eq!(until_next(&diagnosis), Duration::from_millis(31_000));
    }
}
