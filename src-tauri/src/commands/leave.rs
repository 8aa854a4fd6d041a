//! Leaving Chela.

use chela_core::Result;
use chela_core::setup;
use chela_core::view::{LeavePlan, LeaveRequest, Left, Progress};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::{changed, reporting};
use crate::session::{Session, work};

/// What leaving would do.
#[tauri::command]
pub(super) async fn plan_leave(session: State<'_, Session>) -> Result<LeavePlan> {
    let context = session.context()?;
    work(move || async move { setup::plan_leave(&context).await }).await?
}

/// Lets go of this home.
#[tauri::command]
pub(super) async fn leave(
    app: AppHandle,
    session: State<'_, Session>,
    request: LeaveRequest,
    on_progress: Channel<Progress>,
) -> Result<Left> {
    let context = session.context()?;
    let report = reporting(&session, on_progress)?;
    let outcome =
        work(move || async move { setup::leave(&context, &request, &report).await }).await?;
    changed(&app);
    outcome
}
