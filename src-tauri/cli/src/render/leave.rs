//! Leaving Chela, before and after, as text.

use chela_core::text::say;
use chela_core::view::{FileDiff, LeavePlan, LeaveSignIn, LeaveWay, LeaveWayPlan, Left};

use super::{choice, notice, table};

/// `leave --dry-run`, for one way, or for both.
pub(crate) fn leave_plan(plan: &LeavePlan, way: Option<LeaveWay>) -> String {
    let mut out = say("program.leave.plan", &[]) + "\n";
    out += &part("program.leave.plan.sign-ins", &sign_ins(&plan.sign_ins));
    out += &part("program.leave.plan.settings", &lines(&plan.settings));
    out += &part("program.leave.plan.entries", &lines(&plan.keychain_entries));
    out += &part("program.leave.plan.files", &lines(&plan.files));
    for (its, details) in
        [(LeaveWay::HandBack, &plan.hand_back), (LeaveWay::SignOut, &plan.sign_out)]
    {
        if way.is_none_or(|way| way == its) {
            out += &way_plan(its, details);
        }
    }
    out + &others(&plan.other_homes)
}

/// `leave`.
pub(crate) fn left(left: &Left) -> String {
    let done = choice("left", &left.way);
    let mut out = match left.sign_ins.is_empty() {
        true => say("program.left.nothing", &[]),
        false => done,
    };
    out += "\n";
    out += &table(&sign_ins(&left.sign_ins));
    out += &say("program.left.entries", &[("count", &left.removed_entries)]);
    out += "\n";
    out.extend(left.notices.iter().map(notice));
    out += &others(&left.other_homes);
    if left.other_homes.is_empty() {
        out += &format!("{}\n", say("program.left.package", &[("folder", &left.folder)]));
    }
    out
}

fn way_plan(way: LeaveWay, plan: &LeaveWayPlan) -> String {
    let mut out = format!("\n{}\n", choice("leave.way", &way));
    if let Some(refused) = &plan.refused {
        return out + &notice(refused);
    }
    if !plan.stranded.is_empty() {
        let agents = plan.stranded.join(", ");
        out += &format!("! {}\n", say("program.leave.stranded", &[("agents", &agents)]));
    }
    out += &part("program.leave.plan.commands", &lines(&plan.commands));
    out.extend(plan.diffs.iter().map(diff));
    out
}

fn others(homes: &[String]) -> String {
    match homes {
        [] => String::new(),
        homes => {
            let homes = homes.join(", ");
            format!("! {}\n", say("program.leave.other-homes", &[("homes", &homes)]))
        }
    }
}

/// A heading with rows below it; nothing without rows.
fn part(heading: &str, rows: &[Vec<String>]) -> String {
    match rows {
        [] => String::new(),
        rows => format!("{}\n{}", say(heading, &[]), table(rows)),
    }
}

fn sign_ins(sign_ins: &[LeaveSignIn]) -> Vec<Vec<String>> {
    let row = |one: &LeaveSignIn| {
        vec![format!("  {}", one.profile), one.agent.clone(), choice("place", &one.place)]
    };
    sign_ins.iter().map(row).collect()
}

fn lines(lines: &[String]) -> Vec<Vec<String>> {
    lines.iter().map(|line| vec![format!("  {line}")]).collect()
}

fn diff(file: &FileDiff) -> String {
    let lines = file.lines.iter().map(|line| format!("  {} {}\n", line.sign, line.text));
    format!("{}\n{}", file.path, lines.collect::<String>())
}
