//! What is the matter with the sign-ins themselves: refused, expired, waiting, without credit,
//! in plaintext, or named without a credential.
//!
//! Leaves out references whose secret cannot be fetched: those are the keychain's and resolver's.

use super::facts::Facts;
use super::finding::{Case, Found};
use super::seen::{self, Seen};
use crate::openclaw::status::State;
use crate::setup::now_ms;
use crate::text::{lookup, say};
use crate::view::{Finding, RepairKind};

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    look_at(facts, now_ms())
}

fn look_at(facts: &Facts, now_ms: u64) -> Vec<Finding> {
    let all = seen::all(facts, now_ms);
    let (stuck, all_cooling) = cooling(&all);
    let mut findings = Vec::new();
    for (case, group) in grouped(&all) {
        let told = case == Case::CoolingDown && group.iter().all(|one| stuck.contains(&one.agent));
        if !told {
            findings.push(described(case, &group));
        }
    }
    findings.extend(all_cooling);
    findings.extend(only_named(facts));
    findings.extend(plaintext(facts, &all));
    findings
}

/// The profiles that have the same matter, over all agents.
fn grouped<'a>(all: &[Seen<'a>]) -> Vec<(Case, Vec<Seen<'a>>)> {
    let mut groups: Vec<(Case, Vec<Seen<'a>>)> = Vec::new();
    for one in all {
        let Some(case) = one.matter() else { continue };
        let same = groups.iter_mut().find(|(known, group)| {
            *known == case && group.iter().any(|other| other.profile.id == one.profile.id)
        });
        match same {
            Some((_, group)) => group.push(*one),
            None => groups.push((case, vec![*one])),
        }
    }
    groups
}

/// One profile's matter, in the agents that have it.
fn described(case: Case, group: &[Seen<'_>]) -> Finding {
    let spared = group.iter().all(|one| one.spared);
    let mild = matches!(case, Case::CoolingDown | Case::ExpiresSoon | Case::UnknownState)
        || group.iter().all(Seen::may_be_renewed);
    let found = if spared || mild { Found::attention(case) } else { Found::problem(case) };
    let Some(first) = group.first() else { return found.finding() };
    let state = match &first.profile.state {
        State::Other(word) => word.clone(),
        _ => String::new(),
    };
    let found = found
        .of_profile(&first.profile.id)
        .of_agents(group.iter().map(|one| one.agent.to_owned()))
        .with("reason", reason_in_words(first.profile.reason.as_deref()))
        .with("state", state)
        .until(group.iter().filter_map(|one| until(case, one)).max());
    let found = group.iter().filter_map(evidence).fold(found, Found::seen);
    repairs(case, group).into_iter().fold(found, Found::mended_by).finding()
}

/// When it passes by itself, or when the credential ends.
fn until(case: Case, one: &Seen<'_>) -> Option<u64> {
    match case {
        Case::ExpiresSoon | Case::Expired => one.end.map(|end| end.at_ms),
        _ => one.profile.until_ms,
    }
}

/// What mends a matter of one profile, the best first.
fn repairs(case: Case, group: &[Seen<'_>]) -> Vec<RepairKind> {
    use RepairKind::{AddSignIn, ChooseModel, Remove, RemoveMetadata, Replace, Test};
    let spared = group.iter().all(|one| one.spared);
    match case {
        Case::TokenRejected | Case::Expired | Case::ExpiresSoon => vec![Replace],
        Case::NoCredit | Case::SignInDisabled => vec![AddSignIn, Test],
        Case::NoPlan | Case::ClaudeCodeOnly => vec![AddSignIn],
        // The new sign-in comes first; then there is something that serves without the old one.
        Case::OauthRefreshFailed if spared => vec![Remove],
        Case::OauthRefreshFailed => vec![AddSignIn],
        Case::ProfileWithoutCredential => vec![RemoveMetadata, Replace],
        Case::CoolingDown if group.iter().any(is_of_one_model) => vec![ChooseModel],
        Case::UnknownState => vec![Test],
        _ => vec![],
    }
}

/// The agents that nothing serves until a time is over, and that as findings. Those whose
/// sign-ins all have a cause of their own need no other.
fn cooling<'a>(all: &[Seen<'a>]) -> (Vec<&'a str>, Vec<Finding>) {
    let mut stuck: Vec<(&str, Option<u64>)> = Vec::new();
    for one in all {
        let its: Vec<&Seen<'_>> = all.iter().filter(|other| other.agent == one.agent).collect();
        let none_serves = its.iter().all(|other| !other.profile.state.serves()) && !one.spared;
        let waits = its.iter().any(|other| other.matter() == Some(Case::CoolingDown));
        if none_serves && waits && stuck.iter().all(|(agent, _)| *agent != one.agent) {
            let waiting = its.iter().filter(|other| other.waits());
            stuck.push((one.agent, waiting.filter_map(|other| other.profile.until_ms).min()));
        }
    }
    let mut times: Vec<Option<u64>> = stuck.iter().map(|(_, until)| *until).collect();
    times.sort_unstable();
    times.dedup();
    let at = |until: Option<u64>| {
        let agents = stuck.iter().filter(|(_, other)| *other == until).map(|(agent, _)| *agent);
        all_cooling(all, &agents.collect::<Vec<_>>(), until)
    };
    let findings = times.into_iter().map(at).collect();
    (stuck.into_iter().map(|(agent, _)| agent).collect(), findings)
}

fn all_cooling(all: &[Seen<'_>], agents: &[&str], until: Option<u64>) -> Finding {
    let its: Vec<&Seen<'_>> = all.iter().filter(|one| agents.contains(&one.agent)).collect();
    let mut reasons: Vec<String> = its
        .iter()
        .filter(|one| one.waits())
        .map(|one| reason_in_words(one.profile.reason.as_deref()))
        .collect();
    reasons.sort();
    reasons.dedup();
    let found = Found::problem(Case::AllCoolingDown)
        .of_agents(agents.iter().map(|agent| (*agent).to_owned()))
        .with("reason", reasons.join(", "))
        .until(until);
    let found = its.iter().filter_map(|one| evidence(one)).fold(found, Found::seen);
    let found = match its.iter().any(|one| is_of_one_model(one)) {
        true => found.mended_by(RepairKind::ChooseModel),
        false => found,
    };
    found.mended_by(RepairKind::AddSignIn).finding()
}

/// Whether such a wait holds for the model that failed, and not for the others: OpenClaw's words
/// for those reasons (2026.9.6, which alone tells reasons).
fn is_of_one_model(one: &Seen<'_>) -> bool {
    let reason = one.profile.reason.as_deref();
    one.profile.state == State::Cooldown
        && matches!(reason, Some("rate_limit" | "timeout" | "model_not_found"))
}

/// Profiles that the config names, in `auth.profiles` or `auth.order`, and no agent has.
fn only_named(facts: &Facts) -> Vec<Finding> {
    let Ok((config, _)) = &facts.config else { return vec![] };
    // Of an agent that was not asked nobody knows.
    let asked = |id: &String| facts.statuses.iter().any(|(agent, _)| agent == id);
    if !config.agent_ids().iter().all(asked) {
        return vec![];
    }
    let described = config
        .profiles
        .iter()
        .filter(|profile| profile.provider.as_deref() == Some(seen::PROVIDER))
        .map(|profile| (&profile.name, "auth.profiles"));
    let ordered = config.order.iter().flatten().map(|name| (name, "auth.order.anthropic"));
    let mut named: Vec<(&String, Vec<&str>)> = Vec::new();
    for (name, place) in described.chain(ordered) {
        match named.iter_mut().find(|(known, _)| *known == name) {
            Some((_, places)) => places.push(place),
            None => named.push((name, vec![place])),
        }
    }
    named.retain(|(name, _)| facts.statuses.iter().all(|(_, s)| s.profile(name).is_none()));
    let serves = |(_, status): &(String, _)| seen::profiles(status).any(|p| p.state.serves());
    let served = facts.statuses.iter().all(serves);
    let case = Case::ProfileWithoutCredential;
    let one = |(name, places): (&String, Vec<&str>)| {
        let found = if served { Found::attention(case) } else { Found::problem(case) };
        let found = found.of_profile(name).with("reason", "").with("state", "");
        let found = places.into_iter().map(str::to_owned).fold(found, Found::seen);
        repairs(case, &[]).into_iter().fold(found, Found::mended_by).finding()
    };
    named.into_iter().map(one).collect()
}

/// Sign-ins that stand in plaintext although they could be references.
fn plaintext(facts: &Facts, all: &[Seen<'_>]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for one in all.iter().filter(|one| one.is_plaintext_needlessly(facts)) {
        let known = |finding: &Finding| finding.profile.as_deref() == Some(&one.profile.id);
        if findings.iter().any(known) {
            continue;
        }
        let same = all.iter().filter(|other| {
            other.profile.id == one.profile.id && other.is_plaintext_needlessly(facts)
        });
        let found = Found::attention(Case::PlaintextSignIn)
            .of_profile(&one.profile.id)
            .of_agents(same.map(|other| other.agent.to_owned()));
        findings.push(found.mended_by(RepairKind::MoveToKeychain).finding());
    }
    findings
}

/// What was seen of it, in OpenClaw's and Anthropic's own words.
fn evidence(one: &Seen<'_>) -> Option<String> {
    let said = one.said_by_anthropic();
    let state = match (&one.profile.state, one.profile.reason.as_deref()) {
        (State::Ok, _) => return said,
        (State::Other(word), _) => word.clone(),
        (state, Some(reason)) => format!("{} ({reason})", word(state)),
        (state, None) => word(state).to_owned(),
    };
    let seen = format!("{}: {}: {state}", one.agent, one.profile.id);
    Some(said.map_or(seen.clone(), |said| format!("{seen}; {said}")))
}

/// OpenClaw's word for a state that is known.
fn word(state: &State) -> &str {
    match state {
        State::Ok => "ok",
        State::Expiring => "expiring",
        State::Expired => "expired",
        State::Missing => "missing",
        State::Cooldown => "cooldown",
        State::Disabled => "disabled",
        State::Other(word) => word,
    }
}

/// OpenClaw's word for why a sign-in waits, as people say it; one that is not known stays.
fn reason_in_words(reason: Option<&str>) -> String {
    let known = reason.unwrap_or("unknown");
    let key = format!("core.reason.{known}");
    if lookup(&key).is_some() { say(&key, &[]) } else { known.to_owned() }
}
