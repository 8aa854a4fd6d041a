//! What a sign-out would do, from what its steps decide.

use super::plan::Going;
use super::{Removal, copies, left_of};
use crate::config::GatewayConfig;
use crate::config::include::Files;
use crate::credential::binding::commands;
use crate::error::Result;
use crate::place::Settings;
use crate::setup::session::{Session, lost_by};
use crate::view::Preview;

impl Removal {
    /// What goes, as far as the agents feel it.
    pub(super) fn going<'a>(&'a self, session: &'a Session<'_>) -> Going<'a> {
        let reads_through = !session.openclaw.capabilities().json_store;
        Going::of(self, session.default_agent(), reads_through)
    }

    pub(super) async fn foreseen(
        &self,
        session: &Session<'_>,
        going: &Going<'_>,
    ) -> Result<Preview> {
        let mut preview = Preview::default();
        let edits = |_: &GatewayConfig, files: &Files| self.edits(session, files);
        session.foresee_edits(&mut preview, &edits).await?;
        for agent in &self.agents {
            self.foresee_agent(session, going, agent, &mut preview).await?;
        }
        for entry in &self.entries {
            preview.keychain_after(entry, &lost_by(entry, &self.agents));
        }
        for (before, after) in copies(session.context, &self.profile, &self.agents)? {
            preview.keychain_after(&before, &after);
        }
        session.foresee_reload(&mut preview).await?;
        if self.last {
            let home = session.context.home.id();
            let forget = |settings: &mut Settings| settings.forget_profile(&home, &self.profile);
            let file = Settings::would_write(&session.context.place, forget);
            file.iter().for_each(|file| preview.writes(file));
        }
        Ok(preview.complete())
    }

    async fn foresee_agent(
        &self,
        session: &Session<'_>,
        going: &Going<'_>,
        agent: &str,
        preview: &mut Preview,
    ) -> Result<()> {
        let bound = self.entry_of(agent).is_some();
        if !bound && !self.entries.is_empty() {
            return Ok(());
        }
        let binding = session.binding();
        if !session.openclaw.capabilities().json_store {
            preview.runs(commands::logout(&self.profile, agent));
        }
        preview.writes(&binding.file(agent));
        if !bound || !going.lost_by(agent) {
            return Ok(());
        }
        if let Some(order) = binding.order(agent).await?
            && order.contains(&self.profile)
        {
            let rest = left_of(order, |name| name != self.profile);
            preview.runs(commands::order(agent, rest.as_deref()));
        }
        Ok(())
    }
}
