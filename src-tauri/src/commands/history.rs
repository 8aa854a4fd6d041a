//! What was done, undoing it, and the comments that others have removed.

use chela_core::Result;
use chela_core::setup;
use chela_core::view::{History, Progress, UndoPlan, Undone};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::{changed, reporting};
use crate::session::{Session, work};

/// What was done to the chosen home.
#[tauri::command]
pub(super) async fn history(session: State<'_, Session>) -> Result<History> {
    let context = session.context()?;
    work(move || async move { setup::history(&context) }).await?
}

/// What undoing one thing would do.
#[tauri::command]
pub(super) async fn plan_undo(
    session: State<'_, Session>,
    entry: String,
    with_later: bool,
) -> Result<UndoPlan> {
    let context = session.context()?;
    work(move || async move { setup::plan_undo(&context, &entry, with_later).await }).await?
}

/// Undoes one thing.
#[tauri::command]
pub(super) async fn undo(
    app: AppHandle,
    session: State<'_, Session>,
    entry: String,
    with_later: bool,
    on_progress: Channel<Progress>,
) -> Result<Undone> {
    let context = session.context()?;
    let report = reporting(&session, on_progress)?;
    let outcome =
        work(move || async move { setup::undo(&context, &entry, with_later, &report).await })
            .await?;
    changed(&app);
    outcome
}

/// Puts removed comments back; answers the change, for undo.
#[tauri::command]
pub(super) async fn put_comments_back(
    app: AppHandle,
    session: State<'_, Session>,
) -> Result<Option<String>> {
    let context = session.context()?;
    let outcome = work(move || async move { setup::put_comments_back(&context) }).await?;
    changed(&app);
    outcome
}

/// Does not offer removed comments again.
#[tauri::command]
pub(super) async fn leave_comments_out(app: AppHandle, session: State<'_, Session>) -> Result<()> {
    let context = session.context()?;
    let outcome = work(move || async move { setup::leave_comments_out(&context) }).await?;
    changed(&app);
    outcome
}
