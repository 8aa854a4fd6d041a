//! Tells when the keychain is locked, unlocked, started or stopped, without polling: from the
//! signals that the Secret Service and the bus send. For the process of the tray, which tells
//! the gateway to fetch its secrets once they can be had.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;

use crate::keychain::limit;
use crate::keychain::secret_service::NAME;
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
pub struct LockWatch {
    connection: Connection,
    dropped: Arc<AtomicBool>,
}

impl Drop for LockWatch {
    fn drop(&mut self) {
        // The watching thread sees the end of its messages.
        self.dropped.store(true, Ordering::Release);
        let _ = self.connection.clone().close();
    }
}

/// Calls `on_change` with the keychain's state each time it has become another one, from a
/// thread of its own, the first time with the state at the start. When the bus goes away it is
/// called a last time, with `Unavailable`: another watch is needed then.
///
/// # Errors
/// `NoService` when there is no session bus, `TimedOut` when it does not answer. A bus without a keychain service is watched: the
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
    let connection = connect(bus)?;
    let messages = MessageIterator::from(connection.clone());
    for rule in RULES {
        connection
            .call_method(Some(BUS), "/org/freedesktop/DBus", Some(BUS), "AddMatch", &rule)
            .map_err(|error| KeychainError::Other(error.to_string()))?;
    }
    let bus = bus.clone();
    let dropped = Arc::new(AtomicBool::new(false));
    let watch = LockWatch { connection, dropped: dropped.clone() };
    thread::Builder::new()
        .name("keychain watch".into())
        .spawn(move || follow(messages, &bus, &dropped, on_change))
        .map_err(|error| KeychainError::Other(error.to_string()))?;
    Ok(watch)
}

/// A connection, within the limit: what listens at the address may be no bus, or a stopped one.
fn connect(bus: &SessionBus) -> Result<Connection, KeychainError> {
    let bus = bus.clone();
    limit::within(LIMIT, move || bus.connect(LIMIT).map_err(|_| KeychainError::NoService))
}

fn follow(
    messages: MessageIterator,
    bus: &SessionBus,
    dropped: &AtomicBool,
    mut on_change: impl FnMut(KeychainState),
) {
    let absent = KeychainState::Unavailable(KeychainError::NoService);
    let keychain = SystemKeychain::on_bus(bus.clone(), LIMIT);
    let mut last = keychain.state();
    on_change(last.clone());
    for message in messages.flatten() {
        if message.message_type() != Type::Signal {
            continue;
        }
        // Not by what the message says: it may be old, and a newer one be told already. And to ask
        // a service that just went away would start it again, and again if it crashes.
        let now = if is_offered(bus) { keychain.state() } else { absent.clone() };
        if now != last {
            on_change(now.clone());
            last = now;
        }
    }
    // The messages end with the connection, and that with this watch or with the bus.
    if !dropped.load(Ordering::Acquire) && last != absent {
        on_change(absent);
    }
}

/// Whether a service is on the bus at present; asking does not start one.
fn is_offered(bus: &SessionBus) -> bool {
    let Ok(connection) = connect(bus) else { return false };
    connection
        .call_method(Some(BUS), "/org/freedesktop/DBus", Some(BUS), "NameHasOwner", &NAME)
        .is_ok_and(|message| message.body().deserialize().unwrap_or(false))
}
