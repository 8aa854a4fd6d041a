//! What is JSON5 and what is not, and what it means.

use chela_core::config::{Document, Edit, Path};
use chela_core::{Code, Error};
use serde_json::{Value, json};

fn read(text: &str) -> Value {
    let document = Document::parse(text).unwrap_or_else(|e| panic!("{text:?}: {:?}", e.params));
    assert_eq!(document.text(), text);
    document.value()
}

fn refused(text: &str) -> Error {
    let error = Document::parse(text).expect_err(text);
    assert!(matches!(error.code, Code::ConfigUnparsable | Code::ConfigUnreadable));
    error
}

#[test]
fn values() {
    #[rustfmt::skip]
    let table: &[(&str, Value)] = &[
        ("", json!({})),
        (" \u{feff}\n\t", json!({})),
        ("null", json!(null)),
        ("[true, false]", json!([true, false])),
        ("\u{feff}{}", json!({})),
        ("\u{b}\u{c}\u{a0}\u{1680}\u{2003}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}7\u{feff}", json!(7)),
        // numbers
        ("[0, 7, -7, +7, 7e0, 70]", json!([0, 7, -7, 7, 7, 70])),
        ("[.5, 5., -.5, +5.e1, 5E-1, 0.0, 0e5]", json!([0.5, 5, -0.5, 50, 0.5, 0, 0])),
        ("[0x1F, -0Xa, +0x0, 0xe1]", json!([31, -10, 0, 225])),
        ("[Infinity, -Infinity, NaN, -NaN, 1e999]", json!([null, null, null, null, null])),
        ("[9007199254740993, 18446744073709551616]", json!([9007199254740992.0, 18446744073709551616.0])),
        ("[1.0, 1e3]", json!([1, 1000])),
        // strings
        (r#"['a"b', "a'b", '', "\'\"\\\/"]"#, json!(["a\"b", "a'b", "", "'\"\\/"])),
        (r"'\b\f\n\r\t\v\0\x41\u00e9\a\q'", json!("\u{8}\u{c}\n\r\t\u{b}\0A\u{e9}aq")),
        ("'one\\\ntwo\\\r\nthree\\\rfour\\\u{2028}five'", json!("onetwothreefourfive")),
        ("'raw \u{2028}\u{2029}\t\0'", json!("raw \u{2028}\u{2029}\t\0")),
        (r"['\ud83d\ude00', '\ud83d', '\ude00\ud83d!']", json!(["\u{1f600}", "\u{fffd}", "\u{fffd}\u{fffd}!"])),
        ("'// no /* comment'", json!("// no /* comment")),
        // comments
        ("// before\n[ // in\r/* a\n*/1/***/,/**/]/* after */ // end", json!([1])),
        ("[1, // ends at a separator\u{2028}2]", json!([1, 2])),
        ("{} //", json!({})),
        // objects
        ("{a: 1, 'b c': 2, \"d\": 3,}", json!({"a": 1, "b c": 2, "d": 3})),
        ("{null: 1, true: 2, NaN: 3, Infinity: 4, class: 5, $_: 6}",
            json!({"null": 1, "true": 2, "NaN": 3, "Infinity": 4, "class": 5, "$_": 6})),
        ("{\u{fc}ber: 1, \u{4f60}\u{597d}: 2, a\u{200d}b: 3, \u{e33}: 4}",
            json!({"\u{fc}ber": 1, "\u{4f60}\u{597d}": 2, "a\u{200d}b": 3, "\u{e33}": 4})),
        (r"{\u0061\u0062: 1, '\u0063': 2}", json!({"ab": 1, "c": 2})),
        (r"{sig\u03A3ma: 1}", json!({"sig\u{3a3}ma": 1})),
        ("{a: 1, b: 2, a: 3}", json!({"a": 3, "b": 2})),
        ("{'': {'': []}}", json!({"": {"": []}})),
        ("{a\n:\n1\n,\n}", json!({"a": 1})),
    ];
    for (text, value) in table {
        assert_eq!(read(text), *value, "{text:?}");
    }
}

#[test]
fn mistakes_are_named_with_their_place() {
    #[rustfmt::skip]
    let table = [
        ("// only\n", 2, 1, "comments"),
        ("{\n  a: 1\n  b: 2\n}", 3, 3, "comma"),
        ("{\r\n  a: 1,\r\n  b 2\r\n}", 3, 5, "colon"),
        ("{a: 1", 1, 1, "} is missing"),
        ("[1, [2]", 1, 1, "] is missing"),
        ("[1]]", 1, 4, "after the end"),
        ("{} {}", 1, 4, "after the end"),
        ("{a: }", 1, 5, "value"),
        ("[,1]", 1, 2, "value"),
        ("[1,,2]", 1, 4, "value"),
        ("{,}", 1, 2, "name"),
        ("{1a: 2}", 1, 2, "name"),
        ("{a-b: 2}", 1, 3, "quotation marks"),
        ("{a: b}", 1, 5, "quotation marks"),
        ("{a: nullx}", 1, 5, "quotation marks"),
        ("{a: undefined}", 1, 5, "quotation marks"),
        ("['a\nb']", 1, 4, "line break"),
        ("\"abc", 1, 1, "never ends"),
        ("/* abc", 1, 1, "never ends"),
        ("\u{feff}/* abc", 1, 1, "never ends"),
        ("['\u{e9}\u{1f600}', ?]", 1, 8, "value"),
        ("[010]", 1, 2, "0"),
        ("[-08]", 1, 3, "0"),
        ("[.]", 1, 2, "digits"),
        ("[1e]", 1, 4, "digits"),
        ("[0x]", 1, 2, "digits"),
        ("[+ 1]", 1, 3, "digits"),
        ("[1.5.2]", 1, 5, "comma"),
        (r"['\1']", 1, 3, "digit"),
        (r"['\01']", 1, 3, "digit"),
        (r"['\x4']", 1, 3, "hexadecimal"),
        (r"['\u00g0']", 1, 3, "hexadecimal"),
        (r"{\x61: 1}", 1, 2, "backslash"),
        (r"{\u0031: 1}", 1, 2, "name"),
        ("{a: 1}\0", 1, 7, "U+0000"),
        ("\u{2e}\u{2e}", 1, 1, "digits"),
        ("[1 / 2]", 1, 4, "comma"),
        ("{a: 1; b: 2}", 1, 6, "comma"),
        ("\u{200b}{}", 1, 1, "value"),
    ];
    for (text, line, column, word) in table {
        let error = refused(text);
        let place = (error.params["line"].as_str(), error.params["column"].as_str());
        assert_eq!(place, (&*line.to_string(), &*column.to_string()), "{text:?} {error:?}");
        assert!(error.params["detail"].contains(word), "{text:?} {error:?}");
    }
}

#[test]
fn a_mistake_quotes_no_more_than_a_character() {
    let error = refused("{ token: sk-ant-oat01-filler }");
    assert!(!format!("{error:?}").contains("sk"));
}

#[test]
fn hostile_nesting_is_refused_in_words() {
    for open in ["[", "{a:", "[{a:["] {
        let error = refused(&open.repeat(200_000));
        assert_eq!(error.code, Code::ConfigUnreadable);
        assert!(error.params["detail"].contains("nested"));
    }
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let allowed = Document::parse(&deep(200)).unwrap();
    let path = Path((0..199).map(|_| 0.into()).collect()).join(0);
    let after = allowed.apply(&Edit::Set { path, value: json!(1) }).unwrap();
    assert_eq!(after.text().len(), 401);
    refused(&deep(201));
}

#[test]
fn many_duplicates_are_removed_at_once() {
    let text = format!("{{\n{}  b: 2\n}}\n", "  a: 1,\n".repeat(20_000));
    let after = Document::parse(&text).unwrap().apply(&Edit::Remove { path: ["a"].into() });
    assert_eq!(after.unwrap().text(), "{\n  b: 2\n}\n");
}
