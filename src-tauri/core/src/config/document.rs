//! JSON5 text → edited text. Every byte outside the edit stays as it is.
//!
//! The text is read into nested stretches (`node`), edits are made on its value (`sketch`, `align`)
//! and then on the text, as splices (`change`, `reorder`, `remove`, `place`, `renamed`) in its own style
//! (`style`), and the outcome is read twice: by the reader here and by the `json5` crate (`check`).
//! Both must see the value of before plus the asked changes, or there is no outcome. Time and memory
//! grow with the text and the number of edits, not with their product. Files, folders and `$include`
//! are not known here.
//!
//! The reader is our own because it has to say where every comma and comment stands, take what
//! people's editors leave (byte order marks, escaped names) and refuse what OpenClaw refuses.

mod align;
mod change;
mod check;
mod comments;
mod keyed;
mod lines;
mod node;
mod path;
mod place;
mod remove;
mod renamed;
mod reorder;
mod scalar;
mod scan;
mod sketch;
mod style;
mod survey;
mod tree;

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use self::node::{Kind, Node, Parsed, Refusal};
pub use self::path::{Edit, Key, Path};
pub(in crate::config) use self::scan::is_break;
use self::sketch::Sketch;
use self::tree::Tree;
use crate::{Code, Error, Result};

/// A parsed text.
#[derive(Clone)]
pub struct Document {
    text: Arc<str>,
    parsed: Arc<Parsed>,
}

impl std::fmt::Debug for Document {
    /// Without the text, which can hold the user's own plaintext.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Document({} bytes)", self.text.len())
    }
}

impl Document {
    /// Parses. An empty text (or one of blank space only) is an empty object.
    ///
    /// # Errors
    /// `config-unparsable` with `line`, `column` (from 1, in characters) and `detail`;
    /// `config-unreadable` with `detail` when it is nested too deep.
    pub fn parse(text: &str) -> Result<Self> {
        let parsed = node::parse(text).map_err(|refusal| match refusal {
            Refusal::Mistake(fault) => {
                let (line, column) = lines::position(text, fault.at);
                Error::new(Code::ConfigUnparsable)
                    .with("line", line)
                    .with("column", column)
                    .with("detail", fault.words)
            }
            Refusal::TooDeep => Error::unreadable("too-deep"),
        })?;
        Ok(Self { text: text.into(), parsed: Arc::new(parsed) })
    }

    /// The text as it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole value as readers take it; see [`Document::get`].
    pub fn value(&self) -> Value {
        self.tree().to_value()
    }

    /// The value at a path as readers take it: of duplicate keys the last. What JSON cannot
    /// hold (`NaN`, `Infinity`) comes out as null, as in `JSON.stringify`; half a surrogate pair
    /// as U+FFFD; a number without a fraction as a whole number, however it is written.
    pub fn get(&self, path: &Path) -> Option<Value> {
        if path.0.is_empty() {
            return Some(self.value());
        }
        self.node(path).map(|node| node.tree().to_value())
    }

    /// How many steps of a path there are.
    pub(in crate::config) fn reach(&self, path: &[Key]) -> usize {
        let mut node = self.parsed.root.as_ref();
        let steps = path.iter().map_while(|key| {
            node = child(node?, key).map(|item| &item.value);
            node
        });
        steps.count()
    }

    /// Whether there is an object at a path in which nothing but `member` stands.
    pub(in crate::config) fn is_only(&self, path: &Path, member: &str) -> bool {
        let found = self.node(path).map(|node| &node.kind);
        matches!(found, Some(Kind::Object(items)) if items.iter().all(|item| item.name == member)
            && !items.is_empty())
    }

    /// Whether nothing stands in it: no text, or blank space and a byte order mark only.
    pub fn is_blank(&self) -> bool {
        self.parsed.root.is_none()
    }

    /// Whether there is an object at a path with nothing in it, no comment either.
    pub fn is_bare(&self, path: &Path) -> bool {
        let Some(node) = self.node(path) else { return false };
        let inside = self.text.get(node.start + 1..node.end - 1);
        matches!(&node.kind, Kind::Object(items) if items.is_empty())
            && inside.is_some_and(|inside| inside.trim().is_empty())
    }

