//! What Chela keeps for a home: what refers to the keychain, by what OpenClaw says of each agent, and
//! the entries that there are.

use super::Remaining;
use crate::error::{Code, Error, Result};
use crate::openclaw::Status;
use crate::openclaw::status::Kind;
use crate::setup::move_to_keychain::{copies, copy_of};
use crate::setup::session::{Session, referred};
use crate::setup::unbinding::Bound;
use crate::setup::{Context, gate, sign_ins};
use crate::vault::{Entry, KeychainError};
use crate::view::{CredentialKind, LeaveSignIn, LeaveWay, SecretPlace};

/// A sign-in of one agent that Chela made.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) bound: Bound,
    pub(super) how: How,
}

/// How Chela keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// OpenClaw refers to an entry of the keychain.
    Referred,
    /// It does, and somebody has removed the entry.
    Lost,
    /// OpenClaw holds it in plaintext, and the keychain a copy.
    Copied,
}

/// What Chela keeps for a home.
#[derive(Debug)]
pub(super) struct Holdings {
    /// The default agent's first.
    pub(super) sign_ins: Vec<Held>,
    /// The entries of this home, of whatever kind.
    pub(super) entries: Vec<Entry>,
}

impl Holdings {
    /// Looks into the keychain, and asks OpenClaw about each agent (2 s each).
    ///
    /// # Errors
    /// Those of the keychain, and of the OpenClaw commands.
    pub(super) async fn of(session: &Session<'_>) -> Result<Self> {
        let context = session.context;
        gate::keychain_must_be_open(context)?;
        let mut sign_ins = Vec::new();
        for agent in sign_ins::agents(&session.config) {
            let status = session.binding().status(&agent).await?;
            sign_ins.extend(held(context, &agent, &status)?);
            context.remember_status(&agent, status);
        }
        Ok(Self { sign_ins, entries: entries(context)? })
    }

    /// Why this way cannot be gone, if it cannot.
    pub(super) fn refusal(&self, session: &Session<'_>, way: LeaveWay) -> Option<Error> {
        match way {
            LeaveWay::HandBack => {
                let lost = self.sign_ins.iter().filter(|held| held.how == How::Lost);
                let mut lost: Vec<&str> = lost.map(|held| held.bound.profile.as_str()).collect();
                lost.dedup();
                let error = || Error::new(Code::CannotHandBack).with("profiles", lost.join(", "));
                (!lost.is_empty()).then(error)
            }
            LeaveWay::SignOut => {
                let able = session.openclaw.capabilities().signs_out() || self.sign_ins.is_empty();
                let version = &session.openclaw.installation().version;
                (!able).then(|| Error::new(Code::SignOutUnsupported).with("version", version))
            }
        }
    }

    /// Whether OpenClaw has any secret from the keychain.
    pub(super) fn refers(&self) -> bool {
        self.sign_ins.iter().any(|held| held.how == How::Referred)
    }

    /// Whether Chela has bound the agent's own profile, which it does not read through to.
    pub(super) fn is_own(&self, bound: &Bound) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.id == bound.id && entry.agents.contains(&bound.agent))
    }

    /// Whether an agent has anything of which that is not so.
    pub(super) fn inherits(&self, agent: &str) -> bool {
        let mut its = self.sign_ins.iter().filter(|held| held.bound.agent == agent);
        its.any(|held| !self.is_own(&held.bound))
    }

    /// The names of Chela's profiles that no agent has any more.
    pub(super) fn profiles_without(&self, remaining: &Remaining) -> Vec<String> {
        let live = self.entries.iter().filter(|entry| entry.is_sign_in());
        let named = live.filter(|entry| entry.retired_ms.is_none()).map(|entry| &entry.profile);
        let held = self.sign_ins.iter().map(|held| &held.bound.profile);
        let all: Remaining = named.chain(held).cloned().collect();
        all.difference(remaining).cloned().collect()
    }

    pub(super) fn views(&self) -> Vec<LeaveSignIn> {
        let view = |held: &Held| LeaveSignIn {
            agent: held.bound.agent.clone(),
            profile: held.bound.profile.clone(),
            place: match held.how {
                How::Referred | How::Lost => SecretPlace::Keychain,
                How::Copied => SecretPlace::Plaintext,
            },
        };
        self.sign_ins.iter().map(view).collect()
    }
}

/// What an agent has of Chela's. One that reads through to the default agent's has it too.
///
/// # Errors
/// Those of the keychain.
pub(super) fn held(context: &Context, agent: &str, status: &Status) -> Result<Vec<Held>> {
    let mut found = Vec::new();
    for profile in status.profiles.iter().filter(|profile| profile.provider == "anthropic") {
        let bound =
            |kind, id| Bound { agent: agent.to_owned(), profile: profile.id.clone(), kind, id };
        if let Some((kind, id)) = referred(status, &profile.id) {
            let how = match context.keychain.get(&id) {
                Ok(_) => How::Referred,
                Err(KeychainError::NotFound) => How::Lost,
                Err(error) => return Err(error.into()),
            };
            found.push(Held { bound: bound(kind, id), how });
            continue;
        }
        let kind = match profile.kind {
            Kind::Token => CredentialKind::SetupToken,
            Kind::ApiKey => CredentialKind::ApiKey,
            Kind::Oauth | Kind::Other(_) => continue,
        };
        let Some(shown) = status.plaintext(&profile.id) else { continue };
        if let Some((copy, _)) = copy_of(&copies(context, &profile.id)?, kind, shown) {
            found.push(Held { bound: bound(kind, copy.id.clone()), how: How::Copied });
        }
    }
    Ok(found)
}

/// All entries of this home: those that are used, copies, those that wait for their end, and the
/// secret parts of its history.
///
/// # Errors
/// Those of the keychain.
pub(super) fn entries(context: &Context) -> Result<Vec<Entry>> {
    let home = context.home.id();
    let mut entries = context.keychain.list()?;
    entries.retain(|entry| entry.home == home);
    Ok(entries)
}
