//! What an entry of the history is about, to find what was done to the same since.

use super::marks_of;
use crate::config::Path;
use crate::config::history::Entry;
use crate::setup::undoing::Mark;
use crate::vault::EntryId;

/// One thing that an entry changed.
#[derive(Debug, PartialEq)]
enum Topic {
    Setting(Path),
    Profile(String, String),
    Order(String),
    Secret(EntryId),
}

/// What was done after `entry` to something that it changed too, the newest first; what was taken
/// back already is left out.
pub(super) fn later<'e>(entries: &'e [Entry], entry: &Entry) -> Vec<&'e Entry> {
    let newer = entries.iter().take_while(|newer| newer.id() != entry.id());
    let own = topics(entry);
    let same =
        |newer: &&Entry| topics(newer).iter().any(|topic| own.iter().any(|own| own.touches(topic)));
    newer.filter(|newer| !newer.undone).filter(same).collect()
}

impl Topic {
    fn touches(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Setting(a), Self::Setting(b)) => a.0.starts_with(&b.0) || b.0.starts_with(&a.0),
            _ => self == other,
        }
    }
}

fn topics(entry: &Entry) -> Vec<Topic> {
    let files = entry.changes.iter().flat_map(|change| &change.files);
    let settings = files.flat_map(|file| file.paths.iter().cloned().map(Topic::Setting));
    let marks = entry.operation.as_ref().and_then(|operation| marks_of(operation).ok());
    settings.chain(marks.iter().flatten().flat_map(of)).collect()
}

fn of(mark: &Mark) -> Vec<Topic> {
    match mark {
        Mark::Bound { agent, profile, .. }
        | Mark::Shelved { agent, profile, .. }
        | Mark::Kept { agent, profile, .. }
        | Mark::HandedBack { agent, profile, .. }
        | Mark::Unbound { agent, profile, .. } => {
            vec![Topic::Profile(agent.clone(), profile.clone())]
        }
        Mark::Ordered { agent, .. } => vec![Topic::Order(agent.clone())],
        Mark::Stored { id } | Mark::Retired { id, .. } => vec![Topic::Secret(id.clone())],
        Mark::Prepared
        | Mark::Edited { .. }
        | Mark::Removed
        | Mark::Revoke { .. }
        | Mark::Reloaded
        | Mark::Rewritten { .. }
        | Mark::Paused => vec![],
    }
}
