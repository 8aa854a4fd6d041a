//! Hostile input: nested without end, numbers without end, half characters, one line of megabytes.
//! Each reader ends, with a value or with an error in words. What takes quadratic time does not end
//! within the test's limit. Fuzzing (tests/fuzz) looks for the rest.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::path::Path;

use chela_core::config::history::changes_in;
use chela_core::config::journal::Record;
use chela_core::config::redact::secret_spans;
use chela_core::config::{Document, Edit, Store};
use chela_core::credential::auth_profiles::{AuthProfiles, Sheet};
use chela_core::credential::paste;
use chela_core::openclaw::said::{failure, json};
use chela_core::openclaw::{Capabilities, Home, Status};
use chela_core::place::{Place, Settings};
use chela_core::vault::protocol;
use chela_core::{Code, Error};
use serde_json::Value;

const DEEP: usize = 100_000;
const MEGABYTE: usize = 1 << 20;
const HUGE_FILE: u64 = 100 << 20;

/// What it says, in words, without a piece of the input.
fn in_words(error: &Error) -> Code {
    for text in [error.message(), error.hint()] {
        assert!(!text.is_empty() && text.len() < 1000, "{text}");
    }
    error.code
}

#[test]
fn nesting_without_end_is_refused() {
    for (open, close) in [("[", "]"), ("{a:", "}"), ("[{\"a\":", "}]"), ("/**/[\n", "\n]")] {
        for text in [open.repeat(DEEP), open.repeat(DEEP) + "1" + &close.repeat(DEEP)] {
            let error = Document::parse(&text).unwrap_err();
            assert_eq!(in_words(&error), Code::ConfigUnreadable, "{open}");
            let error = Sheet::parse(&text).unwrap_err();
            assert_eq!(
                in_words(&error.with("path", "auth-profiles.json")),
                Code::AuthStoreUnparsable
            );
            assert_eq!(json::<Value>(&text), None);
            assert!(protocol::answer(text.as_bytes(), |_| Vec::new()).is_err());
            assert_eq!(Record::<Value, Value>::parse(&text).steps, []);
            assert_eq!(changes_in(&format!("{{\"change\":{text}}}")), []);
            failure(&text, &text);
            secret_spans(&text);
        }
    }
}

#[test]
fn a_config_nests_as_deep_as_it_says_and_no_deeper() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(Document::parse(&nested(200)).is_ok());
    assert!(Document::parse(&nested(201)).is_err());
    // An edit that would go deeper is refused as a whole.
    let document = Document::parse(&nested(200)).unwrap();
    let inmost = chela_core::config::Path(vec![0.into(); 199]);
    let edit = Edit::Set { path: inmost.join(0), value: serde_json::json!([[]]) };
    assert_eq!(in_words(&document.apply(&edit).unwrap_err()), Code::ConfigEditUnsafe);
}

#[test]
fn numbers_without_end_stay_as_they_are() {
    let digits = "7".repeat(MEGABYTE);
    let numbers = [
        "1e999".to_owned(),
        "-1e999".to_owned(),
        "1e-999".to_owned(),
        format!("1e{digits}"),
        digits.clone(),
        format!("0.{digits}"),
        format!("0x{digits}"),
        format!("-0x{digits}"),
    ];
    for number in numbers {
        let document = Document::parse(&format!("{{ a: {number}, b: 1 }}")).unwrap();
        let after = document.apply(&Edit::Set { path: ["b"].into(), value: 2.into() }).unwrap();
        assert!(after.text() == format!("{{ a: {number}, b: 2 }}"), "{:.20}", number);
        let answer = protocol::answer(
            format!("{{\"protocolVersion\":{number},\"ids\":[]}}").as_bytes(),
            |_| Vec::new(),
        );
        assert!(answer.is_err());
        let printed = format!(
            "{{\"auth\":{{\"oauth\":{{\"profiles\":[{{\"profileId\":\"a\",\"expiresAt\":{number}}}]}}}}}}"
        );
        let status = json::<Value>(&printed).map(|value| Status::read(&value));
        assert!(status.is_none_or(|status| status.profiles[0].expires_ms.is_none()));
    }
}

