//! Agents that nothing signs in.

use super::facts::Facts;
use super::finding::{Case, Found};
use super::seen;
use crate::openclaw::status::{Effective, Profile, Status};
use crate::view::{Finding, RepairKind};

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    let lacking = facts.statuses.iter().filter(|(_, status)| has_none(status));
    let agents: Vec<String> = lacking.map(|(agent, _)| agent.clone()).collect();
    if agents.is_empty() {
        return vec![];
    }
    let mut found = Found::problem(Case::NoSignInForAgent);
    let given = given(facts);
    if let Some(profile) = given {
        found = found.of_profile(&profile.id);
    }
    found = found.of_agents(agents);
    if given.is_some() {
        found = found.mended_by(RepairKind::GiveToAgents);
    }
    vec![found.mended_by(RepairKind::AddSignIn).finding()]
}

/// Whether a model in use is Anthropic's and nothing signs in to it.
fn has_none(status: &Status) -> bool {
    let missing = status.missing_providers.iter().any(|name| name == seen::PROVIDER);
    let served = status.provider(seen::PROVIDER).is_some_and(|provider| {
        !matches!(provider.effective, Effective::Missing) || provider.in_environment
    });
    missing && !served && seen::profiles(status).next().is_none()
}

/// The sign-in that could be given to them: one of Chela's that serves the default agent, or
/// at least is its.
fn given(facts: &Facts) -> Option<&Profile> {
    let (_, status) = facts.statuses.first()?;
    let ours = |profile: &&Profile| {
        seen::entry(facts, profile).is_some_and(|entry| entry.profile == profile.id)
    };
    let serving = status.serving(seen::PROVIDER).filter(|profile| ours(profile));
    serving.or_else(|| seen::profiles(status).find(|p| ours(p) && p.state.serves()))
}
