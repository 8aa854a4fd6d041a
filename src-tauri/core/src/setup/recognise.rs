//! What an error message that somebody pasted is about, and the finding whose repair mends it.

use super::Context;
use super::diagnose::{Depth, diagnose, recognise as words};
use crate::text::say;
use crate::view::{Finding, Recognised};

/// Names the case of an error message, and looks `depth` deep whether it is found here now. Of the
/// message itself, which may hold a secret, nothing is kept. Runs OpenClaw's commands (seconds)
/// when the case is known.
pub async fn recognise(context: &Context, text: &str, depth: Depth) -> Recognised {
    let code = words::case(text);
    let finding = match code {
        Some(code) => best(diagnose(context, depth).await.findings, code, text),
        None => None,
    };
    let code = code.unwrap_or("unknown");
    let word = |part: &str| say(&format!("recognised.{code}.{part}"), &[]);
    Recognised { code: code.to_owned(), title: word("title"), meaning: word("meaning"), finding }
}

/// Of the findings that go with the code, one about what the message names, else the first.
fn best(findings: Vec<Finding>, code: &str, text: &str) -> Option<Finding> {
    let rank = |finding: &Finding| {
        let position = related(code).iter().position(|known| *known == finding.code)?;
        let mut names = finding.profile.iter().chain(&finding.agents);
        Some((position, !names.any(|name| text.contains(name.as_str()))))
    };
    let ranked = findings.into_iter().filter_map(|finding| Some((rank(&finding)?, finding)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, finding)| finding)
}

/// The findings that a message of a case can belong to, the nearest first. Before 2026.8 OpenClaw
/// does not say why it waits.
fn related(code: &str) -> &[&str] {
    match code {
        "token-rejected" => &["token-rejected", "expired", "all-cooling-down", "cooling-down"],
        "rate-limited" | "overloaded" => &["all-cooling-down", "cooling-down"],
        "all-cooling-down" => {
            &["all-cooling-down", "token-rejected", "no-credit", "cooling-down", "disabled"]
        }
        "no-credit" => &["no-credit", "disabled"],
        "oauth-refresh-failed" => &["oauth-refresh-failed"],
        "no-plan" => &["no-plan"],
        "claude-code-only" => &["claude-code-only"],
        "profile-without-credential" => &["profile-without-credential"],
        "no-sign-in-for-agent" => &["no-sign-in-for-agent"],
        "flat-env" => &["flat-env", "config-invalid"],
        "config-invalid" => &["config-invalid", "flat-env", "config-broken"],
        _ => &[],
    }
}
