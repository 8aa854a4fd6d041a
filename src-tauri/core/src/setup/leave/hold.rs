//! What becomes of the sign-ins: OpenClaw takes them in plaintext, or they are removed. Either way
//! nothing of this home refers to the keychain afterwards, which is read back.

use super::Remaining;
use super::held::{Held, Holdings, How, held};
use crate::credential::binding::fingerprint;
use crate::error::{Code, Error, Result};
use crate::openclaw::status::ends_agree;
use crate::setup::run::Run;
use crate::setup::session::{Session, referred};
use crate::setup::sign_ins;
use crate::setup::unbinding::Bound;
use crate::setup::undoing::Mark;
use crate::view::{Notice, Step};

/// Puts the secret itself in the place of each reference. OpenClaw keeps it where the reference
/// stood, with its place in the order (2026.5.7 and 2026.9.6), so that no agent is without it for a
/// moment. The default agent comes first: those that read through to its profile have it then.
pub(super) async fn hand_back(session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
    run.start(Step::HandBack)?;
    let binding = session.binding();
    let mut changed = false;
    for agent in sign_ins::agents(&session.config) {
        let status = binding.status(&agent).await?;
        for Held { bound, how } in held(session.context, &agent, &status)? {
            if how == How::Copied {
                continue;
            }
            let secret = session.context.keychain.get(&bound.id)?;
            run.note(Mark::HandedBack {
                agent: agent.clone(),
                profile: bound.profile.clone(),
                kind: bound.kind,
                id: bound.id,
                fingerprint: fingerprint(&secret),
            })?;
            binding.keep_plaintext(&agent, &bound.profile, bound.kind, &secret).await?;
            changed = true;
        }
    }
    run.done_if(changed);
    Ok(())
}

/// Removes each sign-in of Chela's, also what OpenClaw keeps in plaintext and the keychain as a copy.
///
/// Where agents read through to the default agent's store, signing one out of what it only inherits
/// would take it from the default agent (2026.9.6): what each has itself goes first, then the default
/// agent's, and last what is still seen by others.
pub(super) async fn sign_out(
    session: &Session<'_>,
    holdings: &Holdings,
    run: &mut Run<'_>,
) -> Result<()> {
    run.start(Step::Unbind)?;
    let main = session.default_agent();
    let mut others = sign_ins::agents(&session.config);
    others.retain(|agent| agent != main);
    let inherits = !session.openclaw.capabilities().json_store;
    let own = |bound: &Bound| !inherits || holdings.is_own(bound);
    for agent in &others {
        sign_out_of(session, run, agent, &own).await?;
    }
    sign_out_of(session, run, main, &|_| true).await?;
    for agent in others.iter().filter(|agent| holdings.inherits(agent) && inherits) {
        sign_out_of(session, run, agent, &|_| true).await?;
    }
    if holdings.sign_ins.iter().any(|held| held.how == How::Lost) {
        remove_lost(session).await?;
    }
    run.done_if(!holdings.sign_ins.is_empty());
    Ok(())
}

/// Removes what an agent has of Chela's, as far as it is `wanted`.
async fn sign_out_of(
    session: &Session<'_>,
    run: &mut Run<'_>,
    agent: &str,
    wanted: &dyn Fn(&Bound) -> bool,
) -> Result<()> {
    let status = session.binding().status(agent).await?;
    let found = held(session.context, agent, &status)?;
    for Held { bound, how } in found.into_iter().filter(|held| wanted(&held.bound)) {
        match how {
            How::Referred => drop(bound.unbind(session, run).await?),
            How::Copied => {
                run.note(Mark::Shelved {
                    agent: bound.agent.clone(),
                    profile: bound.profile.clone(),
                    kind: bound.kind,
                    id: bound.id,
                })?;
                session.unbind(agent, &bound.profile).await?;
            }
            How::Lost => {}
        }
    }
    Ok(())
}

/// Removes the references to what is no longer there. They could not be bound again, which is what
/// OpenClaw's way of removing the default agent's profile in another's place calls for: that goes
/// first. Nothing is lost by it that would have to be put back.
async fn remove_lost(session: &Session<'_>) -> Result<()> {
    for agent in sign_ins::agents(&session.config) {
        let status = session.binding().status(&agent).await?;
        for Held { bound, how } in held(session.context, &agent, &status)? {
            if how == How::Lost {
                session.unbind(&agent, &bound.profile).await?;
            }
        }
    }
    Ok(())
}

/// Sees that no agent refers to the keychain any more, and that each has what was handed back to
/// it. Answers the profiles that are still there.
///
/// # Errors
/// `leave-unproven`.
pub(super) async fn read_back(
    session: &Session<'_>,
    run: &mut Run<'_>,
) -> Result<(Remaining, Vec<Notice>)> {
    run.start(Step::ReadBack)?;
    let (mut remaining, mut notices) = (Remaining::new(), Vec::new());
    for agent in sign_ins::agents(&session.config) {
        let status = session.binding().status(&agent).await?;
        let unproven = |profile: &str| {
            Error::new(Code::LeaveUnproven).with("profile", profile).with("agent", &agent)
        };
        let profiles = || status.profiles.iter().map(|profile| &profile.id);
        if let Some(profile) = profiles().find(|profile| referred(&status, profile).is_some()) {
            return Err(unproven(profile));
        }
        for mark in run.marks() {
            let Mark::HandedBack { agent: its, profile, id, .. } = mark else { continue };
            if *its != agent {
                continue;
            }
            let secret = session.context.keychain.get(id)?;
            let kept = status.plaintext(profile);
            if !kept.is_some_and(|shown| ends_agree(shown, secret.expose())) {
                return Err(unproven(profile));
            }
            if !status.profile(profile).is_some_and(|profile| profile.state.serves()) {
                let note = Error::new(Code::SignInUnusable).with("profile", profile);
                notices.push(note.with("agent", &agent).into());
            }
        }
        remaining.extend(profiles().cloned());
        session.context.remember_status(&agent, status);
    }
    run.done(None);
    Ok((remaining, notices))
}
