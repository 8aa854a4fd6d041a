//! Edits as tables of text before and text after.

use serde_json::json;

use super::*;

fn path(dotted: &str) -> Path {
    Path(dotted.split('.').map(|key| key.parse().map_or(Key::from(key), Key::Index)).collect())
}

fn set(text: &str, at: &str, value: Value) -> String {
    let document = Document::parse(text).unwrap();
    document.apply(&Edit::Set { path: path(at), value }).unwrap().text().to_owned()
}

fn remove(text: &str, at: &str) -> String {
    let document = Document::parse(text).unwrap();
    document.apply(&Edit::Remove { path: path(at) }).unwrap().text().to_owned()
}

#[test]
fn a_new_member_looks_like_its_neighbours() {
    #[rustfmt::skip]
    let table = [
        // nothing there yet
        ("", "a.b", "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n"),
        ("\u{feff}\n", "a", "\u{feff}{\n  \"a\": 1\n}\n\n"),
        ("{}", "a", "{\n  \"a\": 1\n}"),
        ("{\n}\n", "a", "{\n  \"a\": 1\n}\n"),
        ("{ /* none yet */ }", "a", "{ /* none yet */ \"a\": 1 }"),
        ("{\n  // none yet\n}\n", "a", "{\n  // none yet\n  \"a\": 1\n}\n"),
        ("{\n\t// none yet\n\n}\n", "a", "{\n\t// none yet\n\t\"a\": 1\n\n}\n"),
        // one line stays one line
        ("{ b: 2 }", "a", "{ b: 2, a: 1 }"),
        ("{b:2}", "a", "{b:2,a:1}"),
        ("{\"b\":2,\"c\":{}}", "c.a", "{\"b\":2,\"c\":{\"a\":1}}"),
        ("{ 'b': 2, }", "a", "{ 'b': 2, 'a': 1, }"),
        ("{ b: 2 /* two */ }", "a", "{ b: 2 /* two */, a: 1 }"),
        ("{ b: 2 // two\n}", "a", "{ b: 2, // two\n  a: 1\n}"),
        // lines: quotes, indentation, commas, comments, line ends
        ("{\n  b: 2\n}", "a", "{\n  b: 2,\n  a: 1\n}"),
        ("{\n    b: 2, // two\n}", "a", "{\n    b: 2, // two\n    a: 1,\n}"),
        ("{\n\t'b': 2 // two\n}", "a", "{\n\t'b': 2, // two\n\t'a': 1\n}"),
        ("{\r\n  \"b\": 2\r\n}\r\n", "a", "{\r\n  \"b\": 2,\r\n  \"a\": 1\r\n}\r\n"),
        ("{\n  b: 2\n  // the end\n}", "a", "{\n  b: 2,\n  a: 1\n  // the end\n}"),
        ("{\n\tb: {\n\t\tc: 2,\n\t},\n}\n", "d.e", "{\n\tb: {\n\t\tc: 2,\n\t},\n\td: {\n\t\te: 1,\n\t},\n}\n"),
        ("{\n  b: 2 }", "a", "{\n  b: 2,\n  a: 1 }"),
        ("{\n  b: {}\n}", "b.a", "{\n  b: {\n    a: 1\n  }\n}"),
        ("{ b: 2\n, c: 3 // three\n}", "a", "{ b: 2\n, c: 3 // three\n, a: 1\n}"),
        // a name that needs quotation marks gets them
        ("{\n  b: '2',\n}", "x-y", "{\n  b: '2',\n  'x-y': 1,\n}"),
        // elements
        ("{ l: [2] }", "l.1", "{ l: [2, 1] }"),
        ("{ l: [2,] }", "l.1", "{ l: [2, 1,] }"),
        ("{ l: [] }", "l.0", "{ l: [1] }"),
        ("{\n  l: [\n    2\n  ]\n}", "l.1", "{\n  l: [\n    2,\n    1\n  ]\n}"),
        ("{}", "l.0", "{\n  \"l\": [1]\n}"),
    ];
    for (before, at, after) in table {
        assert_eq!(set(before, at, json!(1)), after, "{before:?} + {at}");
    }
}

