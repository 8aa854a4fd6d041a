//! Where settings stand: four levels, each an object `params` of its own.

use crate::config::{GatewayConfig, Path};
use crate::openclaw::Capabilities;
use crate::view::{CacheLevel, CacheScope};

/// The name of the setting, and the older one.
pub(super) const NAMES: [&str; 2] = ["cacheRetention", "cacheControlTtl"];

/// The `params` of a level.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub(super) level: CacheLevel,
    pub(super) params: Path,
    /// How many steps of the path stay when nothing is left in what follows: what says that there
    /// is an agent, or that a model is allowed, is no setting of ours.
    pub(super) stays: usize,
}

impl Place {
    /// That of a scope, whether or not an OpenClaw reads it; nothing for an agent that the config
    /// does not name.
    pub(super) fn of(config: &GatewayConfig, scope: &CacheScope) -> Option<Self> {
        let level = scope.level();
        let owner = match &scope.agent {
            None => Path::from(["agents", "defaults"]),
            Some(agent) => config.agent(agent)?.path.clone(),
        };
        let at = match &scope.model {
            None => owner.clone(),
            Some(model) => owner.join("models").join(model.as_str()),
        };
        let stays = if level == CacheLevel::Model { at.0.len() } else { owner.0.len() };
        Some(Self { level, params: at.join("params"), stays })
    }

    /// Where the setting stands, and where it does by the older name.
    pub(super) fn names(&self) -> [Path; 2] {
        NAMES.map(|name| self.params.join(name))
    }
}

/// Whether this OpenClaw reads settings there.
pub(super) fn is_read(level: CacheLevel, can: &Capabilities) -> bool {
    match level {
        CacheLevel::Everything => can.params_of_all,
        CacheLevel::Model => true,
        CacheLevel::AgentModel => can.params_of_agent_models,
        CacheLevel::Agent => can.params_of_agents,
    }
}

impl CacheScope {
    /// The level of its setting.
    pub fn level(&self) -> CacheLevel {
        match (&self.agent, &self.model) {
            (None, None) => CacheLevel::Everything,
            (None, Some(_)) => CacheLevel::Model,
            (Some(_), Some(_)) => CacheLevel::AgentModel,
            (Some(_), None) => CacheLevel::Agent,
        }
    }

    /// The scopes whose settings are about a model of an agent, the weakest first.
    pub(super) fn about(agent: &str, model: &str) -> [Self; 4] {
        let (agent, model) = (Some(agent.to_owned()), Some(model.to_owned()));
        [
            Self { agent: None, model: None },
            Self { agent: None, model: model.clone() },
            Self { agent: agent.clone(), model },
            Self { agent, model: None },
        ]
    }

    /// Whether its setting is about a model of an agent.
    pub(super) fn includes(&self, agent: &str, model: &str) -> bool {
        self.agent.as_deref().is_none_or(|own| own == agent)
            && self.model.as_deref().is_none_or(|own| own == model)
    }
}
