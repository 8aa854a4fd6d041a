//! `openclaw.json` on disk: read with its fingerprint, changed as a whole or not at all, and
//! never over somebody else's change (invariant 4).
//!
//! A change is an [`Intent`]: when another program wrote in between, its edits are worked out
//! again, for that program's text. Each change goes to the history first, and can be undone by name. Leaves out
//! what the settings mean ([`crate::config::GatewayConfig`]).

mod aside;
mod candidate;
mod comments;
mod commit;
mod intent;
mod load;
mod observe;
mod seen;
mod seen_text;
mod undo;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use aside::{MOST_REMOVED, Rewritten};
pub use candidate::Candidate;
pub use comments::Restoration;
pub use intent::{Intent, always};
pub use load::Loaded;

use super::history::{self, About, History, SecretShelf};
use crate::openclaw::Home;
use crate::place::{HomeLock, Place};
use crate::{Code, Error, Result};

/// The config of one home.
#[derive(Clone)]
pub struct Store {
    place: Place,
    home: Home,
    history: History,
    shelf: Option<Arc<dyn SecretShelf>>,
    include_roots: Vec<PathBuf>,
}

/// What a commit did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Committed {
    /// The change in the history; `None` when there was nothing to change.
    pub change: Option<String>,
    /// Whether it can be undone: not when the keychain could not take a secret that is part of it.
    pub undoable: bool,
}

impl Committed {
    /// Whether anything changed.
    pub fn changed(&self) -> bool {
        self.change.is_some()
    }
}

/// How often a change is tried again when somebody else writes in between.
const ATTEMPTS: u32 = 8;

/// How long a quick change waits for an operation to end.
const QUICK_WAIT: Duration = Duration::from_millis(500);

impl Store {
    /// The config of `home`; what Chela remembers of it is in `place`.
    pub fn new(place: &Place, home: &Home) -> Self {
        let history = History::in_folder(&place.of_home(home));
        let (place, home) = (place.clone(), home.clone());
        Self { place, home, history, shelf: None, include_roots: Vec::new() }
    }

    /// With a shelf for the secret stretches of changes. Without one, a change that has any
    /// cannot be undone.
    #[must_use]
    pub fn with_shelf(mut self, shelf: Arc<dyn SecretShelf>) -> Self {
        self.shelf = Some(shelf);
        self
    }

    /// With the folders of `OPENCLAW_INCLUDE_ROOTS`, from which files may be included besides
    /// the config's own folder.
    #[must_use]
    pub fn with_include_roots(mut self, roots: Vec<PathBuf>) -> Self {
        self.include_roots = roots;
        self
    }

    /// Takes the home's lock for a change, waiting a moment for whoever holds it.
    ///
    /// # Errors
    /// `busy`, `data-folder-unsafe`, `io`.
    pub fn lock(&self) -> Result<HomeLock> {
        HomeLock::take(&self.place, &self.home, QUICK_WAIT)
    }

    /// Works out what a change would do, and writes nothing.
    ///
    /// # Errors
    /// `config-unparsable`, `config-unreadable`, `config-ambiguous`, `config-unexpected`,
    /// `config-edit-unsafe`; `config-refused` when it would add something that is of a wrong
    /// kind; `io`; the intent's own.
    pub fn prepare(&self, intent: &Intent<'_>) -> Result<Candidate> {
        self.load()?.candidate(intent)
    }

    /// Writes a change. When somebody else writes in between, it is worked out again for their
    /// text.
    ///
    /// # Errors
    /// `config-contended` when they keep writing; `config-read-only`, `config-hard-linked`;
    /// those of [`Store::prepare`]; `io`.
    pub fn commit(&self, lock: &HomeLock, intent: &Intent<'_>, about: &About) -> Result<Committed> {
        for _ in 0..ATTEMPTS {
            let candidate = self.prepare(intent)?;
            if let Some(done) = self.write(lock, &candidate.files, about, None)? {
                return Ok(done);
            }
        }
        Err(self.contended())
    }

    /// A quick change in one call: takes the lock and commits.
    ///
    /// # Errors
    /// Those of [`Store::lock`] and [`Store::commit`].
    pub fn change(&self, intent: &Intent<'_>, about: &About) -> Result<Committed> {
        self.commit(&self.lock()?, intent, about)
    }

    /// A change of structure: `check` sees the whole candidate config in a file beside the real
    /// one (0600, relative includes work) before it is written, and again when somebody else
    /// wrote in between. The file is gone afterwards, however it ends.
    ///
    /// # Errors
    /// What `check` says; those of [`Store::commit`].
    pub async fn commit_checked<F: Future<Output = Result<()>>>(
        &self,
        lock: &HomeLock,
        intent: &Intent<'_>,
        about: &About,
        check: impl Fn(PathBuf) -> F,
    ) -> Result<Committed> {
        for _ in 0..ATTEMPTS {
            let candidate = self.prepare(intent)?;
            if candidate.is_noop() {
                return Ok(Committed::default());
            }
            let draft = candidate.draft(&self.home.config_path)?;
            check(draft.path().to_owned()).await?;
            drop(draft);
            if let Some(done) = self.write(lock, &candidate.files, about, None)? {
                return Ok(done);
            }
        }
        Err(self.contended())
    }

    /// The changes that are steps of an operation (see [`About::operation`]), newest first: what
    /// taking it back has to undo. Those that are undone already are left out.
    ///
    /// # Errors
    /// `io`.
    pub fn changes_of(&self, operation: &str) -> Result<Vec<String>> {
        let changes = self.history.changes()?;
        let undone = history::undone(&changes);
        let its = changes.iter().rev().filter(|change| {
            change.operation.as_deref() == Some(operation) && !undone.contains(change.id.as_str())
        });
        Ok(its.map(|change| change.id.clone()).collect())
    }

    /// The file in which the changes are remembered.
    pub fn history_path(&self) -> &std::path::Path {
        self.history.path()
    }

    /// Forgets all changes, and how the config looked. What is on the shelf stays there.
    ///
    /// # Errors
    /// `io`.
    pub fn forget_history(&self, lock: &HomeLock) -> Result<()> {
        self.history.forget(lock)?;
        seen::forget(lock.folder())
    }

    fn shelf(&self) -> Option<&dyn SecretShelf> {
        self.shelf.as_deref()
    }

    fn contended(&self) -> Error {
        Error::new(Code::ConfigContended).with("path", self.home.config_path.display())
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.home.config_path.display())
    }
}

#[cfg(test)]
mod tests;
