//! What is the matter, and mending it.

use chela_core::Result;
use chela_core::setup::{self, Depth};
use chela_core::vault::Secret;
use chela_core::view::{
    AdoptedSettings, Audit, Diagnosis, Finding, Preview, Progress, Recognised, RepairKind, Repaired,
};
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use super::desktop::copy_text;
use super::{changed, reporting};
use crate::session::{Session, work};

/// Looks at everything; at Anthropic's answer to each credential only when asked to.
#[tauri::command]
pub(super) async fn diagnose(
    session: State<'_, Session>,
    ask_anthropic: bool,
) -> Result<Diagnosis> {
    let context = session.context()?;
    let depth = if ask_anthropic { Depth::WithAnthropic } else { Depth::Whole };
    work(move || async move { setup::diagnose(&context, depth).await }).await
}

/// Mends a finding by one of its own repairs.
#[tauri::command]
pub(super) async fn repair(
    app: AppHandle,
    session: State<'_, Session>,
    finding: Finding,
    kind: RepairKind,
    on_progress: Channel<Progress>,
) -> Result<Repaired> {
    let context = session.context()?;
    let report = reporting(&session, on_progress)?;
    let outcome =
        work(move || async move { setup::repair(&context, &finding, kind, &report).await }).await?;
    changed(&app);
    outcome
}

/// Names the case of an error message. It may hold a secret, and is kept no longer than that.
#[tauri::command]
pub(super) async fn recognise(session: State<'_, Session>, text: String) -> Result<Recognised> {
    let (context, text) = (session.context()?, Secret::new(text));
    work(move || async move { setup::recognise(&context, text.expose(), Depth::Whole).await }).await
}

/// Copies a report for a bug tracker, and gives it to the page to look at.
#[tauri::command]
pub(super) async fn report(app: AppHandle, session: State<'_, Session>) -> Result<String> {
    let context = session.context()?;
    let report = work(move || async move {
        let diagnosis = setup::diagnose(&context, Depth::Whole).await;
        let overview = setup::overview(&context, false).await;
        setup::report(&context, &diagnosis, &overview).await
    })
    .await?;
    copy_text(app, report.clone()).await?;
    Ok(report)
}

/// Looks for credentials in plaintext.
#[tauri::command]
pub(super) async fn audit(session: State<'_, Session>) -> Result<Audit> {
    let context = session.context()?;
    work(move || async move { setup::audit(&context).await }).await
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
    let outcome =
        work(
            move || async move { setup::adopt_settings(&context, Some(&settings), &report).await },
        )
        .await?;
    changed(&app);
    outcome
}

/// What that would do.
#[tauri::command]
pub(super) async fn plan_adopt_settings(
    session: State<'_, Session>,
    settings: Vec<String>,
) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_adopt_settings(&context, Some(&settings)).await }).await?
}

/// Whether the desktop reminds of sign-ins that end.
#[tauri::command]
pub(super) async fn set_notify(
    app: AppHandle,
    session: State<'_, Session>,
    on: bool,
) -> Result<()> {
    let context = session.context()?;
    work(move || async move { setup::set_notify(&context, on) }).await??;
    changed(&app);
    Ok(())
}
