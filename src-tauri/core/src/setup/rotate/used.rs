//! Which secret a profile has, and everything in this home that signs in with the very same one.
//! Also who else uses it: what would stop working once it is revoked.

use std::collections::BTreeMap;

use crate::error::{Code, Error, Result};
use crate::openclaw::Status;
use crate::openclaw::status::{Kind, Place, Profile};
use crate::place::ToRevoke;
use crate::setup::move_to_keychain::{copies, copy_of};
use crate::setup::session::{Session, kind_of, kind_word};
use crate::setup::{Context, audit, gate};
use crate::vault::{Entry, EntryId, Secret};
use crate::view::{
    ConnectRequest, CredentialKind, Notice, PlaintextIn, Rotatable, RotateRequest, SecretUse,
};

/// A secret, and who signs in with it.
pub(super) struct Used {
    pub(super) secret: Secret,
    pub(super) kind: CredentialKind,
    /// The profiles, the one that was named first.
    pub(super) uses: Vec<SecretUse>,
    /// How each agent signs in so far.
    pub(super) before: BTreeMap<String, Status>,
}

/// An agent that has a secret of its own in a profile.
struct Holding {
    agent: String,
    profile: String,
    kind: CredentialKind,
    secret: Secret,
}

impl Used {
    /// Finds the secret of `profile`: the default agent's, where agents have different ones in it.
    /// OpenClaw is asked about each agent.
    ///
    /// # Errors
    /// `profile-unknown`; `cannot-rotate` when Chela cannot read the secret; those of the keychain
    /// and of the OpenClaw commands.
    pub(super) async fn of(session: &Session<'_>, profile: &str) -> Result<Self> {
        gate::must_be_here(session)?;
        let mut before = BTreeMap::new();
        for agent in &session.agents {
            before.insert(agent.id.clone(), session.binding().status(&agent.id).await?);
        }
        let held = held(session, &before).await?;
        let named = || held.iter().filter(|holding| holding.profile == profile);
        let main = session.default_agent();
        let found = named().find(|holding| holding.agent == main).or_else(|| named().next());
        let Some(found) = found else {
            return Err(match before.values().any(|status| status.profile(profile).is_some()) {
                true => Error::new(Code::CannotRotate).with("profile", profile),
                false => unknown(profile, &before),
            });
        };
        let (secret, kind) = (found.secret.clone(), found.kind);
        let uses = grouped(profile, held.iter().filter(|one| one.secret == secret));
        Ok(Self { secret, kind, uses, before })
    }

    /// Refuses a new secret that is of another kind or no other one.
    ///
    /// # Errors
    /// `rotate-kind-mismatch`, `rotate-same`.
    pub(super) fn must_take(&self, request: &RotateRequest, new: &Secret) -> Result<()> {
        if request.kind != self.kind {
            return Err(Error::new(Code::RotateKindMismatch)
                .with("profile", &request.profile)
                .with("found", in_words(self.kind))
                .with("given", in_words(request.kind))
                .with("flag", kind_word(request.kind)));
        }
        match *new == self.secret {
            true => Err(Error::new(Code::RotateSame).with("profile", &request.profile)),
            false => Ok(()),
        }
    }

    /// What signing in with the new one asks for, profile by profile.
    pub(super) fn requests(&self, request: &RotateRequest) -> Vec<ConnectRequest> {
        let one = |used: &SecretUse| ConnectRequest {
            kind: self.kind,
            profile: Some(used.profile.clone()),
            agents: used.agents.clone(),
            model: None,
            check: request.check,
            accept_plaintext: request.accept_plaintext,
        };
        self.uses.iter().map(one).collect()
    }

    /// What the person is to be reminded of once another one serves.
    pub(super) fn to_revoke(&self, id: String, since_ms: u64) -> ToRevoke {
        ToRevoke {
            id,
            profiles: self.uses.iter().map(|used| used.profile.clone()).collect(),
            kind: kind_word(self.kind).to_owned(),
            ends: ToRevoke::parts(&self.secret.masked()),
            since_ms,
        }
    }

    /// As front ends are told it.
    pub(super) fn shown(&self, profile: &str) -> Rotatable {
        Rotatable {
            profile: profile.to_owned(),
            kind: self.kind,
            masked: self.secret.masked(),
            uses: self.uses.clone(),
        }
    }

    /// Who else uses it and is not replaced: other homes of this user, and what reads it in
    /// plaintext. OpenClaw's own files are left out as long as they are yet `to_change`.
    pub(super) async fn elsewhere(&self, session: &Session<'_>, to_change: bool) -> Vec<Notice> {
        let context = session.context;
        let homes = self.other_homes(context);
        let can = session.openclaw.capabilities();
        let mut files = audit::files_with(context, can, &self.secret).await;
        files.retain(|(kind, _)| !(to_change && *kind == PlaintextIn::Store));
        let mut notices = Vec::new();
        if !homes.is_empty() {
            let note = Error::new(Code::SecretInOtherHomes).with("homes", homes.join(", "));
            notices.push(note.into());
        }
        if !files.is_empty() {
            let names: Vec<&str> = files.iter().map(|(_, file)| file.as_str()).collect();
            let note = Error::new(Code::OldSecretInFiles).with("files", names.join(", "));
            notices.push(note.with("count", names.len()).into());
        }
        notices
    }

