//! An icon with a menu of two items, as an app announces it, and a click that arrives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::blocking::{Connection, Proxy, connection::Builder};
use zbus::zvariant::{ObjectPath, OwnedValue, Value};

use super::menu::Layout;
use super::{Toggle, TrayHost};
use crate::Session;

struct AnIcon;

#[zbus::interface(name = "org.kde.StatusNotifierItem")]
impl AnIcon {
    #[zbus(property)]
    fn menu(&self) -> ObjectPath<'_> {
        ObjectPath::from_static_str_unchecked("/Menu")
    }
    #[zbus(property)]
    fn title(&self) -> &str {
        "An app"
    }
}

/// The second item is checked once it was clicked.
struct AMenu(Arc<Mutex<bool>>);

#[zbus::interface(name = "com.canonical.dbusmenu")]
impl AMenu {
    fn get_layout(&self, _parent: i32, _depth: i32, _names: Vec<String>) -> (u32, Layout) {
        let item = |id: i32, label: &str, toggle: Option<bool>| {
            let mut properties: HashMap<String, OwnedValue> = HashMap::new();
            let mut set = |name: &str, value: Value<'_>| {
                properties.insert(name.to_owned(), value.try_to_owned().unwrap());
            };
            set("label", label.into());
            if let Some(on) = toggle {
                set("toggle-type", "checkmark".into());
                set("toggle-state", i32::from(on).into());
            }
            let layout: Layout = (id, properties, Vec::new());
            Value::from(layout).try_to_owned().unwrap()
        };
        let clicked = *self.0.lock().unwrap();
        let items = vec![item(1, "_Open", None), item(2, "Opus 4.6", Some(clicked))];
        (1, (0, HashMap::new(), items))
    }

    fn event(&self, id: i32, _kind: &str, _data: Value<'_>, _time: u32) {
        *self.0.lock().unwrap() = id == 2;
    }
}

fn show_icon(session: &Session) -> Connection {
    let app = Builder::address(session.bus_address())
        .unwrap()
        .serve_at("/StatusNotifierItem", AnIcon)
        .unwrap()
        .serve_at("/Menu", AMenu(Arc::default()))
        .unwrap()
        .build()
        .unwrap();
    let watcher = "org.kde.StatusNotifierWatcher";
    let name = app.unique_name().unwrap().to_string();
    let () = Proxy::new(&app, watcher, "/StatusNotifierWatcher", watcher)
        .unwrap()
        .call("RegisterStatusNotifierItem", &(name,))
        .unwrap();
    app
}

#[test]
fn an_icon_is_read_and_clicked_and_goes_away_with_its_app() {
    let session = Session::headless().unwrap();
    let tray = TrayHost::start(&session).unwrap();
    assert!(!tray.has_icon());
    let app = show_icon(&session);
    tray.wait_for_icon().unwrap();
    assert_eq!(tray.property("Title").unwrap(), "An app");
    assert_eq!(tray.item(&["Open"]).unwrap().toggle, Toggle::None);
    assert_eq!(tray.item(&["Opus 4.6"]).unwrap().toggle, Toggle::Off);
    tray.click(&["Opus 4.6"]).unwrap();
    tray.wait_for(&["Opus 4.6"], |item| item.toggle == Toggle::On).unwrap();
    app.close().unwrap();
    crate::wait::until(std::time::Duration::from_secs(5), "its end", || !tray.has_icon()).unwrap();
}
