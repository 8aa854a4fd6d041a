//! State folder and config path, as OpenClaw itself resolves them, and the other homes on this
//! computer. Leaves out what is in them.
//!
//! Observed on 2026.9.6: `OPENCLAW_CONFIG_PATH` and `OPENCLAW_STATE_DIR` win, a `~` in them is
//! `OPENCLAW_HOME` or else `HOME`; without them it is `.openclaw` in that folder, or `.clawdbot`
//! (its name before 2026) when only that exists. The variable `OPENCLAW_PROFILE` alone chooses no
//! folder: the option `--profile` does, by setting all three.

use std::path::{Path, PathBuf};

use super::unit;
use crate::{Code, Environment, Error, Result};

/// The config's name, and the one that it had before 2026.
const CONFIG_NAMES: [&str; 2] = ["openclaw.json", "clawdbot.json"];

/// One OpenClaw home: a state folder and the config that goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Home {
    /// The state folder, such as `~/.openclaw`.
    pub state_dir: PathBuf,
    /// The config, such as `~/.openclaw/openclaw.json`.
    pub config_path: PathBuf,
    /// The `--profile` it belongs to: the name of `~/.openclaw-<name>`, or `OPENCLAW_PROFILE`.
    pub profile: Option<String>,
}

impl Home {
    /// The home that OpenClaw would use in this environment, whether it exists or not.
    ///
    /// # Errors
    /// `home-unknown` when neither `HOME` nor `OPENCLAW_HOME` is set.
    pub fn current(environment: &Environment) -> Result<Self> {
        let user = user_folder(environment).ok_or_else(|| {
            Error::new(Code::HomeUnknown).with("home", "$HOME").with("known", "…")
        })?;
        let state_dir = match trimmed(environment, "OPENCLAW_STATE_DIR") {
            Some(path) => expanded(path, &user),
            None => default_state_dir(&user),
        };
        let config_path = match trimmed(environment, "OPENCLAW_CONFIG_PATH") {
            Some(path) => expanded(path, &user),
            None => config_in(&state_dir),
        };
        let profile = trimmed(environment, "OPENCLAW_PROFILE")
            .filter(|name| is_profile(name))
            .map(str::to_owned)
            .or_else(|| profile_of(&state_dir));
        Ok(Self { state_dir, config_path, profile })
    }

    /// The home in a state folder, with the config where OpenClaw looks for it.
    pub fn at(state_dir: impl Into<PathBuf>) -> Self {
        let state_dir = state_dir.into();
        Self { config_path: config_in(&state_dir), profile: profile_of(&state_dir), state_dir }
    }

    /// The folder of an agent, in which its sign-ins stand: `named` by the config (`agentDir`), or
    /// its usual place. `user` is the folder that `~` stands for.
    pub fn agent_folder(&self, agent: &str, named: Option<&str>, user: &Path) -> PathBuf {
        match named {
            Some(folder) => expanded(folder, user),
            None => self.state_dir.join("agents").join(agent).join("agent"),
        }
    }

    /// A short, stable name of the home for folders and attributes: letters and digits only.
    /// The same for every way of writing the paths; a config that is a symlink counts where the
    /// link stands, so that moving its target changes nothing.
    pub fn id(&self) -> String {
        let mut text = canonical(&self.state_dir).to_string_lossy().into_owned();
        text.push('\n');
        text.push_str(&canonical_name(&self.config_path).to_string_lossy());
        format!("{:016x}", fnv1a(text.as_bytes()))
    }

    /// How people call it: `~/.openclaw`, or the profile's name; with the config's path when that
    /// is not where one expects it.
    pub fn label(&self, environment: &Environment) -> String {
        let short = |path: &Path| match user_folder(environment) {
            Some(user) => match path.strip_prefix(&user) {
                Ok(rest) => format!("~/{}", rest.display()),
                Err(_) => path.display().to_string(),
            },
            None => path.display().to_string(),
        };
        let name = profile_of(&self.state_dir).unwrap_or_else(|| short(&self.state_dir));
        if self.config_path.parent() == Some(&self.state_dir) {
            name
        } else {
            format!("{name} ({})", short(&self.config_path))
        }
    }

    /// The folder of the state.
    pub fn state_dir(&self) -> &Path {
        &self.state_dir
    }

