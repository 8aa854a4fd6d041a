//! Texts before and after, and what is told about them.

use super::*;
use crate::Code;

fn check(ours: &str, theirs: &str, text: &str, lost: &[(usize, &str)]) {
    let found = reconcile(ours, theirs).unwrap();
    assert_eq!(found.text, text);
    let told: Vec<_> = found.lost.iter().map(|lost| (lost.line, lost.text.as_str())).collect();
    assert_eq!(told, lost, "{ours}");
    assert_eq!(found.kept, comments(ours) - lost.len());
    assert_eq!(comments(text), found.kept);
}

#[test]
fn only_what_changed_is_changed() {
    #[rustfmt::skip]
    let table = [
        // the same values in another writing
        ("{ a: 'x', /* n */ n: 0x10, m: 1.0 }", r#"{"m":1,"a":"x","n":16}"#, "{ a: 'x', /* n */ n: 0x10, m: 1.0 }"),
        // a value, and what OpenClaw adds
        ("// head\n{\n  a: 'x', // a\n}\n// end\n", r#"{"a":"y","meta":{"v":"1"}}"#, "// head\n{\n  a: 'y', // a\n  meta: {\n    v: '1',\n  },\n}\n// end\n"),
        // includes and variables, as OpenClaw 2026.9.6 writes them back
        ("{ agents: { $include: './agents.json5' }, // roster\n  token: '${GW}', level: 'info' }", r#"{"agents":{"$include":"./agents.json5"},"token":"${GW}","level":"debug"}"#, "{ agents: { $include: './agents.json5' }, // roster\n  token: '${GW}', level: 'debug' }"),
        // agents and variables that move
        ("{ agents: { // all\n  list: [\n    { id: 'a', n: 1 }, // a\n    // b, above\n    { id: 'b' },\n  ] } }", r#"{"agents":{"entries":{"b":{"x":1},"a":{"n":2}}}}"#, "{ agents: { // all\n  entries: {\n    a: { n: 2 }, // a\n    // b, above\n    b: {\n      x: 1\n    },\n  } } }"),
        ("{ env: {\n  A: '1', // one\n} }", r#"{"env":{"vars":{"A":"1","B":"2"}}}"#, "{ env: { vars: {\n  A: '1', // one\n  B: '2',\n} } }"),
        // nothing of ours
        ("", r#"{"a":1}"#, "{\n  \"a\": 1\n}\n"),
    ];
    for (ours, theirs, text) in table {
        check(ours, theirs, text, &[]);
    }
}

#[test]
fn lost_comments_are_told_with_their_line_and_no_secret() {
    check(
        "{\r\n  a: 1, // stays\r\n  b: { x: 1 /* gone */ }, // token: 'hunter2'\r\n  // above\r\n  b2: 2,\r\n}",
        r#"{"a":1}"#,
        "{\r\n  a: 1, // stays\r\n  // above\r\n}",
        &[(3, "/* gone */"), (3, "// token: '…'")],
    );
}

#[test]
fn what_cannot_be_read_is_told_in_words() {
    #[rustfmt::skip]
    let table = [
        ("{ a: ", "{}", Code::ConfigUnparsable, "The text with your comments has a mistake in line 1, column 6: the text ends where a value should be."),
        ("{}", "{\n\"a\" 1}", Code::ConfigUnparsable, "What OpenClaw wrote has a mistake in line 2, column 5: a colon is missing after a name, or the name needs quotation marks."),
        ("{}", " \n", Code::ConfigUnreadable, "What OpenClaw wrote cannot be read as a configuration (it is empty)."),
    ];
    for (ours, theirs, code, words) in table {
        let error = reconcile(ours, theirs).unwrap_err();
        assert_eq!((error.code, error.message().as_str()), (code, words));
    }
}

#[test]
fn comments_of_theirs_are_noticed() {
    #[rustfmt::skip]
    let table = [
        ("{ /* a */ }", "{}", false),
        ("{ /* a */ }", "{ /* a */ }", false),
        ("{ /* a */ }", "{ /* a */ /* a */ }", true),
        ("{ /* a */ }", "{} // b", true),
        ("{", "{ /* a */ }", true),
        ("{", "{}", false),
        ("{}", "{", true),
    ];
    for (ours, theirs, other) in table {
        assert_eq!(has_other_comments(ours, theirs), other, "{ours:?} {theirs:?}");
    }
    assert_eq!(comments("// a\n// b\n{ x: '// no' /* c\n */ }"), 3);
    assert_eq!(comments("{ // broken"), 0);
}

#[test]
fn debug_shows_no_text() {
    let found = reconcile("{ key: 'hunter2' }", "{\"key\": 'hunter2'}").unwrap();
    assert_eq!(format!("{found:?}"), "Reconciled(18 bytes, kept 0, [])");
}
