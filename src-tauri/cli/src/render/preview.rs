//! What a command would do, as text: the changed lines with signs, the keychain's entries by name,
//! the commands as one types them, and the other files.

use chela_core::text::say;
use chela_core::view::{FileDiff, KeychainChange, KeychainFate, Plan, Preview};

use super::{choice, notice};

/// All of it, under a line that says that nothing was done.
pub(crate) fn preview(preview: &Preview) -> String {
    let first = if preview.nothing_to_do { "program.would.nothing" } else { "program.would" };
    format!("{}\n{}", say(first, &[]), details(preview))
}

/// `connect --dry-run`.
pub(crate) fn connect_plan(plan: &Plan) -> String {
    let agents = plan.agents.join(", ");
    let of = say("program.would.connect", &[("profile", &plan.profile), ("agents", &agents)]);
    format!("{of}\n{}", preview(&plan.preview))
}

/// The parts that there are, each under its name.
pub(super) fn details(preview: &Preview) -> String {
    let mut out: String = preview.diffs.iter().map(diff).collect();
    out += &part("program.would.keychain", preview.keychain.iter().map(entry).collect());
    out += &part("program.would.commands", preview.commands.clone());
    out += &part("program.would.files", preview.files.clone());
    if !preview.notices.is_empty() {
        out += "\n";
        out.extend(preview.notices.iter().map(notice));
    }
    out
}

fn part(name: &str, lines: Vec<String>) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines.iter().map(|line| format!("  {line}\n")).collect();
    format!("\n{}\n{lines}", say(name, &[]))
}

fn diff(diff: &FileDiff) -> String {
    let name = match (diff.new, diff.gone) {
        (true, _) => say("program.would.new-file", &[("path", &diff.path)]),
        (_, true) => say("program.would.deleted-file", &[("path", &diff.path)]),
        _ => diff.path.clone(),
    };
    let line = |sign: &str, text: &str| {
        // Terminals do not agree on how wide a tab is, and this one shows none.
        format!("  {sign} {}", text.replace('\t', "    ")).trim_end().to_owned() + "\n"
    };
    let lines: String = diff.lines.iter().map(|one| line(&one.sign, &one.text)).collect();
    format!("\n{name}\n{lines}")
}

fn entry(entry: &KeychainChange) -> String {
    let sign = match entry.change {
        KeychainFate::Added => '+',
        KeychainFate::Retired => '-',
        KeychainFate::Kept | KeychainFate::Updated => ' ',
    };
    format!("{sign} {} {}: {}", entry.name, entry.masked, choice("fate", &entry.change))
}
