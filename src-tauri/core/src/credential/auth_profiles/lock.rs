//! OpenClaw's own lock on a file, beside it under the file's name and `.lock`, in the form that
//! its version takes. Leaves out what is done under it.
//!
//! Both forms keep the other's holder out while they are fresh, but neither removes the other's
//! leavings: what a killed Chela left must be of the form that this OpenClaw clears away.

use std::fs::Metadata;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::{Code, Error, Result, files};

/// How a version of OpenClaw marks a file as being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A folder, beside what the file's symbolic links lead to: the protocol of the package
    /// `proper-lockfile`, as configured on 2026.2.9.
    Folder,
    /// A file that names its holder, beside the name itself in the folder's real place: as seen
    /// on 2026.5.7.
    File,
}

/// A lock that is older is nobody's: both forms are configured so.
pub(super) const STALE: Duration = Duration::from_secs(30);
/// Whoever slept while holding it stops trusting it well before that.
const TRUSTED: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(10);

/// The right to write one file, until it is dropped. It is never held for long enough to need
/// refreshing, which `proper-lockfile` would do every 15 s.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    mark: Mark,
}

/// What tells a lock from another one under the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    inode: u64,
    modified: SystemTime,
    folder: bool,
}

impl Lock {
    /// Takes the lock of `file`, whose folder is there, waiting at most `wait` for its holder.
    ///
    /// # Errors
    /// `auth-store-busy` when it is still held then; `io`.
    pub(super) fn take(file: &Path, form: Form, wait: Duration) -> Result<Self> {
        let path = place(file, form)?;
        let end = Instant::now() + wait;
        loop {
            match make(&path, form) {
                Ok(()) => {
                    let mark = Mark::of(&path).map_err(|e| files::failed(&path, "made", &e))?;
                    return Ok(Self { path, mark });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(files::failed(&path, "made", &error)),
            }
            if take_away_stale(&path) {
                continue;
            }
            if Instant::now() >= end {
                return Err(Error::new(Code::AuthStoreBusy)
                    .with("path", file.display())
                    .with("seconds", wait.as_secs()));
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Whether nobody has taken it over, nor is about to.
    pub(super) fn holds(&self) -> bool {
        Mark::of(&self.path).is_ok_and(|now| now == self.mark) && self.mark.age() < TRUSTED
    }
}

impl Drop for Lock {
    /// Lets go, unless it is somebody else's by now.
    fn drop(&mut self) {
        if Mark::of(&self.path).is_ok_and(|now| now == self.mark) {
            let _ = take_away(&self.path, self.mark);
        }
    }
}

impl Mark {
    fn of(path: &Path) -> io::Result<Self> {
        let found = std::fs::symlink_metadata(path)?;
        Ok(Self { inode: inode(&found), modified: found.modified()?, folder: found.is_dir() })
    }

    /// Nothing for one that is from the future.
    fn age(&self) -> Duration {
        self.modified.elapsed().unwrap_or_default()
    }
}

fn place(file: &Path, form: Form) -> Result<PathBuf> {
    let locked = match form {
        Form::Folder => files::resolved(file)?,
        Form::File => file.to_owned(),
    };
    let folder = locked.parent().unwrap_or(Path::new("."));
    let folder = folder.canonicalize().map_err(|e| files::failed(folder, "read", &e))?;
    let mut name = locked.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    Ok(folder.join(name))
}

fn make(path: &Path, form: Form) -> io::Result<()> {
    if form == Form::Folder {
        return std::fs::create_dir(path);
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    let (pid, now) = (std::process::id(), in_utc(SystemTime::now()));
    let text = format!("{{\n  \"pid\": {pid},\n  \"createdAt\": \"{now}\"\n}}");
    file.write_all(text.as_bytes()).inspect_err(|_| {
        let _ = std::fs::remove_file(path);
    })
}

/// Removes a lock whose holder is gone, of either form. `false` when there is none to remove.
fn take_away_stale(path: &Path) -> bool {
    let Ok(mark) = Mark::of(path) else { return false };
    let stale = mark.age() > STALE || (!mark.folder && holder_is_gone(path));
    // Between the look and the removal somebody else can have taken it over.
    stale && Mark::of(path).is_ok_and(|now| now == mark) && take_away(path, mark).is_ok()
}

fn take_away(path: &Path, mark: Mark) -> io::Result<()> {
    if mark.folder { std::fs::remove_dir(path) } else { std::fs::remove_file(path) }
}

fn holder_is_gone(path: &Path) -> bool {
    let text = files::small_text(path).unwrap_or_default();
    let holder: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    holder["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok()).is_some_and(files::is_gone)
}

#[cfg(unix)]
fn inode(found: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn inode(_found: &Metadata) -> u64 {
    0
}

/// A moment as JavaScript writes it: `2026-02-09T08:05:03.007Z`.
fn in_utc(moment: SystemTime) -> String {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    let (days, second) = (since.as_secs() / 86_400, since.as_secs() % 86_400);
    let (year, month, day) = date(days);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let milli = since.subsec_millis();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// The day that many days after the first of 1970, counted in years that begin in March.
fn date(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (era * 400 + year + next, month, date)
}

#[cfg(test)]
mod tests;
