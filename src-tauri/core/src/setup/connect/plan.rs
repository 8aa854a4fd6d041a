//! What a sign-in would do, from what its steps decide: to be seen before it is done.

use super::{Connecting, Purpose};
use crate::config::GatewayConfig;
use crate::config::include::Files;
use crate::credential::binding::commands;
use crate::error::{Code, Error, Result};
use crate::openclaw::{onboard, unit};
use crate::setup::draft::Draft;
use crate::setup::session::Session;
use crate::setup::{Context, conflicts};
use crate::vault::{Entry, Secret};
use crate::view::{ConnectRequest, KeychainFate, Notice, Plan, Preview};

/// What [`super::connect`] would do.
///
/// # Errors
/// Those that `connect` finds before its first step.
pub async fn plan_connect(
    context: &Context,
    request: &ConnectRequest,
    secret: &Secret,
) -> Result<Plan> {
    let session = Session::open(context).await?;
    let draft = Draft::new(&session, request).await?;
    let mut connecting = Connecting::new(Purpose::SignIn, request, secret, draft);
    let mut preview = connecting.foreseen(&session).await?;
    preview.notices.extend(notices(&session, &connecting.draft));
    let entry = connecting.referred().map(Entry::label);
    let Draft { profile, agents, .. } = connecting.draft;
    Ok(Plan { keychain_entry: entry, preview: preview.complete(), profile, agents })
}

impl Connecting<'_> {
    /// What the steps would do. Afterwards `outcome` knows the entry, as if it was made.
    pub(in crate::setup) async fn foreseen(&mut self, session: &Session<'_>) -> Result<Preview> {
        let mut preview = Preview::default();
        if self.draft.onboard {
            preview.types(onboard::COMMAND.to_owned());
        }
        if self.draft.keeps_secret() {
            self.foresee_entries(session, &mut preview)?;
        }
        if self.draft.by_reference {
            session.foresee_resolver(&mut preview)?;
        }
        let model = self.draft.model.as_deref();
        let edits = |config: &GatewayConfig, files: &Files| {
            Ok(self.draft.edits(session, (config, files), self.request.kind, model))
        };
        session.foresee_edits(&mut preview, &edits).await?;
        for agent in &self.draft.agents {
            if self.purpose.moves() {
                self.foresee_move(session, &mut preview, agent).await?;
            } else {
                self.foresee_binding(session, &mut preview, agent).await?;
            }
        }
        if preview.changes() {
            session.foresee_reload(&mut preview).await?;
        }
        Ok(preview)
    }

    /// What becomes of the keychain entries. Afterwards `outcome` knows the new one, as if it was
    /// made.
    pub(in crate::setup) fn foresee_entries(
        &mut self,
        session: &Session<'_>,
        preview: &mut Preview,
    ) -> Result<()> {
        self.find_entries(session, &[])?;
        match &self.outcome.entry {
            Some(entry) => preview.keychain_after(entry, &self.with_agents(entry)),
            None => {
                let entry = self.new_entry(session);
                preview.keychain(&entry, KeychainFate::Added);
                self.outcome.entry = Some(entry);
            }
        }
        for old in &self.outcome.replaced {
            preview.keychain_after(old, &self.without_agents(old));
        }
        Ok(())
    }

    /// What binding one agent's profile takes.
    pub(in crate::setup) async fn foresee_binding(
        &self,
        session: &Session<'_>,
        preview: &mut Preview,
        agent: &str,
    ) -> Result<()> {
        let can = session.openclaw.capabilities();
        let profile = &self.draft.profile;
        let entry = self.referred();
        if !entry.is_some_and(|entry| self.is_bound(agent, entry)) {
            self.foresee_shelf(session, preview, agent).await?;
            if self.to_sign_out(session, agent).is_some() {
                preview.runs(commands::logout(profile, agent));
            }
            match entry {
                Some(_) if can.binds_by_command => preview.runs(commands::apply(commands::PLAN)),
                None if !can.json_store => {
                    preview.runs(commands::paste(agent, profile, self.request.kind));
                }
                _ => {}
            }
            preview.writes(&session.binding().file(agent));
        }
        if let Some((_, order)) = self.wanted_order(session, agent).await? {
            preview.runs(commands::order(agent, Some(&order)));
            preview.writes(&session.binding().file(agent));
        }
        Ok(())
    }

    async fn foresee_move(
        &self,
        session: &Session<'_>,
        preview: &mut Preview,
        agent: &str,
    ) -> Result<()> {
        let binding = session.binding();
        let profile = &self.draft.profile;
        let bound = self.referred().is_some_and(|entry| self.draft.refers_to(agent, &entry.id));
        if !bound {
            self.foresee_shelf(session, preview, agent).await?;
            if session.openclaw.capabilities().binds_by_command {
                preview.runs(commands::apply(commands::PLAN));
            }
            preview.writes(&binding.file(agent));
        }
        if agent == session.default_agent() && self.shares_secret(session).await? {
            preview.runs(commands::logout_shared(profile));
        }
        Ok(())
    }

    /// What stands in plaintext and is kept for a while.
    async fn foresee_shelf(
        &self,
        session: &Session<'_>,
        preview: &mut Preview,
        agent: &str,
    ) -> Result<()> {
        if let Some(secret) = self.to_shelve(session, agent).await?
            && self.replaced_with(session, &secret).is_none()
        {
            preview.keychain(&self.shelved_entry(session, &secret), KeychainFate::Added);
        }
        Ok(())
    }
}

fn notices(session: &Session<'_>, draft: &Draft) -> Vec<Notice> {
    let context = session.context;
    let conflicts = conflicts::of(context, &session.config);
    let mut notices: Vec<Notice> = conflicts.into_iter().map(Notice::from).collect();
    if draft.onboard {
        let note = Error::new(Code::SetUpFirst).with("command", onboard::COMMAND);
        notices.push(note.into());
    }
    if draft.keeps_copy {
        notices.push(Error::new(Code::KeychainCopy).with("profile", &draft.profile).into());
    }
    let environment = &context.environment;
    let service = unit::of_home(environment, &context.home).is_some();
    if draft.by_reference && service && unit::lingers(std::path::Path::new("/"), environment) {
        notices.push(Error::new(Code::StartsBeforeLogin).into());
    }
    notices
}
