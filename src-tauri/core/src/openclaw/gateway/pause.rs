//! A gateway that is stopped for a change, and started again after it also when Chela is killed in
//! between: another process of Chela's, the guard, waits for that at the end of a pipe. It comes
//! before the stop and is relieved after the start.

use std::process::Stdio;
use std::time::Instant;

use tokio::io::AsyncWriteExt;
use tokio::process::{ChildStdin, Command};
use tokio::time::sleep;

use super::{Gateway, NOTICE, PAUSE, START, failed};
use crate::view::GatewayState;
use crate::{Result, openclaw::cli};

/// A gateway that was stopped for a change. One that is dropped without [`Gateway::resume`] is left
/// to the guard.
#[derive(Debug)]
pub struct Pause {
    relief: Option<ChildStdin>,
}

impl Pause {
    async fn relieve(self) {
        if let Some(mut relief) = self.relief {
            // A guard that is gone needs no relief.
            let _ = relief.write_all(b"\n").await;
        }
    }
}

impl Gateway {
    /// Stops it for a change.
    ///
    /// # Errors
    /// `gateway-failed`.
    pub async fn pause(&self) -> Result<Pause> {
        let pause = Pause { relief: self.post_guard() };
        self.stop().await?;
        Ok(pause)
    }

    /// Starts it after the change.
    ///
    /// # Errors
    /// `gateway-failed`; the guard then tries once more.
    pub async fn resume(&self, pause: Pause) -> Result<()> {
        self.start().await?;
        pause.relieve().await;
        Ok(())
    }

    /// The end of a pipe at which the guard waits. Where none can be started, the next start of Chela
    /// finds in the journal that the gateway was stopped.
    fn post_guard(&self) -> Option<ChildStdin> {
        let (program, arguments) = self.guard.split_first()?;
        let mut guard = Command::new(program);
        guard.args(arguments).arg(self.openclaw.home().id());
        guard.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // A group of its own: Ctrl-C in the terminal ends Chela alone.
        #[cfg(unix)]
        guard.process_group(0);
        guard.spawn().ok()?.stdin.take()
    }

    /// Starts one that a killed Chela has stopped, or was about to stop: once it has ended, and with
    /// it the command for which it was stopped.
    ///
    /// # Errors
    /// `gateway-failed`.
    pub async fn start_for_killed(&self) -> Result<()> {
        // One that hangs must not keep the gateway from being started.
        let _ = cli::commands_ended(self.openclaw.home()).await;
        let begun = Instant::now();
        loop {
            match self.state().await {
                GatewayState::Stopped => return self.start().await,
                GatewayState::Running if begun.elapsed() > NOTICE => return Ok(()),
                _ if begun.elapsed() > START => return Err(failed(self.last_words(false))),
                _ => sleep(PAUSE).await,
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::openclaw::gateway::tests::gateway;

    #[tokio::test]
    async fn a_guard_learns_whether_it_is_needed() {
        for relieved in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let told = folder.path().join("told");
            let script = "read -r _ && said=relieved; echo \"${said:-left} $2\" > \"$1\"";
            let guard = ["sh", "-c", script, "guard", told.to_str().unwrap()];
            let gateway = gateway(folder.path(), "exit 9", 1);
            let gateway = gateway.guarded_by(guard.map(Into::into).to_vec());
            let pause = Pause { relief: gateway.post_guard() };
            match relieved {
                true => pause.relieve().await,
                false => drop(pause),
            }
            let said = loop {
                match std::fs::read_to_string(&told) {
                    Ok(text) if text.ends_with('\n') => break text,
                    _ => sleep(PAUSE).await,
                }
            };
            let expected = if relieved { "relieved" } else { "left" };
            assert_eq!(said, format!("{expected} {}\n", gateway.openclaw.home().id()));
        }
    }
}
