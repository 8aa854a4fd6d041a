//! The tray's menu as plain data: what is known goes in, the items come out. Leaves out how a
//! desktop draws a menu and what happens on a click; an item's id says which one it was.

use crate::text::{lookup, say};
use crate::view::{Action, ConfigState, ModelChoice, Overview, Sentence, Tone};
use crate::{Error, models};

/// The id of the line that says how things stand.
pub const STATUS: &str = "status";
/// The id of the submenu with the models.
pub const MODELS: &str = "models";
/// The id of "Paste setup-token from clipboard…".
pub const PASTE: &str = "paste";
/// The id of "Open Chela".
pub const OPEN: &str = "open";
/// The id of "Quit".
pub const QUIT: &str = "quit";

/// The characters that fit on a menu's line.
const LINE: usize = 72;

/// What the menu is made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuState {
    /// The truth in a line.
    pub sentence: Sentence,
    /// The default model, `provider/model`, when the config names one.
    pub current: Option<String>,
    /// The models to choose from, best first.
    pub models: Vec<ModelChoice>,
    /// Whether a model can be chosen now: the config can be read and is this computer's.
    pub switchable: bool,
}

/// One item of the menu. The ids stay the same as long as the program runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A line of words that cannot be pressed.
    Line {
        /// Its id.
        id: String,
        /// Its words.
        label: String,
    },
    /// A hairline.
    Separator,
    /// Something to press.
    Button {
        /// Its id.
        id: String,
        /// Its words.
        label: String,
    },
    /// One of several, of which exactly one is checked.
    Choice {
        /// Its id.
        id: String,
        /// Its words.
        label: String,
        /// Whether it is the chosen one.
        checked: bool,
    },
    /// A menu in the menu.
    Submenu {
        /// Its id.
        id: String,
        /// Its words.
        label: String,
        /// Whether it opens.
        enabled: bool,
        /// What is in it.
        items: Vec<Item>,
    },
}

impl MenuState {
    /// Before anything was read.
    pub fn unread() -> Self {
        Self::only(Tone::Idle, lookup("tray.reading").unwrap_or_default().to_owned())
    }

    /// When Chela cannot even find out which home it is for.
    pub fn failed(error: &Error) -> Self {
        Self::only(Tone::Problem, say("tray.unread", &[("message", &error.message())]))
    }

    /// From what was read, with the models that can be offered.
    pub fn of(overview: &Overview, models: Vec<ModelChoice>) -> Self {
        Self {
            sentence: overview.sentence.clone(),
            current: overview.model.primary.clone(),
            models,
            switchable: overview.config.state == ConfigState::Ok
                && overview.gateway.elsewhere.is_none(),
        }
    }

    /// The same, with a failed switch on its first line.
    #[must_use]
    pub fn with_failed_switch(mut self, error: &Error) -> Self {
        self.sentence = Sentence {
            tone: Tone::Problem,
            text: say("tray.switch-failed", &[("message", &error.message())]),
            detail: Some(error.hint()),
            action: Some(Action::ChooseModel),
        };
        self
    }

    fn only(tone: Tone, text: String) -> Self {
        let sentence = Sentence { tone, text, detail: None, action: None };
        Self { sentence, current: None, models: Vec::new(), switchable: false }
    }
}

/// The menu for `state`.
pub fn menu(state: &MenuState) -> Vec<Item> {
    vec![
        Item::Line { id: STATUS.to_owned(), label: shortened(&state.sentence.text) },
        Item::Separator,
        models_menu(state),
        button(PASTE, "tray.paste"),
        Item::Separator,
        button(OPEN, "tray.open"),
        button(QUIT, "tray.quit"),
    ]
}

/// The model that a click on the item `id` asks for.
pub fn model_of(id: &str) -> Option<&str> {
    id.strip_prefix("model:")
}

/// Whether two menus have the same items in the same order, so that one can become the other by
/// changing words and checks in place: replacing a menu closes it under the person's hand.
pub fn same_structure(a: &[Item], b: &[Item]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|pair| match pair {
            (Item::Separator, Item::Separator) => true,
            (Item::Line { id: a, .. }, Item::Line { id: b, .. })
            | (Item::Button { id: a, .. }, Item::Button { id: b, .. })
            | (Item::Choice { id: a, .. }, Item::Choice { id: b, .. }) => a == b,
            (Item::Submenu { id: a, items: x, .. }, Item::Submenu { id: b, items: y, .. }) => {
                a == b && same_structure(x, y)
            }
            _ => false,
        })
}

fn models_menu(state: &MenuState) -> Item {
    let mut choices: Vec<(String, String)> =
        state.models.iter().map(|model| (model.reference.clone(), model.name.clone())).collect();
    // A model that the list does not know is still the one that serves: it stands first.
    let current = state.current.as_ref();
    if let Some(current) = current
        && !choices.iter().any(|(reference, _)| reference == current)
    {
        choices.insert(0, (current.clone(), models::name_of(current)));
    }
    let items = choices
        .into_iter()
        .map(|(reference, name)| Item::Choice {
            checked: current == Some(&reference),
            id: format!("model:{reference}"),
            label: name,
        })
        .collect::<Vec<_>>();
    let enabled = state.switchable && !items.is_empty();
    let label = lookup("tray.default-model").unwrap_or_default().to_owned();
    Item::Submenu { id: MODELS.to_owned(), label, enabled, items }
}

fn button(id: &str, key: &str) -> Item {
    Item::Button { id: id.to_owned(), label: lookup(key).unwrap_or(key).to_owned() }
}

/// The first line of `text`, cut at a word when it is too long for a menu.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= LINE {
        return line.to_owned();
    }
    let head: String = line.chars().take(LINE).collect();
    let cut = head.rfind(' ').unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests;
