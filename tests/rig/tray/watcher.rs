//! `org.kde.StatusNotifierWatcher`: where apps announce their icons.

use std::sync::{Arc, Mutex, PoisonError};

use zbus::message::Header;

use super::Icon;

#[derive(Debug)]
pub(super) struct Watcher {
    icons: Arc<Mutex<Vec<Icon>>>,
}

impl Watcher {
    pub(super) fn new(icons: Arc<Mutex<Vec<Icon>>>) -> Self {
        Self { icons }
    }

    fn icons(&self) -> Vec<Icon> {
        self.icons.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// An app shows an icon. libayatana-appindicator names the object's path and means itself;
    /// others name themselves and mean `/StatusNotifierItem`.
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: Header<'_>) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let icon = if service.starts_with('/') {
            Icon { owner: sender, path: service.to_owned() }
        } else {
            Icon { owner: service.to_owned(), path: "/StatusNotifierItem".to_owned() }
        };
        self.icons.lock().unwrap_or_else(PoisonError::into_inner).push(icon);
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.icons().into_iter().map(|icon| format!("{}{}", icon.owner, icon.path)).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}
