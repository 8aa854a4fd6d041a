//! What an operation would do, to be seen before it is done.

use serde::{Deserialize, Serialize};

use super::Notice;

choice! {
    /// What becomes of a keychain entry.
    KeychainFate {
        /// It is made.
        Added,
        /// It serves as it is.
        Kept,
        /// What Chela notes beside the secret changes: which agents use it. The secret stays.
        Updated,
        /// Nothing uses it any more: it is removed after a grace period.
        Retired,
    }
}

view! {
    /// One line of a diff.
    pub struct DiffLine {
        /// `+`, `-`, a space, or `…` for lines left out.
        pub sign: String,
        /// The line, secrets masked; of lines left out at the end, how many.
        pub text: String,
        /// Its number in the new text (in the old one when removed), from 1.
        pub number: u32,
    }

    /// The change of one file.
    pub struct FileDiff {
        /// The file.
        pub path: String,
        /// Whether the file is new.
        pub new: bool,
        /// Whether the file is deleted.
        pub gone: bool,
        /// The changed lines with two of context.
        pub lines: Vec<DiffLine>,
    }

    /// A keychain entry that an operation is about.
    pub struct KeychainChange {
        /// Its name, as the system's own program for the keychain shows it.
        pub name: String,
        /// The masked ends of its secret.
        pub masked: String,
        /// What becomes of it.
        pub change: KeychainFate,
    }

    /// What an operation would do. Chela's own journal and history, which each one writes, are
    /// left out.
    #[derive(Default)]
    pub struct Preview {
        /// The change of each config file.
        pub diffs: Vec<FileDiff>,
        /// The keychain entries.
        pub keychain: Vec<KeychainChange>,
        /// The commands that will run, as one would type them, without secrets. Those that only
        /// read are left out, but for OpenClaw's check of the new config.
        pub commands: Vec<String>,
        /// The other files that will be written, by Chela or by OpenClaw.
        pub files: Vec<String>,
        /// Whether nothing would change.
        pub nothing_to_do: bool,
        /// What else to know before one agrees, worst first.
        pub notices: Vec<Notice>,
    }

    /// What a sign-in would do.
    pub struct Plan {
        /// The profile that it makes or replaces.
        pub profile: String,
        /// The agents.
        pub agents: Vec<String>,
        /// The keychain entry that OpenClaw will refer to, by name; none when OpenClaw keeps the
        /// credential itself.
        pub keychain_entry: Option<String>,
        /// All that would be done.
        pub preview: Preview,
    }
}
