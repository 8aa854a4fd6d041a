//! macOS Keychain and Windows Credential Manager, through the keyring family's native stores.
//!
//! These stores keep no attributes of our own, so an entry is two credentials: the secret
//! under the service `Chela secret`, and what is known about it, as JSON without the secret,
//! under `Chela entry`; the account of both is the id. Listing reads only the second kind.
//!
//! On macOS no call shows a prompt: user interaction is switched off for its duration, and an
//! item that would have needed it counts as locked. An item's access list names the program
//! that stored it, so that another program, such as the resolver, may need the person's
//! "Always Allow" in Keychain Access. Windows has no lock.

use std::collections::HashMap;
use std::sync::Arc;
#[cfg(any(target_os = "macos", windows))]
use std::time::Duration;

use keyring_core::Error;
use keyring_core::api::CredentialStoreApi;
use zeroize::Zeroize;

use super::{Entry, EntryId, KeychainError};
use crate::Secret;

const SECRET: &str = "Chela secret";
const ABOUT: &str = "Chela entry";

/// A store of the keyring family.
pub(crate) struct NativeStore {
    store: Arc<dyn CredentialStoreApi>,
    #[cfg(target_os = "macos")]
    _silence: security_framework::os::macos::keychain::KeychainUserInteractionLock,
}

impl NativeStore {
    #[cfg(target_os = "macos")]
    pub(crate) fn open(_limit: Duration) -> Result<Self, KeychainError> {
        use security_framework::os::macos::keychain::SecKeychain;
        let silence = SecKeychain::disable_user_interaction()
            .map_err(|error| KeychainError::Other(error.to_string()))?;
        let store = apple_native_keyring_store::keychain::Store::new().map_err(error_of)?;
        Ok(Self { store, _silence: silence })
    }

    #[cfg(windows)]
    pub(crate) fn open(_limit: Duration) -> Result<Self, KeychainError> {
        let store = windows_native_keyring_store::Store::new().map_err(error_of)?;
        Ok(Self { store })
    }

    #[cfg(any(target_os = "macos", windows))]
    pub(crate) fn ready(&self) -> Result<(), KeychainError> {
        self.about().map(drop)
    }

    pub(crate) fn put(&self, entry: &Entry, secret: &Secret) -> Result<(), KeychainError> {
        match self.credential(ABOUT, &entry.id)?.get_secret() {
            Err(Error::NoEntry) => {}
            Ok(_) => return Err(KeychainError::Exists),
            Err(error) => return Err(error_of(error)),
        }
        let credential = self.credential(SECRET, &entry.id)?;
        credential.set_secret(secret.expose().as_bytes()).map_err(error_of)?;
        self.describe(entry).inspect_err(|_| {
            // A secret that no list shows would stay for ever.
            let _ = credential.delete_credential();
        })
    }

    /// Tells the secrets of `ids`, in their order.
    pub(crate) fn fetch(
        &self,
        ids: &[EntryId],
        tell: &mut dyn FnMut(Result<Secret, KeychainError>),
    ) -> Result<(), KeychainError> {
        ids.iter().for_each(|id| tell(self.get(id)));
        Ok(())
    }

    fn get(&self, id: &EntryId) -> Result<Secret, KeychainError> {
        let bytes = self.credential(SECRET, id)?.get_secret().map_err(error_of)?;
        String::from_utf8(bytes).map(Secret::new).map_err(|error| {
            error.into_bytes().zeroize();
            KeychainError::NoText
        })
    }

    pub(crate) fn update(&self, entry: &Entry) -> Result<(), KeychainError> {
        self.credential(ABOUT, &entry.id)?.get_secret().map_err(error_of)?;
        self.describe(entry)
    }

    pub(crate) fn delete(&self, id: &EntryId) -> Result<(), KeychainError> {
        // The secret first: what is left when this breaks off is listed, and deleted again.
        let secret = self.credential(SECRET, id)?.delete_credential();
        if !matches!(secret, Ok(()) | Err(Error::NoEntry)) {
            return secret.map_err(error_of);
        }
        self.credential(ABOUT, id)?.delete_credential().map_err(error_of)
    }

