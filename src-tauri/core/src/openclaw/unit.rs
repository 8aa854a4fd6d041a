//! The gateway's systemd unit: what it runs, with which variables, for which home and port.
//! Leaves out starting and stopping it ([`super::service`]).
//!
//! `openclaw gateway install` (2026.9.6) writes `~/.config/systemd/user/openclaw-gateway.service`,
//! `openclaw-gateway-<profile>.service` for a profile, with one `EnvironmentFile=` in the state
//! folder (`gateway.systemd.env`); before 2026 it was `clawdbot-gateway.service`. The docs show a
//! system unit of the same name, with `User=`, for hosts with many users.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::paths::{self, Home};
use super::unit_file::{self, Specifiers};
use crate::{Environment, files};

/// One unit that runs a gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its name, such as `openclaw-gateway.service`.
    pub name: String,
    /// The file that defines it.
    pub path: PathBuf,
    /// The program and arguments of `ExecStart=`.
    pub exec: Vec<String>,
    /// Its variables, those of its files included.
    pub variables: BTreeMap<String, String>,
    /// The files that `EnvironmentFile=` names.
    pub environment_files: Vec<PathBuf>,
    /// `WorkingDirectory=`, where one is set.
    pub working_folder: Option<PathBuf>,
    /// `User=`, for a unit of the system.
    pub user: Option<String>,
    /// Whether it is the system's, not the user's.
    pub system: bool,
}

impl Unit {
    /// The home that its gateway uses, when that can be told.
    pub fn home(&self, environment: &Environment) -> Option<Home> {
        let mut variables: BTreeMap<String, String> = environment
            .home()
            .map(|home| ("HOME".into(), home.display().to_string()))
            .into_iter()
            .collect();
        variables.extend(self.variables.clone());
        let mut home = Home::current(&variables.into_iter().collect()).ok()?;
        if let Some(profile) = self.option("--profile") {
            let user = paths::user_folder(environment)?;
            if !self.variables.contains_key("OPENCLAW_STATE_DIR") {
                home = Home::at(user.join(format!(".openclaw-{profile}")));
            }
            home.profile = Some(profile.to_owned());
        }
        Some(home)
    }

    /// The port that it was installed with: it wins over the config's.
    pub fn port(&self) -> Option<u16> {
        self.option("--port")
            .or_else(|| self.variables.get("OPENCLAW_GATEWAY_PORT").map(String::as_str))
            .and_then(|port| port.parse().ok())
    }

    /// The Node that runs it, when `ExecStart=` names one.
    pub fn node(&self) -> Option<&Path> {
        self.exec.first().map(Path::new).filter(|path| path.file_name() == Some("node".as_ref()))
    }

    /// OpenClaw's own file in `ExecStart=`: a wrapper, or the script that Node runs.
    pub fn program(&self) -> Option<&Path> {
        let at = usize::from(self.node().is_some());
        self.exec.iter().skip(at).find(|word| !word.starts_with('-')).map(Path::new)
    }

    fn option(&self, name: &str) -> Option<&str> {
        let at = self.exec.iter().position(|word| {
            word == name || word.strip_prefix(name).is_some_and(|rest| rest.starts_with('='))
        })?;
        match self.exec[at].split_once('=') {
            Some((_, value)) => Some(value),
            None => self.exec.get(at + 1).map(String::as_str),
        }
    }
}

/// The user's own units that run a gateway.
pub fn user_units(environment: &Environment) -> Vec<Unit> {
    let Some(own) = user_folder(environment) else { return Vec::new() };
    units_in(&[own, "/etc/systemd/user".into()], environment, false)
}

/// The folder of the user's own units.
pub(crate) fn user_folder(environment: &Environment) -> Option<PathBuf> {
    let config = environment.get("XDG_CONFIG_HOME").map(PathBuf::from);
    Some(config.or_else(|| Some(environment.home()?.join(".config")))?.join("systemd/user"))
}

/// The system's units that run a gateway, below `root` (`/` but in tests).
pub fn system_units(root: &Path, environment: &Environment) -> Vec<Unit> {
    let folders = ["etc/systemd/system", "usr/lib/systemd/system"].map(|path| root.join(path));
    units_in(&folders, environment, true)
}

/// The service of a home where systemd runs (`sd_booted(3)`). Elsewhere a unit is a file like any
/// other: who starts the gateway does it by hand.
pub fn in_charge(environment: &Environment, home: &Home) -> Option<Unit> {
    let runs = Path::new("/run/systemd/system").is_dir();
    of_home(environment, home).filter(|_| runs)
}

