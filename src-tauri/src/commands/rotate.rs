//! Replacing a secret, and what is left of it to the person.

use chela_core::Result;
use chela_core::setup;
use chela_core::view::{Progress, RotatePlan, RotateRequest, Rotated};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::{changed, reporting};
use crate::session::{Session, work};

/// What replacing it by the pasted credential would do.
#[tauri::command]
pub(super) async fn plan_rotate(
    session: State<'_, Session>,
    request: RotateRequest,
) -> Result<RotatePlan> {
    let (context, secret) = (session.context()?, session.pasted.secret()?);
    work(move || async move { setup::plan_rotate(&context, &request, &secret).await }).await?
}

/// Replaces it by the pasted credential, which is forgotten then.
#[tauri::command]
pub(super) async fn rotate(
    app: AppHandle,
    session: State<'_, Session>,
    request: RotateRequest,
    on_progress: Channel<Progress>,
) -> Result<Rotated> {
    let (context, secret) = (session.context()?, session.pasted.secret()?);
    let report = reporting(&session, on_progress)?;
    let outcome =
        work(move || async move { setup::rotate(&context, &request, &secret, &report).await })
            .await?;
    if outcome.is_ok() {
        session.pasted.forget();
    }
    changed(&app);
    outcome
}

/// The person has revoked the old one.
#[tauri::command]
pub(super) async fn set_revoked(
    app: AppHandle,
    session: State<'_, Session>,
    id: String,
) -> Result<()> {
    let context = session.context()?;
    work(move || async move { setup::revoked(&context, &id) }).await??;
    changed(&app);
    Ok(())
}
