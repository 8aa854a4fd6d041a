//! Which folders have to be watched for a set of files, and which events concern them.

use std::collections::{BTreeMap, VecDeque};
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

/// The files, and where their symbolic links lead at the moment.
#[derive(Debug)]
pub(super) struct Targets {
    named: Vec<PathBuf>,
    /// Each link on the way and each file at its end, in folders that are no links: as the
    /// system names them in its events.
    all: Vec<PathBuf>,
}

/// Folders by path, each with what tells it from another one in its place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Folders(BTreeMap<PathBuf, (u64, u64)>);

/// The most symbolic links on the way to a file, as on Linux.
const MOST_LINKS: usize = 40;

impl Targets {
    pub(super) fn of(paths: Vec<PathBuf>) -> Self {
        let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
        Self { named: paths.into_iter().map(absolute).collect(), all: Vec::new() }
    }

    /// Follows the links again.
    pub(super) fn resolve(&mut self) {
        self.all = self.named.iter().flat_map(|path| way(path)).collect();
        self.all.sort();
        self.all.dedup();
    }

    /// The folder of each file, or what is there of the way to it.
    pub(super) fn folders(&self) -> Folders {
        let mut found = BTreeMap::new();
        for path in &self.all {
            if let Some(folder) = path.ancestors().skip(1).find(|folder| folder.is_dir()) {
                found.insert(folder.to_owned(), identity(folder));
            }
        }
        Folders(found)
    }

    /// Whether an event at `path` can mean one of the files: at the file or on the way to it.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        self.all.iter().any(|file| file.starts_with(path))
    }
}

/// Each link on the way to a file, and where they lead in the end.
fn way(path: &Path) -> Vec<PathBuf> {
    enum Part {
        Anchor(OsString),
        Up,
        Name(OsString),
    }
    let parts = |path: &Path| -> Vec<Part> {
        let part = |component: Component<'_>| match component {
            Component::CurDir => None,
            Component::ParentDir => Some(Part::Up),
            Component::Normal(name) => Some(Part::Name(name.to_owned())),
            anchor => Some(Part::Anchor(anchor.as_os_str().to_owned())),
        };
        path.components().filter_map(part).collect()
    };
    let mut rest = VecDeque::from(parts(path));
    let (mut at, mut found) = (PathBuf::new(), Vec::new());
    while let Some(part) = rest.pop_front() {
        match part {
            Part::Anchor(anchor) => at.push(anchor),
            Part::Up => drop(at.pop()),
            Part::Name(name) => {
                let next = at.join(name);
                match std::fs::read_link(&next) {
                    Ok(target) if found.len() < MOST_LINKS => {
                        parts(&target).into_iter().rev().for_each(|part| rest.push_front(part));
                        found.push(next);
                    }
                    _ => at = next,
                }
            }
        }
    }
    found.push(at);
    found
}

impl Folders {
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Those that are not, or are other folders, in `other`.
    pub(super) fn gone<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Path> {
        let gone = self.0.iter().filter(|(path, id)| other.0.get(*path) != Some(id));
        gone.map(|(path, _)| path.as_path())
    }
}

#[cfg(unix)]
fn identity(folder: &Path) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(folder).map(|found| (found.dev(), found.ino())).unwrap_or_default()
}

#[cfg(not(unix))]
fn identity(_folder: &Path) -> (u64, u64) {
    (0, 0)
}
