//! Puts a new member or element into a text: after the last one, in the style of its
//! neighbours, without moving what stands there.

use serde_json::Value;

use super::lines::{begins_line, between, indentation, tail};
use super::node::{Item, Kind, Node};
use super::style::Style;
use crate::config::splice::Splice;

/// The splices that append to `node` (an object or an array). `roomy`: the node itself begins
/// a line or is the whole text, so that an empty one may be opened over several lines.
pub(super) fn append(
    text: &str,
    node: &Node,
    roomy: bool,
    (name, value): (Option<&str>, &Value),
    style: &Style,
) -> Vec<Splice> {
    let named = matches!(node.kind, Kind::Object(_));
    let items = node.items().unwrap_or_default();
    let style = &style.near(text, items, named);
    let Some(last) = items.last() else {
        return vec![open(text, node, roomy, (name, value), style)];
    };
    if let Some(splice) = comma_first(text, items, (name, value), style) {
        return vec![splice];
    }
    let own_line = begins_line(text, last.start);
    let tail = tail(text, last.end());
    if !own_line && !tail.line_comment {
        let item = style.item(name, value, None);
        let gap = style.comma.trim_start_matches(',');
        return match last.comma {
            Some(_) => vec![Splice::insert(tail.end, format!("{gap}{item},"))],
            None => vec![Splice::insert(tail.end, format!(",{gap}{item}"))],
        };
    }
    let indent = if own_line {
        indentation(text, last.start).to_owned()
    } else {
        format!("{}{}", indentation(text, node.start), style.unit)
    };
    let line = format!("{}{indent}{}", style.newline, style.item(name, value, Some(&indent)));
    match last.comma {
        Some(_) => vec![Splice::insert(tail.end, line + ",")],
        None if tail.end == last.value.end => vec![Splice::insert(tail.end, format!(",{line}"))],
        None => vec![Splice::insert(last.value.end, ","), Splice::insert(tail.end, line)],
    }
}

/// In a list whose lines begin with the comma.
fn comma_first(
    text: &str,
    items: &[Item],
    (name, value): (Option<&str>, &Value),
    style: &Style,
) -> Option<Splice> {
    let [.., before, last] = items else { return None };
    let comma = before.comma.filter(|&comma| begins_line(text, comma))?;
    if last.comma.is_some() {
        return None;
    }
    let indent = indentation(text, comma);
    let line = format!("{}{indent}, {}", style.newline, style.item(name, value, Some(indent)));
    Some(Splice::insert(tail(text, last.end()).end, line))
}

/// The first member or element of an empty object or array.
fn open(
    text: &str,
    node: &Node,
    roomy: bool,
    (name, value): (Option<&str>, &Value),
    style: &Style,
) -> Splice {
    let (start, end) = (node.start + 1, node.end - 1);
    let inside = between(text, start, end);
    let named = name.is_some();
    let flat = !named && !value.is_object() && !value.is_array() && !style.broken_arrays;
    let base = indentation(text, node.start);
    let comment = inside.comment_end;
    if !inside.breaks && (!roomy || flat || comment.is_some()) {
        let item = style.item(name, value, None);
        return match comment {
            None => {
                let pad = style.pad(named);
                Splice::replace(text, start..end, format!("{pad}{item}{pad}"))
            }
            Some(at) => {
                let pad = if at == end { style.pad(named) } else { "" };
                Splice::insert(at, format!(" {item}{pad}"))
            }
        };
    }
    let at = comment.unwrap_or(start);
    let indent = match comment {
        Some(at) if begins_line(text, last_comment(text, start, at)) => {
            indentation(text, last_comment(text, start, at)).to_owned()
        }
        _ => format!("{base}{}", style.unit),
    };
    let mut line = format!("{}{indent}{}", style.newline, style.item(name, value, Some(&indent)));
    if style.trailing_comma {
        line.push(',');
    }
    if inside.breaks && between(text, at, end).breaks {
        return Splice::insert(at, line);
    }
    line.push_str(style.newline);
    line.push_str(base);
    Splice::replace(text, at..end, line)
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
