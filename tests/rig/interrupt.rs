//! Ctrl-C, so that a sandbox is cleared away before its program ends.

use std::process::ExitStatus;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Result;
use tokio::signal::unix::{SignalKind, signal};

use crate::child::Child;
use crate::runtime::{block_on, runtime};

/// Remembers whether somebody asked this program to end.
#[derive(Debug)]
pub struct Interrupt(Arc<AtomicBool>);

/// Listens for Ctrl-C and for a polite kill from now on.
///
/// # Errors
/// When the system does not let it.
pub fn watch() -> Result<Interrupt> {
    let asked = Arc::new(AtomicBool::new(false));
    let (mut interrupt, mut terminate) = block_on(async {
        Ok((signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?))
    })?;
    let remember = Arc::clone(&asked);
    runtime()?.spawn(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        remember.store(true, Ordering::Release);
    });
    Ok(Interrupt(asked))
}

impl Interrupt {
    /// Waits until `child` ends, or somebody asks this program to end (`None`).
    pub fn or_end_of(&self, child: &mut Child) -> Option<ExitStatus> {
        loop {
            if let Some(status) = child.ended() {
                return Some(status);
            }
            if self.0.load(Ordering::Acquire) {
                return None;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}
