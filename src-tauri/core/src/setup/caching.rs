//! Prompt caching of the models in use.

use super::Context;
use crate::caching;
use crate::config::GatewayConfig;
use crate::error::{Code, Error, Result};
use crate::models;
use crate::view::CacheView;

/// What counts for each agent, or for `agent`, and each model that it may answer with, or `model`.
/// Without an OpenClaw the config says which version it is for.
///
/// # Errors
/// `agent-unknown`, `model-malformed`, those of the config.
pub async fn cache(
    context: &Context,
    agent: Option<&str>,
    model: Option<&str>,
) -> Result<Vec<CacheView>> {
    let files = context.store().load()?.config?;
    let config = GatewayConfig::read(files.value());
    let capabilities = match context.openclaw().await {
        Ok(openclaw) => openclaw.capabilities(),
        Err(_) => config.written_by(),
    };
    let model = model.map(models::reference).transpose()?;
    let mut agents = config.agent_ids();
    if let Some(agent) = agent {
        if !agents.iter().any(|id| id == agent) {
            let error = Error::new(Code::AgentUnknown).with("agent", agent);
            return Err(error.with("known", agents.join(", ")));
        }
        agents.retain(|id| id == agent);
    }
    let mut views = Vec::new();
    for agent in &agents {
        let used = model.clone().map_or_else(|| used(&config, agent), |model| vec![model]);
        let view =
            |model: &String| caching::cache(files.value(), &config, &capabilities, (agent, model));
        views.extend(used.iter().map(view));
    }
    Ok(views)
}

/// The Claude models that an agent answers with: its own or the default one, and those after it.
fn used(config: &GatewayConfig, agent: &str) -> Vec<String> {
    let own = config.agent(agent).and_then(|agent| agent.model.as_ref());
    let Some(setting) = own.or(config.default_model.as_ref()) else { return vec![] };
    let prefix = format!("{}/", models::PROVIDER);
    let mut used: Vec<String> = Vec::new();
    for model in setting.primary.iter().chain(&setting.fallbacks) {
        if model.starts_with(&prefix) && !used.contains(model) {
            used.push(model.clone());
        }
    }
    used
}
