//! The files in which a credential of this home's can stand, and what each of them is. Those that
//! OpenClaw reads come first, in the order in which a variable of theirs counts. Reads none.
//!
//! What OpenClaw leaves behind was seen by running it: 2026.2.9 writes `openclaw.json.bak` and puts
//! a key of the config into an agent's `models.json`; 2026.5.7 keeps `openclaw.json.last-good` and
//! `openclaw.json.clobbered.*` too; 2026.9.6 renames the files that it takes over into its database
//! to `*.migrated-<time>-<id>`. So whole folders are looked through, not lists of names. Left out
//! are conversations, workspaces, and Claude Code's own login.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::config::GatewayConfig;
use crate::openclaw::gateway::log_file;
use crate::openclaw::unit::{self, Unit};
use crate::openclaw::{Capabilities, log};
use crate::setup::{Context, stores};
use crate::view::{PlaintextIn, PlaintextRole};
use crate::{Error, files};

/// A file to look into.
#[derive(Debug)]
pub(in crate::setup) struct Spot {
    pub(in crate::setup) path: PathBuf,
    pub(in crate::setup) kind: PlaintextIn,
    pub(super) by: By,
    pub(in crate::setup) role: PlaintextRole,
    /// Why the role is that, as the last part of a text's key.
    pub(super) why: &'static str,
}

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Json,
    Lines,
    /// By look alone, a piece at a time.
    Bytes,
    /// The same, where texts stand end to end.
    Database,
}

/// What is known of the home.
pub(super) struct Known<'a> {
    pub(super) context: &'a Context,
    pub(super) config: &'a GatewayConfig,
    /// The config and what it includes.
    pub(super) config_files: &'a [PathBuf],
    /// None where no OpenClaw is installed.
    pub(super) can: Option<Capabilities>,
    /// The service of this home's gateway.
    pub(super) unit: Option<&'a Unit>,
}

/// All of them, and the folders that cannot be read.
pub(super) fn spots(known: &Known<'_>) -> (Vec<Spot>, Vec<Error>) {
    let mut all = All::default();
    for file in known.config_files {
        all.add(file.clone(), PlaintextIn::Config, By::Json, PlaintextRole::InUse, "config");
    }
    services(known, &mut all);
    variables(known, &mut all);
    profiles(known, &mut all);
    sign_ins(known, &mut all);
    rest(known, &mut all);
    (all.spots, all.unread)
}

#[derive(Default)]
struct All {
    spots: Vec<Spot>,
    unread: Vec<Error>,
}

impl All {
    fn add(
        &mut self,
        path: PathBuf,
        kind: PlaintextIn,
        by: By,
        role: PlaintextRole,
        why: &'static str,
    ) {
        self.spots.push(Spot { path, kind, by, role, why });
    }

    /// The files in a folder, by name; no links. Nothing where there is no folder.
    fn in_folder(&mut self, folder: &Path) -> Vec<PathBuf> {
        let mut found = self.with_links(folder);
        found.retain(|path| !path.is_symlink());
        found
    }

    /// The same with what links lead to, where whoever reads the folder follows them.
    fn with_links(&mut self, folder: &Path) -> Vec<PathBuf> {
        let list = || -> io::Result<Vec<PathBuf>> {
            let entries = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
            let mut found = entries.collect::<io::Result<Vec<_>>>()?;
            found.retain(|path| path.is_file());
            found.sort();
            Ok(found)
        };
        match list() {
            Ok(found) => found,
            Err(error) => {
                if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
                    self.unread.push(files::failed(folder, "read", &error));
                }
                vec![]
            }
        }
    }
}

