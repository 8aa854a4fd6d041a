//! Prompt caching of the models in use.

mod change;
mod usage;

pub use change::{migrate_cache, plan_migrate_cache, plan_set_cache, set_cache};
pub use usage::cache_usage;

use super::Context;
use crate::caching;
use crate::config::GatewayConfig;
use crate::config::include::Files;
use crate::error::{Code, Error, Result};
use crate::models;
use crate::openclaw::Capabilities;
use crate::view::{CacheScope, CacheView};

/// What counts for each agent, or the one of `scope`, and each model that it may answer with, or
/// the one of `scope`. Without an OpenClaw the config says which version it is for.
///
/// # Errors
/// `agent-unknown`, `model-malformed`, those of the config.
pub async fn cache(context: &Context, scope: &CacheScope) -> Result<Vec<CacheView>> {
    let files = context.store().load()?.config?;
    let config = GatewayConfig::read(files.value());
    let scope = known(&config, scope)?;
    Ok(views(&files, &config, &capabilities(context, &config).await, &scope))
}

/// What the OpenClaw that there is can do, or the one that last wrote the config.
pub(super) async fn capabilities(context: &Context, config: &GatewayConfig) -> Capabilities {
    match context.openclaw().await {
        Ok(openclaw) => openclaw.capabilities(),
        Err(_) => config.written_by(),
    }
}

/// A scope that a person named, with the names that OpenClaw has.
///
/// # Errors
/// `agent-unknown`, `model-malformed`.
fn known(config: &GatewayConfig, scope: &CacheScope) -> Result<CacheScope> {
    let model = scope.model.as_deref().map(models::reference).transpose()?;
    let agents = config.agent_ids();
    if let Some(agent) = &scope.agent
        && !agents.contains(agent)
    {
        let error = Error::new(Code::AgentUnknown).with("agent", agent);
        return Err(error.with("known", agents.join(", ")));
    }
    Ok(CacheScope { agent: scope.agent.clone(), model })
}

/// What counts in a scope.
fn views(
    files: &Files,
    config: &GatewayConfig,
    can: &Capabilities,
    scope: &CacheScope,
) -> Vec<CacheView> {
    let mut agents = config.agent_ids();
    agents.retain(|agent| scope.agent.as_ref().is_none_or(|wanted| wanted == agent));
    let mut views = Vec::new();
    for agent in &agents {
        let used = caching::used(config, agent);
        let models = scope.model.clone().map_or(used, |model| vec![model]);
        let view = |model: &String| caching::cache(files.value(), config, can, (agent, model));
        views.extend(models.iter().map(view));
    }
    views
}
