//! What moving a sign-in to the keychain binds: each agent's own profile is made to refer to the
//! entry, what the agents share of the plaintext is removed, and all else is as it was.

use super::Connecting;
use crate::error::{Code, Error, Result};
use crate::openclaw::Status;
use crate::openclaw::status::ends_agree;
use crate::setup::run::Run;
use crate::setup::session::Session;
use crate::setup::undoing::Mark;
use crate::vault::EntryId;
use crate::view::Step;

/// An agent's own order of profiles, if it has one.
type Order = (String, Option<Vec<String>>);

impl Connecting<'_> {
    pub(super) async fn move_over(
        &mut self,
        session: &Session<'_>,
        run: &mut Run<'_>,
    ) -> Result<()> {
        run.start(Step::Bind)?;
        let Some(id) = self.referred().map(|entry| entry.id.clone()) else { return Ok(()) };
        let orders = self.orders(session, run).await?;
        let mut agents = self.draft.agents.clone();
        // Others read through to the default agent's: it goes first.
        agents.sort_by_key(|agent| agent != session.default_agent());
        for agent in &agents {
            let status = session.binding().status(agent).await?;
            match (self.refers(&status, &id), run.has_bound(agent, &self.draft.profile)) {
                (true, true) => {}
                (true, false) => self.outcome.inheriting.push(agent.clone()),
                (false, _) => self.refer(session, run, (agent, &status), &id).await?,
            }
            if agent == session.default_agent() {
                self.remove_shared(session).await?;
            }
        }
        self.restore(session, orders).await?;
        self.outcome.changed = true;
        run.done(None);
        Ok(())
    }

    async fn refer(
        &self,
        session: &Session<'_>,
        run: &mut Run<'_>,
        (agent, status): (&String, &Status),
        id: &EntryId,
    ) -> Result<()> {
        let (profile, kind) = (&self.draft.profile, self.request.kind);
        // Somebody may have signed in anew since the secret was looked for.
        if status.plaintext(profile).is_some_and(|shown| !self.is_of_secret(shown)) {
            return Err(Error::new(Code::CannotMove).with("profile", profile).with("agent", agent));
        }
        if !run.has_bound(agent, profile) {
            self.shelve(session, run, agent).await?;
            run.note(Mark::Bound {
                agent: agent.clone(),
                profile: profile.clone(),
                kind,
                id: id.clone(),
                before: None,
            })?;
        }
        session.binding().bind(agent, profile, kind, id).await.map(drop)
    }

    /// Removes the plaintext behind the default agent's reference. What is shelved brings it back.
    async fn remove_shared(&self, session: &Session<'_>) -> Result<()> {
        match self.shares_secret(session).await? {
            true => session.binding().remove_shared(&self.draft.profile).await,
            false => Ok(()),
        }
    }

    /// Whether the agents share the plaintext.
    pub(super) async fn shares_secret(&self, session: &Session<'_>) -> Result<bool> {
        let shared = session.binding().shared_plaintext(&self.draft.profile).await?;
        Ok(shared.is_some_and(|shown| self.is_of_secret(&shown)))
    }

    /// The orders that name the profile, from which removing what is shared takes it.
    async fn orders(&self, session: &Session<'_>, run: &mut Run<'_>) -> Result<Vec<Order>> {
        if session.openclaw.capabilities().json_store {
            return Ok(vec![]);
        }
        let mut orders = Vec::new();
        for agent in &self.draft.agents {
            let before = session.binding().order(agent).await?;
            let Some(names) = before.as_ref().filter(|names| names.contains(&self.draft.profile))
            else {
                continue;
            };
            let rest = names.iter().filter(|name| **name != self.draft.profile).cloned().collect();
            let ours = vec![None, Some(rest)];
            run.note(Mark::Ordered { agent: agent.clone(), before: before.clone(), ours })?;
            orders.push((agent.clone(), before));
        }
        Ok(orders)
    }

    async fn restore(&self, session: &Session<'_>, orders: Vec<Order>) -> Result<()> {
        let binding = session.binding();
        for (agent, before) in orders {
            if binding.order(&agent).await? != before {
                binding.set_order(&agent, before.as_deref()).await?;
            }
        }
        Ok(())
    }

    /// Proves that `agent` has the profile by reference alone, and all its others as before.
    pub(super) async fn prove_moved(
        &self,
        session: &Session<'_>,
        agent: &str,
        now: &Status,
    ) -> Result<()> {
        let profile = &self.draft.profile;
        let others = self.draft.before.get(agent).into_iter().flat_map(|status| &status.profiles);
        let lost = others
            .filter(|other| other.id != *profile)
            .find(|other| now.profile(&other.id).is_none_or(|now| now.place != other.place));
        if let Some(lost) = lost {
            return Err(Error::new(Code::OtherChanged)
                .with("profile", profile)
                .with("other", &lost.id)
                .with("agent", agent));
        }
        match session.binding().plaintext(agent, profile).await? {
            None => Ok(()),
            Some(_) => {
                Err(Error::new(Code::CannotMove).with("profile", profile).with("agent", agent))
            }
        }
    }

    fn refers(&self, status: &Status, id: &EntryId) -> bool {
        status.reference(&self.draft.profile) == Some(id.as_str())
    }

    fn is_of_secret(&self, shown: &str) -> bool {
        ends_agree(shown, self.secret.expose())
    }
}
