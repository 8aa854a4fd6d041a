//! Whether the account has the models in use, and whether sessions keep another one.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::finding::{Case, Found};
use crate::models;
use crate::text::say;
use crate::view::{Finding, RepairKind};

/// The reason that OpenClaw gives for a cooldown when Anthropic does not know the model.
const NOT_FOUND: &str = "model_not_found";

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    unknown(facts).into_iter().chain(pinned(facts)).collect()
}

/// Models that the account does not have: by Anthropic's own word, or by what OpenClaw met.
fn unknown(facts: &Facts) -> Vec<Finding> {
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (model, has) in &facts.models {
        if !has {
            seen.entry(model.clone()).or_default().push(say("core.model.not-in-account", &[]));
        }
    }
    for (_, status) in &facts.statuses {
        let Some(model) = &status.resolved_default else { continue };
        if facts.models.get(model) == Some(&true) {
            continue;
        }
        let met = status.profiles.iter().filter(|profile| {
            profile.provider == "anthropic" && profile.reason.as_deref() == Some(NOT_FOUND)
        });
        for profile in met {
            let words = format!("{}: {NOT_FOUND}", profile.id);
            let told = seen.entry(model.clone()).or_default();
            if !told.contains(&words) {
                told.push(words);
            }
        }
    }
    seen.into_iter().map(|(model, evidence)| one(facts, &model, evidence)).collect()
}

fn one(facts: &Facts, model: &str, evidence: Vec<String>) -> Finding {
    let agents = facts.known_config().agent_ids().into_iter();
    let agents: Vec<String> =
        agents.filter(|agent| facts.model_of(agent).as_deref() == Some(model)).collect();
    // As a fallback only it is tried last.
    let found = match agents.is_empty() {
        true => Found::attention(Case::ModelUnknown),
        false => Found::problem(Case::ModelUnknown),
    };
    let found = found
        .with("name", models::name_of(model))
        .with("model", model)
        .about(model)
        .of_agents(agents)
        .mended_by(RepairKind::ChooseModel);
    evidence.into_iter().fold(found, Found::seen).finding()
}

/// Sessions that keep another model than their agent's.
fn pinned(facts: &Facts) -> Option<Finding> {
    let other: Vec<_> = facts
        .running
        .pinned
        .iter()
        .filter(|session| facts.model_of(&session.agent).is_some_and(|own| own != session.model))
        .collect();
    let mut agents: Vec<String> = other.iter().map(|session| session.agent.clone()).collect();
    agents.sort();
    agents.dedup();
    let found = Found::attention(Case::SessionsPinned).with("count", other.len()).of_agents(agents);
    let seen = other.iter().map(|session| session.in_words());
    let found = seen.fold(found, Found::seen).mended_by(RepairKind::ReleaseSessions);
    (!other.is_empty()).then(|| found.finding())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::openclaw::Status;
    use crate::openclaw::sessions::PinnedSession;
    use crate::setup::diagnose::finding::codes;
    use crate::view::Tone;

    const DEFAULT: &str = "anthropic/claude-opus-4-6";

    fn facts() -> Facts {
        Facts::healthy().with_config(&json!({ "agents": {
            "defaults": { "model": { "primary": DEFAULT, "fallbacks": ["anthropic/last"] } },
            "entries": { "main": {}, "mail": { "model": "anthropic/own" } }
        } }))
    }

    #[test]
    fn a_model_that_the_account_lacks_is_told_with_whose_it_is() {
        for (model, tone, agents) in [
            (DEFAULT, Tone::Problem, &["main"][..]),
            ("anthropic/own", Tone::Problem, &["mail"]),
            ("anthropic/last", Tone::Attention, &[]),
        ] {
            let mut facts = facts();
            facts.models = [(model.to_owned(), false)].into();
            let found = look(&facts);
            assert_eq!(codes(&found), ["model-unknown"]);
            assert_eq!(
                (found[0].tone, found[0].agents.as_slice()),
                (tone, &agents.iter().map(|a| (*a).to_owned()).collect::<Vec<_>>()[..])
            );
            facts.models = [(model.to_owned(), true)].into();
            assert_eq!(codes(&look(&facts)), [""; 0]);
        }
    }

    #[test]
    fn two_unknown_models_are_two_matters() {
        let mut facts = facts();
        facts.models =
            [("anthropic/last".to_owned(), false), ("anthropic/older".into(), false)].into();
        let found = look(&facts);
        assert_eq!(found.len(), 2);
        assert_ne!(found[0].id, found[1].id);
    }

    #[test]
    fn what_openclaw_met_counts_unless_anthropic_knows_better() {
        let mut facts = facts();
        let status = Status::read(&json!({ "resolvedDefault": DEFAULT, "auth": {
            "unusableProfiles": [{ "profileId": "anthropic:default", "provider": "anthropic",
                                   "kind": "cooldown", "reason": NOT_FOUND, "until": 1 }],
            "oauth": { "profiles": [{ "profileId": "anthropic:default", "provider": "anthropic",
                                      "type": "token", "status": "static" }] }
        } }));
        facts.statuses = vec![("main".into(), status)];
        let found = look(&facts);
        assert_eq!(codes(&found), ["model-unknown"]);
        assert_eq!(found[0].evidence, ["anthropic:default: model_not_found"]);
        facts.models = [(DEFAULT.to_owned(), true)].into();
        assert_eq!(codes(&look(&facts)), [""; 0]);
    }

    #[test]
    fn only_sessions_with_another_model_are_told() {
        let mut facts = facts();
        let session = |agent: &str, model: &str| PinnedSession {
            agent: agent.into(),
            key: format!("agent:{agent}:main"),
            model: model.into(),
        };
        facts.running.pinned = vec![session("main", DEFAULT), session("mail", "anthropic/own")];
        assert_eq!(codes(&look(&facts)), [""; 0]);
        facts.running.pinned.push(session("mail", DEFAULT));
        let found = look(&facts);
        assert_eq!(codes(&found), ["sessions-pinned"]);
        assert_eq!(found[0].evidence, ["agent:mail:main: anthropic/claude-opus-4-6"]);
        assert_eq!(found[0].agents, ["mail"]);
    }
}