/// The user's unit that runs the gateway of `home`.
pub fn of_home(environment: &Environment, home: &Home) -> Option<Unit> {
    let id = home.id();
    user_units(environment)
        .into_iter()
        .find(|unit| unit.home(environment).is_some_and(|other| other.id() == id))
}

/// Whether the user's services start with the computer, before anybody logs in: the keychain is
/// locked then. `root` is `/` but in tests.
pub fn lingers(root: &Path, environment: &Environment) -> bool {
    user(environment).is_some_and(|user| root.join("var/lib/systemd/linger").join(user).exists())
}

fn user(environment: &Environment) -> Option<&str> {
    environment.get("USER").or_else(|| environment.get("LOGNAME"))
}

/// Whether a unit's name is that of a gateway's.
pub(crate) fn is_gateway(name: &str) -> bool {
    ["openclaw-gateway", "clawdbot-gateway"].iter().any(|stem| {
        name.strip_prefix(stem)
            .and_then(|rest| rest.strip_suffix(".service"))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    })
}

fn units_in(folders: &[PathBuf], environment: &Environment, system: bool) -> Vec<Unit> {
    let mut found: BTreeMap<String, Unit> = BTreeMap::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_gateway(&name) && !found.contains_key(&name) {
                found.extend(
                    read(&entry.path(), folders, environment, system).map(|unit| (name, unit)),
                );
            }
        }
    }
    found.into_values().collect()
}

/// Reads a unit with its drop-ins; `None` when it runs nothing (masked: a link to /dev/null).
fn read(path: &Path, folders: &[PathBuf], environment: &Environment, system: bool) -> Option<Unit> {
    let name = path.file_name()?.to_str()?.to_owned();
    let mut texts = vec![files::small_text(path).ok()?];
    texts.extend(drop_ins(&name, folders));
    let settings: Vec<_> = texts.iter().flat_map(|text| unit_file::settings(text)).collect();
    let last = |wanted: &str| {
        settings.iter().rev().find(|(s, n, _)| s == "Service" && n == wanted).map(|(_, _, v)| v)
    };
    let unit_user = last("User").filter(|user| !user.is_empty()).cloned();
    let specifiers = Specifiers {
        home: match &unit_user {
            Some(user) if system => home_of(user),
            _ => environment.home().unwrap_or_default().display().to_string(),
        },
        user: unit_user
            .clone()
            .or_else(|| user(environment).map(str::to_owned))
            .unwrap_or_default(),
        runtime: environment.get("XDG_RUNTIME_DIR").unwrap_or_default().to_owned(),
        unit: name.clone(),
    };
    let exec = last("ExecStart")?.trim_start_matches(['-', '@', ':', '+', '!']);
    let exec: Vec<String> = unit_file::words(exec).iter().map(|w| specifiers.expand(w)).collect();
    if exec.is_empty() {
        return None;
    }
    let working_folder = last("WorkingDirectory").map(|folder| {
        let folder = specifiers.expand(folder.trim_start_matches('-'));
        if folder == "~" { specifiers.home.clone().into() } else { PathBuf::from(folder) }
    });
    Some(Unit {
        name,
        path: path.to_owned(),
        exec,
        variables: variables(&settings, &specifiers),
        environment_files: values(&settings, "EnvironmentFile")
            .iter()
            .map(|value| unit_file::environment_path(&specifiers.expand(value)))
            .collect(),
        working_folder: working_folder.filter(|folder| folder.is_absolute()),
        user: unit_user,
        system,
    })
}

fn drop_ins(name: &str, folders: &[PathBuf]) -> Vec<String> {
    let mut files: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder.join(format!("{name}.d"))).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter(|path| path.extension() == Some("conf".as_ref()))
        .collect();
    files.sort_by(|a, b| a.file_name().cmp(&b.file_name()));
    files.iter().filter_map(|path| files::small_text(path).ok()).collect()
}

/// `Environment=`, then the files over it, then without `UnsetEnvironment=`.
fn variables(
    settings: &[(String, String, String)],
    specifiers: &Specifiers,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for value in values(settings, "Environment") {
        for (name, value) in unit_file::assignments(value) {
            found.insert(name, specifiers.expand(&value));
        }
    }
    for value in values(settings, "EnvironmentFile") {
        found.extend(unit_file::environment_file(&specifiers.expand(value)));
    }
    for value in values(settings, "UnsetEnvironment") {
        for word in unit_file::words(value) {
            found.remove(&word);
        }
    }
    found
}

