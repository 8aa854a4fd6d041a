//! What a text is to hold, worked out from edits before the text is touched. Knows of each value
//! where in the text it comes from, by its name or index, and nothing of how anything is written.

use indexmap::IndexMap;
use indexmap::map::Entry;
use serde_json::Value;

use super::align::origins;
use super::node::{Kind, Node};
use super::tree::Tree;
use super::{Edit, Key, Path};
use crate::text::say;
use crate::{Code, Error, Result};

/// A value that is to stand in the text.
pub(super) enum Sketch {
    /// Neither array nor object.
    Scalar(Tree),
    /// An array.
    Array(Vec<Element>),
    /// An object. A member comes from the one of its name in the text, if there is one.
    Object(IndexMap<String, Sketch>),
}

/// An element of an array.
pub(super) struct Element {
    /// Its index in the text; nothing when it is new.
    pub(super) from: Option<usize>,
    pub(super) value: Sketch,
}

impl From<Tree> for Sketch {
    /// Of what is new.
    fn from(tree: Tree) -> Self {
        match tree {
            Tree::Array(items) => Self::Array(items.into_iter().map(Element::new).collect()),
            Tree::Object(members) => Self::Object(
                members.into_iter().map(|(name, value)| (name, value.into())).collect(),
            ),
            scalar => Self::Scalar(scalar),
        }
    }
}

impl Element {
    fn new(value: Tree) -> Self {
        Self { from: None, value: value.into() }
    }
}

impl Sketch {
    /// Of what stands in a text.
    pub(super) fn of(node: &Node) -> Self {
        match &node.kind {
            Kind::Scalar(tree) => Self::Scalar(tree.clone()),
            Kind::Array(items) => {
                let items = items.iter().enumerate();
                let element = |(at, item): (usize, &super::node::Item)| Element {
                    from: Some(at),
                    value: Self::of(&item.value),
                };
                Self::Array(items.map(element).collect())
            }
            Kind::Object(items) => {
                let members = items.iter().map(|item| (item.name.clone(), Self::of(&item.value)));
                Self::Object(members.collect())
            }
        }
    }

    /// The plain value.
    pub(super) fn tree(&self) -> Tree {
        match self {
            Self::Scalar(tree) => tree.clone(),
            Self::Array(elements) => Tree::Array(elements.iter().map(|e| e.value.tree()).collect()),
            Self::Object(members) => Tree::Object(
                members.iter().map(|(name, value)| (name.clone(), value.tree())).collect(),
            ),
        }
    }

    /// Makes an edit.
    ///
    /// # Errors
    /// `config-unexpected` (`key`, `found`, `expected`) when a value in the way is of another
    /// kind.
    pub(super) fn apply(&mut self, edit: &Edit) -> Result<()> {
        match edit {
            Edit::Set { path, value } => self.set(path, value),
            Edit::Remove { path } => self.remove(path),
            Edit::Rename { path, name } => self.rename(path, name),
        }
    }

    fn set(&mut self, path: &Path, value: &Value) -> Result<()> {
        let mut at = self;
        for (depth, key) in path.0.iter().enumerate() {
            let rest = &path.0[depth + 1..];
            let nested = || nested(rest, value.into()).ok_or_else(|| missing_element(path));
            at = match (at, key) {
                (Self::Object(members), Key::Name(name)) => match members.entry(name.clone()) {
                    Entry::Occupied(member) => member.into_mut(),
                    Entry::Vacant(place) => {
                        place.insert(nested()?.into());
                        return Ok(());
                    }
                },
                (Self::Array(elements), Key::Index(index)) if *index == elements.len() => {
                    elements.push(Element::new(nested()?));
                    return Ok(());
                }
                (Self::Array(elements), Key::Index(index)) => match elements.get_mut(*index) {
                    Some(element) => &mut element.value,
                    None => return Err(missing_element(path)),
                },
                (other, key) => {
                    let name = matches!(key, Key::Name(_));
                    let expected = if name { "kind.object" } else { "kind.list" };
                    let here = Path(path.0[..depth].to_vec());
                    return Err(unexpected(&here, other.sort(), expected));
                }
            };
        }
        at.become_value(value.into());
        Ok(())
    }

