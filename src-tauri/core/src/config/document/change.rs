//! Turns a text into one that holds what a sketch says, in a few passes over the whole text, and
//! takes the outcome only when both readers see in it exactly that value.
//!
//! However many changes there are: elements change places, values are replaced, what is gone is
//! taken out, what is new is put in. Each pass works out splices of the text before it and reads
//! the text after it.

use std::cell::LazyCell;

use super::node::{Kind, Node};
use super::place::{self, New};
use super::sketch::{Element, Sketch};
use super::style::Style;
use super::tree::Tree;
use super::{Document, Path, check, lines, remove, reorder, unsafe_edit};
use crate::Result;
use crate::config::splice::{Splice, spliced};

impl Document {
    /// The document that holds `sketch`, which was made of this one. An error names `place`.
    ///
    /// # Errors
    /// `config-edit-unsafe` (`key`) when a reader does not see in the outcome what was asked for.
    pub(super) fn turned_into(&self, mut sketch: Sketch, place: &Path) -> Result<Self> {
        let expected = sketch.tree();
        if expected == self.tree() {
            return Ok(self.clone());
        }
        let after = self.passed(&mut sketch, &expected).filter(|after| after.holds(&expected));
        after.ok_or_else(|| unsafe_edit(place))
    }

    fn passed(&self, sketch: &mut Sketch, expected: &Tree) -> Option<Self> {
        if self.is_blank() {
            return self.begun(expected);
        }
        // As it was before: what is taken out may be the only one of its kind.
        let style = Style::of(&self.text, self.parsed.root.as_ref());
        let mut now = self.clone();
        // Once more for a list that changes its order inside an element that changes places.
        while let Some(splices) = moved(&now.text, now.parsed.root.as_ref()?, sketch) {
            now = now.with(&splices)?;
        }
        now = now.with(&replaced(&now.text, now.parsed.root.as_ref()?, sketch, &style))?;
        now = now.with(&removed(&now.text, now.parsed.root.as_ref()?, sketch))?;
        sketch.renumber();
        now.with(&inserted(&now.text, now.parsed.root.as_ref()?, sketch, &style))
    }

    /// A value in a text that holds nothing yet.
    fn begun(&self, value: &Tree) -> Option<Self> {
        let style = Style::of(&self.text, None);
        let text = style.item(None, value, Some("")) + style.newline;
        // Behind a byte order mark.
        let at = self.text.chars().next().filter(|&c| c == '\u{feff}').map_or(0, char::len_utf8);
        self.with(&[Splice::insert(at, text)])
    }

    /// Whether both readers see exactly this value in it.
    pub(super) fn holds(&self, expected: &Tree) -> bool {
        self.tree() == *expected
            && check::second_reading(&self.text, &self.parsed).is_some_and(|seen| seen == *expected)
    }

    /// After the splices, if that can be read.
    pub(super) fn with(&self, splices: &[Splice]) -> Option<Self> {
        if splices.is_empty() {
            return Some(self.clone());
        }
        Self::parse(&spliced(&self.text, splices)?).ok()
    }
}

/// Puts the elements of lists into their order; nothing when they all are in it.
fn moved(text: &str, root: &Node, sketch: &mut Sketch) -> Option<Vec<Splice>> {
    let (mut splices, mut found) = (Vec::new(), false);
    walk(text, root, sketch, &mut |node, _, sketch| {
        let Sketch::Array(elements) = sketch else { return true };
        let order: Vec<usize> = elements.iter().filter_map(|element| element.from).collect();
        if order.is_sorted() {
            return true;
        }
        splices.extend(reorder::reorder(text, node, &order));
        let mut places = order;
        places.sort_unstable();
        let origins = elements.iter_mut().filter_map(|element| element.from.as_mut());
        origins.zip(places).for_each(|(from, place)| *from = place);
        found = true;
        false
    });
    found.then(|| in_order(splices))
}

/// Replaces values that change in their place.
fn replaced(text: &str, root: &Node, sketch: &mut Sketch, style: &Style) -> Vec<Splice> {
    let mut splices = Vec::new();
    walk(text, root, sketch, &mut |node, roomy, sketch| {
        let same = match (&node.kind, &*sketch) {
            (Kind::Object(_), Sketch::Object(_)) | (Kind::Array(_), Sketch::Array(_)) => true,
            (Kind::Scalar(old), Sketch::Scalar(new)) => old == new,
            _ => false,
        };
        if !same {
            let indent = roomy.then(|| lines::indentation(text, node.start));
            let new = style.like(text, node, &sketch.tree(), indent);
            splices.push(Splice::replace(text, node.start..node.end, new));
        }
        same
    });
    in_order(splices)
}

