//! What changing the order of profiles would do.

use super::{Ordering, first_of, order_of};
use crate::credential::binding::commands;
use crate::error::Result;
use crate::setup::Context;
use crate::setup::session::Session;
use crate::view::Preview;

/// What [`super::set_order`] would do.
///
/// # Errors
/// Those that it finds before its first step.
pub async fn plan_order(context: &Context, agent: &str, profiles: &[String]) -> Result<Preview> {
    let session = Session::open(context).await?;
    let (wanted, notices) = order_of(&session, agent, profiles).await?;
    Ok(Preview { notices, ..foreseen(&session, &wanted).await? })
}

/// What [`super::use_first`] would do.
///
/// # Errors
/// Those that it finds before its first step.
pub async fn plan_use_first(
    context: &Context,
    profile: &str,
    agents: &[String],
) -> Result<Preview> {
    let session = Session::open(context).await?;
    let wanted = first_of(&session, profile, agents).await?;
    foreseen(&session, &wanted).await
}

async fn foreseen(session: &Session<'_>, wanted: &Ordering) -> Result<Preview> {
    let mut preview = Preview::default();
    let binding = session.binding();
    for (agent, order) in &wanted.orders {
        if wanted.before(&binding, agent).await? != *order {
            preview.runs(commands::order(agent, order.as_deref()));
            preview.writes(&binding.file(agent));
        }
    }
    if preview.changes() {
        session.foresee_reload(&mut preview).await?;
    }
    Ok(preview.complete())
}
