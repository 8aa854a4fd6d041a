//! The history, what undoing would do, and the comments that were removed.

use std::fmt::Write as _;

use chela_core::text::say;
use chela_core::view::{CommentsPlan, FileDiff, History, HistoryEntry, UndoPlan, Undone};

use super::{choice, moment, notice, table};

/// `history`: a line for each thing, the newest first.
pub(crate) fn history(history: &History) -> String {
    if history.entries.is_empty() {
        return say("program.history.empty", &[]) + "\n";
    }
    let mut out = lines(&history.entries, history.read_ms);
    if history.comments.count > 0 {
        out += &format!("\n{}\n", comments_found(&history.comments));
    }
    out
}

fn lines(entries: &[HistoryEntry], now_ms: u64) -> String {
    let row = |entry: &HistoryEntry| {
        let undone = if entry.undone { say("program.history.undone", &[]) } else { String::new() };
        let (when, by) = (moment(entry.at_ms, now_ms), choice("history.by", &entry.by));
        vec![entry.id.clone(), when, entry.title.clone(), by, undone]
    };
    table(&entries.iter().map(row).collect::<Vec<_>>())
}

fn comments_found(plan: &CommentsPlan) -> String {
    say("program.comments.found", &[("count", &plan.count)])
}

/// `history ID`: one thing, with its diff.
pub(crate) fn history_entry(entry: &HistoryEntry, now_ms: u64) -> String {
    let mut out = lines(std::slice::from_ref(entry), now_ms);
    if !entry.settings.is_empty() {
        let settings = entry.settings.join(", ");
        out += &(say("program.history.settings", &[("settings", &settings)]) + "\n");
    }
    if entry.comments_removed > 0 {
        out += &(say("program.history.comments", &[("count", &entry.comments_removed)]) + "\n");
    }
    out + &diffs(&entry.diffs)
}

/// `undo --dry-run`.
pub(crate) fn undo_plan(plan: &UndoPlan) -> String {
    let named = [("id", &plan.id as &dyn ToString), ("title", &plan.title)];
    let mut out = String::new();
    if !plan.obstacles.is_empty() {
        out += &(say("program.undo.obstacles", &[]) + "\n");
        for obstacle in &plan.obstacles {
            let _ = writeln!(out, "! {obstacle}");
        }
        if !plan.later.is_empty() {
            out += &(say("program.undo.later", &named) + "\n");
            for later in &plan.later {
                let _ = writeln!(out, "  {} {}", later.id, later.title);
            }
        }
        return out;
    }
    out += &(say("program.undo.plan", &named) + "\n");
    for step in &plan.steps {
        let _ = writeln!(out, "- {step}");
    }
    match plan.diffs.is_empty() {
        true => out + &say("program.undo.nothing", &[]) + "\n",
        false => out + &diffs(&plan.diffs),
    }
}

/// `undo`.
pub(crate) fn undone(undone: &Undone) -> String {
    let ids = undone.ids.join(", ");
    let out = say("program.undone", &[("change", &ids)]) + "\n";
    undone.notices.iter().map(notice).fold(out, |out, notice| out + &notice)
}

/// `comments`.
pub(crate) fn comments_plan(plan: &CommentsPlan) -> String {
    if plan.count == 0 {
        return say("program.comments.none", &[]) + "\n";
    }
    let mut out = diffs(&plan.diffs);
    if !plan.lost.is_empty() {
        out += &(say("program.comments.lost", &[]) + "\n");
        for lost in &plan.lost {
            let _ = writeln!(out, "  {lost}");
        }
    }
    format!("{out}\n{}\n", comments_found(plan))
}

/// The changed lines of files, with two of context.
fn diffs(diffs: &[FileDiff]) -> String {
    let mut out = String::new();
    for diff in diffs {
        let _ = writeln!(out, "\n{}", diff.path);
        for line in &diff.lines {
            let _ = match line.sign.as_str() {
                "…" => writeln!(out, "      ⋯ {}", line.text),
                sign => writeln!(out, "{:5} {sign} {}", line.number, line.text),
            };
        }
    }
    out
}
