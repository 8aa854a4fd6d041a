//! Linux: a display may be missing, and so may the tray's host; the page may lose its process.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use chela_core::Environment;
use chela_core::setup::Reminder;
use chela_core::text::{lookup, say};
use glib::prelude::ObjectExt;
use notify_rust::Notification;
use tauri::WebviewWindow;
use zbus::blocking::{Connection, fdo::DBusProxy};

use crate::arguments::AGAIN;
use crate::fault::tell;
use crate::process;

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

/// Becomes this program anew, with the same arguments; the process keeps its number, by which its
/// parent waits for it.
pub(crate) fn start_again() -> ExitCode {
    let mut program = match process::program() {
        Ok(program) => Command::new(program),
        Err(error) => return failed(&error),
    };
    failed(&program.args(std::env::args_os().skip(1)).arg(AGAIN).exec())
}

fn failed(error: &io::Error) -> ExitCode {
    tell(&say("start.failed", &[("detail", error)]));
    ExitCode::FAILURE
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

/// Shows a desktop notification; `chosen` is called when the person clicks on it. Without a service
/// that shows them nothing happens.
pub(crate) fn remind(reminder: Reminder, chosen: impl Fn() + Send + 'static) {
    let shown = move || {
        let markup = notify_rust::get_capabilities()
            .is_ok_and(|all| all.iter().any(|capability| capability == "body-markup"));
        let body = if markup { without_markup(&reminder.body) } else { reminder.body };
        let mut notification = Notification::new();
        notification.appname("Chela").icon("chela").summary(&reminder.title).body(&body);
        notification.action("default", lookup("tray.open").unwrap_or_default());
        if let Ok(handle) = notification.show() {
            // It ends when the notification does.
            handle.wait_for_action(|action| {
                if action == "default" {
                    chosen();
                }
            });
        }
    };
    // A system without threads left has other worries.
    let _ = std::thread::Builder::new().name("reminder".to_owned()).spawn(shown);
}

/// A text in which no name that a person gave can be taken for markup.
fn without_markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Calls `died` on the main thread each time the page's process has ended, which leaves a window
/// with nothing in it.
///
/// # Errors
/// When the window is gone already.
pub(crate) fn on_page_death(
    window: &WebviewWindow,
    died: impl Fn() + Send + Sync + 'static,
) -> tauri::Result<()> {
    window.with_webview(move |webview| {
        webview.inner().connect("web-process-terminated", false, move |_| {
            died();
            None
        });
    })
}
