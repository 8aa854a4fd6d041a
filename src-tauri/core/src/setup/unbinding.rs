//! Taking a profile that Chela has bound from one agent, so that it can be put back.

use super::run::Run;
use super::session::Session;
use super::undoing::Mark;
use crate::error::Result;
use crate::openclaw::Status;
use crate::vault::EntryId;
use crate::view::CredentialKind;

/// A profile of an agent that refers to an entry of the keychain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) agent: String,
    pub(super) profile: String,
    pub(super) kind: CredentialKind,
    pub(super) id: EntryId,
}

impl Bound {
    /// Removes the profile, and what the agent's own order says of it. Answers how the agent signs
    /// in then: an older plaintext of the same name may come to light, or the default agent's
    /// profile, through which it reads.
    ///
    /// # Errors
    /// Those of the OpenClaw commands, of the keychain and of the journal.
    pub(super) async fn unbind(&self, session: &Session<'_>, run: &mut Run<'_>) -> Result<Status> {
        let Self { agent, profile, kind, id } = self;
        let binding = session.binding();
        // Before the sign-out, which may take it out of the order; put back after it.
        let order = binding.order(agent).await?.filter(|names| names.contains(profile));
        if let Some(names) = &order {
            let rest = names.iter().filter(|name| *name != profile).cloned().collect();
            let ours = vec![None, Some(rest)];
            run.note(Mark::Ordered { agent: agent.clone(), before: order.clone(), ours })?;
        }
        run.note(Mark::Unbound {
            agent: agent.clone(),
            profile: profile.clone(),
            kind: *kind,
            before: id.clone(),
        })?;
        let after = session.unbind(agent, profile).await?;
        if let Some(order) = order.filter(|_| after.reference(profile).is_none()) {
            let rest = left_of(order, |name| after.profile(name).is_some());
            binding.set_order(agent, rest.as_deref()).await?;
        }
        Ok(after)
    }
}

/// What is left of an order. One of one is none: profiles that are added later would never be tried.
pub(super) fn left_of(order: Vec<String>, is_left: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    let rest: Vec<String> = order.into_iter().filter(|name| is_left(name)).collect();
    (rest.len() > 1).then_some(rest)
}
