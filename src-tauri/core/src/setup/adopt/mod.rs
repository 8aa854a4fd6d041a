//! A credential in plaintext goes to the keychain: it becomes a sign-in there, or the profile that
//! held it refers to it; the gateway serves a turn with it; and only then it goes from the places
//! that the person ticked ([`super::clean`]).
//!
//! Two operations, one after the other: whatever ends the second one leaves a gateway that serves
//! from the keychain. A credential that serves nobody is only removed; an undo can bring it back.

mod pick;
mod plan;

use std::path::{Path, PathBuf};

use self::pick::{Becomes, Target};
use super::clean::{self, Cleaning};
use super::connect::{self, Purpose};
use super::session::Session;
use super::{Context, Report, audit, conflicts};
use crate::error::{Code, Error, Result};
use crate::openclaw::status::{Kind, ends_agree};
use crate::vault::EntryId;
use crate::view::{AdoptRequest, Adopted, ConnectRequest, CredentialKind, Notice};

pub use plan::plan_adopt;

/// Moves it. Asks OpenClaw and reads every file first (5 s), as the audit does.
///
/// # Errors
/// `plaintext-unknown`, `plaintext-ambiguous`, `plaintext-not-there`; `not-proven`, `not-served`;
/// those of signing in and of the keychain. What was done is put back then, apart from a sign-in
/// that was proven.
pub async fn adopt(
    context: &Context,
    request: &AdoptRequest,
    report: &dyn Report,
) -> Result<Adopted> {
    let target = target(context, request).await?;
    let mut adopted = Adopted {
        masked: target.masked(),
        profiles: vec![],
        files: vec![],
        left: vec![],
        notices: vec![],
    };
    for sign_in in sign_ins(context, &target, request).await? {
        let (purpose, request) = sign_in;
        let done = connect::begin(context, purpose, &request, &target.secret, report).await?;
        adopted.notices.extend(done.notices);
        adopted.profiles.push(done.profile);
    }
    let wanted = cleaning(context, &target, request, adopted.profiles.first())?;
    let cleaned = clean::clean(context, wanted, &target.secret, report).await?;
    adopted.files = cleaned.files.iter().map(|file| audit::shown(context, file)).collect();
    adopted.left = cleaned.left.into_iter().map(|(_, error)| error.into()).collect();
    adopted.notices.extend(cleaned.notices);
    without_the_past(context, &mut adopted.notices)?;
    Ok(adopted)
}

/// What is meant.
///
/// # Errors
/// Those of [`pick::pick`].
async fn target(context: &Context, request: &AdoptRequest) -> Result<Target> {
    let search = audit::search(context).await.ok_or_else(|| Error::new(Code::Internal))?;
    pick::pick(context, &search, request)
}

/// The sign-ins that it becomes.
async fn sign_ins(
    context: &Context,
    target: &Target,
    request: &AdoptRequest,
) -> Result<Vec<(Purpose, ConnectRequest)>> {
    let session = Session::open(context).await?;
    let of = |profile: String, agents: Vec<String>, kind: CredentialKind| ConnectRequest {
        kind,
        profile: Some(profile),
        agents,
        model: None,
        check: true,
        accept_plaintext: request.accept_plaintext,
    };
    match &target.becomes {
        Becomes::Nothing | Becomes::Bound(_) => Ok(vec![]),
        Becomes::SignIn { profile, agents } => {
            Ok(vec![(Purpose::Adopt, of(profile.clone(), agents.clone(), target.kind))])
        }
        Becomes::Held(profiles) => {
            let by_reference = session.openclaw.capabilities().references;
            let purpose = if by_reference { Purpose::AdoptKept } else { Purpose::Adopt };
            let mut all = Vec::new();
            for profile in profiles {
                let (kind, agents) = holders(&session, profile, target).await?;
                all.push((purpose, of(profile.clone(), agents, kind)));
            }
            Ok(all)
        }
    }
}

/// The agents that have it in this profile, and as what.
async fn holders(
    session: &Session<'_>,
    profile: &str,
    target: &Target,
) -> Result<(CredentialKind, Vec<String>)> {
    let (mut kind, mut agents) = (target.kind, Vec::new());
    for agent in &session.agents {
        let status = session.binding().status(&agent.id).await?;
        let Some(shown) = status.plaintext(profile) else { continue };
        if !ends_agree(shown, target.secret.expose()) {
            continue;
        }
        kind = match status.profile(profile).map(|profile| &profile.kind) {
            Some(Kind::Token) => CredentialKind::SetupToken,
            Some(Kind::ApiKey) => CredentialKind::ApiKey,
            _ => {
                let unable = Error::new(Code::CannotMove).with("profile", profile);
                return Err(unable.with("agent", &agent.id));
            }
        };
        agents.push(agent.id.clone());
    }
    Ok((kind, agents))
}

/// What is to be cleaned once `profile` serves.
fn cleaning(
    context: &Context,
    target: &Target,
    request: &AdoptRequest,
    profile: Option<&String>,
) -> Result<Cleaning> {
    let entries = context.own_entries()?;
    let holds = |id: &EntryId| context.keychain.get(id).is_ok_and(|kept| kept == target.secret);
    let entry = entries.iter().find(|entry| holds(&entry.id));
    let bound = match &target.becomes {
        Becomes::Bound(profile) => Some(profile),
        _ => profile,
    };
    Ok(Cleaning {
        id: entry.map(|entry| entry.id.clone()),
        profile: bound.cloned(),
        agents: entry.map(|entry| entry.agents.clone()).unwrap_or_default(),
        from: request.from.as_ref().map(|files| files.iter().map(|f| path(context, f)).collect()),
    })
}

/// A path as people write it.
fn path(context: &Context, shown: &str) -> PathBuf {
    match (shown.strip_prefix("~/"), context.environment.home()) {
        (Some(below), Some(home)) => home.join(below),
        _ => Path::new(shown).to_owned(),
    }
}

/// Leaves out what was in the way of the sign-in when that was made and is gone by now.
fn without_the_past(context: &Context, notices: &mut Vec<Notice>) -> Result<()> {
    let now: Vec<Notice> =
        conflicts::of(context, &context.config()?).into_iter().map(Notice::from).collect();
    let past = [Code::EnvironmentKey, Code::ProviderKeyWins]
        .map(|code| Notice::from(Error::new(code)).code);
    notices.retain(|notice| !past.contains(&notice.code) || now.contains(notice));
    let mut known = Vec::new();
    notices.retain(|notice| {
        let new = !known.contains(notice);
        known.push(notice.clone());
        new
    });
    Ok(())
}
