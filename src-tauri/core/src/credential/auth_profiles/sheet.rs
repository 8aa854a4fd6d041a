//! The text of the store or of its state file while it is read or edited. Knows JSON only, and
//! keeps the secrets under a [`Veil`].

use serde::de::IgnoredAny;
use serde_json::Value;
use zeroize::Zeroizing;

use super::veil::Veil;
use crate::config::{Document, Edit, Path};
use crate::text::say;
use crate::vault::Secret;
use crate::{Code, Error, Result};

/// A text, parsed.
#[derive(Debug)]
pub struct Sheet {
    document: Document,
    veil: Veil,
    /// Written as OpenClaw writes, to the last byte: it will be again.
    as_openclaw: bool,
}

impl Sheet {
    /// Parses as strictly as OpenClaw does. Nothing but blank space is an empty object.
    ///
    /// # Errors
    /// `auth-store-unparsable`, without a path.
    pub fn parse(text: &str) -> Result<Self> {
        if !text.trim().is_empty() {
            serde_json::from_str::<IgnoredAny>(text).map_err(|error| refused(&error))?;
        }
        let (veil, text) = Veil::over(text);
        let document = Document::parse(&text).map_err(unparsable)?;
        let as_openclaw = pretty(&document.value()).is_some_and(|pretty| pretty == text);
        Ok(Self { document, veil, as_openclaw })
    }

    /// The value, with markers in the places of secrets.
    pub fn value(&self) -> Value {
        self.document.value()
    }

    /// The secret at a path.
    pub(super) fn secret(&self, path: &Path) -> Option<Secret> {
        self.document.get(path)?.as_str().and_then(|marker| self.veil.secret(marker))
    }

    /// The secret behind a marker.
    pub(super) fn behind(&self, marker: &str) -> Option<Secret> {
        self.veil.secret(marker)
    }

    /// Sets a value.
    pub(super) fn set(&mut self, path: Path, value: impl Into<Value>) -> Result<()> {
        self.apply(&Edit::Set { path, value: value.into() })
    }

    /// Removes what is at a path, if anything.
    ///
    /// # Errors
    /// Those of [`Document::apply`].
    pub fn remove(&mut self, path: Path) -> Result<()> {
        self.apply(&Edit::Remove { path })
    }

    /// A marker for a secret that is to be set.
    pub(super) fn hide(&mut self, secret: &Secret) -> Value {
        Value::String(self.veil.hide(secret))
    }

    /// Sets a secret.
    pub(super) fn set_secret(&mut self, path: Path, secret: &Secret) -> Result<()> {
        if self.secret(&path).is_some_and(|present| present == *secret) {
            return Ok(());
        }
        let marker = self.hide(secret);
        self.set(path, marker)
    }

    /// The text as it is to be written.
    pub fn text(&self) -> Zeroizing<String> {
        let pretty = if self.as_openclaw { pretty(&self.document.value()) } else { None };
        self.veil.lifted(pretty.as_deref().unwrap_or(self.document.text()))
    }

    fn apply(&mut self, edit: &Edit) -> Result<()> {
        self.document = self.document.apply(edit)?;
        Ok(())
    }
}

/// As `JSON.stringify(value, null, 2)` and OpenClaw's line break.
fn pretty(value: &Value) -> Option<String> {
    serde_json::to_string_pretty(value).ok().map(|text| text + "\n")
}

fn refused(error: &serde_json::Error) -> Error {
    let words = if error.is_eof() { "core.json-ends" } else { "core.json-not" };
    Error::new(Code::AuthStoreUnparsable)
        .with("line", error.line())
        .with("column", error.column())
        .with("detail", say(words, &[]))
}

/// JSON that the document reader refuses: nested too deep.
fn unparsable(error: Error) -> Error {
    let detail = error.params.get("detail").cloned().unwrap_or_default();
    Error::new(Code::AuthStoreUnparsable).with("line", 1).with("column", 1).with("detail", detail)
}
