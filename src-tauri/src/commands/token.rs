//! A setup-token from Claude Code. The token goes from its screen into the slot for what was pasted,
//! the code from the clipboard to it: neither passes through the page.

use chela_core::setup;
use chela_core::vault::Secret;
use chela_core::view::{GettingToken, Pasted};
use chela_core::{Code, Error, Result};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

use super::credential::clipboard;
use super::desktop::cannot_open;
use crate::session::{Session, work};

/// Has Claude Code make a token, and holds it. What it asks for is told on the way.
#[tauri::command]
pub(super) async fn get_token(
    session: State<'_, Session>,
    on_change: Channel<GettingToken>,
) -> Result<Pasted> {
    let context = session.context()?;
    let (typist, lines) = setup::typist();
    let run = session.claude.begin(typist);
    let claude = session.claude.clone();
    let token = work(move || async move {
        let show = |shown: GettingToken| {
            claude.wants(shown.address.clone());
            // A page that was reloaded in between no longer listens.
            let _ = on_change.send(shown);
        };
        setup::get_token(&context, lines, &show).await
    })
    .await??;
    // Whoever left, or pastes another one meanwhile, does not get this one instead.
    if !session.claude.finish(run) {
        return Err(Error::new(Code::Cancelled));
    }
    Ok(session.pasted.read(token.expose()))
}

/// Types the code that was copied from the page.
#[tauri::command]
pub(super) async fn paste_code(app: AppHandle, session: State<'_, Session>) -> Result<()> {
    let code = setup::code(clipboard(app).await?.expose())?;
    session.claude.type_line(code).await
}

/// Types a line into its terminal.
#[tauri::command]
pub(super) async fn type_line(session: State<'_, Session>, line: String) -> Result<()> {
    session.claude.type_line(Secret::new(line)).await
}

/// Opens the page to sign in on again.
#[tauri::command]
pub(super) async fn open_sign_in(app: AppHandle, session: State<'_, Session>) -> Result<()> {
    let address = session.claude.address()?;
    let opened = address.clone();
    work(move || async move { app.opener().open_url(opened, None::<&str>) })
        .await?
        .map_err(|error| cannot_open(&address, &error))
}

/// Ends it.
#[tauri::command]
pub(super) async fn stop_getting_token(session: State<'_, Session>) -> Result<()> {
    session.claude.end();
    Ok(())
}
