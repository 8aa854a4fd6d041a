//! A place in memory for the secrets of a history.

use std::sync::{Mutex, PoisonError};

use chela_core::config::history::SecretShelf;
use chela_core::{Code, Error, Result};

/// Keeps what it is given; the name of a secret is its number.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<Vec<String>>);

impl SecretShelf for Shelf {
    fn put(&self, text: &str) -> Result<String> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.push(text.to_owned());
        Ok(format!("v1/{}", held.len() - 1))
    }

    fn get(&self, id: &str) -> Result<String> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = id.strip_prefix("v1/").and_then(|number| number.parse::<usize>().ok());
        let found = number.and_then(|number| held.get(number).cloned());
        found.ok_or_else(|| Error::new(Code::KeychainMissing))
    }

    fn remove(&self, _id: &str) {}
}
