//! Whether a gateway can read the config, and has all that it names.

use super::facts::Facts;
use super::finding::{Case, Found};
use crate::config::GatewayConfig;
use crate::view::{Finding, Notice, RepairKind};

pub(super) fn look(facts: &Facts) -> Vec<Finding> {
    let config = match &facts.config {
        Ok((config, _)) => config,
        Err(error) => {
            let found = Found::problem(Case::ConfigBroken).mended_by(RepairKind::OpenConfig);
            return vec![found.in_the_words_of(&Notice::from(error))];
        }
    };
    let found = flat_env(facts, config).into_iter();
    found.chain(invalid(facts, config)).chain(variable_unset(facts)).collect()
}

/// A variable in `env` itself, which newer versions refuse, and then do not start.
fn flat_env(facts: &Facts, config: &GatewayConfig) -> Option<Finding> {
    let flat: Vec<String> = config.flat_variables.iter().map(ToString::to_string).collect();
    if flat.is_empty() || !facts.can.flat_env_refused {
        return None;
    }
    let found = Found::problem(Case::FlatEnv).with("names", flat.join(", "));
    Some(found.mended_by(RepairKind::MoveEnv).finding())
}

/// What OpenClaw's own check refuses besides what other findings are about.
fn invalid(facts: &Facts, config: &GatewayConfig) -> Option<Finding> {
    let validation = facts.validation.as_ref().filter(|validation| !validation.valid)?;
    let flat = !config.flat_variables.is_empty() && facts.can.flat_env_refused;
    let resolver = facts.resolver_issue().map(|issue| &issue.path);
    let is_told = |path: &String| (flat && path == "env") || Some(path) == resolver;
    let others = validation.issues.iter().filter(|issue| !is_told(&issue.path));
    let seen: Vec<String> =
        others.map(|issue| format!("{}: {}", issue.path, issue.message)).collect();
    if seen.is_empty() {
        return None;
    }
    let found = Found::problem(Case::ConfigInvalid)
        .with("count", seen.len())
        .with("path", facts.config_path.display());
    Some(seen.into_iter().fold(found, Found::seen).mended_by(RepairKind::OpenConfig).finding())
}

/// A variable that the config names and nothing sets.
fn variable_unset(facts: &Facts) -> Option<Finding> {
    if facts.unset_variables.is_empty() {
        return None;
    }
    let names: Vec<String> =
        facts.unset_variables.iter().map(|name| format!("${{{name}}}")).collect();
    let found = Found::attention(Case::ConfigVariableUnset).with("names", names.join(", "));
    let warnings = facts.validation.iter().flat_map(|validation| &validation.warnings);
    let about = |message: &str| facts.unset_variables.iter().any(|name| message.contains(name));
    let seen = warnings.filter(|warning| about(&warning.message));
    let seen = seen.map(|warning| format!("{}: {}", warning.path, warning.message));
    Some(seen.fold(found, Found::seen).mended_by(RepairKind::OpenConfig).finding())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::openclaw::Capabilities;
    use crate::openclaw::validate::{Issue, Validation};
    use crate::setup::diagnose::finding::codes;
    use crate::{Code, Error};

    fn refused(issues: &[(&str, &str)]) -> Validation {
        let issue = |(path, message): &(&str, &str)| Issue {
            path: (*path).to_owned(),
            message: (*message).to_owned(),
        };
        Validation {
            valid: false,
            issues: issues.iter().map(issue).collect(),
            ..Default::default()
        }
    }

    #[test]
    fn what_is_refused_is_told_once() {
        let flat = json!({ "env": { "ANTHROPIC_API_KEY": "x" } });
        let env = ("env", "Unrecognized key: \"ANTHROPIC_API_KEY\"");
        let odd = ("gateway", "Unrecognized key: \"odd\"");
        let command = ("secrets.providers.chela.command", "is not readable: /x");
        for (config, validation, expected) in [
            (json!({}), refused(&[]), &[][..]),
            (json!({}), refused(&[odd]), &["config-invalid"]),
            (flat.clone(), refused(&[env]), &["flat-env"]),
            (flat.clone(), refused(&[env, odd]), &["flat-env", "config-invalid"]),
            // The resolver's own finding tells this one.
            (json!({}), refused(&[command]), &[]),
        ] {
            let mut facts = Facts::healthy().with_config(&config);
            facts.secrets.provider = Some("chela".into());
            facts.validation = Some(validation);
            assert_eq!(codes(&look(&facts)), expected, "{config}");
        }
        let mut facts = Facts::healthy().with_config(&flat);
        facts.can = Capabilities::of("2026.5.7");
        assert_eq!(codes(&look(&facts)), [""; 0], "it is accepted there");
    }

    #[test]
    fn a_config_that_cannot_be_read_says_where() {
        let mut facts = Facts::healthy();
        let error = Error::new(Code::ConfigUnparsable).with("line", 3).with("column", 7);
        facts.config = Err(error.with("path", "/c").with("detail", "odd"));
        let found = look(&facts);
        assert_eq!(codes(&found), ["config-broken"]);
        assert_eq!(found[0].title, "/c has a mistake in line 3, column 7: odd.");
        assert!(!found[0].repairs[0].automatic);
    }

    #[test]
    fn a_variable_that_is_not_set_is_named() {
        let mut facts = Facts::healthy();
        facts.unset_variables = ["LOGDIR".to_owned()].into();
        let found = look(&facts);
        assert_eq!(codes(&found), ["config-variable-unset"]);
        assert!(found[0].title.contains("${LOGDIR}"), "{}", found[0].title);
    }
}
