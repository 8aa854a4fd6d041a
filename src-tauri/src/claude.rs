//! Claude Code at work for the window: what types into it, and the page that it wants to be opened.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chela_core::setup::Typist;
use chela_core::vault::Secret;
use chela_core::{Code, Error, Result};

/// The place for the one that runs.
#[derive(Debug, Default, Clone)]
pub(crate) struct Claude(Arc<Mutex<Option<AtWork>>>);

/// Which of the runs it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run(u64);

#[derive(Debug)]
struct AtWork {
    run: Run,
    typist: Typist,
    address: Option<String>,
}

impl Claude {
    /// It runs, and takes what `typist` types. One that ran before is ended.
    pub(crate) fn begin(&self, typist: Typist) -> Run {
        static RUNS: AtomicU64 = AtomicU64::new(0);
        let run = Run(RUNS.fetch_add(1, Ordering::Relaxed));
        *self.place() = Some(AtWork { run, typist, address: None });
        run
    }

    /// It has ended by itself. Whether somebody still waits for what it made.
    pub(crate) fn finish(&self, run: Run) -> bool {
        self.place().take_if(|at_work| at_work.run == run).is_some()
    }

    /// It wants this page to be opened.
    pub(crate) fn wants(&self, address: Option<String>) {
        if let Some(at_work) = self.place().as_mut() {
            at_work.address = address.or(at_work.address.take());
        }
    }

    /// Ends it.
    pub(crate) fn end(&self) {
        *self.place() = None;
    }

    /// Types a line into it.
    ///
    /// # Errors
    /// `claude-ended` when it does not run any more.
    pub(crate) async fn type_line(&self, line: Secret) -> Result<()> {
        let typist = self.place().as_ref().map(|at_work| at_work.typist.clone());
        let typist = typist.ok_or_else(ended)?;
        typist.send(line).await.map_err(|_| ended())
    }

    /// The page that it wants to be opened: one of Claude's own, as the core has made sure.
    ///
    /// # Errors
    /// `claude-ended` when there is none.
    pub(crate) fn address(&self) -> Result<String> {
        self.place().as_ref().and_then(|at_work| at_work.address.clone()).ok_or_else(ended)
    }

    fn place(&self) -> MutexGuard<'_, Option<AtWork>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ended() -> Error {
    Error::new(Code::ClaudeEnded).with("detail", "…")
}

#[cfg(test)]
mod tests {
    use chela_core::setup;

    use super::*;

    #[test]
    fn what_was_ended_or_replaced_is_not_waited_for() {
        let claude = Claude::default();
        let first = claude.begin(setup::typist().0);
        let second = claude.begin(setup::typist().0);
        assert!(!claude.finish(first));
        assert!(claude.finish(second));
        assert!(!claude.finish(second));
        let third = claude.begin(setup::typist().0);
        claude.wants(Some("https://claude.ai/a".into()));
        claude.wants(None);
        assert_eq!(claude.address().unwrap(), "https://claude.ai/a");
        claude.end();
        assert!(!claude.finish(third));
        assert_eq!(claude.address().unwrap_err().code, Code::ClaudeEnded);
    }
}
