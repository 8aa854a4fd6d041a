//! The end of leaving: what is Chela's own for this home is removed. Nothing of it can be put back,
//! and nothing stops half-way: what fails is told.

use std::io::ErrorKind;

use super::held::entries;
use crate::config::GatewayConfig;
use crate::error::{Code, Error, Result};
use crate::files;
use crate::place::{HomeLock, Settings};
use crate::setup::Context;
use crate::setup::keep_resolver::names_copy;
use crate::vault::KeychainError;
use crate::view::Notice;

/// What was removed, and what is left.
pub(super) struct Tidied {
    pub(super) removed_entries: u32,
    pub(super) other_homes: Vec<String>,
    pub(super) notices: Vec<Notice>,
}

/// Removes the keychain entries of this home, its history and what the settings say of it; and the
/// copy of the resolver, unless another home needs it.
pub(super) fn tidy(context: &Context, lock: &HomeLock) -> Tidied {
    let other_homes = other_homes(context);
    let (removed_entries, left) = remove_entries(context);
    let home = context.home.id();
    let outcomes = [
        left.map_or(Ok(()), Err),
        context.store().forget_history(lock),
        Settings::update(&context.place, |settings| settings.forget_home(&home)).map(drop),
        if other_homes.is_empty() { remove_resolver(context) } else { Ok(()) },
    ];
    let notices = outcomes.into_iter().filter_map(|outcome| outcome.err().map(Notice::from));
    Tidied { removed_entries, other_homes, notices: notices.collect() }
}

/// The other homes of this user that sign in through Chela, as people call them. One whose config
/// cannot be read may; so does one that is not found here and has entries in the keychain.
pub(super) fn other_homes(context: &Context) -> Vec<String> {
    let copy = context.place.resolver();
    let needs = |config: Result<GatewayConfig>| config.map_or(true, |c| names_copy(&c, &copy));
    let homes = context.of_all_homes();
    let mut found: Vec<String> = homes
        .iter()
        .filter(|other| other.home != context.home && needs(other.config()))
        .map(|other| other.home.label(&context.environment))
        .collect();
    let known = |id: &str| homes.iter().any(|home| home.home.id() == id);
    let entries = context.keychain.list().unwrap_or_default().into_iter();
    let live = entries.filter(|entry| !entry.is_of_history() && entry.retired_ms.is_none());
    let mut elsewhere: Vec<String> =
        live.map(|entry| entry.home).filter(|home| !known(home)).collect();
    elsewhere.sort();
    elsewhere.dedup();
    found.extend(elsewhere);
    found
}

/// Answers how many were removed, and that some are left. A keychain that fails is asked once more:
/// nobody may come back for what is left.
fn remove_entries(context: &Context) -> (u32, Option<Error>) {
    let mut removed = 0;
    let mut outcome = remove_those_there(context, &mut removed);
    if outcome.is_err() {
        outcome = remove_those_there(context, &mut removed);
    }
    (removed, outcome.err().map(|reason| entries_left(&reason)))
}

/// Removes each entry that can be, counted, and answers the last failure.
fn remove_those_there(context: &Context, removed: &mut u32) -> Result<()> {
    let mut outcome = Ok(());
    for entry in entries(context)? {
        match context.keychain.delete(&entry.id) {
            Ok(()) => *removed += 1,
            Err(KeychainError::NotFound) => {}
            Err(error) => outcome = Err(error.into()),
        }
    }
    outcome
}

fn entries_left(reason: &Error) -> Error {
    Error::new(Code::EntriesLeft).with("detail", reason.message())
}

