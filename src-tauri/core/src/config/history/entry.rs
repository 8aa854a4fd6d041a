//! The history as people see it: an operation with its changes of the config is one thing, and
//! each other change is one.

use std::collections::BTreeSet;

use super::{Change, Operation, Surface};

/// One thing that was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The operation, where it is one of several steps.
    pub operation: Option<Operation>,
    /// Its changes of the config, oldest first; none for an operation that changed none.
    pub changes: Vec<Change>,
    /// Whether it was taken back, and that not again.
    pub undone: bool,
}

impl Entry {
    /// Its name.
    pub fn id(&self) -> &str {
        match (&self.operation, self.changes.first()) {
            (Some(operation), _) => &operation.id,
            (None, change) => change.map_or("", |change| &change.id),
        }
    }

    /// When it was done (ms since 1970).
    pub fn at_ms(&self) -> u64 {
        let change = self.changes.first().map(|change| change.at_ms);
        self.operation.as_ref().map(|operation| operation.at_ms).or(change).unwrap_or_default()
    }

    /// What it was, in words.
    pub fn title(&self) -> &str {
        match (&self.operation, self.changes.first()) {
            (Some(operation), _) => &operation.title,
            (None, change) => change.map_or("", |change| &change.title),
        }
    }

    /// Who did it.
    pub fn surface(&self) -> Surface {
        let change = self.changes.first().map(|change| change.surface);
        self.operation
            .as_ref()
            .map(|operation| operation.surface)
            .or(change)
            .unwrap_or(Surface::Unknown)
    }

    /// The entry that it took back.
    pub fn undoes(&self) -> Option<&str> {
        match &self.operation {
            Some(operation) => operation.undoes.as_deref(),
            None => self.changes.first()?.undoes.as_deref(),
        }
    }

    /// Whether `id` names it, or one of its changes.
    pub fn is_called(&self, id: &str) -> bool {
        self.id() == id || self.changes.iter().any(|change| change.id == id)
    }

    /// Its place in the order in which all was written down.
    fn number(&self) -> u64 {
        let own = self.operation.iter().map(|operation| &operation.id);
        let numbers = own.chain(self.changes.iter().map(|change| &change.id));
        numbers.filter_map(|id| id.parse().ok()).max().unwrap_or_default()
    }
}

/// Newest first.
pub(super) fn entries(mut changes: Vec<Change>, operations: Vec<Operation>) -> Vec<Entry> {
    let undone: BTreeSet<String> = undone(&changes).into_iter().map(str::to_owned).collect();
    let mut entries: Vec<Entry> = Vec::new();
    for operation in operations {
        let its = |change: &mut Change| {
            change.operation.as_ref().is_some_and(|name| operation.edits.contains(name))
        };
        let its: Vec<Change> = changes.extract_if(.., its).collect();
        entries.push(Entry { operation: Some(operation), changes: its, undone: false });
    }
    entries.extend(changes.into_iter().map(|change| {
        let undone = undone.contains(&change.id);
        Entry { operation: None, changes: vec![change], undone }
    }));
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.number()));
    mark_undone(&mut entries);
    entries
}

/// From the newest to the oldest: what was taken back itself takes nothing back.
fn mark_undone(entries: &mut [Entry]) {
    let mut undone = BTreeSet::new();
    for entry in entries {
        entry.undone |= undone.contains(entry.id());
        if let Some(id) = entry.undoes().filter(|_| !entry.undone) {
            undone.insert(id.to_owned());
        }
    }
}

/// The changes that a later one took back which was not taken back itself. From the newest to
/// the oldest, so that also a list that somebody edited into a circle has an answer.
pub(crate) fn undone(changes: &[Change]) -> BTreeSet<&str> {
    let mut undone = BTreeSet::new();
    for change in changes.iter().rev() {
        if let Some(id) = change.undoes.as_deref().filter(|_| !undone.contains(change.id.as_str()))
        {
            undone.insert(id);
        }
    }
    undone
}
