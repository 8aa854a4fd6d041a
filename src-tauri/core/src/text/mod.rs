//! The catalogue of words, one for page, tray and program: `i18n/<language>/*.json`, one file
//! per room (`window.json` is read by the page alone).

mod language;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::OnceLock;

pub use self::language::Language;

/// The texts of a language, without their placeholders filled.
type Catalogue = BTreeMap<String, String>;

macro_rules! rooms {
    ($folder:literal) => {
        [
            include_str!(concat!("../../i18n/", $folder, "/errors.json")),
            include_str!(concat!("../../i18n/", $folder, "/core.json")),
            include_str!(concat!("../../i18n/", $folder, "/details.json")),
            include_str!(concat!("../../i18n/", $folder, "/findings.json")),
            include_str!(concat!("../../i18n/", $folder, "/help.json")),
            include_str!(concat!("../../i18n/", $folder, "/tray.json")),
            include_str!(concat!("../../i18n/", $folder, "/program.json")),
        ]
    };
}

fn rooms(language: Language) -> [&'static str; 7] {
    match language {
        Language::English => rooms!("en"),
        Language::Vietnamese => rooms!("vi"),
        Language::Chinese => rooms!("zh-CN"),
    }
}

/// Read when it is spoken first.
fn catalogue(language: Language) -> &'static Catalogue {
    static CATALOGUES: [OnceLock<Catalogue>; Language::ALL.len()] =
        [const { OnceLock::new() }; Language::ALL.len()];
    let read = || rooms(language).iter().flat_map(|room| parse(room)).collect();
    CATALOGUES[language as usize].get_or_init(read)
}

fn parse(room: &str) -> Catalogue {
    serde_json::from_str(room).unwrap_or_default()
}

/// The text of `key` in the spoken language, with its `{placeholders}` as they stand.
pub fn lookup(key: &str) -> Option<&'static str> {
    catalogue(Language::spoken()).get(key).map(String::as_str)
}

/// The text of `key` with its placeholders filled; the key itself when it has no text.
pub fn filled(key: &str, params: &BTreeMap<&'static str, String>) -> String {
    let mut text = lookup(key).unwrap_or(key).to_owned();
    for (name, value) in params {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// The same with the parameters written out: `say("core.ready", &[("name", &name)])`.
pub fn say(key: &str, params: &[(&'static str, &dyn ToString)]) -> String {
    filled(key, &params.iter().map(|(name, value)| (*name, value.to_string())).collect())
}
