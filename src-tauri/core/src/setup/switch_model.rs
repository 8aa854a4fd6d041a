//! Switching the default model: one small edit, in milliseconds, without running OpenClaw.

use super::Context;
use crate::config::gateway_config::agents::Model;
use crate::error::Result;
use crate::models;
use crate::text::say;
use crate::view::Switched;

/// Sets the default model, or the own one of `agent`. A running gateway applies the change by
/// itself within half a second (2026.9.6). OpenClaw's own check follows in
/// [`super::check_after`].
///
/// # Errors
/// `model-malformed`, `agent-unknown`, those of the config.
pub fn switch_model(context: &Context, model: &str, agent: Option<&str>) -> Result<Switched> {
    let model = models::reference(model)?;
    let config = context.config()?;
    let primary = |model: Option<&Model>| model.and_then(|model| model.primary.clone());
    let (before, edit) = match agent {
        None => (primary(config.default_model.as_ref()), config.set_default_model(&model)),
        Some(id) => {
            let known = || config.agent_ids().join(", ");
            let edit = config.set_agent_model(id, &model).map_err(|e| e.with("known", known()))?;
            (primary(config.agent(id).and_then(|agent| agent.model.as_ref())), edit)
        }
    };
    let title = say("core.change.model", &[("model", &models::name_of(&model))]);
    let about = context.about(title, None);
    let committed = context.store().change(&[edit], &about)?;
    Ok(Switched { before, now: model, changed: committed.changed(), change: committed.change })
}
