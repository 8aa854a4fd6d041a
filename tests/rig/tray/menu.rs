//! A menu as `com.canonical.dbusmenu` tells it.

use std::collections::HashMap;

use anyhow::{Context, Result};
use zbus::zvariant::{OwnedValue, Value};

/// An item with its properties and its children, as it comes over the bus.
pub(super) type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// One item of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The name by which it is clicked.
    pub id: i32,
    /// Its words, without the underscore that marks a key.
    pub label: String,
    /// Whether it can be clicked.
    pub enabled: bool,
    /// Whether it is a line between others.
    pub separator: bool,
    /// Its check mark.
    pub toggle: Toggle,
    /// The items of its submenu.
    pub items: Vec<Item>,
}

/// The check mark of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toggle {
    /// It has none.
    None,
    /// Set.
    On,
    /// Not set.
    Off,
}

impl Item {
    /// Reads what came over the bus; items that are not shown are left out.
    pub(super) fn read((id, properties, children): Layout) -> Result<Self> {
        let text = |name: &str| match properties.get(name).map(|value| &**value) {
            Some(Value::Str(text)) => text.to_string(),
            _ => String::new(),
        };
        let toggle = match (text("toggle-type").as_str(), properties.get("toggle-state")) {
            ("", _) => Toggle::None,
            (_, Some(state)) if **state == Value::from(1_i32) => Toggle::On,
            _ => Toggle::Off,
        };
        let mut items = Vec::new();
        for child in children {
            let child: Layout = child.try_into()?;
            if is_true(&child.1, "visible") {
                items.push(Self::read(child)?);
            }
        }
        Ok(Self {
            id,
            label: without_mnemonic(&text("label")),
            enabled: is_true(&properties, "enabled"),
            separator: text("type") == "separator",
            toggle,
            items,
        })
    }
}

/// A property that is true unless it says otherwise.
fn is_true(properties: &HashMap<String, OwnedValue>, name: &str) -> bool {
    properties.get(name).is_none_or(|value| **value != Value::from(false))
}

/// `_Quit` → `Quit`; two underscores stand for one.
fn without_mnemonic(label: &str) -> String {
    label.replace("__", "\0").replace('_', "").replace('\0', "_")
}

/// The item at a path of labels.
pub(super) fn find(items: &[Item], path: &[&str]) -> Result<Item> {
    let (label, rest) = path.split_first().context("an empty path")?;
    let item = items.iter().find(|item| item.label == *label).with_context(|| {
        let labels: Vec<_> = items.iter().map(|item| item.label.as_str()).collect();
        format!("{label:?} is not among {labels:?}")
    })?;
    if rest.is_empty() { Ok(item.clone()) } else { find(&item.items, rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn properties(pairs: &[(&str, Value<'_>)]) -> HashMap<String, OwnedValue> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.try_to_owned().unwrap()))
            .collect()
    }

    #[test]
    fn a_menu_is_read_and_searched() {
        let model = (
            7,
            properties(&[
                ("label", "Opus 4__6".into()),
                ("toggle-type", "checkmark".into()),
                ("toggle-state", 1_i32.into()),
            ]),
            Vec::<OwnedValue>::new(),
        );
        let hidden = (8, properties(&[("visible", false.into())]), Vec::<OwnedValue>::new());
        let owned = |layout: Layout| Value::from(layout).try_to_owned().unwrap();
        let submenu = (
            3,
            properties(&[("label", "_Default model".into())]),
            vec![owned(model), owned(hidden)],
        );
        let root = Item::read((0, HashMap::new(), vec![owned(submenu)])).unwrap();
        let found = find(&root.items, &["Default model", "Opus 4_6"]).unwrap();
        assert_eq!((found.id, found.toggle, found.enabled), (7, Toggle::On, true));
        assert_eq!(root.items[0].items.len(), 1);
        let missing = find(&root.items, &["Default model", "Haiku"]).unwrap_err().to_string();
        assert!(missing.contains("Opus 4_6"), "{missing}");
    }
}
