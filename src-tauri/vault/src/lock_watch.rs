//! Tells when the keychain is locked, unlocked, started or stopped, without polling: from the
//! signals that the Secret Service and the bus send. For the process of the tray, which tells
//! the gateway to fetch its secrets once they can be had.

use std::thread;
use std::time::Duration;

use zbus::blocking::{Connection, MessageIterator, connection};
use zbus::message::Type;

use crate::keychain::{Keychain, KeychainError, KeychainState, SessionBus, SystemKeychain};

const BUS: &str = "org.freedesktop.DBus";

/// What the service sends when a collection is locked, unlocked, made or removed, and what the
/// bus sends when the service starts or stops. GNOME Keyring sends both of the first two on
/// unlocking; others send one of them.
const RULES: [&str; 3] = [
    "type='signal',interface='org.freedesktop.Secret.Service',path='/org/freedesktop/secrets'",
    "type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',\
     path_namespace='/org/freedesktop/secrets',arg0='org.freedesktop.Secret.Collection'",
    "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',\
     member='NameOwnerChanged',arg0='org.freedesktop.secrets'",
];

/// How long the service may take to say how it stands.
const LIMIT: Duration = Duration::from_secs(5);

/// A running watch; it ends when this is dropped.
#[derive(Debug)]
pub struct LockWatch(Connection);

impl Drop for LockWatch {
    fn drop(&mut self) {
        // The watching thread sees the end of its messages.
        let _ = self.0.clone().close();
    }
}

/// Calls `on_change` with the keychain's state each time it has become another one, from a
/// thread of its own, the first time with the state at the start.
///
/// # Errors
/// `NoService` when there is no session bus. A bus without a keychain service is watched: the
/// service may come later.
pub fn watch_lock(
    on_change: impl FnMut(KeychainState) + Send + 'static,
) -> Result<LockWatch, KeychainError> {
    watch_lock_on(&SessionBus::of_process(), on_change)
}

/// [`watch_lock`] for the keychain of another session bus than this process's own.
///
/// # Errors
/// As for `watch_lock`.
pub fn watch_lock_on(
    bus: &SessionBus,
    on_change: impl FnMut(KeychainState) + Send + 'static,
) -> Result<LockWatch, KeychainError> {
    let connection = connect(bus).map_err(|_| KeychainError::NoService)?;
    let messages = MessageIterator::from(connection.clone());
    for rule in RULES {
        connection
            .call_method(Some(BUS), "/org/freedesktop/DBus", Some(BUS), "AddMatch", &rule)
            .map_err(|error| KeychainError::Other(error.to_string()))?;
    }
    let keychain = SystemKeychain::on_bus(bus.clone(), LIMIT);
    thread::Builder::new()
        .name("keychain watch".into())
        .spawn(move || follow(messages, &keychain, on_change))
        .map_err(|error| KeychainError::Other(error.to_string()))?;
    Ok(LockWatch(connection))
}

fn connect(bus: &SessionBus) -> zbus::Result<Connection> {
    connection::Builder::address(bus.address())?.method_timeout(LIMIT).build()
}

fn follow(
    messages: MessageIterator,
    keychain: &SystemKeychain,
    mut on_change: impl FnMut(KeychainState),
) {
    let mut last = keychain.state();
    on_change(last.clone());
    for message in messages.flatten() {
        if message.message_type() != Type::Signal {
            continue;
        }
        // To ask a service that just went away would start it again, and again if it crashes.
        let now = if says_gone(&message) {
            KeychainState::Unavailable(KeychainError::NoService)
        } else {
            keychain.state()
        };
        if now != last {
            on_change(now.clone());
            last = now;
        }
    }
}

/// Whether this is the bus's word that the service has left it.
fn says_gone(message: &zbus::Message) -> bool {
    message.header().member().is_some_and(|member| member == "NameOwnerChanged")
        && message
            .body()
            .deserialize::<(String, String, String)>()
            .is_ok_and(|(_, _, new_owner)| new_owner.is_empty())
}
