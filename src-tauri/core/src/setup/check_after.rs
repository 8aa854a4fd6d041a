//! OpenClaw's own check after a quick change, in the background.

use std::fs::TryLockError;

use super::{Context, now_ms};
use crate::error::Result;
use crate::files;
use crate::openclaw::OpenClaw;
use crate::openclaw::validate::{Validation, new_issues};
use crate::place::{LastCheck, Settings};

/// Asks OpenClaw about the config as it stands after a quick change; remembers a new problem,
/// with the change to undo, for the next [`super::overview`]. One check per home at a time: a
/// second one leaves it to the first, which looks again when the config changed meanwhile.
///
/// # Errors
/// When OpenClaw cannot be run.
pub async fn check_after(context: &Context) -> Result<()> {
    let openclaw = context.openclaw().await?;
    if !openclaw.capabilities().config_validate {
        return Ok(());
    }
    let path = context.place.make_home(&context.home)?.join("check.lock");
    let lock = files::open_private(&path)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(()),
        Err(TryLockError::Error(error)) => return Err(files::failed(&path, "locked", &error)),
    }
    loop {
        let before = context.store().newest_change()?;
        check(context, &openclaw, before.clone()).await?;
        if context.store().newest_change()? == before {
            return Ok(());
        }
    }
}

/// What the last check found, as long as the config is the one that was checked.
pub(super) fn found(context: &Context) -> Option<LastCheck> {
    let check = Settings::load(&context.place).last_check(&context.home.id())?;
    let same = || context.store().load().is_ok_and(|loaded| loaded.digest() == check.config);
    (!check.issues.is_empty() && same()).then_some(check)
}

async fn check(context: &Context, openclaw: &OpenClaw, change: Option<String>) -> Result<()> {
    let config = context.store().load()?.digest();
    let after = openclaw.validate(&context.home.config_path).await?;
    let before = match &change {
        Some(change) if !after.issues.is_empty() => before(context, openclaw, change).await?,
        _ => Validation::default(),
    };
    let issues = new_issues(&before, &after);
    let issues = issues.iter().map(|issue| format!("{}: {}", issue.path, issue.message)).collect();
    let check = LastCheck { at_ms: now_ms(), issues, change, config };
    Settings::update(&context.place, |settings| {
        settings.set_last_check(&context.home.id(), Some(&check));
    })
    .map(drop)
}

/// What OpenClaw says about the config without the change. Where that cannot be told any more,
/// every problem counts as new.
async fn before(context: &Context, openclaw: &OpenClaw, change: &str) -> Result<Validation> {
    match context.store().before(change) {
        Ok(Some(file)) => openclaw.validate(file.path()).await,
        Ok(None) | Err(_) => Ok(Validation::default()),
    }
}
