//! The models to choose from.

use super::{Context, overview};
use crate::anthropic::{self, Verdict};
use crate::error::{Code, Error, Result};
use crate::models::built_in;
use crate::vault::Secret;
use crate::view::{CredentialKind, ModelList, ModelView};

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
/// built-in list with its date.
pub async fn models(context: &Context, credential: Option<(CredentialKind, &Secret)>) -> ModelList {
    let config = context.config().unwrap_or_default();
    let mut notice = None;
    if let Some((kind, secret)) = credential {
        match anthropic::check(&context.anthropic_base(&config), kind, secret).await {
            Verdict::Confirmed { models } if !models.is_empty() => {
                return ModelList { models, live: true, dated: None, notice: None };
            }
            Verdict::Confirmed { .. } => {}
            Verdict::Invalid(error) | Verdict::Unconfirmed(error) => notice = Some(error.into()),
        }
    }
    ModelList { notice, ..built_in() }
}
