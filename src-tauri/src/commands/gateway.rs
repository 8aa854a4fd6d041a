//! The gateway, the keychain's lock, and getting an OpenClaw at all.

use std::process::{Command, Stdio};

use chela_core::setup;
use chela_core::view::{GatewayAction, TestTurn};
use chela_core::{Code, Error, Result};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::changed;
use crate::operation::ToPage;
use crate::process;
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

/// Sends one real message through the gateway.
#[tauri::command]
pub(super) async fn test_turn(
    app: AppHandle,
    session: State<'_, Session>,
    profile: Option<String>,
    model: Option<String>,
) -> Result<TestTurn> {
    let context = session.context()?;
    let turn = work(move || async move {
        setup::test_turn(&context, profile.as_deref(), model.as_deref()).await
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

/// Starts the sandbox, which opens a window of its own, where the project's program for it
/// stands beside this one.
#[tauri::command]
pub(super) async fn start_sandbox() -> Result<()> {
    let name = format!("chela-sandbox{}", std::env::consts::EXE_SUFFIX);
    let program = process::program()
        .ok()
        .map(|app| app.with_file_name(name))
        .filter(|program| program.is_file())
        .ok_or_else(|| Error::new(Code::SandboxMissing))?;
    Command::new(&program)
        .stdin(Stdio::null())
        .spawn()
        .and_then(|child| process::reap(child, || ()))
        .map_err(|error| {
            let path = program.display();
            Error::new(Code::Io).with("path", path).with("action", "started").with("detail", error)
        })
}
