//! A config text is read and edited.
//!
//! Choices: where, what to do there (`0` a scalar, `1` a new member or element, `2` a removal,
//! `3` any value), and with which name and value.

use chela_core::Code;
use chela_core::config::{Document, Edit, Key, Path};
use serde_json::{Value, json};

use crate::input::{Choices, is_kept_in};

const NAMES: [&str; 8] = ["fresh", "fresh-one", "", "é", "a\u{2028}b", "it's", "$ref", "\"\\"];

/// Checks one input.
///
/// # Panics
/// When an invariant does not hold.
pub fn check(bytes: &[u8]) {
    let (mut choices, text) = Choices::and_text(bytes);
    let document = match Document::parse(&text) {
        Ok(document) => document,
        Err(error) => return refused(&text, &error),
    };
    assert_eq!(document.text(), text);
    let value = document.value();
    second_reader_agrees(&text, &value);

    let mut places = Vec::new();
    collect(&value, &Path::default(), &mut places);
    let (path, old) = choices.pick(&places).clone();
    let same = apply(&document, Edit::Set { path: path.clone(), value: old.clone() });
    // Of `NaN` the value is null, and null is another value.
    let told_whole = !document.is_blank() && !holds_null(&old);
    assert!(same.text() == text || !told_whole, "a no-op changes nothing");
    match choices.below(4) {
        0 => replace_scalar(&document, &path, &old),
        1 => put_in(&document, &path, &old, &mut choices),
        2 if !path.0.is_empty() => take_out(&document, &path),
        _ => set_any(&document, &path, &mut choices),
    }
}

fn refused(text: &str, error: &chela_core::Error) {
    if error.code == Code::ConfigUnreadable {
        return;
    }
    assert_eq!(error.code, Code::ConfigUnparsable);
    let number = |name: &str| error.params[name].parse::<usize>().unwrap();
    assert!(
        number("line") <= text.chars().filter(|c| "\n\r\u{2028}\u{2029}".contains(*c)).count() + 1
    );
    assert!(number("column") <= text.chars().count() + 1);
    assert!(!error.params["detail"].is_empty());
    // The second reader recurses, and no text that nests deeper reaches it.
    if text.bytes().filter(|byte| b"[{".contains(byte)).count() < 200 {
        assert!(json5::from_str::<Value>(text).is_err(), "only the second reader takes it");
    }
}

/// Where `json5` takes a text too (it knows fewer names and no half surrogate pairs), it sees the
/// same.
fn second_reader_agrees(text: &str, value: &Value) {
    if let Ok(second) = json5::from_str::<Value>(text) {
        assert_eq!(Document::parse(&second.to_string()).unwrap().value(), *value);
    }
}

fn collect(value: &Value, at: &Path, out: &mut Vec<(Path, Value)>) {
    out.push((at.clone(), value.clone()));
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &at.join(index), out);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                collect(member, &at.join(name.clone()), out);
            }
        }
        _ => {}
    }
}

fn holds_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(holds_null),
        Value::Object(members) => members.values().any(holds_null),
        _ => false,
    }
}

/// The document after an edit that must be possible.
fn apply(document: &Document, edit: Edit) -> Document {
    match document.apply(&edit) {
        Ok(after) => after,
        Err(error) => panic!("{error:?}: {edit:?} of {:?}", document.text()),
    }
}

/// A scalar in the place of a scalar: the bytes around it are the bytes around it before.
fn replace_scalar(document: &Document, path: &Path, old: &Value) {
    if old.is_object() || old.is_array() || document.is_blank() {
        return;
    }
    let numbers: Vec<Value> = (1..=3).map(|n| json!(n)).filter(|number| number != old).collect();
    let after = |value: &Value| {
        let after = apply(document, Edit::Set { path: path.clone(), value: value.clone() });
        assert_eq!(after.get(path).as_ref(), Some(value));
        after.text().to_owned()
    };
    let (one, other) = (after(&numbers[0]), after(&numbers[1]));
    // Two digits differ in their place alone, which tells where the scalar stood.
    let head = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let tail = one.len() - head - 1;
    let text = document.text();
    assert_eq!(text[..head], one[..head]);
    assert_eq!(text[text.len() - tail..], one[one.len() - tail..]);
    let scalar = Document::parse(&text[head..text.len() - tail]).unwrap();
    assert_eq!(scalar.value(), *old, "all that went is the scalar");
}