/// The units of the user, drop-ins and backups of them, and the files that the gateway's name.
fn services(known: &Known<'_>, all: &mut All) {
    use PlaintextRole::{InUse, Leftover, Unknown};
    for file in known.unit.iter().flat_map(|unit| &unit.environment_files) {
        all.add(file.clone(), PlaintextIn::Service, By::Lines, InUse, "service");
    }
    let Some(folder) = unit::user_folder(&known.context.environment) else { return };
    let drop_ins = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = drop_ins
        .map(|entry| entry.path())
        .filter(|path| path.extension() == Some("d".as_ref()))
        .collect();
    folders.sort();
    folders.insert(0, folder);
    for folder in folders {
        let of_folder = name(&folder).strip_suffix(".d").map(str::to_owned);
        for file in all.with_links(&folder) {
            let unit = of_folder.clone().unwrap_or_else(|| name(&file).to_owned());
            let counts = match of_folder {
                Some(_) => name(&file).ends_with(".conf"),
                None => name(&file).ends_with(".service"),
            };
            let (role, why) = if !counts {
                (Leftover, "service-copy")
            } else if known.unit.is_some_and(|own| own.name == unit) {
                (InUse, "service")
            } else if unit::is_gateway(&unit) {
                (Unknown, "service-of-another")
            } else {
                (Unknown, "service-other")
            };
            all.add(file, PlaintextIn::Service, By::Lines, role, why);
        }
    }
}

/// `.env` files. OpenClaw's docs name the order (help/environment of 2026.2.9, 2026.5.7, 2026.9.6),
/// and with each of the three it is so: what the process has, the working folder's file (on 2026.2.9
/// alone), the state folder's, `env` of the config.
fn variables(known: &Known<'_>, all: &mut All) {
    use PlaintextRole::{InUse, Leftover, Unknown};
    let home = known.context.environment.home();
    if let Some(unit) = known.unit {
        // A service of the user starts in the home folder when nothing else is said.
        let folder = unit.working_folder.clone().or_else(|| home.clone()).unwrap_or_default();
        let (role, why) = match known.can {
            Some(can) if can.env_of_working_folder => (InUse, "env-of-folder"),
            Some(_) => (Leftover, "env-of-folder-ignored"),
            None => (Unknown, "unknown"),
        };
        all.add(folder.join(".env"), PlaintextIn::EnvFile, By::Lines, role, why);
    }
    let state = known.context.home.state_dir.join(".env");
    all.add(state, PlaintextIn::EnvFile, By::Lines, InUse, "env");
    if let Some(home) = home {
        let compatible = home.join(".config/openclaw/gateway.env");
        all.add(compatible, PlaintextIn::EnvFile, By::Lines, InUse, "env");
    }
}

/// What shells and the desktop session read.
fn profiles(known: &Known<'_>, all: &mut All) {
    const FILES: [&str; 9] = [
        ".profile",
        ".bash_profile",
        ".bash_login",
        ".bashrc",
        ".zshenv",
        ".zprofile",
        ".zshrc",
        ".config/fish/config.fish",
        ".pam_environment",
    ];
    let Some(home) = known.context.environment.home() else { return };
    let mut found: Vec<PathBuf> = FILES.iter().map(|name| home.join(name)).collect();
    for (folder, extension) in [(".config/fish/conf.d", "fish"), (".config/environment.d", "conf")]
    {
        let files = all.with_links(&home.join(folder)).into_iter();
        found.extend(files.filter(|file| file.extension() == Some(extension.as_ref())));
    }
    for file in found {
        let (kind, role) = (PlaintextIn::Profile, PlaintextRole::Unknown);
        all.add(file, kind, By::Lines, role, "profile");
    }
}

/// Where the sign-ins stand, and what is kept beside them.
fn sign_ins(known: &Known<'_>, all: &mut All) {
    use PlaintextRole::{InUse, Unknown};
    let state_dir = &known.context.home.state_dir;
    let (role, why) = match known.can {
        Some(can) if can.json_store => (InUse, "store"),
        Some(_) => (Unknown, "store-of-before"),
        None => (Unknown, "unknown"),
    };
    let mut folders = match stores::folders(known.context) {
        Ok(folders) => folders,
        Err(error) => {
            all.unread.push(files::failed(&state_dir.join("agents"), "read", &error));
            vec![state_dir.join("state")]
        }
    };
    folders.push(state_dir.join("credentials"));
    for folder in folders {
        let store = folder.join("auth-profiles.json");
        all.add(store, PlaintextIn::Store, By::Json, role, why);
        for file in all.in_folder(&folder) {
            all.spots.push(beside_a_store(file));
        }
    }
}

