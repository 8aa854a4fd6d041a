//! What stands in plaintext, and moving it into the keychain.

use chela_core::Result;
use chela_core::setup;
use chela_core::view::{AdoptRequest, Adopted, AdoptedSettings, Audit, Preview, Progress};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::{changed, reporting};
use crate::session::{Session, work};

/// Looks for credentials in plaintext.
#[tauri::command]
pub(super) async fn audit(session: State<'_, Session>) -> Result<Audit> {
    let context = session.context()?;
    work(move || async move { setup::audit(&context).await }).await
}

/// What moving a credential would do.
#[tauri::command]
pub(super) async fn plan_adopt(
    session: State<'_, Session>,
    request: AdoptRequest,
) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_adopt(&context, &request).await }).await?
}

/// Moves a credential into the keychain, and out of the files that the person ticked.
#[tauri::command]
pub(super) async fn adopt(
    app: AppHandle,
    session: State<'_, Session>,
    request: AdoptRequest,
    on_progress: Channel<Progress>,
) -> Result<Adopted> {
    let context = session.context()?;
    let report = reporting(&session, on_progress)?;
    let outcome =
        work(move || async move { setup::adopt(&context, &request, &report).await }).await?;
    changed(&app);
    outcome
}

/// What moving other secrets of the config would do.
#[tauri::command]
pub(super) async fn plan_adopt_settings(
    session: State<'_, Session>,
    settings: Vec<String>,
) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_adopt_settings(&context, Some(&settings)).await }).await?
}

/// Moves other secrets of the config to the keychain.
#[tauri::command]
pub(super) async fn adopt_settings(
    app: AppHandle,
    session: State<'_, Session>,
    settings: Vec<String>,
    on_progress: Channel<Progress>,
) -> Result<AdoptedSettings> {
    let context = session.context()?;
    let report = reporting(&session, on_progress)?;
    let moving = || async move { setup::adopt_settings(&context, Some(&settings), &report).await };
    let outcome = work(moving).await?;
    changed(&app);
    outcome
}
