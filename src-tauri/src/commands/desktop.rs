//! What only a desktop can do: the browser, the clipboard, the login, the window itself.

use chela_core::text::Language;
use chela_core::view::Theme;
use chela_core::{Code, Error, Result, setup};
use tauri::{AppHandle, Manager, State, WebviewWindow};
use tauri_plugin_clipboard_manager::ClipboardExt;
use tauri_plugin_opener::OpenerExt;

use super::changed;
use crate::links::Link;
use crate::session::{Session, work};
use crate::{platform, window};

/// Starts Chela at login, or no longer.
#[tauri::command]
pub(super) async fn set_autostart(app: AppHandle, on: bool) -> Result<()> {
    platform::autostart::set(&app, on)?;
    changed(&app);
    Ok(())
}

/// Speaks this language from now on; none means the system's.
#[tauri::command]
pub(super) async fn set_language(
    app: AppHandle,
    session: State<'_, Session>,
    language: Option<Language>,
) -> Result<()> {
    let context = session.context()?;
    work(move || async move { setup::set_language(&context, language) }).await??;
    changed(&app);
    Ok(())
}

/// Shows the window in these colours; none means the system's.
#[tauri::command]
pub(super) async fn set_theme(
    app: AppHandle,
    session: State<'_, Session>,
    theme: Option<Theme>,
) -> Result<()> {
    let context = session.context()?;
    work(move || async move { setup::set_theme(&context, theme) }).await??;
    app.set_theme(window::theme(theme));
    changed(&app);
    Ok(())
}

/// Makes everything in the window so large (percent).
#[tauri::command]
pub(super) async fn set_zoom(
    shown: WebviewWindow,
    session: State<'_, Session>,
    percent: u16,
) -> Result<()> {
    let context = session.context()?;
    let now = work(move || async move { setup::set_zoom(&context, percent) }).await??;
    // A window that is gone needs no size.
    let _gone = window::zoom(&shown, now.zoom);
    changed(shown.app_handle());
    Ok(())
}

/// Opens one of the known pages in the browser.
#[tauri::command]
pub(super) async fn open_url(app: AppHandle, url: Link) -> Result<()> {
    open_page(app, url.address().to_owned()).await
}

/// Opens an address in the browser.
pub(super) async fn open_page(app: AppHandle, address: String) -> Result<()> {
    let opened = address.clone();
    work(move || async move { app.opener().open_url(opened, None::<&str>) })
        .await?
        .map_err(|error| cannot_open(&address, &error))
}

/// Copies a command or an address that the page shows.
#[tauri::command]
pub(super) async fn copy_text(app: AppHandle, text: String) -> Result<()> {
    work(move || async move { app.clipboard().write_text(text) })
        .await?
        .map_err(|error| Error::new(Code::ClipboardFailed).with("detail", error))
}

/// Opens the config in the program that the desktop has for it.
#[tauri::command]
pub(super) async fn open_config(app: AppHandle, session: State<'_, Session>) -> Result<()> {
    let config = session.context()?.home.config_path.display().to_string();
    let path = config.clone();
    work(move || async move { app.opener().open_path(path, None::<&str>) })
        .await?
        .map_err(|error| cannot_open(&config, &error))
}

/// Shows the config in its folder.
#[tauri::command]
pub(super) async fn show_config(app: AppHandle, session: State<'_, Session>) -> Result<()> {
    let config = session.context()?.home.config_path;
    let target = config.display().to_string();
    work(move || async move { app.opener().reveal_item_in_dir(config) })
        .await?
        .map_err(|error| cannot_open(&target, &error))
}

/// Closes the window.
#[tauri::command]
pub(super) async fn close(app: AppHandle) -> Result<()> {
    if let Some(window) = app.get_webview_window(window::LABEL) {
        let _ = window.close();
    }
    Ok(())
}

pub(super) fn cannot_open(target: &str, error: &tauri_plugin_opener::Error) -> Error {
    Error::new(Code::OpenFailed).with("target", target).with("detail", error)
}
