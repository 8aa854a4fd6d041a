//! Secrets that were replaced or removed go from the keychain after a grace period, and only
//! when no home refers to them any more.

use std::time::Duration;

use super::{Context, stores};

/// How long a retired secret stays, so that a change can be undone.
pub const GRACE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Removes what is due. What belongs to a home that is not found here, or cannot be looked for
/// everywhere, is kept; the next purge tries again.
pub(super) fn purge(context: &Context, now_ms: u64) {
    let Ok(entries) = context.keychain.list() else { return };
    let grace = u64::try_from(GRACE.as_millis()).unwrap_or(u64::MAX);
    let due = entries.iter().filter(|entry| {
        entry.retired_ms.is_some_and(|retired| now_ms.saturating_sub(retired) >= grace)
    });
    let homes = context.of_all_homes();
    for entry in due {
        let known = homes.iter().any(|home| home.home.id() == entry.home);
        let id = entry.id.as_str().as_bytes();
        // The ids are random, so their bytes stand nowhere by chance; a freed page that still holds
        // one only keeps the entry longer.
        let unused = homes.iter().all(|home| stores::names(home, id).is_ok_and(|named| !named));
        if known && unused {
            let _kept_when_it_fails = context.keychain.delete(&entry.id);
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use crate::Environment;
    use crate::config::history::Surface;
    use crate::openclaw::Home;
    use crate::place::Place;
    use crate::vault::{Entry, EntryId, Keychain, MemoryKeychain, Secret};
    use std::sync::Arc;

    const LONG_AGO: u64 = 1;

    /// A user with one home and one secret that was retired long ago; `home` is the id of the
    /// home that it belonged to, or of this one.
    fn user(home: Option<&str>) -> (tempfile::TempDir, Context, EntryId) {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join(".openclaw");
        std::fs::create_dir_all(state.join("agents/main/agent")).unwrap();
        std::fs::write(state.join("openclaw.json"), "{ agents: { entries: { main: {} } } }")
            .unwrap();
        let pairs = [("HOME".to_owned(), folder.path().display().to_string())];
        let keychain = Arc::new(MemoryKeychain::default());
        let context = Context::new(
            Place::at(folder.path().join("chela")),
            Home::at(state),
            pairs.into_iter().collect::<Environment>(),
            keychain.clone(),
            Surface::Program,
        );
        let entry = Entry {
            id: EntryId::random(),
            home: home.map_or_else(|| context.home.id(), str::to_owned),
            agents: vec![],
            profile: "anthropic:default".into(),
            kind: "setup-token".into(),
            masked: "…".into(),
            created_ms: 0,
            confirmed_ms: None,
            retired_ms: Some(LONG_AGO),
            copy: false,
        };
        keychain.put(&entry, &Secret::new("made-up".into())).unwrap();
        (folder, context, entry.id)
    }

    fn is_kept(context: &Context, now_ms: u64) -> bool {
        purge(context, now_ms);
        !context.keychain.list().unwrap().is_empty()
    }

    fn after() -> u64 {
        LONG_AGO + u64::try_from(GRACE.as_millis()).unwrap()
    }

    #[test]
    fn what_nothing_names_goes_after_the_grace_period() {
        let (_folder, context, _) = user(None);
        assert!(is_kept(&context, after() - 1));
        assert!(!is_kept(&context, after()));
    }

    /// A clock that was set back makes a retirement one of the future: it only stays longer.
    #[test]
    fn a_clock_that_jumps_back_removes_nothing() {
        let (_folder, context, _) = user(None);
        for now in [0, after() - 1, LONG_AGO - 1, 0] {
            assert!(is_kept(&context, now));
        }
    }

    #[test]
    fn what_is_named_anywhere_stays() {
        for place in [
            ".openclaw/openclaw.json",
            ".openclaw/agents/main/agent/openclaw-agent.sqlite",
            ".openclaw/agents/gone/agent/auth-profiles.json",
            ".openclaw/state/openclaw.sqlite",
            "elsewhere/auth-profiles.json",
            ".openclaw/more.json5",
        ] {
            let (folder, context, id) = user(None);
            let config = "{ $include: './more.json5', \
                          agents: { entries: { main: { agentDir: '~/elsewhere' } } } }";
            std::fs::write(&context.home.config_path, config).unwrap();
            std::fs::write(context.home.state_dir.join("more.json5"), "{}").unwrap();
            let file = folder.path().join(place);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            // Large, and across the border of two pieces.
            let text = format!("{}// {id}\n{{}}", " ".repeat(stores::PIECE - 8));
            std::fs::write(file, text).unwrap();
            assert!(is_kept(&context, after()), "{place}");
        }
    }

    #[test]
    fn what_belongs_to_a_home_elsewhere_stays() {
        let (_folder, context, _) = user(Some("of-another-disk"));
        assert!(is_kept(&context, after()));
    }

    #[test]
    fn what_cannot_be_looked_for_stays() {
        let (_folder, context, _) = user(None);
        // A symbolic link that leads to itself cannot be read, not even by root.
        let store = context.home.state_dir.join("agents/main/agent/auth-profiles.json");
        std::os::unix::fs::symlink(&store, &store).unwrap();
        assert!(is_kept(&context, after()));
    }
}