    /// The other homes for which the keychain has it too. What cannot be read is left out.
    fn other_homes(&self, context: &Context) -> Vec<String> {
        let has_it = |home: &Context| {
            let entries = home.own_entries().unwrap_or_default();
            let same =
                |entry: &Entry| home.keychain.get(&entry.id).is_ok_and(|kept| kept == self.secret);
            home.home != context.home && entries.iter().any(same)
        };
        let homes = context.of_all_homes().into_iter().filter(has_it);
        homes.map(|home| home.home.label(&context.environment)).collect()
    }
}

/// Every secret that an agent has in a profile of its own and that can be read: what Chela keeps in
/// the keychain, and what OpenClaw keeps in plaintext.
async fn held(session: &Session<'_>, before: &BTreeMap<String, Status>) -> Result<Vec<Holding>> {
    let mut held = Vec::new();
    for (agent, status) in before {
        for profile in status.profiles.iter().filter(|one| one.provider == "anthropic") {
            let found = match &profile.place {
                Place::Reference { id, .. } => referred(session, agent, id)?,
                Place::Plaintext(shown) => kept(session, agent, profile, shown).await?,
                Place::Unknown => None,
            };
            held.extend(found.map(|(kind, secret)| Holding {
                agent: agent.clone(),
                profile: profile.id.clone(),
                kind,
                secret,
            }));
        }
    }
    Ok(held)
}

/// The secret of an entry that was bound for `agent` itself: others read through to its profile.
fn referred(
    session: &Session<'_>,
    agent: &str,
    id: &str,
) -> Result<Option<(CredentialKind, Secret)>> {
    let Some(id) = EntryId::parse(id) else { return Ok(None) };
    let its = |entry: &Entry| entry.id == id && entry.agents.iter().any(|its| its == agent);
    let Some(entry) = session.context.own_entries()?.into_iter().find(its) else { return Ok(None) };
    Ok(Some((kind_of(&entry), session.context.keychain.get(&id)?)))
}

/// The secret that OpenClaw keeps for `agent`: as it stands there, or as the copy that Chela made.
async fn kept(
    session: &Session<'_>,
    agent: &str,
    profile: &Profile,
    shown: &str,
) -> Result<Option<(CredentialKind, Secret)>> {
    let kind = match profile.kind {
        Kind::Token => CredentialKind::SetupToken,
        Kind::ApiKey => CredentialKind::ApiKey,
        _ => return Ok(None),
    };
    if session.openclaw.capabilities().json_store {
        let secret = session.binding().plaintext(agent, &profile.id).await?;
        return Ok(secret.map(|secret| (kind, secret)));
    }
    let mut copies = copies(session.context, &profile.id)?;
    copies.retain(|(entry, _)| entry.agents.iter().any(|its| its == agent));
    Ok(copy_of(&copies, kind, shown).map(|(_, secret)| (kind, secret.clone())))
}

/// Profile by profile, `first` first.
fn grouped<'h>(first: &str, held: impl Iterator<Item = &'h Holding>) -> Vec<SecretUse> {
    let mut uses: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for holding in held {
        uses.entry(&holding.profile).or_default().push(holding.agent.clone());
    }
    let mut uses: Vec<SecretUse> = uses
        .into_iter()
        .map(|(profile, agents)| SecretUse { profile: profile.to_owned(), agents })
        .collect();
    uses.sort_by_key(|used| used.profile != first);
    uses
}

fn unknown(profile: &str, before: &BTreeMap<String, Status>) -> Error {
    let profiles = before.values().flat_map(|status| &status.profiles);
    let mut known: Vec<&str> = profiles.map(|one| one.id.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    let known = if known.is_empty() { "—".to_owned() } else { known.join(", ") };
    Error::new(Code::ProfileUnknown).with("profile", profile).with("known", known)
}

/// `a setup-token`, `an API key`.
fn in_words(kind: CredentialKind) -> String {
    crate::text::say(&format!("paste.found.{}", kind_word(kind)), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holding(agent: &str, profile: &str) -> Holding {
        let secret = Secret::new("made-up".into());
        let (agent, profile) = (agent.to_owned(), profile.to_owned());
        Holding { agent, profile, kind: CredentialKind::SetupToken, secret }
    }

    #[test]
    fn the_profile_that_was_named_comes_first() {
        let held = [
            holding("main", "anthropic:b"),
            holding("main", "anthropic:a"),
            holding("work", "anthropic:b"),
            holding("work", "anthropic:c"),
        ];
        let uses = grouped("anthropic:b", held.iter());
        let shown: Vec<_> =
            uses.iter().map(|used| (used.profile.as_str(), used.agents.join(" "))).collect();
        let expected =
            [("anthropic:b", "main work"), ("anthropic:a", "main"), ("anthropic:c", "work")];
        assert_eq!(shown, expected.map(|(profile, agents)| (profile, agents.to_owned())));
    }

    #[test]
    fn only_another_secret_of_the_same_kind_is_taken() {
        use CredentialKind::{ApiKey, SetupToken};
        let used = Used {
            secret: Secret::new("old".into()),
            kind: SetupToken,
            uses: vec![],
            before: BTreeMap::new(),
        };
        for (kind, new, refused) in [
            (SetupToken, "new", None),
            (SetupToken, "old", Some(Code::RotateSame)),
            (ApiKey, "new", Some(Code::RotateKindMismatch)),
        ] {
            let (profile, check, accept_plaintext) = ("anthropic:default".into(), true, false);
            let request = RotateRequest { profile, kind, check, accept_plaintext };
            let taken = used.must_take(&request, &Secret::new(new.into()));
            assert_eq!(taken.err().map(|error| error.code), refused, "{new}");
        }
    }
}
