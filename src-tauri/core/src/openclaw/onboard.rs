//! The least configuration with which a gateway starts, through OpenClaw's own onboarding.

use std::time::Duration;

use super::{OpenClaw, health};
use crate::{Environment, Result};

/// How long it may take; 5–9 s were seen.
const LIMIT: Duration = Duration::from_secs(180);

/// Writes mode local, loopback, a port, a generated gateway token, the agent `main` and its
/// workspace, and installs no service. Only where there is no config: over an existing one
/// onboarding drops its comments and sets it up anew. Gives whether it ran.
///
/// # Errors
/// Those of [`super::cli::Run::text`].
pub async fn least_configuration(openclaw: &OpenClaw, environment: &Environment) -> Result<bool> {
    let home = openclaw.home();
    let there = std::fs::read_to_string(&home.config_path);
    let empty = match &there {
        Ok(text) => text.trim().is_empty(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    if !empty {
        return Ok(false);
    }
    let port = health::port(environment, home, None).to_string();
    let workspace = home.state_dir.join("workspace").display().to_string();
    let mut arguments = vec!["onboard", "--non-interactive", "--accept-risk", "--json"];
    arguments.extend(["--mode", "local", "--auth-choice", "skip", "--gateway-bind", "loopback"]);
    arguments.extend(["--gateway-port", &port, "--workspace", &workspace]);
    arguments.extend(["--skip-channels", "--skip-skills", "--skip-health", "--skip-ui"]);
    // On 2026.2.9 a service is installed only when asked for, and the flag was not tried.
    if openclaw.capabilities().references {
        arguments.push("--no-install-daemon");
    }
    openclaw.run(arguments).limit(LIMIT).text().await?;
    Ok(true)
}

/// The command as one would type it, to show before it runs.
pub const COMMAND: &str = "openclaw onboard --non-interactive --accept-risk --auth-choice skip";
