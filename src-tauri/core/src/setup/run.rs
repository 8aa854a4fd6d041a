//! One run of an operation: its journal, its progress, and putting back when a step fails.

use serde::Serialize;

use super::session::Session;
use super::undoing::{Mark, put_back};
use super::{Context, Report};
use crate::config::history::About;
use crate::config::journal::{Journal, StepId};
use crate::error::{Code, Error, Result};
use crate::place::HomeLock;
use crate::text::say;
use crate::vault::EntryId;
use crate::view::{Notice, Progress, Step, StepState};

/// An operation under way. It holds the home's lock until it is closed or dropped.
pub(super) struct Run<'a> {
    report: &'a dyn Report,
    journal: Journal,
    marks: Vec<(StepId, Mark)>,
    step: Step,
    /// When it began (ms since 1970).
    at_ms: u64,
    /// Whether it is one that was interrupted.
    resumed: bool,
}

impl<'a> Run<'a> {
    /// The home's lock, under which an operation decides what it will do. Nothing is written as
    /// long as it has not begun.
    ///
    /// # Errors
    /// `busy`; `interrupted` when something is left to settle first.
    pub(super) fn lock_of(context: &Context) -> Result<HomeLock> {
        Journal::lock_of(&context.place, &context.home)
    }

    /// Begins: writes the journal.
    ///
    /// # Errors
    /// `io`.
    pub(super) fn begin(
        lock: HomeLock,
        report: &'a dyn Report,
        operation: &str,
        request: &impl Serialize,
    ) -> Result<Self> {
        let at_ms = super::now_ms();
        let journal = Journal::begin(lock, operation, request, at_ms)?;
        Ok(Self { report, journal, marks: Vec::new(), step: Step::Prepare, at_ms, resumed: false })
    }

    /// Goes on with an operation that began at `at_ms` and was interrupted after `marks`.
    pub(super) fn resume(
        report: &'a dyn Report,
        journal: Journal,
        at_ms: u64,
        marks: Vec<(StepId, Mark)>,
    ) -> Self {
        Self { report, journal, marks, step: Step::Prepare, at_ms, resumed: true }
    }

    /// Whether something like this was noted already.
    pub(super) fn has(&self, is_so: impl Fn(&Mark) -> bool) -> bool {
        self.marks.iter().any(|(_, mark)| is_so(mark))
    }

