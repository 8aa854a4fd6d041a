//! What stands in the way of an undo: what the thing did is no longer as it left it. Looked at as
//! a whole before anything is done.

use crate::config::GatewayConfig;
use crate::config::history::{Change, Entry};
use crate::error::{Code, Result};
use crate::setup::Context;
use crate::setup::other_secrets::references;
use crate::setup::session::Session;
use crate::setup::undoing::Mark;
use crate::text::say;
use crate::vault::{EntryId, KeychainError};
use crate::view::FileDiff;

/// What stands in the way of reversing the steps of an operation, in words.
///
/// # Errors
/// Those of the OpenClaw commands and of the keychain.
pub(super) async fn of_steps(session: &Session<'_>, marks: &[Mark]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for mark in marks {
        found.extend(of(session, mark).await?);
    }
    Ok(found)
}

/// What undoing the changes of the config of `entries` would do to each file, the first entry
/// first; or what stands in its way, in words.
pub(super) fn of_changes(
    context: &Context,
    entries: &[&Entry],
) -> std::result::Result<Vec<FileDiff>, String> {
    let changes = || entries.iter().flat_map(|entry| entry.changes.iter().rev());
    let ids: Vec<String> = changes().map(|change| change.id.clone()).collect();
    context.store().undo_diffs(&ids).map_err(|error| match error.code {
        Code::UndoConflict => settings(changes()),
        _ => error.message(),
    })
}

/// That undoing `entry`, whose steps noted `marks`, would take away the provider that fetches
/// secrets, while others still need it: settings, or sign-ins that it did not make.
///
/// # Errors
/// Those of the keychain.
pub(super) fn of_provider(
    session: &Session<'_>,
    entry: &Entry,
    marks: &[Mark],
) -> Result<Option<String>> {
    let provider = session.provider.as_str();
    let ids: Vec<String> = entry.changes.iter().rev().map(|change| change.id.clone()).collect();
    if ids.is_empty() || session.config.secret_provider(provider).is_none() {
        return Ok(None);
    }
    // What stands in the way of the changes themselves is told as that.
    let Ok(after) = session.context.store().undone_config(&ids) else { return Ok(None) };
    if GatewayConfig::read(after.value()).secret_provider(provider).is_some() {
        return Ok(None);
    }
    let is_its = |id: &EntryId| {
        marks.iter().any(|mark| match mark {
            Mark::Stored { id: its } | Mark::Bound { id: its, .. } => its == id,
            _ => false,
        })
    };
    let others = session.context.own_entries()?;
    let is_needed = !references(after.value(), provider).is_empty()
        || others.iter().any(|entry| !entry.copy && !is_its(&entry.id));
    Ok(is_needed.then(|| say("core.undo.obstacle.provider", &[])))
}

/// That the lines of changes are no longer as they left them, with their settings.
pub(super) fn settings<'c>(changes: impl Iterator<Item = &'c Change>) -> String {
    let files = changes.flat_map(|change| &change.files);
    let mut paths: Vec<String> =
        files.flat_map(|file| &file.paths).map(ToString::to_string).collect();
    paths.sort();
    paths.dedup();
    let key = if paths.is_empty() { "core.undo.obstacle.text" } else { "core.undo.obstacle.lines" };
    say(key, &[("settings", &paths.join(", "))])
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
        | Mark::Revoke { .. }
        | Mark::Reloaded
        | Mark::Rewritten { .. }
        | Mark::Paused => None,
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
