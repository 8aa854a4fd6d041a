//! Another nesting of the same settings, in which lines and comments stay: a list of objects becomes
//! an object of them, each under the name that it has in itself, and an object becomes the member of
//! another one in its place. `list: [{ id: 'a', n: 1 }]` → `entries: { a: { n: 1 } }`.

use std::collections::HashSet;

use super::lines::{after_blank, begins_line, tail};
use super::node::{Item, Kind, Node};
use super::style::Style;
use super::tree::Tree;
use super::{Document, Path, child, remove};
use crate::config::splice::Splice;

impl Document {
    /// The document with the list at `list` turned into an object, whose name is then `name`. The
    /// members `id` of the elements become the names in it. Nothing when there is no such list, or
    /// when an element has no name of its own.
    pub(in crate::config) fn keyed(&self, list: &Path, name: &str, id: &str) -> Option<Self> {
        let (last, parents) = list.0.split_last()?;
        let root = self.parsed.root.as_ref()?;
        let parent = parents.iter().try_fold(root, |node, key| Some(&child(node, key)?.value))?;
        let item = child(parent, last)?;
        let Kind::Array(elements) = &item.value.kind else { return None };
        let ids: Vec<(usize, &str)> =
            elements.iter().map(|element| own_name(&element.value, id)).collect::<Option<_>>()?;
        let different: HashSet<_> = ids.iter().map(|(_, id)| id).collect();
        if different.len() < ids.len() {
            return None;
        }

        let text = self.text();
        let style = Style::of(text, Some(root)).near(text, parent.items()?, true);
        let (start, end) = (item.value.start, item.value.end);
        let mut splices = vec![
            Splice::replace(text, item.start..item.name_end, style.name(name)),
            Splice::replace(text, start..start + 1, "{"),
        ];
        for (element, (at, id)) in elements.iter().zip(ids) {
            splices.push(Splice::insert(element.start, style.name(id) + style.colon));
            splices.extend(without(text, &element.value, at));
        }
        splices.push(Splice::replace(text, end - 1..end, "}"));
        self.with(&splices)
    }

    /// The document with what stands at `path` as the only member, `name`, of an object there:
    /// `env: { A: 1 }` → `env: { vars: { A: 1 } }`.
    pub(in crate::config) fn wrapped(&self, path: &Path, name: &str) -> Option<Self> {
        let root = self.parsed.root.as_ref()?;
        let node = path.0.iter().try_fold(root, |node, key| Some(&child(node, key)?.value))?;
        let style = Style::of(self.text(), Some(root));
        let (name, pad) = (style.name(name) + style.colon, style.pad(true));
        self.with(&[
            Splice::insert(node.start, format!("{{{pad}{name}")),
            Splice::insert(node.end, format!("{pad}}}")),
        ])
    }
}

/// Which member names an element, and how; nothing when none does, or more than one.
fn own_name<'n>(node: &'n Node, id: &str) -> Option<(usize, &'n str)> {
    let Kind::Object(items) = &node.kind else { return None };
    let mut named = items.iter().enumerate().filter(|(_, item)| item.name == id);
    match (named.next()?, named.next()) {
        ((at, Item { value: Node { kind: Kind::Scalar(Tree::String(id)), .. }, .. }), None) => {
            Some((at, id))
        }
        _ => None,
    }
}

/// Takes a member out, and leaves a comment behind it on its line, which is about the whole element.
fn without(text: &str, node: &Node, at: usize) -> Vec<Splice> {
    let Some(item) = node.items().and_then(|items| items.get(at)) else { return Vec::new() };
    let tail = tail(text, item.end());
    if begins_line(text, item.start) && tail.ends_line && tail.end > item.end() {
        return vec![Splice::replace(text, item.start..after_blank(text, item.end()), "")];
    }
    remove::remove(text, node, &[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_becomes_an_object() {
        #[rustfmt::skip]
        let table = [
            (
                "{\n  l: [\n    // first\n    { id: 'a', n: 1 }, // a\n    {\n      id: 'b', // b\n      n: 2,\n    },\n    { 'id': 'x-y' /* z */ }\n  ], // end\n}",
                Some("{\n  o: {\n    // first\n    a: { n: 1 }, // a\n    b: {\n      // b\n      n: 2,\n    },\n    'x-y': { /* z */ }\n  }, // end\n}"),
            ),
            ("{ \"l\": [] }", Some("{ \"o\": {} }")),
            ("{ l: [{ id: 'a' }, { id: 'a' }] }", None),
            ("{ l: [{ id: 'a', id: 'b' }] }", None),
            ("{ l: [{ id: 1 }] }", None),
            ("{ l: [{ n: 1 }] }", None),
            ("{ l: ['a'] }", None),
            ("{ l: {} }", None),
            ("{}", None),
        ];
        for (before, after) in table {
            let found = Document::parse(before).unwrap().keyed(&["l"].into(), "o", "id");
            assert_eq!(found.as_ref().map(Document::text), after, "{before}");
        }
    }

    #[test]
    fn an_object_is_put_into_another() {
        let document = Document::parse("{\n  'env': {\n    'A': 1, // a\n  }, // env\n}").unwrap();
        let after = document.wrapped(&["env"].into(), "vars").unwrap();
        assert_eq!(after.text(), "{\n  'env': { 'vars': {\n    'A': 1, // a\n  } }, // env\n}");
        assert!(document.wrapped(&["other"].into(), "vars").is_none());
    }
}
