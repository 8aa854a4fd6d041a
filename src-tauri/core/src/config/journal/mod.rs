//! The journal of an operation of several steps: written before the first, closed after the
//! last, so that an operation that was killed in between is recognised at the next start and
//! finished or taken back.
//!
//! It does not know what the steps are: each brings the data with which it can be taken back.
//! That data must hold no secret; what looks like a vendor's key is masked all the same.

mod record;

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use record::{Record, Recorded, StepEnd};

use self::record::Line;
use crate::config::redact;
use crate::openclaw::Home;
use crate::place::{HomeLock, Place};
use crate::{Code, Error, Result, files, text};

/// An operation under way. Dropped without [`Journal::close`], it counts as interrupted.
#[derive(Debug)]
pub struct Journal {
    lock: HomeLock,
    path: PathBuf,
    file: File,
    steps: usize,
}

/// One step of a [`Journal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepId(usize);

/// What an operation is called whose name is not known.
const UNNAMED: &str = "core.operation.unknown";
/// The most that is read of a journal (bytes): a hundred times what an operation writes.
const LONGEST: u64 = 16 << 20;
/// How long an operation waits for another one's last instants.
const WAIT: Duration = Duration::from_millis(500);

impl Journal {
    /// Takes the lock of a home on which nothing is left to settle: what an operation decides
    /// under it is still so when it [begins](Self::begin).
    ///
    /// # Errors
    /// `busy` when another operation holds the home; `interrupted` when an earlier one is not
    /// settled; `io`.
    pub fn lock_of(place: &Place, home: &Home) -> Result<HomeLock> {
        let lock = HomeLock::take(place, home, WAIT)?;
        match read::<Value, Value>(&path(lock.folder()))? {
            Some(left) => Err(left.error()),
            None => Ok(lock),
        }
    }

    /// Writes down that an operation begins on the home that is locked. `about` is what it was
    /// asked to do, for finishing it later.
    ///
    /// # Errors
    /// `io`.
    pub fn begin<A: Serialize>(
        lock: HomeLock,
        operation: &str,
        about: &A,
        at_ms: u64,
    ) -> Result<Self> {
        let path = path(lock.folder());
        let line = Line::Begin { operation: operation.into(), about: harmless(about)?, at_ms };
        let mut journal = Self { file: files::open_private(&path)?, lock, path, steps: 0 };
        journal.write(&line)?;
        files::sync_folder_of(&journal.path);
        Ok(journal)
    }

    /// Writes down that a step is about to act, with what is needed to take it back.
    ///
    /// # Errors
    /// `io`: then the step must not act.
    pub fn record<S: Serialize>(&mut self, name: &str, step: &S) -> Result<StepId> {
        let number = self.steps;
        let data = harmless(step)?;
        self.write(&Line::Step { number, name: name.to_owned(), data })?;
        self.steps += 1;
        Ok(StepId(number))
    }

    /// Writes down that a step has acted.
    ///
    /// # Errors
    /// `io`.
    pub fn done(&mut self, step: StepId) -> Result<()> {
        self.write(&Line::End { number: step.0, end: StepEnd::Done })
    }

    /// Writes down that what a step did was taken back.
    ///
    /// # Errors
    /// `io`.
    pub fn put_back(&mut self, step: StepId) -> Result<()> {
        self.write(&Line::End { number: step.0, end: StepEnd::PutBack })
    }

    /// Ends the operation: all its steps are done, or all are put back.
    ///
    /// # Errors
    /// `io`: then it will be found interrupted, and settled.
    pub fn close(self) -> Result<()> {
        std::fs::remove_file(&self.path).map_err(|e| files::failed(&self.path, "removed", &e))?;
        files::sync_folder_of(&self.path);
        Ok(())
    }

    /// The home's lock, which the operation holds.
    pub fn lock(&self) -> &HomeLock {
        &self.lock
    }

    /// What an operation left behind that was interrupted: a journal that nobody is writing.
    ///
    /// # Errors
    /// `io`.
    pub fn interrupted<A: DeserializeOwned, S: DeserializeOwned>(
        place: &Place,
        home: &Home,
    ) -> Result<Option<Record<A, S>>> {
        let path = path(&place.of_home(home));
        if !is_there(&path)? {
            return Ok(None);
        }
        match HomeLock::take(place, home, Duration::ZERO) {
            Ok(_lock) => read(&path),
            Err(error) if error.code == Code::Busy => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Goes on with an interrupted operation, to finish it or take it back: more steps can be
    /// recorded, and the old ones ended by [`Recorded::id`]. `None` when there is none.
    ///
    /// # Errors
    /// `busy`, `io`.
    pub fn resume<A: DeserializeOwned, S: DeserializeOwned>(
        place: &Place,
        home: &Home,
    ) -> Result<Option<(Self, Record<A, S>)>> {
        if !is_there(&path(&place.of_home(home)))? {
            return Ok(None);
        }
        let lock = HomeLock::take(place, home, WAIT)?;
        let path = path(lock.folder());
        let Some(record) = read::<A, S>(&path)? else { return Ok(None) };
        let file = files::open_private(&path)?;
        let steps = record.next_number;
        let mut journal = Self { lock, path, file, steps };
        journal.begin_line()?;
        Ok(Some((journal, record)))
    }

    /// Ends a line that a killed process left half written.
    fn begin_line(&mut self) -> Result<()> {
        self.file.write_all(b"\n").map_err(|e| files::failed(&self.path, "written", &e))
    }

    fn write(&mut self, line: &Line) -> Result<()> {
        let mut text = serde_json::to_string(line).map_err(|e| unwritable(&self.path, &e))?;
        text.push('\n');
        self.file
            .write_all(text.as_bytes())
            .and_then(|()| self.file.sync_data())
            .map_err(|e| files::failed(&self.path, "written", &e))
    }
}

impl<S> Recorded<S> {
    fn is_open(&self) -> bool {
        self.end.is_none()
    }
}

impl<A, S> Record<A, S> {
    /// What is left, as an error to show.
    pub fn error(&self) -> Error {
        let step = self.steps.iter().rfind(|step| step.is_open()).or(self.steps.last());
        let named = format!("core.operation.{}", self.operation);
        // Torn in its first line, or of a newer Chela.
        let named = text::lookup(&named).unwrap_or_else(|| text::lookup(UNNAMED).unwrap_or("…"));
        Error::new(Code::Interrupted)
            .with("operation", named)
            .with("step", step.map_or("…", |step| step.name.as_str()))
    }
}

fn path(folder: &Path) -> PathBuf {
    folder.join("journal.jsonl")
}

/// Whether there is a journal. A disk that does not say is no answer.
fn is_there(path: &Path) -> Result<bool> {
    path.try_exists().map_err(|e| files::failed(path, "read", &e))
}

fn read<A: DeserializeOwned, S: DeserializeOwned>(path: &Path) -> Result<Option<Record<A, S>>> {
    match files::beginning(path, LONGEST) {
        Ok(bytes) => Ok(Some(Record::parse(&String::from_utf8_lossy(&bytes)))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(files::failed(path, "read", &error)),
    }
}

fn unwritable(path: &Path, error: &serde_json::Error) -> Error {
    Error::unable(path.display(), "written", error)
}

/// The data as JSON, with what looks like a vendor's key masked.
fn harmless<D: Serialize>(data: &D) -> Result<Value> {
    let mut value =
        serde_json::to_value(data).map_err(|e| unwritable(Path::new("journal.jsonl"), &e))?;
    redact::mask_strings(&mut value);
    Ok(value)
}

#[cfg(test)]
mod tests;
