//! Random documents in many hands × random edits.

use chela_core::config::reconcile::reconcile;
use chela_core::config::splice::{inverted, spliced, splices};
use chela_core::config::{Document, Edit, Key, Path};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::scribe::{Scribe, comments};

/// All places of a value, and what stands there.
fn places(value: &Value, at: &Path, out: &mut Vec<(Path, Value)>) {
    out.push((at.clone(), value.clone()));
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &at.join(index), out);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                places(member, &at.join(name.clone()), out);
            }
        }
        _ => {}
    }
}

/// The value with `new` at `path`, or without what is there.
fn changed(value: &Value, path: &[Key], new: Option<&Value>) -> Value {
    let mut value = value.clone();
    match path {
        [] => return new.cloned().unwrap_or_default(),
        [key] if new.is_none() => match (&mut value, key) {
            (Value::Object(members), Key::Name(name)) => drop(members.shift_remove(name)),
            (Value::Array(items), Key::Index(index)) => drop(items.remove(*index)),
            _ => unreachable!(),
        },
        [key, rest @ ..] => match (&mut value, key) {
            (Value::Object(members), Key::Name(name)) => {
                let inner = members.get(name).cloned().unwrap_or_default();
                members.insert(name.clone(), changed(&inner, rest, new));
            }
            (Value::Array(items), Key::Index(index)) => {
                let inner = items.get(*index).cloned().unwrap_or_default();
                items.resize((*index + 1).max(items.len()), Value::Null);
                items[*index] = changed(&inner, rest, new);
            }
            _ => unreachable!(),
        },
    }
    value
}

fn document(seed: u64) -> (Document, Vec<(Path, Value)>, Scribe) {
    let mut scribe = Scribe::new(seed);
    let document = Document::parse(&scribe.document()).unwrap();
    let mut all = Vec::new();
    places(&document.value(), &Path::default(), &mut all);
    (document, all, scribe)
}

/// Checks value and readers, and that what leads there leads back.
fn sound(before: &Document, after: &Document, expected: &Value) {
    assert_eq!(after.value(), *expected, "\n{}\n{}", before.text(), after.text());
    let second: Value = json5::from_str(after.text()).unwrap();
    let second = Document::parse(&second.to_string()).unwrap().value();
    assert_eq!(second, *expected);
    let there = splices(before.text(), after.text());
    assert_eq!(spliced(after.text(), &inverted(&there)).unwrap(), before.text());
}

