//! The operations that change something.

use chela_core::Result;
use chela_core::setup;
use chela_core::view::{ConnectRequest, Connected, Disconnected, Plan, Progress, Switched};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::{changed, check_after, reporting};
use crate::session::{Session, work};

/// What connecting would do.
#[tauri::command]
pub(super) async fn plan(session: State<'_, Session>, request: ConnectRequest) -> Result<Plan> {
    let (context, secret) = (session.context()?, session.pasted.secret()?);
    work(move || async move { setup::plan_connect(&context, &request, &secret).await }).await?
}

/// Signs in with the pasted credential, which is forgotten when it is connected.
#[tauri::command]
pub(super) async fn connect(
    app: AppHandle,
    session: State<'_, Session>,
    request: ConnectRequest,
    on_progress: Channel<Progress>,
) -> Result<Connected> {
    let (context, secret) = (session.context()?, session.pasted.secret()?);
    let report = reporting(&session, on_progress)?;
    let outcome =
        work(move || async move { setup::connect(&context, &request, &secret, &report).await })
            .await?;
    if outcome.is_ok() {
        session.pasted.forget();
    }
    changed(&app);
    outcome
}

/// Asks the running operation to stop and put back what it did; its own command answers then.
#[tauri::command]
pub(super) async fn cancel(session: State<'_, Session>) -> Result<()> {
    session.operations.cancel();
    Ok(())
}

/// Signs out.
#[tauri::command]
pub(super) async fn disconnect(
    app: AppHandle,
    session: State<'_, Session>,
    profile: String,
    agents: Vec<String>,
    on_progress: Channel<Progress>,
) -> Result<Disconnected> {
    let context = session.context()?;
    let report = reporting(&session, on_progress)?;
    let outcome =
        work(move || async move { setup::disconnect(&context, &profile, &agents, &report).await })
            .await?;
    changed(&app);
    outcome
}

/// Sets the default model, or an agent's; OpenClaw's own check follows in the background.
#[tauri::command]
pub(super) async fn switch_model(
    app: AppHandle,
    session: State<'_, Session>,
    model: String,
    agent: Option<String>,
) -> Result<Switched> {
    let context = session.context()?;
    let after = context.clone();
    let switched =
        work(move || async move { setup::switch_model(&context, &model, agent.as_deref()) })
            .await??;
    changed(&app);
    if switched.changed {
        check_after(&app, after);
    }
    Ok(switched)
}

/// Finishes or takes back what an interrupted operation left.
#[tauri::command]
pub(super) async fn settle(
    app: AppHandle,
    session: State<'_, Session>,
    finish: bool,
    on_progress: Channel<Progress>,
) -> Result<()> {
    let context = session.context()?;
    let report = reporting(&session, on_progress)?;
    let outcome =
        work(move || async move { setup::settle(&context, finish, &report).await }).await?;
    changed(&app);
    outcome.map(drop)
}
