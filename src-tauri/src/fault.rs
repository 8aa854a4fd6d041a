//! What is said when Chela itself breaks. A panic's own message is never printed: it may quote
//! what the code was working on, and that may be a secret. The place in the source is enough to
//! find it. Nothing is written to disk.

use std::io::Write;
use std::sync::atomic::{AtomicU8, Ordering};

use chela_core::text::{lookup, say};

use crate::process;

/// What the main thread is at. GTK and the tray's library are loaded by code that panics when
/// they are not there; for a person that is no fault of Chela's, and gets words of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Stage {
    /// Reaching the display.
    Display = 1,
    /// Making the tray.
    Tray = 2,
    /// Everything after.
    Running = 3,
}

static STAGE: AtomicU8 = AtomicU8::new(Stage::Running as u8);

/// The main thread goes on to `stage`.
pub(crate) fn enter(stage: Stage) {
    STAGE.store(stage as u8, Ordering::Relaxed);
}

/// Says a line to whoever started the program; nobody listening is fine.
pub(crate) fn tell(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Replaces Rust's own panic report.
pub(crate) fn install() {
    std::panic::set_hook(Box::new(|panic| {
        let stage = STAGE.load(Ordering::Relaxed);
        if stage == Stage::Display as u8 {
            tell(lookup("start.no-display").unwrap_or_default());
            std::process::exit(1);
        }
        if stage == Stage::Tray as u8 {
            without_tray(lookup("start.tray-library").unwrap_or_default());
        }
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line()));
        tell(&say("start.fault", &[("place", &place.unwrap_or_default())]));
    }));
}

/// The tray could not be made: says why, leaves the person with the window, and ends.
pub(crate) fn without_tray(why: &str) -> ! {
    tell(&say("start.tray-failed", &[("detail", &why)]));
    let opened = process::start(&["--window"]);
    std::process::exit(if opened.is_ok() { 0 } else { 1 })
}
