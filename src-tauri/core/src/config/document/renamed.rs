//! Members that get another name in the text, so that their place and what is written in their value
//! stay: as edits ask for it, or because another document has the same value under that name.

use std::collections::HashMap;

use super::align::hash;
use super::node::{Item, Kind, Node};
use super::style::{Style, quoted};
use super::tree::Tree;
use super::{Document, Edit};
use crate::config::splice::Splice;

impl Document {
    /// The document after edits of names alone, if it holds `expected` then.
    pub(super) fn with_names(&self, edits: &[&Edit], expected: &Tree) -> Option<Self> {
        if *expected == self.tree() {
            return Some(self.clone());
        }
        let names = edits.iter().filter_map(|edit| match edit {
            Edit::Rename { path, name } => Some((self.item(path)?, name.as_str())),
            Edit::Set { .. } | Edit::Remove { .. } => None,
        });
        self.named(names.collect()).filter(|after| after.holds(expected))
    }

    /// The document with the names that `other` has for the same objects and arrays, where they
    /// stand in the same object. Nothing when there is none.
    pub(in crate::config) fn renamed_as_in(&self, other: &Self) -> Option<Self> {
        let root = self.parsed.root.as_ref()?;
        let other = other.tree();
        let mut names = Vec::new();
        find(root, &other, &mut names);
        if names.is_empty() { None } else { self.named(names) }
    }

    /// The document with other names for members, in quotation marks where the old ones are.
    fn named(&self, mut names: Vec<(&Item, &str)>) -> Option<Self> {
        names.sort_by_key(|(item, _)| item.start);
        let style = Style::of(self.text(), self.parsed.root.as_ref());
        let splices: Vec<Splice> = names
            .into_iter()
            .map(|(item, name)| {
                let name = match self.text()[item.start..].chars().next() {
                    Some(mark @ ('"' | '\'')) => quoted(name, mark),
                    _ => style.name(name),
                };
                Splice::replace(self.text(), item.start..item.name_end, name)
            })
            .collect();
        self.with(&splices)
    }
}

/// Collects the members of `node` and below whose name is gone, each with its new one.
fn find<'f>(node: &'f Node, other: &'f Tree, names: &mut Vec<(&'f Item, &'f str)>) {
    let (Kind::Object(items), Tree::Object(others)) = (&node.kind, other) else { return };
    let members = node.members();
    let mut new: HashMap<u64, &str> = others
        .iter()
        .filter(|(name, value)| !members.contains_key(name.as_str()) && is_telling(value))
        .map(|(name, value)| (hash(value), name.as_str()))
        .collect();
    for item in items {
        match others.get(&item.name) {
            Some(other) => find(&item.value, other, names),
            None if new.is_empty() => {}
            None => {
                let name = new.remove(&hash(&item.value.tree()));
                names.extend(name.map(|name| (item, name)));
            }
        }
    }
}

/// Whether two with this value are likely the same: not if it is empty or a single value.
fn is_telling(value: &Tree) -> bool {
    match value {
        Tree::Object(members) => !members.is_empty(),
        Tree::Array(items) => !items.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::document::{Key, Path};

    #[test]
    fn a_member_keeps_its_place_and_its_comments_under_a_new_name() {
        let rename = |path: &str| Edit::Rename {
            path: Path(path.split_terminator('.').map(Key::from).collect()),
            name: "new".into(),
        };
        #[rustfmt::skip]
        let table = [
            ("{ a: 1, /* b */ old: 2, // two\n c: 3 }", "old", Some("{ a: 1, /* b */ new: 2, // two\n c: 3 }")),
            (r#"{"old":{"old":1}}"#, "old.old", Some(r#"{"old":{"new":1}}"#)),
            ("{ 'old': [{ \\u006fld: 1 }], x: { old: 2 } }", "x.old old", Some("{ 'new': [{ \\u006fld: 1 }], x: { new: 2 } }")),
            ("{ a: 1 }", "old a.old b.old", Some("{ a: 1 }")),
            ("", "old", Some("")),
            // Its name is taken, or it stands there twice.
            ("{ old: 1, new: 2 }", "old", None),
            ("{ old: 1, old: 2 }", "old", None),
        ];
        for (text, paths, expected) in table {
            let edits: Vec<Edit> = paths.split(' ').map(rename).collect();
            let after = Document::parse(text).unwrap().apply_all(&edits);
            assert_eq!(after.ok().as_ref().map(Document::text), expected, "{text}");
        }
    }

    #[test]
    fn a_value_keeps_its_text_under_another_name() {
        #[rustfmt::skip]
        let table = [
            ("{ m: { 'a/1': { x: 1 /* one */ }, // a\n 'b/1': { x: 2 } } }", r#"{ "m": { "b/2": { "x": 2 }, "a/2": { "x": 1 } } }"#, Some("{ m: { 'a/2': { x: 1 /* one */ }, // a\n 'b/2': { x: 2 } } }")),
            ("{ a: [1], b: [1] }", r#"{ "c": [1] }"#, Some("{ c: [1], b: [1] }")),
            ("{ a: 1, b: {} }", r#"{ "c": 1, "d": {} }"#, None),
            ("{ a: [1] }", r#"{ "a": [1], "b": [1] }"#, None),
            ("{ a: [1], b: [2] }", r#"{ "b": [1] }"#, None),
        ];
        for (ours, theirs, expected) in table {
            let (ours, theirs) = (Document::parse(ours).unwrap(), Document::parse(theirs).unwrap());
            let found = ours.renamed_as_in(&theirs);
            assert_eq!(found.as_ref().map(Document::text), expected, "{}", ours.text());
        }
    }
}
