//! The gateway, the keychain's lock, and getting an OpenClaw at all.

use chela_core::setup;
use chela_core::view::{GatewayAction, TestTurn};
use chela_core::{Code, Error, Result};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::changed;
use crate::operation::ToPage;
use crate::sandbox;
use crate::session::{Session, work};

/// The most lines of the log that the page gets at once.
const LOG_LIMIT: usize = 500;

/// Starts, stops or restarts the gateway.
#[tauri::command]
pub(super) async fn gateway(
    app: AppHandle,
    session: State<'_, Session>,
    action: GatewayAction,
) -> Result<()> {
    let context = session.context()?;
    let outcome = work(move || async move { setup::gateway(&context, action).await }).await?;
    changed(&app);
    outcome
}

/// The last lines of its log.
#[tauri::command]
pub(super) async fn gateway_log(session: State<'_, Session>, lines: usize) -> Result<Vec<String>> {
    let context = session.context()?;
    work(move || async move { setup::gateway_log(&context, lines.min(LOG_LIMIT)).await }).await
}

/// Sends one real message through the gateway, to one of the agents that have the sign-in.
#[tauri::command]
pub(super) async fn test_turn(
    app: AppHandle,
    session: State<'_, Session>,
    profile: Option<String>,
    model: Option<String>,
    agents: Vec<String>,
) -> Result<TestTurn> {
    let context = session.context()?;
    let turn = work(move || async move {
        setup::test_turn(&context, profile.as_deref(), model.as_deref(), &agents).await
    })
    .await?;
    changed(&app);
    Ok(turn)
}

/// Lets the keychain ask for its password.
#[tauri::command]
pub(super) async fn unlock_keychain(app: AppHandle, session: State<'_, Session>) -> Result<()> {
    let context = session.context()?;
    let outcome = work(move || async move { setup::unlock_keychain(&context).await }).await?;
    changed(&app);
    outcome
}

/// Installs OpenClaw into the user's own folder; its output goes to the page line by line.
#[tauri::command]
pub(super) async fn install_openclaw(
    app: AppHandle,
    session: State<'_, Session>,
    on_line: Channel<String>,
) -> Result<()> {
    let context = session.context()?;
    let running = session.operations.begin()?;
    let report = ToPage { running, progress: None, lines: Some(on_line) };
    let outcome =
        work(move || async move { setup::install_openclaw(&context, &report).await }).await?;
    changed(&app);
    outcome
}

/// Opens the sandbox, a program with a window of its own.
#[tauri::command]
pub(super) async fn start_sandbox() -> Result<()> {
    let program = sandbox::program().ok_or_else(|| Error::new(Code::SandboxMissing))?;
    work(move || async move { sandbox::start(&program) }).await?
}
