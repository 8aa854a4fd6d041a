//! Comments that somebody's write has removed, OpenClaw's as a rule, put back around the values as
//! they are now. Never by itself: a person looks at it first.

use super::candidate::FileEdit;
use super::load::ReadFile;
use super::seen::Seen;
use super::{ATTEMPTS, Committed, Store};
use crate::Result;
use crate::config::history::About;
use crate::config::reconcile::{LostComment, comments, has_other_comments, reconcile};
use crate::place::HomeLock;
use crate::view::FileDiff;

/// What putting comments back would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restoration {
    /// How many comments come back.
    pub comments: usize,
    /// Comments that have no place any more.
    pub lost: Vec<LostComment>,
    /// The change of each file.
    pub diffs: Vec<FileDiff>,
}

impl Store {
    /// The comments that can be put back; none where nobody removed any, or somebody has written
    /// new ones since.
    ///
    /// # Errors
    /// `io`.
    pub fn removed_comments(&self) -> Result<Restoration> {
        let mut found = Restoration::default();
        for (edit, lost) in self.restored()? {
            let text = edit.text.as_deref().unwrap_or_default();
            found.comments += comments(text).saturating_sub(comments(edit.file.text()));
            found.lost.extend(lost);
            found.diffs.push(edit.diff());
        }
        Ok(found)
    }

    /// Puts the comments back. That is a change like any other, and can be undone.
    ///
    /// # Errors
    /// Those of [`Store::commit`].
    pub fn put_comments_back(&self, lock: &HomeLock, about: &About) -> Result<Committed> {
        for _ in 0..ATTEMPTS {
            let edits: Vec<FileEdit> = self.restored()?.into_iter().map(|(edit, _)| edit).collect();
            if let Some(done) = self.write(lock, &edits, about, None)? {
                self.leave_comments_out(lock)?;
                return Ok(done);
            }
        }
        Err(self.contended())
    }

    /// Forgets the comments that somebody has removed.
    ///
    /// # Errors
    /// `io`.
    pub fn leave_comments_out(&self, lock: &HomeLock) -> Result<()> {
        let mut seen = Seen::load(lock.folder())?;
        seen.forget_comments(self.shelf());
        seen.save(lock.folder())
    }

    /// The files with their comments, and what each of them cannot have back.
    fn restored(&self) -> Result<Vec<(FileEdit, Vec<LostComment>)>> {
        let seen = Seen::load(&self.place.of_home(&self.home))?;
        let mut restored = Vec::new();
        for (path, commented) in seen.commented() {
            let file = ReadFile::read(path)?;
            let theirs = file.text();
            let ours = commented.text(theirs, self.shelf());
            if !commented.has_comments(self.shelf()) || has_other_comments(&ours, theirs) {
                continue;
            }
            // A file that is broken now is told elsewhere.
            let Ok(done) = reconcile(&ours, theirs) else { continue };
            if done.kept > comments(theirs) {
                restored.push((FileEdit { file, text: Some(done.text), aside: false }, done.lost));
            }
        }
        Ok(restored)
    }
}
