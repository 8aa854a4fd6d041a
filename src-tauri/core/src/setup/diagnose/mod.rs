//! Looking at everything: program, config, keychain, resolver, profiles, agents, gateway, model,
//! and, when asked to, Anthropic. What was read ([`facts`]) is kept apart from what it means: each
//! of the other files turns the same facts into findings, without reading anything itself.
//!
//! Leaves out mending: that is [`super::repair`].

mod agents;
mod caching;
mod comments;
mod config;
mod facts;
mod finding;
mod gateway;
mod keychain;
mod models;
mod program;
pub(super) mod recognise;
mod resolver;
mod secrets;
mod seen;
mod sign_ins;
mod told;

use super::{Context, now_ms};
use crate::view::{Diagnosis, Finding, Tone};
use facts::Facts;

/// How far a look goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// For whoever looks often: without what costs another start of OpenClaw and breaks nothing
    /// (sessions that keep a model).
    Often,
    /// Everything that can be seen from here.
    Whole,
    /// Anthropic is asked about each credential that Chela can read, besides. Nothing else is sent.
    WithAnthropic,
}

/// Looks at everything and says what does not work or soon will not, worst first. Runs OpenClaw's
/// commands (seconds).
pub async fn diagnose(context: &Context, depth: Depth) -> Diagnosis {
    let facts = Facts::gather(context, depth).await;
    // Causes before what comes of them, and what can wait last.
    let looks = [
        program::look,
        told::look,
        config::look,
        caching::look,
        resolver::look,
        keychain::look,
        secrets::look,
        models::look,
        gateway::look,
        sign_ins::look,
        agents::look,
        comments::look,
    ];
    let mut findings: Vec<Finding> = looks.iter().flat_map(|look| look(&facts)).collect();
    findings.sort_by_key(|finding| severity(finding.tone));
    context.remember_findings(&findings);
    let asked_anthropic = depth == Depth::WithAnthropic;
    Diagnosis { findings, unseen: facts.unseen, asked_anthropic, read_ms: now_ms() }
}

/// Worst first. The sort is stable: what one look says first of its own stays first.
fn severity(tone: Tone) -> u8 {
    match tone {
        Tone::Problem => 0,
        Tone::Attention => 1,
        Tone::Idle => 2,
        Tone::Ok => 3,
    }
}
