//! The watch for unlocking, where there is nothing to watch: the keychains of macOS and
//! Windows are unlocked by the login itself, before any program of the user's runs.

use crate::keychain::{KeychainError, KeychainState};

/// A running watch; there is none here.
#[derive(Debug)]
pub struct LockWatch(());

/// Fails.
///
/// # Errors
/// `NoService`, always: no service sends such signals here.
pub fn watch_lock(
    _on_change: impl FnMut(KeychainState) + Send + 'static,
) -> Result<LockWatch, KeychainError> {
    Err(KeychainError::NoService)
}
