//! The menu's data as a menu of the desktop's, and the icon. As long as the items are the same,
//! they are changed in place: a menu that is replaced closes under the person's hand.

use chela_core::menu::{Item, MenuState, menu, same_structure};
use chela_core::view::Tone;
use tauri::image::Image;
use tauri::menu::{
    CheckMenuItem, IsMenuItem, Menu, MenuItem, MenuItemKind, PredefinedMenuItem, Submenu,
};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::{AppHandle, Wry};

/// The icon and menu as they stand on the desktop.
pub(super) struct Drawn {
    app: AppHandle,
    icon: TrayIcon,
    menu: Menu<Wry>,
    items: Vec<Item>,
    tone: Tone,
}

impl Drawn {
    /// Draws them for the first time. `id` tells this tray's picture from that of another home.
    ///
    /// # Errors
    /// When the desktop's libraries fail.
    pub(super) fn new(app: &AppHandle, id: &str, state: &MenuState) -> tauri::Result<Self> {
        let items = menu(state);
        let menu = whole(app, &items)?;
        let tone = state.sentence.tone;
        let icon = TrayIconBuilder::with_id(id)
            .icon(picture(tone))
            .menu(&menu)
            .show_menu_on_left_click(true)
            .build(app)?;
        Ok(Self { app: app.clone(), icon, menu, items, tone })
    }

    /// Makes them show `state`.
    ///
    /// # Errors
    /// As for [`Drawn::new`].
    pub(super) fn show(&mut self, state: &MenuState) -> tauri::Result<()> {
        let items = menu(state);
        if same_structure(&self.items, &items) {
            // All of them, also those that look the same: a click has moved the check by itself.
            update(&self.menu.items()?, &items)?;
        } else {
            self.menu = whole(&self.app, &items)?;
            self.icon.set_menu(Some(self.menu.clone()))?;
        }
        self.items = items;
        if self.tone != state.sentence.tone {
            self.tone = state.sentence.tone;
            self.icon.set_icon(Some(picture(self.tone)))?;
        }
        Ok(())
    }
}

fn whole(app: &AppHandle, items: &[Item]) -> tauri::Result<Menu<Wry>> {
    let menu = Menu::new(app)?;
    for item in items {
        menu.append(made(app, item)?.as_ref())?;
    }
    Ok(menu)
}

fn made(app: &AppHandle, item: &Item) -> tauri::Result<Box<dyn IsMenuItem<Wry>>> {
    const NO_KEY: Option<&str> = None;
    Ok(match item {
        Item::Separator => Box::new(PredefinedMenuItem::separator(app)?),
        Item::Line { id, label } => {
            Box::new(MenuItem::with_id(app, id, plain(label), false, NO_KEY)?)
        }
        Item::Button { id, label } => {
            Box::new(MenuItem::with_id(app, id, plain(label), true, NO_KEY)?)
        }
        Item::Choice { id, label, checked } => {
            Box::new(CheckMenuItem::with_id(app, id, plain(label), true, *checked, NO_KEY)?)
        }
        Item::Submenu { id, label, enabled, items } => {
            let submenu = Submenu::with_id(app, id, plain(label), *enabled)?;
            for item in items {
                submenu.append(made(app, item)?.as_ref())?;
            }
            Box::new(submenu)
        }
    })
}

fn update(drawn: &[MenuItemKind<Wry>], items: &[Item]) -> tauri::Result<()> {
    for pair in drawn.iter().zip(items) {
        match pair {
            (MenuItemKind::MenuItem(it), Item::Line { label, .. } | Item::Button { label, .. }) => {
                it.set_text(plain(label))?;
            }
            (MenuItemKind::Check(it), Item::Choice { label, checked, .. }) => {
                it.set_text(plain(label))?;
                it.set_checked(*checked)?;
            }
            (MenuItemKind::Submenu(it), Item::Submenu { label, enabled, items, .. }) => {
                it.set_text(plain(label))?;
                it.set_enabled(*enabled)?;
                update(&it.items()?, items)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A single `&` would mark the next letter as a key.
fn plain(label: &str) -> String {
    label.replace('&', "&&")
}

fn picture(tone: Tone) -> Image<'static> {
    match tone {
        Tone::Ok => tauri::include_image!("icons/tray-ok.png"),
        Tone::Attention => tauri::include_image!("icons/tray-attention.png"),
        Tone::Problem => tauri::include_image!("icons/tray-problem.png"),
        Tone::Idle => tauri::include_image!("icons/tray-idle.png"),
    }
}
