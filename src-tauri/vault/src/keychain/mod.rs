//! The system keychain, with a time limit on every call and an error for each way it fails.
//!
//! On Linux Chela speaks the Secret Service's own D-Bus interface (`secret_service.rs`), not
//! through the keyring family's store for it: that one (zbus-secret-service-keyring-store
//! 1.0.1) opens a prompt and waits for it without limit inside every search, get and set that
//! meets a locked collection, and cannot say whether the collection is locked. On macOS and
//! Windows the family's native stores serve (`native.rs`).
//!
//! Nothing is remembered between calls: a keychain that was absent or locked a moment ago is
//! asked afresh. Only [`Keychain::unlock`] may show a prompt.

use std::fmt;
use std::time::Duration;

use crate::Secret;

mod entry;
pub(crate) mod limit;
mod memory;
#[cfg(any(target_os = "macos", windows, test))]
mod native;
#[cfg(not(any(target_os = "macos", windows)))]
pub(crate) mod secret_service;
#[cfg(not(any(target_os = "macos", windows)))]
mod session_bus;

pub use entry::{Entry, EntryId};
pub use memory::MemoryKeychain;
#[cfg(not(any(target_os = "macos", windows)))]
pub use session_bus::SessionBus;

#[cfg(any(target_os = "macos", windows))]
use native::NativeStore as Backend;
#[cfg(not(any(target_os = "macos", windows)))]
use secret_service::SecretService as Backend;

/// How long a person may take to answer the prompt of [`Keychain::unlock`].
pub const PROMPT_LIMIT: Duration = Duration::from_secs(60);

/// Why the keychain did not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeychainError {
    /// No keychain service on this session.
    NoService,
    /// The collection is locked, or there is none yet that keeps secrets.
    Locked,
    /// The person, or the service, said no.
    Refused,
    /// There is no such entry.
    NotFound,
    /// No answer within the time limit. What a `put`, `update` or `delete` should do may still
    /// happen, or have happened.
    TimedOut,
    /// There is an entry of this id already.
    Exists,
    /// The entry holds something other than a text.
    NoText,
    /// The call ended without an answer.
    BrokenOff,
    /// The service answered something else than it was asked, and what is odd about it.
    Unreadable(String),
    /// Anything else, in the service's words (never a secret).
    Other(String),
}

impl fmt::Display for KeychainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable(why) => {
                return write!(f, "the keychain's answer cannot be read: {why}");
            }
            Self::NoService => "no keychain service answers",
            Self::Locked => "the keychain is locked",
            Self::Refused => "the keychain refused",
            Self::NotFound => "the keychain has no such entry",
            Self::TimedOut => "the keychain did not answer in time",
            Self::Exists => "there is an entry of this id already",
            Self::NoText => "the entry holds no text",
            Self::BrokenOff => "the call broke off",
            Self::Other(detail) => detail,
        })
    }
}

impl std::error::Error for KeychainError {}

/// Whether the keychain can be used now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeychainState {
    /// It can.
    Ready,
    /// It must be unlocked first; or there is no collection yet, and `unlock` offers to make it.
    Locked,
    /// It cannot, and unlocking does not help.
    Unavailable(KeychainError),
}

impl From<Result<(), KeychainError>> for KeychainState {
    fn from(answer: Result<(), KeychainError>) -> Self {
        match answer {
            Ok(()) => Self::Ready,
            Err(KeychainError::Locked) => Self::Locked,
            Err(error) => Self::Unavailable(error),
        }
    }
}

/// A place for secrets. The system's in the program, one in memory in tests of pure logic.
pub trait Keychain: Send + Sync {
    /// Stores a secret under its entry's id, replacing nothing.
    ///
    /// # Errors
    /// `Exists` when there is an entry of this id; `Locked` when a prompt would be needed.
    fn put(&self, entry: &Entry, secret: &Secret) -> Result<(), KeychainError>;
    /// Fetches a secret.
    ///
    /// # Errors
    /// `NotFound` only when the keychain is unlocked, and so knows.
    fn get(&self, id: &EntryId) -> Result<Secret, KeychainError>;
    /// Changes the attributes of the entry with `entry.id`.
    ///
    /// # Errors
    /// As for `get`.
    fn update(&self, entry: &Entry) -> Result<(), KeychainError>;
    /// Removes it.
    ///
    /// # Errors
    /// As for `get`.
    fn delete(&self, id: &EntryId) -> Result<(), KeychainError>;
    /// All of Chela's entries, retired ones too, ordered by id.
    ///
    /// # Errors
    /// `Locked` when some of them cannot be read.
    fn list(&self) -> Result<Vec<Entry>, KeychainError>;
    /// Whether it can be used, found out without a prompt.
    fn state(&self) -> KeychainState;
    /// Asks the service to unlock; the service may show its own prompt, and takes at most
    /// [`PROMPT_LIMIT`]. Where there is no default collection yet, it asks for a new one.
    ///
    /// # Errors
    /// `Refused` when the prompt was closed or cannot be shown (no display).
    fn unlock(&self) -> Result<(), KeychainError>;
}

