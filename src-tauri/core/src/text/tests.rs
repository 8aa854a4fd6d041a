use std::collections::BTreeSet;

use super::*;

/// All rooms of a language, the page's too.
fn all(language: Language) -> Vec<&'static str> {
    let window = match language {
        Language::English => include_str!("../../i18n/en/window.json"),
        Language::Vietnamese => include_str!("../../i18n/vi/window.json"),
        Language::Chinese => include_str!("../../i18n/zh-CN/window.json"),
    };
    rooms(language).into_iter().chain([window]).collect()
}

fn read(room: &str) -> Catalogue {
    serde_json::from_str(room).unwrap()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    parts.filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

#[test]
fn every_language_has_every_text() {
    for language in Language::ALL {
        for (english, translated) in all(Language::English).into_iter().zip(all(language)) {
            let (english, translated) = (read(english), read(translated));
            let keys = |room: &Catalogue| room.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(keys(&translated), keys(&english), "{language:?}");
            for (key, text) in &translated {
                let of_english = &english[key];
                assert_eq!(text.is_empty(), of_english.is_empty(), "{language:?}: {key}");
                // A form for one may be worded without its number.
                if !key.ends_with(".one") {
                    let expected = placeholders(of_english);
                    assert_eq!(placeholders(text), expected, "{language:?}: {key}: {text}");
                }
            }
        }
    }
}

/// What is typed, or named like this in a file, is the same in each language.
#[test]
fn no_language_translates_what_is_typed() {
    let typed = |text: &str| -> BTreeSet<String> {
        let trimmed = |word: &str| {
            let word =
                word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '~');
            word.to_owned()
        };
        let words = text.split_whitespace().map(trimmed);
        words
            .filter(|word| word.starts_with("--") && word.len() > 2 || word.starts_with("~/"))
            .collect()
    };
    for language in Language::ALL {
        for (english, translated) in all(Language::English).into_iter().zip(all(language)) {
            let translated = read(translated);
            for (key, text) in read(english) {
                for word in typed(&text) {
                    assert!(translated[&key].contains(&word), "{language:?}: {key}: {word}");
                }
            }
        }
    }
}

#[test]
fn the_spoken_language_is_the_one_that_answers() {
    assert_eq!(Language::spoken(), Language::English);
    let of = |language: Language| catalogue(language).get("tray.quit").unwrap().as_str();
    let all: BTreeSet<&str> = Language::ALL.into_iter().map(of).collect();
    assert_eq!(all.len(), Language::ALL.len(), "{all:?}");
    assert_eq!(lookup("tray.quit"), Some(of(Language::English)));
}
