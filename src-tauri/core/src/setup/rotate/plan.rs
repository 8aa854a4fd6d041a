//! What replacing a secret would do, from what its steps decide: to be seen before it is done.

use super::used::Used;
use super::{Rotating, Wanted};
use crate::config::GatewayConfig;
use crate::config::include::Files;
use crate::credential::binding::commands;
use crate::error::Result;
use crate::place::Settings;
use crate::setup::session::Session;
use crate::setup::{Context, now_ms, revoke};
use crate::vault::Secret;
use crate::view::{Preview, RotatePlan, RotateRequest};

/// What [`super::rotate`] would do.
///
/// # Errors
/// Those that `rotate` finds before its first step.
pub async fn plan_rotate(
    context: &Context,
    request: &RotateRequest,
    secret: &Secret,
) -> Result<RotatePlan> {
    let session = Session::open(context).await?;
    let used = Used::of(&session, &request.profile).await?;
    used.must_take(request, secret)?;
    let wanted = Wanted::of(&used, request, now_ms());
    let mut rotating = Rotating::new(&session, &wanted, secret, &used.before).await?;
    let mut preview = rotating.foreseen(&session).await?;
    preview.notices.extend(used.elsewhere(&session, true).await);
    Ok(RotatePlan {
        secret: used.shown(&request.profile),
        masked: secret.masked(),
        preview: preview.complete(),
    })
}

impl Rotating<'_> {
    async fn foreseen(&mut self, session: &Session<'_>) -> Result<Preview> {
        let mut preview = Preview::default();
        for part in self.parts.iter_mut().filter(|part| part.draft.keeps_secret()) {
            part.foresee_entries(session, &mut preview)?;
        }
        if self.parts.iter().any(|part| part.draft.by_reference) {
            session.foresee_resolver(&mut preview)?;
        }
        let edits =
            |config: &GatewayConfig, files: &Files| Ok(self.edits(session, (config, files)));
        session.foresee_edits(&mut preview, &edits).await?;
        for part in &self.parts {
            for agent in &part.draft.agents {
                part.foresee_binding(session, &mut preview, agent).await?;
            }
        }
        self.foresee_orders(session, &mut preview).await?;
        session.foresee_reload(&mut preview).await?;
        let reminding = revoke::reminding(session.context, &self.wanted.revoke, true);
        let settings = Settings::would_write(&session.context.place, reminding);
        settings.iter().for_each(|file| preview.writes(file));
        Ok(preview)
    }

    /// The orders that are put again after a sign-out has changed them.
    async fn foresee_orders(&self, session: &Session<'_>, preview: &mut Preview) -> Result<()> {
        for part in &self.parts {
            for agent in &part.draft.agents {
                if part.to_sign_out(session, agent).is_none() {
                    continue;
                }
                let order = session.binding().order(agent).await?;
                if order.iter().flatten().any(|name| *name == part.draft.profile) {
                    preview.runs(commands::order(agent, order.as_deref()));
                }
            }
        }
        Ok(())
    }
}
