//! Secrets and where they live: the type that holds one, the system keychain, and the
//! protocol by which the OpenClaw gateway asks for one.
//!
//! Leaves out: everything that knows about OpenClaw's configuration, HTTP or a window. The
//! resolver is built from this crate alone and must start in a few milliseconds.

pub mod harden;
pub mod keychain;
#[cfg_attr(any(target_os = "macos", windows), path = "lock_watch_native.rs")]
pub mod lock_watch;
pub mod protocol;
pub mod secret;

pub use harden::harden_process;
pub use keychain::{
    Entry, EntryId, Keychain, KeychainError, KeychainState, MemoryKeychain, SystemKeychain,
};
pub use secret::Secret;
