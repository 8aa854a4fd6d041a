//! The history, and what undoing does.

use serde::{Deserialize, Serialize};

use super::{FileDiff, Notice};

choice! {
    /// Who did something.
    Maker {
        /// Somebody in the window.
        Window,
        /// Somebody in the tray.
        Tray,
        /// Somebody with the program `chela`.
        Program,
        /// OpenClaw: a command of its own, or its gateway.
        Openclaw,
        /// An editor, or another program.
        Others,
        /// Not known to this version.
        Unknown,
    }
}

view! {
    /// One thing in the history.
    pub struct HistoryEntry {
        /// Its id.
        pub id: String,
        /// When (ms since 1970).
        pub at_ms: u64,
        /// What it was, in words.
        pub title: String,
        /// Who did it.
        pub by: Maker,
        /// Whether enough is known to undo it.
        pub undoable: bool,
        /// Whether it was undone.
        pub undone: bool,
        /// The entry that it undid.
        pub undoes: Option<String>,
        /// Whether it is an operation: undoing it covers sign-ins and keychain, too.
        pub whole: bool,
        /// The settings that it changed, by path.
        pub settings: Vec<String>,
        /// How many comments it removed.
        pub comments_removed: u32,
        /// What it did to the config, its first lines.
        pub diffs: Vec<FileDiff>,
    }

    /// What was done to a home.
    pub struct History {
        /// Newest first.
        pub entries: Vec<HistoryEntry>,
        /// What putting back the comments would do that somebody's write has removed.
        pub comments: CommentsPlan,
        /// When this was read (ms since 1970).
        pub read_ms: u64,
    }

    /// What undoing would do.
    pub struct UndoPlan {
        /// The entry.
        pub id: String,
        /// What it was, in words.
        pub title: String,
        /// The change of each config file.
        pub diffs: Vec<FileDiff>,
        /// What else happens, in words.
        pub steps: Vec<String>,
        /// Why it cannot be undone by itself.
        pub obstacles: Vec<String>,
        /// What was done to the same settings since, newest first: it can be undone first.
        pub later: Vec<HistoryEntry>,
    }

    /// What putting removed comments back would do.
    pub struct CommentsPlan {
        /// How many come back; 0 when there is nothing to put back.
        pub count: u32,
        /// Those that have no place any more, as they stood.
        pub lost: Vec<String>,
        /// The change of each config file.
        pub diffs: Vec<FileDiff>,
    }

    /// What was undone.
    pub struct Undone {
        /// The entries, in the order in which they were undone.
        pub ids: Vec<String>,
        /// What to know.
        pub notices: Vec<Notice>,
    }
}