/// The keychain of this computer: Secret Service, macOS Keychain, Windows Credential Manager.
#[derive(Debug, Clone)]
pub struct SystemKeychain {
    /// How long one call may take.
    pub limit: Duration,
    #[cfg(not(any(target_os = "macos", windows)))]
    bus: SessionBus,
}

impl SystemKeychain {
    /// With `limit` as the longest time of one call (a prompt of `unlock` has a limit of its own).
    pub fn new(limit: Duration) -> Self {
        Self {
            limit,
            #[cfg(not(any(target_os = "macos", windows)))]
            bus: SessionBus::of_process(),
        }
    }

    /// The one on the first session bus that answers, for who only reads: what this process was
    /// told of the bus may be out of date. A writer must not end up in another keychain.
    pub fn wherever(limit: Duration) -> Self {
        Self {
            limit,
            #[cfg(not(any(target_os = "macos", windows)))]
            bus: SessionBus::wherever(),
        }
    }

    /// The one on another session bus than this process's own.
    #[cfg(not(any(target_os = "macos", windows)))]
    pub fn on_bus(bus: SessionBus, limit: Duration) -> Self {
        Self { limit, bus }
    }

    /// Fetches several secrets with one connection and one limit for all, in the order asked.
    pub fn fetch(&self, ids: &[EntryId]) -> Vec<Result<Secret, KeychainError>> {
        let wanted = ids.to_vec();
        let open = self.opening();
        let (mut told, ended) =
            limit::told_within(self.limit, move |tell| open()?.fetch(&wanted, tell));
        // What was fetched in time is not lost with the rest.
        let rest = ended.err().unwrap_or(KeychainError::NotFound);
        told.resize_with(ids.len(), || Err(rest.clone()));
        told
    }

    fn call<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&Backend) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let open = self.opening();
        limit::within(limit, move || work(&open()?))
    }

    /// What reaches the keychain, from whichever thread.
    fn opening(&self) -> impl FnOnce() -> Result<Backend, KeychainError> + Send + 'static {
        #[cfg(not(any(target_os = "macos", windows)))]
        let bus = self.bus.clone();
        let limit = self.limit;
        move || {
            #[cfg(not(any(target_os = "macos", windows)))]
            return Backend::open(&bus, limit);
            #[cfg(any(target_os = "macos", windows))]
            return Backend::open(limit);
        }
    }
}

impl Keychain for SystemKeychain {
    fn put(&self, entry: &Entry, secret: &Secret) -> Result<(), KeychainError> {
        let (entry, secret) = (entry.clone(), secret.clone());
        self.call(self.limit, move |backend| backend.put(&entry, &secret))
    }

    fn get(&self, id: &EntryId) -> Result<Secret, KeychainError> {
        self.fetch(std::slice::from_ref(id)).pop().unwrap_or(Err(KeychainError::NotFound))
    }

    fn update(&self, entry: &Entry) -> Result<(), KeychainError> {
        let entry = entry.clone();
        self.call(self.limit, move |backend| backend.update(&entry))
    }

    fn delete(&self, id: &EntryId) -> Result<(), KeychainError> {
        let id = id.clone();
        self.call(self.limit, move |backend| backend.delete(&id))
    }

    fn list(&self) -> Result<Vec<Entry>, KeychainError> {
        let mut entries = self.call(self.limit, Backend::list)?;
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(entries)
    }

    fn state(&self) -> KeychainState {
        self.call(self.limit, Backend::ready).into()
    }

    fn unlock(&self) -> Result<(), KeychainError> {
        self.call(PROMPT_LIMIT + self.limit, |backend| backend.unlock(PROMPT_LIMIT))
    }
}
