//! The Secret Service over D-Bus (specification 0.2 of freedesktop.org): GNOME Keyring,
//! KWallet, KeePassXC.
//!
//! The transfer session is `plain`. The specification's other algorithm hides a secret from
//! somebody who records the session bus; but whoever may do that is the same user, and may as
//! well ask the service for the secret. It would cost the resolver a third of its time and
//! five more crates.
//!
//! zbus's message buffers are not zeroed after use; everything on this side of them is.
//!
//! Leaves out prompts, but for [`SecretService::unlock`]: a call that the service answers with
//! a prompt is taken back and reported as `Locked`.

use std::collections::HashMap;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zbus::blocking::{Connection, MessageIterator};
use zbus::zvariant::{DynamicType, ObjectPath, OwnedObjectPath, OwnedValue, Type, Value};
use zeroize::Zeroize;

use super::entry::MARK;
use super::{Entry, EntryId, KeychainError, SessionBus, limit};
use crate::Secret;

pub(crate) const NAME: &str = "org.freedesktop.secrets";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const ITEM: &str = "org.freedesktop.Secret.Item";
const PROMPT: &str = "org.freedesktop.Secret.Prompt";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const PEER: &str = "org.freedesktop.DBus.Peer";

/// By which a service says that it has no such method.
const UNKNOWN_METHOD: &str = "org.freedesktop.DBus.Error.UnknownMethod";
/// How often a method that every service has is called before it counts as unknown.
const TRIES: usize = 3;

/// What the specification writes for "no object", such as "no prompt is needed".
const NO_OBJECT: &str = "/";

/// The wire form of a secret: session, parameters, value, content type.
type WireSecret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

/// A connection to the service.
pub(crate) struct SecretService {
    bus: Connection,
}

/// The items that a search found.
struct Found {
    unlocked: Vec<OwnedObjectPath>,
    locked: Vec<OwnedObjectPath>,
}

impl SecretService {
    /// Connects to the bus. Each later round trip may take `limit`.
    pub(crate) fn open(bus: &SessionBus, limit: Duration) -> Result<Self, KeychainError> {
        let bus = bus.connect(limit).map_err(|error| match error_of(error) {
            KeychainError::Other(_) => KeychainError::NoService,
            other => other,
        })?;
        let service = Self { bus };
        service.introduce()?;
        Ok(service)
    }

    /// Makes itself known. GNOME Keyring 42 learns of a client with its first message, and may come
    /// to handle that one before it has: it denies its own methods then, says that an open collection
    /// is locked, or ends when the message was `OpenSession`, and the person's keychain with it (seen
    /// within a thousand connections on a busy machine; not once in nine thousand with this). So the
    /// first message is one that any program answers: when there is an answer, the service has been
    /// told by the bus who asks.
    fn introduce(&self) -> Result<(), KeychainError> {
        self.call(SERVICE_PATH, PEER, "Ping", &())
    }

    /// `Ok` when the default collection exists and is unlocked.
    pub(crate) fn ready(&self) -> Result<(), KeychainError> {
        self.open_collection().map(drop)
    }

    pub(crate) fn put(&self, entry: &Entry, secret: &Secret) -> Result<(), KeychainError> {
        let collection = self.open_collection()?;
        let there = self.find(Some(&entry.id))?;
        if !(there.unlocked.is_empty() && there.locked.is_empty()) {
            return Err(KeychainError::Exists);
        }
        let session = self.open_session()?;
        let properties = HashMap::from([
            ("org.freedesktop.Secret.Item.Label", Value::from(entry.label())),
            ("org.freedesktop.Secret.Item.Attributes", attributes(entry)),
        ]);
        let value = (&session, &[0u8; 0][..], secret.expose().as_bytes(), "text/plain");
        let body = (properties, value, false);
        let (_, prompt): (OwnedObjectPath, OwnedObjectPath) =
            self.call(&collection, COLLECTION, "CreateItem", &body)?;
        self.take_back(&prompt)
    }

    /// Tells the secrets of `ids`, in their order.
    pub(crate) fn fetch(
        &self,
        ids: &[EntryId],
        tell: &mut dyn FnMut(Result<Secret, KeychainError>),
    ) -> Result<(), KeychainError> {
        let session = self.open_session()?;
        for id in ids {
            tell(self.item(id).and_then(|item| self.secret(&session, &item)));
        }
        Ok(())
    }

    pub(crate) fn update(&self, entry: &Entry) -> Result<(), KeychainError> {
        let item = self.item(&entry.id)?;
        self.set(&item, "Attributes", attributes(entry))?;
        self.set(&item, "Label", Value::from(entry.label()))
    }

    pub(crate) fn delete(&self, id: &EntryId) -> Result<(), KeychainError> {
        let item = self.item(id)?;
        let prompt: OwnedObjectPath = self.call(&item, ITEM, "Delete", &())?;
        self.take_back(&prompt)
    }

