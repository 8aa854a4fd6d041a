//! Running an operation to its end. Ctrl-C, or a request to end, does not cut it off: it stops
//! between two steps and puts back what it did. Whoever asks a second time is obeyed at once; the
//! next start then finds what was under way.

use std::sync::atomic::{AtomicBool, Ordering};

use chela_core::text::say;
use chela_core::{Code, Error, Result};

/// Whether somebody has asked to stop.
static STOP: AtomicBool = AtomicBool::new(false);

/// The exit code of a program that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;

/// Whether somebody has asked to stop.
pub(crate) fn stop_is_asked() -> bool {
    STOP.load(Ordering::Relaxed)
}

/// Runs an operation that changes something to its end.
pub(crate) fn wait_or_put_back<T>(operation: impl Future<Output = T>) -> Result<T> {
    wait(async {
        let listener = tokio::spawn(listen());
        let outcome = operation.await;
        listener.abort();
        outcome
    })
}

/// Runs what changes nothing to its end, on a runtime that only those pay for that need one.
pub(crate) fn wait<T>(operation: impl Future<Output = T>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime {
        Ok(runtime) => Ok(runtime.block_on(operation)),
        Err(error) => Err(Error::new(Code::Io)
            .with("path", "chela")
            .with("action", say("program.action.start", &[]))
            .with("detail", error)),
    }
}

async fn listen() {
    while asked().await {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED);
        }
    }
}

/// Waits until somebody asks; `false` when nobody can.
#[cfg(unix)]
async fn asked() -> bool {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut end) = signal(SignalKind::terminate()) else { return false };
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed.is_ok(),
        told = end.recv() => told.is_some(),
    }
}

#[cfg(not(unix))]
async fn asked() -> bool {
    tokio::signal::ctrl_c().await.is_ok()
}
