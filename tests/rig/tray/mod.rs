//! A tray host without a panel: it owns `org.kde.StatusNotifierWatcher`, so that apps register
//! their icons with it, reads their menus and clicks in them as a panel does on a person's click.

mod menu;
#[cfg(test)]
mod tests;
mod watcher;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use zbus::blocking::{Connection, Proxy, connection::Builder};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

pub use menu::{Item, Toggle};

use crate::{Session, wait};
use menu::Layout;
use watcher::Watcher;

/// How long an app may take to show its icon or change its menu.
const LIMIT: Duration = Duration::from_secs(30);

/// A tray host on a session's bus.
#[derive(Debug)]
pub struct TrayHost {
    bus: Connection,
    icons: Arc<Mutex<Vec<Icon>>>,
}

/// A registered icon: who shows it, and under which path.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Icon {
    owner: String,
    path: String,
}

impl TrayHost {
    /// Takes the part of the panel. Start it before the app.
    ///
    /// # Errors
    /// When the session has one already.
    pub fn start(session: &Session) -> Result<Self> {
        let icons = Arc::new(Mutex::new(Vec::new()));
        let bus = Builder::address(session.bus_address())?
            .serve_at("/StatusNotifierWatcher", Watcher::new(Arc::clone(&icons)))?
            .name("org.kde.StatusNotifierWatcher")?
            // An app that does not answer is a failure with words, not a test that stands still.
            .method_timeout(LIMIT)
            .build()?;
        Ok(Self { bus, icons })
    }

    /// Whether an app shows an icon now.
    pub fn has_icon(&self) -> bool {
        self.icon().is_some()
    }

    /// Waits for an icon.
    ///
    /// # Errors
    /// When none is shown.
    pub fn wait_for_icon(&self) -> Result<()> {
        wait::until(LIMIT, "an icon in the tray", || self.has_icon())
    }

    /// Its title or another property of `org.kde.StatusNotifierItem`.
    ///
    /// # Errors
    /// When there is no icon or no such text.
    pub fn property(&self, name: &str) -> Result<String> {
        let icon = self.icon().context("no icon in the tray")?;
        let face = "org.kde.StatusNotifierItem";
        Ok(Proxy::new(&self.bus, icon.owner, icon.path, face)?.get_property(name)?)
    }

    /// The menu as it is now.
    ///
    /// # Errors
    /// When there is no icon or it has no menu.
    pub fn menu(&self) -> Result<Vec<Item>> {
        let (menu, _) = self.menu_of_icon()?;
        let (_, root): (u32, Layout) = menu.call("GetLayout", &(0, -1, Vec::<&str>::new()))?;
        Ok(Item::read(root)?.items)
    }

    /// The item with this path of labels (`["Default model", "Opus 4.6"]`).
    ///
    /// # Errors
    /// With the labels that are there.
    pub fn item(&self, path: &[&str]) -> Result<Item> {
        menu::find(&self.menu()?, path)
    }

    /// Clicks on it.
    ///
    /// # Errors
    /// When it is not there.
    pub fn click(&self, path: &[&str]) -> Result<()> {
        let item = self.item(path)?;
        let (menu, _) = self.menu_of_icon()?;
        // An app that is asked to quit may be gone before it could answer.
        menu.call_noreply("Event", &(item.id, "clicked", Value::from(0_i32), 0_u32))?;
        Ok(())
    }

    /// Waits until the item is there and `so`.
    ///
    /// # Errors
    /// With the menu as it is instead.
    pub fn wait_for(&self, path: &[&str], so: impl Fn(&Item) -> bool) -> Result<Item> {
        let look = || self.item(path).ok().filter(|item| so(item));
        wait::value(LIMIT, &format!("{path:?} in the tray"), look)
            .with_context(|| format!("the tray shows {:#?}", self.menu().unwrap_or_default()))
    }

    fn icon(&self) -> Option<Icon> {
        self.icons
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .rev()
            .find(|icon| self.on_bus(&icon.owner))
            .cloned()
    }

    fn on_bus(&self, owner: &str) -> bool {
        let face = "org.freedesktop.DBus";
        Proxy::new(&self.bus, face, "/org/freedesktop/DBus", face)
            .and_then(|bus| bus.call::<_, _, bool>("NameHasOwner", &(owner,)))
            .unwrap_or(false)
    }

    fn menu_of_icon(&self) -> Result<(Proxy<'_>, OwnedObjectPath)> {
        let icon = self.icon().context("no icon in the tray")?;
        let face = "org.kde.StatusNotifierItem";
        let path: OwnedValue =
            Proxy::new(&self.bus, icon.owner.clone(), icon.path, face)?.get_property("Menu")?;
        let path = OwnedObjectPath::try_from(path)?;
        let menu = Proxy::new(&self.bus, icon.owner, path.clone(), "com.canonical.dbusmenu")?;
        Ok((menu, path))
    }
}
