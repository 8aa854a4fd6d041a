//! Reading the config and what it includes, with care for a program that is just writing it.

use std::path::{Path as FilePath, PathBuf};
use std::time::{Duration, Instant};

use super::{Candidate, Intent, Store};
use crate::config::include::Files;
use crate::config::{Document, GatewayConfig};
use crate::files::{self, Snapshot};
use crate::view::ConfigState;
use crate::{Code, Error, Result};

/// The config as it was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The files and their merged value; or why they cannot be read as a config.
    pub config: Result<Files>,
    pub(super) read: Vec<ReadFile>,
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
/// Who writes in place on a busy machine may take this long from emptying a file to filling it.
const EMPTIED: Duration = Duration::from_secs(2);
/// How often it is looked at meanwhile.
const PAUSE: Duration = Duration::from_millis(10);

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
            (Ok(files), _) if files.files()[0].document.is_blank() => ConfigState::Empty,
            (Ok(_), _) => ConfigState::Ok,
        }
    }

    /// Tells this config, with all its files, from any other.
    pub fn digest(&self) -> String {
        files::digest(&self.read.iter().map(ReadFile::text).collect::<Vec<_>>().join("\0"))
    }

    /// Every file that was read, or was to be: what to watch.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.read.iter().map(|file| file.path.clone()).collect()
    }

    /// What a change would do to it.
    ///
    /// # Errors
    /// Those of [`Store::prepare`].
    pub fn candidate(&self, intent: &Intent<'_>) -> Result<Candidate> {
        let files = self.config.as_ref().map_err(Clone::clone)?;
        let before = GatewayConfig::read(files.value());
        let after = files.apply_all(&intent(&before, files)?)?;
        refuse_new_problems(&before, &GatewayConfig::read(after.value()))?;
        Ok(Candidate::new(after, &self.read))
    }
}

/// A change may not add a problem; those that were there before do not stand in its way.
fn refuse_new_problems(before: &GatewayConfig, after: &GatewayConfig) -> Result<()> {
    let new = after.problems.iter().filter(|problem| !before.problems.contains(problem));
    let words: Vec<String> =
        new.map(|problem| format!("{} {}", problem.path, problem.words)).collect();
    if words.is_empty() {
        return Ok(());
    }
    Err(Error::new(Code::ConfigRefused).with("detail", words.join("; ")))
}

impl ReadFile {
    pub(super) fn read(path: &FilePath) -> Result<Self> {
        let target = files::resolved(path)?;
        let read = read_settled(&target)?;
        Ok(Self { path: path.to_owned(), target, read })
    }

    /// Whether there is nothing in it, and was until just now: it is being written, as far as
    /// anybody can tell.
    pub(super) fn is_just_emptied(&self) -> bool {
        let blank = self.read.as_ref().is_some_and(|read| read.text.trim().is_empty());
        blank && is_younger(&self.target, EMPTIED)
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
            Ok(Some(read)) => Document::parse(&read.text).is_ok_and(|found| !found.is_blank()),
            Ok(None) => true,
            Err(_) => false,
        };
        if whole || Instant::now() > end || !is_younger(path, SETTLING) {
            return found;
        }
        std::thread::sleep(PAUSE);
    }
}

fn is_younger(path: &FilePath, than: Duration) -> bool {
    let written = std::fs::metadata(path).and_then(|found| found.modified());
    written.is_ok_and(|at| at.elapsed().is_ok_and(|age| age < than))
}