/// Whether `longer` holds the characters of `text` in their order.
fn kept_all(text: &str, longer: &str) -> bool {
    let mut longer = longer.chars();
    text.chars().all(|wanted| longer.any(|c| c == wanted))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_to_do_changes_nothing(seed: u64) {
        let (document, all, _) = document(seed);
        for (path, value) in &all {
            let same = document.apply(&Edit::Set { path: path.clone(), value: value.clone() }).unwrap();
            prop_assert_eq!(same.text(), document.text());
            let absent = path.join("absent");
            let same = document.apply(&Edit::Remove { path: absent }).unwrap();
            prop_assert_eq!(same.text(), document.text());
        }
    }

    #[test]
    fn a_member_under_another_name_keeps_everything_but_that(seed: u64) {
        let (document, all, _) = document(seed);
        for (path, value) in &all {
            let Some((Key::Name(_), parent)) = path.0.split_last() else { continue };
            let renamed = Edit::Rename { path: path.clone(), name: "fresh".into() };
            // Not where the name stands twice.
            let Ok(after) = document.apply(&renamed) else { continue };
            let expected = changed(&document.value(), &path.0, None);
            let place = Path(parent.to_vec()).join("fresh");
            sound(&document, &after, &changed(&expected, &place.0, Some(value)));
            let comments = |text: &str| (text.matches("//").count(), text.matches("/*").count());
            prop_assert_eq!(comments(after.text()), comments(document.text()));
            prop_assert_eq!(after.text().lines().count(), document.text().lines().count());
        }
    }

    #[test]
    fn a_new_key_is_put_in_and_taken_out_again(seed: u64) {
        let (document, all, mut scribe) = document(seed);
        let parents = all.iter().filter(|(_, value)| value.as_object().is_some_and(|o| !o.is_empty()));
        for (parent, _) in parents {
            let value = scribe.dice.value(2);
            let path = parent.join(scribe.dice.pick(&["fresh", "fresh-one"]));
            let after = document.apply(&Edit::Set { path: path.clone(), value: value.clone() }).unwrap();
            sound(&document, &after, &changed(&document.value(), &path.0, Some(&value)));
            prop_assert!(kept_all(document.text(), after.text()));
            let back = after.apply(&Edit::Remove { path }).unwrap();
            prop_assert_eq!(back.text(), document.text(), "after:\n{}", after.text());
        }
    }

    #[test]
    fn a_value_is_replaced_and_nothing_else(seed: u64) {
        let (document, all, mut scribe) = document(seed);
        for (path, old) in all.iter().filter(|(_, value)| !value.is_object() && !value.is_array()) {
            let value = scribe.dice.value(2);
            let after = document.apply(&Edit::Set { path: path.clone(), value: value.clone() }).unwrap();
            sound(&document, &after, &changed(&document.value(), &path.0, Some(&value)));
            prop_assert_eq!(comments(document.text()), comments(after.text()));
            if !value.is_object() && !value.is_array() {
                // At most the old text is gone, and it was in one place.
                let there = splices(document.text(), after.text());
                prop_assert!(there.len() <= 1);
                let most = old.to_string().len() * 2;
                prop_assert!(there.iter().all(|splice| splice.removed.len() <= most));
            }
        }
    }

    #[test]
    fn what_is_removed_takes_no_other_comment_along(seed: u64) {
        let (document, all, _) = document(seed);
        for (path, old) in all.iter().filter(|(path, _)| !path.0.is_empty()) {
            let after = document.apply(&Edit::Remove { path: path.clone() }).unwrap();
            sound(&document, &after, &changed(&document.value(), &path.0, None));
            prop_assert!(kept_all(after.text(), document.text()));
            let left = comments(after.text());
            for comment in comments(document.text()) {
                let plain = !old.is_object() && !old.is_array();
                prop_assert!(left.contains(&comment) || !plain || !comment.starts_with("above"));
            }
        }
    }

    #[test]
    fn a_whole_object_is_set_member_by_member(seed: u64) {
        let (document, all, mut scribe) = document(seed);
        for (path, _) in all.iter().filter(|(_, value)| value.is_object() || value.is_array()) {
            let value = scribe.dice.value(3);
            let after = document.apply(&Edit::Set { path: path.clone(), value: value.clone() }).unwrap();
            sound(&document, &after, &changed(&document.value(), &path.0, Some(&value)));
        }
    }

    #[test]
    fn a_batch_of_edits_has_the_value_of_one_after_the_other(seed: u64) {
        let (document, _, mut scribe) = document(seed);
        let mut edits = Vec::new();
        let mut one_by_one = document.clone();
        for _ in 0..6 {
            let mut all = Vec::new();
            places(&one_by_one.value(), &Path::default(), &mut all);
            let (path, value) = &all[scribe.dice.below(all.len())];
            let edit = match (value, scribe.dice.below(4)) {
                (_, 0) if !path.0.is_empty() => Edit::Remove { path: path.clone() },
                (Value::Object(_), 1) => Edit::Set { path: path.join("fresh"), value: scribe.dice.value(2) },
                (Value::Array(items), 1) => Edit::Set { path: path.join(items.len()), value: scribe.dice.value(2) },
                _ => Edit::Set { path: path.clone(), value: scribe.dice.value(3) },
            };
            one_by_one = one_by_one.apply(&edit).unwrap();
            edits.push(edit);
        }
        let at_once = document.apply_all(&edits).unwrap();
        sound(&document, &at_once, &one_by_one.value());
        if at_once.value() == document.value() {
            prop_assert_eq!(at_once.text(), document.text());
        }
    }

    #[test]
    fn reconciling_keeps_the_comments_at_what_is_left(seed: u64) {
        let (document, all, mut scribe) = document(seed);
        let mut theirs = document.value();
        // New values for some scalars, a new member for some objects, whatever the comments. What
        // became of an element that has the value of another one nobody could say.
        for (number, (path, value)) in all.iter().enumerate() {
            match value {
                Value::Array(_) => {}
                Value::Object(_) if scribe.dice.one_in(3) => {
                    theirs = changed(&theirs, &path.join("zz").0, Some(&scribe.dice.value(2)));
                }
                Value::Object(_) => {}
                _ if scribe.dice.one_in(3) => {
                    theirs = changed(&theirs, &path.0, Some(&json!(format!("fresh {number}"))));
                }
                _ => {}
            }
        }
        let found = reconcile(document.text(), &theirs.to_string()).unwrap();
        sound(&document, &Document::parse(&found.text).unwrap(), &Document::parse(&theirs.to_string()).unwrap().value());
        prop_assert!(found.lost.is_empty(), "{:?}\n{}\n{theirs}\n{}", found.lost, document.text(), found.text);
        prop_assert_eq!(comments(document.text()).len(), comments(&found.text).len());
    }

    #[test]
    fn any_text_is_taken_or_refused_like_the_second_reader(text in "[ \\[\\]{}:,'\"ab0-9xe.+\\-/*\\n\\\\uN]{0,24}") {
        let first = Document::parse(&text).map(|document| document.value());
        let second: Result<Value, _> = json5::from_str(&text);
        if let (Ok(first), Ok(second)) = (&first, &second) {
            prop_assert_eq!(first, &Document::parse(&second.to_string()).unwrap().value());
        }
        // The second reader alone takes fewer names and no half surrogate pairs.
        prop_assert!(second.is_err() || first.is_ok(), "{:?}", text);
    }
}