    /// The variables that make any OpenClaw command use this home.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        let mut all = vec![
            ("OPENCLAW_STATE_DIR", self.state_dir.display().to_string()),
            ("OPENCLAW_CONFIG_PATH", self.config_path.display().to_string()),
        ];
        all.extend(self.profile.clone().map(|name| ("OPENCLAW_PROFILE", name)));
        all
    }
}

/// All homes on this computer, the environment's first (it is listed even before it exists):
/// `~/.openclaw`, the profiles' folders beside it, and those that systemd user units name.
///
/// # Errors
/// Those of [`Home::current`].
pub fn homes(environment: &Environment) -> Result<Vec<Home>> {
    let current = Home::current(environment)?;
    let mut found = vec![current];
    if let Some(user) = user_folder(environment) {
        found.extend(beside(&user));
    }
    found.extend(unit::user_units(environment).iter().filter_map(|unit| unit.home(environment)));
    let mut known = std::collections::HashSet::new();
    found.retain(|home| known.insert(home.id()));
    Ok(found)
}

/// The folder that `~` stands for, as OpenClaw takes it.
pub(super) fn user_folder(environment: &Environment) -> Option<PathBuf> {
    let plain = |name| trimmed(environment, name).filter(|v| *v != "undefined" && *v != "null");
    let system = plain("HOME").or_else(|| plain("USERPROFILE")).map(PathBuf::from);
    match plain("OPENCLAW_HOME") {
        Some(own) if own.starts_with('~') => system.map(|home| expanded(own, &home)),
        Some(own) => Some(absolute(Path::new(own))),
        None => system.map(|home| absolute(&home)),
    }
}

fn trimmed<'a>(environment: &'a Environment, name: &str) -> Option<&'a str> {
    environment.get(name).map(str::trim).filter(|value| !value.is_empty())
}

pub(crate) fn expanded(path: &str, user: &Path) -> PathBuf {
    match path.strip_prefix('~') {
        Some("") => user.to_path_buf(),
        Some(rest) if rest.starts_with(['/', '\\']) => absolute(&user.join(&rest[1..])),
        _ => absolute(Path::new(path)),
    }
}

/// Without `.` and `..` parts, as Node's `path.resolve` gives it; a relative path counts from the
/// working folder.
fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                out.pop();
            }
            std::path::Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

fn default_state_dir(user: &Path) -> PathBuf {
    let (new, old) = (user.join(".openclaw"), user.join(".clawdbot"));
    if !new.exists() && old.exists() { old } else { new }
}

fn config_in(state_dir: &Path) -> PathBuf {
    let [new, old] = CONFIG_NAMES.map(|name| state_dir.join(name));
    if !new.exists() && old.exists() { old } else { new }
}

/// The folders in `user` that are OpenClaw homes, by name.
fn beside(user: &Path) -> Vec<Home> {
    let mut names: Vec<PathBuf> = std::fs::read_dir(user)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name == ".openclaw" || profile_of(path).is_some()
        })
        .filter(|path| is_home(path))
        .collect();
    names.sort();
    names.into_iter().map(Home::at).collect()
}

/// Whether OpenClaw has been at work in a folder: `~/.openclaw-backup` need not be a home.
fn is_home(folder: &Path) -> bool {
    CONFIG_NAMES.iter().any(|name| folder.join(name).exists())
        || folder.join("state").join("openclaw.sqlite").exists()
        || folder.join("agents").is_dir()
}

fn profile_of(state_dir: &Path) -> Option<String> {
    let name = state_dir.file_name()?.to_str()?.strip_prefix(".openclaw-")?;
    is_profile(name).then(|| name.to_owned())
}

/// OpenClaw's own rule for the name of a profile; `default` means none.
fn is_profile(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        && !name.eq_ignore_ascii_case("default")
}

/// The real path of what exists of `path`, with the rest as it is written.
fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| canonical_name(path))
}

/// The real path of the folder, and the last name as it is written.
fn canonical_name(path: &Path) -> PathBuf {
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => canonical(parent).join(name),
        _ => path.to_path_buf(),
    }
}

