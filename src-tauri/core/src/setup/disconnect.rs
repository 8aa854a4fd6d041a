//! Signing out: unbind → provider and metadata → keychain. What OpenClaw keeps itself, in
//! plaintext, goes last, since nobody can put it back.

mod foresee;
mod plan;

use serde::{Deserialize, Serialize};

use super::order::{anthropic_profiles, unknown};
use super::other_secrets::references;
use super::run::Run;
use super::session::{Session, kind_of, lost_by};
use super::sign_ins::{forget, profile_called, sign_ins};
use super::unbinding::{Bound, left_of};
use super::undoing::Mark;
use super::{Context, Report, gate, now_ms, operation_id, purge};
use crate::config::gateway_config::edits;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::error::{Code, Error, Result};
use crate::text::say;
use crate::vault::{Entry, EntryId, KeychainError};
use crate::view::{DisconnectPlan, Disconnected, Notice, Step};
pub(super) use plan::lasts;

/// Signs out: the profile's reference, the provider when nothing needs it any more, the
/// keychain entry (kept for a grace period); or the profile that OpenClaw keeps itself.
/// `agents` empty means all that have it.
///
/// # Errors
/// `profile-unknown`, `agent-unknown`, `sign-out-unsupported`, and those of the steps.
pub async fn disconnect(
    context: &Context,
    profile: &str,
    agents: &[String],
    report: &dyn Report,
) -> Result<Disconnected> {
    let lock = Run::lock_of(context)?;
    let session = Session::open(context).await?;
    let wanted =
        Disconnecting { profile: profile_called(context, profile), agents: agents.to_vec() };
    let removal = Removal::of(&session, &wanted).await?;
    let run = Run::begin(lock, report, "disconnect", &wanted)?;
    removal.carry_out(session, run).await
}

/// Says what signing out would break, and does nothing. Asks OpenClaw about each agent (seconds).
///
/// # Errors
/// As for [`disconnect`], before its first step.
pub async fn plan_disconnect(
    context: &Context,
    profile: &str,
    agents: &[String],
) -> Result<DisconnectPlan> {
    let session = Session::open(context).await?;
    let wanted =
        Disconnecting { profile: profile_called(context, profile), agents: agents.to_vec() };
    let removal = Removal::of(&session, &wanted).await?;
    let going = removal.going(&session);
    let preview = removal.foreseen(&session, &going).await?;
    let matrix = sign_ins(context, true).await;
    Ok(plan::plan(&going, &matrix, removal.entries.is_empty(), preview))
}

/// Goes on with a sign-out that was interrupted: what is gone already is no reason to stop.
///
/// # Errors
/// As for [`disconnect`]. Before the first step the run stays interrupted.
pub(super) async fn finish(
    context: &Context,
    wanted: &Disconnecting,
    run: Run<'_>,
) -> Result<Disconnected> {
    let session = Session::open(context).await?;
    let begun = run.has(|mark| matches!(mark, Mark::Unbound { .. } | Mark::Retired { .. }));
    match Removal::of(&session, wanted).await {
        // A plaintext that came to light meanwhile is not what was to go.
        Ok(removal) if !(begun && removal.entries.is_empty()) => {
            removal.carry_out(session, run).await
        }
        Ok(_) | Err(Error { code: Code::ProfileUnknown | Code::AgentUnknown, .. }) => {
            // It is gone; a gateway that cannot be told hears of it when it starts again.
            let _untold = session.reload().await;
            retire_copies(context, &wanted.profile, &wanted.agents)?;
            run.finish(context, &title(&wanted.profile), false)?;
            Ok(Disconnected {
                profile: wanted.profile.clone(),
                agents: wanted.agents.clone(),
                changed: false,
                notices: vec![],
            })
        }
        Err(error) => Err(error),
    }
}

/// What was asked for, as the journal remembers it.
#[derive(Serialize, Deserialize)]
pub(super) struct Disconnecting {
    pub(super) profile: String,
    pub(super) agents: Vec<String>,
}

fn title(profile: &str) -> String {
    say("core.change.disconnect", &[("profile", &profile)])
}

/// What is to be removed.
struct Removal {
    profile: String,
    agents: Vec<String>,
    /// Chela's entries of this profile that these agents use; none for a profile that OpenClaw
    /// keeps itself.
    entries: Vec<Entry>,
    /// Whether no agent has the profile afterwards.
    last: bool,
    /// Whether no profile of this home needs the provider afterwards.
    last_of_all: bool,
}

