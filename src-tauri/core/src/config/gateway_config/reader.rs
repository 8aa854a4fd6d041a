//! Takes values out of a config, and notes what is of another kind than it should be.

use serde_json::{Map, Value};

use super::Problem;
use super::credentials::KeyForm;
use crate::config::document::{Key, Path};
use crate::text::say;

pub(super) struct Reader<'v> {
    root: &'v Value,
    pub(super) problems: Vec<Problem>,
}

impl<'v> Reader<'v> {
    pub(super) fn new(root: &'v Value) -> Self {
        Self { root, problems: Vec::new() }
    }

    /// What stands at a path. Something of the wrong kind on the way is noted once.
    pub(super) fn value(&mut self, at: &Path) -> Option<&'v Value> {
        let mut value = self.root;
        for (depth, key) in at.0.iter().enumerate() {
            let (found, expected) = match key {
                Key::Name(name) => (value.as_object().map(|o| o.get(name)), "kind.object"),
                Key::Index(index) => (value.as_array().map(|a| a.get(*index)), "kind.list"),
            };
            let Some(found) = found else {
                return self.wrong(&Path(at.0[..depth].to_vec()), value, expected);
            };
            value = found?;
        }
        Some(value)
    }

    pub(super) fn text(&mut self, at: &Path) -> Option<String> {
        let value = self.value(at)?;
        match value.as_str() {
            Some(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            None => self.wrong(at, value, "kind.text"),
        }
    }

    pub(super) fn port(&mut self, at: &Path) -> Option<u16> {
        let value = self.value(at)?;
        match value.as_u64().and_then(|port| u16::try_from(port).ok()).filter(|&port| port > 0) {
            Some(port) => Some(port),
            None => self.wrong(at, value, "kind.port"),
        }
    }

    pub(super) fn flag(&mut self, at: &Path) -> bool {
        match self.value(at) {
            Some(Value::Bool(value)) => *value,
            Some(other) => self.wrong(at, other, "kind.flag").unwrap_or(false),
            None => false,
        }
    }

    pub(super) fn object(&mut self, at: &Path) -> Option<&'v Map<String, Value>> {
        let value = self.value(at)?;
        match value.as_object() {
            Some(members) => Some(members),
            None => self.wrong(at, value, "kind.object"),
        }
    }

    pub(super) fn list(&mut self, at: &Path) -> Option<&'v Vec<Value>> {
        let value = self.value(at)?;
        match value.as_array() {
            Some(items) => Some(items),
            None => self.wrong(at, value, "kind.list"),
        }
    }

    pub(super) fn texts(&mut self, at: &Path) -> Option<Vec<String>> {
        let count = self.list(at)?.len();
        Some((0..count).filter_map(|index| self.text(&at.join(index))).collect())
    }

    /// How a credential is given, when one is.
    pub(super) fn key_form(&mut self, at: &Path) -> Option<KeyForm> {
        let value = self.value(at)?;
        match value {
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => Some(KeyForm::of_text(text)),
            Value::Object(_) => {
                let source = self.text(&at.join("source"))?;
                let id = self.text(&at.join("id"))?;
                Some(KeyForm::Reference { source, provider: self.text(&at.join("provider")), id })
            }
            other => self.wrong(at, other, "kind.text-or-reference"),
        }
    }

    /// Notes a value that is of another kind than `expected`, which is a key of the catalogue.
    pub(super) fn wrong<T>(&mut self, at: &Path, value: &Value, expected: &str) -> Option<T> {
        let found = match value {
            Value::Null => "kind.null",
            Value::Bool(_) => "kind.flag",
            Value::Number(_) => "kind.number",
            Value::String(_) => "kind.text",
            Value::Array(_) => "kind.list",
            Value::Object(_) => "kind.object",
        };
        let frame = if found == expected { "kind.is-unusable" } else { "kind.is-other" };
        let words = say(frame, &[("found", &say(found, &[])), ("expected", &say(expected, &[]))]);
        let problem = Problem { path: at.clone(), words };
        if !self.problems.iter().any(|known| known.path == problem.path) {
            self.problems.push(problem);
        }
        None
    }
}
