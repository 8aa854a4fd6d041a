//! The slot for the credential that was pasted: the one place in the app that holds a secret,
//! until it is connected, replaced or forgotten. The page learns its kind and masked ends.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chela_core::credential::paste;
use chela_core::vault::Secret;
use chela_core::view::{CredentialKind, Pasted};
use chela_core::{Code, Error, Result};

/// The slot.
#[derive(Default)]
pub(crate) struct Slot {
    held: Mutex<Held>,
    hasher: RandomState,
}

#[derive(Default)]
struct Held {
    /// Zeroed when it is dropped.
    credential: Option<(CredentialKind, Secret)>,
    /// A keyed hash of the clipboard's whole text: enough to see whether it is still there after
    /// the secret itself was let go of, and no use to anybody else.
    clipboard: Option<u64>,
    /// The same of what was peeked at last, and what it was: it is looked at often.
    peeked: Option<(u64, Option<Pasted>)>,
}

impl Slot {
    /// Reads `text` and holds what was found in it instead of what was held before.
    pub(crate) fn read(&self, text: &str) -> Pasted {
        self.replace(text, None)
    }

    /// The same for a text that came from the clipboard.
    pub(crate) fn read_clipboard(&self, text: &str) -> Pasted {
        self.replace(text, Some(self.hasher.hash_one(text)))
    }

    /// What a text of the clipboard is that could be pasted, when it is a usable credential that was
    /// not pasted from there last. Nothing of it is held.
    pub(crate) fn peek(&self, text: &str) -> Option<Pasted> {
        let hash = self.hasher.hash_one(text);
        let mut held = self.held();
        if held.clipboard == Some(hash) {
            return None;
        }
        match &held.peeked {
            Some((of, pasted)) if *of == hash => pasted.clone(),
            _ => {
                let pasted = Some(paste::read(text).view()).filter(|pasted| pasted.usable);
                held.peeked = Some((hash, pasted.clone()));
                pasted
            }
        }
    }

    /// What is held.
    ///
    /// # Errors
    /// `nothing-pasted`.
    pub(crate) fn secret(&self) -> Result<Secret> {
        self.optional().map(|(_, secret)| secret).ok_or_else(|| Error::new(Code::NothingPasted))
    }

    /// The same with its kind, when something is.
    pub(crate) fn optional(&self) -> Option<(CredentialKind, Secret)> {
        self.held().credential.clone()
    }

    /// Lets go of the secret, whose memory is zeroed.
    pub(crate) fn forget(&self) {
        self.held().credential = None;
    }

    /// Whether `text` is what was read from the clipboard last.
    pub(crate) fn came_from(&self, text: &str) -> bool {
        self.held().clipboard == Some(self.hasher.hash_one(text))
    }

    fn replace(&self, text: &str, clipboard: Option<u64>) -> Pasted {
        let reading = paste::read(text);
        let pasted = reading.view();
        let mut held = self.held();
        held.credential = reading.credential().ok();
        held.clipboard = clipboard;
        pasted
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> String {
        format!("sk-ant-oat01-{}", "Fill3r".repeat(16).chars().take(95).collect::<String>())
    }

    #[test]
    fn a_new_paste_replaces_the_old_one_and_nothing_is_held_of_a_useless_one() {
        let slot = Slot::default();
        assert!(slot.read(&token()).usable);
        assert_eq!(slot.secret().unwrap().expose(), token());
        assert!(!slot.read("good morning").usable);
        assert_eq!(slot.secret().unwrap_err().code, Code::NothingPasted);
    }

    #[test]
    fn what_could_be_pasted_is_noticed_once_and_not_held() {
        let slot = Slot::default();
        let masked = slot.peek(&token()).unwrap().masked.unwrap();
        assert!(masked.starts_with("sk-ant-oat01-") && masked.len() < 30, "{masked}");
        assert!(slot.optional().is_none());
        slot.read_clipboard(&token());
        assert_eq!(slot.peek(&token()), None);
        assert_eq!(slot.peek("good morning"), None);
    }

    #[test]
    fn the_clipboard_is_recognised_after_the_secret_was_forgotten() {
        let slot = Slot::default();
        let copied = format!("  {}\n", token());
        slot.read_clipboard(&copied);
        slot.forget();
        assert!(slot.optional().is_none());
        assert!(slot.came_from(&copied));
        assert!(!slot.came_from(&token()));
        slot.read(&token());
        assert!(!slot.came_from(&copied));
    }
}
