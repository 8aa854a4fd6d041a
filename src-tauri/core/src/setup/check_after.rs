//! OpenClaw's own check after a quick change, in the background.

use std::fs::TryLockError;

use super::{Context, now_ms};
use crate::error::Result;
use crate::files;
use crate::openclaw::OpenClaw;
use crate::place::{LastCheck, Settings};

/// Asks OpenClaw about the config as it stands after a quick change; remembers a problem, with
/// the change to undo, for the next [`super::overview`]. One check per home at a time: a second
/// one leaves it to the first, which looks again when the config changed meanwhile.
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
        let before = newest_change(context);
        check(context, &openclaw, before.clone()).await?;
        if newest_change(context) == before {
            return Ok(());
        }
    }
}

async fn check(context: &Context, openclaw: &OpenClaw, change: Option<String>) -> Result<()> {
    let found = openclaw.validate(&context.home.config_path).await?;
    let issues = found.issues.iter().map(|issue| format!("{}: {}", issue.path, issue.message));
    let check = LastCheck { at_ms: now_ms(), issues: issues.collect(), change };
    Settings::update(&context.place, |settings| {
        settings.set_last_check(&context.home.id(), Some(&check));
    })
    .map(drop)
}

fn newest_change(context: &Context) -> Option<String> {
    context.store().history().first().map(|change| change.id.clone())
}
