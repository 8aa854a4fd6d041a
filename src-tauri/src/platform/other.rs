//! macOS and Windows: there is always a display, and a place for tray icons.

use std::process::ExitCode;

use chela_core::Environment;
use chela_core::setup::Reminder;
use tauri::WebviewWindow;

/// Tells the desktop what the program is called: there the bundle does.
pub(crate) fn introduce() {}

/// Whether there is a display to draw on.
pub(crate) fn has_display(_environment: &Environment) -> bool {
    true
}

/// Takes the place of a process that was ending: here that process is never found.
pub(crate) fn start_again() -> ExitCode {
    ExitCode::FAILURE
}

/// Whether a tray is there now.
pub(crate) fn tray_host() -> bool {
    true
}

/// Shows a desktop notification.
pub(crate) fn remind(reminder: Reminder, _chosen: impl Fn() + Send + 'static) {
    // Without leave to show them nothing happens.
    let _ = notify_rust::Notification::new()
        .appname("Chela")
        .summary(&reminder.title)
        .body(&reminder.body)
        .show();
}

/// Calls `died` when the page's process has ended: these systems start it again themselves.
pub(crate) fn on_page_death(
    _window: &WebviewWindow,
    _died: impl Fn() + Send + Sync + 'static,
) -> tauri::Result<()> {
    Ok(())
}
