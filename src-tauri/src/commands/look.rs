//! Reading how things stand, and choosing what to look at.

use chela_core::Result;
use chela_core::setup;
use chela_core::view::Overview;
use tauri::{AppHandle, State};

use crate::session::{Session, work};
use crate::{platform, sandbox, window};

/// Everything that home and the first screen show.
#[tauri::command]
pub(super) async fn overview(
    app: AppHandle,
    session: State<'_, Session>,
    thorough: bool,
) -> Result<Overview> {
    look(&app, &session, thorough).await
}

/// From now on for another home, which stays chosen.
#[tauri::command]
pub(super) async fn choose_home(
    app: AppHandle,
    session: State<'_, Session>,
    id: String,
) -> Result<Overview> {
    let context = session.context()?;
    let chosen = work(move || async move { context.with_home(&id) }).await??;
    session.choose(chosen);
    look(&app, &session, false).await
}

/// Where OpenClaw is, when Chela did not find it by itself.
#[tauri::command]
pub(super) async fn choose_openclaw(
    app: AppHandle,
    session: State<'_, Session>,
    path: String,
) -> Result<Overview> {
    let context = session.context()?;
    work(move || async move { context.choose_openclaw(path.as_ref()).await }).await??;
    look(&app, &session, false).await
}

async fn look(app: &AppHandle, session: &Session, thorough: bool) -> Result<Overview> {
    let context = session.context()?;
    window::follow_files(app, &context);
    let mut overview =
        work(move || async move { setup::overview(&context, thorough).await }).await?;
    // What only a desktop knows.
    overview.tray =
        tauri::async_runtime::spawn_blocking(platform::tray_host).await.unwrap_or(false);
    overview.autostart = platform::autostart::is_on(app);
    overview.can_try_sandbox = sandbox::program().is_some();
    Ok(overview)
}