    pub(crate) fn list(&self) -> Result<Vec<Entry>, KeychainError> {
        let items = twice_if_locked(|| self.items(None))?;
        let mut entries = Vec::with_capacity(items.len());
        for item in &items {
            let value = self.property(item, ITEM, "Attributes")?;
            let attributes = HashMap::<String, String>::try_from(value).map_err(unreadable)?;
            entries.extend(Entry::from_attributes(|name| attributes.get(name).map(String::as_str)));
        }
        Ok(entries)
    }

    /// Unlocks the default collection, or has the service make one, with the service's own
    /// prompt, which a person may take `limit` to answer.
    pub(crate) fn unlock(&self, limit: Duration) -> Result<(), KeychainError> {
        let prompt = match self.default_collection()? {
            Some(collection) => {
                let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
                    self.call(SERVICE_PATH, SERVICE, "Unlock", &(vec![&*collection],))?;
                prompt
            }
            None => {
                let label = Value::from("Default keyring");
                let properties =
                    HashMap::from([("org.freedesktop.Secret.Collection.Label", label)]);
                let (_, prompt): (OwnedObjectPath, OwnedObjectPath) =
                    self.call(SERVICE_PATH, SERVICE, "CreateCollection", &(properties, "default"))?;
                prompt
            }
        };
        if prompt.as_str() != NO_OBJECT {
            self.show(prompt, limit)?;
        }
        match self.ready() {
            Err(KeychainError::Locked) => Err(KeychainError::Refused),
            answer => answer,
        }
    }

    /// Shows a prompt and waits for its end.
    fn show(&self, prompt: OwnedObjectPath, limit: Duration) -> Result<(), KeychainError> {
        let rule = zbus::MatchRule::builder()
            .msg_type(zbus::message::Type::Signal)
            .interface(PROMPT)
            .and_then(|rule| rule.member("Completed"))
            .and_then(|rule| rule.path(prompt.clone()))
            .map_err(error_of)?
            .build();
        let mut signals =
            MessageIterator::for_match_rule(rule, &self.bus, None).map_err(error_of)?;
        let () = self.call(&prompt, PROMPT, "Prompt", &("",))?;
        let answer = limit::within(limit, move || {
            let signal = signals.next().ok_or(KeychainError::NoService)?.map_err(error_of)?;
            let (dismissed, _): (bool, OwnedValue) =
                signal.body().deserialize().map_err(error_of)?;
            if dismissed { Err(KeychainError::Refused) } else { Ok(()) }
        });
        if answer == Err(KeychainError::TimedOut) {
            self.dismiss(&prompt);
        }
        answer
    }

    /// A prompt that nobody asked for is closed unseen.
    fn take_back(&self, prompt: &ObjectPath<'_>) -> Result<(), KeychainError> {
        if prompt.as_str() == NO_OBJECT {
            return Ok(());
        }
        self.dismiss(prompt);
        Err(KeychainError::Locked)
    }

    fn dismiss(&self, prompt: &ObjectPath<'_>) {
        // A prompt that is not dismissed goes with the connection.
        let _: Result<(), _> = self.call(prompt, PROMPT, "Dismiss", &());
    }

    /// The item of `id`, unlocked.
    fn item(&self, id: &EntryId) -> Result<OwnedObjectPath, KeychainError> {
        let found = twice_if_locked(|| self.items(Some(id)))?;
        found.into_iter().next().ok_or(KeychainError::NotFound)
    }

    /// The items of `id`, or all of Chela's, if none of them is locked.
    fn items(&self, id: Option<&EntryId>) -> Result<Vec<OwnedObjectPath>, KeychainError> {
        let found = self.find(id)?;
        if !found.locked.is_empty() {
            return Err(KeychainError::Locked);
        }
        if found.unlocked.is_empty() {
            // A locked service may hide what it holds.
            self.ready()?;
        }
        Ok(found.unlocked)
    }

    fn secret(
        &self,
        session: &ObjectPath<'_>,
        item: &ObjectPath<'_>,
    ) -> Result<Secret, KeychainError> {
        let (_, _, value, _): WireSecret = self.call(item, ITEM, "GetSecret", &(session,))?;
        String::from_utf8(value).map(Secret::new).map_err(|error| {
            error.into_bytes().zeroize();
            KeychainError::NoText
        })
    }

    fn find(&self, id: Option<&EntryId>) -> Result<Found, KeychainError> {
        let mut wanted = HashMap::from([MARK]);
        if let Some(id) = id {
            wanted.insert("id", id.as_str());
        }
        let (unlocked, locked) = self.call(SERVICE_PATH, SERVICE, "SearchItems", &(wanted,))?;
        Ok(Found { unlocked, locked })
    }

    fn open_session(&self) -> Result<OwnedObjectPath, KeychainError> {
        let (_, session): (OwnedValue, OwnedObjectPath) =
            self.call(SERVICE_PATH, SERVICE, "OpenSession", &("plain", Value::from("")))?;
        Ok(session)
    }

    /// The default collection, unlocked.
    fn open_collection(&self) -> Result<OwnedObjectPath, KeychainError> {
        twice_if_locked(|| self.collection())
    }

