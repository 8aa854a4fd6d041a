//! Finds the OpenClaw program: its package folder, its version, and the Node that runs it.
//! Leaves out installing it ([`super::installer`]) and what its version means
//! ([`super::capabilities`]).

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::node::{self, Node};
use super::paths::Home;
use super::{installer, unit};
use crate::text::say;
use crate::{Code, Environment, Error, Result, files};

/// An OpenClaw that can be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installation {
    /// Its package folder.
    pub package: PathBuf,
    /// Its version, as its package says.
    pub version: String,
    /// The Node that runs it.
    pub node: Node,
}

impl Installation {
    /// The script that Node runs.
    pub fn entry(&self) -> PathBuf {
        self.package.join("openclaw.mjs")
    }
}

/// What was found, usable or not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The package folder.
    pub package: Option<PathBuf>,
    /// Its version.
    pub version: Option<String>,
    /// The Node that would run it.
    pub node: Option<Node>,
    /// Why it cannot be used.
    pub problem: Option<Error>,
}

impl Found {
    /// The installation.
    ///
    /// # Errors
    /// `openclaw-missing`, `openclaw-broken`, `node-missing`, `node-too-old`.
    pub fn usable(self) -> Result<Installation> {
        match (self.package, self.version, self.node, self.problem) {
            (Some(package), Some(version), Some(node), None) => {
                Ok(Installation { package, version, node })
            }
            (.., Some(problem)) => Err(problem),
            _ => Err(missing()),
        }
    }
}

/// Looks for OpenClaw: at the place that the user chose and nowhere else, or in the gateway's
/// unit, on `PATH`, and where package managers and OpenClaw's own installers put it.
pub async fn find(environment: &Environment, home: &Home, chosen: Option<&Path>) -> Found {
    let unit = unit::of_home(environment, home);
    let places = match chosen {
        Some(path) => vec![path.to_owned()],
        None => {
            // The unit of this home first, then those of others, which most likely share it.
            let others = unit::user_units(environment);
            let units = unit.iter().chain(&others);
            let programs = units.filter_map(unit::Unit::program).map(Path::to_path_buf);
            programs.chain(places(environment)).collect::<Vec<_>>()
        }
    };
    let mut first_broken = None;
    for place in places {
        match package_of(&place, environment) {
            Ok(package) => {
                let range = package.engines.as_ref().and_then(|engines| engines.node.as_deref());
                let of_unit = unit.as_ref().and_then(|unit| unit.node());
                let nodes = node::candidates(Some(&package.folder), of_unit, environment);
                let node = node::fitting(nodes, range, environment, &package.folder).await;
                return Found {
                    package: Some(package.folder),
                    version: Some(package.version),
                    problem: node.as_ref().err().cloned(),
                    node: node.ok(),
                };
            }
            Err(error) => first_broken = first_broken.or(error),
        }
    }
    let problem = Some(first_broken.unwrap_or_else(missing));
    Found { problem, ..Found::default() }
}

fn missing() -> Error {
    Error::new(Code::OpenClawMissing).with("command", installer::COMMAND)
}

/// The places of the program itself, or of its package folder, most wanted first.
fn places(environment: &Environment) -> Vec<PathBuf> {
    let mut found = node::on_path("openclaw", environment);
    let Some(home) = environment.home() else { return found };
    let modules = "lib/node_modules/openclaw";
    let set = |name: &str, or: &str| environment.get(name).map_or(home.join(or), PathBuf::from);
    let pnpm = set("PNPM_HOME", ".local/share/pnpm");
    let volta = set("VOLTA_HOME", ".volta").join("tools/image/packages/openclaw");
    found.extend(environment.get("NPM_CONFIG_PREFIX").map(|at| Path::new(at).join(modules)));
    found.extend(npm_prefix(&home).map(|prefix| prefix.join(modules)));
    found.extend([
        home.join(".local").join(modules),
        home.join(".npm-global").join(modules),
        home.join(".openclaw").join(modules),
        home.join(".local/bin/openclaw"),
        pnpm.join("openclaw"),
        volta.join(modules),
        set("BUN_INSTALL", ".bun").join("install/global/node_modules/openclaw"),
    ]);
    found.extend(node::each_in(&pnpm.join("global"), "node_modules/openclaw"));
    for (folder, rest) in node::roots(environment, &home) {
        found.extend(node::each_in(&folder, &format!("{rest}/{modules}")));
    }
    for prefix in
        ["/usr/local", "/usr", "/opt/homebrew", "/home/linuxbrew/.linuxbrew", "/opt/openclaw"]
    {
        found.push(Path::new(prefix).join(modules));
    }
    // A source checkout by OpenClaw's installer.
    found.push(home.join("openclaw"));
    found
}

