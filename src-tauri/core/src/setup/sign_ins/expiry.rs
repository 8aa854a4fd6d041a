//! When a sign-in ends, as far as anybody knows, and what that means for its state.

use crate::place::Expiry;
use crate::setup::session::kind_of;
use crate::text::say;
use crate::vault::Entry;
use crate::view::{CredentialKind, SignInState};

const DAY: u64 = 24 * 60 * 60 * 1000;
/// How long a setup-token lasts by default (ms). Neither it nor OpenClaw says when it ends.
const YEAR: u64 = 365 * DAY;
/// From how long before its end a sign-in counts as expiring (ms).
const SOON: u64 = 14 * DAY;

/// The end of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::setup) struct End {
    /// When (ms since 1970).
    pub(in crate::setup) at_ms: u64,
    /// Whether that is only taken to be so.
    pub(in crate::setup) assumed: bool,
}

impl End {
    /// What OpenClaw tells comes first, then what the person said of this very secret, then what
    /// is usual for a setup-token that Chela stored.
    pub(in crate::setup) fn of(
        told: Option<u64>,
        entry: Option<&Entry>,
        said: Option<Expiry>,
    ) -> Option<Self> {
        if let Some(at_ms) = told {
            return Some(Self { at_ms, assumed: false });
        }
        // A secret that came later has an end of its own.
        let said = said.filter(|said| entry.is_none_or(|entry| entry.created_ms <= said.said_ms));
        if let Some(said) = said {
            return said.at_ms.map(|at_ms| Self { at_ms, assumed: false });
        }
        let stored = entry.filter(|entry| kind_of(entry) == CredentialKind::SetupToken)?.created_ms;
        (stored > 0).then(|| Self { at_ms: stored.saturating_add(YEAR), assumed: true })
    }

    /// The state of a sign-in of which OpenClaw knows no end, and what to say about it, when its
    /// end is near or past. What is only assumed is never said to have happened.
    pub(in crate::setup) fn state(self, now_ms: u64) -> Option<(SignInState, Option<String>)> {
        let words = |key: &str| Some(say(key, &[]));
        match (self.at_ms > now_ms, self.assumed) {
            (true, _) if self.at_ms - now_ms > SOON => None,
            (true, true) => Some((SignInState::Expiring, words("core.sign-in.expires-probably"))),
            (true, false) => Some((SignInState::Expiring, None)),
            (false, true) => Some((SignInState::Expiring, words("core.sign-in.expired-probably"))),
            (false, false) => Some((SignInState::Expired, None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::EntryId;

    fn entry(kind: &str, created_ms: u64) -> Entry {
        Entry {
            id: EntryId::random(),
            home: "h".into(),
            agents: vec![],
            profile: "anthropic:work".into(),
            kind: kind.into(),
            masked: String::new(),
            created_ms,
            confirmed_ms: None,
            retired_ms: None,
            copy: false,
        }
    }

    #[test]
    fn the_end_is_told_by_whoever_knows_best() {
        let token = entry("setup-token", 1000);
        let said = |at_ms, said_ms| Some(Expiry { at_ms, said_ms });
        let end = |at_ms, assumed| Some(End { at_ms, assumed });
        for (told, entry, said, expected) in [
            (Some(7), Some(&token), said(Some(9), 2000), end(7, false)),
            (None, Some(&token), said(Some(9), 2000), end(9, false)),
            (None, Some(&token), said(None, 2000), None),
            // It was said of the secret before this one.
            (None, Some(&token), said(Some(9), 999), end(1000 + YEAR, true)),
            (None, Some(&token), None, end(1000 + YEAR, true)),
            (None, Some(&entry("api-key", 1000)), None, None),
            (None, Some(&entry("setup-token", 0)), None, None),
            (None, Some(&entry("setup-token", u64::MAX)), None, end(u64::MAX, true)),
            (None, None, said(Some(9), 0), end(9, false)),
            (None, None, None, None),
        ] {
            assert_eq!(End::of(told, entry, said), expected, "{told:?} {entry:?}");
        }
    }

    #[test]
    fn what_is_assumed_is_never_said_to_have_happened() {
        use SignInState::{Expired, Expiring};
        let now = 1_000 * DAY;
        for (at_ms, assumed, state, words) in [
            (now + SOON + 1, true, None, false),
            (now + SOON, true, Some(Expiring), true),
            (now + SOON, false, Some(Expiring), false),
            (now, true, Some(Expiring), true),
            (now, false, Some(Expired), false),
            (0, false, Some(Expired), false),
        ] {
            let found = End { at_ms, assumed }.state(now);
            assert_eq!(found.as_ref().map(|found| found.0), state, "{at_ms} {assumed}");
            assert_eq!(found.is_some_and(|found| found.1.is_some()), words, "{at_ms} {assumed}");
        }
    }
}
