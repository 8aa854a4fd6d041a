//! One tray and one window for each OpenClaw home that a session's environment names.
//!
//! The name is made from the environment, not from the home that was chosen in the window: the
//! running app changes that choice, and a second start must still find it.

use std::hash::{DefaultHasher, Hash, Hasher};

use chela_core::Environment;

use crate::arguments::Role;

/// The variables that decide which homes there are and where Chela keeps its own files.
const NAMING: [&str; 7] = [
    "HOME",
    "XDG_DATA_HOME",
    "CHELA_DATA_DIR",
    "OPENCLAW_HOME",
    "OPENCLAW_STATE_DIR",
    "OPENCLAW_CONFIG_PATH",
    "OPENCLAW_PROFILE",
];

/// What tells this app from one for other homes: letters and digits.
pub(crate) fn id(environment: &Environment) -> String {
    let mut hasher = DefaultHasher::new();
    for name in NAMING {
        environment.get(name).hash(&mut hasher);
    }
    format!("h{:016x}", hasher.finish())
}

/// The D-Bus name (without the plugin's suffix) by which a second start finds the first.
pub(crate) fn bus_name(role: Role, environment: &Environment) -> String {
    let role = match role {
        Role::Tray => "tray",
        Role::Window => "window",
    };
    format!("app.chela.desktop.{role}.{}", id(environment))
}

/// Whether the app could not be made because the process that it was to hand its arguments to
/// ended in that moment.
pub(crate) fn was_gone(error: &tauri::Error) -> bool {
    matches!(error, tauri::Error::PluginInitialization(plugin, _) if plugin == "single-instance")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_name_for_each_role_and_each_home() {
        let one = environment(&[("HOME", "/home/a"), ("TERM", "xterm")]);
        let same = environment(&[("HOME", "/home/a"), ("OPENCLAW_STATE_DIR", "")]);
        let other = environment(&[("HOME", "/home/a"), ("OPENCLAW_STATE_DIR", "/srv/claw")]);
        let name = bus_name(Role::Tray, &one);
        assert_eq!(name, bus_name(Role::Tray, &same));
        assert_ne!(name, bus_name(Role::Window, &one));
        assert_ne!(name, bus_name(Role::Tray, &other));
        assert!(name.split('.').all(|part| part.starts_with(|c: char| c.is_ascii_alphabetic())));
    }
}
