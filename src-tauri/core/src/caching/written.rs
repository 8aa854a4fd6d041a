//! The settings about a model of an agent, as they stand.

use serde_json::Value;

use crate::config::{GatewayConfig, Path};
use crate::openclaw::Capabilities;
use crate::view::{CacheLevel, Retention};

/// The name of the setting, and the older one.
pub(super) const NAMES: [&str; 2] = ["cacheRetention", "cacheControlTtl"];

/// A setting as it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Written {
    pub(super) level: CacheLevel,
    pub(super) path: Path,
    pub(super) value: Value,
    /// Whether it is the older name.
    pub(super) legacy: bool,
}

impl Written {
    /// What it means to OpenClaw, which takes anything else for nothing.
    pub(super) fn retention(&self) -> Option<Retention> {
        match (self.legacy, self.value.as_str()?) {
            (false, "none") => Some(Retention::None),
            (false, "short") | (true, "5m") => Some(Retention::Short),
            (false, "long") | (true, "1h") => Some(Retention::Long),
            _ => None,
        }
    }
}

/// All that this OpenClaw reads, the weakest first.
pub(super) fn of(
    value: &Value,
    config: &GatewayConfig,
    capabilities: &Capabilities,
    (agent, model): (&str, &str),
) -> Vec<Written> {
    let defaults = Path::from(["agents", "defaults"]);
    let own = config.agent(agent).map(|agent| agent.path.clone());
    let of_model = |at: Path| at.join("models").join(model);
    let places = [
        (CacheLevel::Everything, capabilities.params_of_all.then(|| defaults.clone())),
        (CacheLevel::Model, Some(of_model(defaults))),
        (
            CacheLevel::AgentModel,
            own.clone().filter(|_| capabilities.params_of_agent_models).map(of_model),
        ),
        (CacheLevel::Agent, own.filter(|_| capabilities.params_of_agents)),
    ];
    let mut found = Vec::new();
    for (level, place) in places {
        let Some(params) = place.map(|place| place.join("params")) else { continue };
        for (name, legacy) in NAMES.into_iter().zip([false, true]) {
            let path = params.join(name);
            if let Some(value) = path.find(value) {
                found.push(Written { level, path, value: value.clone(), legacy });
            }
        }
    }
    found
}
