//! Where Claude Code is: on `PATH`, or where its own installer and package managers put it. A program
//! that the desktop starts has not the `PATH` of the shell.

use std::path::{Path, PathBuf};

use crate::openclaw::node;
use crate::{Code, Environment, Error, Result};

/// How it is installed (its own documentation).
const INSTALL: &str = "npm install -g @anthropic-ai/claude-code";

/// The program: the first that there is.
///
/// # Errors
/// `claude-missing`.
pub fn find(environment: &Environment) -> Result<PathBuf> {
    let found = places(environment).into_iter().find(|place| is_program(place));
    found.ok_or_else(|| Error::new(Code::ClaudeMissing).with("command", INSTALL))
}

fn places(environment: &Environment) -> Vec<PathBuf> {
    let mut found = node::on_path("claude", environment);
    if let Some(home) = environment.home() {
        let set = |name: &str, or: &str| environment.get(name).map_or(home.join(or), PathBuf::from);
        found.extend([
            home.join(".local/bin/claude"),
            home.join(".claude/local/claude"),
            home.join(".npm-global/bin/claude"),
            set("NPM_CONFIG_PREFIX", ".npm-packages").join("bin/claude"),
            set("PNPM_HOME", ".local/share/pnpm").join("claude"),
            set("VOLTA_HOME", ".volta").join("bin/claude"),
            set("BUN_INSTALL", ".bun").join("bin/claude"),
        ]);
        for (folder, rest) in node::roots(environment, &home) {
            found.extend(node::each_in(&folder, &format!("{rest}/bin/claude")));
        }
    }
    for folder in
        ["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin"]
    {
        found.push(Path::new(folder).join("claude"));
    }
    found
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn it_is_found_without_the_path_of_a_shell() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path();
        let variables = [("HOME", home.display().to_string()), ("PATH", "/nowhere".to_owned())];
        let environment: Environment =
            variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let here = |found: Result<PathBuf>| found.ok().filter(|path| path.starts_with(home));
        assert_eq!(here(find(&environment)), None);
        for place in
            [".nvm/versions/node/v22.1.0/bin/claude", ".claude/local/claude", ".local/bin/claude"]
        {
            let file = home.join(place);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, "#!/bin/sh\n").unwrap();
            // What cannot be run is not it.
            assert_ne!(here(find(&environment)), Some(file.clone()));
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
            assert_eq!(find(&environment).unwrap(), file);
        }
    }
}
