//! The Node that runs OpenClaw: the one of its own installation before the one on `PATH`. With an
//! old Node first on `PATH`, OpenClaw 2026.9.6 prints advice and exits 1 although a good one is
//! installed elsewhere.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use semver::{Version, VersionReq};

use super::capabilities;
use crate::text::say;
use crate::{Code, Environment, Error};

/// What 2026.9.6 needs (`engines.node` of its package).
pub const NEEDED: &str = ">=24.16.0 <25 || >=26.1.0";

/// How long `node --version` may take.
const LIMIT: Duration = Duration::from_secs(5);

/// A Node that answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Where it is.
    pub path: PathBuf,
    /// Its version.
    pub version: Version,
}

/// The first of `candidates` that `range` allows.
///
/// # Errors
/// `node-missing` when none answers, `node-too-old` with the newest of them; `program` is named.
pub(super) async fn fitting(
    candidates: Vec<PathBuf>,
    range: Option<&str>,
    environment: &Environment,
    program: &Path,
) -> Result<Node, Error> {
    let mut newest: Option<Node> = None;
    let mut seen = HashSet::new();
    for path in candidates {
        if !path.is_file() || !seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
            continue;
        }
        let Some(version) = version(&path, environment).await else { continue };
        if range.is_none_or(|range| allows(range, &version)) {
            return Ok(Node { path, version });
        }
        if newest.as_ref().is_none_or(|node| node.version < version) {
            newest = Some(Node { path, version });
        }
    }
    let needed = range.map_or_else(|| "22".to_owned(), readable);
    Err(match newest {
        Some(node) => Error::new(Code::NodeTooOld)
            .with("found", node.version)
            .with("path", node.path.display())
            .with("needed", needed),
        None => {
            Error::new(Code::NodeMissing).with("path", program.display()).with("needed", needed)
        }
    })
}

/// The places to look at, best first: the unit's, those that belong to the package's own folder,
/// `PATH`, then those where version managers and installers put theirs.
pub(super) fn candidates(
    package: Option<&Path>,
    of_unit: Option<&Path>,
    environment: &Environment,
) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = of_unit.map(Path::to_path_buf).into_iter().collect();
    if let Some(modules) = package.and_then(Path::parent) {
        // prefix/lib/node_modules/openclaw → prefix/bin/node (npm, nvm, fnm, asdf, mise, brew).
        if let Some(prefix) = modules.parent().and_then(Path::parent) {
            found.push(prefix.join("bin/node"));
            // OpenClaw's own install-cli.sh.
            found.push(prefix.join("tools/node/bin/node"));
        }
        // A project's own node_modules, with Node from npm.
        found.push(modules.join(".bin/node"));
    }
    found.extend(on_path("node", environment));
    found.extend(known_places(environment));
    found
}

/// The files of this name on `PATH`.
pub(crate) fn on_path(name: &str, environment: &Environment) -> Vec<PathBuf> {
    let path = environment.get("PATH").unwrap_or_default();
    std::env::split_paths(path).map(|folder| folder.join(name)).filter(|p| p.is_file()).collect()
}

/// The folders in `folder` with `rest` below them, newest version first.
pub(crate) fn each_in(folder: &Path, rest: &str) -> Vec<PathBuf> {
    let rest = rest.trim_start_matches('/');
    let mut found: Vec<(Option<Version>, PathBuf)> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (capabilities::parse(&name), entry.path().join(rest))
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, path)| path).collect()
}

fn known_places(environment: &Environment) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if let Some(home) = environment.home() {
        found.push(home.join(".openclaw/tools/cli-node/tools/node/bin/node"));
        found.push(home.join(".openclaw/tools/node/bin/node"));
        for (folder, rest) in roots(environment, &home) {
            found.extend(each_in(&folder, &format!("{rest}/bin/node")));
        }
    }
    for folder in ["/usr/local/bin", "/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin"] {
        found.push(Path::new(folder).join("node"));
    }
    found.extend(["/usr/bin/node", "/snap/bin/node"].map(PathBuf::from));
    found
}

/// Where version managers keep one folder per Node, and what stands between it and its `bin`.
pub(crate) fn roots(environment: &Environment, home: &Path) -> Vec<(PathBuf, &'static str)> {
    let set = |name: &str, or: &str| environment.get(name).map_or(home.join(or), PathBuf::from);
    let mise = set("MISE_DATA_DIR", ".local/share/mise");
    let fnm = set("FNM_DIR", ".local/share/fnm");
    vec![
        (set("NVM_DIR", ".nvm").join("versions/node"), ""),
        (fnm.join("node-versions"), "installation"),
        (home.join(".fnm/node-versions"), "installation"),
        (set("VOLTA_HOME", ".volta").join("tools/image/node"), ""),
        (set("ASDF_DATA_DIR", ".asdf").join("installs/nodejs"), ""),
        (mise.join("installs/node"), ""),
        (set("PNPM_HOME", ".local/share/pnpm").join("nodejs"), ""),
    ]
}

