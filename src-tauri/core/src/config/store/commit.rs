//! Writing: every file or none, with the history first.

use serde_json::Value;

use super::candidate::FileEdit;
use super::{Committed, Store};
use crate::Result;
use crate::config::history::{About, Change, FileChange, Kept};
use crate::config::{Key, Path, redact};
use crate::files::{self, Applied, Replacement, digest};
use crate::place::HomeLock;

impl Store {
    /// Writes the files; `None` when one of them is no longer what was read, and then none is
    /// written.
    pub(super) fn write(
        &self,
        lock: &HomeLock,
        edits: &[FileEdit],
        about: &About,
        undoes: Option<&str>,
    ) -> Result<Option<Committed>> {
        if edits.is_empty() {
            return Ok(Some(Committed::default()));
        }
        let mut staged = Vec::new();
        for edit in edits {
            staged.push(stage(edit)?);
        }
        let change = self.described(edits, about, undoes)?;
        self.history.bound(lock, self.shelf())?;
        self.history.write(lock, &change)?;

        let mut done = Vec::new();
        for replacement in staged {
            match replacement.apply() {
                Ok(Applied::Done(replaced)) => done.push(replaced),
                other => {
                    // Where somebody has changed a file again already, theirs stays. One that
                    // cannot be put back does not keep the others from it.
                    let back: Vec<_> = done.into_iter().rev().map(|one| one.put_back()).collect();
                    let voided = self.history.void(lock, &change, self.shelf());
                    other?;
                    back.into_iter().collect::<Result<Vec<_>>>()?;
                    return voided.map(|()| None);
                }
            }
        }
        Ok(Some(Committed { undoable: change.is_kept(), change: Some(change.id) }))
    }

    fn described(&self, edits: &[FileEdit], about: &About, undoes: Option<&str>) -> Result<Change> {
        let mut files = Vec::new();
        for edit in edits {
            let (before, after) = (edit.file.text(), edit.text.as_deref());
            let (old, new) = edit.values()?;
            let mut paths = Vec::new();
            differences(&old, &new, &Path::default(), &mut paths);
            files.push(FileChange {
                path: edit.file.path.clone(),
                before: edit.file.read.as_ref().map(|read| digest(&read.text)),
                after: after.map(digest),
                paths: paths.into_iter().map(without_keys).collect(),
                back: Kept::of(before, after.unwrap_or_default(), self.shelf()),
            });
        }
        Ok(Change {
            id: self.history.next_id(),
            at_ms: about.at_ms,
            title: redact::masked(&about.title),
            surface: about.surface,
            operation: about.operation.clone(),
            undoes: undoes.map(str::to_owned),
            files,
        })
    }
}

fn stage(edit: &FileEdit) -> Result<Replacement> {
    let file = &edit.file;
    if file.read.is_none() && file.path == file.target {
        // A folder behind a symbolic link that leads nowhere is not Chela's to make.
        file.target.parent().map_or(Ok(()), files::make_folder)?;
    }
    files::remove_abandoned(&file.target);
    if file.path != file.target {
        files::remove_abandoned(&file.path);
    }
    Replacement::stage(&file.target, file.read.clone(), edit.text.as_deref())
}

/// The places where two values differ, as far in as possible.
pub(super) fn differences(old: &Value, new: &Value, at: &Path, found: &mut Vec<Path>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let added = new.iter().filter(|(name, _)| !old.contains_key(*name));
            let added = added.map(|(name, _)| at.join(name.clone()));
            for (name, old) in old {
                match new.get(name) {
                    Some(new) => differences(old, new, &at.join(name.clone()), found),
                    None => found.push(at.join(name.clone())),
                }
            }
            found.extend(added);
        }
        _ if old == new => {}
        _ => found.push(at.clone()),
    }
}

/// A path in which no name looks like a secret.
fn without_keys(path: Path) -> Path {
    let clean = |key| match key {
        Key::Name(name) => Key::Name(redact::masked(&name)),
        index => index,
    };
    Path(path.0.into_iter().map(clean).collect())
}
