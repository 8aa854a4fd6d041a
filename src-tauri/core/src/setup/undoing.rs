//! Taking back: what each step notes in the journal before it acts, and how that is put back.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::session::Session;
use super::{Report, other_secrets, revoke};
use crate::config::journal::{Journal, StepId};
use crate::error::{Code, Result};
use crate::openclaw::Status;
use crate::place::{HomeLock, ToRevoke};
use crate::text::say;
use crate::vault::{Entry, EntryId, KeychainError};
use crate::view::{CredentialKind, Progress, Step, StepState};

/// What a step is about to do, with all that is needed to take it back. No secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mark {
    /// OpenClaw sets itself up where it never was. That stays: it is OpenClaw's own.
    Prepared,
    /// A secret goes into the keychain.
    Stored {
        /// Its entry.
        id: EntryId,
    },
    /// The config is edited.
    Edited {
        /// The operation's name in the history.
        operation: String,
    },
    /// Texts that are not the config's are rewritten; the history has them with the config's edits.
    Rewritten {
        /// The files.
        files: Vec<PathBuf>,
    },
    /// A profile is made to refer to an entry.
    Bound {
        /// The agent.
        agent: String,
        /// The profile.
        profile: String,
        /// What it is.
        kind: CredentialKind,
        /// The entry.
        id: EntryId,
        /// The entry to which Chela had bound it before.
        before: Option<EntryId>,
    },
    /// What a profile holds in plaintext, in the file that OpenClaw keeps, is about to be replaced:
    /// it is in the keychain meanwhile, if it was not before.
    Shelved {
        /// The agent.
        agent: String,
        /// The profile.
        profile: String,
        /// What it is.
        kind: CredentialKind,
        /// The entry.
        id: EntryId,
    },
    /// A secret goes into OpenClaw's own store, under a name that was free.
    Kept {
        /// The agent.
        agent: String,
        /// The profile.
        profile: String,
        /// By which the secret is known again ([`fingerprint`](crate::credential::binding::fingerprint)): another one
        /// is somebody else's.
        fingerprint: String,
    },
    /// A profile's reference is removed.
    Unbound {
        /// The agent.
        agent: String,
        /// The profile.
        profile: String,
        /// What it is.
        kind: CredentialKind,
        /// The entry to which it was bound.
        before: EntryId,
    },
    /// What a profile refers to takes the place of the reference, in plaintext.
    HandedBack {
        /// The agent.
        agent: String,
        /// The profile.
        profile: String,
        /// What it is.
        kind: CredentialKind,
        /// The entry to which it referred.
        id: EntryId,
        /// By which the secret is known again, as for [`Mark::Kept`].
        fingerprint: String,
    },
    /// What nobody can put back is about to go: a profile that OpenClaw keeps itself, or entries of
    /// the keychain.
    Removed,
    /// The order of the profiles is changed.
    Ordered {
        /// The agent.
        agent: String,
        /// The order before.
        before: Option<Vec<String>>,
        /// What it can be after the step: another one is somebody else's.
        ours: Vec<Option<Vec<String>>>,
    },
    /// An entry loses agents; without any its grace period begins.
    Retired {
        /// The entry.
        id: EntryId,
        /// Its agents before.
        agents: Vec<String>,
        /// When its grace period had begun before (ms since 1970).
        #[serde(default)]
        retired_ms: Option<u64>,
    },
    /// The reminder to revoke a secret begins, or ends.
    Revoke {
        /// The secret, as its masked ends.
        what: ToRevoke,
        /// Whether it begins.
        due: bool,
    },
    /// The running gateway is told.
    Reloaded,
    /// The running gateway is stopped for what OpenClaw does only without one, and started again.
    Paused,
}

impl Mark {
    /// That an entry, as it is now, is about to lose or get agents.
    pub(super) fn retired(entry: &Entry) -> Self {
        let (id, agents) = (entry.id.clone(), entry.agents.clone());
        Self::Retired { id, agents, retired_ms: entry.retired_ms }
    }

