//! After an update of OpenClaw: that what it holds in plaintext can go to the keychain now.

use crate::error::{Code, Error};
use crate::openclaw::Capabilities;
use crate::openclaw::status::ends_agree;
use crate::place::Settings;
use crate::setup::Context;
use crate::text::say;
use crate::vault::Entry;
use crate::view::{KeychainView, Notice};

/// Remembers which OpenClaw serves the home, so that an update is noticed.
pub(in crate::setup) fn remember_version(context: &Context, version: &str) {
    let home = context.home.id();
    if Settings::load(&context.place).openclaw_seen(&home).is_some_and(|seen| seen.now == version) {
        return;
    }
    // Where it cannot be remembered, the offer only says less.
    let _unwritten =
        Settings::update(&context.place, |settings| settings.see_openclaw(&home, version));
}

/// One offer for each sign-in of Chela's own that OpenClaw holds in plaintext although it could
/// read it from the keychain by now.
pub(in crate::setup) fn offer(
    context: &Context,
    version: Option<&str>,
    keychain: KeychainView,
) -> Vec<Notice> {
    let Some(version) = version.filter(|version| Capabilities::of(version).references) else {
        return vec![];
    };
    if keychain != KeychainView::Ready {
        return vec![];
    }
    let mut profiles: Vec<String> = context
        .own_entries()
        .unwrap_or_default()
        .into_iter()
        .filter(|entry| entry.copy && is_kept(context, entry))
        .map(|entry| entry.profile)
        .collect();
    profiles.sort();
    profiles.dedup();
    let seen = Settings::load(&context.place).openclaw_seen(&context.home.id());
    let before = seen.and_then(|seen| seen.before);
    let offered = |profile: String| {
        let note = Error::new(Code::CanMoveToKeychain).with("profile", profile);
        match before.as_deref().filter(|before| !Capabilities::of(before).references) {
            Some(before) => {
                let both: [(_, &dyn ToString); 2] = [("version", &version), ("before", &before)];
                note.with("version", say("openclaw.version-before", &both))
            }
            None => note.with("version", version),
        }
    };
    profiles.into_iter().map(|profile| offered(profile).into()).collect()
}

/// Whether OpenClaw keeps what the entry is a copy of, as far as it has been asked.
fn is_kept(context: &Context, entry: &Entry) -> bool {
    entry.agents.iter().any(|agent| {
        let Some(status) = context.remembered_status(agent) else { return true };
        status.plaintext(&entry.profile).is_some_and(|shown| ends_agree(shown, &entry.masked))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::Environment;
    use crate::config::history::Surface;
    use crate::openclaw::{Home, Status};
    use crate::place::Place;
    use crate::vault::{EntryId, Keychain, MemoryKeychain, Secret};

    /// A home in whose profile `anthropic:default` OpenClaw keeps a secret, with an entry for it.
    fn context(copy: bool) -> (tempfile::TempDir, Context) {
        let folder = tempfile::tempdir().unwrap();
        let keychain = Arc::new(MemoryKeychain::default());
        let place = Place::at(folder.path().join("chela"));
        let home = Home::at(folder.path().join(".openclaw"));
        let secret = Secret::new(format!("sk-ant-oat01-Zk3{}x4QmAA", "y".repeat(80)));
        let entry = Entry {
            id: EntryId::random(),
            home: home.id(),
            agents: vec!["main".into()],
            profile: "anthropic:default".into(),
            kind: "setup-token".into(),
            masked: secret.masked(),
            created_ms: 0,
            confirmed_ms: None,
            retired_ms: None,
            copy,
        };
        keychain.put(&entry, &secret).unwrap();
        let environment = Environment::default();
        (folder, Context::new(place, home, environment, keychain, Surface::Program))
    }

    fn codes(context: &Context, version: Option<&str>, keychain: KeychainView) -> Vec<String> {
        offer(context, version, keychain).into_iter().map(|notice| notice.code).collect()
    }

    #[test]
    fn a_move_is_offered_where_it_can_be_made() {
        let (_folder, copy) = context(true);
        let (_other, bound) = context(false);
        let offered = vec!["can-move-to-keychain".to_owned()];
        for (context, version, keychain, expected) in [
            (&copy, Some("2026.9.6"), KeychainView::Ready, &offered),
            (&copy, Some("2026.9.6"), KeychainView::Locked, &vec![]),
            (&copy, Some("2026.2.9"), KeychainView::Ready, &vec![]),
            (&copy, None, KeychainView::Ready, &vec![]),
            (&bound, Some("2026.9.6"), KeychainView::Ready, &vec![]),
        ] {
            assert_eq!(codes(context, version, keychain), *expected, "{version:?} {keychain:?}");
        }
    }

    #[test]
    fn what_openclaw_keeps_by_now_is_no_copy_of() {
        let (_folder, context) = context(true);
        let ready = || codes(&context, Some("2026.9.6"), KeychainView::Ready).len();
        for (label, expected) in [
            ("anthropic:default=token:sk-ant-o...yyx4QmAA", 1),
            ("anthropic:default=token:sk-ant-o...yyx4QmAB", 0),
            ("anthropic:default=token:ref(exec:v1/abc)", 0),
        ] {
            let status = Status::read(&json!({ "auth": {
                "providers": [{ "provider": "anthropic", "profiles": { "labels": [label] } }],
                "oauth": { "profiles": [{ "profileId": "anthropic:default", "type": "token",
                    "provider": "anthropic", "status": "static" }] }
            } }));
            context.remember_status("main", status);
            assert_eq!(ready(), expected, "{label}");
        }
    }

    #[test]
    fn an_update_is_told() {
        let (_folder, context) = context(true);
        for version in ["2026.2.9", "2026.9.6"] {
            remember_version(&context, version);
        }
        let notices = offer(&context, Some("2026.9.6"), KeychainView::Ready);
        assert!(notices[0].message.contains("2026.2.9"), "{notices:?}");
    }
}
