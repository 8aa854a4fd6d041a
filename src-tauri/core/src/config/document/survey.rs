//! Counts how a file is written.

use super::lines::{begins_line, between, indentation};
use super::node::{Item, Kind, Node};
use super::style::is_plain_name;
use super::tree::Tree;

/// Votes for and against a habit.
#[derive(Default, Clone, Copy)]
pub(super) struct Votes {
    yes: usize,
    no: usize,
}

impl Votes {
    pub(super) fn add(&mut self, yes: bool) {
        if yes { self.yes += 1 } else { self.no += 1 }
    }

    pub(super) fn or(self, habit: bool) -> bool {
        if self.yes == self.no { habit } else { self.yes > self.no }
    }
}

/// What was counted.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) single_values: Votes,
    pub(super) single_names: Votes,
    pub(super) bare_names: Votes,
    pub(super) trailing_comma: Votes,
    pub(super) padded: Votes,
    pub(super) spaced_colons: Votes,
    pub(super) spaced_commas: Votes,
    pub(super) broken_arrays: Votes,
    pub(super) units: Vec<(String, usize)>,
}

impl Survey {
    pub(super) fn node(&mut self, text: &str, node: &Node) {
        if let Kind::Scalar(Tree::String(_)) = node.kind {
            self.single_values.add(text[node.start..].starts_with('\''));
        }
        let (Some(items), named) = (node.items(), matches!(node.kind, Kind::Object(_))) else {
            return;
        };
        self.items(text, items, named);
        if let (Some(first), Some(last)) = (items.first(), items.last()) {
            if begins_line(text, first.start) && between(text, node.start + 1, first.start).breaks {
                self.trailing_comma.add(last.comma.is_some());
                self.unit(indentation(text, node.start), indentation(text, first.start));
            } else if named {
                self.padded.add(text[node.start + 1..].starts_with(' '));
            }
            if !named {
                self.broken_arrays.add(between(text, node.start + 1, first.start).breaks);
            }
        }
        for item in items {
            self.node(text, &item.value);
        }
    }

    pub(super) fn items(&mut self, text: &str, items: &[Item], named: bool) {
        for item in items {
            if named {
                let quote = text[item.start..].chars().next();
                let quoted = matches!(quote, Some('"' | '\''));
                if is_plain_name(&item.name) {
                    self.bare_names.add(!quoted);
                }
                if quoted {
                    self.single_names.add(quote == Some('\''));
                }
                self.spaced_colons.add(text[item.name_end..item.value.start].ends_with(' '));
            }
        }
        for pair in items.windows(2) {
            let Some(comma) = pair[0].comma else { continue };
            let gap = between(text, comma + 1, pair[1].start);
            if !gap.breaks && gap.comment_end.is_none() {
                self.spaced_commas.add(pair[1].start > comma + 1);
            }
        }
    }

    fn unit(&mut self, outer: &str, inner: &str) {
        let Some(unit) = inner.strip_prefix(outer).filter(|unit| !unit.is_empty()) else { return };
        if let Some((_, count)) = self.units.iter_mut().find(|(known, _)| known == unit) {
            *count += 1;
        } else if self.units.len() < 32 {
            self.units.push((unit.to_owned(), 1));
        }
    }
}