    fn collection(&self) -> Result<OwnedObjectPath, KeychainError> {
        let collection = self.default_collection()?.ok_or(KeychainError::Locked)?;
        let locked = self.property(&collection, COLLECTION, "Locked")?;
        if bool::try_from(locked).map_err(unreadable)? {
            return Err(KeychainError::Locked);
        }
        Ok(collection)
    }

    /// The default collection. A service that was never used has none: GNOME Keyring makes its
    /// "login" at the first login with a password, or when it is asked to.
    fn default_collection(&self) -> Result<Option<OwnedObjectPath>, KeychainError> {
        let path: OwnedObjectPath = self.call(SERVICE_PATH, SERVICE, "ReadAlias", &("default",))?;
        Ok(Some(path).filter(|path| path.as_str() != NO_OBJECT))
    }

    fn property(&self, path: &str, of: &str, name: &str) -> Result<OwnedValue, KeychainError> {
        self.call(path, PROPERTIES, "Get", &(of, name))
    }

    fn set(&self, item: &str, name: &str, value: Value<'_>) -> Result<(), KeychainError> {
        self.call(item, PROPERTIES, "Set", &(ITEM, name, value))
    }

    fn call<Body, Answer>(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        body: &Body,
    ) -> Result<Answer, KeychainError>
    where
        Body: Serialize + DynamicType,
        Answer: DeserializeOwned + Type,
    {
        let ask = || self.bus.call_method(Some(NAME), path, Some(interface), method, body);
        let is_denied = |answer: &zbus::Result<zbus::Message>| matches!(answer, Err(zbus::Error::MethodError(name, ..)) if *name == UNKNOWN_METHOD);
        // GNOME Keyring 42 may lose sight of a client, too, while others come and go, and denies it
        // its own methods then. It sees it again with the next message, and has done nothing.
        let mut answer = ask();
        for _ in 1..TRIES {
            if is_denied(&answer) {
                answer = ask();
            }
        }
        answer.map_err(error_of)?.body().deserialize().map_err(error_of)
    }
}

/// Asks once more when the answer is that something is locked: GNOME Keyring 42 says so, too, of
/// what is open, when it has lost sight of the client who asks.
fn twice_if_locked<T>(ask: impl Fn() -> Result<T, KeychainError>) -> Result<T, KeychainError> {
    match ask() {
        Err(KeychainError::Locked) => ask(),
        answer => answer,
    }
}

fn attributes(entry: &Entry) -> Value<'static> {
    let attributes: HashMap<String, String> =
        entry.attributes().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Value::from(attributes)
}

fn unreadable(error: impl std::fmt::Display) -> KeychainError {
    KeychainError::Unreadable(error.to_string())
}

/// What a failed call means.
pub(crate) fn error_of(error: zbus::Error) -> KeychainError {
    match error {
        zbus::Error::InputOutput(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            KeychainError::TimedOut
        }
        zbus::Error::InputOutput(_)
        | zbus::Error::Connection(..)
        | zbus::Error::Address(_)
        | zbus::Error::Handshake(_) => KeychainError::NoService,
        zbus::Error::MethodError(name, detail, _) => method_error(name.as_str(), detail),
        other => KeychainError::Other(other.to_string()),
    }
}

fn method_error(name: &str, detail: Option<String>) -> KeychainError {
    let bus_error = name.strip_prefix("org.freedesktop.DBus.Error.");
    match bus_error.or_else(|| name.strip_prefix("org.freedesktop.Secret.Error.")) {
        Some("IsLocked") => KeychainError::Locked,
        Some("NoSuchObject" | "UnknownObject") => KeychainError::NotFound,
        Some("AccessDenied") => KeychainError::Refused,
        Some("Timeout" | "TimedOut") => KeychainError::TimedOut,
        // "NoReply" is how the bus says that the service went away in the middle of the call.
        Some("ServiceUnknown" | "NameHasNoOwner" | "NoReply" | "Disconnected") => {
            KeychainError::NoService
        }
        Some(error) if error.starts_with("Spawn.") => KeychainError::NoService,
        _ => KeychainError::Other(detail.unwrap_or_else(|| name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_its_meaning() {
        for (name, expected) in [
            ("org.freedesktop.DBus.Error.ServiceUnknown", KeychainError::NoService),
            ("org.freedesktop.DBus.Error.Spawn.ExecFailed", KeychainError::NoService),
            ("org.freedesktop.DBus.Error.NoReply", KeychainError::NoService),
            ("org.freedesktop.DBus.Error.TimedOut", KeychainError::TimedOut),
            ("org.freedesktop.DBus.Error.AccessDenied", KeychainError::Refused),
            ("org.freedesktop.Secret.Error.IsLocked", KeychainError::Locked),
            ("org.freedesktop.Secret.Error.NoSuchObject", KeychainError::NotFound),
            ("org.example.Odd", KeychainError::Other("why".into())),
        ] {
            assert_eq!(method_error(name, Some("why".into())), expected, "{name}");
        }
    }
}
