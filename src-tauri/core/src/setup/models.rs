//! The models to choose from, and those that the person has marked.

use serde_json::Value;

use super::alias::aliases;
use super::{Context, overview};
use crate::anthropic::{self, Verdict};
use crate::config::GatewayConfig;
use crate::config::gateway_config::agents::Model;
use crate::config::include::Files;
use crate::error::{Code, Error, Result};
use crate::models::{self, PROVIDER, built_in};
use crate::place::Settings;
use crate::setup::session::kind_of;
use crate::vault::Secret;
use crate::view::{CredentialKind, ModelChoice, ModelList, ModelView};

/// The model in use: the default one, or the one that `agent` uses.
///
/// # Errors
/// `agent-unknown`, those of the config.
pub fn model(context: &Context, agent: Option<&str>) -> Result<ModelView> {
    let config = context.config()?;
    let known = config.agent_ids();
    if let Some(unknown) = agent.filter(|agent| !known.iter().any(|id| id == agent)) {
        let known = known.join(", ");
        return Err(Error::new(Code::AgentUnknown).with("agent", unknown).with("known", known));
    }
    // `main` needs no entry.
    let own = agent.and_then(|agent| config.agent(agent)?.model.as_ref());
    Ok(overview::model(own.or(config.default_model.as_ref())))
}

/// The models to choose from: live from Anthropic when a credential allows it, else the
/// built-in list with its date. Those in use stand in it, whatever the account has.
pub async fn models(context: &Context, credential: Option<(CredentialKind, &Secret)>) -> ModelList {
    let files = context.store().load().and_then(|loaded| loaded.config).ok();
    let value = files.as_ref().map_or(&Value::Null, Files::value);
    let config = GatewayConfig::read(value);
    let base = context.anthropic_base(&config);
    let mut list = built_in();
    if let Some((kind, secret)) = credential {
        match anthropic::check(&base, kind, secret).await {
            Verdict::Confirmed { models } if !models.is_empty() => {
                let models =
                    models.into_iter().map(|model| ModelChoice { in_account: Some(true), ..model });
                list =
                    ModelList { models: models.collect(), live: true, dated: None, notice: None };
            }
            Verdict::Confirmed { .. } => {}
            Verdict::Invalid(error) | Verdict::Unconfirmed(error) => {
                list.notice = Some(error.into())
            }
        }
    }
    let favourites = Settings::load(&context.place).favourites();
    let others = in_use(&config).into_iter().chain(favourites.iter().cloned());
    for reference in others {
        if list.models.iter().any(|model| model.reference == reference) {
            continue;
        }
        let mut model = known(&reference);
        if let (true, Some((kind, secret)), Some(id)) = (list.live, credential, id_of(&reference)) {
            // One that is not in the account's list may be known by another name.
            model.in_account = anthropic::has_model(&base, kind, secret, id).await;
        }
        list.models.push(model);
    }
    models::sort(&mut list.models);
    for model in &mut list.models {
        model.favourite = favourites.contains(&model.reference);
        let own = aliases(value).find(|(reference, _)| *reference == model.reference);
        model.alias = own.map(|(_, alias)| alias.to_owned());
    }
    list
}

/// As [`models`], with the first credential in the keychain for which Anthropic lists them.
pub async fn models_of_account(context: &Context) -> Result<ModelList> {
    let mut last = None;
    for entry in context.own_entries()?.into_iter().filter(|entry| !entry.copy) {
        let secret = context.keychain.get(&entry.id)?;
        let list = models(context, Some((kind_of(&entry), &secret))).await;
        if list.live {
            return Ok(list);
        }
        last = Some(list);
    }
    match last {
        Some(list) => Ok(list),
        None => Ok(models(context, None).await),
    }
}

/// Marks a model, so that the tray offers it, or takes the mark away.
///
/// # Errors
/// `model-malformed`, those of the settings.
pub fn set_favourite(context: &Context, model: &str, marked: bool) -> Result<()> {
    let model = models::reference(model)?;
    Settings::update(&context.place, |settings| settings.set_favourite(&model, marked)).map(drop)
}

/// How Anthropic calls a model of its own.
fn id_of(reference: &str) -> Option<&str> {
    reference.strip_prefix(PROVIDER)?.strip_prefix('/')
}

/// A model that the list does not have.
fn known(reference: &str) -> ModelChoice {
    match id_of(reference) {
        Some(id) => models::choice(id, None),
        None => ModelChoice {
            reference: reference.to_owned(),
            name: models::name_of(reference),
            ..models::choice("", None)
        },
    }
}

/// The models that the config names: the default one, its fallbacks, and the agents' own.
fn in_use(config: &GatewayConfig) -> Vec<String> {
    let own = config.agents.iter().filter_map(|agent| agent.model.as_ref());
    let named =
        |model: &Model| model.primary.iter().chain(&model.fallbacks).cloned().collect::<Vec<_>>();
    let mut all: Vec<String> = config.default_model.iter().chain(own).flat_map(named).collect();
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|model| seen.insert(model.clone()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    #[tokio::test]
    async fn what_is_in_use_or_marked_stands_in_the_list() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let text = "{ agents: { defaults: { model: { primary: 'anthropic/claude-opus-4-6', \
                    fallbacks: ['openai/gpt'] } }, \
                    entries: { mail: { model: 'anthropic/claude-3-haiku-20240307' } } } }";
        std::fs::write(&context.home.config_path, text).unwrap();
        set_favourite(&context, "Haiku 4.5", true).unwrap();
        set_favourite(&context, "anthropic/claude-later-9", true).unwrap();
        let list = models(&context, None).await;
        let names = |of: &dyn Fn(&ModelChoice) -> bool| {
            let some = list.models.iter().filter(|model| of(model));
            some.map(|model| model.name.clone()).collect::<Vec<_>>()
        };
        let built_in = built_in().models;
        let is_more =
            |model: &ModelChoice| !built_in.iter().any(|one| one.reference == model.reference);
        assert_eq!(names(&is_more), ["Later 9", "Haiku 3", "gpt"]);
        assert_eq!(names(&|model| model.favourite), ["Later 9", "Haiku 4.5"]);
        assert!(list.models.iter().all(|model| model.in_account.is_none()));
        set_favourite(&context, "anthropic/claude-later-9", false).unwrap();
        assert_eq!(Settings::load(&context.place).favourites(), ["anthropic/claude-haiku-4-5"]);
        assert_eq!(
            set_favourite(&context, "no model", true).unwrap_err().code,
            Code::ModelMalformed
        );
    }
}
