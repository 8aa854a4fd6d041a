//! Views as text for people: plain, aligned, the truth in a line first. Pure functions.

mod adopt;
mod audit;
mod caching;
mod history;
mod leave;
mod models;
mod other_secrets;
mod preview;
mod rotate;
mod sign_ins;
mod usage;

use chela_core::text::{lookup, say};
use chela_core::view::{
    Action, Connected, CredentialKind, Disconnected, Notice, Overview, Progress, Repaired,
    SignInView,
};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::failure::Failure;

pub(crate) use adopt::adopted;
pub(crate) use audit::audit;
pub(crate) use caching::{cache_changed, caches};
pub(crate) use history::{comments_plan, history, history_entry, undo_plan, undone};
pub(crate) use leave::{leave_plan, left};
pub(crate) use models::{
    alias_set, brought_along, fallbacks, fallbacks_set, model, model_list, model_users, switched,
};
pub(crate) use other_secrets::adopted_settings;
pub(crate) use preview::{connect_plan, preview};
pub(crate) use rotate::{revocation, revoked, rotate_plan, rotated};
pub(crate) use sign_ins::{
    disconnect_plan, ends, follows_default, given, labelled, matrix, ordered, profiles,
    profiles_of_agent,
};
pub(crate) use usage::cache_usage;

/// A failure: what happened, at which step, what could not be put back, and what to do.
pub(crate) fn failure(failure: &Failure) -> String {
    let mut out = say("program.failed", &[("message", &failure.message())]) + "\n";
    if failure.is_interruption() {
        return out + &format!("{}\n", say("program.failed.settle", &[]));
    }
    if let Some(step) = failure.param("step") {
        out += &format!("{}\n", say("program.failed.step", &[("step", &step)]));
    }
    if let Some(left) = failure.param("left") {
        out += &format!("{}\n", say("program.failed.left", &[("left", &left)]));
    }
    if !failure.hint().is_empty() {
        out += &format!("{}\n", failure.hint());
    }
    out
}

/// A notice: what there is to know, and what to do about it.
pub(crate) fn notice(notice: &Notice) -> String {
    let mut out = format!("! {}\n", notice.message);
    if !notice.hint.is_empty() {
        out += &format!("  {}\n", notice.hint);
    }
    out
}

/// One step of an operation.
pub(crate) fn progress(progress: &Progress) -> String {
    let state = choice("state", &progress.state);
    let step = choice("step", &progress.step);
    let detail = progress.detail.as_ref().map(|text| format!(" ({text})")).unwrap_or_default();
    format!("{state:9} {step}{detail}\n")
}

/// `status`.
pub(crate) fn overview(overview: &Overview) -> String {
    let mut out = format!("{}\n", overview.sentence.text);
    if let Some(detail) = &overview.sentence.detail {
        out += &format!("{detail}\n");
    }
    if let Some(next) = overview.sentence.action.and_then(next_command) {
        out += &format!("{}\n", say("program.next", &[("command", &next)]));
    }
    out += "\n";
    out += &table(&facts(overview));
    if !overview.sign_ins.is_empty() {
        out += &format!("\n{}\n", say("program.sign-ins", &[]));
        let rows: Vec<_> =
            overview.sign_ins.iter().map(|row| sign_in(row, overview.read_ms)).collect();
        out += &table(&rows);
    }
    let notices = problems(overview).into_iter().map(notice);
    let notices: String = notices.chain(overview.revocations.iter().map(revocation)).collect();
    if !notices.is_empty() {
        out += &format!("\n{notices}");
    }
    out
}

/// What a repair did.
pub(crate) fn repaired(done: &Repaired) -> String {
    let mut out = done.done.clone() + "\n";
    out.extend(done.notices.iter().map(notice));
    out
}

/// `connect`.
pub(crate) fn connected(done: &Connected) -> String {
    let agents = done.agents.join(", ");
    let words = if done.changed { "program.connected" } else { "program.connected-already" };
    let mut out = say(words, &[("profile", &done.profile), ("agents", &agents)]) + "\n";
    if let Some(model) = &done.model {
        let name = chela_core::models::name_of(model);
        out += &format!("{}\n", say("program.answers-as", &[("name", &name), ("model", model)]));
    }
    if !done.confirmed {
        out += &format!("{}\n", say("program.not-confirmed", &[]));
    }
    out.extend(done.notices.iter().map(notice));
    out
}

/// `disconnect`.
pub(crate) fn disconnected(done: &Disconnected) -> String {
    let agents = done.agents.join(", ");
    let words = if done.changed { "program.disconnected" } else { "program.disconnected-already" };
    let mut out = say(words, &[("profile", &done.profile), ("agents", &agents)]) + "\n";
    out.extend(done.notices.iter().map(notice));
    out
}

