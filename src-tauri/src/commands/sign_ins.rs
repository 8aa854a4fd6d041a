//! The sign-ins of all agents, and what can be done with one.

use chela_core::Result;
use chela_core::setup;
use chela_core::view::{Checked, Connected, Expires, Progress, SignIns, TestTurn};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::{changed, reporting};
use crate::operation::ToPage;
use crate::session::{Session, work};

/// All sign-ins; thorough asks OpenClaw about each agent.
#[tauri::command]
pub(super) async fn sign_ins(session: State<'_, Session>, thorough: bool) -> Result<SignIns> {
    let context = session.context()?;
    work(move || async move { setup::sign_ins(&context, thorough).await }).await
}

/// Names a sign-in, or takes its name away.
#[tauri::command]
pub(super) async fn set_label(
    app: AppHandle,
    session: State<'_, Session>,
    profile: String,
    label: Option<String>,
) -> Result<()> {
    let context = session.context()?;
    let outcome =
        work(move || async move { setup::set_label(&context, &profile, label.as_deref()).await })
            .await?;
    changed(&app);
    outcome.map(drop)
}

/// Says when a sign-in ends (ms since 1970), or goes back to what is usual.
#[tauri::command]
pub(super) async fn set_expiry(
    app: AppHandle,
    session: State<'_, Session>,
    profile: String,
    ms: Option<u64>,
) -> Result<()> {
    let context = session.context()?;
    let expires = ms.map_or(Expires::Default, Expires::At);
    let outcome =
        work(move || async move { setup::set_expiry(&context, &profile, expires).await }).await?;
    changed(&app);
    outcome.map(drop)
}

/// Lets agents try a sign-in before all others.
#[tauri::command]
pub(super) async fn use_first(
    app: AppHandle,
    session: State<'_, Session>,
    profile: String,
    agents: Vec<String>,
) -> Result<()> {
    let context = session.context()?;
    let report = ToPage { running: session.operations.begin()?, progress: None, lines: None };
    let outcome =
        work(move || async move { setup::use_first(&context, &profile, &agents, &report).await })
            .await?;
    changed(&app);
    outcome.map(drop)
}

/// Gives a sign-in that Chela keeps to more agents.
#[tauri::command]
pub(super) async fn give(
    app: AppHandle,
    session: State<'_, Session>,
    profile: String,
    agents: Vec<String>,
    on_progress: Channel<Progress>,
) -> Result<Connected> {
    let context = session.context()?;
    let report = reporting(&session, on_progress)?;
    let outcome =
        work(move || async move { setup::give(&context, &profile, &agents, &report).await })
            .await?;
    changed(&app);
    outcome
}

/// Asks Anthropic about a sign-in.
#[tauri::command]
pub(super) async fn check_profile(
    app: AppHandle,
    session: State<'_, Session>,
    profile: String,
) -> Result<Checked> {
    let context = session.context()?;
    let outcome =
        work(move || async move { setup::check_profile(&context, &profile).await }).await?;
    changed(&app);
    outcome
}

/// Sends one real message through exactly this sign-in.
#[tauri::command]
pub(super) async fn test_profile(
    app: AppHandle,
    session: State<'_, Session>,
    profile: String,
    agents: Vec<String>,
) -> Result<TestTurn> {
    let context = session.context()?;
    let turn =
        work(move || async move { setup::test_profile(&context, &profile, &agents).await }).await?;
    changed(&app);
    Ok(turn)
}
