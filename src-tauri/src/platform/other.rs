//! macOS and Windows: there is always a display, and a place for tray icons.

use chela_core::Environment;

/// Tells the desktop what the program is called: there the bundle does.
pub(crate) fn introduce() {}

/// Whether there is a display to draw on.
pub(crate) fn has_display(_environment: &Environment) -> bool {
    true
}

/// Whether a tray is there now.
pub(crate) fn tray_host() -> bool {
    true
}
