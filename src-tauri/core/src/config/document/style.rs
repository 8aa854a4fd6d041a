//! How a file is written (quotation marks, indentation, commas, line ends), so that what is
//! put in looks like what stands there. Decides nothing about places.

use super::node::{Item, Kind, Node};
use super::place::New;
use super::scan::is_break;
use super::survey::Survey;
use super::tree::Tree;

/// The habits of a file.
#[derive(Clone)]
pub(super) struct Style {
    pub(super) newline: &'static str,
    pub(super) unit: String,
    quote: char,
    name_quote: char,
    bare_names: bool,
    pub(super) trailing_comma: bool,
    padded: bool,
    pub(super) colon: &'static str,
    pub(super) comma: &'static str,
    pub(super) broken_arrays: bool,
}

impl Style {
    /// The habits of a whole file, as most of it has them. Where a file says nothing: as
    /// OpenClaw writes (two spaces, double quotation marks, no trailing comma).
    pub(super) fn of(text: &str, root: Option<&Node>) -> Self {
        let mut survey = Survey::default();
        if let Some(root) = root {
            survey.node(text, root);
        }
        let spaced = survey.spaced_colons.or(true);
        let single = survey.single_values.or(survey.single_names.or(false));
        Self {
            newline: newline(text),
            unit: survey
                .units
                .iter()
                .max_by_key(|(_, count)| *count)
                .map_or_else(|| "  ".to_owned(), |(unit, _)| unit.clone()),
            quote: mark(single),
            name_quote: mark(survey.single_names.or(single)),
            bare_names: survey.bare_names.or(false),
            trailing_comma: survey.trailing_comma.or(false),
            padded: survey.padded.or(spaced),
            colon: if spaced { ": " } else { ":" },
            comma: if survey.spaced_commas.or(spaced) { ", " } else { "," },
            broken_arrays: survey.broken_arrays.or(false),
        }
    }

    /// The habits among these neighbours, and those of the file where they have none.
    pub(super) fn near(&self, text: &str, items: &[Item], named: bool) -> Self {
        let mut survey = Survey::default();
        survey.items(text, items, named);
        for item in items {
            if let Kind::Scalar(Tree::String(_)) = item.value.kind {
                survey.single_values.add(text[item.value.start..].starts_with('\''));
            }
        }
        let mut style = self.clone();
        style.quote = mark(survey.single_values.or(self.quote == '\''));
        style.name_quote = mark(survey.single_names.or(self.name_quote == '\''));
        style.bare_names = survey.bare_names.or(self.bare_names);
        style.colon = if survey.spaced_colons.or(self.colon == ": ") { ": " } else { ":" };
        style.comma = if survey.spaced_commas.or(self.comma == ", ") { ", " } else { "," };
        style
    }

    /// The blank space inside the braces of an object on one line.
    pub(super) fn pad(&self, named: bool) -> &'static str {
        if named && self.padded { " " } else { "" }
    }

    /// A member (or, without a name, an element). `indent` is that of its line; without it
    /// everything stays on one line.
    pub(super) fn item(&self, name: Option<&str>, value: &Tree, indent: Option<&str>) -> String {
        let mut out = String::new();
        if let Some(name) = name {
            out.push_str(&self.name(name));
            out.push_str(self.colon);
        }
        self.write(&mut out, value, indent);
        out
    }

    /// Several members or elements, each as [`Style::item`] writes it.
    pub(super) fn items<'n>(
        &'n self,
        new: &'n [New<'_>],
        indent: Option<&'n str>,
    ) -> impl Iterator<Item = String> + 'n {
        new.iter().map(move |(name, value)| self.item(*name, value, indent))
    }

    /// Several members or elements, each behind a line break and an indentation.
    pub(super) fn lines(&self, new: &[New<'_>], indent: &str) -> Vec<String> {
        let items = self.items(new, Some(indent));
        items.map(|item| format!("{}{indent}{item}", self.newline)).collect()
    }

    /// A value in the place of `old`, with its kind of quotation marks.
    pub(super) fn like(
        &self,
        text: &str,
        old: &Node,
        value: &Tree,
        indent: Option<&str>,
    ) -> String {
        let mut style = self.clone();
        if let Some(quote @ ('"' | '\'')) = text[old.start..].chars().next() {
            style.quote = quote;
        }
        style.item(None, value, indent)
    }

    /// The name of a member, in quotation marks where the file has them or it needs them.
    pub(super) fn name(&self, name: &str) -> String {
        if self.bare_names && is_plain_name(name) {
            name.to_owned()
        } else {
            quoted(name, self.name_quote)
        }
    }

    fn write(&self, out: &mut String, value: &Tree, indent: Option<&str>) {
        match value {
            Tree::String(text) => out.push_str(&quoted(text, self.quote)),
            Tree::Array(items) => {
                let plain = items.iter().all(Tree::is_scalar);
                let indent = indent.filter(|_| self.broken_arrays || !plain);
                self.list(out, items.iter().map(|item| (None, item)), indent, ['[', ']']);
            }
            Tree::Object(members) => {
                let members = members.iter().map(|(name, value)| (Some(name.as_str()), value));
                self.list(out, members, indent, ['{', '}']);
            }
            Tree::Number(value) if value.is_nan() => out.push_str("NaN"),
            Tree::Number(value) if value.is_infinite() => {
                out.push_str(if *value > 0.0 { "Infinity" } else { "-Infinity" });
            }
            plain => out.push_str(&plain.to_value().to_string()),
        }
    }

    fn list<'v>(
        &self,
        out: &mut String,
        items: impl ExactSizeIterator<Item = (Option<&'v str>, &'v Tree)>,
        indent: Option<&str>,
        [open, close]: [char; 2],
    ) {
        let inner = indent.map(|indent| format!("{indent}{}", self.unit));
        let count = items.len();
        let pad = if count == 0 { "" } else { self.pad(open == '{') };
        out.push(open);
        for (index, (name, value)) in items.enumerate() {
            match &inner {
                Some(inner) => out.extend([self.newline, inner.as_str()]),
                None => out.push_str(if index == 0 { pad } else { "" }),
            }
            out.push_str(&self.item(name, value, inner.as_deref()));
            let last = index + 1 == count;
            match &inner {
                Some(_) if !last || self.trailing_comma => out.push(','),
                None if !last => out.push_str(self.comma),
                _ => {}
            }
        }
        match indent {
            Some(indent) if count > 0 => out.extend([self.newline, indent]),
            _ => out.push_str(pad),
        }
        out.push(close);
    }
}

fn mark(single: bool) -> char {
    if single { '\'' } else { '"' }
}

fn newline(text: &str) -> &'static str {
    let crlf = text.matches("\r\n").count();
    let lf = text.matches('\n').count() - crlf;
    let cr = text.matches('\r').count() - crlf;
    if crlf > lf && crlf >= cr {
        "\r\n"
    } else if cr > lf {
        "\r"
    } else {
        "\n"
    }
}

/// Whether a name can stand without quotation marks for every reader: ASCII only.
pub(super) fn is_plain_name(name: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$');
    name.starts_with(letter) && name.chars().all(|c| letter(c) || c.is_ascii_digit())
}

pub(super) fn quoted(text: &str, quote: char) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c == quote => out.extend(['\\', c]),
            _ if c.is_control() || is_break(c) || c == '\u{feff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out.push(quote);
    out
}