    pub(crate) fn list(&self) -> Result<Vec<Entry>, KeychainError> {
        let mut entries = Vec::new();
        for credential in self.about()? {
            let bytes = match credential.get_secret() {
                Ok(bytes) => bytes,
                Err(Error::NoEntry) => continue,
                Err(error) => return Err(error_of(error)),
            };
            let read = serde_json::from_slice::<HashMap<String, String>>(&bytes).ok();
            entries.extend(read.and_then(|attributes| {
                Entry::from_attributes(|name| attributes.get(name).map(String::as_str))
            }));
        }
        Ok(entries)
    }

    /// The system unlocks these stores at login; there is nothing to ask for here.
    #[cfg(any(target_os = "macos", windows))]
    pub(crate) fn unlock(&self, _limit: Duration) -> Result<(), KeychainError> {
        self.ready()
    }

    /// The credentials that say what is known about an entry.
    fn about(&self) -> Result<Vec<keyring_core::Entry>, KeychainError> {
        let wanted = if cfg!(windows) { ("pattern", ABOUT) } else { ("service", ABOUT) };
        let mut found = self.store.search(&HashMap::from([wanted])).map_err(error_of)?;
        found.retain(|credential| {
            credential.get_specifiers().is_some_and(|(service, _)| service == ABOUT)
        });
        Ok(found)
    }

    fn describe(&self, entry: &Entry) -> Result<(), KeychainError> {
        let text = serde_json::to_vec(&entry.attributes())
            .map_err(|error| KeychainError::Other(error.to_string()))?;
        self.credential(ABOUT, &entry.id)?.set_secret(&text).map_err(error_of)
    }

    fn credential(
        &self,
        service: &str,
        id: &EntryId,
    ) -> Result<keyring_core::Entry, KeychainError> {
        self.store.build(service, id.as_str(), None).map_err(error_of)
    }
}

/// What a failed call means. The family's errors may carry the bytes of a secret, so that only
/// those that do not are put into words.
fn error_of(error: Error) -> KeychainError {
    match error {
        Error::NoEntry => KeychainError::NotFound,
        Error::NoDefaultStore => KeychainError::NoService,
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            KeychainError::NoText
        }
        Error::NoStorageAccess(error) | Error::PlatformFailure(error) => platform_error(&*error),
        other => KeychainError::Other(other.to_string()),
    }
}

fn platform_error(error: &(dyn std::error::Error + Send + Sync + 'static)) -> KeychainError {
    #[cfg(target_os = "macos")]
    if let Some(error) = error.downcast_ref::<security_framework::base::Error>() {
        // SecBase.h: interaction not allowed; user cancelled; authorisation failed.
        match error.code() {
            -25308 => return KeychainError::Locked,
            -128 | -25293 => return KeychainError::Refused,
            _ => {}
        }
    }
    KeychainError::Other(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> NativeStore {
        NativeStore { store: keyring_core::mock::Store::new().unwrap() }
    }

    #[test]
    fn an_entry_is_kept_and_its_secret_is_not_in_the_list() {
        let store = store();
        let entry = crate::keychain::entry::tests::entry();
        let secret = Secret::new(format!("sk-ant-oat01-{}", "x".repeat(95)));
        let fetched = || {
            let mut told = Vec::new();
            store.fetch(std::slice::from_ref(&entry.id), &mut |one| told.push(one)).unwrap();
            told
        };
        assert_eq!(fetched(), [Err(KeychainError::NotFound)]);
        store.put(&entry, &secret).unwrap();
        assert_eq!(store.put(&entry, &secret), Err(KeychainError::Exists));
        assert_eq!(fetched(), [Ok(secret)]);
        assert_eq!(store.list().unwrap(), std::slice::from_ref(&entry));
        let retired = Entry { retired_ms: Some(7), ..entry.clone() };
        store.update(&retired).unwrap();
        assert_eq!(store.list().unwrap(), [retired]);
        store.delete(&entry.id).unwrap();
        assert_eq!(store.list().unwrap(), []);
        assert_eq!(store.delete(&entry.id), Err(KeychainError::NotFound));
        assert_eq!(store.update(&entry), Err(KeychainError::NotFound));
    }
}
