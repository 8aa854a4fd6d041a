//! Letting a running gateway fetch its secrets again.

use super::{Repaired, done};
use crate::error::{Code, Error, Result};
use crate::openclaw::health;
use crate::setup::{Context, reload};
use crate::vault::Entry;
use crate::view::{GatewayState, RepairKind};

/// Tells the gateway, and writes down the ends of secrets that were changed in the keychain
/// itself: from now on they are what is shown, and no change any more.
///
/// # Errors
/// `gateway-stopped`, `secrets-incomplete`, those of the OpenClaw command and of the keychain.
pub(super) async fn reload_secrets(context: &Context) -> Result<Repaired> {
    let port = context.config()?.gateway.port;
    let port = health::port(&context.environment, &context.home, port);
    if health::state(&context.home, port).await == GatewayState::Stopped {
        return Err(Error::new(Code::GatewayStopped));
    }
    reload::reload_here(context).await?;
    for (_, after) in changed_by_others(context)? {
        context.keychain.update(&after)?;
    }
    Ok(done(RepairKind::ReloadSecrets, true))
}

/// The entries whose secret was changed in the keychain itself, as Chela knows them and as they
/// are to be known.
pub(super) fn changed_by_others(context: &Context) -> Result<Vec<(Entry, Entry)>> {
    let mut changed = Vec::new();
    for entry in context.own_entries()? {
        let masked = context.keychain.get(&entry.id)?.masked();
        if masked != entry.masked {
            // Whether Anthropic takes the new one nobody has asked yet.
            changed.push((entry.clone(), Entry { masked, confirmed_ms: None, ..entry }));
        }
    }
    Ok(changed)
}
