//! A keychain in memory, for tests of what stands above it. The program never uses it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Entry, EntryId, Keychain, KeychainError, KeychainState};
use crate::Secret;

/// A keychain that is gone when it is dropped, and that can be told to be locked or absent.
#[derive(Debug, Default)]
pub struct MemoryKeychain(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    entries: BTreeMap<EntryId, (Entry, Secret)>,
    failure: Option<KeychainError>,
    /// Fails one call, when so many others have passed.
    fails_once: Option<(usize, KeychainError)>,
}

impl MemoryKeychain {
    /// An empty one, ready.
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on every call fails with `failure`, or none does. `unlock` ends a `Locked`.
    pub fn fail_with(&self, failure: Option<KeychainError>) {
        self.inner().failure = failure;
    }

    /// One call fails with `failure`: the one after the next `calls`.
    pub fn fail_once(&self, calls: usize, failure: KeychainError) {
        self.inner().fails_once = Some((calls, failure));
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ready(&self) -> Result<MutexGuard<'_, Inner>, KeychainError> {
        let mut inner = self.inner();
        if let Some(failure) = &inner.failure {
            return Err(failure.clone());
        }
        match inner.fails_once.take() {
            Some((0, failure)) => Err(failure),
            Some((calls, failure)) => {
                inner.fails_once = Some((calls - 1, failure));
                Ok(inner)
            }
            None => Ok(inner),
        }
    }
}

impl Keychain for MemoryKeychain {
    fn put(&self, entry: &Entry, secret: &Secret) -> Result<(), KeychainError> {
        let mut inner = self.ready()?;
        if inner.entries.contains_key(&entry.id) {
            return Err(KeychainError::Exists);
        }
        inner.entries.insert(entry.id.clone(), (entry.clone(), secret.clone()));
        Ok(())
    }

    fn get(&self, id: &EntryId) -> Result<Secret, KeychainError> {
        let inner = self.ready()?;
        inner.entries.get(id).map(|(_, secret)| secret.clone()).ok_or(KeychainError::NotFound)
    }

    fn update(&self, entry: &Entry) -> Result<(), KeychainError> {
        let mut inner = self.ready()?;
        let known = inner.entries.get_mut(&entry.id).ok_or(KeychainError::NotFound)?;
        known.0 = entry.clone();
        Ok(())
    }

    fn delete(&self, id: &EntryId) -> Result<(), KeychainError> {
        self.ready()?.entries.remove(id).map(drop).ok_or(KeychainError::NotFound)
    }

    fn list(&self) -> Result<Vec<Entry>, KeychainError> {
        Ok(self.ready()?.entries.values().map(|(entry, _)| entry.clone()).collect())
    }

    fn state(&self) -> KeychainState {
        self.ready().map(drop).into()
    }

    fn unlock(&self) -> Result<(), KeychainError> {
        let mut inner = self.inner();
        match &inner.failure {
            Some(KeychainError::Locked) | None => {
                inner.failure = None;
                Ok(())
            }
            Some(failure) => Err(failure.clone()),
        }
    }
}
