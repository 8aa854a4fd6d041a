//! The window's process: the page, its commands, and the end of both when the window closes.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chela_core::Environment;
use chela_core::setup::{self, Context};
use chela_core::text::Language;
use chela_core::view::Theme;
use chela_core::watch::{self, Watcher};
use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, Emitter, LogicalSize, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    Window, WindowEvent,
};
use tauri_plugin_window_state::StateFlags;

use crate::arguments::{Arguments, Role, Screen};
use crate::fault::{Stage, enter, tell};
use crate::operation::Operations;
use crate::session::Session;
use crate::{commands, instance, platform};

/// The window's label; capabilities name it.
pub(crate) const LABEL: &str = "main";

/// The smallest window in which everything can be read (pixels, with nothing made larger).
const NARROWEST: f64 = 360.0;
const LOWEST: f64 = 480.0;

/// The files of the chosen home, and who watches them.
#[derive(Default)]
struct Following(Mutex<(Vec<PathBuf>, Option<Watcher>)>);

/// Whether the process ends with the operation that runs: the window was closed, and nobody has
/// asked for it since.
#[derive(Default, Clone)]
struct Leaving(Arc<AtomicBool>);

impl Leaving {
    /// The window was closed.
    fn closed(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Somebody wants to see it again.
    fn wanted(&self) {
        self.0.store(false, Ordering::SeqCst);
    }

    /// Waits, on the calling thread, for the operation; then tells whether to end.
    fn after(&self, operations: &Operations) -> bool {
        operations.wait();
        self.0.load(Ordering::SeqCst)
    }
}

/// Shows the window and stays until it is closed; or hands the arguments to the process that
/// shows it already, and ends.
///
/// # Errors
/// When Tauri cannot make the app or the window.
pub(crate) fn run(environment: Environment, arguments: Arguments) -> tauri::Result<()> {
    let single_instance = tauri_plugin_single_instance::Builder::new()
        .dbus_id(instance::bus_name(Role::Window, &environment))
        .callback(|app, given, _folder| asked_again(app, given))
        .build();
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    let builder = tauri::Builder::default()
        // First: a second start must be noticed before anything else is made.
        .plugin(single_instance)
        .plugin(tauri_plugin_clipboard_manager::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(remembered).build())
        .manage(Session::new(environment))
        .manage(Following::default())
        .manage(Leaving::default())
        .invoke_handler(commands::handler())
        .on_window_event(on_window_event)
        .setup(move |app| {
            enter(Stage::Running);
            if arguments.close {
                // There is no window to close.
                app.handle().exit(0);
                return Ok(());
            }
            keep_resolver(app.handle().clone());
            open(app.handle(), arguments.screen)?;
            Ok(())
        });
    #[cfg(not(target_os = "linux"))]
    let builder = builder.plugin(platform::autostart::plugin());
    let app = builder.build(crate::tauri_context())?;
    app.run(|_app, _event| ());
    Ok(())
}

/// Sees that the gateway has the resolver that came with this Chela. The tray does so as well,
/// where there is one.
fn keep_resolver(app: AppHandle) {
    std::thread::spawn(move || {
        let kept = app.state::<Session>().context().and_then(|it| setup::keep_resolver(&it));
        if let Err(error) = kept {
            tell(&error.to_string());
        }
    });
}

/// Tells the page when a file of the chosen home changes, whoever changed it.
pub(crate) fn follow_files(app: &AppHandle, context: &Context) {
    let files = setup::watched(context).all();
    let following = app.state::<Following>();
    let mut following = following.0.lock().unwrap_or_else(PoisonError::into_inner);
    if following.0 == files {
        return;
    }
    let told = app.clone();
    let watcher = watch::watch(files.clone(), move || {
        let _ = told.emit("changed", ());
    });
    // Without a watcher the page still reads again after everything that it does itself.
    *following = (files, watcher.ok());
}

/// A theme as Tauri knows it.
pub(crate) fn theme(chosen: Option<Theme>) -> Option<tauri::Theme> {
    chosen.map(|theme| match theme {
        Theme::Light => tauri::Theme::Light,
        Theme::Dark => tauri::Theme::Dark,
    })
}

/// Makes everything in the window so large; the window itself at least as wide as it needs then.
pub(crate) fn zoom(window: &WebviewWindow, percent: u16) -> tauri::Result<()> {
    let factor = f64::from(percent) / 100.0;
    window.set_zoom(factor)?;
    window.set_min_size(Some(LogicalSize::new(NARROWEST * factor, LOWEST)))
}

fn open(app: &AppHandle, screen: Option<Screen>) -> tauri::Result<()> {
    let screen = screen.map(|screen| format!("#{}", screen.as_str())).unwrap_or_default();
    let page = format!("index.html?language={}{screen}", Language::spoken().tag());
    let session = app.state::<Session>();
    let context = session.context().ok();
    let chosen = context.as_ref().map(setup::appearance);
    let driven = session.environment.get("TAURI_WEBVIEW_AUTOMATION").is_some();
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App(page.into()))
        .title("Chela")
        .inner_size(760.0, 720.0)
        .min_inner_size(NARROWEST, LOWEST)
        .center()
        // Nothing of the page is kept on disk: no cache, no storage, no history. A window that
        // is driven by a test must be without it (wry gives a private one no automation).
        .incognito(!driven)
        // The page takes what is dropped onto it.
        .disable_drag_drop_handler()
        // The page has nowhere to go: what it links to, it asks the backend to open.
        .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
        .on_new_window(|_url, _features| NewWindowResponse::Deny)
        .build()?;
    // On Linux a window that is made with a theme does not have it.
    app.set_theme(theme(chosen.and_then(|chosen| chosen.theme)));
    if let Some(chosen) = chosen.filter(|chosen| chosen.zoom != 100) {
        // One that cannot be made larger is better than none.
        let _as_it_is = zoom(&window, chosen.zoom);
    }
    let (dead, once) = (window.clone(), AtomicBool::new(true));
    // A page that died is shown anew; one that dies again would do so for ever.
    platform::on_page_death(&window, move || {
        let _ = if once.swap(false, Ordering::Relaxed) { dead.reload() } else { dead.close() };
    })
}

