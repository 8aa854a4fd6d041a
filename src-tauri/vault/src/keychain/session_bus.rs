//! Where the session bus is, found with as little as the gateway's environment holds.

use std::time::Duration;

use zbus::blocking::{Connection, connection};

/// The places at which a D-Bus session bus may be, the likeliest first; never none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionBus {
    likeliest: String,
    others: Vec<String>,
}

impl SessionBus {
    /// The one of this process: `DBUS_SESSION_BUS_ADDRESS`, else `$XDG_RUNTIME_DIR/bus`, else
    /// `/run/user/UID/bus`. A service that systemd starts may have none of these variables.
    pub fn of_process() -> Self {
        Self { others: Vec::new(), ..Self::wherever() }
    }

    /// Any of these that answers. Variables outlive what they name: in a terminal that was kept
    /// over a new login, or a service that was started with another one's.
    pub(crate) fn wherever() -> Self {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// The one at a D-Bus address, such as `unix:path=/run/user/1000/bus`.
    pub fn at(address: impl Into<String>) -> Self {
        Self { likeliest: address.into(), others: Vec::new() }
    }

    /// The likeliest address.
    pub fn address(&self) -> &str {
        &self.likeliest
    }

    /// A connection, on which each call may take `limit`.
    ///
    /// # Errors
    /// That of the likeliest place, when there is none at any.
    pub(crate) fn connect(&self, limit: Duration) -> zbus::Result<Connection> {
        let connect =
            |address: &str| connection::Builder::address(address)?.method_timeout(limit).build();
        connect(&self.likeliest).or_else(|error| {
            self.others.iter().find_map(|address| connect(address).ok()).ok_or(error)
        })
    }

    fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        let told = set("DBUS_SESSION_BUS_ADDRESS");
        // How GLib's programs are told that there shall be none.
        if let Some(none) = told.as_ref().filter(|told| told.starts_with("disabled:")) {
            return Self::at(none);
        }
        let of_user = format!("/run/user/{}", rustix::process::getuid().as_raw());
        let folders = set("XDG_RUNTIME_DIR").into_iter().chain([of_user]);
        let mut places = told
            .into_iter()
            .chain(folders.map(|folder| format!("unix:path={}/bus", escaped(&folder))));
        let likeliest = places.next().unwrap_or_default();
        Self { others: places.filter(|place| *place != likeliest).collect(), likeliest }
    }
}

/// A path as it stands in a D-Bus address: bytes outside a small set as `%xx`
/// (D-Bus specification, "Server Addresses").
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'-' | b'_' | b'/' | b'.' | b'\\' | b'*' => out.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02x}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variables_are_tried_in_order() {
        let uid = rustix::process::getuid().as_raw();
        let of_user = format!("unix:path=/run/user/{uid}/bus");
        let of_user = of_user.as_str();
        for (bus, runtime, expected) in [
            (
                Some("unix:path=/a"),
                Some("/run/x"),
                &["unix:path=/a", "unix:path=/run/x/bus", of_user][..],
            ),
            (None, Some("/run/x"), &["unix:path=/run/x/bus", of_user]),
            (Some(""), Some("/run/my x,y"), &["unix:path=/run/my%20x%2cy/bus", of_user]),
            (Some("unix:path=/a"), None, &["unix:path=/a", of_user]),
            (Some(of_user), None, &[of_user]),
            (None, None, &[of_user]),
            (Some(""), Some(""), &[of_user]),
            (Some("disabled:"), Some("/run/x"), &["disabled:"]),
        ] {
            let found = SessionBus::from_variables(|name| {
                let value = if name == "XDG_RUNTIME_DIR" { runtime } else { bus };
                value.map(str::to_owned)
            });
            let places: Vec<&str> = std::iter::once(found.address())
                .chain(found.others.iter().map(String::as_str))
                .collect();
            assert_eq!(places, expected);
        }
    }
}