fn beside_a_store(path: PathBuf) -> Spot {
    use PlaintextRole::{Leftover, Unknown};
    let name = name(&path);
    let is_copy = |of: &str| name.trim_start_matches(['.', '#']).starts_with(of);
    let (kind, by, role, why) = match name {
        "models.json" => (PlaintextIn::ModelList, By::Json, Unknown, "model-list"),
        "auth.json" | "oauth.json" => {
            (PlaintextIn::StoreCopy, By::Json, Unknown, "store-of-before")
        }
        _ if name.contains(".sqlite") => (PlaintextIn::Database, By::Database, Unknown, "database"),
        _ if ["auth", "oauth.json"].iter().any(|of| is_copy(of)) => {
            (PlaintextIn::StoreCopy, By::Json, Leftover, "store-copy")
        }
        _ => (PlaintextIn::Other, By::Bytes, Unknown, "unknown"),
    };
    Spot { path, kind, by, role, why }
}

/// Copies of the config, whatever else is in OpenClaw's own folders, and logs.
fn rest(known: &Known<'_>, all: &mut All) {
    use PlaintextRole::{Leftover, Unknown};
    let home = &known.context.home;
    let mut folders = vec![home.state_dir.clone()];
    folders.extend(known.config_files.iter().filter_map(|file| Some(file.parent()?.to_owned())));
    folders.dedup();
    for folder in folders {
        for file in all.in_folder(&folder) {
            let name = name(&file);
            let is_config =
                known.config_files.iter().any(|config| name.contains(self::name(config)));
            let (kind, by, role, why) = if is_config {
                (PlaintextIn::ConfigCopy, By::Json, Leftover, "config-copy")
            } else if folder != home.state_dir {
                continue;
            } else if name.starts_with(".env") {
                (PlaintextIn::EnvFile, By::Lines, Leftover, "env-copy")
            } else if name.contains(".sqlite") {
                (PlaintextIn::Database, By::Database, Unknown, "database")
            } else {
                (PlaintextIn::Other, By::Bytes, Unknown, "unknown")
            };
            all.add(file, kind, by, role, why);
        }
    }
    let mut logs = all.in_folder(&home.state_dir.join("logs"));
    let environment = &known.context.environment;
    let own = log_file(&known.context.place.of_home(home));
    logs.extend(log::files(environment, home, &own, known.config.log_file.as_deref()));
    for file in logs {
        all.add(file, PlaintextIn::Log, By::Bytes, Leftover, "log");
    }
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    #[test]
    fn leftovers_of_any_version_are_told_from_what_is_read() {
        use PlaintextIn::{ConfigCopy, Database, EnvFile, ModelList, Other, Store, StoreCopy};
        use PlaintextRole::{InUse, Leftover, Unknown};
        let folder = tempfile::tempdir().unwrap();
        let context = test_context(folder.path());
        let state = &context.home.state_dir;
        let expected = [
            (".env", EnvFile, InUse),
            (".env.old", EnvFile, Leftover),
            ("openclaw.json.bak.2", ConfigCopy, Leftover),
            ("openclaw.json.clobbered.2026-11-30T18-50-02-104Z", ConfigCopy, Leftover),
            (".openclaw.json.swp", ConfigCopy, Leftover),
            ("openclaw.json~", ConfigCopy, Leftover),
            ("notes.txt", Other, Unknown),
            ("state/openclaw.sqlite", Database, Unknown),
            ("state/openclaw.sqlite-wal", Database, Unknown),
            ("credentials/oauth.json", StoreCopy, Unknown),
            ("credentials/oauth.json.migrated-2026-11-30T18-50-02.304Z-8", StoreCopy, Leftover),
            ("agents/a/agent/auth-profiles.json", Store, InUse),
            ("agents/a/agent/auth-profiles.json.bak", StoreCopy, Leftover),
            ("agents/a/agent/auth.json", StoreCopy, Unknown),
            ("agents/a/agent/models.json", ModelList, Unknown),
        ];
        for (name, ..) in expected {
            let path = state.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let config_files = [context.home.config_path.clone()];
        let known = Known {
            context: &context,
            config: &GatewayConfig::default(),
            config_files: &config_files,
            can: Some(Capabilities::of("2026.5.7")),
            unit: None,
        };
        let (spots, unread) = spots(&known);
        assert_eq!(unread.len(), 0);
        for (name, kind, role) in expected {
            let spot = spots.iter().find(|spot| spot.path == state.join(name));
            let spot = spot.unwrap_or_else(|| panic!("{name}"));
            assert_eq!((spot.kind, spot.role), (kind, role), "{name}");
        }
    }
}
