//! What giving a sign-in to more agents would do.

use super::{Gift, Giving};
use crate::config::GatewayConfig;
use crate::config::include::Files;
use crate::credential::binding::commands;
use crate::error::Result;
use crate::setup::Context;
use crate::setup::session::Session;
use crate::view::Preview;

/// What [`super::give`] would do.
///
/// # Errors
/// Those that it finds before its first step.
pub async fn plan_give(context: &Context, profile: &str, agents: &[String]) -> Result<Preview> {
    let session = Session::open(context).await?;
    let wanted = Giving { profile: profile.to_owned(), agents: agents.to_vec() };
    let gift = Gift::of(&session, &wanted).await?;

    let mut preview = Preview::default();
    session.foresee_resolver(&mut preview)?;
    let edits = |config: &GatewayConfig, _: &Files| Ok(gift.edits(&session, config));
    session.foresee_edits(&mut preview, &edits).await?;
    let binding = session.binding();
    for (agent, before) in &gift.agents {
        if !gift.is_bound(agent, before) {
            if session.openclaw.capabilities().binds_by_command {
                preview.runs(commands::apply(commands::PLAN));
            }
            preview.writes(&binding.file(agent));
        }
        let set = binding.order(agent).await?;
        if let Some(order) = gift.wanted_order(&session, set, before) {
            preview.runs(commands::order(agent, Some(&order)));
            preview.writes(&binding.file(agent));
        }
    }
    preview.keychain_after(&gift.entry, &gift.entry_after());
    if preview.changes() {
        session.foresee_reload(&mut preview).await?;
    }
    Ok(preview.complete())
}
