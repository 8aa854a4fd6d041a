//! Members of an object that have another name in another document and the same value: renamed in
//! the text, so that what is written in the value stays.

use std::collections::HashMap;

use super::Document;
use super::align::hash;
use super::node::{Item, Kind, Node};
use super::style::Style;
use super::tree::Tree;
use crate::config::splice::Splice;

impl Document {
    /// The document with the names that `other` has for the same objects and arrays, where they
    /// stand in the same object. Nothing when there is none.
    pub(in crate::config) fn renamed_as_in(&self, other: &Self) -> Option<Self> {
        let root = self.parsed.root.as_ref()?;
        let other = other.tree();
        let mut names = Vec::new();
        find(root, &other, &mut names);
        if names.is_empty() {
            return None;
        }
        names.sort_by_key(|(item, _)| item.start);
        let style = Style::of(self.text(), Some(root));
        let splices: Vec<Splice> = names
            .into_iter()
            .map(|(item, name)| {
                Splice::replace(self.text(), item.start..item.name_end, style.name(name))
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
