//! The models to choose from.

use super::Context;
use crate::anthropic::{self, Verdict};
use crate::models::built_in;
use crate::vault::Secret;
use crate::view::{CredentialKind, ModelList};

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
