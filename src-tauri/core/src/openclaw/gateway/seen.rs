//! What can be seen of the gateway's process without asking it, and of whatever else listens on
//! its port. Where there is no `/proc`, nothing is known.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Gateway, log, log_file, process};
use crate::view::GatewayState;

/// What can be seen of a gateway.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// Since when it runs (ms since 1970).
    pub since_ms: Option<u64>,
    /// Whether a program that it starts can find the session bus, and so the keychain.
    pub reaches_bus: Option<bool>,
    /// The name of the program that uses its port in its place.
    pub port_taken_by: Option<String>,
    /// Its last lines, secrets masked, when it does not run.
    pub last_lines: Vec<String>,
}

/// How many of its last lines are shown.
const LINES: usize = 6;

impl Gateway {
    /// What can be seen of it; `configured` is `logging.file` of the config.
    pub async fn seen(&self, configured: Option<&str>) -> Seen {
        let holder = self.holder();
        let state = self.state().await;
        let taken = || process::listener(self.port)?.process?.name();
        Seen {
            since_ms: holder.and_then(process::Process::since_ms),
            reaches_bus: holder
                .and_then(process::Process::variables)
                .map(|variables| reaches_bus(&variables, Path::new("/"))),
            port_taken_by: if state == GatewayState::Unclear { taken() } else { None },
            last_lines: match state {
                GatewayState::Stopped => self.ended_with(configured),
                _ => vec![],
            },
        }
    }

    /// The last lines of one that has ended. OpenClaw's commands write into the same log as the
    /// gateway: where Chela started it, what it printed itself says more.
    fn ended_with(&self, configured: Option<&str>) -> Vec<String> {
        match self.unit.is_none() && self.pid_file().exists() {
            true => log::last_lines(&log_file(&self.folder), LINES),
            false => self.log(configured, LINES),
        }
    }
}

/// Whether a resolver with these variables finds a session bus: where `DBUS_SESSION_BUS_ADDRESS`
/// says, in `XDG_RUNTIME_DIR`, or in the usual folder below `root` (as the vault looks for it).
fn reaches_bus(variables: &BTreeMap<String, String>, root: &Path) -> bool {
    let set = |name: &str| variables.get(name).filter(|value| !value.is_empty());
    match set("DBUS_SESSION_BUS_ADDRESS") {
        Some(none) if none.starts_with("disabled:") => return false,
        Some(address)
            if named_sockets(address).is_none_or(|all| all.iter().any(|p| p.exists())) =>
        {
            return true;
        }
        _ => {}
    }
    #[cfg(unix)]
    let of_user = root.join("run/user").join(rustix::process::getuid().as_raw().to_string());
    #[cfg(not(unix))]
    let of_user = root.to_owned();
    let folders = set("XDG_RUNTIME_DIR").map(PathBuf::from).into_iter().chain([of_user]);
    folders.map(|folder| folder.join("bus")).any(|bus| bus.exists())
}

/// The files that an address names; `None` when it names something else, which nobody can look
/// for.
fn named_sockets(address: &str) -> Option<Vec<PathBuf>> {
    let one = |part: &str| {
        let path =
            part.strip_prefix("unix:")?.split(',').find_map(|pair| pair.strip_prefix("path="));
        // An escaped name is not worth a decoder: it counts as one that nobody can look for.
        path.filter(|path| !path.contains('%')).map(PathBuf::from)
    };
    address.split(';').map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bus_is_found_where_the_resolver_looks_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let (there, run) = (folder.path().join("there"), folder.path().join("xdg"));
        std::fs::create_dir(&run).unwrap();
        for file in [&there, &run.join("bus")] {
            std::fs::write(file, "").unwrap();
        }
        let unix = |path: &Path| format!("unix:path={},guid=1", path.display());
        let gone = unix(&folder.path().join("gone"));
        let cases: [(&[(&str, String)], bool); 7] = [
            (&[], false),
            (&[("DBUS_SESSION_BUS_ADDRESS", unix(&there))], true),
            (&[("DBUS_SESSION_BUS_ADDRESS", gone.clone())], false),
            (&[("DBUS_SESSION_BUS_ADDRESS", format!("{gone};{}", unix(&there)))], true),
            (&[("DBUS_SESSION_BUS_ADDRESS", "unix:abstract=/x".into())], true),
            (
                &[
                    ("DBUS_SESSION_BUS_ADDRESS", "disabled:".into()),
                    ("XDG_RUNTIME_DIR", run.display().to_string()),
                ],
                false,
            ),
            (
                &[
                    ("DBUS_SESSION_BUS_ADDRESS", gone),
                    ("XDG_RUNTIME_DIR", run.display().to_string()),
                ],
                true,
            ),
        ];
        for (variables, expected) in cases {
            let variables = variables.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
            assert_eq!(reaches_bus(&variables, folder.path()), expected, "{variables:?}");
        }
    }
}
