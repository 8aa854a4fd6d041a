//! What can be seen of the gateway, and what it says of itself.

use crate::config::GatewayConfig;
use crate::error::Error;
use crate::openclaw::OpenClaw;
use crate::openclaw::gateway::Seen;
use crate::openclaw::sessions::PinnedSession;
use crate::openclaw::unfetched::Unfetched;
use crate::setup::Context;
use crate::setup::diagnose::Depth;
use crate::view::Notice;

/// The gateway, besides whether it answers.
#[derive(Debug, Clone, Default)]
pub(in crate::setup::diagnose) struct GatewayFacts {
    /// Its process.
    pub(in crate::setup::diagnose) seen: Seen,
    /// When the config was written last (ms since 1970).
    pub(in crate::setup::diagnose) config_changed_ms: Option<u64>,
    /// The secrets that it lacks.
    pub(in crate::setup::diagnose) unfetched: Vec<Unfetched>,
    /// The sessions that keep a model.
    pub(in crate::setup::diagnose) pinned: Vec<PinnedSession>,
    /// What it did not say, and why.
    missed: Vec<Error>,
}

/// Looks at it, and asks it when it `runs`.
pub(super) async fn look(
    context: &Context,
    openclaw: &OpenClaw,
    config: &GatewayConfig,
    runs: bool,
    depth: Depth,
) -> GatewayFacts {
    let mut facts = GatewayFacts { config_changed_ms: changed_ms(context), ..Default::default() };
    if let Ok(gateway) = context.gateway(config).await {
        facts.seen = gateway.seen(config.log_file.as_deref()).await;
    }
    // An earlier gateway that runs has all of its secrets.
    if runs && openclaw.capabilities().starts_with_failing_secrets {
        match openclaw.unfetched().await {
            Ok(unfetched) => facts.unfetched = unfetched,
            Err(error) => facts.missed.push(error),
        }
    }
    if runs && depth != Depth::Often {
        match openclaw.pinned_sessions().await {
            Ok(pinned) => facts.pinned = pinned,
            Err(error) => facts.missed.push(error),
        }
    }
    facts
}

impl GatewayFacts {
    /// The same, with what was missed told.
    pub(super) fn or_unseen(mut self, unseen: &mut Vec<Notice>) -> Self {
        unseen.extend(self.missed.drain(..).map(Notice::from));
        self
    }
}

fn changed_ms(context: &Context) -> Option<u64> {
    let changed = std::fs::metadata(&context.home.config_path).ok()?.modified().ok()?;
    let since = changed.duration_since(std::time::UNIX_EPOCH).ok()?;
    u64::try_from(since.as_millis()).ok()
}