/// `a setup-token`, `an API key`.
pub(crate) fn kind_with_article(kind: CredentialKind) -> String {
    let name = if kind == CredentialKind::ApiKey { "api-key" } else { "setup-token" };
    say(&format!("paste.found.{name}"), &[])
}

fn facts(overview: &Overview) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut fact = |name: &str, value: String| {
        rows.push(vec![say(&format!("program.fact.{name}"), &[]), value]);
    };
    let openclaw = &overview.openclaw;
    let version = openclaw.version.clone().unwrap_or_else(|| say("program.not-found", &[]));
    let path = openclaw.path.as_ref().map(|path| format!(" ({path})")).unwrap_or_default();
    fact("openclaw", version + &path);
    if let Some(home) = overview.homes.iter().find(|home| home.chosen) {
        let others = overview.homes.len() - 1;
        let more = match others {
            0 => String::new(),
            _ => {
                let ids: Vec<_> = overview.homes.iter().map(|home| home.id.as_str()).collect();
                format!("; {}", say("program.homes", &[("ids", &ids.join(", "))]))
            }
        };
        fact("home", format!("{} [{}]{more}", home.label, home.id));
        let state = choice("config", &overview.config.state);
        fact("config", format!("{} ({state})", home.config_path));
    }
    let gateway = &overview.gateway;
    let state = choice("gateway", &gateway.state);
    fact("gateway", say("program.gateway-at", &[("state", &state), ("port", &gateway.port)]));
    fact("keychain", choice("keychain", &overview.keychain));
    fact("model", model(&overview.model).trim_end().to_owned());
    fact("agents", overview.agents.join(", "));
    rows
}

fn sign_in(view: &SignInView, now_ms: u64) -> Vec<String> {
    let mark = if view.serves { "*" } else { " " };
    let mut state = choice("sign-in", &view.state);
    if let Some(until) = view.until_ms {
        state += &format!(" {}", moment(until, now_ms));
    }
    if let Some(detail) = &view.detail {
        state += &format!(" ({detail})");
    }
    vec![
        format!("{mark} {}", view.profile),
        choice("kind", &view.kind),
        choice("place", &view.place),
        view.masked.clone().unwrap_or_default(),
        view.agents.join(", "),
        state,
    ]
}

/// All that wants a look, without saying anything twice.
fn problems(overview: &Overview) -> Vec<&Notice> {
    let in_place =
        [&overview.openclaw.problem, &overview.config.problem, &overview.gateway.elsewhere];
    let mut all: Vec<&Notice> = Vec::new();
    for notice in in_place.into_iter().flatten().chain(&overview.notices).chain(&overview.conflicts)
    {
        if !all.contains(&notice) {
            all.push(notice);
        }
    }
    all
}

/// The command that does what the window has a button for.
fn next_command(action: Action) -> Option<&'static str> {
    match action {
        Action::Connect => Some("chela connect --setup-token"),
        Action::ChooseModel => Some("chela model list"),
        Action::SettleInterrupted => Some("chela settle --finish"),
        Action::StartGateway => Some("openclaw gateway start"),
        _ => None,
    }
}

/// The words for one of a few values, by the name that it has for scripts.
fn choice(group: &str, value: &impl Serialize) -> String {
    let name = serde_json::to_value(value).ok();
    let name = name.as_ref().and_then(|name| name.as_str()).unwrap_or_default();
    lookup(&format!("program.{group}.{name}")).unwrap_or(name).to_owned()
}

/// A moment, seen from `now`.
fn moment(at_ms: u64, now_ms: u64) -> String {
    let (key, distance) = match at_ms.checked_sub(now_ms) {
        Some(ahead) => ("ahead", ahead),
        None => ("ago", now_ms - at_ms),
    };
    let seconds = distance.div_ceil(1000);
    let (unit, count) = match seconds {
        0..90 => ("seconds", seconds),
        90..5400 => ("minutes", seconds.div_ceil(60)),
        5400..172_800 => ("hours", seconds.div_ceil(3600)),
        _ => ("days", seconds.div_ceil(86_400)),
    };
    let span = say(&format!("program.span.{unit}"), &[("count", &count)]);
    say(&format!("program.moment.{key}"), &[("span", &span)])
}

/// Columns that are as wide as their widest cell; columns without content are left out.
fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).filter(|(_, width)| **width > 0);
        // A Chinese character is two columns wide.
        let padded = |(cell, &width): (&String, &usize)| {
            format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
        };
        let line: Vec<String> = cells.map(padded).collect();
        out += line.join("  ").trim_end();
        out += "\n";
    }
    out
}