/// FNV-1a: std's own hashers may change with the compiler, and these names are kept on disk.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn the_home_is_resolved_as_openclaw_does() {
        type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str, Option<&'a str>);
        let cases: &[Case<'_>] = &[
            (&[], "/none/u/.openclaw", "/none/u/.openclaw/openclaw.json", None),
            (
                &[("OPENCLAW_PROFILE", "work")],
                "/none/u/.openclaw",
                "/none/u/.openclaw/openclaw.json",
                Some("work"),
            ),
            (
                &[("OPENCLAW_HOME", "/none/h")],
                "/none/h/.openclaw",
                "/none/h/.openclaw/openclaw.json",
                None,
            ),
            (
                &[("OPENCLAW_HOME", "~/h"), ("OPENCLAW_STATE_DIR", "~/s/../st")],
                "/none/u/h/st",
                "/none/u/h/st/openclaw.json",
                None,
            ),
            (
                &[("OPENCLAW_STATE_DIR", " ~/.openclaw-work ")],
                "/none/u/.openclaw-work",
                "/none/u/.openclaw-work/openclaw.json",
                Some("work"),
            ),
            (&[("OPENCLAW_CONFIG_PATH", "~/c.json")], "/none/u/.openclaw", "/none/u/c.json", None),
            (
                &[("OPENCLAW_PROFILE", "Default"), ("OPENCLAW_HOME", "undefined")],
                "/none/u/.openclaw",
                "/none/u/.openclaw/openclaw.json",
                None,
            ),
        ];
        for (extra, state, config, profile) in cases {
            let mut pairs = vec![("HOME", "/none/u")];
            pairs.extend_from_slice(extra);
            let home = Home::current(&environment(&pairs)).unwrap();
            assert_eq!(home.state_dir, Path::new(state), "{extra:?}");
            assert_eq!(home.config_path, Path::new(config), "{extra:?}");
            assert_eq!(home.profile.as_deref(), *profile, "{extra:?}");
        }
        assert_eq!(Home::current(&environment(&[])).unwrap_err().code, Code::HomeUnknown);
    }

    #[test]
    fn the_folder_of_before_2026_counts_while_there_is_no_newer() {
        let folder = tempfile::tempdir().unwrap();
        let env = environment(&[("HOME", folder.path().to_str().unwrap())]);
        std::fs::create_dir(folder.path().join(".clawdbot")).unwrap();
        std::fs::write(folder.path().join(".clawdbot/clawdbot.json"), "{}").unwrap();
        let old = Home::current(&env).unwrap();
        assert_eq!(old.config_path, folder.path().join(".clawdbot/clawdbot.json"));
        std::fs::create_dir(folder.path().join(".openclaw")).unwrap();
        assert_eq!(Home::current(&env).unwrap().state_dir, folder.path().join(".openclaw"));
    }

    #[test]
    fn all_homes_are_listed_once_the_environments_first() {
        let folder = tempfile::tempdir().unwrap();
        let user = folder.path().canonicalize().unwrap();
        for name in [".openclaw", ".openclaw-work", ".openclaw-notes"] {
            std::fs::create_dir(user.join(name)).unwrap();
        }
        std::fs::write(user.join(".openclaw/openclaw.json"), "{}").unwrap();
        std::fs::write(user.join(".openclaw-work/openclaw.json"), "{}").unwrap();
        let units = user.join(".config/systemd/user");
        std::fs::create_dir_all(&units).unwrap();
        std::fs::write(
            units.join("openclaw-gateway-far.service"),
            "[Service]\nExecStart=/usr/bin/node /x/openclaw/dist/index.js gateway\n\
             Environment=OPENCLAW_STATE_DIR=%h/far\n",
        )
        .unwrap();
        let env = environment(&[
            ("HOME", user.to_str().unwrap()),
            ("OPENCLAW_STATE_DIR", user.join(".openclaw-work").to_str().unwrap()),
        ]);
        let labels: Vec<String> = homes(&env).unwrap().iter().map(|h| h.label(&env)).collect();
        assert_eq!(labels, ["work", "~/.openclaw", "~/far"]);
    }

    #[test]
    fn the_id_is_short_stable_and_the_same_for_every_way_to_write_it() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real");
        let before = Home::at(&real).id();
        assert!(before.len() == 16 && before.chars().all(|c| c.is_ascii_alphanumeric()));
        std::fs::create_dir(&real).unwrap();
        assert_eq!(Home::at(&real).id(), before);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&real, folder.path().join("link")).unwrap();
            assert_eq!(Home::at(folder.path().join("link")).id(), before);
        }
        assert_ne!(Home::at(folder.path().join("other")).id(), before);
        assert_eq!(Home::at("/nowhere/.openclaw").id(), "efb1bb7b4c0a8b9d");
    }
}
