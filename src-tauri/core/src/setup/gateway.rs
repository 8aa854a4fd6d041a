//! The gateway and the keychain's lock: starting and stopping the one, and making the first
//! serve again when the second was opened.

use super::Context;
use crate::config::GatewayConfig;
use crate::error::{Code, Error, Result};
use crate::openclaw::Gateway;
use crate::view::{GatewayAction, GatewayState};

impl Context {
    /// The gateway of this home.
    pub(super) async fn gateway(&self, config: &GatewayConfig) -> Result<Gateway> {
        let openclaw = self.openclaw().await?;
        let folder = self.place.of_home(&self.home);
        Ok(Gateway::new(openclaw, &self.environment, config.gateway.port, folder))
    }
}

/// Starts, stops or restarts the gateway and waits until it is so.
///
/// # Errors
/// `gateway-failed` with the last lines; those of a gateway that is elsewhere.
pub async fn gateway(context: &Context, action: GatewayAction) -> Result<()> {
    let config = context.config()?;
    if let Some(elsewhere) = super::gate::refusal(&context.environment, &context.home, &config) {
        return Err(elsewhere);
    }
    let gateway = context.gateway(&config).await?;
    match action {
        GatewayAction::Start => gateway.start().await,
        GatewayAction::Stop => gateway.stop().await,
        GatewayAction::Restart => gateway.restart().await,
    }
}

/// The last lines of the gateway's log, secrets masked.
pub async fn gateway_log(context: &Context, lines: usize) -> Vec<String> {
    let config = context.config().unwrap_or_default();
    match context.gateway(&config).await {
        Ok(gateway) => gateway.log(None, lines),
        Err(_) => vec![],
    }
}

/// Asks the keychain to unlock (it shows its own prompt), then tells the gateway.
///
/// # Errors
/// Those of the keychain.
pub async fn unlock_keychain(context: &Context) -> Result<()> {
    let keychain = context.keychain.clone();
    tokio::task::spawn_blocking(move || keychain.unlock())
        .await
        .map_err(|_| Error::new(Code::KeychainFailed).with("detail", "it stopped answering"))??;
    after_unlock(context).await
}

/// Makes a gateway that failed while the keychain was locked serve again: `secrets reload`
/// (2026.9.6 starts and then fails each turn), or a start where it gave up (2026.5.7). Does
/// nothing where no sign-in of Chela's is in use.
///
/// # Errors
/// Those of the OpenClaw command.
pub async fn after_unlock(context: &Context) -> Result<()> {
    let config = context.config()?;
    if super::session::own_provider(&config).is_none() {
        return Ok(());
    }
    let gateway = context.gateway(&config).await?;
    match gateway.state().await {
        GatewayState::Running | GatewayState::Starting => gateway.reload_secrets().await.map(drop),
        // A gateway that nobody's service starts was stopped by a person.
        GatewayState::Stopped if gateway.gave_up().await => gateway.start().await,
        GatewayState::Stopped | GatewayState::Unclear => Ok(()),
    }
}
