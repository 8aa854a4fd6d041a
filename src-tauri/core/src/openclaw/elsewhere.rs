//! Gateways that Chela cannot connect, because they read another computer's, another user's or no
//! keychain: on a host far away, in a container, under another user. Decided before anything is
//! stored: a local `secrets apply` would succeed and connect the wrong machine.

use std::path::{Path, PathBuf};

#[cfg(unix)]
use super::process;
use super::{paths::Home, unit};
use crate::{Code, Environment, Error, files};

/// What to type where the gateway runs; OpenClaw asks for the token itself.
const SIGN_IN: &str = "models auth paste-token --provider anthropic";

/// Why the gateway of `home` is out of reach of this user's keychain; `None` when it is not.
/// `root` is `/` but in tests. The config's `gateway.mode: "remote"` is the caller's to read:
/// [`remote`].
pub fn refusal(root: &Path, environment: &Environment, home: &Home) -> Option<Error> {
    container(environment, home)
        .map(|name| in_container(&name))
        .or_else(|| owned_by_another(home))
        .or_else(|| foreign(root, environment, home))
}

/// The refusal for a gateway in a container: OpenClaw's own option runs a command inside.
fn in_container(name: &str) -> Error {
    Error::new(Code::ContainerGateway)
        .with("command", format!("openclaw --container {name} {SIGN_IN}"))
        .with("container", name)
}

/// The refusal for a gateway on another host, by `gateway.remote.url` of the config.
pub fn remote(url: &str) -> Error {
    let host = remote_host(url).unwrap_or_else(|| "…".to_owned());
    Error::new(Code::RemoteGateway)
        .with("command", format!("ssh -t {host} openclaw {SIGN_IN}"))
        .with("host", host)
}

/// The refusal for a port on which another user, or a container, listens; `None` when nobody
/// does, or a process of this user's.
#[cfg(unix)]
pub fn listening(port: u16) -> Option<Error> {
    let listener = process::listener(port)?;
    if process::forwards_to_container(&listener, port) {
        return Some(in_container("openclaw"));
    }
    let me = rustix::process::getuid().as_raw();
    (listener.uid != me).then(|| foreign_user(&process::user_name(listener.uid)))
}

/// The host that a gateway's address names, without scheme, sign-in, port or path.
pub fn remote_host(url: &str) -> Option<String> {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => host.split(':').next()?,
    };
    (!host.is_empty()).then(|| host.to_owned())
}

/// The refusal for a gateway that runs as another user.
pub fn foreign_user(user: &str) -> Error {
    Error::new(Code::ForeignGateway)
        .with("command", format!("sudo -u {user} -i openclaw {SIGN_IN}"))
        .with("user", user)
}

/// The container that runs the gateway: `OPENCLAW_CONTAINER`, or the Quadlet file that
/// OpenClaw's own Podman setup writes (`~/.config/containers/systemd/openclaw.container`).
fn container(environment: &Environment, home: &Home) -> Option<String> {
    if let Some(name) = environment.get("OPENCLAW_CONTAINER") {
        return Some(name.to_owned());
    }
    let user = environment.home()?;
    let config = environment.get("XDG_CONFIG_HOME").map_or(user.join(".config"), PathBuf::from);
    let file = config.join("containers/systemd/openclaw.container");
    let text = files::small_text(&file).ok()?;
    let settings = super::unit_file::settings(&text);
    // It mounts the state folder of one home; the others may well run on the host.
    let folder = home.state_dir.display().to_string();
    let mounts = settings.iter().filter(|(_, name, _)| name == "Volume").any(|(_, _, value)| {
        value.replace("%h", &user.display().to_string()).starts_with(&format!("{folder}:"))
    });
    let name = settings.iter().find(|(_, name, _)| name == "ContainerName");
    mounts.then(|| name.map_or_else(|| "openclaw".to_owned(), |(_, _, value)| value.clone()))
}

