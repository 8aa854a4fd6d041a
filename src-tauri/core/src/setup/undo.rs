//! Undoing one change of the config.

use super::Context;
use crate::error::{Code, Error, Result};
use crate::place::Settings;
use crate::text::say;

/// The name by which the newest change that can be undone may be called.
const LATEST: &str = "latest";

/// Undoes one change of the config, by its id or as `latest`, if its lines are still as it left
/// them.
///
/// # Errors
/// `change-unknown`, `undo-conflict`, those of the store.
pub fn undo(context: &Context, change: &str) -> Result<()> {
    let store = context.store();
    let latest = || store.history().into_iter().find(|change| change.undoable).map(|c| c.id);
    let id = if change == LATEST { latest() } else { Some(change.to_owned()) };
    let id = id.ok_or_else(|| Error::new(Code::ChangeUnknown).with("change", change))?;
    let about = context.about(say("core.change.undo", &[]), None);
    store.undo(&store.lock()?, &id, &about)?;
    // What OpenClaw found after the change was about the change.
    let home = context.home.id();
    Settings::update(&context.place, |settings| settings.set_last_check(&home, None)).map(drop)
}