/// `prefix=` of the user's `.npmrc`.
fn npm_prefix(home: &Path) -> Option<PathBuf> {
    let text = files::small_text(&home.join(".npmrc")).ok()?;
    let value = text.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == "prefix").then(|| value.trim().trim_matches('"').to_owned())
    })?;
    let value = value.replace("${HOME}", &home.display().to_string());
    Some(match value.strip_prefix("~/") {
        Some(rest) => home.join(rest),
        None => PathBuf::from(value),
    })
}

/// What Chela reads of a `package.json`.
#[derive(Deserialize)]
struct Package {
    #[serde(skip)]
    folder: PathBuf,
    name: String,
    version: String,
    engines: Option<Engines>,
}

#[derive(Deserialize)]
struct Engines {
    node: Option<String>,
}

/// The package that a place leads to: a folder, a link, a shim or a wrapper script.
/// `Err(None)` when there is nothing of OpenClaw's.
fn package_of(place: &Path, environment: &Environment) -> Result<Package, Option<Error>> {
    let real = place.canonicalize().map_err(|_| None)?;
    let above = |file: &Path| file.ancestors().take(4).find_map(read_package);
    let package = if real.is_dir() { read_package(&real) } else { above(&real) };
    let package = package.or_else(|| target(&real, environment).and_then(|file| above(&file)));
    let broken = |key: &str| {
        let error = Error::new(Code::OpenClawBroken)
            .with("path", place.display())
            .with("detail", say(key, &[]))
            .with("command", installer::COMMAND);
        Err(Some(error))
    };
    match package {
        None => broken("openclaw.no-package"),
        // The empty package that npm picks on an old Node when no version is named.
        Some(package) if package.version == "0.0.1" => broken("openclaw.placeholder"),
        Some(package) if !package.folder.join("openclaw.mjs").is_file() => {
            broken("openclaw.program-missing")
        }
        Some(package) => Ok(package),
    }
}

fn read_package(folder: &Path) -> Option<Package> {
    let text = files::small_text(&folder.join("package.json")).ok()?;
    let package: Package = serde_json::from_str(&text).ok()?;
    (package.name == "openclaw").then(|| Package { folder: folder.to_owned(), ..package })
}

