//! The facts about one profile of one agent, put side by side: what OpenClaw, the keychain and
//! Anthropic say of it, and which matter that is.

use super::facts::Facts;
use super::finding::Case;
use super::recognise;
use crate::anthropic::Verdict;
use crate::openclaw::status::{Effective, Kind, Place, Profile, State, Status};
use crate::setup::sign_ins::expiry::End;
use crate::vault::Entry;
use crate::view::{KeychainView, SignInState};

/// The provider whose sign-ins Chela looks after.
pub(super) const PROVIDER: &str = "anthropic";

/// One profile of one agent.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) agent: &'a str,
    pub(super) profile: &'a Profile,
    now_ms: u64,
    /// When it ends, as far as anybody knows.
    pub(super) end: Option<End>,
    /// What Anthropic says of it, when it was asked.
    pub(super) verdict: Option<&'a Verdict>,
    /// Whether the agent has another sign-in that can serve.
    pub(super) spared: bool,
}

/// Every Anthropic profile of every agent, agent by agent, as it stands `now_ms`.
pub(super) fn all(facts: &Facts, now_ms: u64) -> Vec<Seen<'_>> {
    let each = facts.statuses.iter().flat_map(|(agent, status)| {
        profiles(status).map(move |profile| Seen {
            agent: agent.as_str(),
            profile,
            now_ms,
            end: end(facts, profile),
            verdict: verdict(facts, profile),
            spared: has_other(facts, status, profile),
        })
    });
    each.collect()
}

/// The Anthropic profiles of an agent.
pub(super) fn profiles(status: &Status) -> impl Iterator<Item = &Profile> {
    status.profiles.iter().filter(|profile| profile.provider == PROVIDER)
}

/// Chela's keychain entry to which a profile refers.
pub(super) fn entry<'a>(facts: &'a Facts, profile: &Profile) -> Option<&'a Entry> {
    let Place::Reference { id, .. } = &profile.place else { return None };
    facts.entries.iter().find(|entry| entry.id.as_str() == id)
}

fn end(facts: &Facts, profile: &Profile) -> Option<End> {
    let said = facts.said_ends.get(&profile.id).cloned();
    End::of(profile.expires_ms, entry(facts, profile), said)
}

fn verdict<'a>(facts: &'a Facts, profile: &Profile) -> Option<&'a Verdict> {
    facts.verdicts.get(entry(facts, profile)?.id.as_str())
}

/// Whether the agent has another sign-in than `profile` that can serve, as far as is known.
fn has_other(facts: &Facts, status: &Status, profile: &Profile) -> bool {
    let elsewhere = status.provider(PROVIDER).is_some_and(|provider| {
        provider.in_environment || matches!(provider.effective, Effective::Config)
    });
    let able = |other: &&Profile| {
        other.id != profile.id
            && other.state.serves()
            && !matches!(verdict(facts, other), Some(Verdict::Invalid(_)))
    };
    elsewhere || profiles(status).any(|other| able(&other))
}

impl Seen<'_> {
    /// What is the matter with it, if something is.
    pub(super) fn matter(&self) -> Option<Case> {
        self.refusal().or_else(|| self.state())
    }

    /// Whether Anthropic has just confirmed it.
    fn is_confirmed(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Confirmed { .. }))
    }

    /// Whether OpenClaw does not use it at present.
    pub(super) fn waits(&self) -> bool {
        matches!(self.profile.state, State::Cooldown | State::Disabled)
    }

    /// Why Anthropic does not confirm it, in words.
    pub(super) fn said_by_anthropic(&self) -> Option<String> {
        match self.verdict? {
            Verdict::Confirmed { .. } => None,
            Verdict::Invalid(reason) | Verdict::Unconfirmed(reason) => Some(reason.message()),
        }
    }

    /// What Anthropic itself has against it.
    fn refusal(&self) -> Option<Case> {
        match self.verdict? {
            Verdict::Confirmed { .. } => None,
            Verdict::Invalid(_) => Some(Case::TokenRejected),
            Verdict::Unconfirmed(reason) => {
                let named = recognise::case(reason.params.get("detail")?)?;
                let causes = [Case::NoCredit, Case::NoPlan, Case::ClaudeCodeOnly];
                causes.into_iter().find(|cause| cause.as_str() == named)
            }
        }
    }

    /// What OpenClaw has against it.
    fn state(&self) -> Option<Case> {
        let oauth = self.profile.kind == Kind::Oauth;
        let reason = self.profile.reason.as_deref();
        match &self.profile.state {
            State::Ok | State::Expiring | State::Expired => self.expiry(),
            State::Missing => Some(Case::ProfileWithoutCredential),
            State::Other(_) => Some(Case::UnknownState),
            // What failed was the credential of before, or passed since.
            State::Cooldown | State::Disabled if self.is_confirmed() => Some(Case::CoolingDown),
            State::Cooldown | State::Disabled if reason == Some("billing") => Some(Case::NoCredit),
            State::Cooldown | State::Disabled if says_rejected(reason) => {
                Some(if oauth { Case::OauthRefreshFailed } else { Case::TokenRejected })
            }
            // Before 2026.8 OpenClaw does not say why.
            State::Cooldown if oauth && reason.is_none() => Some(Case::OauthRefreshFailed),
            State::Cooldown => Some(Case::CoolingDown),
            State::Disabled => Some(Case::SignInDisabled),
        }
    }

    /// What its end means. Before 2026.5 OpenClaw calls a login that ran out "ok".
    fn expiry(&self) -> Option<Case> {
        let oauth = self.profile.kind == Kind::Oauth;
        let near = self.end.and_then(|end| end.state(self.now_ms)).map(|(state, _)| state);
        if self.profile.state == State::Expired || near == Some(SignInState::Expired) {
            return Some(if oauth { Case::OauthRefreshFailed } else { Case::Expired });
        }
        // OpenClaw renews a login by itself.
        let soon = self.profile.state == State::Expiring || near == Some(SignInState::Expiring);
        (soon && !oauth).then_some(Case::ExpiresSoon)
    }

    /// Whether a login may only not have been needed since it ran out: OpenClaw renews it then.
    pub(super) fn may_be_renewed(&self) -> bool {
        self.profile.kind == Kind::Oauth && !self.waits()
    }

    /// Whether its secret stands in plaintext where a reference could stand.
    pub(super) fn is_plaintext_needlessly(&self, facts: &Facts) -> bool {
        let keychain = matches!(facts.keychain, KeychainView::Ready | KeychainView::Locked);
        facts.can.references
            && keychain
            && matches!(self.profile.kind, Kind::Token | Kind::ApiKey)
            && matches!(self.profile.place, Place::Plaintext(_))
    }
}

/// OpenClaw's words for "the credential was refused" (2026.9.6).
fn says_rejected(reason: Option<&str>) -> bool {
    matches!(reason, Some("auth" | "auth_permanent" | "session_expired"))
}
