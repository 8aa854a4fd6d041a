//! The tray's process: an icon, a menu, and an eye on keychain and gateway. It never makes a web
//! view; the window is a process of its own that this one starts and reaps.
//!
//! When the desktop's tray goes away (a panel that restarts), Chela stays: the icon comes back
//! with the tray, and until then a second start shows the window. Only when a window is closed
//! while there is no tray does Chela quit with it, so that nobody is left with a program that
//! they cannot see. Started at login (`--hidden`) it stays in any case: it is there to make the
//! gateway serve after the keychain is unlocked.

mod drawn;
mod lookout;
mod resident;
mod slow;

use chela_core::Environment;
use chela_core::menu::{self, MenuState};
use tauri::{AppHandle, Manager, RunEvent};

use crate::arguments::{Arguments, Role, Screen};
use crate::fault::{Stage, enter, tell, without_tray};
use crate::{instance, platform, process};
use drawn::Drawn;
use resident::Resident;

/// How the process was started.
struct Started {
    hidden: bool,
}

/// Lives in the tray until somebody quits; or hands the arguments to the process that lives
/// there already, and ends.
///
/// # Errors
/// When Tauri cannot make the app.
pub(crate) fn run(environment: Environment, arguments: Arguments) -> tauri::Result<()> {
    let id = instance::id(&environment);
    let single_instance = tauri_plugin_single_instance::Builder::new()
        .dbus_id(instance::bus_name(Role::Tray, &environment))
        .callback(|app, given, _folder| {
            if let Ok(arguments) = Arguments::read(given.into_iter().skip(1))
                && !arguments.hidden
            {
                open_window(app, arguments.screen);
            }
        })
        .build();
    let app = tauri::Builder::default()
        .plugin(single_instance)
        .manage(Started { hidden: arguments.hidden })
        .setup(move |app| {
            enter(Stage::Tray);
            let drawn = Drawn::new(app.handle(), &id, &MenuState::unread())
                .unwrap_or_else(|error| without_tray(&error.to_string()));
            enter(Stage::Running);
            app.manage(Resident::start(app.handle(), environment, drawn)?);
            if !arguments.hidden {
                open_window(app.handle(), arguments.screen);
            }
            Ok(())
        })
        .on_menu_event(|app, event| chosen(app, event.id().as_ref()))
        .build(crate::tauri_context())?;
    app.run(|_app, event| {
        // No window is no reason to end here; only "Quit" is, which comes with an exit code.
        if let RunEvent::ExitRequested { api, code: None, .. } = event {
            api.prevent_exit();
        }
    });
    Ok(())
}

/// Something in the menu was chosen.
fn chosen(app: &AppHandle, id: &str) {
    match id {
        // The window's process reads the clipboard: the secret does not pass from one to the other.
        menu::PASTE => open_window(app, Some(Screen::Paste)),
        menu::OPEN => open_window(app, None),
        menu::MEND => {
            if !app.state::<Resident>().mend() {
                open_window(app, Some(Screen::Status));
            }
        }
        menu::QUIT => quit(app),
        _ => {
            if let Some(model) = menu::model_of(id) {
                app.state::<Resident>().switch(model);
            } else if let Some(profile) = menu::profile_of(id) {
                app.state::<Resident>().use_first(profile);
            }
        }
    }
}

/// Starts the window's process. If one is there already, the new one hands it the arguments.
fn open_window(app: &AppHandle, screen: Option<Screen>) {
    let arguments = Arguments { screen, ..Arguments::default() }.for_window();
    let ended = {
        let app = app.clone();
        move || {
            if !app.state::<Started>().hidden && !platform::tray_host() {
                app.exit(0);
            }
        }
    };
    if let Err(error) = process::start(&arguments).and_then(|child| process::reap(child, ended)) {
        tell(&error.to_string());
    }
}

/// Ends the tray, and the window with it.
fn quit(app: &AppHandle) {
    let close = Arguments { close: true, ..Arguments::default() }.for_window();
    // When it cannot be started there is nothing left to do about the window.
    let _ = process::start(&close);
    app.exit(0);
}