impl Removal {
    async fn of(session: &Session<'_>, wanted: &Disconnecting) -> Result<Self> {
        gate::must_be_here(session)?;
        if !session.openclaw.capabilities().signs_out() {
            return Err(Error::new(Code::SignOutUnsupported)
                .with("version", &session.openclaw.installation().version));
        }
        // Without a keychain there is none of Chela's, and OpenClaw's own can still go.
        let mut live = match session.context.own_entries() {
            Err(error) if !is_without_keychain(&error) => return Err(error),
            live => live.unwrap_or_default(),
        };
        // What a copy is of, OpenClaw keeps itself.
        live.retain(|entry| !entry.copy);
        let profile = &wanted.profile;
        let entries: Vec<Entry> = live.iter().filter(|e| e.profile == *profile).cloned().collect();
        let mut has: Vec<String> = entries.iter().flat_map(|entry| entry.agents.clone()).collect();
        let mut known: Vec<String> = live.iter().map(|entry| entry.profile.clone()).collect();
        // Whether it refers to an entry that somebody deleted in the keychain.
        let mut gone = false;
        if entries.is_empty() {
            for agent in &session.agents {
                let status = session.binding().status(&agent.id).await?;
                if let Some(id) = status.reference(profile).and_then(EntryId::parse) {
                    gone = session.context.keychain.get(&id).err() == Some(KeychainError::NotFound);
                    if !gone {
                        // Chela's own, which cannot be looked up now.
                        return Err(Error::new(Code::KeychainMissing));
                    }
                }
                has.extend(status.profile(profile).map(|_| agent.id.clone()));
                known.extend(anthropic_profiles(&status));
            }
        }
        if has.is_empty() && entries.is_empty() {
            return Err(unknown(profile, &known));
        }
        if let Some(agent) = wanted.agents.iter().find(|agent| !has.contains(agent)) {
            let known = has.join(", ");
            return Err(Error::new(Code::AgentUnknown).with("agent", agent).with("known", known));
        }
        let main = session.default_agent();
        let inherits = !session.openclaw.capabilities().json_store
            && has.iter().any(|agent| agent == main)
            && !wanted.agents.iter().any(|agent| agent == main);
        if let Some(agent) = wanted.agents.first().filter(|_| entries.is_empty() && inherits) {
            // OpenClaw would remove the main agent's (2026.9.6).
            return Err(Error::new(Code::ProfileInherited)
                .with("profile", profile)
                .with("agent", agent)
                .with("main", main));
        }
        let count = has.len();
        has.retain(|agent| wanted.agents.is_empty() || wanted.agents.contains(agent));
        // The others read through to the default agent's profile: it goes last, unless its secret
        // is gone and it could not be bound again.
        has.sort_by_key(|agent| (agent == session.default_agent()) != gone);
        let last = has.len() == count;
        Ok(Self {
            profile: profile.clone(),
            last_of_all: last && (gone || !entries.is_empty()) && live.len() == entries.len(),
            entries: entries
                .into_iter()
                .filter(|entry| entry.agents.iter().any(|agent| has.contains(agent)))
                .collect(),
            agents: has,
            last,
        })
    }

    async fn carry_out(self, session: Session<'_>, mut run: Run<'_>) -> Result<Disconnected> {
        let done = match self.entries.is_empty() {
            true => self.remove_kept(&session, &mut run).await,
            false => self.remove_bound(&session, &mut run).await,
        };
        match done {
            Ok(mut notices) => {
                run.finish(session.context, &title(&self.profile), true)?;
                if self.last {
                    notices.extend(forget(session.context, &self.profile).err().map(Notice::from));
                }
                purge::purge(session.context, now_ms());
                Ok(Disconnected {
                    profile: self.profile,
                    agents: self.agents,
                    changed: true,
                    notices,
                })
            }
            Err(error) => Err(run.fail(&session, error).await),
        }
    }

