//! `openclaw.json` on disk: read with its fingerprint, changed as a whole or not at all, and
//! never over somebody else's change (invariant 4).
//!
//! Edits are data, so they can be applied again when another program wrote in between: to that
//! program's text. Each change goes to the history first, and can be undone by name. Leaves out
//! what the settings mean ([`crate::config::GatewayConfig`]).

mod candidate;
mod commit;
mod load;
mod undo;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

pub use candidate::Candidate;
pub use load::Loaded;

use super::Edit;
use super::history::{About, History, SecretShelf};
use crate::openclaw::Home;
use crate::place::{HomeLock, Place};
use crate::{Code, Error, Result, files};

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

    /// Works out what edits would do, and writes nothing.
    ///
    /// # Errors
    /// `config-unparsable`, `config-unreadable`, `config-ambiguous`, `config-unexpected`,
    /// `config-edit-unsafe`; `io`.
    pub fn prepare(&self, edits: &[Edit]) -> Result<Candidate> {
        self.load()?.candidate(edits)
    }

    /// Writes a candidate. When somebody else wrote since it was prepared, its edits are applied
    /// to their text instead.
    ///
    /// # Errors
    /// `config-contended` when they keep writing; `config-read-only`, `config-hard-linked`;
    /// those of [`Store::prepare`]; `io`.
    pub fn commit(
        &self,
        lock: &HomeLock,
        candidate: Candidate,
        about: &About,
    ) -> Result<Committed> {
        let mut candidate = candidate;
        for _ in 0..ATTEMPTS {
            if let Some(done) = self.write(lock, &candidate.files, about, None)? {
                return Ok(done);
            }
            candidate = self.prepare(&candidate.edits)?;
        }
        Err(self.contended())
    }

    /// A quick change in one call: takes the lock, prepares and commits.
    ///
    /// # Errors
    /// Those of [`Store::lock`] and [`Store::commit`].
    pub fn change(&self, edits: &[Edit], about: &About) -> Result<Committed> {
        let lock = self.lock()?;
        self.commit(&lock, self.prepare(edits)?, about)
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
        edits: &[Edit],
        about: &About,
        check: impl Fn(PathBuf) -> F,
    ) -> Result<Committed> {
        for _ in 0..ATTEMPTS {
            let candidate = self.prepare(edits)?;
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

    /// Removes temporary files that a killed process left beside the config. Every change does
    /// so too; this is for the start, when there is something to settle.
    pub fn tidy(&self, _lock: &HomeLock) {
        files::remove_abandoned(&self.home.config_path);
    }

    /// The changes that are steps of an operation (see [`About::operation`]), newest first: what
    /// taking it back has to undo.
    pub fn changes_of(&self, operation: &str) -> Vec<String> {
        let changes = self.history.changes().into_iter().rev();
        let its = changes.filter(|change| change.operation.as_deref() == Some(operation));
        its.map(|change| change.id).collect()
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
