//! Prompt caching.

use chela_core::Result;
use chela_core::setup;
use chela_core::view::{CacheChanged, CacheScope, CacheUsage, CacheView, Preview, Retention};
use tauri::{AppHandle, State};

use super::{changed, check_after};
use crate::session::{Session, work};

/// What counts for each agent and model in use.
#[tauri::command]
pub(super) async fn caching(session: State<'_, Session>) -> Result<Vec<CacheView>> {
    let context = session.context()?;
    let all = CacheScope { agent: None, model: None };
    work(move || async move { setup::cache(&context, &all).await }).await?
}

/// What keeping was worth in the last days.
#[tauri::command]
pub(super) async fn cache_usage(session: State<'_, Session>) -> Result<CacheUsage> {
    let context = session.context()?;
    let all = CacheScope { agent: None, model: None };
    work(move || async move { setup::cache_usage(&context, &all).await }).await?
}

/// What setting it would do.
#[tauri::command]
pub(super) async fn plan_cache(
    session: State<'_, Session>,
    scope: CacheScope,
    retention: Option<Retention>,
) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_set_cache(&context, &scope, retention).await }).await?
}

/// Sets it, or takes the setting away; OpenClaw's own check follows in the background.
#[tauri::command]
pub(super) async fn set_cache(
    app: AppHandle,
    session: State<'_, Session>,
    scope: CacheScope,
    retention: Option<Retention>,
) -> Result<CacheChanged> {
    let context = session.context()?;
    let after = context.clone();
    let setting = move || async move { setup::set_cache(&context, &scope, retention).await };
    Ok(told(&app, after, work(setting).await??))
}

/// What moving the older settings would do.
#[tauri::command]
pub(super) async fn plan_migrate_cache(session: State<'_, Session>) -> Result<Preview> {
    let context = session.context()?;
    work(move || async move { setup::plan_migrate_cache(&context).await }).await?
}

/// Moves the older settings; OpenClaw's own check follows in the background.
#[tauri::command]
pub(super) async fn migrate_cache(
    app: AppHandle,
    session: State<'_, Session>,
) -> Result<CacheChanged> {
    let context = session.context()?;
    let after = context.clone();
    let moving = move || async move { setup::migrate_cache(&context).await };
    Ok(told(&app, after, work(moving).await??))
}

fn told(app: &AppHandle, context: setup::Context, done: CacheChanged) -> CacheChanged {
    changed(app);
    if done.changed {
        check_after(app, context);
    }
    done
}
