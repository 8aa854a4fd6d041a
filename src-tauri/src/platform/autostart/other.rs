//! macOS and Windows: a launch agent, or a value in the registry, by Tauri's plugin.

use chela_core::{Code, Error, Result};
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_autostart::ManagerExt;

use super::ARGUMENT;

/// The plugin that does it. Nothing of it is open to the page.
pub(crate) fn plugin() -> TauriPlugin<Wry> {
    tauri_plugin_autostart::Builder::new().app_name("Chela").arg(ARGUMENT).build()
}

/// Whether Chela starts at login.
pub(crate) fn is_on(app: &AppHandle) -> bool {
    app.autolaunch().is_enabled().unwrap_or(false)
}

/// Makes it so, or no longer.
///
/// # Errors
/// `autostart-failed`.
pub(crate) fn set(app: &AppHandle, on: bool) -> Result<()> {
    let autostart = app.autolaunch();
    let done = if on { autostart.enable() } else { autostart.disable() };
    done.map_err(|error| Error::new(Code::AutostartFailed).with("detail", error))
}
