//! Reading the config and what it includes, with care for a program that is just writing it.

use std::path::{Path as FilePath, PathBuf};
use std::time::{Duration, Instant};

use super::{Candidate, Store};
use crate::config::include::Files;
use crate::config::{Document, Edit};
use crate::files::{self, Snapshot};
use crate::view::ConfigState;
use crate::{Code, Result};

/// The config as it was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The files and their merged value; or why they cannot be read as a config.
    pub config: Result<Files>,
    read: Vec<ReadFile>,
}

/// One file as it was read.
#[derive(Debug, Clone)]
pub(super) struct ReadFile {
    /// As the configuration names it.
    pub(super) path: PathBuf,
    /// Where its symbolic links lead.
    pub(super) target: PathBuf,
    /// What it was; `None` when there was none.
    pub(super) read: Option<Snapshot>,
}

/// A file that was written this recently may be half written.
const SETTLING: Duration = Duration::from_millis(300);
/// How often it is looked at meanwhile.
const PAUSE: Duration = Duration::from_millis(10);
/// The most symbolic links on the way to a file, as on Linux.
const MOST_LINKS: u32 = 40;

impl Store {
    /// Reads the config and what it includes. A config that is broken is no error here: see
    /// [`Loaded::config`].
    ///
    /// # Errors
    /// `io` when a file is there and cannot be read.
    pub fn load(&self) -> Result<Loaded> {
        let mut read = Vec::new();
        let mut failure = None;
        let config = Files::load(&self.home.config_path, &self.include_roots, &mut |path| {
            let file = ReadFile::read(path).map_err(|error| {
                let words = error.to_string();
                failure = Some(error);
                std::io::Error::other(words)
            })?;
            let text = file.read.as_ref().map(|read| read.text.clone());
            read.push(file);
            text.ok_or_else(|| std::io::ErrorKind::NotFound.into())
        });
        match failure {
            Some(error) if error.code == Code::Io => Err(error),
            Some(error) => Ok(Loaded { config: Err(error), read }),
            None => Ok(Loaded { config, read }),
        }
    }
}

impl Loaded {
    /// Its state, in a word.
    pub fn state(&self) -> ConfigState {
        match (&self.config, self.read.first()) {
            (Err(_), _) => ConfigState::Broken,
            (Ok(_), Some(main)) if main.read.is_none() => ConfigState::Missing,
            (Ok(_), Some(main)) if main.text().trim().is_empty() => ConfigState::Empty,
            (Ok(_), _) => ConfigState::Ok,
        }
    }

    /// Every file that was read, or was to be: what to watch.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.read.iter().map(|file| file.path.clone()).collect()
    }

    /// What edits would do to it.
    ///
    /// # Errors
    /// Those of [`Store::prepare`].
    pub fn candidate(&self, edits: &[Edit]) -> Result<Candidate> {
        let before = self.config.as_ref().map_err(Clone::clone)?;
        Ok(Candidate::new(edits, before.apply_all(edits)?, &self.read))
    }
}

impl ReadFile {
    pub(super) fn read(path: &FilePath) -> Result<Self> {
        let target = resolved(path)?;
        let read = read_settled(&target)?;
        Ok(Self { path: path.to_owned(), target, read })
    }

    pub(super) fn text(&self) -> &str {
        self.read.as_ref().map_or("", |read| &read.text)
    }
}

/// Reads a file. Who writes in place empties it first: one that was written just now and is
/// empty or broken is looked at again until it has come to rest.
fn read_settled(path: &FilePath) -> Result<Option<Snapshot>> {
    let end = Instant::now() + SETTLING;
    loop {
        let found = Snapshot::read(path);
        let whole = match &found {
            Ok(Some(read)) => !read.text.trim().is_empty() && Document::parse(&read.text).is_ok(),
            Ok(None) => true,
            Err(_) => false,
        };
        if whole || Instant::now() > end || !is_young(path) {
            return found;
        }
        std::thread::sleep(PAUSE);
    }
}

fn is_young(path: &FilePath) -> bool {
    let written = std::fs::metadata(path).and_then(|found| found.modified());
    written.is_ok_and(|at| at.elapsed().is_ok_and(|age| age < SETTLING))
}

/// Where a path's symbolic links lead, whether something is there or not.
fn resolved(path: &FilePath) -> Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..MOST_LINKS {
        match std::fs::read_link(&at) {
            Ok(next) => at = at.parent().unwrap_or(FilePath::new("/")).join(next),
            Err(_) => return Ok(at),
        }
    }
    let error = std::io::Error::other("its symbolic links lead in a circle");
    Err(files::failed(path, "read", &error))
}
