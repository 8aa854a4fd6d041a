//! Gateways that Chela cannot sign in: found out before anything is touched, the keychain
//! included.

use std::path::Path;

use super::session::Session;
use crate::config::GatewayConfig;
use crate::error::Result;
use crate::openclaw::{Home, elsewhere, health};
use crate::{Environment, Error};

/// Refuses a gateway on another host, in a container, or under another user.
///
/// # Errors
/// `remote-gateway`, `container-gateway`, `foreign-gateway`.
pub(super) fn must_be_here(session: &Session<'_>) -> Result<()> {
    let context = session.context;
    refusal(&context.environment, &context.home, &session.config).map_or(Ok(()), Err)
}

/// Why the gateway is out of reach, if it is.
pub(super) fn refusal(
    environment: &Environment,
    home: &Home,
    config: &GatewayConfig,
) -> Option<Error> {
    if config.gateway.is_remote() {
        return Some(elsewhere::remote(config.gateway.remote_url.as_deref().unwrap_or_default()));
    }
    let port = health::port(environment, home, config.gateway.port);
    elsewhere::refusal(Path::new("/"), environment, home).or_else(|| elsewhere::listening(port))
}
