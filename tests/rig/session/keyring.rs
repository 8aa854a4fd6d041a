//! gnome-keyring on the private bus, with the power to lock and unlock it as a person would.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use zbus::blocking::{Connection, Proxy, connection::Builder};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use crate::child::{Child, Environment, command};
use crate::wait;

const PASSWORD: &str = "the rig's own";
const SERVICE: &str = "org.freedesktop.secrets";
const ROOT: &str = "/org/freedesktop/secrets";

/// An entry of the keyring, whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyringItem {
    /// Its name for people.
    pub label: String,
    /// By which it is found.
    pub attributes: BTreeMap<String, String>,
    /// Its secret.
    pub secret: String,
}

/// The wire form of a secret: session, parameters, value, content type.
type WireSecret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

/// A running gnome-keyring.
#[derive(Debug)]
pub struct Keyring {
    bus: Connection,
    daemon: Child,
}

impl Keyring {
    /// Starts one with a fresh `login` collection, unlocked.
    pub(super) fn start(environment: &Environment, address: &str, log: &Path) -> Result<Self> {
        let mut command = command("gnome-keyring-daemon", environment);
        command.args(["--unlock", "--components=secrets", "--foreground"]);
        let log = log.join("keyring.log");
        let daemon = Child::start_with_input("gnome-keyring", &mut command, &log, PASSWORD)?;
        let bus = Builder::address(address)?.build()?;
        let keyring = Self { bus, daemon };
        wait::until(Duration::from_secs(20), "the keyring on the bus", || {
            keyring.is_locked().is_ok_and(|locked| !locked)
        })
        .with_context(|| keyring.daemon.log())?;
        Ok(keyring)
    }

    /// Locks the collection in which new entries go.
    ///
    /// # Errors
    /// When it stays open.
    pub fn lock(&self) -> Result<()> {
        let collection = self.collection()?;
        let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            self.service()?.call("Lock", &(vec![&collection],))?;
        ensure!(prompt.as_str() == "/", "the keyring wants to ask before it locks");
        wait::until(Duration::from_secs(5), "the lock", || self.is_locked().unwrap_or(false))
    }

    /// Unlocks it with its password, as the person does in the keyring's own window.
    ///
    /// # Errors
    /// When it stays locked.
    pub fn unlock(&self) -> Result<()> {
        let session = self.transfer()?;
        // gnome-keyring's own door for tests and for PAM; the password goes over in the clear.
        let door = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
        let master = (&*session, Vec::<u8>::new(), PASSWORD.as_bytes(), "text/plain");
        let collection = self.collection()?;
        let () = Proxy::new(&self.bus, SERVICE, ROOT, door)?
            .call("UnlockWithMasterPassword", &(&collection, master))?;
        wait::until(Duration::from_secs(5), "the unlock", || !self.is_locked().unwrap_or(true))
    }