/// The values of a setting of the service; an empty one takes back what stood before.
fn values<'s>(settings: &'s [(String, String, String)], wanted: &str) -> Vec<&'s str> {
    let mut all: Vec<&str> = Vec::new();
    for (section, name, value) in settings {
        if section == "Service" && name == wanted {
            if value.is_empty() {
                all.clear();
            } else {
                all.push(value);
            }
        }
    }
    all
}

/// The home folder of another user, by `/etc/passwd`.
fn home_of(user: &str) -> String {
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    passwd
        .lines()
        .map(|line| line.split(':').collect::<Vec<_>>())
        .find(|fields| fields.first() == Some(&user))
        .and_then(|fields| fields.get(5).map(|home| (*home).to_owned()))
        .unwrap_or_else(|| format!("/home/{user}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(home: &Path) -> Environment {
        [("HOME", home.to_str().unwrap()), ("USER", "ann")]
            .map(|(n, v)| (n.to_owned(), v.to_owned()))
            .into_iter()
            .collect()
    }

    fn write(path: PathBuf, text: &str) {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// In the form in which 2026.9.6 writes it.
    const UNIT: &str = r#"[Unit]
Description=OpenClaw Gateway (v2026.9.6)

[Service]
ExecStart="/opt/my node/bin/node" /opt/openclaw/dist/index.js gateway --port 18790
Restart=always
EnvironmentFile=-%h/.openclaw-work/gateway.systemd.env
Environment="HOME=/home/a b"
Environment=OPENCLAW_STATE_DIR=%h/.openclaw-work
Environment=OPENCLAW_PROFILE=work
Environment="X=50%% \"q\" \\b"
"#;

    #[test]
    fn a_unit_of_the_user_is_read_with_its_files_and_drop_ins() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path();
        let units = home.join(".config/systemd/user");
        write(units.join("openclaw-gateway-work.service"), UNIT);
        write(
            units.join("openclaw-gateway-work.service.d/10-more.conf"),
            "[Service]\nEnvironment=FROM_DROP_IN=1 GONE=1\nUnsetEnvironment=GONE\nWorkingDirectory=-%h\n",
        );
        write(home.join(".openclaw-work/gateway.systemd.env"), "KEY=\"a \\\"b\\\"\"\nX=file\n");
        write(units.join("openclaw-node.service"), UNIT);
        let environment = environment(home);
        let found = user_units(&environment);
        let [unit] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(unit.node(), Some(Path::new("/opt/my node/bin/node")));
        assert_eq!(unit.program(), Some(Path::new("/opt/openclaw/dist/index.js")));
        assert_eq!(unit.port(), Some(18790));
        let expected = [("FROM_DROP_IN", "1"), ("HOME", "/home/a b"), ("KEY", "a \"b\"")];
        for (name, value) in expected {
            assert_eq!(unit.variables[name], value);
        }
        assert_eq!(unit.variables["X"], "file");
        assert_eq!(unit.environment_files, [home.join(".openclaw-work/gateway.systemd.env")]);
        assert_eq!(unit.working_folder.as_deref(), Some(home));
        assert!(!unit.variables.contains_key("GONE"));
        let work = Home::at(home.join(".openclaw-work"));
        assert_eq!(unit.home(&environment).unwrap().id(), work.id());
        assert_eq!(of_home(&environment, &work).unwrap().name, unit.name);
        assert_eq!(of_home(&environment, &Home::at(home.join(".openclaw"))), None);
    }

    #[test]
    fn a_hand_written_unit_is_understood() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path();
        write(
            home.join(".config/systemd/user/openclaw-gateway.service"),
            "[Service]\nExecStart=\nExecStart=-/usr/local/bin/openclaw --profile=lab gateway\n",
        );
        let environment = environment(home);
        let unit = &user_units(&environment)[0];
        assert_eq!(unit.node(), None);
        assert_eq!(unit.program(), Some(Path::new("/usr/local/bin/openclaw")));
        assert_eq!(unit.home(&environment), Some(Home::at(home.join(".openclaw-lab"))));
    }

    #[test]
    fn a_unit_of_the_system_names_its_user_and_linger_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(
            root.join("etc/systemd/system/openclaw-gateway.service"),
            "[Service]\nUser=claw\nExecStart=/usr/bin/openclaw gateway\n",
        );
        let environment = environment(root);
        let units = system_units(root, &environment);
        assert_eq!(units[0].user.as_deref(), Some("claw"));
        assert!(!lingers(root, &environment));
        write(root.join("var/lib/systemd/linger/ann"), "");
        assert!(lingers(root, &environment));
    }
}
