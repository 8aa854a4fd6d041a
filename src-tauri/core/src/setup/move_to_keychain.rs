//! A sign-in that OpenClaw holds in plaintext goes to the keychain: where the secret is had from,
//! and which agents go together. The steps are those of [`super::connect`].
//!
//! Leaves out what OpenClaw itself left behind of the plaintext (retired files, free pages of a
//! database): that is named, and not touched.

mod offer;
mod plan;

use std::path::Path;

use super::connect::{self, Purpose};
use super::session::{Session, kind_of};
use super::{Context, Report, gate, stores};
use crate::credential::profile::profile_name;
use crate::error::{Code, Error, Result};
use crate::openclaw::status::{Kind, ends_agree};
use crate::text::say;
use crate::vault::{Entry, Secret};
use crate::view::{ConnectRequest, CredentialKind, Notice, Repaired};

pub(super) use offer::{offer, remember_version};
pub use plan::plan_move_to_keychain;

/// Moves `profile` to the keychain for `agents`, none meaning all that hold it in plaintext. The
/// secret is taken from OpenClaw's store where that may be read, else from the copy that Chela
/// made when the person signed in. Where OpenClaw shares the plaintext of the default agent with
/// others, they go together.
///
/// # Errors
/// `references-unsupported`, `profile-unknown`, `agent-unknown`; `cannot-move` where the secret
/// can be read nowhere, and the person has to paste it again; those of the steps.
pub async fn move_to_keychain(
    context: &Context,
    profile: &str,
    agents: &[String],
    report: &dyn Report,
) -> Result<Repaired> {
    let profile = profile_name(profile).unwrap_or_else(|_| profile.to_owned());
    let sources = sources(&Session::open(context).await?, &profile, agents).await?;
    let mut moved = Repaired {
        changed: !sources.is_empty(),
        done: say("repair.move-to-keychain.done", &[("profile", &profile)]),
        change: None,
        notices: vec![],
    };
    for source in sources {
        let request = source.request(&profile);
        let done = connect::begin(context, Purpose::Move, &request, &source.secret, report).await?;
        moved.notices.extend(done.notices);
        moved.notices.extend(left_behind(context, &profile, &source.secret));
    }
    Ok(moved)
}

/// One secret, and the agents that have it in this profile.
struct Source {
    secret: Secret,
    kind: CredentialKind,
    agents: Vec<String>,
}

impl Source {
    fn request(&self, profile: &str) -> ConnectRequest {
        ConnectRequest {
            kind: self.kind,
            profile: Some(profile.to_owned()),
            agents: self.agents.clone(),
            model: None,
            check: false,
            accept_plaintext: false,
        }
    }
}

async fn sources(session: &Session<'_>, profile: &str, wanted: &[String]) -> Result<Vec<Source>> {
    gate::must_be_here(session)?;
    if !session.openclaw.capabilities().references {
        let version = &session.openclaw.installation().version;
        return Err(Error::new(Code::ReferencesUnsupported).with("version", version));
    }
    let known: Vec<&str> = session.agents.iter().map(|agent| agent.id.as_str()).collect();
    if let Some(agent) = wanted.iter().find(|agent| !known.contains(&agent.as_str())) {
        let known = known.join(", ");
        return Err(Error::new(Code::AgentUnknown).with("agent", agent).with("known", known));
    }
    let copies = copies(session.context, profile)?;
    let shared = !session.openclaw.capabilities().json_store
        && wanted.iter().any(|agent| agent == session.default_agent());
    let mut found: Vec<Source> = Vec::new();
    let mut exists = false;
    // Others may read through to the default agent's.
    let first = std::iter::once(session.default_agent());
    let rest = known.into_iter().filter(|agent| *agent != session.default_agent());
    for agent in first.chain(rest) {
        let status = session.binding().status(agent).await?;
        exists |= status.profile(profile).is_some();
        let Some(shown) = status.plaintext(profile) else { continue };
        let same = |source: &&mut Source| ends_agree(shown, source.secret.expose());
        let asked = wanted.is_empty() || wanted.iter().any(|one| one == agent);
        if let Some(source) = found.iter_mut().find(same).filter(|_| asked || shared) {
            source.agents.push(agent.to_owned());
            continue;
        }
        if !asked {
            continue;
        }
        let unable = || Error::new(Code::CannotMove).with("profile", profile).with("agent", agent);
        let kind = match status.profile(profile).map(|profile| &profile.kind) {
            Some(Kind::Token) => CredentialKind::SetupToken,
            Some(Kind::ApiKey) => CredentialKind::ApiKey,
            _ => return Err(unable()),
        };
        let secret = match session.binding().plaintext(agent, profile).await? {
            Some(secret) => secret,
            None => copy_of(&copies, kind, shown).ok_or_else(unable)?.1.clone(),
        };
        found.push(Source { secret, kind, agents: vec![agent.to_owned()] });
    }
    if exists {
        return Ok(found);
    }
    Err(Error::new(Code::ProfileUnknown).with("profile", profile).with("known", "—"))
}

/// Chela's copies of what OpenClaw keeps in this profile.
pub(super) fn copies(context: &Context, profile: &str) -> Result<Vec<(Entry, Secret)>> {
    let own = context.own_entries()?.into_iter();
    own.filter(|entry| entry.copy && entry.profile == profile)
        .map(|entry| Ok((entry.clone(), context.keychain.get(&entry.id)?)))
        .collect()
}

/// The copy of a plaintext of which OpenClaw shows the ends.
pub(super) fn copy_of<'c>(
    copies: &'c [(Entry, Secret)],
    kind: CredentialKind,
    shown: &str,
) -> Option<&'c (Entry, Secret)> {
    copies
        .iter()
        .find(|(entry, secret)| kind_of(entry) == kind && ends_agree(shown, secret.expose()))
}

/// Where the secret still stands in OpenClaw's folders.
fn left_behind(context: &Context, profile: &str, secret: &Secret) -> Option<Notice> {
    let files = stores::files_with(context, secret.expose().as_bytes()).ok()?;
    if files.is_empty() {
        return None;
    }
    let shown: Vec<String> = files.iter().map(|file| shown(context, file)).collect();
    let note = Error::new(Code::PlaintextLeft).with("profile", profile);
    Some(note.with("files", shown.join(", ")).into())
}

/// A file in the state folder, by its name there.
fn shown(context: &Context, file: &Path) -> String {
    file.strip_prefix(&context.home.state_dir).unwrap_or(file).display().to_string()
}
