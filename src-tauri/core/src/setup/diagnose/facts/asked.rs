//! What Anthropic is asked: whether each credential that Chela can read is valid, and whether the
//! account has the models in use. Nothing is sent besides.

use std::collections::{BTreeMap, BTreeSet};

use crate::anthropic::{self, Verdict};
use crate::config::GatewayConfig;
use crate::setup::Context;
use crate::setup::session::kind_of;
use crate::vault::{Entry, Secret};
use crate::view::CredentialKind;

/// What Anthropic said.
#[derive(Default)]
pub(super) struct Asked {
    /// Of each credential, by the entry's id.
    pub(super) verdicts: BTreeMap<String, Verdict>,
    /// Of each model in use: whether any of the accounts has it.
    pub(super) models: BTreeMap<String, bool>,
}

/// Asks about all of `entries` at once.
pub(super) async fn ask(context: &Context, config: &GatewayConfig, entries: &[Entry]) -> Asked {
    let base = context.anthropic_base(config);
    let mut checks = tokio::task::JoinSet::new();
    let mut credentials = BTreeMap::new();
    for entry in entries {
        let Ok(secret) = context.keychain.get(&entry.id) else { continue };
        let (base, kind, id) = (base.clone(), kind_of(entry), entry.id.to_string());
        credentials.insert(id.clone(), (kind, secret.clone()));
        checks.spawn(async move { (id, anthropic::check(&base, kind, &secret).await) });
    }
    let verdicts: BTreeMap<String, Verdict> = checks.join_all().await.into_iter().collect();
    let mut models = BTreeMap::new();
    for model in in_use(config) {
        if let Some(has) = has(&base, &model, &verdicts, &credentials).await {
            models.insert(model, has);
        }
    }
    Asked { verdicts, models }
}

/// Whether any account that answered has `model`; `None` when none said.
async fn has(
    base: &str,
    model: &str,
    verdicts: &BTreeMap<String, Verdict>,
    credentials: &BTreeMap<String, (CredentialKind, Secret)>,
) -> Option<bool> {
    let id = model.strip_prefix("anthropic/")?;
    let mut said = None;
    for (entry, verdict) in verdicts {
        let Verdict::Confirmed { models } = verdict else { continue };
        if models.iter().any(|choice| choice.reference == model) {
            return Some(true);
        }
        // An alias is not in the list, and may be known all the same.
        let (kind, secret) = credentials.get(entry)?;
        match anthropic::has_model(base, *kind, secret, id).await {
            Some(true) => return Some(true),
            other => said = said.or(other),
        }
    }
    said
}

/// The Anthropic models that the config names: the default, its fallbacks, the agents' own.
fn in_use(config: &GatewayConfig) -> BTreeSet<String> {
    let models = config.default_model.iter();
    let models = models.chain(config.agents.iter().filter_map(|agent| agent.model.as_ref()));
    models
        .flat_map(|model| model.primary.iter().chain(&model.fallbacks))
        .filter(|name| name.starts_with("anthropic/"))
        .cloned()
        .collect()
}
