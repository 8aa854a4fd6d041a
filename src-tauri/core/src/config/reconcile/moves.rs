//! Where OpenClaw moves settings to when it writes a config of an older version, and what it calls
//! them then (a model's successor, as `doctor --fix` does): followed in the text, so that lines and
//! comments go along. The values are not settled here.

use serde_json::Value;

use crate::config::document::{Document, Path};

/// `ours` with the settings where `theirs` has them. What cannot be followed stays where it is.
pub(super) fn followed(ours: &Document, theirs: &Document) -> Document {
    let steps = [entries, variables, Document::renamed_as_in];
    steps.into_iter().fold(ours.clone(), |ours, step| step(&ours, theirs).unwrap_or(ours))
}

/// `agents.list` → `agents.entries` (2026.8): an agent's id becomes its name.
fn entries(ours: &Document, theirs: &Document) -> Option<Document> {
    let (list, entries) = (Path::from(["agents", "list"]), Path::from(["agents", "entries"]));
    let moved = theirs.get(&entries).is_some() && theirs.get(&list).is_none();
    let free = ours.get(&entries).is_none();
    if moved && free { ours.keyed(&list, "entries", "id") } else { None }
}

/// `env.NAME` → `env.vars.NAME` (2026.8), when that is all that stands in `env`.
fn variables(ours: &Document, theirs: &Document) -> Option<Document> {
    let env = Path::from(["env"]);
    let (Some(Value::Object(old)), Some(Value::Object(new))) = (ours.get(&env), theirs.get(&env))
    else {
        return None;
    };
    let vars = new.get("vars")?.as_object()?;
    let moved = |name: &String| vars.contains_key(name) && !new.contains_key(name);
    if !old.is_empty() && old.keys().all(moved) { ours.wrapped(&env, "vars") } else { None }
}
