//! The models to choose from, what is tried when one fails, and who still uses another one.

use chela_core::Result;
use chela_core::setup;
use chela_core::view::{
    AliasSet, BroughtAlong, FallbacksChange, FallbacksSet, ModelList, ModelUsers, Preview,
};
use tauri::{AppHandle, State};

use super::{changed, check_after};
use crate::session::{Session, work};

/// The models to choose from, live when the pasted credential allows it.
#[tauri::command]
pub(super) async fn models(session: State<'_, Session>) -> Result<ModelList> {
    let context = session.context()?;
    let pasted = session.pasted.optional();
    work(move || async move {
        let credential = pasted.as_ref().map(|(kind, secret)| (*kind, secret));
        setup::models(&context, credential).await
    })
    .await
}

/// The models that the account has, as Anthropic lists them for a sign-in of Chela's.
#[tauri::command]
pub(super) async fn models_of_account(session: State<'_, Session>) -> Result<ModelList> {
    let context = session.context()?;
    work(move || async move { setup::models_of_account(&context).await }).await?
}

/// Marks a model for the tray, or takes the mark away.
#[tauri::command]
pub(super) async fn set_favourite(
    app: AppHandle,
    session: State<'_, Session>,
    model: String,
    marked: bool,
) -> Result<()> {
    let context = session.context()?;
    work(move || async move { setup::set_favourite(&context, &model, marked) }).await??;
    changed(&app);
    Ok(())
}

/// Who still uses a model.
#[tauri::command]
pub(super) async fn model_users(session: State<'_, Session>, model: String) -> Result<ModelUsers> {
    let context = session.context()?;
    work(move || async move { setup::model_users(&context, &model).await }).await?
}

/// What bringing them along would do.
#[tauri::command]
pub(super) async fn plan_bring_along(
    session: State<'_, Session>,
    model: String,
) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_bring_along(&context, &model).await }).await?
}

/// Brings them along; OpenClaw's own check follows in the background.
#[tauri::command]
pub(super) async fn bring_along(
    app: AppHandle,
    session: State<'_, Session>,
    model: String,
) -> Result<BroughtAlong> {
    let context = session.context()?;
    let after = context.clone();
    let done = work(move || async move { setup::bring_along(&context, &model).await }).await??;
    changed(&app);
    if done.change.is_some() {
        check_after(&app, after);
    }
    Ok(done)
}

/// What changing the fallbacks of the default model would do.
#[tauri::command]
pub(super) async fn plan_fallbacks(
    session: State<'_, Session>,
    models: Vec<String>,
) -> Result<Preview> {
    let context = session.context()?;
    let change = FallbacksChange::Set { models };
    work(move || async move { setup::plan_set_fallbacks(&context, &change, None) }).await?
}

/// Sets the fallbacks of the default model; OpenClaw's own check follows in the background.
#[tauri::command]
pub(super) async fn set_fallbacks(
    app: AppHandle,
    session: State<'_, Session>,
    models: Vec<String>,
) -> Result<FallbacksSet> {
    let context = session.context()?;
    let after = context.clone();
    let change = FallbacksChange::Set { models };
    let setting = move || async move { setup::set_fallbacks(&context, &change, None) };
    let done = work(setting).await??;
    changed(&app);
    if done.changed {
        check_after(&app, after);
    }
    Ok(done)
}

/// What giving a model a short name, or none, would do.
#[tauri::command]
pub(super) async fn plan_alias(
    session: State<'_, Session>,
    model: String,
    alias: Option<String>,
) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_alias(&context, &model, alias.as_deref()).await }).await?
}

/// Gives a model a short name, or none; OpenClaw's own check follows in the background.
#[tauri::command]
pub(super) async fn set_alias(
    app: AppHandle,
    session: State<'_, Session>,
    model: String,
    alias: Option<String>,
) -> Result<AliasSet> {
    let context = session.context()?;
    let after = context.clone();
    let setting = move || async move { setup::set_alias(&context, &model, alias.as_deref()).await };
    let done = work(setting).await??;
    changed(&app);
    if done.changed {
        check_after(&app, after);
    }
    Ok(done)
}
