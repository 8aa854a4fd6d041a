//! The catalogue of words, one for page, tray and program: `i18n/<language>/*.json`, one file
//! per room (`window.json` is read by the page alone).

use std::collections::BTreeMap;
use std::sync::OnceLock;

const ENGLISH: &[&str] = &[
    include_str!("../i18n/en/errors.json"),
    include_str!("../i18n/en/core.json"),
    include_str!("../i18n/en/findings.json"),
    include_str!("../i18n/en/tray.json"),
    include_str!("../i18n/en/program.json"),
];

fn catalogue() -> &'static BTreeMap<String, String> {
    static CATALOGUE: OnceLock<BTreeMap<String, String>> = OnceLock::new();
    CATALOGUE.get_or_init(|| ENGLISH.iter().flat_map(|room| parse(room)).collect())
}

fn parse(room: &str) -> BTreeMap<String, String> {
    serde_json::from_str(room).unwrap_or_default()
}

/// The text of `key`, with its `{placeholders}` as they stand.
pub fn lookup(key: &str) -> Option<&'static str> {
    catalogue().get(key).map(String::as_str)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_room_is_an_object_of_texts() {
        for room in ENGLISH {
            let read: Result<BTreeMap<String, String>, _> = serde_json::from_str(room);
            assert!(read.is_ok(), "{read:?}");
        }
    }
}
