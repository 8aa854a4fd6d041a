//! What others do to the config: noticed when Chela next looks, and written into the history with
//! its diff, so that it can be taken back like Chela's own changes.

use serde_json::Value;

use super::Store;
use super::candidate::FileEdit;
use super::load::ReadFile;
use super::seen::{Seen, SeenFile};
use crate::Result;
use crate::config::Document;
use crate::config::history::{Change, FileChange, Surface};
use crate::files::digest;
use crate::place::HomeLock;
use crate::text::say;

impl Store {
    /// Takes note of how the config is now: what somebody else has changed since Chela last looked
    /// becomes a change of the history, `at_ms` (since 1970). The first look only remembers.
    ///
    /// # Errors
    /// `io`.
    pub fn observe(&self, lock: &HomeLock, at_ms: u64) -> Result<()> {
        self.void_unmade(lock)?;
        self.take_note(lock, &self.load()?.read.iter().collect::<Vec<_>>(), at_ms)
    }

    /// Takes the newest change out of the history when it was never made, because its process was
    /// killed just before: nothing has moved since the files were seen last.
    fn void_unmade(&self, lock: &HomeLock) -> Result<()> {
        let Some(last) = self.history.changes()?.pop() else { return Ok(()) };
        let seen = Seen::load(lock.folder())?;
        let is_unmade = |file: &FileChange| {
            let now = ReadFile::read(&file.path).map(|found| text_of(&found).map(digest));
            file.before != file.after
                && now.is_ok_and(|now| now == file.before)
                && seen.of(&file.path).is_some_and(|seen| seen.digest == file.before)
        };
        match last.files.iter().all(is_unmade) {
            true => self.history.void(lock, &last, self.shelf()),
            false => Ok(()),
        }
    }

    /// Takes note of files as they were read.
    pub(super) fn take_note(&self, lock: &HomeLock, files: &[&ReadFile], at_ms: u64) -> Result<()> {
        let mut seen = Seen::load(lock.folder())?;
        let (mut theirs, mut by_openclaw, mut news) = (Vec::new(), true, false);
        for file in files.iter().filter(|file| !file.is_just_emptied()) {
            let now = text_of(file);
            let known = seen.of(&file.path);
            if known.is_some_and(|known| known.digest == now.map(digest)) {
                continue;
            }
            let then = known.and_then(|known| known.text.as_ref());
            let before = then.map(|then| then.text(now.unwrap_or_default(), self.shelf()));
            let exact = before.as_ref().is_some_and(|text| then.is_some_and(|then| then.is(text)));
            let told = known.map(|known| (known, before.as_deref()));
            let mut next = SeenFile::of(&file.path, now, told, self.shelf());
            if let Some(known) = known
                && !self.is_told(known, &next)?
            {
                let change = self.by_others(known, &next, (before.as_deref(), exact), now);
                by_openclaw &= is_openclaws(before.as_deref(), now);
                // One that is broken may have lost them too.
                let broken = || now.is_some_and(|now| Document::parse(now).is_err());
                if change.comments_removed > 0 || (next.commented.is_none() && broken()) {
                    next.commented.clone_from(&known.text);
                }
                theirs.push(change);
            }
            seen.remember(next, self.shelf());
            news = true;
        }
        if !theirs.is_empty() {
            self.history.bound(lock, self.shelf())?;
            self.history.write(lock, &self.told(theirs, by_openclaw, at_ms)?)?;
        }
        if news { seen.save(lock.folder()) } else { Ok(()) }
    }

    /// Remembers files as a change of Chela's has left them. Where that fails they are told from
    /// somebody else's by the history, too.
    pub(super) fn remember(&self, lock: &HomeLock, edits: &[FileEdit]) -> Result<()> {
        let mut seen = Seen::load(lock.folder())?;
        for edit in edits.iter().filter(|edit| !edit.aside) {
            let known = seen.of(&edit.file.path);
            let known = known.map(|known| (known, text_of(&edit.file)));
            let next = SeenFile::of(&edit.file.path, edit.text.as_deref(), known, self.shelf());
            seen.remember(next, self.shelf());
        }
        seen.save(lock.folder())
    }

    /// Whether the history has the change already: Chela's own, or one of others, after which the
    /// process was killed.
    fn is_told(&self, known: &SeenFile, next: &SeenFile) -> Result<bool> {
        let changes = self.history.changes()?;
        let mut files = changes.iter().flat_map(|change| &change.files).rev();
        let last = files.find(|file| file.path == next.path);
        Ok(last.is_some_and(|file| file.before == known.digest && file.after == next.digest))
    }

    /// What others have made of a file. Where its text of before is not known exactly, because
    /// they replaced a secret or it is very large, it cannot be taken back.
    fn by_others(
        &self,
        known: &SeenFile,
        next: &SeenFile,
        (before, exact): (Option<&str>, bool),
        now: Option<&str>,
    ) -> FileChange {
        let (old, new) = (known.digest.clone(), next.digest.clone());
        match before {
            None if old.is_some() => FileChange::unknown(&next.path, old, new),
            Some(_) if !exact => {
                let change = FileChange::of(&next.path, before, now, None);
                FileChange { before: old, back: None, ..change }
            }
            _ => FileChange::of(&next.path, before, now, self.shelf()),
        }
    }

    fn told(&self, files: Vec<FileChange>, by_openclaw: bool, at_ms: u64) -> Result<Change> {
        let (surface, title) = match by_openclaw {
            true => (Surface::Openclaw, "core.change.by-openclaw"),
            false => (Surface::Others, "core.change.by-others"),
        };
        Ok(Change {
            id: self.history.next_id()?,
            at_ms,
            title: say(title, &[]),
            surface,
            operation: None,
            undoes: None,
            files,
        })
    }
}

fn text_of(file: &ReadFile) -> Option<&str> {
    file.read.as_ref().map(|read| read.text.as_str())
}

/// Whether OpenClaw wrote a text, as far as that can be told: it always writes the same form, with
/// `meta.lastTouchedVersion`. That `before` had another form or `meta` tells it from an edit of
/// somebody else's in such a file; only up to 2026.5.7 `meta` says when, and so differs each time.
fn is_openclaws(before: Option<&str>, now: Option<&str>) -> bool {
    let Some((meta, true)) = now.and_then(meta_and_form) else { return false };
    let is_named = meta.get("lastTouchedVersion").is_some();
    is_named && before.and_then(meta_and_form) != Some((meta, true))
}

/// What a text says of who wrote it, and whether it has the form in which OpenClaw writes.
fn meta_and_form(text: &str) -> Option<(Value, bool)> {
    let value = Document::parse(text).ok()?.value();
    let form = serde_json::to_string_pretty(&value).ok()?;
    Some((value.get("meta").cloned().unwrap_or_default(), form == text.trim_end()))
}