    /// The step that it belongs to.
    pub(super) fn step(&self) -> Step {
        match self {
            Self::Prepared => Step::Prepare,
            Self::Stored { .. } => Step::Store,
            Self::Edited { .. } | Self::Rewritten { .. } => Step::Config,
            Self::Bound { .. } | Self::Shelved { .. } | Self::Kept { .. } => Step::Bind,
            Self::HandedBack { .. } => Step::HandBack,
            Self::Unbound { .. } | Self::Removed => Step::Unbind,
            Self::Ordered { .. } => Step::Order,
            Self::Retired { .. } | Self::Revoke { .. } => Step::Forget,
            Self::Reloaded => Step::Reload,
            Self::Paused => Step::Clean,
        }
    }
}

/// Takes back `marks`, the last first, and then tells a running gateway. It ends at the first
/// that cannot be taken back: what was done before is what that one stands on. A profile that
/// still refers to an entry must not lose it.
pub(super) async fn put_back(
    session: &Session<'_>,
    report: &dyn Report,
    journal: &mut Journal,
    marks: &[(StepId, Mark)],
) -> Result<()> {
    let tell = |step, state, detail| report.progress(Progress { step, state, detail });
    let reloads = |(_, mark): &&(StepId, Mark)| *mark == Mark::Reloaded;
    for (id, mark) in marks.iter().rev().filter(|mark| !reloads(mark)) {
        match put_back_one(session, journal.lock(), mark).await {
            Ok(()) if *mark == Mark::Prepared => {}
            Ok(()) => tell(mark.step(), StepState::PutBack, None),
            // Lines that somebody has changed again since are theirs, and stay as they are.
            Err(error) if error.code == Code::UndoConflict => {
                tell(mark.step(), StepState::Failed, Some(error.message()));
            }
            Err(error) => {
                tell(mark.step(), StepState::Failed, Some(error.message()));
                return Err(error);
            }
        }
        journal.put_back(*id)?;
    }
    if marks.iter().any(|(_, mark)| *mark == Mark::Paused) {
        let gateway = session.context.gateway(&session.config).await?;
        // With all put back: one that does not start must not keep anything from that.
        if let Err(error) = gateway.start().await {
            tell(Step::Clean, StepState::Failed, Some(error.message()));
        }
    }
    if session.has_halted() || marks.iter().any(|mark| reloads(&mark)) {
        match session.reload().await {
            Ok(_) => tell(Step::Reload, StepState::PutBack, None),
            // All is back; the gateway hears of it when it starts again.
            Err(error) => tell(Step::Reload, StepState::Failed, Some(error.message())),
        }
    }
    Ok(())
}

async fn put_back_one(session: &Session<'_>, lock: &HomeLock, mark: &Mark) -> Result<()> {
    match mark {
        Mark::Prepared | Mark::Reloaded | Mark::Removed | Mark::Rewritten { .. } | Mark::Paused => {
            Ok(())
        }
        // Where somebody has changed its lines since, the config may still refer to it.
        Mark::Stored { id } if other_secrets::is_referred(session.context, id) => Ok(()),
        Mark::Stored { id } => match session.context.keychain.delete(id) {
            Ok(()) | Err(KeychainError::NotFound) => Ok(()),
            Err(error) => Err(error.into()),
        },
        Mark::Edited { operation } => unedit(session, lock, operation).await,
        Mark::Bound { agent, profile, kind, id, before } => {
            // Where it was not bound yet, or somebody has bound it anew, there is nothing to do.
            let status = session.binding().status(agent).await?;
            let bound = status.reference(profile) == Some(id.as_str());
            match before {
                // Gone: it was signed out to be bound back, and Chela was killed then.
                Some(before) if bound || status.profile(profile).is_none() => {
                    bind_back(session, (agent, profile), *kind, before, &status).await
                }
                None if bound => session.unbind(agent, profile).await.map(drop),
                _ => Ok(()),
            }
        }
        Mark::Shelved { agent, profile, kind, id } => {
            let keychain = &session.context.keychain;
            let secret = match keychain.get(id) {
                // It never came there, and so nothing was replaced.
                Err(KeychainError::NotFound) => return Ok(()),
                secret => secret?,
            };
            session.binding().keep_plaintext(agent, profile, *kind, &secret).await?;
            // A copy of what OpenClaw keeps, which has become one again, stays.
            let is_live = |entry: &Entry| entry.id == *id && entry.retired_ms.is_none();
            match keychain.list()?.iter().any(is_live) {
                true => Ok(()),
                false => Ok(keychain.delete(id)?),
            }
        }
        Mark::Kept { agent, profile, fingerprint } => {
            match session.binding().still_keeps(agent, profile, fingerprint).await? {
                true => session.unbind(agent, profile).await.map(drop),
                false => Ok(()),
            }
        }
        Mark::HandedBack { agent, profile, kind, id, fingerprint } => {
            match session.binding().still_keeps(agent, profile, fingerprint).await? {
                true => session.binding().bind(agent, profile, *kind, id).await.map(drop),
                false => Ok(()),
            }
        }
        Mark::Unbound { agent, profile, kind, before } => {
            let status = session.binding().status(agent).await?;
            if status.reference(profile).is_some() {
                return Ok(());
            }
            session.binding().bind(agent, profile, *kind, before).await.map(drop)
        }
        Mark::Ordered { agent, before, ours } => {
            let binding = session.binding();
            let now = binding.order(agent).await?;
            if now == *before || !ours.contains(&now) {
                return Ok(());
            }
            restore_order(session, agent, before.as_deref()).await
        }
        Mark::Retired { id, agents, retired_ms } => {
            let entries = session.context.keychain.list()?;
            let Some(mut entry) = entries.into_iter().find(|entry| entry.id == *id) else {
                return Ok(());
            };
            entry.agents.clone_from(agents);
            entry.retired_ms = *retired_ms;
            Ok(session.context.keychain.update(&entry)?)
        }
        Mark::Revoke { what, due } => revoke::remind(session.context, what, !due),
    }
}

