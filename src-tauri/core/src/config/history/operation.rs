//! An operation of several steps that is done: what it was, and what takes all of it back.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Surface;

/// One operation, as the history keeps it. Its changes of the config are lines of their own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// Its name: a number, from the same count as those of the changes.
    pub id: String,
    /// When it was done (ms since 1970).
    pub at_ms: u64,
    /// What it was, in words.
    pub title: String,
    /// Who asked for it.
    pub surface: Surface,
    /// The [operations](super::About::operation) of which its changes are steps.
    pub edits: Vec<String>,
    /// What each of its steps noted to be taken back by, in order. Only who made the notes
    /// understands them; they hold no secret.
    pub steps: Vec<Value>,
    /// The entry that it took back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
}
