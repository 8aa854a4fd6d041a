//! What shows desktop notifications, without a desktop: it owns `org.freedesktop.Notifications` on a
//! session's bus, keeps what it is asked to show, and clicks as a person does.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use zbus::blocking::{Connection, connection::Builder};
use zbus::zvariant::OwnedValue;

use crate::Session;

const PATH: &str = "/org/freedesktop/Notifications";
const FACE: &str = "org.freedesktop.Notifications";

/// A notification that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its first line.
    pub summary: String,
    /// The rest.
    pub body: String,
}

/// The desktop's part.
#[derive(Debug)]
pub struct Notifications {
    bus: Connection,
    shown: Arc<Mutex<Vec<Shown>>>,
}

impl Notifications {
    /// Takes that part. Start it before the app.
    ///
    /// # Errors
    /// When the session has one already.
    pub fn start(session: &Session) -> Result<Self> {
        let shown: Arc<Mutex<Vec<Shown>>> = Arc::default();
        let bus = Builder::address(session.bus_address())?
            .serve_at(PATH, Server { shown: Arc::clone(&shown) })?
            .name(FACE)?
            .build()?;
        Ok(Self { bus, shown })
    }

    /// All that were shown.
    pub fn shown(&self) -> Vec<Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Clicks on the one at `index`, which closes it.
    ///
    /// # Errors
    /// When there are not so many.
    pub fn click(&self, index: usize) -> Result<()> {
        let id = u32::try_from(index)? + 1;
        self.shown().get(index).context("no such notification")?;
        self.bus.emit_signal(None::<&str>, PATH, FACE, "ActionInvoked", &(id, "default"))?;
        Ok(self.bus.emit_signal(None::<&str>, PATH, FACE, "NotificationClosed", &(id, 2_u32))?)
    }
}

#[derive(Debug)]
struct Server {
    shown: Arc<Mutex<Vec<Shown>>>,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Server {
    #[expect(clippy::too_many_arguments, reason = "the specification's own")]
    fn notify(
        &self,
        _app_name: &str,
        _replaces: u32,
        _icon: &str,
        summary: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires_ms: i32,
    ) -> u32 {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.push(Shown { summary, body });
        u32::try_from(shown.len()).unwrap_or(u32::MAX)
    }

    fn get_capabilities(&self) -> Vec<String> {
        ["body", "body-markup", "actions"].map(str::to_owned).to_vec()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let text = |text: &str| text.to_owned();
        (text("rig"), text("chela"), text("1"), text("1.2"))
    }

    fn close_notification(&self, _id: u32) {}
}
