//! The languages that Chela speaks, and which of them it speaks now.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};

use crate::Environment;

/// A language that Chela speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Language {
    /// The one in which everything is written first.
    #[serde(rename = "en")]
    English,
    /// That of the seed document.
    #[serde(rename = "vi")]
    Vietnamese,
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    Chinese,
}

/// The language of this process, as its place in [`Language::ALL`].
static SPOKEN: AtomicUsize = AtomicUsize::new(0);

impl Language {
    /// All of them, English first.
    pub const ALL: [Self; 3] = [Self::English, Self::Vietnamese, Self::Chinese];

    /// Its tag (BCP 47), which is also the name of its folder in the catalogue.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Vietnamese => "vi",
            Self::Chinese => "zh-CN",
        }
    }

    /// The one that a tag means, whatever its region and script: `vi_VN.UTF-8`, `zh-Hans-SG`.
    pub fn of(tag: &str) -> Option<Self> {
        let is_of = |language: &Self| language.primary().eq_ignore_ascii_case(primary(tag));
        Self::ALL.into_iter().find(is_of)
    }

    /// The first of the system's languages that Chela speaks, else English. By the variables of
    /// gettext, in its order; without any by what macOS or Windows says.
    pub fn of_system(environment: &Environment) -> Self {
        let value = |name: &&str| environment.get(name).filter(|value| !value.is_empty());
        let Some(locale) = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(value) else {
            return of_desktop().unwrap_or(Self::English);
        };
        // It is a list for those who prefer several, and does not count in the locale `C`.
        let preferred =
            environment.get("LANGUAGE").filter(|_| !matches!(primary(locale), "C" | "POSIX"));
        let preferred = preferred.into_iter().flat_map(|list| list.split(':'));
        preferred.chain([locale]).find_map(Self::of).unwrap_or(Self::English)
    }

    /// From now on this process speaks it.
    pub fn speak(self) {
        SPOKEN.store(self as usize, Ordering::Relaxed);
    }

    /// The one that this process speaks; English until told otherwise.
    pub fn spoken() -> Self {
        Self::ALL[SPOKEN.load(Ordering::Relaxed)]
    }

    fn primary(self) -> &'static str {
        primary(self.tag())
    }
}

#[cfg(any(windows, target_os = "macos"))]
fn of_desktop() -> Option<Language> {
    sys_locale::get_locales().find_map(|tag| Language::of(&tag))
}

/// Where the desktop sets the variables.
#[cfg(not(any(windows, target_os = "macos")))]
fn of_desktop() -> Option<Language> {
    None
}

/// What a tag begins with: the language without its region, script and encoding.
fn primary(tag: &str) -> &str {
    tag.split(['-', '_', '.', '@']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_means_a_language_whatever_its_region() {
        let table = [
            ("en", Some(Language::English)),
            ("en_GB.UTF-8", Some(Language::English)),
            ("vi-VN", Some(Language::Vietnamese)),
            ("VI", Some(Language::Vietnamese)),
            ("zh_CN.GB18030", Some(Language::Chinese)),
            ("zh-Hant-TW", Some(Language::Chinese)),
            ("sr@latin", None),
            ("vie", None),
            ("C", None),
            ("", None),
        ];
        for (tag, expected) in table {
            assert_eq!(Language::of(tag), expected, "{tag}");
        }
        for language in Language::ALL {
            assert_eq!(Language::of(language.tag()), Some(language));
            let written = serde_json::to_value(language).unwrap();
            assert_eq!(written, language.tag(), "as the page knows it");
        }
    }

    #[test]
    fn the_systems_language_is_the_one_of_its_variables() {
        let table: [(&[(&str, &str)], Language); 8] = [
            (&[("LANG", "vi_VN.UTF-8")], Language::Vietnamese),
            (&[("LANG", "vi_VN.UTF-8"), ("LC_ALL", "zh_CN.UTF-8")], Language::Chinese),
            (&[("LANG", "vi_VN.UTF-8"), ("LC_ALL", "")], Language::Vietnamese),
            (&[("LANG", "de_DE.UTF-8"), ("LANGUAGE", "de:vi:en")], Language::Vietnamese),
            (&[("LANG", "vi_VN.UTF-8"), ("LC_MESSAGES", "en_US.UTF-8")], Language::English),
            (&[("LANG", "C.UTF-8"), ("LANGUAGE", "vi")], Language::English),
            (&[("LANG", "fr_FR.UTF-8")], Language::English),
            (&[("LC_ALL", "C"), ("LANG", "vi_VN.UTF-8")], Language::English),
        ];
        for (variables, expected) in table {
            let owned = variables.iter().map(|(name, value)| (name.to_string(), value.to_string()));
            let environment = owned.collect();
            assert_eq!(Language::of_system(&environment), expected, "{variables:?}");
        }
    }
}
