//! What differs between desktops. The rest of the shell is the same everywhere.

pub(crate) mod autostart;

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;

#[cfg(target_os = "linux")]
pub(crate) use linux::{has_display, introduce, on_page_death, remind, start_again, tray_host};
#[cfg(not(target_os = "linux"))]
pub(crate) use other::{has_display, introduce, on_page_death, remind, start_again, tray_host};
