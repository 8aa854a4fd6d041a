//! What a home is like: to put it back, and to compare it with another moment.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::session::{Keyring, KeyringItem};

/// The folders of the home in which an operation leaves something.
const FOLDERS: [&str; 2] = [".openclaw", ".local/share/chela"];

/// A home and its keyring as they were at some moment.
#[derive(Debug)]
pub(super) struct Snapshot {
    home: PathBuf,
    folders: BTreeMap<PathBuf, u32>,
    files: BTreeMap<PathBuf, (u32, Vec<u8>)>,
    entries: Vec<KeyringItem>,
}

impl Snapshot {
    /// Takes one.
    pub(super) fn take(home: &Path, keyring: &Keyring) -> Result<Self> {
        let (folders, files) = (BTreeMap::new(), BTreeMap::new());
        let mut taken =
            Self { home: home.to_owned(), folders, files, entries: keyring.contents()? };
        for name in FOLDERS {
            taken.visit(&home.join(name))?;
        }
        Ok(taken)
    }

    fn visit(&mut self, path: &Path) -> Result<()> {
        let Ok(meta) = fs::symlink_metadata(path) else { return Ok(()) };
        let mode = meta.permissions().mode() & 0o7777;
        if meta.is_dir() {
            self.folders.insert(path.to_owned(), mode);
            for entry in fs::read_dir(path)? {
                self.visit(&entry?.path())?;
            }
        } else if meta.is_file() {
            self.files.insert(path.to_owned(), (mode, fs::read(path)?));
        }
        Ok(())
    }

    /// Makes the home what it was.
    pub(super) fn restore(&self, keyring: &Keyring) -> Result<()> {
        let now = Self::take(&self.home, keyring)?;
        for gone in now.files.keys().filter(|path| !self.files.contains_key(*path)) {
            fs::remove_file(gone)?;
        }
        for gone in now.folders.keys().rev().filter(|path| !self.folders.contains_key(*path)) {
            fs::remove_dir_all(gone)?;
        }
        for (path, mode) in &self.folders {
            fs::create_dir_all(path)?;
            fs::set_permissions(path, fs::Permissions::from_mode(*mode))?;
        }
        for (path, file) in
            self.files.iter().filter(|(path, file)| now.files.get(*path) != Some(file))
        {
            // Beside and renamed: somebody may have the old one open.
            let beside = path.with_extension("restored");
            fs::write(&beside, &file.1).with_context(|| beside.display().to_string())?;
            fs::set_permissions(&beside, fs::Permissions::from_mode(file.0))?;
            fs::rename(&beside, path)?;
        }
        keyring.restore(&self.entries)
    }
}

/// What counts of a home: two that are equal in this are in the same state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// The config, byte for byte. In place of an id of the keychain stands the secret that it leads
    /// to.
    pub(super) config: String,
    /// Each agent's profiles, as OpenClaw shows them, and their order. In place of an id of the
    /// keychain stands the secret that it leads to.
    pub(super) sign_ins: Vec<String>,
    /// The keychain's entries, without their ids and times.
    pub(super) entries: BTreeSet<String>,
    /// How many entries: two can be alike.
    pub(super) count: usize,
}

impl State {
    /// Of these parts.
    pub(super) fn of(config: String, shown: Vec<String>, entries: &[KeyringItem]) -> Self {
        let (mut config, mut sign_ins) = (config, shown);
        // What an undo needs belongs to the history, which is left out.
        let entries: Vec<&KeyringItem> =
            entries.iter().filter(|entry| !is_of_history(entry)).collect();
        for entry in &entries {
            let Some(id) = entry.attributes.get("id") else { continue };
            for line in sign_ins.iter_mut().chain([&mut config]) {
                *line = line.replace(id, &format!("<{}>", entry.secret));
            }
        }
        let described = entries.iter().map(|entry| described(entry)).collect();
        Self { config, sign_ins, entries: described, count: entries.len() }
    }

    /// In which parts it differs from another one, for a report.
    pub(super) fn differences(&self, other: &Self) -> String {
        let mut found = Vec::new();
        if self.config != other.config {
            found.push(format!("config:\n{}\n--- instead of ---\n{}", self.config, other.config));
        }
        if self.sign_ins != other.sign_ins {
            found.push(format!("sign-ins: {:?} instead of {:?}", self.sign_ins, other.sign_ins));
        }
        if (&self.entries, self.count) != (&other.entries, other.count) {
            found.push(format!("entries: {:?} instead of {:?}", self.entries, other.entries));
        }
        found.join("\n")
    }
}

fn is_of_history(entry: &KeyringItem) -> bool {
    entry.attributes.get("kind").is_some_and(|kind| kind == "span")
}

fn described(entry: &KeyringItem) -> String {
    let told = |name: &str| entry.attributes.get(name).cloned().unwrap_or_default();
    let retired = if entry.attributes.contains_key("retired") { "retired" } else { "live" };
    let words = ["kind", "profile", "agents", "copy"].map(told);
    format!("{} {} {retired}", words.join(" "), entry.secret)
}