    /// A profile that Chela has bound.
    async fn remove_bound(&self, session: &Session<'_>, run: &mut Run<'_>) -> Result<Vec<Notice>> {
        run.start(Step::Unbind)?;
        let mut plaintext = false;
        for agent in &self.agents {
            let Some(entry) = self.entry_of(agent) else { continue };
            let bound = Bound {
                agent: agent.clone(),
                profile: self.profile.clone(),
                kind: kind_of(entry),
                id: entry.id.clone(),
            };
            let after = bound.unbind(session, run).await?;
            let read_through = after.reference(&self.profile).is_some();
            plaintext |= after.profile(&self.profile).is_some() && !read_through;
        }
        run.done(None);
        let mut notices = Vec::new();
        notices.extend(self.edit(session, run).await?);
        notices.extend(run.reload(session).await?);

        run.start(Step::Forget)?;
        for entry in &self.entries {
            run.note(Mark::retired(entry))?;
            session.context.keychain.update(&lost_by(entry, &self.agents))?;
        }
        if !plaintext {
            retire_copies(session.context, &self.profile, &self.agents)?;
        }
        run.done(None);
        if plaintext {
            let note = Error::new(Code::PlaintextSignIn).with("profile", &self.profile);
            notices.push(note.into());
        }
        Ok(notices)
    }

    /// A profile that OpenClaw keeps itself. Once it is gone there is no way back, and what fails
    /// after that is told.
    async fn remove_kept(&self, session: &Session<'_>, run: &mut Run<'_>) -> Result<Vec<Notice>> {
        let mut notices = Vec::new();
        notices.extend(self.edit(session, run).await?);
        run.start(Step::Unbind)?;
        for (index, agent) in self.agents.iter().enumerate() {
            if index == 0 {
                run.note(Mark::Removed)?;
            }
            match session.unbind(agent, &self.profile).await {
                Ok(_) => {}
                Err(error) if index == 0 => return Err(error),
                Err(error) => notices.push(error.into()),
            }
        }
        run.done(None);
        run.go_on(Step::Reload);
        match session.reload().await {
            Ok(told) => notices.extend(run.told(session, told)),
            Err(error) => notices.push(error.into()),
        }
        let retired = retire_copies(session.context, &self.profile, &self.agents);
        notices.extend(retired.err().map(Notice::from));
        Ok(notices)
    }

    async fn edit(&self, session: &Session<'_>, run: &mut Run<'_>) -> Result<Option<Notice>> {
        run.start(Step::Config)?;
        let operation = operation_id("disconnect");
        run.note(Mark::Edited { operation: operation.clone() })?;
        let about = session.context.about(title(&self.profile), Some(operation));
        let edits = |_: &GatewayConfig, files: &Files| self.edits(session, files);
        let done = session.commit_checked(run.lock(), &edits, &about).await?;
        run.done_if(done.changed);
        Ok(done.note())
    }

    /// The entry that `agent` uses.
    fn entry_of(&self, agent: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.agents.iter().any(|bound| bound == agent))
    }

    fn edits(&self, session: &Session<'_>, files: &Files) -> Result<Vec<Edit>> {
        let mut edits = Vec::new();
        if self.last {
            edits.extend(edits::remove_profile(files, &self.profile)?);
        }
        // Settings of the config may still need it.
        if self.last_of_all && references(files.value(), &session.provider).is_empty() {
            edits.extend(edits::remove_secret_provider(files, &session.provider)?);
        }
        Ok(edits)
    }
}

/// Gives the copies of what `agents` had in this profile, all agents when none is named, their
/// grace period. Without a keychain there is none to speak of.
fn retire_copies(context: &Context, profile: &str, agents: &[String]) -> Result<()> {
    for (_, after) in copies(context, profile, agents)? {
        context.keychain.update(&after)?;
    }
    Ok(())
}

/// These copies, as they are and as they will be.
fn copies(context: &Context, profile: &str, agents: &[String]) -> Result<Vec<(Entry, Entry)>> {
    let own = match context.own_entries() {
        Err(error) if is_without_keychain(&error) => vec![],
        own => own?,
    };
    let its = own.into_iter().filter(|entry| entry.copy && entry.profile == profile);
    let after =
        |entry: &Entry| lost_by(entry, if agents.is_empty() { &entry.agents } else { agents });
    let both = its.map(|entry| (entry.clone(), after(&entry)));
    Ok(both.filter(|(before, after)| before.agents != after.agents).collect())
}

/// Whether there is no keychain to speak of: none, or one that nobody ever opened.
fn is_without_keychain(error: &Error) -> bool {
    matches!(error.code, Code::KeychainAbsent | Code::KeychainLocked)
}
