//! The tray's menu as plain data: what is known goes in, the items come out. Leaves out how a
//! desktop draws a menu and what happens on a click; an item's id says which one it was.

use crate::text::{lookup, say};
use crate::view::{
    ConfigState, Finding, ModelChoice, Overview, SecretPlace, Sentence, SignInView, Tone,
};
use crate::{Error, models};

/// The id of the line that says how things stand.
pub const STATUS: &str = "status";
/// The id of the button that mends what the first line says.
pub const MEND: &str = "mend";
/// The id of the submenu with the sign-ins.
pub const SIGN_INS: &str = "sign-ins";
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
    /// Whether a model or a sign-in can be chosen now: the config can be read and is this
    /// computer's.
    pub switchable: bool,
    /// The default agent's sign-ins, the one that is used first first.
    pub sign_ins: Vec<SignInChoice>,
    /// The words of the repair of the worst finding.
    pub mend: Option<String>,
}

/// One sign-in to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInChoice {
    /// The profile.
    pub profile: String,
    /// Its words.
    pub label: String,
    /// Whether it is used first.
    pub first: bool,
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

    /// From what was read, with the models that can be offered and what was found last.
    pub fn of(overview: &Overview, models: Vec<ModelChoice>, findings: &[Finding]) -> Self {
        let worst = worst(findings);
        Self {
            sentence: with_worst(overview.sentence.clone(), worst),
            current: overview.model.primary.clone(),
            models: offered(models),
            switchable: overview.config.state == ConfigState::Ok
                && overview.gateway.elsewhere.is_none(),
            sign_ins: sign_ins(overview),
            mend: worst.and_then(|worst| Some(worst.repairs.first()?.label.clone())),
        }
    }

    /// The same, with something that was asked for here and failed on its first line. `key` is
    /// that of its words, which know the error as `{message}`.
    #[must_use]
    pub fn with_failure(mut self, key: &str, error: &Error) -> Self {
        self.sentence = Sentence {
            tone: Tone::Problem,
            text: say(key, &[("message", &error.message())]),
            detail: Some(error.hint()),
            action: None,
        };
        self
    }

    fn only(tone: Tone, text: String) -> Self {
        let sentence = Sentence { tone, text, detail: None, action: None };
        Self {
            sentence,
            current: None,
            models: Vec::new(),
            switchable: false,
            sign_ins: Vec::new(),
            mend: None,
        }
    }
}

/// The sentence with what it does not look at: the findings are older than it, and know more.
fn with_worst(mut sentence: Sentence, worst: Option<&Finding>) -> Sentence {
    match worst.map(|worst| (worst.tone, &worst.title)) {
        Some((Tone::Problem, title)) if sentence.tone != Tone::Problem => {
            sentence.tone = Tone::Problem;
            sentence.text.clone_from(title);
        }
        Some((Tone::Attention, _)) if sentence.tone == Tone::Ok => {
            sentence.tone = Tone::Attention;
        }
        _ => {}
    }
    sentence
}

/// The worst finding, if any wants a look: they come worst first.
pub fn worst(findings: &[Finding]) -> Option<&Finding> {
    findings.first().filter(|worst| matches!(worst.tone, Tone::Problem | Tone::Attention))
}

/// The menu for `state`.
pub fn menu(state: &MenuState) -> Vec<Item> {
    let mut items =
        vec![Item::Line { id: STATUS.to_owned(), label: shortened(&state.sentence.text) }];
    let mend = state.mend.as_ref();
    items.extend(mend.map(|label| Item::Button { id: MEND.to_owned(), label: label.clone() }));
    items.extend([Item::Separator, models_menu(state)]);
    // With one there is nothing to choose.
    items.extend((state.sign_ins.len() > 1).then(|| sign_ins_menu(state)));
    items.extend([
        button(PASTE, "tray.paste"),
        Item::Separator,
        button(OPEN, "tray.open"),
        button(QUIT, "tray.quit"),
    ]);
    items
}

/// The model that a click on the item `id` asks for.
pub fn model_of(id: &str) -> Option<&str> {
    id.strip_prefix("model:")
}

/// The profile that a click on the item `id` asks to use first.
pub fn profile_of(id: &str) -> Option<&str> {
    id.strip_prefix("profile:")
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

/// The models that a person has marked, or all where none is.
fn offered(mut models: Vec<ModelChoice>) -> Vec<ModelChoice> {
    if models.iter().any(|model| model.favourite) {
        models.retain(|model| model.favourite);
    }
    models
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

fn sign_ins_menu(state: &MenuState) -> Item {
    let items = state.sign_ins.iter().map(|sign_in| Item::Choice {
        id: format!("profile:{}", sign_in.profile),
        label: sign_in.label.clone(),
        checked: sign_in.first,
    });
    Item::Submenu {
        id: SIGN_INS.to_owned(),
        label: lookup("tray.sign-ins").unwrap_or_default().to_owned(),
        enabled: state.switchable,
        items: items.collect(),
    }
}

/// The profiles of the default agent; what stands elsewhere (a variable, the config) is no choice.
fn sign_ins(overview: &Overview) -> Vec<SignInChoice> {
    let profiles = |view: &&SignInView| {
        let is_profile = !matches!(view.place, SecretPlace::Environment | SecretPlace::Config);
        is_profile && overview.agents.first().is_some_and(|agent| view.agents.contains(agent))
    };
    let choice = |view: &SignInView| SignInChoice {
        profile: view.profile.clone(),
        label: view.label.clone().unwrap_or_else(|| view.profile.clone()),
        first: view.serves,
    };
    overview.sign_ins.iter().filter(profiles).map(choice).collect()
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