/// Somebody started the window's process once more.
fn asked_again(app: &AppHandle, given: Vec<String>) {
    let Ok(arguments) = Arguments::read(given.into_iter().skip(1)) else { return };
    let Some(window) = app.get_webview_window(LABEL) else { return };
    if arguments.close {
        let _ = window.close();
        return;
    }
    app.state::<Leaving>().wanted();
    let _ = window.unminimize();
    let _ = window.show();
    let _ = window.set_focus();
    if let Some(screen) = arguments.screen {
        let _ = app.emit("screen", screen.as_str());
    }
}

/// A window that is closed during an operation goes away at once; its process stays until the
/// operation has put back what it did, and longer when the window is asked for meanwhile.
fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let operations = window.state::<Session>().operations.clone();
    if !operations.cancel() {
        return;
    }
    api.prevent_close();
    let leaving = window.state::<Leaving>().inner().clone();
    leaving.closed();
    let _ = window.hide();
    let app = window.app_handle().clone();
    std::thread::spawn(move || {
        if leaving.after(&operations) {
            app.exit(0);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_that_is_asked_for_again_outlives_the_operation() {
        let ends = |asked_again: bool| {
            let (operations, leaving) = (Operations::default(), Leaving::default());
            let running = operations.begin().unwrap();
            leaving.closed();
            let waiting = {
                let (operations, leaving) = (operations.clone(), leaving.clone());
                std::thread::spawn(move || leaving.after(&operations))
            };
            if asked_again {
                leaving.wanted();
            }
            drop(running);
            waiting.join().unwrap()
        };
        assert!(ends(false));
        assert!(!ends(true));
    }
}
