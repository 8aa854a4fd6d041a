//! `doctor`: what does not work, what mends it, and mending it.

use chela_core::setup::{self, Context, Depth};
use chela_core::text::say;
use chela_core::view::{Diagnosis, Finding, Repair, Repaired, Tone};
use chela_core::{Code, Error, Result};
use serde_json::json;

use crate::args::Doctor;
use crate::output::{Answer, Output};
use crate::render;
use crate::waiting::{wait, wait_or_put_back};

/// Looks, and mends what was asked for. The exit code says whether a problem is left.
pub(crate) fn doctor(
    context: &Context,
    wanted: &Doctor,
    output: &mut Output<'_>,
) -> Result<Answer> {
    let depth = wanted.depth();
    let diagnosis = wait(setup::diagnose(context, depth))?;
    if let Some(what) = &wanted.fix {
        let meant = meant(&diagnosis, what)?;
        return match wanted.dry_run {
            true => plan(context, &meant),
            false => fix(context, &meant, depth, output),
        };
    }
    let exit_code = exit_code(&diagnosis);
    if wanted.report {
        let report = wait(async {
            let overview = setup::overview(context, false).await;
            setup::report(context, &diagnosis, &overview).await
        })?;
        return Ok(Answer { value: json!({ "report": report }), text: report, exit_code });
    }
    let value = json!(diagnosis);
    Ok(Answer { text: render_diagnosis(&diagnosis), value, exit_code })
}

/// The findings called `what`, each with its first automatic repair. One for a person only is
/// refused by the core, with the words that say what to do.
fn meant<'a>(diagnosis: &'a Diagnosis, what: &str) -> Result<Vec<(&'a Finding, &'a Repair)>> {
    let is_meant = |finding: &&Finding| finding.code == what || finding.id == what;
    let repair = |finding: &'a Finding| {
        let first = finding.repairs.iter().find(|repair| repair.automatic);
        let missing = || Error::new(Code::RepairMissing).with("title", &finding.title);
        Ok((finding, first.or(finding.repairs.first()).ok_or_else(missing)?))
    };
    let meant: Result<Vec<_>> = diagnosis.findings.iter().filter(is_meant).map(repair).collect();
    match meant?.as_slice() {
        [] => Err(Error::new(Code::FindingUnknown).with("finding", what)),
        meant => Ok(meant.to_vec()),
    }
}

/// Says what mending each would do.
fn plan(context: &Context, meant: &[(&Finding, &Repair)]) -> Result<Answer> {
    let (mut text, mut planned) = (String::new(), vec![]);
    for (finding, repair) in meant {
        let preview = wait(setup::plan_repair(context, finding, repair.kind))??;
        text += &format!("{}\n> {}\n\n{}", finding.title, repair.label, render::preview(&preview));
        planned.push(json!({ "finding": finding, "kind": repair.kind, "preview": preview }));
    }
    Ok(Answer { text, value: json!({ "planned": planned }), exit_code: 0 })
}

/// Mends each, and looks again.
fn fix(
    context: &Context,
    meant: &[(&Finding, &Repair)],
    depth: Depth,
    output: &mut Output<'_>,
) -> Result<Answer> {
    let report = output.report();
    let (mut text, mut repaired) = (String::new(), vec![]);
    for (finding, repair) in meant {
        let done = wait_or_put_back(setup::repair(context, finding, repair.kind, &report))??;
        text += &render_repaired(finding, &done);
        repaired.push(json!({ "finding": finding, "kind": repair.kind, "outcome": done }));
    }
    let again = wait(setup::diagnose(context, depth))?;
    text += &format!("\n{}", render_diagnosis(&again));
    let value = json!({ "repaired": repaired, "diagnosis": again });
    Ok(Answer { text, value, exit_code: exit_code(&again) })
}

/// 1 when something does not work.
pub(crate) fn exit_code(diagnosis: &Diagnosis) -> u8 {
    u8::from(diagnosis.findings.iter().any(|finding| finding.tone == Tone::Problem))
}

/// All findings, as they come: worst first.
pub(crate) fn render_diagnosis(diagnosis: &Diagnosis) -> String {
    let mut out = match diagnosis.findings.as_slice() {
        [] => say("program.doctor.well", &[]),
        found => say("program.doctor.found", &[("count", &found.len())]),
    };
    out += "\n";
    for finding in &diagnosis.findings {
        out += &format!("\n{}", render_finding(finding));
    }
    if !diagnosis.unseen.is_empty() {
        out += &format!("\n{}\n", say("program.doctor.unseen", &[]));
        out.extend(diagnosis.unseen.iter().map(render::notice));
    }
    out
}

pub(crate) fn render_finding(finding: &Finding) -> String {
    let tone = match finding.tone {
        Tone::Problem => "problem",
        Tone::Attention => "attention",
        Tone::Ok | Tone::Idle => "note",
    };
    let tone = say(&format!("program.doctor.{tone}"), &[]);
    let mut out = format!("{tone}: {} [{}]\n", finding.title, finding.code);
    out += &format!("  {}\n", finding.meaning);
    for seen in &finding.evidence {
        out += &format!("    {seen}\n");
    }
    for repair in &finding.repairs {
        out += &format!("  > {}\n", render_repair(finding, repair));
    }
    out
}

/// The repair in words, and the command that does it, where there is one.
fn render_repair(finding: &Finding, repair: &Repair) -> String {
    match setup::repair_command(finding, repair) {
        Some(command) => format!("{}: {command}", repair.label),
        None => repair.label.clone(),
    }
}

fn render_repaired(finding: &Finding, repaired: &Repaired) -> String {
    let mut out = format!("{}\n  {}\n", finding.title, repaired.done);
    if let Some(change) = &repaired.change {
        out += &format!("  {}\n", say("program.undo-with", &[("change", change)]));
    }
    out.extend(repaired.notices.iter().map(render::notice));
    out
}
