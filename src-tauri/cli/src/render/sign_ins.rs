//! The sign-ins, the matrix of agents and profiles, and what was done with them, as text.

use chela_core::text::say;
use chela_core::view::{
    AgentView, CellView, Connected, DisconnectPlan, Ordered, SignInState, SignInView, SignIns,
    Switched,
};

use super::preview::details;
use super::{choice, moment, notice, sign_in, table};

/// `profiles`.
pub(crate) fn profiles(matrix: &SignIns) -> String {
    if matrix.profiles.is_empty() {
        return say("program.no-sign-ins", &[]) + "\n" + &problems(matrix);
    }
    let now = now(matrix);
    let rows: Vec<_> = matrix.profiles.iter().map(|row| detailed(row, now)).collect();
    format!("{}\n{}{}", say("program.sign-ins", &[]), table(&rows), problems(matrix))
}

/// `profiles --agent`: those of the one agent that is left, in the order in which it tries them.
pub(crate) fn profiles_of_agent(matrix: &SignIns) -> String {
    let Some(agent) = matrix.agents.first() else { return profiles(matrix) };
    if agent.cells.is_empty() {
        return say("program.no-sign-ins", &[]) + "\n" + &problems(matrix);
    }
    let now = now(matrix);
    let row = |cell: &CellView| {
        let mark = if cell.serves { "*" } else { " " };
        let place = agent.order.iter().position(|name| *name == cell.profile);
        let sign_in = matrix.profiles.iter().find(|sign_in| sign_in.profile == cell.profile);
        let kind = sign_in.map(|sign_in| choice("kind", &sign_in.kind)).unwrap_or_default();
        vec![
            format!("{mark} {}", place.map_or("-".to_owned(), |place| (place + 1).to_string())),
            name(matrix, &cell.profile).to_owned(),
            kind,
            state(cell, now),
            if cell.inherited { say("program.inherited", &[]) } else { String::new() },
            used(cell.last_used_ms, now),
        ]
    };
    let rows: Vec<_> = agent.cells.iter().map(row).collect();
    let heading = if agent.own_order { "program.order.own" } else { "program.order.default" };
    format!("{}\n{}{}", say(heading, &[("agent", &agent.id)]), table(&rows), problems(matrix))
}

/// `agents`: agents as rows, profiles as columns.
pub(crate) fn matrix(matrix: &SignIns) -> String {
    let now = now(matrix);
    let mut header = vec![say("program.matrix.agent", &[]), say("program.matrix.model", &[])];
    header.extend(matrix.profiles.iter().map(|profile| profile.name().to_owned()));
    let mut rows = vec![header];
    for agent in &matrix.agents {
        let mut row = vec![who(agent), model(agent)];
        row.extend(matrix.profiles.iter().map(|profile| {
            let cell = agent.cells.iter().find(|cell| cell.profile == profile.profile);
            cell.map_or_else(|| ".".to_owned(), |cell| signed(cell, now))
        }));
        rows.push(row);
    }
    format!("{}\n{}\n{}", table(&rows), say("program.matrix.signs", &[]), problems(matrix))
}

/// `profiles label`.
pub(crate) fn labelled(named: &SignInView) -> String {
    let profile = &named.profile;
    let text = match &named.label {
        Some(label) => say("program.labelled", &[("profile", profile), ("label", label)]),
        None => say("program.label-removed", &[("profile", profile)]),
    };
    text + "\n"
}

/// `profiles expires`.
pub(crate) fn ends(ended: &SignInView) -> String {
    let name: (_, &dyn ToString) = ("profile", &ended.name());
    let text = match (ended.expires_ms, ended.expiry_assumed) {
        (None, _) => say("program.ends.never", &[name]),
        (Some(at), assumed) => {
            let key = if assumed { "program.ends.assumed" } else { "program.ends.at" };
            say(key, &[name, ("when", &moment(at, present()))])
        }
    };
    text + "\n"
}

/// `profiles order`, `profiles first`.
pub(crate) fn ordered(done: &Ordered) -> String {
    let agents = done.agents.join(", ");
    let key = match (&done.first, done.changed) {
        (_, false) => "program.ordered-already",
        (Some(_), true) => "program.ordered",
        (None, true) => "program.ordered-default",
    };
    let first = done.first.clone().unwrap_or_default();
    let mut out = say(key, &[("agents", &agents), ("profile", &first)]) + "\n";
    out.extend(done.notices.iter().map(notice));
    out
}

/// `profiles remove --dry-run`, `disconnect --dry-run`.
pub(crate) fn disconnect_plan(plan: &DisconnectPlan) -> String {
    let agents = plan.agents.join(", ");
    let mut out = say("program.would-remove", &[("profile", &plan.profile), ("agents", &agents)]);
    out += "\n";
    for after in &plan.after {
        let agent: (_, &dyn ToString) = ("agent", &after.agent);
        out += &match (&after.next, after.stranded) {
            (Some(next), _) => say("program.after.next", &[agent, ("next", next)]),
            (None, true) => say("program.after.stranded", &[agent]),
            (None, false) => say("program.after.others", &[agent]),
        };
        out += "\n";
    }
    if plan.after.is_empty() {
        out += &format!("{}\n", say("program.after.nobody", &[]));
    }
    out + &details(&plan.preview)
}