/// The file of OpenClaw's package that a shim or wrapper script starts (pnpm's, OpenClaw's own
/// installers').
fn target(script: &Path, environment: &Environment) -> Option<PathBuf> {
    if script.metadata().ok()?.len() > 64 * 1024 {
        return None;
    }
    let text = files::small_text(script).ok()?;
    let folder = script.parent()?.display().to_string();
    let home = environment.home().unwrap_or_default().display().to_string();
    text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
        .filter(|word| {
            word.contains("openclaw") && [".mjs", ".js"].iter().any(|end| word.ends_with(end))
        })
        .map(|word| {
            let word = word.replace("$basedir", &folder).replace("${HOME}", &home);
            PathBuf::from(word.replace("$HOME", &home))
        })
        .find_map(|file| file.canonicalize().ok())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    /// A home with nothing in it, and a `PATH` of its own.
    struct Machine(tempfile::TempDir);

    impl Machine {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn path(&self, rest: &str) -> PathBuf {
            self.0.path().canonicalize().unwrap().join(rest)
        }

        fn environment(&self) -> Environment {
            [("HOME", self.path("")), ("PATH", self.path("bin"))]
                .map(|(n, v)| (n.to_owned(), v.to_str().unwrap().trim_end_matches('/').to_owned()))
                .into_iter()
                .collect()
        }

        fn write(&self, rest: &str, text: &str) -> PathBuf {
            let path = self.path(rest);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
            path
        }

        fn package(&self, rest: &str, version: &str) -> PathBuf {
            self.write(
                &format!("{rest}/package.json"),
                &format!(
                    "{{\"name\":\"openclaw\",\"version\":\"{version}\",\
                     \"engines\":{{\"node\":\"{}\"}}}}",
                    node::NEEDED
                ),
            );
            self.write(&format!("{rest}/openclaw.mjs"), "");
            self.path(rest)
        }

        fn node(&self, rest: &str, version: &str) -> PathBuf {
            self.write(rest, &format!("#!/bin/sh\necho v{version}\n"))
        }

        async fn find(&self, chosen: Option<&Path>) -> Found {
            let environment = self.environment();
            find(&environment, &Home::current(&environment).unwrap(), chosen).await
        }
    }

    #[tokio::test]
    async fn its_own_node_comes_before_the_one_on_path() {
        let machine = Machine::new();
        machine.node("bin/node", "20.20.2");
        let package =
            machine.package(".nvm/versions/node/v26.2.0/lib/node_modules/openclaw", "2026.9.6");
        let node = machine.node(".nvm/versions/node/v26.2.0/bin/node", "26.2.0");
        let found = machine.find(None).await.usable().unwrap();
        assert_eq!((found.package, found.version.as_str()), (package, "2026.9.6"));
        assert_eq!((found.node.path, found.node.version.major), (node, 26));
    }

    #[tokio::test]
    async fn links_shims_and_wrappers_lead_to_the_package() {
        let shims: &[(&str, &str)] = &[
            (
                "bin/openclaw",
                "#!/bin/sh\nexec node \"$basedir/../p/openclaw/openclaw.mjs\" \"$@\"\n",
            ),
            (
                "bin/openclaw",
                "#!/bin/sh\nexec \"/x/node\" \"$HOME/p/openclaw/dist/entry.js\" \"$@\"\n",
            ),
        ];
        for (place, text) in shims {
            let machine = Machine::new();
            let package = machine.package("p/openclaw", "2026.9.6");
            machine.write("p/openclaw/dist/entry.js", "");
            machine.write(place, text);
            assert_eq!(machine.find(None).await.package, Some(package), "{text}");
        }
        let machine = Machine::new();
        let package = machine.package("lib/node_modules/openclaw", "2026.9.6");
        std::fs::create_dir(machine.path("bin")).unwrap();
        symlink("../lib/node_modules/openclaw/openclaw.mjs", machine.path("bin/openclaw")).unwrap();
        let node = machine.node("bin/node", "26.1.0");
        let found = machine.find(None).await;
        assert_eq!((found.package, found.node.unwrap().path), (Some(package), node));
    }

    #[tokio::test]
    async fn what_the_unit_runs_is_taken_first() {
        let machine = Machine::new();
        machine.package(".npm-global/lib/node_modules/openclaw", "2026.5.7");
        let package = machine.package("o/lib/node_modules/openclaw", "2026.9.6");
        let node = machine.node("n/node", "26.1.0");
        machine.write("o/lib/node_modules/openclaw/dist/index.js", "");
        machine.write(
            ".config/systemd/user/openclaw-gateway.service",
            &format!(
                "[Service]\nExecStart={} {}/dist/index.js gateway --port 18789\n",
                node.display(),
                package.display()
            ),
        );
        let found = machine.find(None).await.usable().unwrap();
        assert_eq!((found.package, found.node.path), (package, node));
    }

    #[tokio::test]
    async fn each_way_to_be_unusable_has_its_error() {
        let machine = Machine::new();
        let codes = |found: Found| found.usable().unwrap_err().code;
        let chosen = machine.write("other", "not it");
        assert_eq!(codes(machine.find(Some(&chosen)).await), Code::OpenClawBroken);
        machine.package("empty/openclaw", "0.0.1");
        let empty = machine.find(Some(&machine.path("empty/openclaw"))).await;
        assert!(empty.problem.as_ref().unwrap().params["detail"].contains("placeholder"));
        let package = machine.package("p/openclaw", "2026.9.6");
        machine.node("bin/node", "20.20.2");
        let found = machine.find(Some(&package)).await;
        if found.node.is_none() {
            // Unless this computer has a good one where everybody looks.
            assert_eq!(found.version.as_deref(), Some("2026.9.6"));
            assert_eq!(codes(found), Code::NodeTooOld);
        }
    }
}
