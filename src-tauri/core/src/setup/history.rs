//! The history as front ends show it: what was done by whom, with its diff and whether it can be
//! undone; what others did is noticed first.

use std::time::Duration;

use super::{Context, now_ms};
use super::{comments, undo};
use crate::config::history::{Change, Entry, FileChange, Surface};
use crate::error::Result;
use crate::place::HomeLock;
use crate::view::{FileDiff, History, HistoryEntry, Maker};

/// What was done to this home, newest first.
///
/// # Errors
/// `io`.
pub fn history(context: &Context) -> Result<History> {
    let entries = undo::entries(context)?.iter().map(entry_view).collect();
    Ok(History { entries, comments: comments::plan_comments(context)?, read_ms: now_ms() })
}

/// Takes note of what others did to the config since Chela last looked. While an operation is at
/// work it takes note itself.
pub fn observe(context: &Context) {
    if let Ok(lock) = HomeLock::take(&context.place, &context.home, Duration::ZERO) {
        // A disk that is full is told by whatever the person does next.
        let _next_time = context.store().observe(&lock, now_ms());
    }
}

pub(super) fn entry_view(entry: &Entry) -> HistoryEntry {
    let files = || entry.changes.iter().flat_map(|change| &change.files);
    let mut settings: Vec<String> =
        files().flat_map(|file| &file.paths).map(ToString::to_string).collect();
    settings.sort();
    settings.dedup();
    let removed: usize = files().map(|file| file.comments_removed).sum();
    HistoryEntry {
        id: entry.id().to_owned(),
        at_ms: entry.at_ms(),
        title: entry.title().to_owned(),
        by: maker(entry.surface()),
        undoable: undo::is_kept(entry),
        undone: entry.undone,
        undoes: entry.undoes().map(str::to_owned),
        whole: entry.operation.is_some(),
        settings,
        comments_removed: u32::try_from(removed).unwrap_or(u32::MAX),
        diffs: entry.changes.iter().flat_map(diffs).collect(),
    }
}

fn diffs(change: &Change) -> impl Iterator<Item = FileDiff> + '_ {
    let shown = |file: &&FileChange| !file.lines.is_empty();
    change.files.iter().filter(shown).map(|file| FileDiff {
        path: file.path.display().to_string(),
        new: file.before.is_none(),
        gone: file.after.is_none(),
        lines: file.lines.clone(),
    })
}

fn maker(surface: Surface) -> Maker {
    match surface {
        Surface::Window => Maker::Window,
        Surface::Tray => Maker::Tray,
        Surface::Program => Maker::Program,
        Surface::Openclaw => Maker::Openclaw,
        Surface::Others => Maker::Others,
        Surface::Unknown => Maker::Unknown,
    }
}