/// `profiles give`.
pub(crate) fn given(done: &Connected) -> String {
    let agents = done.agents.join(", ");
    let key = if done.changed { "program.given" } else { "program.given-already" };
    let mut out = say(key, &[("profile", &done.profile), ("agents", &agents)]) + "\n";
    out.extend(done.notices.iter().map(notice));
    out
}

/// `agents model ID --default`.
pub(crate) fn follows_default(agent: &str, switched: &Switched) -> String {
    let key = if switched.changed { "program.follows" } else { "program.follows-already" };
    let mut out = say(key, &[("agent", &agent)]) + "\n";
    if let Some(change) = &switched.change {
        out += &format!("{}\n", say("program.undo-with", &[("change", change)]));
    }
    out
}

/// The row of `status`, with what it has no room for.
fn detailed(view: &SignInView, now_ms: u64) -> Vec<String> {
    let mut row = sign_in(view, now_ms);
    row[0] = match &view.label {
        Some(label) => format!("{} \"{label}\"", row[0]),
        None => row[0].clone(),
    };
    if let Some(detail) = &view.place_detail {
        row[2] += &format!(" ({detail})");
    }
    let end = view.expires_ms.filter(|_| view.until_ms != view.expires_ms);
    row.push(end.map_or_else(String::new, |at| {
        let key = if view.expiry_assumed { "program.ends-probably" } else { "program.ends" };
        say(key, &[("when", &moment(at, now_ms))])
    }));
    row.push(used(view.last_used_ms, now_ms));
    row
}

fn who(agent: &AgentView) -> String {
    match agent.default {
        true => say("program.matrix.default", &[("agent", &agent.id)]),
        false => agent.id.clone(),
    }
}

fn model(agent: &AgentView) -> String {
    let name = agent.model.name.as_ref().or(agent.model.primary.as_ref()).cloned();
    let name = name.unwrap_or_else(|| "-".to_owned());
    if agent.own_model { say("program.matrix.own", &[("model", &name)]) } else { name }
}

/// A sign and words: `* works`, `+ works, inherited`, `! waits, tried again in 25 s`.
fn signed(cell: &CellView, now_ms: u64) -> String {
    use SignInState::{Expiring, Ok, Other, Unconfirmed};
    let sign = match cell.state {
        _ if cell.serves => "*",
        Ok | Unconfirmed | Expiring | Other => "+",
        _ => "!",
    };
    let inherited = match cell.inherited {
        true => format!(", {}", say("program.inherited", &[])),
        false => String::new(),
    };
    format!("{sign} {}{inherited}", state_in_short(cell, now_ms))
}

fn state(cell: &CellView, now_ms: u64) -> String {
    let detail = cell.detail.as_ref().filter(|_| cell.state != SignInState::Other);
    let detail = detail.map(|detail| format!(" ({detail})")).unwrap_or_default();
    state_in_short(cell, now_ms) + &detail
}

fn state_in_short(cell: &CellView, now_ms: u64) -> String {
    let mut words = match (&cell.detail, cell.state) {
        // OpenClaw's own word, which this version of Chela does not know.
        (Some(word), SignInState::Other) => word.clone(),
        _ => choice("sign-in", &cell.state),
    };
    if let Some(until) = cell.until_ms {
        words += &format!(" {}", moment(until, now_ms));
    }
    words
}

fn used(last_ms: Option<u64>, now_ms: u64) -> String {
    last_ms.map_or_else(String::new, |at| say("program.used", &[("when", &moment(at, now_ms))]))
}

fn name<'a>(matrix: &'a SignIns, profile: &'a str) -> &'a str {
    let sign_in = matrix.profiles.iter().find(|sign_in| sign_in.profile == profile);
    sign_in.map_or(profile, SignInView::name)
}

/// What there is to know of agents: that one could not be asked, or signs in with nothing. What
/// is the same for all is said once.
fn problems(matrix: &SignIns) -> String {
    let mut out = String::new();
    let mut told = Vec::new();
    for problem in matrix.agents.iter().filter_map(|agent| agent.problem.as_ref()) {
        if !told.contains(&problem) {
            told.push(problem);
            out += &notice(problem);
        }
    }
    for agent in matrix.agents.iter().filter(|agent| agent.missing) {
        out += &format!("! {}\n", say("program.agent-missing", &[("agent", &agent.id)]));
    }
    if out.is_empty() { out } else { format!("\n{out}") }
}

/// The moment from which things are seen.
fn now(matrix: &SignIns) -> u64 {
    matrix.asked_ms.unwrap_or_else(present)
}

fn present() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
