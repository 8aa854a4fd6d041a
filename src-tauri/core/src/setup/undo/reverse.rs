//! The reverse of one step, as a step of its own: it notes what puts it back before it acts, and
//! has nothing to do where the step's outcome is gone already.

use crate::config::history::About;
use crate::credential::binding::fingerprint;
use crate::error::{Code, Error, Result};
use crate::setup::run::Run;
use crate::setup::session::{Session, kind_of};
use crate::setup::undoing::{Mark, bind_back, restore_order};
use crate::setup::{now_ms, revoke};
use crate::vault::{Entry, EntryId, KeychainError};

/// Reverses what a step did. `about` is what the history says of the change of the config.
pub(super) async fn reverse(
    session: &Session<'_>,
    run: &mut Run<'_>,
    mark: &Mark,
    about: &About,
) -> Result<()> {
    match mark {
        Mark::Prepared | Mark::Reloaded | Mark::Paused => Ok(()),
        // They come back with the config's edits.
        Mark::Rewritten { .. } => run.note(mark.clone()),
        Mark::Removed | Mark::HandedBack { .. } => Err(Error::new(Code::CannotTakeBack)),
        Mark::Stored { id } => release(session, run, id, None),
        Mark::Edited { operation } => edit(session, run, operation, about).await,
        Mark::Bound { agent, profile, kind, id, before } => {
            let status = session.binding().status(agent).await?;
            if status.reference(profile) == Some(id.as_str()) {
                let (agent, profile, kind) = (agent.clone(), profile.clone(), *kind);
                if let Some(before) = before {
                    let (id, now) = (before.clone(), Some(id.clone()));
                    run.note(Mark::Bound {
                        agent: agent.clone(),
                        profile: profile.clone(),
                        kind,
                        id,
                        before: now,
                    })?;
                    bind_back(session, (&agent, &profile), kind, before, &status).await?;
                } else {
                    run.note(Mark::Unbound {
                        agent: agent.clone(),
                        profile: profile.clone(),
                        kind,
                        before: id.clone(),
                    })?;
                    session.unbind(&agent, &profile).await?;
                }
            }
            release(session, run, id, Some(agent))
        }
        Mark::Unbound { agent, profile, kind, before } => {
            let status = session.binding().status(agent).await?;
            if status.reference(profile).is_some() {
                return Ok(());
            }
            run.note(Mark::Bound {
                agent: agent.clone(),
                profile: profile.clone(),
                kind: *kind,
                id: before.clone(),
                before: None,
            })?;
            session.binding().bind(agent, profile, *kind, before).await.map(drop)
        }
        Mark::Shelved { agent, profile, kind, id } => {
            let secret = match session.context.keychain.get(id) {
                // It never came there, and so nothing was replaced.
                Err(KeychainError::NotFound) => return Ok(()),
                secret => secret?,
            };
            run.note(Mark::Kept {
                agent: agent.clone(),
                profile: profile.clone(),
                fingerprint: fingerprint(&secret),
            })?;
            session.binding().keep_plaintext(agent, profile, *kind, &secret).await.map(drop)
        }
        Mark::Kept { agent, profile, fingerprint } => {
            if !session.binding().still_keeps(agent, profile, fingerprint).await? {
                return Ok(());
            }
            run.note(copy_of(session, agent, profile)?)?;
            session.unbind(agent, profile).await.map(drop)
        }
        Mark::Ordered { agent, before, ours } => {
            let now = session.binding().order(agent).await?;
            if now == *before || !ours.contains(&now) {
                return Ok(());
            }
            let ours = vec![before.clone()];
            run.note(Mark::Ordered { agent: agent.clone(), before: now, ours })?;
            restore_order(session, agent, before.as_deref()).await
        }
        Mark::Retired { id, agents, .. } => {
            let entries = session.context.keychain.list()?;
            let entry = entries.into_iter().find(|entry| entry.id == *id);
            let mut entry = entry.ok_or_else(|| Error::new(Code::KeychainMissing))?;
            run.note(Mark::retired(&entry))?;
            entry.agents.extend(agents.iter().cloned());
            entry.agents.sort();
            entry.agents.dedup();
            entry.retired_ms = None;
            Ok(session.context.keychain.update(&entry)?)
        }
        Mark::Revoke { what, due } => {
            run.note(Mark::Revoke { what: what.clone(), due: !due })?;
            revoke::remind(session.context, what, !due)
        }
    }
}

/// Undoes the changes of the config that an operation made.
async fn edit(
    session: &Session<'_>,
    run: &mut Run<'_>,
    operation: &str,
    about: &About,
) -> Result<()> {
    let store = session.context.store();
    for change in store.changes_of(operation)? {
        if let Some(name) = &about.operation
            && run.edit() != Some(name)
        {
            run.note(Mark::Edited { operation: name.clone() })?;
        }
        session.halt().await?;
        store.undo(run.lock(), &change, about)?;
    }
    Ok(())
}

/// Takes an agent, or all, from an entry; without any its grace period begins.
fn release(
    session: &Session<'_>,
    run: &mut Run<'_>,
    id: &EntryId,
    agent: Option<&str>,
) -> Result<()> {
    let keychain = &session.context.keychain;
    let Some(entry) = keychain.list()?.into_iter().find(|entry| entry.id == *id) else {
        return Ok(());
    };
    let mut next = entry.clone();
    next.agents.retain(|known| agent.is_some_and(|agent| agent != known));
    if next.agents.is_empty() {
        next.retired_ms = next.retired_ms.or_else(|| Some(now_ms()));
    }
    if next == entry {
        return Ok(());
    }
    run.note(Mark::retired(&entry))?;
    Ok(keychain.update(&next)?)
}

/// What puts a plaintext back that OpenClaw is about to lose: the keychain's copy of it, if there
/// is one.
fn copy_of(session: &Session<'_>, agent: &str, profile: &str) -> Result<Mark> {
    let own = session.context.own_entries()?;
    let its = |entry: &&Entry| entry.copy && entry.profile == profile;
    let copy = own.iter().filter(its).max_by_key(|entry| entry.created_ms);
    Ok(copy.map_or(Mark::Removed, |copy| Mark::Shelved {
        agent: agent.to_owned(),
        profile: profile.to_owned(),
        kind: kind_of(copy),
        id: copy.id.clone(),
    }))
}
