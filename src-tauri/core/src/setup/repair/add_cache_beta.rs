//! The beta flag that keeping for an hour needs, in headers that the config names itself.

use super::{Repaired, done};
use crate::caching::hour_beta;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::error::Result;
use crate::openclaw::Capabilities;
use crate::setup::Context;
use crate::setup::caching::capabilities;
use crate::text::say;
use crate::view::RepairKind;

/// Adds it wherever it lacks; other flags stay.
///
/// # Errors
/// Those of the config.
pub(super) async fn add_cache_beta(context: &Context) -> Result<Repaired> {
    let can = capabilities(context, &context.config()?).await;
    let about = context.about(say("core.change.add-cache-beta", &[]), None);
    let committed = context.store().change(&adding(can), &about)?;
    let changed = committed.changed();
    Ok(Repaired { change: committed.change, ..done(RepairKind::AddCacheBeta, changed) })
}

pub(super) fn adding(can: Capabilities) -> impl Fn(&GatewayConfig, &Files) -> Result<Vec<Edit>> {
    move |config, files| Ok(hour_beta(files.value(), config, &can))
}
