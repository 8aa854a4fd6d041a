//! Sessions that keep a model of their own follow their agent's again.

use super::{Repaired, done};
use crate::config::redact::masked;
use crate::error::Result;
use crate::openclaw::OpenClaw;
use crate::openclaw::sessions::PinnedSession;
use crate::setup::Context;
use crate::view::{Finding, RepairKind};

/// Lets go of the sessions that `finding` shows and that still keep a model. The gateway must
/// run.
///
/// # Errors
/// Those of the OpenClaw commands; the sessions before are free then.
pub(super) async fn release_sessions(context: &Context, finding: &Finding) -> Result<Repaired> {
    let openclaw = context.openclaw().await?;
    let keys = pinned(&openclaw, finding).await?;
    for key in &keys {
        openclaw.release_session(key).await?;
    }
    Ok(done(RepairKind::ReleaseSessions, !keys.is_empty()))
}

/// The keys of the sessions that `finding` shows and that still keep a model.
pub(super) async fn pinned(openclaw: &OpenClaw, finding: &Finding) -> Result<Vec<String>> {
    let shown = |session: &PinnedSession| finding.evidence.contains(&masked(&session.in_words()));
    let pinned = openclaw.pinned_sessions().await?.into_iter();
    Ok(pinned.filter(shown).map(|session| session.key).collect())
}
