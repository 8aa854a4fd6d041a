//! What a killed Chela has left beside the files that it was writing: it goes at the next start. A
//! file whose writer lives is locked, and stays. Leaves out what the operation itself left, which a
//! person decides about ([`super::settle`]).

use std::path::PathBuf;
use std::time::Duration;

use super::undoing::Mark;
use super::{Context, stores};
use crate::files;
use crate::place::HomeLock;

/// Removes what is left, unless somebody is at work.
pub(super) fn at_start(context: &Context) {
    if !written(context).iter().any(|file| files::has_abandoned(file)) {
        return;
    }
    // Where the lock cannot be had the next start tries again.
    if let Ok(lock) = HomeLock::take(&context.place, &context.home, Duration::ZERO) {
        under_lock(context, &lock);
    }
}

/// Removes what is left. Only under the home's lock: nobody else begins to write then.
pub(super) fn under_lock(context: &Context, _lock: &HomeLock) {
    written(context).iter().for_each(|file| files::remove_abandoned(file));
}

/// Removes what an interrupted operation has left beside texts that nothing else names.
pub(super) fn of_operation<'m>(_lock: &HomeLock, marks: impl Iterator<Item = &'m Mark>) {
    for mark in marks {
        if let Mark::Rewritten { files } = mark {
            let files = files.iter().filter_map(|file| files::resolved(file).ok());
            files.for_each(|file| files::remove_abandoned(&file));
        }
    }
}

/// The files that Chela writes beside and renames into place: OpenClaw's and its own.
fn written(context: &Context) -> Vec<PathBuf> {
    let of_openclaw = stores::written(context).into_iter().chain([
        // A draft stands beside the name itself.
        context.home.config_path.clone(),
    ]);
    let folder = context.place.of_home(&context.home);
    let own = [context.place.resolver(), context.place.settings()];
    let of_home = ["history.jsonl", "seen.json"].map(|name| folder.join(name));
    of_openclaw.chain(own).chain(of_home).collect()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::setup::context::test_context;

    #[test]
    fn what_was_left_goes_and_what_is_being_written_stays() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let store = context.home.state_dir.join("agents/main/agent/auth-profiles.json");
        let seen = context.place.of_home(&context.home).join("seen.json");
        let files = [context.home.config_path.clone(), context.place.resolver(), store, seen];
        for file in &files {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            let name = file.file_name().unwrap().to_str().unwrap();
            let left = file.with_file_name(format!(".{name}.chela-a1b2c3.tmp"));
            std::fs::write(&left, "left").unwrap();
            let held = files::Temporary::beside(file, "tmp", b"held", 0o600).unwrap();
            at_start(&context);
            assert!(!left.exists() && held.path().exists(), "{name}");
        }
    }
}
