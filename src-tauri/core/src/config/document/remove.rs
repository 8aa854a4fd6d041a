//! Takes members or elements out of a text: with the comment at their line's end, never with
//! one that stands above, and without leaving a hole or a broken comma.

use std::ops::Range;

use super::lines::{
    Tail, after_blank, after_break, before_blank, begins_line, between, line_start, tail,
};
use super::node::{Item, Node};
use super::scan::is_break;
use crate::config::splice::Splice;

/// The splices that take the items at `gone` (ascending) out of `node`.
pub(super) fn remove(text: &str, node: &Node, gone: &[usize]) -> Vec<Splice> {
    let items = node.items().unwrap_or_default();
    let mut ranges = Vec::with_capacity(gone.len() + 1);
    let kept = (0..items.len()).rev().find(|index| gone.binary_search(index).is_err());
    if let (Some(last), Some(kept)) = (items.last(), kept)
        && last.comma.is_none()
        && kept + 1 < items.len()
        && let Some(comma) = items[kept].comma
    {
        ranges.push(comma..comma + 1);
    }
    ranges.extend(gone.iter().map(|&index| stretch(text, node, items, index)));
    let ranges = whole_lines(text, node, merged(text, ranges));
    if kept.is_none() && all_blank(text, node.start + 1..node.end - 1, &ranges) {
        return vec![Splice::replace(text, node.start + 1..node.end - 1, "")];
    }
    ranges.into_iter().map(|range| Splice::replace(text, range, "")).collect()
}

/// What belongs to one item.
fn stretch(text: &str, node: &Node, items: &[Item], index: usize) -> Range<usize> {
    let item = &items[index];
    let end = item.end();
    let Tail { end: tail_end, ends_line, .. } = tail(text, end);
    if begins_line(text, item.start) && ends_line {
        return item.start..tail_end;
    }
    if index + 1 == items.len() {
        // Back to what stands before it, over a line break too when no comment is in between.
        let before = index.checked_sub(1).map_or(node.start + 1, |prev| items[prev].end());
        let start = match between(text, before, item.start).comment_end {
            None if !ends_line && index > 0 => before,
            _ => before_blank(text, item.start),
        };
        return start..end;
    }
    let next = after_blank(text, end);
    if after_break(text, next).is_some() || text[next..].starts_with('/') {
        let start =
            if begins_line(text, item.start) { item.start } else { before_blank(text, item.start) };
        return start..end;
    }
    item.start..next
}

/// Ascending, and joined where only blank space is between.
fn merged(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match out.last_mut() {
            Some(last) if after_blank(text, last.end) >= range.start => {
                last.end = last.end.max(range.end);
            }
            _ => out.push(range),
        }
    }
    out
}

/// Takes the whole line where nothing is left on it, and one of two blank lines that would
/// then follow each other.
fn whole_lines(text: &str, node: &Node, ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        let alone = begins_line(text, range.start) && range.start > node.start + 1;
        let Some(end) = after_break(text, after_blank(text, range.end)).filter(|_| alone) else {
            out.push(range);
            continue;
        };
        let mut line = line_start(text, range.start)..end;
        if let Some(last) = out.last_mut().filter(|last| last.end == line.start) {
            line.start = last.start;
            out.pop();
        }
        out.push(without_hole(text, node, line));
    }
    out
}

/// A line, with one blank line beside it where two would meet, or one would be left at the
/// beginning or the end of the object.
fn without_hole(text: &str, node: &Node, line: Range<usize>) -> Range<usize> {
    let above = &text[..line.start];
    let first = above.trim_end().len() == node.start + 1;
    let line_above = line_start(text, without_break(above));
    let blank_above = !first && begins_line(text, without_break(above));
    let next = after_blank(text, line.end);
    match after_break(text, next).filter(|&end| end > next) {
        Some(end) if first || blank_above => line.start..end,
        None if blank_above && next + 1 == node.end => line_above..line.end,
        _ => line,
    }
}

/// The length of a text without the line break at its end.
fn without_break(text: &str) -> usize {
    let shorter = text.strip_suffix(is_break).unwrap_or(text);
    if text.ends_with("\r\n") { shorter.len() - 1 } else { shorter.len() }
}

fn all_blank(text: &str, inside: Range<usize>, gone: &[Range<usize>]) -> bool {
    let mut at = inside.start;
    for range in gone {
        if text.get(at..range.start).is_some_and(|kept| !kept.trim().is_empty()) {
            return false;
        }
        at = range.end;
    }
    text.get(at..inside.end).is_none_or(|kept| kept.trim().is_empty())
}