#[test]
fn a_value_is_replaced_in_its_place() {
    #[rustfmt::skip]
    let table = [
        ("{ a: 'x' /* why */, b: 2 }", "a", json!("y"), "{ a: 'y' /* why */, b: 2 }"),
        ("{ a: \"x\", b: 'z' }", "a", json!("it's"), "{ a: \"it's\", b: 'z' }"),
        ("{ a: 'x' }", "a", json!("it's"), "{ a: 'it\\'s' }"),
        ("{ a: 1, a: 2 }", "a", json!(3), "{ a: 1, a: 3 }"),
        ("{ a: { x: 1 }, a: { y: 1 } }", "a.z", json!(3), "{ a: { x: 1 }, a: { y: 1, z: 3 } }"),
        ("{ '\\u0061': 1 }", "a", json!(2), "{ '\\u0061': 2 }"),
        ("{ \\u0061b: 1 }", "ab", json!(2), "{ \\u0061b: 2 }"),
        ("{ a: { x: 1, /* y */ y: 2 } }", "a", json!({"y": 3}), "{ a: { /* y */ y: 3 } }"),
        ("{ a: [1, 2, 3] }", "a", json!([1, 4]), "{ a: [1, 4] }"),
        ("{\n  a: 'x'\n}", "a", json!({"y": 3}), "{\n  a: {\n    y: 3\n  }\n}"),
        ("{ a: 0x10 }", "a", json!(16), "{ a: 0x10 }"),
        ("{ a: NaN }", "a", json!(null), "{ a: null }"),
        ("[1]", "0", json!(2), "[2]"),
    ];
    for (before, at, value, after) in table {
        assert_eq!(set(before, at, value), after, "{before:?} at {at}");
    }
}

#[test]
fn what_is_removed_leaves_no_hole() {
    #[rustfmt::skip]
    let table = [
        ("{ a: 1 }", "{}"),
        ("{\n  a: 1,\n}\n", "{}\n"),
        ("{ a: 1, b: 2 }", "{ b: 2 }"),
        ("{ b: 2, a: 1 }", "{ b: 2 }"),
        ("{ b: 2, a: 1, }", "{ b: 2, }"),
        ("{b:2,a:1}", "{b:2}"),
        ("{ b: 2, a: 1, c: 3 }", "{ b: 2, c: 3 }"),
        ("{ /* a */ a: 1, b: 2 }", "{ /* a */ b: 2 }"),
        ("{\n  a: 1,\n  b: 2\n}", "{\n  b: 2\n}"),
        ("{\n  b: 2,\n  a: 1\n}", "{\n  b: 2\n}"),
        ("{\n  b: 2, // two\n  a: 1 // one\n}", "{\n  b: 2 // two\n}"),
        ("{\n  // above\n  a: 1, // one\n  b: 2,\n}", "{\n  // above\n  b: 2,\n}"),
        ("{\r\n  b: 2,\r\n  a: 1,\r\n}\r\n", "{\r\n  b: 2,\r\n}\r\n"),
        ("{\n  b: 2,\n\n  a: 1,\n\n  c: 3,\n}", "{\n  b: 2,\n\n  c: 3,\n}"),
        ("{\n  a: 1,\n\n  b: 2\n}", "{\n  b: 2\n}"),
        ("{\n  b: 2,\n \n  a: 1,\n}", "{\n  b: 2,\n}"),
        ("{\r\n  b: 2,\r\n\t\r\n  a: 1,\r\n\r\n  c: 3\r\n}", "{\r\n  b: 2,\r\n\t\r\n  c: 3\r\n}"),
        ("{\n  b: 2, a: 1, // both\n  c: 3\n}", "{\n  b: 2, // both\n  c: 3\n}"),
        ("{\n  a: 1, b: 2, // both\n  c: 3\n}", "{\n  b: 2, // both\n  c: 3\n}"),
        ("{ b: 2\n, a: 1\n}", "{ b: 2\n}"),
        ("{ b: 2, // two\n  a: 1 }", "{ b: 2 // two\n }"),
        ("{\n  b: 2,\n  a: 1 }", "{\n  b: 2 }"),
        ("{ a: 1, b: 2, a: 3, a: 4 }", "{ b: 2 }"),
        ("{\n  a: 1,\n  a: {\n    x: 1\n  }\n}", "{}"),
        ("{\n  // why\n  a: 1\n}", "{\n  // why\n}"),
        ("{ c: 3 }", "{ c: 3 }"),
        ("", ""),
    ];
    for (before, after) in table {
        assert_eq!(remove(before, "a"), after, "{before:?}");
    }
    assert_eq!(remove("{ l: [1, 2, 3] }", "l.1"), "{ l: [1, 3] }");
    assert_eq!(remove("{ l: [1] }", "l.0"), "{ l: [] }");
    assert_eq!(remove("{ l: [1] }", "l.7"), "{ l: [1] }");
    assert_eq!(remove("{ l: [1] }", "x.y.z"), "{ l: [1] }");
}