/// Whether npm's way of writing a range allows a version; a range that is not understood does:
/// OpenClaw checks it again itself.
pub(super) fn allows(range: &str, version: &Version) -> bool {
    range.split("||").any(|part| {
        // `>= 22.1 <25` → `>=22.1, <25`, which is how the semver crate writes it.
        let mut comparators: Vec<String> = Vec::new();
        let mut operator = String::new();
        for word in part.split_whitespace() {
            if word.chars().all(|c| matches!(c, '<' | '>' | '=' | '~' | '^')) {
                operator.push_str(word);
            } else {
                let bare = word.starts_with(|c: char| c.is_ascii_digit()) && operator.is_empty();
                let equal = if bare && word.matches('.').count() == 2 { "=" } else { "" };
                comparators.push(format!("{}{equal}{word}", std::mem::take(&mut operator)));
            }
        }
        VersionReq::parse(&comparators.join(", ")).map_or(true, |req| req.matches(version))
    })
}

/// `>=24.16.0 <25 || >=26.1.0` → `24.16.0, or 26.1.0`, for "Node.js … or newer".
fn readable(range: &str) -> String {
    let floors = range
        .split("||")
        .filter_map(|part| part.split_whitespace().next())
        .map(|word| word.trim_start_matches(['>', '=', '^', '~']).to_owned());
    floors
        .reduce(|one, other| say("openclaw.node-or", &[("one", &one), ("other", &other)]))
        .unwrap_or_default()
}

/// The version of a Node, asked once for each file as it stands.
async fn version(path: &Path, environment: &Environment) -> Option<Version> {
    type Known = Mutex<HashMap<(PathBuf, SystemTime), Option<Version>>>;
    static KNOWN: OnceLock<Known> = OnceLock::new();
    let known = KNOWN.get_or_init(Known::default);
    let key = (path.to_owned(), path.metadata().and_then(|meta| meta.modified()).ok()?);
    if let Some(version) = known.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return version.clone();
    }
    let asked = tokio::process::Command::new(path)
        .arg("--version")
        .env_clear()
        .envs(environment.iter())
        .stdin(std::process::Stdio::null())
        .kill_on_drop(true)
        .output();
    let version = match tokio::time::timeout(LIMIT, asked).await {
        Ok(Ok(output)) if output.status.success() => {
            capabilities::parse(&String::from_utf8_lossy(&output.stdout))
        }
        _ => None,
    };
    known.lock().unwrap_or_else(PoisonError::into_inner).insert(key, version.clone());
    version
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_npms() {
        let cases = [
            (NEEDED, "24.16.0", true),
            (NEEDED, "24.15.9", false),
            (NEEDED, "25.9.0", false),
            (NEEDED, "26.10.0", true),
            (">= 22.12.0", "22.12.0", true),
            (">= 22.12.0", "20.20.2", false),
            ("^22.1 || 24.x", "24.3.0", true),
            ("22.1.0", "22.2.0", false),
            ("not a range", "1.0.0", true),
        ];
        for (range, version, expected) in cases {
            assert_eq!(allows(range, &Version::parse(version).unwrap()), expected, "{range}");
        }
        assert_eq!(readable(NEEDED), "24.16.0 or 26.1.0");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_first_that_fits_is_taken_and_the_newest_that_does_not_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let node = |name: &str, says: &str| {
            use std::os::unix::fs::PermissionsExt;
            let path = folder.path().join(name);
            std::fs::write(&path, format!("#!/bin/sh\n{says}\n")).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
            path
        };
        let old = node("old", "echo v18.0.0");
        let less_old = node("less-old", "echo v20.20.2");
        let broken = node("broken", "exit 1");
        let good = node("good", "echo v26.10.0");
        let environment = Environment::default();
        let all = vec![broken.clone(), old.clone(), less_old.clone(), good.clone()];
        let program = Path::new("/p");
        let found = fitting(all, Some(NEEDED), &environment, program).await.unwrap();
        assert_eq!(found.path, good);
        let all = vec![old, less_old.clone(), broken.clone()];
        let error = fitting(all, Some(NEEDED), &environment, program).await.unwrap_err();
        assert_eq!((error.code, error.params["found"].as_str()), (Code::NodeTooOld, "20.20.2"));
        assert_eq!(error.params["path"], less_old.display().to_string());
        let error = fitting(vec![broken], None, &environment, program).await.unwrap_err();
        assert_eq!(error.code, Code::NodeMissing);
    }
}
