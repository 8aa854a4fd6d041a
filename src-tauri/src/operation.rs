//! One operation at a time, which can be asked to stop. Stopping is cooperative: the operation
//! sees the wish between its steps and puts back what it did, so that nothing is cut off in the
//! middle.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use chela_core::setup::Report;
use chela_core::view::Progress;
use chela_core::{Code, Error, Result};
use tauri::ipc::Channel;

/// The place for the one operation that may run.
#[derive(Debug, Default, Clone)]
pub(crate) struct Operations(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    running: Mutex<Option<Arc<AtomicBool>>>,
    ended: Condvar,
}

/// An operation that runs. Dropping it makes room for the next.
#[derive(Debug)]
pub(crate) struct Running {
    cancelled: Arc<AtomicBool>,
    inner: Arc<Inner>,
}

impl Operations {
    /// Takes the place.
    ///
    /// # Errors
    /// `busy` when another operation has it.
    pub(crate) fn begin(&self) -> Result<Running> {
        let mut place = self.place();
        if place.is_some() {
            return Err(Error::new(Code::Busy));
        }
        let cancelled = Arc::new(AtomicBool::new(false));
        *place = Some(Arc::clone(&cancelled));
        Ok(Running { cancelled, inner: Arc::clone(&self.0) })
    }

    /// Asks the one that runs to stop. Whether one runs.
    pub(crate) fn cancel(&self) -> bool {
        let place = self.place();
        if let Some(cancelled) = place.as_ref() {
            cancelled.store(true, Ordering::Relaxed);
        }
        place.is_some()
    }

    /// Waits, on the calling thread, until none runs.
    pub(crate) fn wait(&self) {
        let mut place = self.place();
        while place.is_some() {
            place = self.0.ended.wait(place).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn place(&self) -> std::sync::MutexGuard<'_, Option<Arc<AtomicBool>>> {
        self.0.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        *self.inner.running.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.inner.ended.notify_all();
    }
}

/// Tells the page how far the operation is, and the operation whether it should stop.
pub(crate) struct ToPage {
    /// The operation that reports.
    pub(crate) running: Running,
    /// Where its steps go.
    pub(crate) progress: Option<Channel<Progress>>,
    /// Where the lines go that a command prints.
    pub(crate) lines: Option<Channel<String>>,
}

impl Report for ToPage {
    fn progress(&self, progress: Progress) {
        // A page that was reloaded in between no longer listens; the operation goes on.
        if let Some(page) = &self.progress {
            let _ = page.send(progress);
        }
    }

    fn line(&self, line: &str) {
        if let Some(page) = &self.lines {
            let _ = page.send(line.to_owned());
        }
    }

    fn cancelled(&self) -> bool {
        self.running.cancelled.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_for_one_and_again_when_it_is_over() {
        let operations = Operations::default();
        let first = operations.begin().unwrap();
        assert_eq!(operations.begin().unwrap_err().code, Code::Busy);
        drop(first);
        assert!(operations.begin().is_ok());
    }

    #[test]
    fn the_running_one_sees_the_wish_to_stop_and_the_next_one_does_not() {
        let operations = Operations::default();
        assert!(!operations.cancel());
        let report = ToPage { running: operations.begin().unwrap(), progress: None, lines: None };
        assert!(!report.cancelled());
        assert!(operations.cancel());
        assert!(report.cancelled());
        drop(report);
        let next = ToPage { running: operations.begin().unwrap(), progress: None, lines: None };
        assert!(!next.cancelled());
    }

    #[test]
    fn waiting_ends_with_the_operation() {
        let operations = Operations::default();
        let running = operations.begin().unwrap();
        let waiting = {
            let operations = operations.clone();
            std::thread::spawn(move || operations.wait())
        };
        drop(running);
        waiting.join().unwrap();
    }
}
