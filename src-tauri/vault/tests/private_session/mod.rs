//! A D-Bus session of its own with a real GNOME Keyring on it, in a throwaway home: for the
//! tests of this crate. Nothing of the user's session is touched, and only
//! the two processes started here are ended.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "shared by the tests, each of which uses a part; a failure here is theirs"
)]

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use chela_vault::keychain::{KeychainState, SessionBus};
use chela_vault::{Keychain, SystemKeychain};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use zbus::blocking::Connection;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

/// The programs that must be installed.
pub const PROGRAMS: [&str; 2] = ["dbus-daemon", "gnome-keyring-daemon"];

/// The keyring's password.
const PASSWORD: &str = "only for tests";

const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const LOGIN: &str = "/org/freedesktop/secrets/collection/login";

pub struct PrivateSession {
    folder: TempDir,
    bus: Child,
    keyring: Option<Child>,
}

impl PrivateSession {
    /// A session with an unlocked keyring.
    pub fn start() -> Self {
        let mut session = Self::without_keyring();
        session.start_keyring(true);
        session
    }

    /// A session in which nobody offers a keychain, and nothing can be activated.
    pub fn without_keyring() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("bus");
        let config = folder.path().join("bus.conf");
        std::fs::write(
            &config,
            format!(
                "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"
                 \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">
                 <busconfig><type>session</type><listen>unix:path={}</listen>
                 <auth>EXTERNAL</auth><policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/>
                 <allow own=\"*\"/></policy></busconfig>",
                socket.display()
            ),
        )
        .unwrap();
        let mut bus = Command::new(PROGRAMS[0])
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .arg(format!("--config-file={}", config.display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} cannot be started: {error}", PROGRAMS[0]));
        // It prints its address once it is ready: a connection made any earlier may hang.
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap()).read_line(&mut address).unwrap();
        assert!(address.starts_with("unix:"), "the bus did not start: {address:?}");
        Self { folder, bus, keyring: None }
    }

    /// Starts the keyring, with a collection "login" that the password unlocks, or as it is on
    /// an account that never had one.
    pub fn start_keyring(&mut self, with_login: bool) {
        let runtime = self.folder.path().join("run");
        std::fs::create_dir_all(&runtime).unwrap();
        let mut command = Command::new(PROGRAMS[1]);
        command.args(["--foreground", "--components=secrets"]);
        if with_login {
            command.arg("--unlock");
        }
        let mut keyring = command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.folder.path())
            .env("XDG_RUNTIME_DIR", runtime)
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus().address())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} cannot be started: {error}", PROGRAMS[1]));
        keyring.stdin.take().unwrap().write_all(PASSWORD.as_bytes()).unwrap();
        self.keyring = Some(keyring);
        let expected = if with_login { KeychainState::Ready } else { KeychainState::Locked };
        wait_for("the keyring", || self.keychain().state() == expected);
    }

    /// Ends the keyring.
    pub fn stop_keyring(&mut self) {
        if let Some(mut keyring) = self.keyring.take() {
            end(&mut keyring);
        }
    }

    /// Stops the keyring from answering, or lets it answer again.
    pub fn hang(&self, hang: bool) {
        let keyring = Pid::from_child(self.keyring.as_ref().unwrap());
        kill_process(keyring, if hang { Signal::STOP } else { Signal::CONT }).unwrap();
    }

    /// Locks the collection "login".
    pub fn lock(&self) {
        let login = ObjectPath::try_from(LOGIN).unwrap();
        let _: (Vec<OwnedObjectPath>, OwnedObjectPath) =
            call(&self.connect().unwrap(), SERVICE, "Lock", &(vec![login],));
    }

    /// Unlocks it as the login does, without a prompt.
    pub fn unlock_as_login(&self) {
        let bus = self.connect().unwrap();
        let (_, session): (OwnedValue, OwnedObjectPath) =
            call(&bus, SERVICE, "OpenSession", &("plain", Value::from("")));
        let login = ObjectPath::try_from(LOGIN).unwrap();
        let master = (session, Vec::<u8>::new(), PASSWORD.as_bytes(), "text/plain");
        let interface = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
        let () = call(&bus, interface, "UnlockWithMasterPassword", &(login, master));
    }

    /// The keychain of this session.
    pub fn keychain(&self) -> SystemKeychain {
        SystemKeychain::on_bus(self.bus(), Duration::from_secs(10))
    }

    /// Its bus.
    pub fn bus(&self) -> SessionBus {
        SessionBus::at(format!("unix:path={}", self.folder.path().join("bus").display()))
    }

    fn connect(&self) -> zbus::Result<Connection> {
        zbus::blocking::connection::Builder::address(self.bus().address())?.build()
    }
}

impl Drop for PrivateSession {
    fn drop(&mut self) {
        self.stop_keyring();
        end(&mut self.bus);
    }
}

fn call<Body, Answer>(bus: &Connection, interface: &str, method: &str, body: &Body) -> Answer
where
    Body: serde::Serialize + zbus::zvariant::DynamicType,
    Answer: serde::de::DeserializeOwned + zbus::zvariant::Type,
{
    let name = Some("org.freedesktop.secrets");
    let answer = bus.call_method(name, SERVICE_PATH, Some(interface), method, body).unwrap();
    answer.body().deserialize().unwrap()
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Waits until `condition` holds.
pub fn wait_for(what: &str, condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(30), "{what} did not come");
        std::thread::sleep(Duration::from_millis(10));
    }
}
