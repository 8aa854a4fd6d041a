//! Claude Code at work for the window: what types into it, and the page that it wants to be opened.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chela_core::setup::Typist;
use chela_core::vault::Secret;
use chela_core::{Code, Error, Result};

/// The place for the one that runs.
#[derive(Debug, Default, Clone)]
pub(crate) struct Claude(Arc<Mutex<Option<AtWork>>>);

#[derive(Debug)]
struct AtWork {
    typist: Typist,
    address: Option<String>,
}

impl Claude {
    /// It runs, and takes what `typist` types. One that ran before is ended.
    pub(crate) fn begin(&self, typist: Typist) {
        *self.place() = Some(AtWork { typist, address: None });
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
    Error::new(Code::ClaudeEnded).with("detail", "")
}
