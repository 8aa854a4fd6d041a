//! The credential on its way in. The clipboard is read here, so that the secret does not enter
//! the page; from the masked field it comes once, as an argument, and is not given back.

use chela_core::setup;
use chela_core::vault::Secret;
use chela_core::view::Pasted;
use chela_core::{Code, Error, Result};
use tauri::{AppHandle, State};
use tauri_plugin_clipboard_manager::ClipboardExt;

use super::changed;
use crate::session::{Session, work};

/// Reads the clipboard and holds what is found.
#[tauri::command]
pub(super) async fn paste_clipboard(app: AppHandle, session: State<'_, Session>) -> Result<Pasted> {
    let text = clipboard(app).await?;
    Ok(session.pasted.read_clipboard(text.expose()))
}

/// What is on the clipboard when that is a usable credential, without holding it; nothing where it is
/// what was pasted last, or the person does not want it noticed.
#[tauri::command]
pub(super) async fn peek_clipboard(
    app: AppHandle,
    session: State<'_, Session>,
) -> Result<Option<Pasted>> {
    if !setup::watches_clipboard(&session.context()?) {
        return Ok(None);
    }
    let text = clipboard(app).await?;
    Ok(session.pasted.peek(text.expose()))
}

/// Whether a credential on the clipboard is noticed.
#[tauri::command]
pub(super) async fn set_watch_clipboard(
    app: AppHandle,
    session: State<'_, Session>,
    on: bool,
) -> Result<()> {
    let context = session.context()?;
    work(move || async move { setup::set_watch_clipboard(&context, on) }).await??;
    changed(&app);
    Ok(())
}

/// Holds what is found in the text of the masked field.
#[tauri::command]
pub(super) async fn paste_text(session: State<'_, Session>, text: String) -> Result<Pasted> {
    let text = Secret::new(text);
    Ok(session.pasted.read(text.expose()))
}

/// Lets go of it.
#[tauri::command]
pub(super) async fn forget_pasted(session: State<'_, Session>) -> Result<()> {
    session.pasted.forget();
    Ok(())
}

/// Empties the clipboard if it still holds what was pasted from it: what
/// the person copied since is theirs.
#[tauri::command]
pub(super) async fn clear_clipboard(app: AppHandle, session: State<'_, Session>) -> Result<()> {
    let text = clipboard(app.clone()).await?;
    if !session.pasted.came_from(text.expose()) {
        return Ok(());
    }
    work(move || async move { app.clipboard().clear() })
        .await?
        .map_err(|error| Error::new(Code::ClipboardFailed).with("detail", error))
}

/// The clipboard's text, as a secret from the start; empty when it holds no text.
pub(super) async fn clipboard(app: AppHandle) -> Result<Secret> {
    work(move || async move { app.clipboard().read_text() })
        .await?
        .map(Secret::new)
        .map_err(|error| Error::new(Code::ClipboardFailed).with("detail", error))
}
