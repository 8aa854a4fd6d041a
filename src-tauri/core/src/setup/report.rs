//! A report to copy for a bug tracker: how everything stands, as Markdown, without secrets, file
//! contents, or where the person's home folder is.

use serde::Serialize;

use super::{Context, ago, now_ms};
use crate::config::redact::masked;
use crate::text::say;
use crate::view::{Diagnosis, Finding, Overview};

/// How many changes of the history are listed.
const CHANGES: usize = 10;

/// The report, of what a diagnosis and an overview found.
pub async fn report(context: &Context, diagnosis: &Diagnosis, overview: &Overview) -> String {
    let node = context.found().await.node.map(|node| node.version.to_string());
    let sections = [
        section("summary", facts(context, overview, node.as_deref())),
        section("sign-ins", sign_ins(overview)),
        section("findings", diagnosis.findings.iter().map(finding).collect()),
        section("unseen", diagnosis.unseen.iter().map(|n| format!("- {}", n.message)).collect()),
        section("changes", changes(context)),
    ];
    private(context, overview, &sections.concat())
}

fn section(name: &str, lines: Vec<String>) -> String {
    let title = say(&format!("core.report.{name}"), &[]);
    let none = || vec![say("core.report.none", &[])];
    let lines = if lines.is_empty() { none() } else { lines };
    format!("### {title}\n\n{}\n\n", lines.join("\n"))
}

fn facts(context: &Context, overview: &Overview, node: Option<&str>) -> Vec<String> {
    let fact = |name: &str, value: &str| {
        format!("- {}: {value}", say(&format!("core.report.fact.{name}"), &[]))
    };
    let unknown = say("core.report.unknown", &[]);
    let openclaw = overview.openclaw.version.as_deref().unwrap_or(&unknown);
    let desktop = context.environment.get("XDG_CURRENT_DESKTOP").unwrap_or(&unknown);
    let gateway = &overview.gateway;
    let state = word(&gateway.state);
    let state = if gateway.service { say("report.service", &[("state", &state)]) } else { state };
    vec![
        fact("chela", env!("CARGO_PKG_VERSION")),
        fact("openclaw", &format!("{openclaw}, Node {}", node.unwrap_or(&unknown))),
        fact("system", &format!("{} ({})", system(), std::env::consts::ARCH)),
        fact("desktop", desktop),
        fact("config", &word(&overview.config.state)),
        fact("gateway", &state),
        fact("keychain", &word(&overview.keychain)),
        fact("model", overview.model.primary.as_deref().unwrap_or(&unknown)),
        fact("agents", &overview.agents.len().to_string()),
        fact("sentence", &overview.sentence.text),
    ]
}

/// The operating system, by its own name where it tells.
fn system() -> String {
    let text = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    name.map_or_else(|| std::env::consts::OS.to_owned(), |name| name.trim_matches('"').to_owned())
}

fn sign_ins(overview: &Overview) -> Vec<String> {
    let one = |sign_in: &crate::view::SignInView| {
        let words = [word(&sign_in.kind), word(&sign_in.place), word(&sign_in.state)];
        let key = if sign_in.serves { "report.sign-in-serves" } else { "report.sign-in" };
        let (state, agents) = (words.join(", "), sign_in.agents.len());
        let said = say(key, &[("state", &state), ("agents", &agents)]);
        format!("- `{}`: {said}", sign_in.profile)
    };
    overview.sign_ins.iter().map(one).collect()
}

fn finding(finding: &Finding) -> String {
    let mut lines =
        vec![format!("- **{}** ({}): {}", finding.code, word(&finding.tone), finding.title)];
    lines.extend(finding.evidence.iter().map(|seen| format!("  - `{}`", seen.replace('`', "'"))));
    lines.join("\n")
}

fn changes(context: &Context) -> Vec<String> {
    let now = now_ms();
    let newest = context.store().history().unwrap_or_default().into_iter().take(CHANGES);
    newest.map(|change| format!("- {}: {}", ago(change.at_ms(), now), change.title())).collect()
}

/// A value by the name that it has for scripts.
fn word(value: &impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Without secrets, the home folder, and addresses of people in the names of sign-ins.
fn private(context: &Context, overview: &Overview, text: &str) -> String {
    let mut text = masked(text);
    for sign_in in &overview.sign_ins {
        if let Some((before, _)) = sign_in.profile.split_once('@') {
            let provider = before.split_once(':').map_or("", |(provider, _)| provider);
            text = text.replace(&sign_in.profile, &format!("{provider}:…@…"));
        }
    }
    match context.environment.home() {
        Some(home) => text.replace(&home.display().to_string(), "~"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{diagnose, overview};

    #[tokio::test]
    async fn a_report_says_how_it_stands_and_nothing_private() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("ann");
        std::fs::create_dir_all(home.join(".openclaw")).unwrap();
        let pairs = [
            ("HOME", home.display().to_string()),
            ("CHELA_DATA_DIR", folder.path().join("chela").display().to_string()),
            ("DBUS_SESSION_BUS_ADDRESS", "disabled:".to_owned()),
            ("PATH", "/nowhere".to_owned()),
        ];
        let environment = pairs.map(|(n, v)| (n.to_owned(), v)).into_iter().collect();
        let surface = crate::config::history::Surface::Program;
        let context = Context::find(environment, surface, None).unwrap();
        std::fs::write(&context.home.config_path, "{ broken").unwrap();
        let secret = format!("sk-ant-oat01-{}", "Secret0".repeat(14));

        let mut diagnosis = diagnose(&context, crate::setup::Depth::Whole).await;
        assert!(diagnosis.findings.iter().any(|finding| finding.code == "config-broken"));
        diagnosis.findings[0].evidence.push(format!("sent {secret}"));
        let overview = overview(&context, false).await;
        let report = report(&context, &diagnosis, &overview).await;
        for part in
            ["### ", env!("CARGO_PKG_VERSION"), "**config-broken** (problem)", "~/.openclaw"]
        {
            assert!(report.contains(part), "{part}:\n{report}");
        }
        for private in [secret.as_str(), &home.display().to_string()] {
            assert!(!report.contains(private), "{report}");
        }
        assert!(!report.contains("core.report"), "{report}");
    }
}