/// A new member or element: nothing of the text is gone, and taken out again it leaves none behind.
fn put_in(document: &Document, at: &Path, old: &Value, choices: &mut Choices<'_>) {
    let (path, bare) = match old {
        Value::Array(items) => (at.join(items.len()), items.is_empty()),
        Value::Object(members) => {
            let name = *choices.pick(&NAMES);
            if members.contains_key(name) {
                return;
            }
            (at.join(name), members.is_empty())
        }
        _ => return,
    };
    let value = value(choices);
    let Some(after) =
        nested_no_deeper(document, Edit::Set { path: path.clone(), value: value.clone() })
    else {
        return;
    };
    assert_eq!(after.value(), changed(&document.value(), &path.0, Some(&value)));
    assert!(is_kept_in(document.text(), after.text()));
    if !bare {
        let back = apply(&after, Edit::Remove { path });
        let (back, text) = (unspaced(back.text()), unspaced(document.text()));
        assert_eq!(back, text, "by way of {:?}", after.text());
    }
}

/// A text without blank space: of lines that end differently, or in spaces, a line that goes takes
/// its own end along.
fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect()
}

fn take_out(document: &Document, path: &Path) {
    let after = apply(document, Edit::Remove { path: path.clone() });
    assert_eq!(after.value(), changed(&document.value(), &path.0, None));
    assert!(is_kept_in(after.text(), document.text()));
}

fn set_any(document: &Document, path: &Path, choices: &mut Choices<'_>) {
    let value = value(choices);
    let edit = Edit::Set { path: path.clone(), value: value.clone() };
    if let Some(after) = nested_no_deeper(document, edit) {
        assert_eq!(after.value(), changed(&document.value(), &path.0, Some(&value)));
    }
}

/// The document after an edit, unless it would nest too deep.
fn nested_no_deeper(document: &Document, edit: Edit) -> Option<Document> {
    let deep = document.text().bytes().filter(|byte| b"[{".contains(byte)).count() > 190;
    if deep { document.apply(&edit).ok() } else { Some(apply(document, edit)) }
}

fn value(choices: &mut Choices<'_>) -> Value {
    match choices.below(8) {
        0 => json!("plain"),
        1 => json!("it's \"so\"\\\u{2028}\u{0}é"),
        2 => json!(null),
        3 => json!(-1.5e300),
        4 => json!({}),
        5 => json!([]),
        6 => json!({ "a": [1, { "b": "x" }], "a b": null }),
        _ => json!([[], true, "x"]),
    }
}

/// `value` with `new` at a path, or without what is there.
fn changed(value: &Value, path: &[Key], new: Option<&Value>) -> Value {
    let mut value = value.clone();
    match path {
        [] => return new.cloned().unwrap_or_default(),
        [Key::Name(name)] if new.is_none() => {
            value.as_object_mut().unwrap().shift_remove(name);
        }
        [Key::Index(index)] if new.is_none() => {
            value.as_array_mut().unwrap().remove(*index);
        }
        [Key::Name(name), rest @ ..] => {
            let members = value.as_object_mut().unwrap();
            let inner = members.get(name).cloned().unwrap_or_default();
            members.insert(name.clone(), changed(&inner, rest, new));
        }
        [Key::Index(index), rest @ ..] => {
            let items = value.as_array_mut().unwrap();
            items.resize((*index + 1).max(items.len()), Value::Null);
            items[*index] = changed(&items[*index], rest, new);
        }
    }
    value
}