#[test]
fn a_list_that_is_set_keeps_what_stays() {
    let list = "{\n  l: [\n    // about a\n    'a', // a\n    'b', // b\n\n    // about c\n    'c' // c\n    // end\n  ]\n}";
    let agents = "{ l: [\n  { id: 'x', n: 1 /* one */ }, // x\n  { id: 'y', n: 2 }, // y\n] }";
    #[rustfmt::skip]
    let table = [
        // taken out, with its own comment only
        (list, json!(["a", "c"]), "{\n  l: [\n    // about a\n    'a', // a\n\n    // about c\n    'c' // c\n    // end\n  ]\n}"),
        // put in, at its place
        (list, json!(["a", "x", "b", "c"]), "{\n  l: [\n    // about a\n    'a', // a\n    'x',\n    'b', // b\n\n    // about c\n    'c' // c\n    // end\n  ]\n}"),
        (list, json!(["x", "a", "b", "y", "z", "c", "e"]), "{\n  l: [\n    'x',\n    // about a\n    'a', // a\n    'b', // b\n    'y',\n    'z',\n\n    // about c\n    'c', // c\n    'e'\n    // end\n  ]\n}"),
        // one for another
        (list, json!(["a", "x", "c"]), "{\n  l: [\n    // about a\n    'a', // a\n    'x', // b\n\n    // about c\n    'c' // c\n    // end\n  ]\n}"),
        // another order, with the comments
        (list, json!(["c", "a", "b"]), "{\n  l: [\n    // about c\n    'c', // c\n    // about a\n    'a', // a\n\n    'b' // b\n    // end\n  ]\n}"),
        // the same agent, changed and elsewhere
        (agents, json!([{ "id": "y", "n": 2 }, { "id": "x", "n": 3 }]), "{ l: [\n  { id: 'y', n: 2 }, // y\n  { id: 'x', n: 3 /* one */ }, // x\n] }"),
        (agents, json!([{ "id": "x", "n": 1 }, { "id": "z" }, { "id": "y", "n": 2, "m": [1] }]), "{ l: [\n  { id: 'x', n: 1 /* one */ }, // x\n  {\n    id: 'z',\n  },\n  { id: 'y', n: 2, m: [1] }, // y\n] }"),
        // on one line
        ("{ l: [ 'a', /* of b */ 'b', 'c' /* of c */ ] }", json!(["b", "c", "a"]), "{ l: [ /* of b */ 'b', 'c' /* of c */, 'a' ] }"),
        ("{ l: ['a', /* of b */ 'b'] }", json!(["x", "a", "y", "b"]), "{ l: ['x', 'a', 'y', /* of b */ 'b'] }"),
        ("{ l: ['a' // of a\n  , 'b'] }", json!(["a", "x", "b"]), "{ l: ['a' // of a\n  , 'x', 'b'] }"),
        ("{ l: [1,2] }", json!([3, 1, 2]), "{ l: [3,1,2] }"),
        ("{ l: [1, 2, // two\n] }", json!([2, 1]), "{ l: [2, 1, // two\n] }"),
        // another order within another order
        ("{ l: [{ id: 'x', m: [1, /* 2 */ 2] }, { id: 'y' }] }", json!([{ "id": "y" }, { "id": "x", "m": [2, 1] }]), "{ l: [{ id: 'y' }, { id: 'x', m: [/* 2 */ 2, 1] }] }"),
    ];
    for (before, value, after) in table {
        assert_eq!(set(before, "l", value.clone()), after, "{before:?} with {value}");
    }
}

