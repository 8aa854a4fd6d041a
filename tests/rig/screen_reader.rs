//! The accessibility bus of a session, and what a screen reader sees on it: the controls of all
//! apps with their roles and names (AT-SPI 2). It finds by these alone, and presses as a person
//! does who cannot see the window.

use std::time::Duration;

use anyhow::{Context, Result};
use zbus::blocking::{Connection, Proxy, connection::Builder};
use zbus::zvariant::{ObjectPath, OwnedObjectPath};

use crate::child::{Child, Output, command};
use crate::{Session, programs, wait};

const LAUNCHER: &str = "/usr/libexec/at-spi-bus-launcher";
const REGISTRY: &str = "org.a11y.atspi.Registry";
const ROOT: &str = "/org/a11y/atspi/accessible/root";
/// How long the bus may take to be there, and a control to appear.
const LIMIT: Duration = Duration::from_secs(30);
/// How long an app may take to tell of one of its controls.
const ANSWER: Duration = Duration::from_secs(10);
/// A button's role (`ATSPI_ROLE_PUSH_BUTTON`).
const BUTTON: u32 = 43;
/// Bits of a control's states (`AtspiStateType`).
const SENSITIVE: u32 = 1 << 24;
const SHOWING: u32 = 1 << 25;

/// A screen reader on a session's accessibility bus.
#[derive(Debug)]
pub struct ScreenReader {
    bus: Connection,
    _launcher: Child,
}

/// A control or a text: who shows it, and under which path.
type Node = (String, OwnedObjectPath);

/// One of them, as it is told of.
struct Told {
    node: Node,
    role: u32,
    words: String,
    states: u32,
}

impl ScreenReader {
    /// Starts the accessibility bus. Start it before the app, with [`ScreenReader::open_app`].
    ///
    /// # Errors
    /// When it does not start.
    pub fn start(session: &Session) -> Result<Self> {
        let mut launcher = command(LAUNCHER, session.environment());
        launcher.arg("--launch-immediately");
        let log = session.log("accessibility");
        let launcher = Child::start("at-spi-bus-launcher", &mut launcher, &log, Output::Logged)?;
        let of_session = Builder::address(session.bus_address())?.build()?;
        let address = wait::value(LIMIT, "the accessibility bus", || {
            let names = Proxy::new(&of_session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus");
            names.ok()?.call::<_, _, String>("GetAddress", &()).ok()
        })?;
        let bus = Builder::address(address.as_str())?.method_timeout(ANSWER).build()?;
        Ok(Self { bus, _launcher: launcher })
    }

    /// Starts the app so that it tells of its controls.
    ///
    /// # Errors
    /// When it is not built or cannot be started.
    pub fn open_app(&self, session: &Session) -> Result<Child> {
        let mut environment = session.environment().clone();
        environment.insert("NO_AT_BRIDGE".into(), "0".into());
        let mut app = command(programs::desktop()?, &environment);
        app.arg("--window");
        Child::start("the app", &mut app, &session.log("app"), Output::Logged)
    }

    /// Presses a button, once it can be pressed.
    ///
    /// # Errors
    /// When it does not appear or stays disabled, with what is told of instead.
    pub fn press(&self, limit: Duration, name: &str) -> Result<()> {
        let button = self.wait_for(limit, &format!("a button {name:?}"), |told| {
            told.role == BUTTON && told.words == name && told.states & SENSITIVE != 0
        })?;
        let action = self.proxy(&button, "org.a11y.atspi.Action")?;
        action.call::<_, _, bool>("DoAction", &(0_i32,))?;
        Ok(())
    }

    /// Waits until something is told of with these words.
    ///
    /// # Errors
    /// With what is told of instead.
    pub fn hears(&self, limit: Duration, words: &str) -> Result<()> {
        self.wait_for(limit, words, |told| told.words.contains(words)).map(drop)
    }

    fn wait_for(&self, limit: Duration, what: &str, so: impl Fn(&Told) -> bool) -> Result<Node> {
        let look = || self.told().into_iter().find(&so).map(|told| told.node);
        wait::value(limit, what, look).with_context(|| {
            let told = self.told().into_iter().filter(|told| !told.words.is_empty());
            let lines = told.map(|told| format!("role {}: {}", told.role, told.words));
            format!("told of:\n{}", lines.collect::<Vec<_>>().join("\n"))
        })
    }

    /// All that is shown, in its order. What goes away meanwhile is left out.
    fn told(&self) -> Vec<Told> {
        let root = ObjectPath::from_static_str_unchecked(ROOT).into();
        let mut left = vec![(REGISTRY.to_owned(), root)];
        let mut all = Vec::new();
        while let Some(node) = left.pop() {
            let Ok(proxy) = self.proxy(&node, "org.a11y.atspi.Accessible") else { continue };
            left.extend(children(&proxy).into_iter().rev());
            let Some(states) = self.states(&node) else { continue };
            if states & SHOWING != 0 {
                let role = proxy.call("GetRole", &()).unwrap_or_default();
                let words = self.words(&proxy, &node);
                all.push(Told { node, role, words, states });
            }
        }
        all
    }

    /// Its name, else its text.
    fn words(&self, accessible: &Proxy<'_>, node: &Node) -> String {
        let name: String = accessible.get_property("Name").unwrap_or_default();
        if !name.is_empty() {
            return name;
        }
        let text = self.proxy(node, "org.a11y.atspi.Text");
        let read = |text: Proxy<'_>| text.call("GetText", &(0_i32, -1_i32)).ok();
        text.ok().and_then(read).unwrap_or_default()
    }

    /// The first half of its states.
    fn states(&self, node: &Node) -> Option<u32> {
        let proxy = self.proxy(node, "org.a11y.atspi.Accessible").ok()?;
        proxy.call::<_, _, Vec<u32>>("GetState", &()).ok()?.first().copied()
    }

    fn proxy(&self, (owner, path): &Node, face: &'static str) -> Result<Proxy<'static>> {
        let builder = zbus::blocking::proxy::Builder::new(&self.bus)
            .destination(owner.clone())?
            .path(path.clone())?
            .interface(face)?;
        // A control says what it is now, not what it was when it was first asked.
        Ok(builder.cache_properties(zbus::proxy::CacheProperties::No).build()?)
    }
}

/// What is in it. The place of a page in a window (GTK's socket) names its page by number alone.
fn children(of: &Proxy<'_>) -> Vec<Node> {
    let all: Vec<Node> = of.call("GetChildren", &()).unwrap_or_default();
    if !all.is_empty() {
        return all;
    }
    let count: i32 = of.get_property("ChildCount").unwrap_or_default();
    let child = |index| of.call("GetChildAtIndex", &(index,)).map(|(child,): (Node,)| child);
    (0..count).filter_map(|index| child(index).ok()).collect()
}
