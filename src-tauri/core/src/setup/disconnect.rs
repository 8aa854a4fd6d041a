//! Signing out: unbind → provider and metadata → keychain.

use serde::{Deserialize, Serialize};

use super::run::Run;
use super::session::{Session, kind_of};
use super::undoing::Mark;
use super::{Context, Report, gate, now_ms, operation_id, purge};
use crate::config::Edit;
use crate::config::gateway_config::edits;
use crate::error::{Code, Error, Result};
use crate::text::say;
use crate::vault::Entry;
use crate::view::{Disconnected, Step};

/// Signs out: the profile's reference, the provider when nothing needs it any more, the
/// keychain entry (kept for a grace period). `agents` empty means all that have it.
///
/// # Errors
/// `profile-unknown`, `sign-out-unsupported`, and those of the steps.
pub async fn disconnect(
    context: &Context,
    profile: &str,
    agents: &[String],
    report: &dyn Report,
) -> Result<Disconnected> {
    let session = Session::open(context).await?;
    gate::must_be_here(&session)?;
    let removal = Removal::of(&session, profile, agents)?;
    if !session.openclaw.capabilities().logout {
        return Err(Error::new(Code::SignOutUnsupported)
            .with("version", &session.openclaw.installation().version));
    }
    let remembered = Disconnecting { profile: profile.to_owned(), agents: agents.to_vec() };
    let mut run = Run::begin(context, report, "disconnect", &remembered)?;
    match removal.steps(&session, &mut run).await {
        Ok(()) => {
            run.finish()?;
            purge::purge(context, now_ms());
            Ok(Disconnected {
                profile: removal.profile,
                agents: removal.agents,
                changed: true,
                notices: vec![],
            })
        }
        Err(error) => Err(run.fail(&session, error).await),
    }
}

/// What was asked for, as the journal remembers it.
#[derive(Serialize, Deserialize)]
pub(super) struct Disconnecting {
    pub(super) profile: String,
    pub(super) agents: Vec<String>,
}

/// What is to be removed.
struct Removal {
    profile: String,
    agents: Vec<String>,
    /// Chela's entries of this profile that these agents use.
    entries: Vec<Entry>,
    /// Whether no agent has the profile afterwards.
    last: bool,
    /// Whether no profile of this home needs the provider afterwards.
    last_of_all: bool,
}

impl Removal {
    fn of(session: &Session<'_>, profile: &str, wanted: &[String]) -> Result<Self> {
        let live = session.context.own_entries()?;
        let of_profile: Vec<&Entry> = live.iter().filter(|e| e.profile == profile).collect();
        if of_profile.is_empty() {
            let known: Vec<&str> = live.iter().map(|entry| entry.profile.as_str()).collect();
            return Err(Error::new(Code::ProfileUnknown)
                .with("profile", profile)
                .with("known", if known.is_empty() { "—".to_owned() } else { known.join(", ") }));
        }
        let has: Vec<&String> = of_profile.iter().flat_map(|entry| &entry.agents).collect();
        if let Some(agent) = wanted.iter().find(|agent| !has.contains(agent)) {
            let known = has.iter().map(|a| a.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Error::new(Code::AgentUnknown).with("agent", agent).with("known", known));
        }
        let gone = |agent: &&String| wanted.is_empty() || wanted.contains(agent);
        let main = session.default_agent();
        let mut agents: Vec<String> =
            has.iter().filter(|a| gone(a)).map(|a| (*a).clone()).collect();
        // The others read through to the default agent's profile: it goes last.
        agents.sort_by_key(|agent| agent == main);
        let last = agents.len() == has.len();
        Ok(Self {
            profile: profile.to_owned(),
            entries: of_profile
                .iter()
                .filter(|entry| entry.agents.iter().any(|agent| agents.contains(agent)))
                .map(|entry| (*entry).clone())
                .collect(),
            agents,
            last,
            last_of_all: last && live.len() == of_profile.len(),
        })
    }

    async fn steps(&self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Unbind)?;
        for agent in &self.agents {
            let Some(entry) = self.entries.iter().find(|entry| entry.agents.contains(agent)) else {
                continue;
            };
            run.note(Mark::Unbound {
                agent: agent.clone(),
                profile: self.profile.clone(),
                kind: kind_of(entry),
                before: entry.id.clone(),
            })?;
            session.unbind(agent, &self.profile).await?;
        }
        run.done(None);

        run.start(Step::Config)?;
        let operation = operation_id("disconnect");
        run.note(Mark::Edited { operation: operation.clone() })?;
        let title = say("core.change.disconnect", &[("profile", &self.profile)]);
        let about = session.context.about(title, Some(operation));
        session.commit_checked(run.lock(), &self.edits(session)?, &about).await?;
        run.done(None);

        run.start(Step::Reload)?;
        run.note(Mark::Reloaded)?;
        session.reload().await?;
        run.done(None);

        run.start(Step::Forget)?;
        for entry in &self.entries {
            let mut entry = entry.clone();
            entry.agents.retain(|agent| !self.agents.contains(agent));
            entry.retired_ms = entry.agents.is_empty().then(now_ms);
            session.context.keychain.update(&entry)?;
        }
        run.done(None);
        Ok(())
    }

    fn edits(&self, session: &Session<'_>) -> Result<Vec<Edit>> {
        let files = session.context.store().load()?.config?;
        let mut edits = Vec::new();
        if self.last {
            edits.extend(edits::remove_profile(&files, &self.profile)?);
        }
        if self.last_of_all {
            edits.extend(edits::remove_secret_provider(&files, &session.provider)?);
        }
        Ok(edits)
    }
}
