//! Sessions that keep a model of their own follow their agent's again.

use super::{Repaired, done};
use crate::config::redact::masked;
use crate::error::Result;
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
    let shown = |session: &PinnedSession| finding.evidence.contains(&masked(&session.in_words()));
    let mut released = false;
    for session in openclaw.pinned_sessions().await?.iter().filter(|session| shown(session)) {
        openclaw.release_session(&session.key).await?;
        released = true;
    }
    Ok(done(RepairKind::ReleaseSessions, released))
}