#[test]
fn half_characters_and_nul_are_kept_or_refused() {
    for (text, taken) in [
        ("{ a: '\\ud800', b: 1 }", true),
        ("{ '\\udfff\\ud800': 0, b: 1 }", true),
        ("{ a: '\0', b: 1 }", true),
        ("{ /* \0 */ b: 1 }", true),
        ("{ \0b: 1 }", false),
        ("\0", false),
        ("{ b: 1 }\0", false),
    ] {
        match Document::parse(text) {
            Ok(document) => {
                assert!(taken, "{text:?}");
                let edit = Edit::Set { path: ["b"].into(), value: 2.into() };
                let after = document.apply(&edit).unwrap();
                assert_eq!(after.text(), text.replace("b: 1", "b: 2"));
            }
            Err(error) => {
                assert_eq!((in_words(&error), taken), (Code::ConfigUnparsable, false), "{text:?}");
            }
        }
    }
}

#[test]
fn one_line_of_megabytes_is_read_and_edited() {
    let long = |piece: &str| piece.repeat(MEGABYTE / piece.len());
    for line in [
        format!("a: '{}'", long("x")),
        format!("a: [{}]", long("0,")),
        format!("a: 0, /*{}*/", long("*")),
        format!("a: 0,{}", long(" ")),
        format!("a: '{}'", long("\\\n")),
        format!("'{}': 0", long("\\u0061")),
    ] {
        let text = format!("{{ {line}, b: 1 }}")
            .replace(",,", ",")
            .replace("*/,", "*/")
            .replace(" ,", "  ");
        let document = Document::parse(&text).unwrap();
        let after = document.apply(&Edit::Set { path: ["b"].into(), value: 2.into() }).unwrap();
        assert!(after.text() == text.replace("b: 1", "b: 2"), "{:.20}", line);
    }
    for line in ["'", "[", "/*", "//", "{a:'\\", "0x", "{\"a\":[1,"] {
        let error = Document::parse(&format!("{line}{}", long(" "))).unwrap_err();
        in_words(&error);
    }
}

/// Each of these once made every occurrence look through the rest of the text.
#[test]
fn beginnings_of_secrets_without_end_are_masked_in_linear_time() {
    for piece in [
        "sk-ant-",
        "key=",
        "hooks.slack.com/",
        "PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----",
        "://a:b@",
        "Bearer Bearer",
        "token:\"",
        "token\" ",
        "'",
        "{env:[",
        "//'\n",
        "/*",
        "12345678:",
        "\\",
        "é…",
    ] {
        let text = piece.repeat(MEGABYTE / piece.len());
        secret_spans(&text);
    }
    // A key as long as the text, and strings without end below it.
    let text = format!("{{ {}: {}", "k".repeat(MEGABYTE / 2), "'' ".repeat(MEGABYTE / 6));
    secret_spans(&text);
}

#[test]
fn a_paste_is_bounded() {
    for piece in
        ["sk-ant-oat01-", "sk-ant-oat01-a\n", "\u{1b}[999C", "│ a │\n", "a ", "> sk-\n", "\t"]
    {
        let text = piece.repeat(MEGABYTE / 4 / piece.len());
        assert!(paste::read(&text).secret.is_none(), "{piece:?}");
    }
    let error = paste::read(&"x".repeat(paste::LARGEST_TEXT + 1)).refusal.unwrap();
    in_words(&error);
}

#[test]
fn what_a_program_prints_is_read_in_linear_time() {
    for piece in ["{\n", "[\n", "[1,\n", "{\"a\":\n", "\u{1b}", "\u{1b}]", " [", "\"\n", "x\n"] {
        let text = piece.repeat(MEGABYTE / 64 / piece.len());
        assert_eq!(json::<Value>(&text), None, "{piece:?}");
        assert!(failure(&text, "").chars().count() <= 601);
    }
}

/// A file of 100 MB that takes no room on the disk.
fn huge(path: &Path) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::File::create(path).unwrap().set_len(HUGE_FILE).unwrap();
}

#[test]
fn a_huge_file_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let (place, home) = (Place::at(folder.path().join("chela")), Home::at(folder.path().join("o")));

    huge(&home.config_path);
    let error = Store::new(&place, &home).load().unwrap().config.unwrap_err();
    assert_eq!(in_words(&error), Code::ConfigUnreadable);

    let store = folder.path().join("agent/auth-profiles.json");
    huge(&store);
    let error = AuthProfiles::at(&store, Capabilities::of("2026.5.7")).read().unwrap_err();
    assert_eq!(in_words(&error), Code::ConfigUnreadable);

    // Chela's own: set aside, and begun anew.
    let settings = place.path().join("settings.json");
    huge(&settings);
    Settings::update(&place, |settings| settings.set_home(Some("h"))).unwrap();
    assert_eq!(Settings::load(&place).home(), Some("h"));
    assert!(settings.with_extension("json.unreadable").exists());
}
