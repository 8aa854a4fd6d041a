//! Telling a gateway to fetch its secrets again.

use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::{Gateway, PAUSE, START, failed};
use crate::openclaw::process::Process;
use crate::view::GatewayState;
use crate::{Code, Error, Result};

/// The command.
pub(crate) const RELOAD: [&str; 3] = ["secrets", "reload", "--json"];

/// How often it is looked whether a gateway is down for a restart: 0.3 s were seen.
const GLANCE: Duration = Duration::from_millis(40);
/// How long a gateway may take to begin a restart that it was asked for: 2026.5.7 rests for 30 s
/// between two.
const RESTARTS: Duration = Duration::from_secs(35);

impl Gateway {
    /// Makes a running gateway fetch its secrets again; the number of those that failed.
    ///
    /// A gateway that wants a person to approve this command first (2026.5.7 does when a turn was
    /// the first that it heard from this computer) is restarted within its process instead: it
    /// fetches them then.
    ///
    /// # Errors
    /// Those of [`super::cli::Run::json`]; `gateway-stopped` when nothing answers.
    pub async fn reload_secrets(&self) -> Result<u64> {
        if self.state().await == GatewayState::Stopped {
            return Err(Error::new(Code::GatewayStopped));
        }
        let run = self.openclaw.run(RELOAD);
        match run.json::<serde_json::Value>().await {
            Ok(answer) => Ok(self.lacking(answer["warningCount"].as_u64().unwrap_or(0)).await),
            // Its parent would take the signal for a debugger's.
            Err(error) => match self.server() {
                Some(process) if wants_approval(&error) => {
                    if self.restarted_in_place(process).await? { Ok(0) } else { Err(error) }
                }
                _ => Err(error),
            },
        }
    }

    /// How many of the things that it warns of are secrets that it lacks. It warns of a reference that
    /// it has no use for, too, such as that of a channel that is switched off (2026.5.7, 2026.9.6).
    /// A gateway that would not start without a secret does not go on without it either: it fails.
    async fn lacking(&self, warnings: u64) -> u64 {
        if warnings == 0 || !self.starts_with_failing_secrets() {
            return 0;
        }
        match self.openclaw.unfetched().await {
            Ok(lacks) => u64::try_from(lacks.len()).unwrap_or(u64::MAX),
            // Then nobody knows.
            Err(_) => warnings,
        }
    }

    /// Whether it has restarted. It does not where `commands.restart` of its config is off.
    async fn restarted_in_place(&self, process: Process) -> Result<bool> {
        process.restart();
        let begun = Instant::now();
        while self.state().await == GatewayState::Running {
            if begun.elapsed() > RESTARTS {
                return Ok(false);
            }
            sleep(GLANCE).await;
        }
        while self.state().await != GatewayState::Running {
            if begun.elapsed() > START {
                return Err(failed(self.last_words(false)));
            }
            sleep(PAUSE).await;
        }
        Ok(true)
    }
}

/// Whether a command was refused until a person approves it.
pub(crate) fn wants_approval(error: &Error) -> bool {
    error.params.get("detail").is_some_and(|detail| detail.contains("pairing required"))
}
