//! Puts the elements of an array into another order, with the comments that are theirs: those
//! directly before an element, and those behind it at the end of its line.

use std::ops::Range;

use super::lines::{between, lead, own_tail, tail};
use super::node::{Item, Node};
use crate::config::splice::Splice;

/// The splices that put the elements at `order` where those of the same indexes stand now, the
/// first of `order` into the first of these places. Commas and line breaks stay where they are.
/// Comments that no line break separates from a following element stay too.
pub(super) fn reorder(text: &str, node: &Node, order: &[usize]) -> Vec<Splice> {
    let items = node.items().unwrap_or_default();
    let mut places = order.to_vec();
    places.sort_unstable();
    let extents = |index: usize| extents(text, node, items, index);
    let places: Vec<Extents> = places.into_iter().map(extents).collect();
    let wanted: Vec<Extents> = order.iter().map(|&index| extents(index)).collect();
    // A comment up to the end of the line needs a line that ends behind it.
    let tails_move = places.iter().all(|place| place.ends_line);
    let mut splices = Vec::new();
    for (place, wanted) in places.into_iter().zip(wanted) {
        if place.body == wanted.body {
            continue;
        }
        splices.push(Splice::replace(text, place.body, &text[wanted.body]));
        if tails_move && text[place.tail.clone()] != text[wanted.tail.clone()] {
            splices.push(Splice::replace(text, place.tail, &text[wanted.tail]));
        }
    }
    splices
}

/// The stretches that belong to an element.
struct Extents {
    /// The element, the comments directly before it, and those between it and its comma.
    body: Range<usize>,
    /// Behind its comma, up to the end of the last comment on the line.
    tail: Range<usize>,
    /// Whether the line ends there.
    ends_line: bool,
}

fn extents(text: &str, node: &Node, items: &[Item], index: usize) -> Extents {
    let item = &items[index];
    let before = index.checked_sub(1).map_or(node.start + 1, |before| items[before].end());
    let start = lead(text, own_tail(text, before), item.start);
    let after = tail(text, item.end());
    let end = match item.comma {
        Some(comma) => between(text, item.value.end, comma),
        None if !after.ends_line && !after.line_comment => between(text, item.value.end, after.end),
        None => between(text, item.value.end, item.value.end),
    };
    let end = end.comment_end.filter(|_| !end.breaks).unwrap_or(item.value.end);
    let tail_start = item.end().max(end);
    let tail_end = own_tail(text, tail_start).max(tail_start);
    Extents { body: start..end, tail: tail_start..tail_end, ends_line: after.ends_line }
}