/// Binds a profile to the entry of before. What failed with the other one is forgotten: else OpenClaw
/// would not try the old one either, for up to hours.
pub(super) async fn bind_back(
    session: &Session<'_>,
    (agent, profile): (&str, &str),
    kind: CredentialKind,
    before: &EntryId,
    status: &Status,
) -> Result<()> {
    let (binding, can) = (session.binding(), session.openclaw.capabilities());
    let failed = status.profile(profile).is_some_and(|seen| seen.state.failed());
    if failed && can.json_store {
        binding.forget_failures(agent, profile).await?;
    } else if failed && can.signs_out() {
        // With SQLite there is no other command (2026.9.6). It may take the profile out of the order.
        let order = binding.order(agent).await?;
        session.unbind(agent, profile).await?;
        binding.bind(agent, profile, kind, before).await?;
        return match binding.order(agent).await? == order {
            true => Ok(()),
            false => restore_order(session, agent, order.as_deref()).await,
        };
    }
    binding.bind(agent, profile, kind, before).await.map(drop)
}

/// Sets an order again. OpenClaw refuses one with a name that it does not know.
pub(super) async fn restore_order(
    session: &Session<'_>,
    agent: &str,
    before: Option<&[String]>,
) -> Result<()> {
    let binding = session.binding();
    let status = binding.status(agent).await?;
    let known = |name: &&String| status.profile(name).is_some();
    let before: Option<Vec<String>> =
        before.map(|before| before.iter().filter(known).cloned().collect());
    binding.set_order(agent, before.as_deref().filter(|names| !names.is_empty())).await
}

/// Undoes the operation's changes of the config.
async fn unedit(session: &Session<'_>, lock: &HomeLock, operation: &str) -> Result<()> {
    let store = session.context.store();
    for change in store.changes_of(operation)? {
        session.halt().await?;
        // By itself it is not to be undone: the operation was never finished.
        let its = Some(format!("{operation}-back"));
        let about = session.context.about(say("core.change.put-back", &[]), its);
        store.undo(lock, &change, &about)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::redact;
    use crate::credential::binding;
    use crate::vault::Secret;

    #[test]
    fn a_secret_is_known_again_by_what_the_journal_keeps_of_it() {
        let secret = Secret::new(format!("sk-ant-oat01-Zk3{}x4QmAA", "y".repeat(80)));
        let (agent, profile) = ("main".to_owned(), "anthropic:default".to_owned());
        let fingerprint = binding::fingerprint(&secret);
        let mark = Mark::Kept { agent, profile, fingerprint };
        let mut written = serde_json::to_value(&mark).unwrap();
        redact::mask_strings(&mut written);
        assert_eq!(serde_json::from_value::<Mark>(written).unwrap(), mark);
    }
}
