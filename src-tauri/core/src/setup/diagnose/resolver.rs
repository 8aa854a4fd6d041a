//! Whether the gateway can run the program that fetches the secrets: the config's provider, and
//! Chela's copy of the resolver.

use super::facts::Facts;
use super::finding::{Case, Found};
use crate::view::{Finding, RepairKind};

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    let secrets = &facts.secrets;
    let issue = facts.resolver_issue().map(|issue| issue.message.clone());
    let Some(command) = &secrets.command else {
        return provider_missing(facts).into_iter().collect();
    };
    if *command != secrets.resolver {
        // Another Chela's copy, or a program of the person's own, may well serve.
        let serves = issue.is_none() && facts.running.unfetched.is_empty();
        if !secrets.own && facts.references().is_empty() {
            return vec![];
        }
        let found = match serves {
            true => Found::attention(Case::ResolverElsewhere),
            false => Found::problem(Case::ResolverElsewhere),
        };
        let found = found.with("command", command.display());
        return vec![seen(found, issue).mended_by(RepairKind::PlaceResolver).finding()];
    }
    let own = secrets.unusable.as_ref().and_then(|error| error.params.get("detail").cloned());
    let Some(detail) = own.clone().or_else(|| issue.clone()) else { return vec![] };
    let found = Found::problem(Case::ResolverRefused)
        .with("path", command.display())
        .with("detail", detail);
    vec![seen(found, issue).mended_by(RepairKind::PlaceResolver).finding()]
}

/// Profiles refer to entries of the keychain, and nothing in the config says how to fetch them.
/// OpenClaw's check takes such a config; the next message fails (2026.9.6).
fn provider_missing(facts: &Facts) -> Option<Finding> {
    let mut profiles: Vec<String> =
        facts.references().into_iter().map(|reference| reference.profile).collect();
    profiles.sort();
    profiles.dedup();
    if profiles.is_empty() || facts.config.is_err() {
        return None;
    }
    let found = Found::problem(Case::ProviderMissing).with("profiles", profiles.join(", "));
    Some(found.mended_by(RepairKind::PlaceResolver).finding())
}

fn seen(found: Found, words: Option<String>) -> Found {
    match words {
        Some(words) => found.seen(words),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openclaw::validate::{Issue, Validation};
    use crate::setup::diagnose::finding::codes;
    use crate::view::Tone;
    use crate::{Code, Error};

    const COPY: &str = "/home/ann/.local/share/chela/bin/chela-resolver";

    fn facts(command: Option<&str>, own: bool) -> Facts {
        let mut facts = Facts::healthy().with_reference("anthropic:default", "main");
        facts.secrets.resolver = COPY.into();
        facts.secrets.command = command.map(Into::into);
        facts.secrets.provider = command.map(|_| "chela".to_owned());
        facts.secrets.own = own;
        facts
    }

    fn refused(mut facts: Facts) -> Facts {
        let path = "secrets.providers.chela.command".to_owned();
        let issues = vec![Issue { path, message: "must not be a symlink".into() }];
        facts.validation = Some(Validation { valid: false, issues, ..Default::default() });
        facts
    }

    #[test]
    fn each_way_to_be_refused_is_told() {
        let mut unusable = facts(Some(COPY), true);
        unusable.secrets.unusable =
            Some(Error::new(Code::ResolverUnusable).with("detail", "it is not there"));
        let elsewhere = || facts(Some("/opt/other/chela-resolver"), true);
        for (facts, expected) in [
            (facts(Some(COPY), true), None),
            (unusable, Some(("resolver-refused", Tone::Problem))),
            (refused(facts(Some(COPY), true)), Some(("resolver-refused", Tone::Problem))),
            (elsewhere(), Some(("resolver-elsewhere", Tone::Attention))),
            (refused(elsewhere()), Some(("resolver-elsewhere", Tone::Problem))),
            (facts(Some("/bin/mine"), false), Some(("resolver-elsewhere", Tone::Attention))),
            (facts(None, false), Some(("provider-missing", Tone::Problem))),
        ] {
            let found = look(&facts);
            let seen = found.first().map(|found| (found.code.as_str(), found.tone));
            assert_eq!((seen, found.len()), (expected, usize::from(expected.is_some())));
        }
    }

    #[test]
    fn without_a_reference_nothing_is_missing() {
        let mut facts = Facts::healthy();
        assert_eq!(codes(&look(&facts)), [""; 0]);
        facts.secrets.command = Some("/bin/somebody-elses".into());
        assert_eq!(codes(&look(&facts)), [""; 0]);
    }
}
