//! The gateway: starting and stopping it, guarding one that is stopped for a change, and its last
//! words. Leaves out telling it of the keychain's lock ([`super::reload`]).

use std::io::Read;

use super::Context;
use crate::config::GatewayConfig;
use crate::error::Result;
use crate::openclaw::Gateway;
use crate::view::GatewayAction;

impl Context {
    /// The gateway of this home.
    pub(super) async fn gateway(&self, config: &GatewayConfig) -> Result<Gateway> {
        let openclaw = self.openclaw().await?;
        let folder = self.place.of_home(&self.home);
        let gateway = Gateway::new(openclaw, &self.environment, config.gateway.port, folder);
        Ok(gateway.guarded_by(self.guard.clone()))
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
        Ok(gateway) => gateway.log(config.log_file.as_deref(), lines),
        Err(_) => vec![],
    }
}

/// What a guard does ([`Context::with_guard`]): it waits at the end of a pipe, its standard input,
/// until it is relieved, or until the Chela that stopped the gateway has ended without having started
/// it again, and then does that.
///
/// # Errors
/// As for starting a gateway.
pub async fn guard_gateway(context: &Context) -> Result<()> {
    // A line relieves it. Nothing else runs in this process that could wait for the read.
    if std::io::stdin().read(&mut [0]).is_ok_and(|length| length > 0) {
        return Ok(());
    }
    let config = context.config().unwrap_or_default();
    context.gateway(&config).await?.start_for_killed().await
}
