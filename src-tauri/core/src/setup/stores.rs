//! The files in which OpenClaw keeps the sign-ins of a home, SQLite or auth-profiles.json, looked
//! into as bytes. Leaves out what they mean.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::Context;
use crate::config::GatewayConfig;
use crate::credential::auth_profiles;
use crate::files;
use crate::openclaw::paths;

/// How much of a file is looked at at a time.
pub(super) const PIECE: usize = 64 << 10;

/// Whether a home's config or one of its stores holds these bytes.
///
/// # Errors
/// When one of them cannot be read: then nobody knows.
pub(super) fn names(home: &Context, bytes: &[u8]) -> io::Result<bool> {
    for file in config_files(home)?.into_iter().chain(store_files(home)?) {
        if contains(&file, bytes)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The files in the stores' folders that hold these bytes.
///
/// # Errors
/// As for [`names`].
pub(super) fn files_with(home: &Context, bytes: &[u8]) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for file in store_files(home)? {
        if contains(&file, bytes)? {
            found.push(file);
        }
    }
    found.sort();
    Ok(found)
}

/// The files with these bytes in the folders of the state, of the config and of the stores: OpenClaw's
/// copies of its config and the lists that it makes of it among them.
///
/// # Errors
/// As for [`names`].
pub(super) fn all_files_with(home: &Context, bytes: &[u8]) -> io::Result<Vec<PathBuf>> {
    let folders = [Some(home.home.state_dir.as_path()), home.home.config_path.parent()];
    let mut files = store_files(home)?;
    for folder in folders.into_iter().flatten() {
        files.extend(in_folder(folder)?);
    }
    files.sort();
    files.dedup();
    let mut found = Vec::new();
    for file in files {
        if contains(&file, bytes)? {
            found.push(file);
        }
    }
    Ok(found)
}

/// Where the sign-ins stand: what all agents share, and each agent's own folder.
///
/// # Errors
/// When the config or the folder of the agents cannot be read.
pub(super) fn folders(home: &Context) -> io::Result<Vec<PathBuf>> {
    let loaded = home.store().load().map_err(io::Error::other)?;
    let config = loaded.config.as_ref().map(|files| GatewayConfig::read(files.value()));
    let user = home.environment.home().unwrap_or_default();
    let own = config.iter().flat_map(|config| &config.agents);
    let own = own.filter_map(|agent| Some(paths::expanded(agent.agent_dir.as_deref()?, &user)));

    let mut folders = vec![home.home.state_dir.join("state")];
    folders.extend(own);
    let agents = in_folder(&home.home.state_dir.join("agents"))?;
    folders.extend(agents.into_iter().map(|agent| agent.join("agent")));
    Ok(folders)
}

/// The files of OpenClaw's that Chela writes, where their symbolic links lead.
pub(super) fn written(home: &Context) -> Vec<PathBuf> {
    let folders = folders(home).unwrap_or_default();
    let stores = auth_profiles::FILES.iter();
    let stores = stores.flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let config = config_files(home).unwrap_or_default();
    stores.chain(config).filter_map(|file| files::resolved(&file).ok()).collect()
}

fn config_files(home: &Context) -> io::Result<Vec<PathBuf>> {
    Ok(home.store().load().map_err(io::Error::other)?.paths())
}

fn store_files(home: &Context) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in folders(home)? {
        files.extend(in_folder(&folder)?);
    }
    Ok(files)
}

/// What is in a folder; nothing where there is none.
fn in_folder(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match std::fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if absent(&error) => Ok(vec![]),
        Err(error) => Err(error),
    }
}

/// Whether the bytes stand in a file of any size; not in what is no file.
fn contains(path: &Path, needle: &[u8]) -> io::Result<bool> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_file() => {}
        Ok(_) => return Ok(false),
        Err(error) if absent(&error) => return Ok(false),
        Err(error) => return Err(error),
    }
    let mut file = File::open(path)?;
    let mut piece = Vec::with_capacity(PIECE + needle.len());
    loop {
        let read = (&mut file).take(PIECE as u64).read_to_end(&mut piece)?;
        if piece.windows(needle.len()).any(|window| window == needle) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        // It may stand across two pieces.
        piece.drain(..piece.len().saturating_sub(needle.len()));
    }
}

fn absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}
