//! Works an edit out as splices of the text, and takes the outcome only when both readers see
//! in it the value of before plus the asked change.

use serde_json::Value;

use super::node::{Kind, Node};
use super::style::Style;
use super::tree::Tree;
use super::{Document, Edit, Key, Path, check, child, lines, place, remove};
use crate::config::splice::{Splice, spliced};
use crate::{Code, Error, Result};

impl Document {
    pub(super) fn set(&self, path: &Path, value: &Value) -> Result<Self> {
        let Some(root) = &self.parsed.root else { return self.begin(path, value) };
        let mut node = root;
        let mut roomy = true;
        for (depth, key) in path.0.iter().enumerate() {
            match child(node, key) {
                Some(item) => {
                    roomy = lines::begins_line(&self.text, item.start);
                    node = &item.value;
                }
                None => {
                    let name = appended(node, path, depth)?;
                    let value = &nested(&path.0[depth + 1..], value)
                        .ok_or_else(|| missing_element(path))?;
                    let style = Style::of(&self.text, Some(root));
                    let splices = place::append(&self.text, node, roomy, (name, value), &style);
                    return self.checked(&splices, path, |tree| {
                        tree.with(&Path(path.0[..=depth].to_vec()), value.into())
                    });
                }
            }
        }
        self.replace(root, node, roomy, path, value)
    }

    fn replace(
        &self,
        root: &Node,
        node: &Node,
        roomy: bool,
        path: &Path,
        value: &Value,
    ) -> Result<Self> {
        let target = Tree::from(value);
        let current = node.tree();
        if current == target {
            return Ok(self.clone());
        }
        match (current, value) {
            (Tree::Object(before), Value::Object(after)) => {
                let gone = before.keys().filter(|name| !after.contains_key(*name));
                let gone = gone.map(|name| Edit::Remove { path: path.join(name.clone()) });
                let set = after.iter().map(|(name, value)| Edit::Set {
                    path: path.join(name.clone()),
                    value: value.clone(),
                });
                self.apply_all(&gone.chain(set).collect::<Vec<_>>())
            }
            (Tree::Array(before), Value::Array(after)) => {
                let gone = (after.len()..before.len()).rev();
                let gone = gone.map(|index| Edit::Remove { path: path.join(index) });
                let set = after.iter().enumerate().map(|(index, value)| Edit::Set {
                    path: path.join(index),
                    value: value.clone(),
                });
                self.apply_all(&gone.chain(set).collect::<Vec<_>>())
            }
            _ => {
                let indent = roomy.then(|| lines::indentation(&self.text, node.start));
                let text = Style::of(&self.text, Some(root)).like(&self.text, node, value, indent);
                let splice = Splice::replace(&self.text, node.start..node.end, text);
                self.checked(&[splice], path, |tree| tree.with(path, target))
            }
        }
    }

    /// Sets in a text that holds nothing yet.
    fn begin(&self, path: &Path, value: &Value) -> Result<Self> {
        let whole = nested(&path.0, value).ok_or_else(|| missing_element(path))?;
        let style = Style::of(&self.text, None);
        let text = style.item(None, &whole, Some("")) + style.newline;
        // Behind a byte order mark.
        let at = self.text.chars().next().filter(|&c| c == '\u{feff}').map_or(0, char::len_utf8);
        self.checked(&[Splice::insert(at, text)], path, |_| Some(Tree::from(&whole)))
    }

    pub(super) fn remove(&self, path: &Path) -> Result<Self> {
        let Some((last, parents)) = path.0.split_last() else {
            return Err(unexpected(path, "the whole file", "a setting in it"));
        };
        let Some(mut node) = self.parsed.root.as_ref() else { return Ok(self.clone()) };
        for key in parents {
            match child(node, key) {
                Some(item) => node = &item.value,
                None => return Ok(self.clone()),
            }
        }
        let gone: Vec<usize> = match (&node.kind, last) {
            (Kind::Object(items), Key::Name(name)) => {
                (0..items.len()).filter(|&index| items[index].name == *name).collect()
            }
            (Kind::Array(items), Key::Index(index)) if *index < items.len() => vec![*index],
            _ => Vec::new(),
        };
        if gone.is_empty() {
            return Ok(self.clone());
        }
        let splices = remove::remove(&self.text, node, &gone);
        self.checked(&splices, path, |tree| tree.without(path))
    }

    /// The document after the splices, if both readers see in it what `change` makes of the
    /// value of before.
    fn checked(
        &self,
        splices: &[Splice],
        path: &Path,
        change: impl FnOnce(Tree) -> Option<Tree>,
    ) -> Result<Self> {
        let unsafe_edit = || Error::new(Code::ConfigEditUnsafe).with("key", path);
        let expected = change(self.tree()).ok_or_else(unsafe_edit)?;
        let text = spliced(&self.text, splices).ok_or_else(unsafe_edit)?;
        let after = Self::parse(&text).map_err(|_| unsafe_edit())?;
        let second = check::second_reading(&text, &after.parsed).ok_or_else(unsafe_edit)?;
        if after.tree() == expected && second == expected { Ok(after) } else { Err(unsafe_edit()) }
    }
}

/// The name under which `path.0[depth]` can be appended to `node`; none for an element.
fn appended<'p>(node: &Node, path: &'p Path, depth: usize) -> Result<Option<&'p str>> {
    match (&node.kind, &path.0[depth]) {
        (Kind::Object(_), Key::Name(name)) => Ok(Some(name)),
        (Kind::Array(items), Key::Index(index)) if *index == items.len() => Ok(None),
        (Kind::Array(_), Key::Index(_)) => Err(missing_element(path)),
        (_, key) => {
            let expected = if matches!(key, Key::Name(_)) { "an object" } else { "a list" };
            let here = Path(path.0[..depth].to_vec());
            Err(unexpected(&here, node.sort(), expected))
        }
    }
}

/// `value` inside the objects (and lists of one) that lead to it.
fn nested(keys: &[Key], value: &Value) -> Option<Value> {
    keys.iter().rev().try_fold(value.clone(), |value, key| match key {
        Key::Name(name) => Some(Value::Object([(name.clone(), value)].into_iter().collect())),
        Key::Index(0) => Some(Value::Array(vec![value])),
        Key::Index(_) => None,
    })
}

fn missing_element(path: &Path) -> Error {
    unexpected(path, "behind the end of its list", "the next element")
}

fn unexpected(path: &Path, found: &str, expected: &str) -> Error {
    let key = if path.0.is_empty() { "{ }".to_owned() } else { path.to_string() };
    Error::new(Code::ConfigUnexpected)
        .with("key", key)
        .with("found", found)
        .with("expected", expected)
}