    fn remove(&mut self, path: &Path) -> Result<()> {
        let Some((last, parents)) = path.0.split_last() else {
            return Err(unexpected(path, "edit.whole-file", "edit.setting"));
        };
        match (parents.iter().try_fold(self, |at, key| at.child(key)), last) {
            (Some(Self::Object(members)), Key::Name(name)) => {
                members.shift_remove(name);
            }
            (Some(Self::Array(elements)), Key::Index(index)) if *index < elements.len() => {
                elements.remove(*index);
            }
            _ => {}
        }
        Ok(())
    }

    fn rename(&mut self, path: &Path, name: &str) -> Result<()> {
        let Some((Key::Name(old), parents)) = path.0.split_last() else {
            return Err(unexpected(path, "edit.no-member", "edit.member"));
        };
        let parent = parents.iter().try_fold(self, |at, key| at.child(key));
        let Some(Self::Object(members)) = parent else { return Ok(()) };
        let Some((at, _, value)) = members.shift_remove_full(old) else { return Ok(()) };
        if members.contains_key(name) {
            return Err(unexpected(path, "edit.name-taken", "edit.name-free"));
        }
        members.shift_insert(at, name.to_owned(), value);
        Ok(())
    }

    fn child(&mut self, key: &Key) -> Option<&mut Self> {
        match (self, key) {
            (Self::Object(members), Key::Name(name)) => members.get_mut(name),
            (Self::Array(elements), Key::Index(index)) => {
                Some(&mut elements.get_mut(*index)?.value)
            }
            _ => None,
        }
    }

    /// Takes another value, member by member and element by element, so that what stays the same
    /// is known to.
    pub(super) fn become_value(&mut self, value: Tree) {
        match (self, value) {
            (Self::Object(members), Tree::Object(after)) => {
                let mut before = std::mem::take(members);
                members.extend(after.into_iter().map(|(name, value)| {
                    let value = match before.swap_remove(&name) {
                        Some(old) => old.turned(value),
                        None => value.into(),
                    };
                    (name, value)
                }));
            }
            (Self::Array(elements), Tree::Array(after)) => {
                let before: Vec<Tree> = elements.iter().map(|e| e.value.tree()).collect();
                let origins = origins(&before, &after);
                let mut old: Vec<_> = std::mem::take(elements).into_iter().map(Some).collect();
                elements.extend(after.into_iter().zip(origins).map(|(value, origin)| {
                    match origin.and_then(|at| old[at].take()) {
                        Some(Element { from, value: old }) => {
                            Element { from, value: old.turned(value) }
                        }
                        None => Element::new(value),
                    }
                }));
            }
            (other, value) => *other = value.into(),
        }
    }

    fn turned(mut self, value: Tree) -> Self {
        self.become_value(value);
        self
    }

    /// Counts the elements that come from the text anew: those that are gone no longer stand there.
    pub(super) fn renumber(&mut self) {
        match self {
            Self::Scalar(_) => {}
            Self::Object(members) => members.values_mut().for_each(Self::renumber),
            Self::Array(elements) => {
                let origins = elements.iter_mut().filter_map(|element| element.from.as_mut());
                origins.enumerate().for_each(|(at, from)| *from = at);
                elements.iter_mut().for_each(|element| element.value.renumber());
            }
        }
    }

    /// What it is: the key of the words.
    fn sort(&self) -> &'static str {
        match self {
            Self::Scalar(Tree::Null) => "kind.null",
            Self::Scalar(Tree::Bool(_)) => "kind.flag",
            Self::Scalar(Tree::Number(_)) => "kind.number",
            Self::Scalar(_) => "kind.text",
            Self::Array(_) => "kind.list",
            Self::Object(_) => "kind.object",
        }
    }
}

/// `value` inside the objects (and lists of one) that lead to it.
fn nested(keys: &[Key], value: Tree) -> Option<Tree> {
    keys.iter().rev().try_fold(value, |value, key| match key {
        Key::Name(name) => Some(Tree::Object([(name.clone(), value)].into_iter().collect())),
        Key::Index(0) => Some(Tree::Array(vec![value])),
        Key::Index(_) => None,
    })
}

fn missing_element(path: &Path) -> Error {
    unexpected(path, "edit.past-end", "edit.next-element")
}

/// `found` and `expected` are keys of the catalogue.
fn unexpected(path: &Path, found: &str, expected: &str) -> Error {
    let key = if path.0.is_empty() { "{ }".to_owned() } else { path.to_string() };
    Error::new(Code::ConfigUnexpected)
        .with("key", key)
        .with("found", say(found, &[]))
        .with("expected", say(expected, &[]))
}
