//! What stands in the way of an undo: what the thing did is no longer as it left it. Looked at as
//! a whole before anything is done.

use super::super::session::Session;
use super::super::undoing::Mark;
use crate::config::history::{Change, Entry};
use crate::error::{Code, Result};
use crate::text::say;
use crate::vault::{EntryId, KeychainError};

/// Everything that stands in the way of undoing an operation, in words.
///
/// # Errors
/// Those of the OpenClaw commands and of the keychain.
pub(super) async fn all(
    session: &Session<'_>,
    entry: &Entry,
    marks: &[Mark],
) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for mark in marks {
        found.extend(of(session, mark).await?);
    }
    let ids = newest_first(&entry.changes);
    match session.context.store().undo_diffs(&ids) {
        Err(error) if error.code == Code::UndoConflict => found.extend(settings(&entry.changes)),
        Err(error) => found.push(error.message()),
        Ok(_) => {}
    }
    Ok(found)
}

/// The names of changes, in the order in which they are undone.
pub(super) fn newest_first(changes: &[Change]) -> Vec<String> {
    changes.iter().rev().map(|change| change.id.clone()).collect()
}

/// The settings of changes whose lines are no longer as they left them.
pub(super) fn settings(changes: &[Change]) -> Vec<String> {
    let paths = changes.iter().flat_map(|change| &change.files).flat_map(|file| &file.paths);
    let mut paths: Vec<String> = paths.map(ToString::to_string).collect();
    paths.sort();
    paths.dedup();
    let key = if paths.is_empty() { "core.undo.obstacle.text" } else { "core.undo.obstacle.lines" };
    vec![say(key, &[("settings", &paths.join(", "))])]
}

async fn of(session: &Session<'_>, mark: &Mark) -> Result<Option<String>> {
    let words = |key: &str, agent: &str, profile: &str| {
        Some(say(&format!("core.undo.obstacle.{key}"), &[("agent", &agent), ("profile", &profile)]))
    };
    Ok(match mark {
        Mark::Bound { agent, profile, id, before, .. } => {
            let status = session.binding().status(agent).await?;
            let now = status.reference(profile);
            let known = [Some(id.as_str()), before.as_ref().map(EntryId::as_str)];
            if known.contains(&now) { None } else { words("reference", agent, profile) }
        }
        Mark::Unbound { agent, profile, before, .. } => {
            let status = session.binding().status(agent).await?;
            match status.reference(profile) {
                Some(now) if now != before.as_str() => words("reference", agent, profile),
                _ => gone(session, before)?,
            }
        }
        Mark::Ordered { agent, before, ours } => {
            let now = session.binding().order(agent).await?;
            let known = now == *before || ours.contains(&now);
            if known { None } else { words("order", agent, "") }
        }
        Mark::Retired { id, .. } => gone(session, id)?,
        Mark::Removed | Mark::HandedBack { .. } => words("removed", "", ""),
        Mark::Prepared
        | Mark::Stored { .. }
        | Mark::Edited { .. }
        | Mark::Shelved { .. }
        | Mark::Kept { .. }
        | Mark::Reloaded => None,
    })
}

/// That a secret is no longer in the keychain, where that is so.
fn gone(session: &Session<'_>, id: &EntryId) -> Result<Option<String>> {
    match session.context.keychain.get(id) {
        Ok(_) => Ok(None),
        Err(KeychainError::NotFound) => Ok(Some(say("core.undo.obstacle.gone", &[]))),
        Err(error) => Err(error.into()),
    }
}