    /// What was noted, the first step's first.
    pub(super) fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter().map(|(_, mark)| mark)
    }

    /// Whether it was noted already that `profile` of `agent` is bound.
    pub(super) fn has_bound(&self, agent: &str, profile: &str) -> bool {
        self.has(|mark| match mark {
            Mark::Bound { agent: its, profile: bound, .. } => its == agent && bound == profile,
            _ => false,
        })
    }

    /// The order that `agent` had before the operation changed it.
    pub(super) fn order_before(&self, agent: &str) -> Option<&Option<Vec<String>>> {
        self.marks().find_map(|mark| match mark {
            Mark::Ordered { agent: its, before, .. } if its == agent => Some(before),
            _ => None,
        })
    }

    /// The entries that the operation has put into the keychain, or was about to, in that order.
    pub(super) fn stored(&self) -> impl Iterator<Item = &EntryId> {
        self.marks().filter_map(|mark| match mark {
            Mark::Stored { id } => Some(id),
            _ => None,
        })
    }

    /// The name by which the history knows its change of the config, once that was noted.
    pub(super) fn edit(&self) -> Option<&str> {
        self.marks.iter().find_map(|(_, mark)| match mark {
            Mark::Edited { operation } => Some(operation.as_str()),
            _ => None,
        })
    }

    /// A step begins.
    ///
    /// # Errors
    /// `cancelled` when the person asked for that.
    pub(super) fn start(&mut self, step: Step) -> Result<()> {
        self.step = step;
        if self.report.cancelled() {
            return Err(Error::new(Code::Cancelled));
        }
        self.tell(StepState::Running, None);
        Ok(())
    }

    /// A step begins where there is no way back any more.
    pub(super) fn go_on(&mut self, step: Step) {
        self.step = step;
        self.tell(StepState::Running, None);
    }

    /// Notes what the step is about to do, before it does it.
    ///
    /// # Errors
    /// `io`.
    pub(super) fn note(&mut self, mark: Mark) -> Result<()> {
        let id = self.journal.record(&super::step_name(mark.step()), &mark)?;
        self.marks.push((id, mark));
        Ok(())
    }

    /// The step is done.
    pub(super) fn done(&self, detail: Option<String>) {
        self.tell(StepState::Done, detail);
    }

    /// The step had nothing to do.
    pub(super) fn skipped(&self, key: &str) {
        self.tell(StepState::Skipped, Some(say(key, &[])));
    }

    /// The step is done, and `changed` tells whether it had something to do.
    pub(super) fn done_if(&self, changed: bool) {
        if changed { self.done(None) } else { self.skipped("core.step.same") }
    }

    /// Tells a running gateway, as a step of its own. Answers what there is to know then.
    ///
    /// # Errors
    /// `io`, and those of [`Session::reload`].
    pub(super) async fn reload(&mut self, session: &Session<'_>) -> Result<Vec<Notice>> {
        self.start(Step::Reload)?;
        self.note(Mark::Reloaded)?;
        Ok(self.told(session, session.reload().await?))
    }

    /// Ends the step in which a running gateway was told; see [`Session::reload`].
    pub(super) fn told(&self, session: &Session<'_>, told: Option<Result<()>>) -> Vec<Notice> {
        let Some(told) = told else {
            self.skipped("core.step.reload.stopped");
            return vec![];
        };
        self.done(None);
        told.err().map(Notice::from).into_iter().chain(session.restart_note()).collect()
    }

    /// The home's lock, which the operation holds.
    pub(super) fn lock(&self) -> &HomeLock {
        self.journal.lock()
    }

    /// All steps are done, and no history is kept of them.
    ///
    /// # Errors
    /// `io`.
    pub(super) fn close(self) -> Result<()> {
        self.journal.close()
    }

    /// All steps are done; the history tells of it as `title`, where anything was `changed`.
    ///
    /// # Errors
    /// `io`.
    pub(super) fn finish(self, context: &Context, title: &str, changed: bool) -> Result<()> {
        if changed || self.resumed { self.end(context, title, None) } else { self.journal.close() }
    }

    /// The same for one that took back another one of the history.
    ///
    /// # Errors
    /// `io`.
    pub(super) fn finish_undo(self, context: &Context, title: &str, undoes: &str) -> Result<()> {
        self.end(context, title, Some(undoes))
    }

    fn end(self, context: &Context, title: &str, undoes: Option<&str>) -> Result<()> {
        let marks = self.marks.iter().map(|(_, mark)| mark);
        let about = context.about(title.to_owned(), None);
        let about = About { at_ms: self.at_ms, ..about };
        let edits = marks.clone().filter_map(|mark| match mark {
            Mark::Edited { operation } => Some(operation.clone()),
            _ => None,
        });
        let steps = marks.clone().filter_map(|mark| serde_json::to_value(mark).ok());
        let (edits, steps) = (edits.collect(), steps.collect());
        let store = context.store();
        store.finished(self.journal.lock(), &about, edits, steps, undoes)?;
        self.journal.close()
    }

    /// The present step failed: puts everything back, in reverse. Answers the error to show.
    pub(super) async fn fail(mut self, session: &Session<'_>, error: Error) -> Error {
        self.tell(StepState::Failed, Some(error.message()));
        let left = put_back(session, self.report, &mut self.journal, &self.marks).await;
        let store = session.context.store();
        let left = left.and_then(|()| store.unfinished(self.journal.lock(), self.at_ms));
        let error = error.with("step", super::step_name(self.step));
        match left {
            // Nothing is left: the journal may go.
            Ok(()) => self.journal.close().err().unwrap_or(error),
            // The journal stays, and the next start offers to settle it.
            Err(stuck) => error.with("left", stuck.message()),
        }
    }

    fn tell(&self, state: StepState, detail: Option<String>) {
        self.report.progress(Progress { step: self.step, state, detail });
    }
}
