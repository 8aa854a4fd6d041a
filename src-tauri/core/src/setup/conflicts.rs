//! What would win over a sign-in of Chela's, or be billed instead of it.

use super::Context;
use crate::config::GatewayConfig;
use crate::config::gateway_config::credentials::{KeyForm, VARIABLES};
use crate::error::{Code, Error};
use crate::files;
use crate::openclaw::unit;
use crate::text::say;

/// The conflicts that the config and the gateway's environment show.
pub(super) fn of(context: &Context, config: &GatewayConfig) -> Vec<Error> {
    let mut found = Vec::new();
    // One in plaintext is used only where nothing signs in (2026.2.9, 2026.5.7, 2026.9.6).
    if matches!(config.anthropic.api_key, Some(KeyForm::Reference { .. })) {
        found.push(Error::new(Code::ProviderKeyWins));
    }
    for name in VARIABLES {
        if let Some(place) = place_of(context, config, name) {
            found.push(Error::new(Code::EnvironmentKey).with("name", name).with("place", place));
        }
    }
    let through_claude: Vec<String> = config.claude_cli().iter().map(ToString::to_string).collect();
    if !through_claude.is_empty() {
        let places = through_claude.join(", ");
        found.push(Error::new(Code::ClaudeCliInUse).with("places", places));
    }
    found
}

/// Where a variable reaches the gateway from.
pub(super) fn place_of(context: &Context, config: &GatewayConfig, name: &str) -> Option<String> {
    if let Some(set) = config.variables_set.iter().find(|set| set.name == name) {
        return Some(say("core.place.config", &[("path", &set.path)]));
    }
    let unit = unit::of_home(&context.environment, &context.home);
    if let Some(unit) = unit.as_ref().filter(|unit| unit.variables.contains_key(name)) {
        return Some(say("core.place.unit", &[("unit", &unit.name)]));
    }
    if unit.is_none() && context.environment.get(name).is_some() {
        return Some(say("core.place.environment", &[]));
    }
    let file = context.home.state_dir.join(".env");
    sets(&files::small_text(&file).ok()?, name).then(|| file.display().to_string())
}

/// Whether a `.env` file, which OpenClaw reads from its state folder, sets a variable.
pub(super) fn sets(text: &str, name: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line);
        line.split_once('=')
            .is_some_and(|(set, value)| set.trim() == name && !value.trim().is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    #[test]
    fn a_key_of_the_provider_wins_by_reference_alone() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let reference = "{ source: 'env', provider: 'default', id: 'KEY' }";
        for (key, wins) in [("'sk-ant-api03-x'", false), ("'${KEY}'", false), (reference, true)] {
            let config =
                format!("{{ models: {{ providers: {{ anthropic: {{ apiKey: {key} }} }} }} }}");
            std::fs::write(&context.home.config_path, config).unwrap();
            let found = of(&context, &context.config().unwrap());
            let codes: Vec<Code> = found.iter().map(|error| error.code).collect();
            assert_eq!(codes.contains(&Code::ProviderKeyWins), wins, "{key}: {codes:?}");
        }
    }

    #[test]
    fn a_line_that_sets_a_variable_is_told_from_others() {
        for (text, expected) in [
            ("A=1\nKEY = x\n", true),
            ("  export KEY='x'", true),
            ("#KEY=x", false),
            ("KEY=", false),
            ("KEY", false),
            ("OTHER_KEY=x", false),
        ] {
            assert_eq!(sets(text, "KEY"), expected, "{text:?}");
        }
    }
}
