//! Reads, changes and writes the two files of a store. Knows not what an edit means.

use std::path::{Path, PathBuf};
use std::time::Duration;

use zeroize::Zeroizing;

use super::lock::Lock;
use super::sheet::Sheet;
use super::{AuthProfiles, FILES};
use crate::files::{self, Applied, Replacement, Snapshot};
use crate::{Code, Error, Result};

/// How often an edit starts anew because somebody wrote in between.
const ATTEMPTS: u32 = 50;
/// How often, and after what pause, a file is looked at again that is being written in place.
const LOOKS: u32 = 12;
const PAUSE: Duration = Duration::from_millis(25);

/// What a store has before anything is in it.
pub(super) const EMPTY_STORE: &str = "{\n  \"version\": 1,\n  \"profiles\": {}\n}\n";
const EMPTY_STATE: &str = "{\n  \"version\": 1\n}\n";

/// One of the two files.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Profiles,
    State,
}

/// An edit of one part. It is made again when the file has changed meanwhile.
type Change<'c> = dyn Fn(Part, &mut Sheet) -> Result<()> + 'c;

/// What a file was when it was read, and the text that it is to have.
struct Draft {
    part: Part,
    target: PathBuf,
    read: Option<Snapshot>,
    after: Option<Zeroizing<String>>,
}

impl AuthProfiles {
    pub(super) fn edit(&self, change: &Change<'_>) -> Result<bool> {
        self.edit_between(change, &|| {})
    }

    /// Changes both files under OpenClaw's lock, and starts anew when somebody who does not heed
    /// the lock wrote in between. Where nothing changes, no trace is left.
    pub(super) fn edit_between(&self, change: &Change<'_>, between: &dyn Fn()) -> Result<bool> {
        let parts = [Part::Profiles, Part::State];
        let parts = if self.state_apart { &parts[..] } else { &parts[..1] };
        let mut changed = false;
        for _ in 0..ATTEMPTS {
            // Worked out without the lock, which is so held for an instant only.
            let drafts = parts.iter().map(|&part| self.draft(part, change));
            let drafts = drafts.collect::<Result<Vec<_>>>()?;
            if drafts.iter().all(|draft| draft.after.is_none()) {
                self.tidy(&drafts)?;
                return Ok(changed);
            }
            files::make_folder(self.path.parent().unwrap_or(Path::new(".")))?;
            let lock = Lock::take(&self.path, self.form, self.wait)?;
            let mut done = true;
            for draft in drafts {
                let current = Snapshot::read(&draft.target).is_ok_and(|now| now == draft.read);
                let draft = if current { draft } else { self.draft(draft.part, change)? };
                if draft.after.is_some() {
                    between();
                    let written = draft.write(&lock)?;
                    changed |= written;
                    done &= written;
                }
            }
            if done {
                return Ok(changed);
            }
        }
        Err(Error::new(Code::ConfigContended).with("path", self.path.display()))
    }

    /// Removes what a killed Chela left beside the files, which holds secrets: under the lock,
    /// since nobody else begins to write then.
    fn tidy(&self, drafts: &[Draft]) -> Result<()> {
        if drafts.iter().any(|draft| files::has_abandoned(&draft.target)) {
            let _lock = Lock::take(&self.path, self.form, self.wait)?;
            drafts.iter().for_each(|draft| files::remove_abandoned(&draft.target));
        }
        Ok(())
    }

    fn draft(&self, part: Part, change: &Change<'_>) -> Result<Draft> {
        let (mut sheet, read) = self.sheet(part)?;
        let before = sheet.text();
        change(part, &mut sheet).map_err(|error| self.in_file(error, part))?;
        let after = Some(sheet.text()).filter(|after| *after != before);
        Ok(Draft { part, target: files::resolved(&self.file(part))?, read, after })
    }

    /// A file as it stands, or as it begins. OpenClaw 2026.2.9 empties it before it writes: what
    /// is empty or broken is looked at again.
    pub(super) fn sheet(&self, part: Part) -> Result<(Sheet, Option<Snapshot>)> {
        let target = files::resolved(&self.file(part))?;
        let mut look = 1;
        loop {
            let found = Snapshot::read(&target).and_then(|read| {
                let text = read.as_ref().map_or("", |read| &read.text);
                let blank = text.trim().is_empty();
                let begun = if part == Part::Profiles { EMPTY_STORE } else { EMPTY_STATE };
                let sheet = Sheet::parse(if blank { begun } else { text });
                let sheet = sheet.map_err(|error| self.in_file(error, part))?;
                Ok((sheet, blank && read.is_some(), read))
            });
            match found {
                Ok((sheet, false, read)) => return Ok((sheet, read)),
                Ok((sheet, true, read)) if look == LOOKS => return Ok((sheet, read)),
                Err(error) if look == LOOKS || error.code == Code::Io => return Err(error),
                _ => {}
            }
            look += 1;
            std::thread::sleep(PAUSE);
        }
    }

    fn file(&self, part: Part) -> PathBuf {
        match part {
            Part::Profiles => self.path.clone(),
            Part::State => self.path.with_file_name(FILES[1]),
        }
    }

    fn in_file(&self, error: Error, part: Part) -> Error {
        if error.params.contains_key("path") {
            return error;
        }
        error.with("path", self.file(part).display())
    }
}

impl Draft {
    /// `false` when it has to be made anew.
    fn write(self, lock: &Lock) -> Result<bool> {
        if self.read.is_some() && files::close_to_others(&self.target)? {
            return Ok(false); // What was read is no longer what stands there.
        }
        files::remove_abandoned(&self.target);
        let after = self.after.as_ref().map(|after| after.as_str());
        let replacement = Replacement::stage(&self.target, self.read, after)?;
        Ok(lock.holds() && matches!(replacement.apply()?, Applied::Done(_)))
    }
}
