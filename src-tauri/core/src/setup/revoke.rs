//! The reminder that a secret which was replaced is to be revoked where it was made: only there it
//! stops working for whoever has a copy. It stays until the person says that it is done, or until
//! the old one serves again. Nobody but the person can revoke it: Anthropic has no interface for
//! that which the secret itself could use.

use super::Context;
use super::undoing::Mark;
use crate::error::{Code, Error, Result};
use crate::place::{Settings, ToRevoke};
use crate::text::say;
use crate::view::{CredentialKind, Notice, Revocation};

/// Where API keys are made and deleted.
pub const KEYS_PAGE: &str = "https://console.anthropic.com/settings/keys";
/// Where the logins of Claude Code are listed, each with a button that revokes it; those of
/// `claude setup-token` are among them (report: anthropics/claude-code#59378).
pub const TOKENS_PAGE: &str = "https://claude.ai/settings/claude-code";

/// The secrets of this home that are still to be revoked, the oldest first.
pub(super) fn due(context: &Context) -> Vec<Revocation> {
    Settings::load(&context.place).to_revoke(&context.home.id()).into_iter().map(shown).collect()
}

/// The person says that a secret is revoked: the one of this id, or all that `which`, a profile,
/// had. Answers what is still left of this home.
///
/// # Errors
/// `nothing-to-revoke`, `io`.
pub fn revoked(context: &Context, which: &str) -> Result<Vec<Revocation>> {
    let home = context.home.id();
    let mut found = false;
    Settings::update(&context.place, |settings| {
        let mut all = settings.to_revoke(&home);
        let before = all.len();
        all.retain(|one| one.id != which && !one.profiles.iter().any(|had| had == which));
        found = all.len() < before;
        if found {
            settings.set_to_revoke(&home, &all);
        }
    })?;
    match found {
        true => Ok(due(context)),
        false => Err(Error::new(Code::NothingToRevoke).with("profile", which)),
    }
}

/// Begins to remind of a secret, or ends that. Doing it again changes nothing.
///
/// # Errors
/// `io`.
pub(super) fn remind(context: &Context, what: &ToRevoke, due: bool) -> Result<()> {
    Settings::update(&context.place, reminding(context, what, due)).map(drop)
}

/// The change of the settings that [`remind`] makes.
pub(super) fn reminding(
    context: &Context,
    what: &ToRevoke,
    due: bool,
) -> impl FnOnce(&mut Settings) + use<> {
    let (home, what) = (context.home.id(), what.clone());
    move |settings| {
        let mut all = settings.to_revoke(&home);
        all.retain(|one| one.id != what.id);
        if due {
            all.push(what);
        }
        settings.set_to_revoke(&home, &all);
    }
}

/// A reminder as front ends are told it.
pub(super) fn shown(what: ToRevoke) -> Revocation {
    let (kind, code, page) = match what.kind.as_str() {
        "api-key" => (CredentialKind::ApiKey, Code::RevokeApiKey, KEYS_PAGE),
        _ => (CredentialKind::SetupToken, Code::RevokeSetupToken, TOKENS_PAGE),
    };
    let note = Error::new(code).with("masked", what.masked()).with("page", page);
    Revocation {
        notice: note.into(),
        page: page.to_owned(),
        kind,
        masked: what.masked(),
        id: what.id,
        profiles: what.profiles,
        since_ms: what.since_ms,
    }
}

/// What it means to take back that a reminder began or ended.
pub(super) fn undone_in_words(context: &Context, what: &ToRevoke, due: bool) -> Option<String> {
    if !due {
        return None;
    }
    let still = Settings::load(&context.place).to_revoke(&context.home.id());
    let key = match still.iter().any(|one| one.id == what.id) {
        true => "core.undo.step.revoke",
        false => "core.undo.step.revoked",
    };
    Some(say(key, &[("masked", &what.masked())]))
}

/// What there is to know once an operation is undone that had replaced a secret.
pub(super) fn serves_again(mark: &Mark) -> Option<Notice> {
    match mark {
        Mark::Revoke { what, due: true } => {
            Some(Error::new(Code::OldSecretServes).with("masked", what.masked()).into())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::redact;
    use crate::setup::context::test_context;

    fn replaced(id: &str, kind: &str, profiles: &[&str]) -> ToRevoke {
        ToRevoke {
            id: id.into(),
            profiles: profiles.iter().map(|&profile| profile.to_owned()).collect(),
            kind: kind.into(),
            ends: ToRevoke::parts("sk-ant-oat01-Zk3…mAA"),
            since_ms: 1,
        }
    }

    #[test]
    fn it_stays_until_the_person_says_that_it_is_done() {
        let dir = tempfile::tempdir().unwrap();
        let context = test_context(dir.path());
        let (a, b) = (
            replaced("rotate-1", "setup-token", &["anthropic:default", "anthropic:two"]),
            replaced("rotate-2", "api-key", &["anthropic:api"]),
        );
        for what in [&a, &b, &a] {
            remind(&context, what, true).unwrap();
        }
        let ids = |all: &[Revocation]| all.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&due(&context)), ["rotate-2", "rotate-1"]);
        let unknown = revoked(&context, "anthropic:three").unwrap_err();
        assert_eq!(unknown.code, Code::NothingToRevoke);
        assert_eq!(ids(&revoked(&context, "anthropic:two").unwrap()), ["rotate-2"]);
        assert_eq!(ids(&revoked(&context, "rotate-2").unwrap()), Vec::<String>::new());
    }

    #[test]
    fn each_kind_has_its_page() {
        for (kind, page) in [("api-key", KEYS_PAGE), ("setup-token", TOKENS_PAGE)] {
            let shown = shown(replaced("rotate-1", kind, &["anthropic:default"]));
            assert_eq!(shown.page, page);
            assert!(shown.notice.hint.contains(page), "{}", shown.notice.hint);
            assert!(shown.notice.message.contains("Zk3…mAA"), "{}", shown.notice.message);
        }
    }

    #[test]
    fn the_journal_keeps_the_ends_as_they_are() {
        let what = replaced("rotate-1", "setup-token", &["anthropic:default"]);
        let mark = Mark::Revoke { what, due: true };
        let mut written = serde_json::to_value(&mark).unwrap();
        redact::mask_strings(&mut written);
        assert_eq!(serde_json::from_value::<Mark>(written).unwrap(), mark);
    }
}
