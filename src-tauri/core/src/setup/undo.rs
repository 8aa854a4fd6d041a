//! Undoing one change of the config.

use super::{Context, check_after};
use crate::error::{Code, Error, Result};
use crate::place::Settings;
use crate::text::say;

/// The name by which the newest change that can be undone may be called.
const LATEST: &str = "latest";
/// The name of the change after which OpenClaw's own check found a problem.
const PROBLEM: &str = "problem";

/// Undoes one change of the config, by its id, as `latest` or as `problem` (the one that
/// OpenClaw's check found fault with), if its lines are still as it left them.
///
/// # Errors
/// `change-unknown`, `undo-conflict`, those of the store.
pub fn undo(context: &Context, change: &str) -> Result<()> {
    let store = context.store();
    let id = match change {
        LATEST => store.history().into_iter().find(|change| change.undoable).map(|found| found.id),
        PROBLEM => check_after::found(context).and_then(|check| check.change),
        id => Some(id.to_owned()),
    };
    let id = id.ok_or_else(|| Error::new(Code::ChangeUnknown).with("change", change))?;
    let about = context.about(say("core.change.undo", &[]), None);
    store.undo(&store.lock()?, &id, &about)?;
    // What OpenClaw found after the change was about the change.
    let home = context.home.id();
    Settings::update(&context.place, |settings| settings.set_last_check(&home, None)).map(drop)
}
