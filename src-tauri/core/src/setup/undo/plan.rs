//! What undoing would do, to be seen before it is done.

use super::{entries, find, marks_of, obstacle, topics};
use crate::config::history::Entry;
use crate::error::Result;
use crate::setup::session::Session;
use crate::setup::undoing::Mark;
use crate::setup::{Context, GRACE, history, revoke};
use crate::text::say;
use crate::view::UndoPlan;

/// What [`super::undo`] would do, and what stands in its way; `with_later` as there. For an
/// operation OpenClaw is asked about each agent (seconds).
///
/// # Errors
/// `change-unknown`; those of the OpenClaw commands and of the keychain.
pub async fn plan_undo(context: &Context, change: &str, with_later: bool) -> Result<UndoPlan> {
    let entries = entries(context)?;
    let entry = find(context, &entries, change)?;
    let later = topics::later(&entries, entry);
    let taken: Vec<&Entry> =
        if with_later { later.iter().copied().chain([entry]).collect() } else { vec![entry] };
    let (diffs, mut obstacles) = match obstacle::of_changes(context, &taken) {
        Ok(diffs) => (diffs, vec![]),
        Err(obstacle) => (vec![], vec![obstacle]),
    };
    let mut steps = Vec::new();
    for taken in &taken {
        let Some(operation) = &taken.operation else { continue };
        let marks = marks_of(operation)?;
        if !with_later {
            let session = Session::open(context).await?;
            obstacles.extend(obstacle::of_steps(&session, &marks).await?);
            obstacles.extend(obstacle::of_provider(&session, taken, &marks)?);
        }
        steps.extend(marks.iter().rev().filter_map(|mark| in_words(context, mark)));
    }
    if entry.undone {
        obstacles = vec![say("core.undo.obstacle.undone", &[])];
    }
    steps.dedup();
    let later = if obstacles.is_empty() && !with_later { vec![] } else { later };
    Ok(UndoPlan {
        id: entry.id().to_owned(),
        title: entry.title().to_owned(),
        diffs,
        steps,
        later: later.into_iter().map(history::entry_view).collect(),
        obstacles,
    })
}

/// What taking a step back means.
fn in_words(context: &Context, mark: &Mark) -> Option<String> {
    let days = (GRACE.as_secs() / (24 * 60 * 60)).to_string();
    let words = |key: &str, agent: &str, profile: &str| {
        let key = format!("core.undo.step.{key}");
        Some(say(&key, &[("agent", &agent), ("profile", &profile), ("days", &days)]))
    };
    match mark {
        Mark::Bound { agent, profile, before: None, .. } => words("bound", agent, profile),
        Mark::Bound { agent, profile, before: Some(_), .. } => words("bound-anew", agent, profile),
        Mark::Unbound { agent, profile, .. } => words("unbound", agent, profile),
        Mark::Shelved { agent, profile, .. } => words("shelved", agent, profile),
        Mark::Kept { agent, profile, .. } => words("kept", agent, profile),
        Mark::Ordered { agent, .. } => words("ordered", agent, ""),
        Mark::Stored { .. } => words("stored", "", ""),
        Mark::Retired { .. } => words("retired", "", ""),
        Mark::Revoke { what, due } => revoke::undone_in_words(context, what, *due),
        Mark::Reloaded => words("reloaded", "", ""),
        Mark::Prepared
        | Mark::Edited { .. }
        | Mark::Removed
        | Mark::HandedBack { .. }
        | Mark::Rewritten { .. }
        | Mark::Paused => None,
    }
}
