//! The finding's sign-in → the finding's agents, which have none.

use super::{Repaired, done, profile_of};
use crate::error::Result;
use crate::setup::{Context, Report, give};
use crate::view::{Finding, RepairKind};

/// Gives the profile that the finding names to its agents.
///
/// # Errors
/// `repair-by-hand` when the finding names no profile that could be given; those of [`give`].
pub(super) async fn give_to_agents(
    context: &Context,
    finding: &Finding,
    report: &dyn Report,
) -> Result<Repaired> {
    let given = give(context, profile_of(finding)?, &finding.agents, report).await?;
    Ok(Repaired { notices: given.notices, ..done(RepairKind::GiveToAgents, given.changed) })
}
