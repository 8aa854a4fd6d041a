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
    for entry in context.own_entries()? {
        let masked = context.keychain.get(&entry.id)?.masked();
        if masked != entry.masked {
            // Whether Anthropic takes the new one nobody has asked yet.
            context.keychain.update(&Entry { masked, confirmed_ms: None, ..entry })?;
        }
    }
    Ok(done(RepairKind::ReloadSecrets, true))
}
