//! The default model, and those to choose from.

use serde::{Deserialize, Serialize};

use super::Notice;

view! {
    /// The default model.
    pub struct ModelView {
        /// `provider/model`, when the config names one.
        pub primary: Option<String>,
        /// How people call it (`Opus 4.6`).
        pub name: Option<String>,
        /// What is tried when it fails.
        pub fallbacks: Vec<String>,
    }

    /// One model to choose.
    pub struct ModelChoice {
        /// `anthropic/claude-…`.
        pub reference: String,
        /// Its name.
        pub name: String,
        /// What it is good for, in a few words.
        pub note: Option<String>,
        /// What its kind is called (`Opus`), where its name tells.
        pub family: Option<String>,
        /// How much it can keep in view, in thousands of tokens, where that is known.
        pub context: Option<u32>,
        /// What it costs with an API key, where that is known.
        pub price: Option<ModelPrice>,
        /// The name of the model that takes its place, where it is retired.
        pub replaced_by: Option<String>,
        /// Whether the account has it, as far as Anthropic was asked.
        pub in_account: Option<bool>,
        /// Its short name in the config (`/model opus`).
        pub alias: Option<String>,
        /// Whether the person has marked it: the tray offers those.
        pub favourite: bool,
    }

    /// US dollars for a million tokens.
    #[derive(Copy)]
    pub struct ModelPrice {
        /// What is sent.
        pub input: u32,
        /// What is answered.
        pub output: u32,
    }

    /// Who still uses a model although the default one is another.
    pub struct ModelUsers {
        /// Agents whose own model it is.
        pub agents: Vec<String>,
        /// Sessions that keep it, by their keys.
        pub sessions: Vec<String>,
        /// Why the sessions could not be looked at.
        pub notice: Option<Notice>,
    }

    /// The outcome of bringing them along.
    pub struct BroughtAlong {
        /// The agents that use the default model now.
        pub agents: Vec<String>,
        /// How many sessions follow their agent again.
        pub sessions: u32,
        /// Why others do not.
        pub notice: Option<Notice>,
        /// The change in the history, for undo.
        pub change: Option<String>,
    }

    /// The models to choose from.
    pub struct ModelList {
        /// The models, best first.
        pub models: Vec<ModelChoice>,
        /// Whether Anthropic named them just now; else the list is built in.
        pub live: bool,
        /// The date of the built-in list, `2026-11`.
        pub dated: Option<String>,
        /// What Anthropic said of the credential when it was asked.
        pub notice: Option<Notice>,
    }

    /// The outcome of switching the model.
    pub struct Switched {
        /// The model before.
        pub before: Option<String>,
        /// The model now.
        pub now: String,
        /// Whether anything changed.
        pub changed: bool,
        /// The change in the history, for undo.
        pub change: Option<String>,
    }

    /// The outcome of changing the fallbacks.
    pub struct FallbacksSet {
        /// The model and its fallbacks now.
        pub model: ModelView,
        /// Whether anything changed.
        pub changed: bool,
        /// The change in the history, for undo.
        pub change: Option<String>,
    }

    /// The outcome of giving a model a short name.
    pub struct AliasSet {
        /// Whether anything changed.
        pub changed: bool,
        /// The change in the history, for undo.
        pub change: Option<String>,
        /// What else was done.
        pub notices: Vec<Notice>,
    }

    /// What becomes of the fallbacks. Models by reference or name.
    pub enum FallbacksChange {
        /// One more, tried last.
        Add {
            /// Which.
            model: String,
        },
        /// One less.
        Remove {
            /// Which.
            model: String,
        },
        /// These, in this order.
        Set {
            /// Which.
            models: Vec<String>,
        },
    }
}
