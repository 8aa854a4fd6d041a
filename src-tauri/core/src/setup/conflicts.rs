//! What would win over a sign-in of Chela's, or be billed instead of it.

use super::Context;
use crate::config::GatewayConfig;
use crate::config::gateway_config::credentials::VARIABLES;
use crate::error::{Code, Error};
use crate::openclaw::unit;
use crate::text::say;
use crate::view::Notice;

/// The conflicts that the config and the gateway's environment show.
pub(super) fn of(context: &Context, config: &GatewayConfig) -> Vec<Notice> {
    let mut notices = Vec::new();
    if config.anthropic.api_key.is_some() {
        notices.push(Error::new(Code::ProviderKeyWins).into());
    }
    for name in VARIABLES {
        if let Some(place) = place_of(context, config, name) {
            notices.push(
                Error::new(Code::EnvironmentKey).with("name", name).with("place", place).into(),
            );
        }
    }
    let through_claude: Vec<String> = config.claude_cli().iter().map(ToString::to_string).collect();
    if !through_claude.is_empty() {
        let places = through_claude.join(", ");
        notices.push(Error::new(Code::ClaudeCliInUse).with("places", places).into());
    }
    notices
}

/// Where a variable reaches the gateway from.
fn place_of(context: &Context, config: &GatewayConfig, name: &str) -> Option<String> {
    if let Some(set) = config.variables_set.iter().find(|set| set.name == name) {
        return Some(say("core.place.config", &[("path", &set.path)]));
    }
    let unit = unit::of_home(&context.environment, &context.home);
    if let Some(unit) = unit.filter(|unit| unit.variables.contains_key(name)) {
        return Some(say("core.place.unit", &[("unit", &unit.name)]));
    }
    context.environment.get(name).map(|_| say("core.place.environment", &[]))
}