/// Removes the copy, and its folder when nothing else is in it.
fn remove_resolver(context: &Context) -> Result<()> {
    let copy = context.place.resolver();
    match std::fs::remove_file(&copy) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(files::failed(&copy, "removed", &error));
        }
        _ => {}
    }
    if let Some(folder) = copy.parent() {
        let _stays_with_what_is_in_it = std::fs::remove_dir(folder);
    }
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::openclaw::Home;
    use crate::setup::context::test_context;
    use crate::vault::{Entry, EntryId, Keychain, MemoryKeychain, Secret};
    use std::sync::Arc;
    use std::time::Duration;

    fn keep(context: &Context, home: &str, kind: &str, retired_ms: Option<u64>) {
        let entry = Entry {
            id: EntryId::random(),
            home: home.to_owned(),
            agents: vec!["main".into()],
            profile: "anthropic:default".into(),
            kind: kind.into(),
            masked: "…".into(),
            created_ms: 0,
            confirmed_ms: None,
            retired_ms,
            copy: false,
        };
        context.keychain.put(&entry, &Secret::new("made-up".into())).unwrap();
    }

    fn tidied(context: &Context) -> Tidied {
        let lock = HomeLock::take(&context.place, &context.home, Duration::ZERO).unwrap();
        tidy(context, &lock)
    }

    fn with_resolver(context: &Context) {
        let copy = context.place.resolver();
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::write(copy, "").unwrap();
    }

    #[test]
    fn all_of_this_home_goes() {
        let folder = tempfile::tempdir().unwrap();
        let context = test_context(folder.path());
        let home = context.home.id();
        with_resolver(&context);
        for (kind, retired) in [("setup-token", None), ("api-key", Some(5)), ("span", None)] {
            keep(&context, &home, kind, retired);
        }
        Settings::update(&context.place, |s| s.set_label(&home, "anthropic:default", Some("Work")))
            .unwrap();
        std::fs::create_dir_all(context.place.of_home(&context.home)).unwrap();
        std::fs::write(context.store().history_path(), "{}").unwrap();

        let done = tidied(&context);
        assert_eq!((done.removed_entries, done.other_homes), (3, vec![]));
        assert!(done.notices.is_empty(), "{:?}", done.notices);
        assert!(context.keychain.list().unwrap().is_empty());
        assert_eq!(Settings::load(&context.place).label(&home, "anthropic:default"), None);
        assert!(!context.place.resolver().exists() && !context.store().history_path().exists());
        // Once more there is nothing to do.
        let again = tidied(&context);
        assert_eq!((again.removed_entries, again.notices), (0, vec![]));
    }

    #[test]
    fn a_keychain_that_fails_once_is_asked_again() {
        let folder = tempfile::tempdir().unwrap();
        // Three entries: one look, and one call for each.
        for calls in 0..4 {
            let keychain = Arc::new(MemoryKeychain::new());
            let mut context = test_context(folder.path());
            context.keychain = keychain.clone();
            for _ in 0..3 {
                keep(&context, &context.home.id(), "setup-token", None);
            }
            keychain.fail_once(calls, KeychainError::NoService);
            let (removed, left) = remove_entries(&context);
            assert_eq!((removed, left.is_none()), (3, true), "after {calls} calls");
            assert!(keychain.list().unwrap().is_empty());
        }
    }

    #[test]
    fn what_stays_in_a_failing_keychain_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let keychain = Arc::new(MemoryKeychain::new());
        let mut context = test_context(folder.path());
        context.keychain = keychain.clone();
        keep(&context, &context.home.id(), "setup-token", None);
        keychain.fail_with(Some(KeychainError::Locked));
        let done = tidied(&context);
        assert_eq!(done.removed_entries, 0);
        assert_eq!(done.notices[0].code, "entries-left");
    }

    #[test]
    fn what_other_homes_need_stays() {
        let folder = tempfile::tempdir().unwrap();
        let context = test_context(folder.path());
        with_resolver(&context);
        keep(&context, "of-another-disk", "setup-token", None);
        let done = tidied(&context);
        assert_eq!((done.removed_entries, done.other_homes), (0, vec!["of-another-disk".into()]));
        assert!(context.place.resolver().exists());
        assert_eq!(context.keychain.list().unwrap().len(), 1);
    }

    #[test]
    fn a_home_that_names_the_copy_needs_it() {
        let folder = tempfile::tempdir().unwrap();
        let pairs = [("HOME".to_owned(), folder.path().display().to_string())];
        let mut context = test_context(folder.path());
        context.environment = pairs.into_iter().collect();
        let other = Home::at(folder.path().join(".openclaw-work"));
        std::fs::create_dir_all(&other.state_dir).unwrap();
        let provider = |command: &std::path::Path| {
            serde_json::json!({ "secrets": { "providers": {
                "chela": { "source": "exec", "command": command } } } })
        };
        for (text, needs) in [
            (provider(&context.place.resolver()).to_string(), true),
            (provider(std::path::Path::new("/elsewhere/chela-resolver")).to_string(), false),
            ("{ broken".to_owned(), true),
        ] {
            std::fs::write(&other.config_path, &text).unwrap();
            assert_eq!(other_homes(&context).len(), usize::from(needs), "{text}");
        }
    }
}
