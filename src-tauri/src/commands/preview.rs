//! What an operation would do, without doing it.

use chela_core::Result;
use chela_core::setup;
use chela_core::view::{DisconnectPlan, Finding, Preview, RepairKind};
use tauri::State;

use crate::session::{Session, work};

/// What removing a sign-in would do, and break.
#[tauri::command]
pub(super) async fn plan_remove(
    session: State<'_, Session>,
    profile: String,
    agents: Vec<String>,
) -> Result<DisconnectPlan> {
    let context = session.context()?;
    work(move || async move { setup::plan_disconnect(&context, &profile, &agents).await }).await?
}

/// What giving a sign-in to more agents would do.
#[tauri::command]
pub(super) async fn plan_give(
    session: State<'_, Session>,
    profile: String,
    agents: Vec<String>,
) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_give(&context, &profile, &agents).await }).await?
}

/// What trying a sign-in before all others would take.
#[tauri::command]
pub(super) async fn plan_first(
    session: State<'_, Session>,
    profile: String,
    agents: Vec<String>,
) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_use_first(&context, &profile, &agents).await }).await?
}

/// What setting the default model, or an agent's, would do.
#[tauri::command]
pub(super) async fn plan_model(
    session: State<'_, Session>,
    model: String,
    agent: Option<String>,
) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_switch_model(&context, &model, agent.as_deref()) })
        .await?
}

/// What mending a finding by one of its own repairs would do.
#[tauri::command]
pub(super) async fn plan_repair(
    session: State<'_, Session>,
    finding: Finding,
    kind: RepairKind,
) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_repair(&context, &finding, kind).await }).await?
}
