//! Putting back: what each step of an operation notes in the journal *before* it acts, and how
//! that is taken back, in reverse, by the operation itself or by the next start.

use serde::{Deserialize, Serialize};

use super::Report;
use super::session::Session;
use crate::config::journal::{Journal, StepId};
use crate::error::{Error, Result};
use crate::place::HomeLock;
use crate::text::say;
use crate::vault::{EntryId, KeychainError};
use crate::view::{CredentialKind, Progress, Step, StepState};

/// What a step is about to do, with all that is needed to take it back. No secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mark {
    /// The least configuration is written where there was none.
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
    /// A profile is bound to a reference.
    Bound {
        /// The agent.
        agent: String,
        /// The profile.
        profile: String,
        /// What it is.
        kind: CredentialKind,
        /// The entry to which Chela had bound it before.
        before: Option<EntryId>,
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
    /// The order of the profiles is changed.
    Ordered {
        /// The agent.
        agent: String,
        /// The order before.
        before: Option<Vec<String>>,
    },
    /// The running gateway is told.
    Reloaded,
}

impl Mark {
    /// That `profile` of `agent` is bound.
    pub(super) fn bound(
        agent: &str,
        profile: &str,
        kind: CredentialKind,
        before: Option<EntryId>,
    ) -> Self {
        Self::Bound { agent: agent.to_owned(), profile: profile.to_owned(), kind, before }
    }

    /// The step that it belongs to.
    pub(super) fn step(&self) -> Step {
        match self {
            Self::Prepared => Step::Prepare,
            Self::Stored { .. } => Step::Store,
            Self::Edited { .. } => Step::Config,
            Self::Bound { .. } => Step::Bind,
            Self::Unbound { .. } => Step::Unbind,
            Self::Ordered { .. } => Step::Order,
            Self::Reloaded => Step::Reload,
        }
    }
}

/// Takes back `marks`, the last first, and then tells a running gateway. It goes on after a
/// failure and answers the first.
pub(super) async fn put_back(
    session: &Session<'_>,
    report: &dyn Report,
    journal: &mut Journal,
    marks: &[(StepId, Mark)],
) -> Result<()> {
    let mut outcome = Ok(());
    for (id, mark) in marks.iter().rev() {
        let one = match put_back_one(session, journal.lock(), mark).await {
            Ok(()) => journal.put_back(*id),
            Err(error) => Err(error),
        };
        let state = if one.is_ok() { StepState::PutBack } else { StepState::Failed };
        let detail = one.as_ref().err().map(Error::message);
        report.progress(Progress { step: mark.step(), state, detail });
        outcome = outcome.and(one);
    }
    if marks.iter().any(|(_, mark)| *mark == Mark::Reloaded) {
        outcome = outcome.and(session.reload().await.map(drop));
    }
    outcome
}

async fn put_back_one(session: &Session<'_>, lock: &HomeLock, mark: &Mark) -> Result<()> {
    match mark {
        Mark::Prepared | Mark::Reloaded => Ok(()),
        Mark::Stored { id } => match session.context.keychain.delete(id) {
            Ok(()) | Err(KeychainError::NotFound) => Ok(()),
            Err(error) => Err(error.into()),
        },
        Mark::Edited { operation } => {
            let store = session.context.store();
            for change in store.changes_of(operation) {
                let about = session.context.about(say("core.change.put-back", &[]), None);
                store.undo(lock, &change, &about)?;
            }
            Ok(())
        }
        Mark::Bound { agent, profile, before: None, .. } => session.unbind(agent, profile).await,
        Mark::Bound { agent, profile, kind, before: Some(id) }
        | Mark::Unbound { agent, profile, kind, before: id } => {
            session.binding().bind(agent, profile, *kind, id).await.map(drop)
        }
        Mark::Ordered { agent, before } => {
            session.binding().set_order(agent, before.as_deref()).await
        }
    }
}
