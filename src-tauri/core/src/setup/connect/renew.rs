//! A new credential for a sign-in that OpenClaw has stopped using: it is to be tried at once, and
//! not when the waiting time of the old one is over, which grows to hours.

use super::Connecting;
use crate::error::Result;
use crate::setup::run::Run;
use crate::setup::session::Session;
use crate::setup::undoing::Mark;
use crate::vault::Entry;

impl Connecting<'_> {
    /// Lets OpenClaw forget what failed with the profile's credential of before.
    pub(super) async fn forget_failures(
        &self,
        session: &Session<'_>,
        run: &mut Run<'_>,
        agent: &str,
    ) -> Result<()> {
        let profile = &self.draft.profile;
        let binding = session.binding();
        if session.openclaw.capabilities().json_store && self.has_failed(agent) {
            return binding.forget_failures(agent, profile).await;
        }
        let Some(old) = self.to_sign_out(session, agent) else { return Ok(()) };
        // The sign-out may take it out of the order.
        let order = binding.order(agent).await?.filter(|names| names.contains(profile));
        if let Some(names) = &order {
            let rest = names.iter().filter(|name| *name != profile).cloned().collect();
            let mut ours = vec![None, Some(rest)];
            let mut before = order.clone();
            // Another profile of the same operation was taken out of it already.
            if let Some(first) = run.order_before(agent) {
                ours.push(std::mem::replace(&mut before, first.clone()));
            }
            run.note(Mark::Ordered { agent: agent.to_owned(), before, ours })?;
        }
        run.note(Mark::Unbound {
            agent: agent.to_owned(),
            profile: profile.clone(),
            kind: self.request.kind,
            before: old.id.clone(),
        })?;
        session.unbind(agent, profile).await.map(drop)
    }

    /// The entry of which `agent` is signed out for that. With SQLite there is no other command
    /// (2026.9.6), and where there is not even that one they pass by themselves. Only of the agent's
    /// own profile: of one that it reads through the sign-out would be another agent's.
    pub(in crate::setup) fn to_sign_out(
        &self,
        session: &Session<'_>,
        agent: &str,
    ) -> Option<&Entry> {
        let can = session.openclaw.capabilities();
        if can.json_store || !can.signs_out() || !self.has_failed(agent) {
            return None;
        }
        let own = |old: &&Entry| self.is_bound(agent, old);
        self.outcome.replaced.iter().find(own)
    }

    fn has_failed(&self, agent: &str) -> bool {
        let profile = &self.draft.profile;
        let before = self.draft.before.get(agent).and_then(|status| status.profile(profile));
        before.is_some_and(|before| before.state.failed())
    }
}
