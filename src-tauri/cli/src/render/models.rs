//! `chela model …`, for people.

use chela_core::text::say;
use chela_core::view::{
    AliasSet, BroughtAlong, FallbacksSet, ModelList, ModelUsers, ModelView, Notice, Switched,
};

use super::{notice, table};

/// `model`.
pub(crate) fn model(model: &ModelView) -> String {
    let Some(primary) = &model.primary else { return say("program.no-model", &[]) + "\n" };
    let mut out = match &model.name {
        Some(name) if name != primary => format!("{name} ({primary})"),
        _ => primary.clone(),
    };
    if !model.fallbacks.is_empty() {
        let then = model.fallbacks.join(", ");
        out += &format!("; {}", say("program.fallbacks", &[("models", &then)]));
    }
    out + "\n"
}

/// What is tried when a model fails, in order.
pub(crate) fn fallbacks(model: &ModelView) -> String {
    if model.fallbacks.is_empty() {
        return say("program.fallbacks.none", &[]) + "\n";
    }
    model.fallbacks.iter().map(|name| format!("{name}\n")).collect()
}

/// What a change of the fallbacks did.
pub(crate) fn fallbacks_set(done: &FallbacksSet) -> String {
    let mut out = fallbacks(&done.model);
    out += &undo_with(done.change.as_deref());
    out + "\n"
}

/// `model list`; the `current` one is marked.
pub(crate) fn model_list(list: &ModelList, current: Option<&str>) -> String {
    let rows: Vec<_> = list
        .models
        .iter()
        .map(|model| {
            let mark = if current == Some(model.reference.as_str()) { "*" } else { " " };
            let alias = model.alias.as_ref().map(|alias| format!("/model {alias}."));
            let note: Vec<_> = model.note.iter().chain(&alias).map(String::as_str).collect();
            vec![format!("{mark} {}", model.name), model.reference.clone(), note.join(" ")]
        })
        .collect();
    let mut out = table(&rows);
    if let Some(dated) = &list.dated {
        out += &format!("\n{}\n", say("program.built-in-list", &[("dated", dated)]));
    }
    if let Some(said) = &list.notice {
        out += &notice(said);
    }
    out
}

/// `model set`.
pub(crate) fn switched(switched: &Switched) -> String {
    let name = chela_core::models::name_of(&switched.now);
    let words = if switched.changed { "program.switched" } else { "program.switched-already" };
    let mut out = say(words, &[("name", &name), ("model", &switched.now)]) + "\n";
    if let Some(change) = &switched.change {
        out += &format!("{}\n", say("program.undo-with", &[("change", &change)]));
    }
    out
}

/// What a short name's change did.
pub(crate) fn alias_set(done: &AliasSet) -> String {
    let mut out = undo_with(done.change.as_deref()) + "\n";
    out.extend(done.notices.iter().map(notice));
    out
}

/// Who still uses a model.
pub(crate) fn model_users(users: &ModelUsers) -> String {
    let mut out = String::new();
    if !users.agents.is_empty() {
        out += &say("program.users.agents", &[("agents", &users.agents.join(", "))]);
        out += "\n";
    }
    if !users.sessions.is_empty() {
        out += &say("program.users.sessions", &[("sessions", &users.sessions.join(", "))]);
        out += "\n";
    }
    or_nobody(out, users.notice.as_ref())
}

/// Who uses the default model now.
pub(crate) fn brought_along(done: &BroughtAlong) -> String {
    let mut out = String::new();
    if !done.agents.is_empty() {
        out += &say("program.brought-along.agents", &[("agents", &done.agents.join(", "))]);
        out += "\n";
    }
    if done.sessions > 0 {
        out += &say("program.brought-along.sessions", &[("count", &done.sessions)]);
        out += "\n";
    }
    if let Some(change) = &done.change {
        out += &(undo_with(Some(change)) + "\n");
    }
    or_nobody(out, done.notice.as_ref())
}

/// What was said of some, or that there are none, or why that is not known.
fn or_nobody(out: String, why: Option<&Notice>) -> String {
    match why {
        Some(why) => out + &notice(why),
        None if out.is_empty() => say("program.users.none", &[]) + "\n",
        None => out,
    }
}

fn undo_with(change: Option<&str>) -> String {
    match change {
        Some(change) => say("program.undo-with", &[("change", &change)]),
        None => say("program.same-already", &[]),
    }
}