/// The refusal for a home in a folder of another user's: as root, say, with that user's `HOME`.
/// The gateway that reads it is theirs, and so are the keychain and the programs that it trusts.
#[cfg(unix)]
fn owned_by_another(home: &Home) -> Option<Error> {
    use std::os::unix::fs::MetadataExt as _;
    let owner = std::fs::metadata(&home.state_dir).ok()?.uid();
    (owner != rustix::process::getuid().as_raw()).then(|| foreign_user(&process::user_name(owner)))
}

#[cfg(unix)]
fn own_name() -> String {
    process::user_name(rustix::process::getuid().as_raw())
}

#[cfg(not(unix))]
fn owned_by_another(_home: &Home) -> Option<Error> {
    None
}

#[cfg(not(unix))]
fn own_name() -> String {
    String::new()
}

/// A unit of the system that another user owns, where this user has no gateway and no home.
fn foreign(root: &Path, environment: &Environment, home: &Home) -> Option<Error> {
    let me = environment.get("USER").or_else(|| environment.get("LOGNAME"));
    let me = me.map_or_else(own_name, str::to_owned);
    if home.config_path.exists() || unit::of_home(environment, home).is_some() {
        return None;
    }
    unit::system_units(root, environment)
        .iter()
        .map(|unit| unit.user.as_deref().unwrap_or("root"))
        .find(|user| *user != me.as_str())
        .map(foreign_user)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn the_host_of_an_address_is_found() {
        for (url, host) in [
            ("ws://box.lan:18789", Some("box.lan")),
            ("wss://u:p@box.example/ws?x=1", Some("box.example")),
            ("box", Some("box")),
            ("ws://[fd00::1]:1/", Some("fd00::1")),
            ("", None),
            ("ws://", None),
        ] {
            assert_eq!(remote_host(url).as_deref(), host, "{url}");
        }
        let error = remote("wss://u:p@box.example/ws");
        assert_eq!(error.params["host"], "box.example");
        assert!(!error.params["command"].contains(":p"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_port_of_ones_own_is_no_reason_to_refuse() {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        assert_eq!(listening(socket.local_addr().unwrap().port()), None);
    }

    #[test]
    fn containers_are_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let user = folder.path();
        let home = Home::at(user.join(".openclaw"));
        let env = environment(&[("HOME", user.to_str().unwrap()), ("USER", "ann")]);
        assert_eq!(refusal(user, &env, &home), None);
        let quadlets = user.join(".config/containers/systemd");
        std::fs::create_dir_all(&quadlets).unwrap();
        std::fs::write(
            quadlets.join("openclaw.container"),
            "[Container]\nContainerName=claw\nVolume=%h/.openclaw:/home/node/.openclaw:Z\n",
        )
        .unwrap();
        let error = refusal(user, &env, &home).unwrap();
        assert_eq!(error.code, Code::ContainerGateway);
        assert_eq!(
            error.params["command"],
            "openclaw --container claw models auth paste-token --provider anthropic"
        );
        assert_eq!(refusal(user, &env, &Home::at(user.join(".openclaw-work"))), None);
    }

    #[test]
    fn a_system_gateway_of_another_user_is_refused_unless_one_has_a_home_of_ones_own() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let units = root.join("etc/systemd/system");
        std::fs::create_dir_all(&units).unwrap();
        std::fs::write(
            units.join("openclaw-gateway.service"),
            "[Service]\nUser=claw\nExecStart=/usr/bin/openclaw gateway\n",
        )
        .unwrap();
        let env = environment(&[("HOME", root.to_str().unwrap()), ("USER", "ann")]);
        let home = Home::at(root.join(".openclaw"));
        assert_eq!(refusal(root, &env, &home).unwrap().params["user"], "claw");
        std::fs::create_dir(&home.state_dir).unwrap();
        std::fs::write(&home.config_path, "{}").unwrap();
        assert_eq!(refusal(root, &env, &home), None);
        let env = environment(&[("HOME", root.to_str().unwrap()), ("USER", "claw")]);
        std::fs::remove_file(&home.config_path).unwrap();
        assert_eq!(refusal(root, &env, &home), None);
    }
}
