//! The arguments of a command: words, and options with or without a value. An option may stand
//! between the words.

use std::collections::BTreeMap;

/// The options that have a value.
const WITH_VALUE: [&str; 5] = ["--agent", "--provider", "--profile-id", "--from", "--params"];

/// A command, read.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    pub(super) words: Vec<String>,
    options: BTreeMap<String, String>,
}

impl Arguments {
    pub(super) fn read(command: &[String]) -> Self {
        let mut read = Self::default();
        let mut rest = command.iter();
        while let Some(next) = rest.next() {
            if WITH_VALUE.contains(&next.as_str()) {
                let value = rest.next().cloned().unwrap_or_default();
                read.options.insert(next.clone(), value);
            } else if next.starts_with("--") {
                read.options.insert(next.clone(), String::new());
            } else {
                read.words.push(next.clone());
            }
        }
        read
    }

    pub(super) fn has(&self, option: &str) -> bool {
        self.options.contains_key(option)
    }

    pub(super) fn value(&self, option: &str) -> Option<&str> {
        self.options.get(option).map(String::as_str)
    }

    /// The agent that is asked about.
    pub(super) fn agent(&self) -> &str {
        self.value("--agent").unwrap_or("main")
    }
}
