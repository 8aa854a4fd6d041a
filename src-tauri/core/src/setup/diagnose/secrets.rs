//! Whether each secret is where its profile says, and the gateway has fetched it.

use std::collections::BTreeMap;

use super::facts::Facts;
use super::finding::{Case, Found};
use crate::openclaw::unfetched::Unfetched;
use crate::view::{Finding, GatewayState, KeychainView, RepairKind};

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    let mut all = stale_references(facts);
    all.extend(lost_settings(facts));
    all.extend(unfetched(facts));
    all.extend(not_reloaded(facts));
    all
}

/// Profiles that refer to entries that the keychain no longer has: somebody deleted them there.
fn stale_references(facts: &Facts) -> Vec<Finding> {
    let gone = facts.references().into_iter().filter(|reference| facts.is_gone(&reference.id));
    let mut profiles: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for reference in gone {
        profiles.entry(reference.profile).or_default().push(reference.agent);
    }
    let found = profiles.into_iter().map(|(profile, agents)| {
        Found::problem(Case::StaleReference)
            .of_profile(&profile)
            .of_agents(agents)
            .mended_by(RepairKind::Replace)
            .mended_by(RepairKind::RemoveReference)
            .finding()
    });
    found.collect()
}

/// Settings that refer to entries that the keychain no longer has.
fn lost_settings(facts: &Facts) -> Option<Finding> {
    let lost = &facts.secrets.lost_settings;
    let found = || Found::problem(Case::SettingWithoutSecret).with("settings", lost.join(", "));
    (!lost.is_empty()).then(|| found().mended_by(RepairKind::OpenConfig).finding())
}

/// What a running gateway says that it lacks, unless another finding says why.
fn unfetched(facts: &Facts) -> Option<Finding> {
    let secrets = &facts.secrets;
    let why_is_told = facts.keychain != KeychainView::Ready
        || secrets.command.is_none()
        || secrets.unusable.is_some()
        || facts.running.seen.reaches_bus == Some(false);
    if facts.uses_keychain() && why_is_told {
        return None;
    }
    let is_gone = |one: &&Unfetched| {
        let its = |profile: &str| {
            facts
                .references()
                .into_iter()
                .any(|reference| reference.profile == profile && facts.is_gone(&reference.id))
        };
        one.profile.as_deref().is_some_and(its)
    };
    let lacks: Vec<&Unfetched> =
        facts.running.unfetched.iter().filter(|one| !is_gone(one)).collect();
    if lacks.is_empty() {
        return None;
    }
    // With the value from before Claude still answers.
    let found = match lacks.iter().all(|one| one.stale) {
        true => Found::attention(Case::SecretsUnfetched),
        false => Found::problem(Case::SecretsUnfetched),
    };
    let names: Vec<&str> =
        lacks.iter().map(|one| one.profile.as_deref().unwrap_or(&one.owner)).collect();
    let found = found.with("names", names.join(", "));
    let seen = lacks.iter().zip(&names).map(|(one, name)| format!("{name}: {}", one.reason));
    Some(seen.fold(found, Found::seen).mended_by(RepairKind::ReloadSecrets).finding())
}

/// Secrets that were changed in the keychain itself while a gateway runs: it goes on with what it
/// fetched before, and nothing tells it.
fn not_reloaded(facts: &Facts) -> Vec<Finding> {
    if facts.gateway.state != GatewayState::Running {
        return vec![];
    }
    let found = facts.secrets.changed.iter().map(|entry| {
        Found::attention(Case::SecretNotReloaded)
            .of_profile(&entry.profile)
            .of_agents(entry.agents.clone())
            .mended_by(RepairKind::ReloadSecrets)
            .finding()
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::diagnose::finding::codes;
    use crate::view::Tone;

    fn lacks(profile: &str, stale: bool) -> Unfetched {
        Unfetched {
            profile: Some(profile.into()),
            store: None,
            owner: "account".into(),
            stale,
            reason: "secret provider failed".into(),
        }
    }

    fn facts() -> Facts {
        let mut facts = Facts::healthy().with_reference("anthropic:default", "main");
        facts.secrets.command = Some("/c".into());
        facts
    }

    #[test]
    fn what_the_gateway_lacks_is_told_where_nothing_else_says_why() {
        for (stale, tone) in [(true, Tone::Attention), (false, Tone::Problem)] {
            let mut facts = facts();
            facts.running.unfetched = vec![lacks("anthropic:default", stale)];
            let found = look(&facts);
            assert_eq!(codes(&found), ["secrets-unfetched"]);
            assert_eq!(found[0].tone, tone);
            assert_eq!(found[0].evidence, ["anthropic:default: secret provider failed"]);
            facts.keychain = KeychainView::Locked;
            assert_eq!(codes(&look(&facts)), [""; 0]);
        }
    }

    #[test]
    fn a_reference_to_nothing_is_told_with_all_of_its_agents() {
        let mut facts = facts().with_reference("anthropic:default", "mail");
        facts.running.unfetched = vec![lacks("anthropic:default", false)];
        facts.secrets.known_ids = Some([].into());
        let found = look(&facts);
        assert_eq!(codes(&found), ["stale-reference"]);
        assert_eq!(found[0].agents, ["main", "mail"]);
        let kinds: Vec<_> = found[0].repairs.iter().map(|repair| repair.kind).collect();
        assert_eq!(kinds, [RepairKind::Replace, RepairKind::RemoveReference]);
        // A keychain that does not tell has lost nothing.
        facts.secrets.known_ids = None;
        assert_eq!(codes(&look(&facts)), ["secrets-unfetched"]);
    }

    #[test]
    fn settings_whose_secrets_are_gone_are_named() {
        let mut facts = facts();
        let names = ["gateway.auth.token", "channels.telegram.botToken"];
        facts.secrets.lost_settings = names.map(str::to_owned).to_vec();
        let found = look(&facts);
        assert_eq!(codes(&found), ["setting-without-secret"]);
        assert!(names.iter().all(|name| found[0].title.contains(name)), "{}", found[0].title);
    }

    #[test]
    fn a_change_in_the_keychain_matters_to_a_running_gateway() {
        let mut facts = facts();
        facts.secrets.changed = vec![Facts::entry("anthropic:default", "main")];
        assert_eq!(codes(&look(&facts)), ["secret-not-reloaded"]);
        facts.gateway.state = GatewayState::Stopped;
        assert_eq!(codes(&look(&facts)), [""; 0]);
    }
}
