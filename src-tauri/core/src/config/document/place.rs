//! Puts new members and elements into a text: in the style of their neighbours, without moving
//! what stands there.

use super::lines::{begins_line, between, indentation, lead, own_tail, tail};
use super::node::{Item, Kind, Node};
use super::style::Style;
use super::tree::Tree;
use crate::config::splice::Splice;

/// A new member, or an element, which has no name.
pub(super) type New<'n> = (Option<&'n str>, Tree);

/// The splices that append to `node` (an object or an array). `roomy`: the node itself begins
/// a line or is the whole text, so that an empty one may be opened over several lines.
pub(super) fn append(
    text: &str,
    node: &Node,
    roomy: bool,
    new: &[New<'_>],
    style: &Style,
) -> Vec<Splice> {
    let named = matches!(node.kind, Kind::Object(_));
    let items = node.items().unwrap_or_default();
    let style = &style.near(text, items, named);
    let Some(last) = items.last() else {
        return vec![open(text, node, roomy, new, style)];
    };
    if let Some(splice) = comma_first(text, items, new, style) {
        return vec![splice];
    }
    let own_line = begins_line(text, last.start);
    let tail = tail(text, last.end());
    if !own_line && !tail.line_comment {
        let gap = style.comma.trim_start_matches(',');
        let items = style.items(new, None);
        let line: String = match last.comma {
            Some(_) => items.map(|item| format!("{gap}{item},")).collect(),
            None => items.map(|item| format!(",{gap}{item}")).collect(),
        };
        return vec![Splice::insert(tail.end, line)];
    }
    let indent = if own_line {
        indentation(text, last.start).to_owned()
    } else {
        format!("{}{}", indentation(text, node.start), style.unit)
    };
    let lines = style.lines(new, &indent).join(",");
    match last.comma {
        Some(_) => vec![Splice::insert(tail.end, lines + ",")],
        None if tail.end == last.value.end => vec![Splice::insert(tail.end, format!(",{lines}"))],
        None => vec![Splice::insert(last.value.end, ","), Splice::insert(tail.end, lines)],
    }
}

/// The splice that puts elements before the one at `index`, and before the comments above it.
pub(super) fn insert(
    text: &str,
    node: &Node,
    index: usize,
    new: &[New<'_>],
    style: &Style,
) -> Option<Splice> {
    let items = node.items()?;
    let next = items.get(index)?;
    let from = index.checked_sub(1).map_or(node.start + 1, |before| items[before].end());
    let tail = own_tail(text, from);
    let lead = lead(text, tail, next.start);
    if begins_line(text, lead) {
        let lines = style.lines(new, indentation(text, lead));
        return Some(Splice::insert(tail, lines.join(",") + ","));
    }
    let gap = style.comma.trim_start_matches(',');
    let items = style.items(new, None);
    Some(if index == 0 {
        Splice::insert(lead, items.map(|item| format!("{item},{gap}")).collect::<String>())
    } else {
        Splice::insert(from, items.map(|item| format!("{gap}{item},")).collect::<String>())
    })
}

/// In a list whose lines begin with the comma.
fn comma_first(text: &str, items: &[Item], new: &[New<'_>], style: &Style) -> Option<Splice> {
    let [.., before, last] = items else { return None };
    let comma = before.comma.filter(|&comma| begins_line(text, comma))?;
    if last.comma.is_some() {
        return None;
    }
    let indent = indentation(text, comma);
    let lines = style.items(new, Some(indent));
    let lines: String = lines.map(|item| format!("{}{indent}, {item}", style.newline)).collect();
    Some(Splice::insert(tail(text, last.end()).end, lines))
}

/// The first members or elements of an empty object or array.
fn open(text: &str, node: &Node, roomy: bool, new: &[New<'_>], style: &Style) -> Splice {
    let (start, end) = (node.start + 1, node.end - 1);
    let inside = between(text, start, end);
    let named = matches!(node.kind, Kind::Object(_));
    let flat = !named && !style.broken_arrays && new.iter().all(|(_, value)| value.is_scalar());
    let comment = inside.comment_end;
    if !inside.breaks && (!roomy || flat || comment.is_some()) {
        let items = style.items(new, None).collect::<Vec<_>>().join(style.comma);
        return match comment {
            None => {
                let pad = style.pad(named);
                Splice::replace(text, start..end, format!("{pad}{items}{pad}"))
            }
            Some(at) => {
                let pad = if at == end { style.pad(named) } else { "" };
                Splice::insert(at, format!(" {items}{pad}"))
            }
        };
    }
    let base = indentation(text, node.start);
    let at = comment.unwrap_or(start);
    let indent = match comment {
        Some(at) if begins_line(text, last_comment(text, start, at)) => {
            indentation(text, last_comment(text, start, at)).to_owned()
        }
        _ => format!("{base}{}", style.unit),
    };
    let mut lines = style.lines(new, &indent).join(",");
    if style.trailing_comma {
        lines.push(',');
    }
    if inside.breaks && between(text, at, end).breaks {
        return Splice::insert(at, lines);
    }
    lines.push_str(style.newline);
    lines.push_str(base);
    Splice::replace(text, at..end, lines)
}

/// Where the comment that ends at `end` begins.
fn last_comment(text: &str, start: usize, end: usize) -> usize {
    let mut at = start;
    while let Ok(Some((_, next))) = super::scan::gap(text, at) {
        if next >= end {
            return at;
        }
        at = next;
    }
    at
}