#[test]
fn several_edits_are_made_one_on_the_other() {
    let set = |at: &str, value| Edit::Set { path: path(at), value };
    let remove = |at: &str| Edit::Remove { path: path(at) };
    #[rustfmt::skip]
    let table = [
        ("{}", vec![set("a.b", json!(1)), set("a.c", json!(2))], "{\n  \"a\": {\n    \"b\": 1,\n    \"c\": 2\n  }\n}"),
        ("{ a: 1 /* a */ }", vec![remove("a"), set("a", json!(2))], "{ a: 2 /* a */ }"),
        ("{ a: 1 /* a */ }", vec![set("a", json!(2)), set("a", json!(1))], "{ a: 1 /* a */ }"),
        ("{ a: 1 }", vec![set("b", json!(2)), remove("b")], "{ a: 1 }"),
        ("{ a: 1 }", vec![set("b", json!({})), set("b.c", json!(2)), remove("a")], "{\n  b: {\n    c: 2\n  }\n}"),
        ("{\n  // all\n  K: 'x', // mine\n}", vec![set("vars.K", json!("x")), remove("K")], "{\n  // all\n  vars: {\n    K: 'x',\n  },\n}"),
        ("{ l: [1, /* that */ 1, 1] }", vec![remove("l.0"), set("l.1", json!(2)), set("l.2", json!(3))], "{ l: [ /* that */ 1, 2, 3] }"),
        ("{ a: 1, b: { c: 2 }, d: [3] }", vec![set("x", json!(0)), remove("b.c"), set("d.1", json!(4)), set("a", json!(5))], "{ a: 5, b: {}, d: [3, 4], x: 0 }"),
    ];
    for (before, edits, after) in table {
        let found = Document::parse(before).unwrap().apply_all(&edits).unwrap();
        assert_eq!(found.text(), after, "{edits:?}");
    }
    let text = "{ a: 1 }";
    let error =
        Document::parse(text).unwrap().apply_all(&[set("b", json!(1)), set("a.b", json!(1))]);
    assert_eq!(error.unwrap_err().code, Code::ConfigUnexpected);
}

#[test]
fn a_value_of_another_kind_in_the_way_is_named() {
    let document = Document::parse("{ a: 'x', l: [1] }").unwrap();
    for (at, key, found, expected) in [
        ("a.b", "a", "a text", "an object"),
        ("l.b", "l", "a list", "an object"),
        ("a.0", "a", "a text", "a list"),
        ("l.2", "l[2]", "behind the end of its list", "the next element"),
        ("n.1", "n[1]", "behind the end of its list", "the next element"),
    ] {
        let edit = Edit::Set { path: path(at), value: json!(1) };
        let error = document.apply(&edit).unwrap_err();
        assert_eq!(error.code, Code::ConfigUnexpected, "{at}");
        assert_eq!(error.params["key"], key);
        assert_eq!(error.params["found"], found);
        assert_eq!(error.params["expected"], expected);
    }
}

#[test]
fn nesting_beyond_the_bound_is_not_written() {
    let deep = (0..node::MAX_DEPTH).fold(json!(1), |value, _| json!([value]));
    let document = Document::parse("{}").unwrap();
    let error = document.apply(&Edit::Set { path: path("a"), value: deep }).unwrap_err();
    assert_eq!(error.code, Code::ConfigEditUnsafe);
}

#[test]
fn debug_shows_no_text() {
    let document = Document::parse("{ key: 'sk-ant-api03-filler' }").unwrap();
    assert_eq!(format!("{document:?}"), "Document(30 bytes)");
}

#[test]
fn the_second_reader_agrees_on_what_it_would_refuse() {
    for text in [
        r#"["\ud800", "\udc00x", "\ud83d\ude00", "\ud800\ud800"]"#,
        "[0xfffffffffffffffffffffffffffffffffff, -0x10000000000000000000000000000000001]",
        "[-0, -0x0, 1e999, NaN, -NaN, +Infinity, -Infinity]",
    ] {
        let document = Document::parse(text).unwrap();
        let second = check::second_reading(text, &document.parsed);
        assert!(second == Some(document.tree()), "{text}");
    }
}

#[test]
fn paths_read_as_people_write_them() {
    let path = Path::from(["auth", "profiles", "anthropic:default"]);
    assert_eq!(path.to_string(), "auth.profiles[\"anthropic:default\"]");
    assert_eq!(Path::from(["list"]).join(0).join("model").to_string(), "list[0].model");
}