    /// The document after an edit; see [`Document::apply_all`].
    ///
    /// # Errors
    /// `config-edit-unsafe` (`key`) when the second reader does not see exactly the asked
    /// change; `config-unexpected` (`key`, `found`, `expected`) when a value in the way is of
    /// another kind.
    pub fn apply(&self, edit: &Edit) -> Result<Self> {
        self.apply_all([edit])
    }

    /// The document after several edits, each made on what those before it have left; all or none.
    /// A no-op gives the same bytes. An object or array that replaces another is set member by
    /// member, so that what stays the same keeps its text. Elements of an array are the same when
    /// they are equal or have the same `id` (or `name`); one that changes its place takes the
    /// comments along that are directly before it or behind it on its line.
    ///
    /// # Errors
    /// Those of [`Document::apply`]; `config-edit-unsafe` with the `key` that all edits share.
    pub fn apply_all<'e>(&self, edits: impl IntoIterator<Item = &'e Edit>) -> Result<Self> {
        let edits: Vec<&Edit> = edits.into_iter().collect();
        let mut document = self.clone();
        for alike in edits.chunk_by(|one, next| one.is_name() == next.is_name()) {
            let (sketch, place) = document.after(alike)?;
            document = match alike[0].is_name() {
                true => {
                    document.with_names(alike, &sketch.tree()).ok_or_else(|| unsafe_edit(&place))?
                }
                false => document.turned_into(sketch, &place)?,
            };
        }
        Ok(document)
    }

    /// What it is to hold after edits, and the place that these share.
    ///
    /// # Errors
    /// Those of [`Sketch::apply`].
    fn after(&self, edits: &[&Edit]) -> Result<(Sketch, Path)> {
        let mut sketch = self.sketch();
        edits.iter().try_for_each(|edit| sketch.apply(edit))?;
        let places = edits.iter().map(|edit| edit.path().clone());
        Ok((sketch, places.reduce(|all, place| all.shared(&place)).unwrap_or_default()))
    }

    /// The document with the value of another one, and the texts of its own where they are the same.
    ///
    /// # Errors
    /// `config-edit-unsafe` as in [`Document::apply`].
    pub(in crate::config) fn with_value_of(&self, other: &Self) -> Result<Self> {
        let mut sketch = self.sketch();
        sketch.become_value(other.tree());
        self.turned_into(sketch, &Path::default())
    }

    /// How many lines end in a stretch, which begins and ends at tokens.
    pub(in crate::config) fn line_breaks(&self, range: Range<usize>) -> usize {
        lines::breaks(self.text.get(range).unwrap_or_default())
    }

    fn node(&self, path: &Path) -> Option<&Node> {
        let at = |node, key| child(node, key).map(|item| &item.value);
        path.0.iter().try_fold(self.parsed.root.as_ref()?, at)
    }

    fn item(&self, path: &Path) -> Option<&node::Item> {
        let (last, parents) = path.0.split_last()?;
        child(self.node(&Path(parents.to_vec()))?, last)
    }

    fn sketch(&self) -> Sketch {
        self.parsed.root.as_ref().map_or_else(|| self.tree().into(), Sketch::of)
    }

    fn tree(&self) -> Tree {
        match &self.parsed.root {
            Some(root) => root.tree(),
            None => Tree::Object(indexmap::IndexMap::new()),
        }
    }
}

fn unsafe_edit(place: &Path) -> Error {
    Error::new(Code::ConfigEditUnsafe).with("key", place)
}

/// Whether edits, one after the other, make `after` of `before`.
pub(super) fn leads_to(before: &Value, edits: &[&Edit], after: &Value) -> bool {
    let mut sketch = Sketch::from(Tree::from(before));
    edits.iter().all(|edit| sketch.apply(edit).is_ok()) && sketch.tree() == Tree::from(after)
}

/// Whether two values are the same to a JavaScript reader (`1` and `1.0` are).
pub(super) fn same(a: &Value, b: &Value) -> bool {
    Tree::from(a) == Tree::from(b)
}

/// The member or element that readers find under a key.
fn child<'n>(node: &'n Node, key: &Key) -> Option<&'n node::Item> {
    match (&node.kind, key) {
        (Kind::Object(items), Key::Name(name)) => items.iter().rev().find(|i| i.name == *name),
        (Kind::Array(items), Key::Index(index)) => items.get(*index),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