/// Takes out the members and elements that are gone.
fn removed(text: &str, root: &Node, sketch: &mut Sketch) -> Vec<Splice> {
    let mut splices = Vec::new();
    walk(text, root, sketch, &mut |node, _, sketch| {
        let gone: Vec<usize> = match (&node.kind, &*sketch) {
            (Kind::Object(items), Sketch::Object(members)) => {
                (0..items.len()).filter(|&at| !members.contains_key(&items[at].name)).collect()
            }
            (Kind::Array(items), Sketch::Array(elements)) => {
                let mut stays = vec![false; items.len()];
                elements.iter().filter_map(|element| element.from).for_each(|at| stays[at] = true);
                (0..items.len()).filter(|&at| !stays[at]).collect()
            }
            _ => Vec::new(),
        };
        if !gone.is_empty() {
            splices.extend(remove::remove(text, node, &gone));
        }
        true
    });
    in_order(splices)
}

/// Puts in the members and elements that are new.
fn inserted(text: &str, root: &Node, sketch: &mut Sketch, style: &Style) -> Vec<Splice> {
    let mut splices = Vec::new();
    walk(text, root, sketch, &mut |node, roomy, sketch| {
        match sketch {
            Sketch::Scalar(_) => {}
            Sketch::Object(members) => {
                let old = node.members();
                let new = members.iter().filter(|(name, _)| !old.contains_key(name.as_str()));
                let new: Vec<New<'_>> =
                    new.map(|(name, value)| (Some(name.as_str()), value.tree())).collect();
                if !new.is_empty() {
                    splices.extend(place::append(text, node, roomy, &new, style));
                }
            }
            Sketch::Array(elements) => {
                splices.extend(elements_in(text, node, roomy, elements, style))
            }
        }
        true
    });
    in_order(splices)
}

/// Puts the new elements of a list between those that stand there.
fn elements_in(
    text: &str,
    node: &Node,
    roomy: bool,
    elements: &[Element],
    style: &Style,
) -> Vec<Splice> {
    let near = LazyCell::new(|| style.near(text, node.items().unwrap_or_default(), false));
    let mut splices = Vec::new();
    let mut new: Vec<New<'_>> = Vec::new();
    for element in elements {
        match element.from {
            None => new.push((None, element.value.tree())),
            Some(at) if !new.is_empty() => {
                splices.extend(place::insert(text, node, at, &std::mem::take(&mut new), &near));
            }
            Some(_) => {}
        }
    }
    if !new.is_empty() {
        splices.extend(place::append(text, node, roomy, &new, style));
    }
    splices
}

/// Shows each node that stays, with what is to become of it and whether it begins a line (or is the
/// whole text), to `see`, which says whether to go on inside it.
fn walk(
    text: &str,
    root: &Node,
    sketch: &mut Sketch,
    see: &mut dyn FnMut(&Node, bool, &mut Sketch) -> bool,
) {
    fn inside(
        text: &str,
        (node, roomy): (&Node, bool),
        sketch: &mut Sketch,
        see: &mut dyn FnMut(&Node, bool, &mut Sketch) -> bool,
    ) {
        if !see(node, roomy, sketch) {
            return;
        }
        match (&node.kind, sketch) {
            (Kind::Object(_), Sketch::Object(members)) => {
                for (name, item) in node.members() {
                    if let Some(member) = members.get_mut(name) {
                        let roomy = lines::begins_line(text, item.start);
                        inside(text, (&item.value, roomy), member, see);
                    }
                }
            }
            (Kind::Array(items), Sketch::Array(elements)) => {
                for element in elements {
                    if let Some(item) = element.from.and_then(|at| items.get(at)) {
                        let roomy = lines::begins_line(text, item.start);
                        inside(text, (&item.value, roomy), &mut element.value, see);
                    }
                }
            }
            _ => {}
        }
    }
    inside(text, (root, true), sketch, see);
}

/// Splices of different places as [`spliced`] takes them. Those of one place keep their order.
fn in_order(mut splices: Vec<Splice>) -> Vec<Splice> {
    splices.sort_by_key(|splice| splice.offset);
    splices
}
