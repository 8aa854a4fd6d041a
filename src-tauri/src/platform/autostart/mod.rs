//! Starting at login, in the tray and without a window.
//!
//! On Linux Chela writes the desktop's autostart entry itself: the library behind Tauri's plugin
//! does not quote the program's path, and takes any entry of the name for one that works.

#[cfg(target_os = "linux")]
mod entry;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;

#[cfg(target_os = "linux")]
pub(crate) use linux::{is_on, set};
#[cfg(not(target_os = "linux"))]
pub(crate) use other::{is_on, plugin, set};

/// What Chela is started with at login.
const ARGUMENT: &str = "--hidden";
