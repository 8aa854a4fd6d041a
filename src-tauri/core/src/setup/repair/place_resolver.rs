//! The program that fetches the secrets: Chela's copy in its place, and the config's provider
//! naming it.

use super::{Repaired, done};
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::credential::resolver;
use crate::error::Result;
use crate::setup::session::{PROVIDER, own_provider};
use crate::setup::{Context, reload};
use crate::text::say;
use crate::view::{Notice, RepairKind};

/// Puts the copy there anew, and Chela's provider into the config where it is missing or runs
/// another program. A running gateway is told.
///
/// # Errors
/// `resolver-unusable`, those of the config.
pub(super) async fn place_resolver(context: &Context) -> Result<Repaired> {
    let placed = resolver::install(&context.place, &context.environment)?;
    resolver::check(&context.place)?;
    let about = context.about(say("core.change.provider", &[]), None);
    let committed = context.store().change(&naming_the_copy(context), &about)?;
    // It has its program now; what it still cannot fetch is a matter of its own.
    let untold = reload::reload_here(context).await.err();
    let changed = placed || committed.changed();
    Ok(Repaired {
        change: committed.change,
        notices: untold.into_iter().map(Notice::from).collect(),
        ..done(RepairKind::PlaceResolver, changed)
    })
}

/// What lets the config's provider run the copy.
pub(super) fn naming_the_copy(
    context: &Context,
) -> impl Fn(&GatewayConfig, &Files) -> Result<Vec<Edit>> {
    let provider = resolver::provider_value(&context.place);
    move |config, _| {
        Ok(config.set_secret_provider(own_provider(config).unwrap_or(PROVIDER), &provider))
    }
}
