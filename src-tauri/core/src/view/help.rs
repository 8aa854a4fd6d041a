//! What can be read about Chela itself.

use serde::{Deserialize, Serialize};

view! {
    /// What a person can read without a network. In its texts `{=key}` stands for the words of a
    /// control of the window.
    pub struct Help {
        /// How to do each task.
        pub guides: Vec<Guide>,
        /// What the words mean.
        pub words: Vec<Word>,
        /// Everything that a diagnosis can find.
        pub problems: Vec<KnownProblem>,
    }

    /// How to do a task.
    pub struct Guide {
        /// Its name in the code.
        pub id: String,
        /// The task.
        pub title: String,
        /// When one has it.
        pub when: String,
        /// What to do, one after the other.
        pub steps: Vec<String>,
    }

    /// A word and what it means.
    pub struct Word {
        /// The word.
        pub name: String,
        /// In a line or two.
        pub means: String,
    }

    /// Something that a diagnosis can find. Names and numbers in it are examples.
    pub struct KnownProblem {
        /// The finding's code.
        pub code: String,
        /// What is found.
        pub title: String,
        /// What it means, and what mends it.
        pub meaning: String,
    }
}
