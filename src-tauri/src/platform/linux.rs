//! Linux: a display may be missing, and so may the tray's host.

use chela_core::Environment;
use zbus::blocking::{Connection, fdo::DBusProxy};

/// The bus name that a desktop's tray owns (StatusNotifierItem specification).
const TRAY_HOST: &str = "org.kde.StatusNotifierWatcher";

/// Tells the desktop what the program is called; trays and screen readers say it.
pub(crate) fn introduce() {
    glib::set_application_name("Chela");
}

/// Whether there is a display to draw on.
pub(crate) fn has_display(environment: &Environment) -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| environment.get(name).is_some())
}

/// Whether a tray is there now. Without one a tray icon is made without complaint and never
/// seen. False without a session bus. Blocks: not to be called from a task.
pub(crate) fn tray_host() -> bool {
    let asked = || -> zbus::Result<bool> {
        let connection = Connection::session()?;
        Ok(DBusProxy::new(&connection)?.name_has_owner(TRAY_HOST.try_into()?)?)
    };
    asked().unwrap_or(false)
}
