//! What must hold for any input of Chela's readers. Each module has one function, `check`, that
//! takes arbitrary bytes and panics when an invariant does not hold for them.
//!
//! Two things call it: `tests/corpus.rs`, an ordinary test, with the inputs of `corpus/` and some
//! thousands of mutations of each; and libFuzzer (`./dev fuzz`), for as long as wanted. What
//! libFuzzer finds is put into `corpus/`, so that the test goes on checking it.
//!
//! Leaves out files, processes and the keychain: the readers are called with what they would read.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "that is how it tells")]

pub mod auth_profiles;
pub mod document;
pub mod history;
mod input;
pub mod journal;
pub mod mutate;
pub mod paste;
pub mod protocol;
pub mod reconcile;
pub mod redact;
mod shelf;
pub mod status;
pub mod undo;
