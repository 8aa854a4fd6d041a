//! The list of models, `agents.defaults.models`: it holds what is said of single models, and is at
//! the same time the list of those that are allowed. Before 2026.8 always (seen on 2026.2.9); since
//! then as long as the config has no `agents.defaults.modelPolicy` and OpenClaw has not noted
//! (`meta.migrations.modelPolicyAllowlist`) that it has moved such a list there: a gateway of 2026.9.6
//! made `modelPolicy.allow` of a hand-written list at its start.

use serde_json::{Value, json};

use super::used::named;
use crate::config::{Edit, GatewayConfig, Path};
use crate::error::{Code, Error};
use crate::openclaw::Capabilities;
use crate::view::Notice;

/// What is written beside the first entries of the list, so that they forbid no other model.
#[derive(Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing: there is a list already, or it forbids none.
    Nothing,
    /// These models are listed as well.
    Models(Vec<String>),
    /// A policy that allows all (OpenClaw's docs/concepts/models.md).
    OpenPolicy,
}

impl Beside {
    /// What it takes when the entries of `first` are written.
    pub(super) fn of(
        value: &Value,
        config: &GatewayConfig,
        can: &Capabilities,
        first: &[&String],
    ) -> Self {
        if !config.listed_models.is_empty() || first.is_empty() {
            return Self::Nothing;
        }
        if !can.allowlist_models {
            return if is_settled(value) { Self::Nothing } else { Self::OpenPolicy };
        }
        let mut models = named(value);
        models.retain(|model| !first.contains(&model));
        if models.is_empty() { Self::Nothing } else { Self::Models(models) }
    }

    /// As edits.
    pub fn edits(&self) -> Vec<Edit> {
        let defaults = Path::from(["agents", "defaults"]);
        let empty = |path| Edit::Set { path, value: json!({}) };
        match self {
            Self::Nothing => vec![],
            Self::Models(models) => {
                let list = defaults.join("models");
                models.iter().map(|model| empty(list.join(model.as_str()))).collect()
            }
            Self::OpenPolicy => vec![empty(defaults.join("modelPolicy"))],
        }
    }

    /// In words.
    pub fn notice(&self) -> Option<Notice> {
        let said = match self {
            Self::Nothing => return None,
            Self::Models(models) => {
                Error::new(Code::ModelsListedToo).with("models", models.join(", "))
            }
            Self::OpenPolicy => Error::new(Code::ModelsStayAllowed),
        };
        Some(said.into())
    }
}

/// Whether the list says which models are allowed.
pub fn list_allows(value: &Value, can: &Capabilities) -> bool {
    can.allowlist_models || !is_settled(value)
}

/// Whether it is said elsewhere which models are allowed.
fn is_settled(value: &Value) -> bool {
    let at = |pointer| value.pointer(pointer);
    at("/agents/defaults/modelPolicy").is_some_and(Value::is_object)
        || at("/meta/migrations/modelPolicyAllowlist") == Some(&Value::Bool(true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_entries_forbid_no_other_model() {
        let defaults = |inside: Value| {
            let mut value = json!({ "agents": { "defaults": { "model": "anthropic/a" } } });
            let members = inside.as_object().unwrap().clone();
            value["agents"]["defaults"].as_object_mut().unwrap().extend(members);
            value
        };
        let none = || defaults(json!({}));
        let with_marker = |marker: Value| {
            let mut value = none();
            value["meta"] = json!({ "migrations": { "modelPolicyAllowlist": marker } });
            value
        };
        let old = |models: &[&str]| Beside::Models(models.iter().map(|&m| m.to_owned()).collect());
        let (oldest, newest) = ("2026.2.9", "2026.9.6");
        let first = ["anthropic/b"];
        for (value, version, first, expected) in [
            (none(), oldest, &first[..], old(&["anthropic/a"])),
            (none(), oldest, &["anthropic/a"], Beside::Nothing),
            (none(), oldest, &[], Beside::Nothing),
            (defaults(json!({ "models": { "x/y": {} } })), oldest, &first, Beside::Nothing),
            (none(), "2026.7.35", &first, old(&["anthropic/a"])),
            (none(), newest, &first, Beside::OpenPolicy),
            (none(), newest, &[], Beside::Nothing),
            (defaults(json!({ "models": { "x/y": {} } })), newest, &first, Beside::Nothing),
            (defaults(json!({ "models": {} })), newest, &first, Beside::OpenPolicy),
            (defaults(json!({ "modelPolicy": {} })), newest, &first, Beside::Nothing),
            (
                defaults(json!({ "modelPolicy": { "allow": ["x/*"] } })),
                newest,
                &first,
                Beside::Nothing,
            ),
            (with_marker(json!(true)), newest, &first, Beside::Nothing),
            (with_marker(json!("yes")), newest, &first, Beside::OpenPolicy),
        ] {
            let config = GatewayConfig::read(&value);
            let first: Vec<String> = first.iter().map(|&model| model.to_owned()).collect();
            let first: Vec<&String> = first.iter().collect();
            let beside = Beside::of(&value, &config, &Capabilities::of(version), &first);
            assert_eq!(beside, expected, "{version} {first:?} {value}");
            assert_eq!(beside.notice().is_some(), !beside.edits().is_empty());
        }
    }
}
