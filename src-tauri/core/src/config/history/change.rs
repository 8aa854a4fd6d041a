//! One change as the history keeps it.

use std::path::{Path as FilePath, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Kept, SecretShelf};
use crate::config::diff::file_diff;
use crate::config::{Document, Key, Path, redact};
use crate::files::digest;
use crate::view::DiffLine;

/// Who made a change: a part of Chela, or somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Surface {
    /// The window.
    Window,
    /// The tray.
    Tray,
    /// The program `chela`.
    Program,
    /// Nobody of Chela: OpenClaw, by its own hand or by a command that somebody gave it.
    Openclaw,
    /// Nobody of Chela: an editor, or another program.
    Others,
    /// One that this version does not know.
    #[serde(other)]
    Unknown,
}

/// What to write down about a change, besides the change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What it is, in words: `Default model: Opus 4.6`.
    pub title: String,
    /// Who makes it.
    pub surface: Surface,
    /// The operation that it is a step of; its changes are found by it.
    pub operation: Option<String>,
    /// Now (ms since 1970).
    pub at_ms: u64,
}

/// One change: what [`About`] says, and how to take it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its name: a number that counts up.
    pub id: String,
    /// When (ms since 1970).
    pub at_ms: u64,
    /// What it was, in words.
    pub title: String,
    /// Who made it.
    pub surface: Surface,
    /// The operation that it was a step of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The change that it took back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<String>,
    /// What it did to each file.
    pub files: Vec<FileChange>,
}

/// What a change did to one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileChange {
    /// The file, as the configuration names it.
    pub path: PathBuf,
    /// The fingerprint of the text before; `None` when there was no file.
    pub before: Option<String>,
    /// The fingerprint of the text after; `None` when the file was removed.
    pub after: Option<String>,
    /// Where the values differ. An undo may touch nothing else.
    pub paths: Vec<Path>,
    /// The change as people read it, secrets masked; no more than its first lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<DiffLine>,
    /// How many comments it took out and did not put in.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub comments_removed: usize,
    /// Whether it is no file of the config, and so is not watched.
    #[serde(default, skip_serializing_if = "is_false")]
    pub aside: bool,
    /// What leads back; `None` when the keychain could not take a secret that is part of it.
    pub back: Option<Vec<Kept>>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// The most bytes that are kept to take a change of a file back: the list is to hold others too.
pub(crate) const MOST_KEPT: usize = 128 << 10;

impl FileChange {
    /// The most lines of a change that are kept to be shown.
    const MOST_LINES: usize = 400;
    /// The most characters of a line that are.
    const MOST_CHARACTERS: usize = 300;

    /// What made of `before` what is `after` now; `None` is no file. The settings that differ are
    /// known only where both texts can be read as a config.
    pub(crate) fn of(
        path: &FilePath,
        before: Option<&str>,
        after: Option<&str>,
        shelf: Option<&dyn SecretShelf>,
    ) -> Self {
        let (old, new) = (before.unwrap_or_default(), after.unwrap_or_default());
        let (paths, comments_removed) = match (Document::parse(old), Document::parse(new)) {
            (Ok(old), Ok(new)) => {
                let removed = old.comments().len().saturating_sub(new.comments().len());
                (differences(&old.value(), &new.value()), removed)
            }
            _ => (Vec::new(), 0),
        };
        let mut lines = file_diff(path, before, new).lines;
        lines.truncate(Self::MOST_LINES);
        lines.iter_mut().for_each(|line| shorten(&mut line.text));
        Self {
            path: path.to_owned(),
            before: before.map(digest),
            after: after.map(digest),
            paths: paths.into_iter().map(without_keys).collect(),
            lines,
            comments_removed,
            aside: false,
            back: kept(old, new, shelf),
        }
    }

    /// A change of which no more is known than that it was made.
    pub(crate) fn unknown(path: &FilePath, before: Option<String>, after: Option<String>) -> Self {
        let (path, paths, lines) = (path.to_owned(), Vec::new(), Vec::new());
        Self { path, before, after, paths, lines, comments_removed: 0, aside: false, back: None }
    }
}

fn kept(before: &str, after: &str, shelf: Option<&dyn SecretShelf>) -> Option<Vec<Kept>> {
    let kept = Kept::of(before, after, shelf)?;
    if Kept::size(&kept) <= MOST_KEPT {
        return Some(kept);
    }
    Kept::forget(&kept, shelf);
    None
}

/// Leaves the beginning of a line that is too long to be kept.
fn shorten(line: &mut String) {
    if let Some((end, _)) = line.char_indices().nth(FileChange::MOST_CHARACTERS) {
        line.truncate(end);
        line.push('…');
    }
}

/// The places where two values differ, as far in as possible.
pub(crate) fn differences(old: &Value, new: &Value) -> Vec<Path> {
    let mut found = Vec::new();
    collect_differences(old, new, &Path::default(), &mut found);
    found
}

fn collect_differences(old: &Value, new: &Value, at: &Path, found: &mut Vec<Path>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let added = new.iter().filter(|(name, _)| !old.contains_key(*name));
            let added = added.map(|(name, _)| at.join(name.clone()));
            for (name, old) in old {
                match new.get(name) {
                    Some(new) => collect_differences(old, new, &at.join(name.clone()), found),
                    None => found.push(at.join(name.clone())),
                }
            }
            found.extend(added);
        }
        _ if old == new => {}
        _ => found.push(at.clone()),
    }
}

/// A path in which no name looks like a secret.
fn without_keys(path: Path) -> Path {
    let clean = |key| match key {
        Key::Name(name) => Key::Name(redact::masked(&name)),
        index => index,
    };
    Path(path.0.into_iter().map(clean).collect())
}

impl Change {
    /// Whether enough was kept to take it back.
    pub fn is_kept(&self) -> bool {
        self.files.iter().all(|file| file.back.is_some())
    }
}
