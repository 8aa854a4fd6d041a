//! OpenClaw's own store of sign-ins before 2026.6.5: `auth-profiles.json` in an agent's folder,
//! and since 2026.4.7 `auth-state.json` beside it with what is no secret. Reads it, and edits it
//! under OpenClaw's own lock, keeping whatever is not part of the edit.
//!
//! Leaves out which agent has which folder, and when to write a secret here at all. Everything
//! here blocks, for some milliseconds while nobody else writes.

mod contents;
pub mod edits;
mod lock;
mod sheet;
mod veil;
mod writing;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

pub use self::contents::{Contents, Profile, Reference, Usage};
use self::edits::Held;
use self::lock::Form;
pub use self::sheet::Sheet;
use self::writing::Part;
use crate::Result;
use crate::openclaw::Capabilities;
use crate::vault::Secret;
use crate::view::CredentialKind;

/// The names of the files.
pub const FILES: [&str; 2] = ["auth-profiles.json", "auth-state.json"];
/// How long the holder of the lock is waited for: until one that was killed counts as gone.
const WAIT: Duration = lock::STALE.saturating_add(Duration::from_secs(5));

/// The store of one agent.
#[derive(Debug, Clone)]
pub struct AuthProfiles {
    path: PathBuf,
    form: Form,
    state_apart: bool,
    wait: Duration,
}

/// What a profile is to hold, apart from the secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credential<'a> {
    /// The profile's name.
    pub profile: &'a str,
    /// Its provider, such as `anthropic`.
    pub provider: &'a str,
    /// Its kind.
    pub kind: CredentialKind,
    /// When a token expires (ms since 1970), if known. What stood there before goes.
    pub expires_ms: Option<u64>,
}

impl AuthProfiles {
    /// The store in a file, as the OpenClaw that can do this writes it. The file need not exist.
    pub fn at(path: impl Into<PathBuf>, can: Capabilities) -> Self {
        let form = if can.auth_lock_file { Form::File } else { Form::Folder };
        Self { path: path.into(), form, state_apart: can.auth_state_apart, wait: WAIT }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What stands there; nothing when there is no file.
    ///
    /// # Errors
    /// `auth-store-unparsable`, `config-unreadable`, `io`.
    pub fn read(&self) -> Result<Contents> {
        let contents = Contents::of(&self.sheet(Part::Profiles)?.0);
        if !self.state_apart {
            return Ok(contents);
        }
        Ok(contents.with_notes(&self.sheet(Part::State)?.0.value()))
    }

    /// The secret that a token or API key profile holds here in plaintext.
    ///
    /// # Errors
    /// Those of [`AuthProfiles::read`].
    pub fn secret(&self, profile: &str) -> Result<Option<Secret>> {
        let (sheet, _) = self.sheet(Part::Profiles)?;
        let field = match sheet.value()["profiles"][profile]["type"].as_str() {
            Some("token") => "token",
            Some("api_key") => "key",
            _ => return Ok(None),
        };
        Ok(sheet.secret(&["profiles", profile, field].into()))
    }

    /// Makes a profile hold a secret in plaintext. Only with the person's consent. Answers
    /// whether that changed anything, as all edits do.
    ///
    /// # Errors
    /// `profile-kind-mismatch` when it holds another kind; `auth-store-busy`,
    /// `auth-store-unparsable`, `config-unexpected`, `config-contended`, `config-read-only`,
    /// `config-hard-linked`, `config-unreadable`, `io`. Then nothing was written.
    pub fn set_plaintext(&self, credential: &Credential<'_>, secret: &Secret) -> Result<bool> {
        self.set(credential, &Held::Plaintext(secret))
    }

    /// Makes a profile refer to a secret, and leaves no plaintext beside the reference.
    ///
    /// # Errors
    /// Those of [`AuthProfiles::set_plaintext`].
    pub fn set_reference(
        &self,
        credential: &Credential<'_>,
        reference: &Reference,
    ) -> Result<bool> {
        self.set(credential, &Held::Reference(reference))
    }

    /// Removes a profile, also from the orders and from what OpenClaw notes about it.
    ///
    /// # Errors
    /// Those of [`AuthProfiles::set_plaintext`], without the mismatch.
    pub fn remove(&self, profile: &str) -> Result<bool> {
        self.edit(&|part, sheet| {
            if part == Part::Profiles {
                sheet.remove(["profiles", profile].into())?;
            }
            edits::forget(sheet, profile)
        })
    }

    /// Sets the order in which a provider's profiles are tried; none goes back to OpenClaw's own.
    ///
    /// # Errors
    /// Those of [`AuthProfiles::set_plaintext`], without the mismatch.
    pub fn set_order(&self, provider: &str, order: Option<&[String]>) -> Result<bool> {
        let home = if self.state_apart { Part::State } else { Part::Profiles };
        self.edit(&|part, sheet| match order {
            Some(order) if part == home && !order.is_empty() => {
                sheet.set(["order", provider].into(), json!(order))
            }
            _ => edits::clear(sheet, "order", provider),
        })
    }

    /// Forgets that a profile failed: the new secret in it deserves another try.
    ///
    /// # Errors
    /// Those of [`AuthProfiles::set_plaintext`], without the mismatch.
    pub fn forget_failures(&self, profile: &str) -> Result<bool> {
        self.edit(&|_, sheet| edits::forget_failures(sheet, profile))
    }

    fn set(&self, credential: &Credential<'_>, held: &Held<'_>) -> Result<bool> {
        self.edit(&|part, sheet| match part {
            Part::State => Ok(()),
            Part::Profiles => edits::set(sheet, credential, held),
        })
    }
}

#[cfg(test)]
mod tests;
