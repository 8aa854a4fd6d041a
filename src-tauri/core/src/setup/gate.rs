//! Gateways that Chela cannot sign in, and a keychain that cannot be read: found out before
//! anything is touched.

use std::path::Path;

use super::Context;
use super::session::Session;
use crate::config::GatewayConfig;
use crate::error::{Code, Result};
use crate::openclaw::{Home, elsewhere, health};
use crate::vault::KeychainState;
use crate::{Environment, Error};

/// Refuses a gateway on another host, in a container, or under another user.
///
/// # Errors
/// `remote-gateway`, `container-gateway`, `foreign-gateway`.
pub(super) fn must_be_here(session: &Session<'_>) -> Result<()> {
    let context = session.context;
    refusal(&context.environment, &context.home, &session.config).map_or(Ok(()), Err)
}

/// Refuses a keychain that cannot be read now.
///
/// # Errors
/// `keychain-locked`; why there is none.
pub(super) fn keychain_must_be_open(context: &Context) -> Result<()> {
    match context.keychain.state() {
        KeychainState::Ready => Ok(()),
        KeychainState::Locked => Err(Error::new(Code::KeychainLocked)),
        KeychainState::Unavailable(error) => Err(error.into()),
    }
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
