//! The settings about a model of an agent, as they stand.

use serde_json::Value;

use super::place::{self, Place};
use crate::config::{GatewayConfig, Path, redact};
use crate::openclaw::Capabilities;
use crate::view::{CacheLevel, CacheScope, CacheSetting, Retention};

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

    /// As people may see it: whatever somebody put there by mistake.
    fn text(&self) -> String {
        let text = self.value.as_str().map_or_else(|| self.value.to_string(), str::to_owned);
        redact::masked(&text)
    }
}

/// All that this OpenClaw reads about a model of an agent, the weakest first.
pub(super) fn of(
    value: &Value,
    config: &GatewayConfig,
    can: &Capabilities,
    (agent, model): (&str, &str),
) -> Vec<Written> {
    let mut found = Vec::new();
    for scope in CacheScope::about(agent, model) {
        if place::is_read(scope.level(), can) {
            found.extend(Place::of(config, &scope).iter().flat_map(|place| at(value, place)));
        }
    }
    found
}

/// What stands at a place.
pub(super) fn at(value: &Value, place: &Place) -> Vec<Written> {
    let mut found = Vec::new();
    for (path, legacy) in place.names().into_iter().zip([false, true]) {
        if let Some(value) = path.find(value) {
            found.push(Written { level: place.level, path, value: value.clone(), legacy });
        }
    }
    found
}

/// As people see them.
pub(super) fn views(all: &[Written], deciding: Option<usize>) -> Vec<CacheSetting> {
    let view = |(at, written): (usize, &Written)| CacheSetting {
        level: written.level,
        path: written.path.to_string(),
        written: written.text(),
        retention: written.retention(),
        legacy: written.legacy,
        decides: deciding == Some(at),
    };
    all.iter().enumerate().map(view).collect()
}