    /// Whether it is locked.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn is_locked(&self) -> Result<bool> {
        let face = "org.freedesktop.Secret.Collection";
        Ok(Proxy::new(&self.bus, SERVICE, self.collection()?, face)?.get_property("Locked")?)
    }

    /// What it said.
    pub(crate) fn log(&self) -> String {
        self.daemon.log()
    }

    /// How many entries it holds.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn entries(&self) -> Result<usize> {
        Ok(self.items()?.len())
    }

    /// Puts another secret into every entry, as a person does in a keyring program.
    ///
    /// # Errors
    /// When it does not answer, or is locked.
    pub fn change_secrets(&self, secret: &str) -> Result<()> {
        let session = self.transfer()?;
        for item in self.items()? {
            let value = (&*session, Vec::<u8>::new(), secret.as_bytes(), "text/plain");
            let () = self.item(&item)?.call("SetSecret", &(value,))?;
        }
        Ok(())
    }

    /// Deletes every entry, as a person does in a keyring program.
    ///
    /// # Errors
    /// When it does not answer, or wants to ask.
    pub fn delete_entries(&self) -> Result<()> {
        for item in self.items()? {
            let prompt: OwnedObjectPath = self.item(&item)?.call("Delete", &())?;
            ensure!(prompt.as_str() == "/", "the keyring wants to ask before it deletes");
        }
        Ok(())
    }

    /// All that it holds.
    ///
    /// # Errors
    /// When it does not answer, or is locked.
    pub fn contents(&self) -> Result<Vec<KeyringItem>> {
        let session = self.transfer()?;
        let read = |path: OwnedObjectPath| {
            let item = self.item(&path)?;
            let secret: WireSecret = item.call("GetSecret", &(&session,))?;
            Ok(KeyringItem {
                label: item.get_property("Label")?,
                attributes: item.get_property::<HashMap<_, _>>("Attributes")?.into_iter().collect(),
                secret: String::from_utf8(secret.2)?,
            })
        };
        self.items()?.into_iter().map(read).collect()
    }

    /// Makes it hold exactly this.
    ///
    /// # Errors
    /// When it does not answer, or wants to ask.
    pub fn restore(&self, wanted: &[KeyringItem]) -> Result<()> {
        let held = self.contents()?;
        for (path, item) in self.items()?.iter().zip(&held) {
            if !wanted.contains(item) {
                let prompt: OwnedObjectPath = self.item(path)?.call("Delete", &())?;
                ensure!(prompt.as_str() == "/", "the keyring wants to ask before it deletes");
            }
        }
        for item in wanted.iter().filter(|item| !held.contains(item)) {
            self.create(item)?;
        }
        Ok(())
    }

    fn create(&self, item: &KeyringItem) -> Result<()> {
        let face = "org.freedesktop.Secret.Collection";
        let attributes: HashMap<&String, &String> = item.attributes.iter().collect();
        let properties = HashMap::from([
            ("org.freedesktop.Secret.Item.Label", Value::from(&item.label)),
            ("org.freedesktop.Secret.Item.Attributes", Value::from(attributes)),
        ]);
        let value = (self.transfer()?, Vec::<u8>::new(), item.secret.as_bytes(), "text/plain");
        let collection = Proxy::new(&self.bus, SERVICE, self.collection()?, face)?;
        let (_, prompt): (OwnedObjectPath, OwnedObjectPath) =
            collection.call("CreateItem", &(properties, value, false))?;
        ensure!(prompt.as_str() == "/", "the keyring wants to ask before it stores");
        Ok(())
    }

    /// A session in which secrets go over as they are.
    fn transfer(&self) -> Result<OwnedObjectPath> {
        let (_, session): (OwnedValue, OwnedObjectPath) =
            self.service()?.call("OpenSession", &("plain", Value::from("")))?;
        Ok(session)
    }

    fn items(&self) -> Result<Vec<OwnedObjectPath>> {
        let face = "org.freedesktop.Secret.Collection";
        let collection = Proxy::new(&self.bus, SERVICE, self.collection()?, face)?;
        Ok(collection.get_property("Items")?)
    }

    fn item(&self, path: &OwnedObjectPath) -> Result<Proxy<'_>> {
        Ok(Proxy::new(&self.bus, SERVICE, path.clone(), "org.freedesktop.Secret.Item")?)
    }

    /// Makes it hang: it stays on the bus and answers nothing, until [`Self::resume`].
    pub fn pause(&self) {
        self.daemon.pause();
    }

    /// Ends the hanging.
    pub fn resume(&self) {
        self.daemon.resume();
    }

    fn service(&self) -> Result<Proxy<'_>> {
        Ok(Proxy::new(&self.bus, SERVICE, ROOT, "org.freedesktop.Secret.Service")?)
    }

    fn collection(&self) -> Result<ObjectPath<'static>> {
        let path: OwnedObjectPath = self.service()?.call("ReadAlias", &("default",))?;
        ensure!(path.as_str() != "/", "the keyring has no default collection");
        Ok(path.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use crate::session::{DisplayPart, KeyringPart, Parts, Session};

    #[test]
    fn it_locks_and_unlocks() {
        let session = Session::headless().unwrap();
        let keyring = session.keyring().unwrap();
        assert!(!keyring.is_locked().unwrap());
        keyring.lock().unwrap();
        assert!(keyring.is_locked().unwrap());
        keyring.unlock().unwrap();
        assert!(!keyring.is_locked().unwrap());
        assert_eq!(keyring.entries().unwrap(), 0);
    }

    #[test]
    fn it_can_be_locked_from_the_start_or_absent() {
        let display = DisplayPart::Absent;
        let locked = Session::start(Parts { keyring: KeyringPart::Locked, display }).unwrap();
        assert!(locked.keyring().unwrap().is_locked().unwrap());
        let absent = Session::start(Parts { keyring: KeyringPart::Absent, display }).unwrap();
        assert!(absent.keyring().is_err());
    }
}
