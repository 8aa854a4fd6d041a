//! Where the session bus is, found with as little as the gateway's environment holds.

/// The address of a D-Bus session bus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionBus(String);

impl SessionBus {
    /// The one of this process: `DBUS_SESSION_BUS_ADDRESS`, else `$XDG_RUNTIME_DIR/bus`, else
    /// `/run/user/UID/bus`. A service that systemd starts may have none of these variables.
    pub fn of_process() -> Self {
        Self::from_variables(|name| std::env::var(name).ok())
    }

    /// The one at a D-Bus address, such as `unix:path=/run/user/1000/bus`.
    pub fn at(address: impl Into<String>) -> Self {
        Self(address.into())
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.0
    }

    fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name| variable(name).filter(|value| !value.is_empty());
        Self(set("DBUS_SESSION_BUS_ADDRESS").unwrap_or_else(|| {
            let folder = set("XDG_RUNTIME_DIR")
                .unwrap_or_else(|| format!("/run/user/{}", rustix::process::getuid().as_raw()));
            format!("unix:path={}/bus", escaped(&folder))
        }))
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
        for (bus, runtime, expected) in [
            (Some("unix:path=/a"), Some("/run/x"), "unix:path=/a"),
            (None, Some("/run/x"), "unix:path=/run/x/bus"),
            (Some(""), Some("/run/my x,y"), "unix:path=/run/my%20x%2cy/bus"),
            (None, None, of_user.as_str()),
            (Some(""), Some(""), of_user.as_str()),
        ] {
            let found = SessionBus::from_variables(|name| {
                let value = if name == "XDG_RUNTIME_DIR" { runtime } else { bus };
                value.map(str::to_owned)
            });
            assert_eq!(found.address(), expected);
        }
    }
}
