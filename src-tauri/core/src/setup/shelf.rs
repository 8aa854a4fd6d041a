//! The keychain as the place for the secrets that an undo needs.

use std::sync::Arc;

use super::now_ms;
use crate::config::history::SecretShelf;
use crate::error::{Error, Result};
use crate::vault::{Entry, EntryId, Keychain, Secret};

/// Puts stretches of secret text into the keychain, as entries of the kind `span`.
pub(super) struct KeychainShelf {
    /// The keychain.
    pub(super) keychain: Arc<dyn Keychain>,
    /// The home whose history it serves.
    pub(super) home: String,
}

impl SecretShelf for KeychainShelf {
    fn put(&self, text: &str) -> Result<String> {
        let entry = Entry {
            id: EntryId::random(),
            home: self.home.clone(),
            agents: vec![],
            profile: String::new(),
            kind: "span".to_owned(),
            masked: String::new(),
            created_ms: now_ms(),
            confirmed_ms: None,
            retired_ms: None,
            copy: false,
        };
        self.keychain.put(&entry, &Secret::new(text.to_owned()))?;
        Ok(entry.id.as_str().to_owned())
    }

    fn get(&self, id: &str) -> Result<String> {
        let id = EntryId::parse(id).ok_or_else(Error::undo_conflict)?;
        Ok(self.keychain.get(&id)?.expose().to_owned())
    }

    fn remove(&self, id: &str) {
        if let Some(id) = EntryId::parse(id) {
            // An entry that stays is untidy; the history no longer names it.
            let _stays_when_it_fails = self.keychain.delete(&id);
        }
    }
}
