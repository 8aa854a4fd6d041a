//! A text as nested stretches: where each value, name and comma stands.

use std::collections::HashMap;
use std::ops::Range;

use indexmap::IndexMap;

use super::scan::{Fault, Scanner, Stand, shown};
use super::tree::Tree;

/// Deeper nesting is refused before the second reader, which recurses, sees the text.
pub(super) const MAX_DEPTH: usize = 200;

/// A value and where it stands (bytes).
pub(super) struct Node {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
}

pub(super) enum Kind {
    Scalar(Tree),
    Array(Vec<Item>),
    Object(Vec<Item>),
}

/// A member of an object, or an element of an array (its name is empty then).
pub(super) struct Item {
    pub(super) name: String,
    /// Where it begins: at its name, or at the value of an element.
    pub(super) start: usize,
    /// Where its name ends.
    pub(super) name_end: usize,
    pub(super) value: Node,
    /// Where the comma after it stands.
    pub(super) comma: Option<usize>,
}

impl Item {
    /// Behind its value, and behind its comma where it has one.
    pub(super) fn end(&self) -> usize {
        self.comma.map_or(self.value.end, |comma| comma + 1)
    }
}

impl Node {
    /// The members that readers find, by name: of duplicates the last.
    pub(super) fn members(&self) -> HashMap<&str, &Item> {
        let Kind::Object(items) = &self.kind else { return HashMap::new() };
        items.iter().map(|item| (item.name.as_str(), item)).collect()
    }

    /// What it holds; nothing for a scalar.
    pub(super) fn items(&self) -> Option<&[Item]> {
        match &self.kind {
            Kind::Scalar(_) => None,
            Kind::Array(items) | Kind::Object(items) => Some(items),
        }
    }

    pub(super) fn tree(&self) -> Tree {
        match &self.kind {
            Kind::Scalar(value) => value.clone(),
            Kind::Array(items) => Tree::Array(items.iter().map(|item| item.value.tree()).collect()),
            Kind::Object(items) => {
                let mut members = IndexMap::with_capacity(items.len());
                for item in items {
                    members.insert(item.name.clone(), item.value.tree());
                }
                Tree::Object(members)
            }
        }
    }
}

/// Why a text cannot be taken.
pub(super) enum Refusal {
    Mistake(Fault),
    TooDeep,
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Mistake(fault)
    }
}

/// A text that was read.
pub(super) struct Parsed {
    /// None for a text of blank space only.
    pub(super) root: Option<Node>,
    /// See [`Stand`]; in ascending order.
    pub(super) stands: Vec<Stand>,
    /// Where the comments stand, in ascending order.
    pub(super) comments: Vec<Range<usize>>,
}

/// Reads a whole text.
pub(super) fn parse(text: &str) -> Result<Parsed, Refusal> {
    let mut scanner = Scanner { text, at: 0, stands: Vec::new(), comments: Vec::new() };
    scanner.skip_gaps()?;
    if scanner.peek().is_none() {
        if text.contains('/') {
            Fault::new(text.len(), "parse.no-settings")?;
        }
        return Ok(Parsed { root: None, stands: Vec::new(), comments: Vec::new() });
    }
    let root = value(&mut scanner, MAX_DEPTH)?;
    scanner.skip_gaps()?;
    match scanner.peek() {
        None => {}
        Some(c) => Fault::with(scanner.at, "parse.after-end", ("found", &shown(c)))?,
    }
    Ok(Parsed { root: Some(root), stands: scanner.stands, comments: scanner.comments })
}

fn value(scanner: &mut Scanner<'_>, depth: usize) -> Result<Node, Refusal> {
    let start = scanner.at;
    let kind = match scanner.peek() {
        Some('{') => Kind::Object(items(scanner, depth, true)?),
        Some('[') => Kind::Array(items(scanner, depth, false)?),
        _ => Kind::Scalar(scanner.scalar()?),
    };
    Ok(Node { start, end: scanner.at, kind })
}

fn items(scanner: &mut Scanner<'_>, depth: usize, named: bool) -> Result<Vec<Item>, Refusal> {
    let depth = depth.checked_sub(1).ok_or(Refusal::TooDeep)?;
    let (close, unclosed) =
        if named { ('}', "parse.object-open") } else { (']', "parse.list-open") };
    let open = scanner.at;
    scanner.at += 1;
    let mut items: Vec<Item> = Vec::new();
    loop {
        scanner.skip_gaps()?;
        if scanner.take(close) {
            return Ok(items);
        }
        let start = scanner.at;
        if scanner.peek().is_none() {
            Fault::new(open, unclosed)?;
        }
        if items.last().is_some_and(|item| item.comma.is_none()) {
            Fault::with(start, "parse.comma-missing", ("close", &close))?;
        }
        let mut name = String::new();
        let mut name_end = start;
        if named {
            name = scanner.name()?;
            name_end = scanner.at;
            scanner.skip_gaps()?;
            if !scanner.take(':') {
                Fault::new(scanner.at, "parse.colon-missing")?;
            }
            scanner.skip_gaps()?;
        }
        let value = value(scanner, depth)?;
        scanner.skip_gaps()?;
        let comma = Some(scanner.at).filter(|_| scanner.take(','));
        items.push(Item { name, start, name_end, value, comma });
    }
}
