//! The page's words in a language, as far as a way through the page needs them.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

/// A language that the page speaks.
#[derive(Debug)]
pub struct Words {
    /// Its tag, as the page's address names it.
    pub tag: &'static str,
    texts: BTreeMap<String, String>,
}

impl Words {
    /// All languages.
    ///
    /// # Errors
    /// When a catalogue cannot be read.
    pub fn all() -> Result<Vec<Self>> {
        let catalogues = [
            ("en", include_str!("../../../src-tauri/core/i18n/en/window.json")),
            ("vi", include_str!("../../../src-tauri/core/i18n/vi/window.json")),
            ("zh-CN", include_str!("../../../src-tauri/core/i18n/zh-CN/window.json")),
        ];
        let read = |(tag, text)| Ok(Self { tag, texts: serde_json::from_str(text).context(tag)? });
        catalogues.into_iter().map(read).collect()
    }

    /// What a text of this key begins with, up to its first placeholder.
    ///
    /// # Errors
    /// When there is no such text, or it begins with a placeholder.
    pub fn beginning(&self, key: &str) -> Result<&str> {
        let text = self.texts.get(key).with_context(|| format!("no text {key}"))?;
        let beginning = text.split('{').next().unwrap_or_default().trim();
        anyhow::ensure!(!beginning.is_empty(), "{key} begins with a placeholder in {}", self.tag);
        Ok(beginning)
    }
}
