//! Signing in: check → keychain → resolver → one edit of the config → bind → order → reload →
//! read back. Each step notes in the journal what takes it back before it acts; a failure puts
//! everything back, in reverse.

use super::draft::Draft;
use super::run::Run;
use super::session::{Session, kind_word};
use super::undoing::Mark;
use super::{Context, Report, conflicts, now_ms, operation_id, purge};
use crate::anthropic::{self, Verdict};
use crate::credential::resolver;
use crate::error::{Code, Error, Result};
use crate::openclaw::status::{Place, Status};
use crate::text::say;
use crate::vault::{Entry, EntryId, KeychainError, Secret};
use crate::view::{ConnectRequest, Connected, Notice, Step};

/// Signs in: checks, stores, edits, binds, reloads, reads back; or puts everything back.
/// Doing it again with the same input changes nothing.
///
/// # Errors
/// The step's own, with the parameter `step`.
pub async fn connect(
    context: &Context,
    request: &ConnectRequest,
    secret: &Secret,
    report: &dyn Report,
) -> Result<Connected> {
    let mut session = Session::open(context).await?;
    let draft = Draft::new(&session, request).await?;
    let mut run = Run::begin(context, report, "connect", request)?;
    let mut connecting = Connecting { request, secret, draft, outcome: Outcome::default() };
    match connecting.steps(&mut session, &mut run).await {
        Ok(()) => {
            run.finish()?;
            purge::purge(context, now_ms());
            Ok(connecting.connected())
        }
        Err(error) => Err(run.fail(&session, error).await),
    }
}

struct Connecting<'a> {
    request: &'a ConnectRequest,
    secret: &'a Secret,
    draft: Draft,
    outcome: Outcome,
}

/// What the steps found and did.
#[derive(Default)]
struct Outcome {
    changed: bool,
    confirmed: bool,
    /// Whether the entry is a new one.
    stored: bool,
    entry: Option<Entry>,
    /// The entries that the new one replaces.
    replaced: Vec<Entry>,
    notices: Vec<Notice>,
}

impl Connecting<'_> {
    async fn steps(&mut self, session: &mut Session<'_>, run: &mut Run<'_>) -> Result<()> {
        if self.draft.onboard {
            run.start(Step::Prepare)?;
            run.note(Mark::Prepared)?;
            session.onboard().await?;
            self.outcome.changed = true;
            run.done(None);
        }
        self.check(session, run).await?;
        if self.draft.by_reference {
            self.store(session, run)?;
            self.resolver(session, run)?;
        }
        self.config(session, run).await?;
        self.bind(session, run).await?;
        self.order(session, run).await?;
        self.reload(session, run).await?;
        self.read_back(session, run).await?;
        self.retire_replaced(session)
    }

    async fn check(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Check)?;
        if !self.request.check {
            run.skipped("core.step.check.skipped");
            return Ok(());
        }
        let base = session.context.anthropic_base(&session.config);
        match anthropic::check(&base, self.request.kind, self.secret).await {
            Verdict::Confirmed { models } => {
                self.outcome.confirmed = true;
                run.done(Some(say("core.step.check.confirmed", &[])));
                self.drop_missing_model(&base, &models).await;
                Ok(())
            }
            Verdict::Invalid(error) => Err(error),
            Verdict::Unconfirmed(reason) => {
                run.done(Some(say(
                    "core.step.check.unconfirmed",
                    &[("detail", &reason.message())],
                )));
                self.outcome.notices.push(reason.into());
                Ok(())
            }
        }
    }

    /// A model that the account does not have is not made the default; the sign-in goes on.
    async fn drop_missing_model(&mut self, base: &str, listed: &[crate::view::ModelChoice]) {
        let Some(model) = &self.draft.model else { return };
        if listed.iter().any(|choice| choice.reference == *model) {
            return;
        }
        let Some(id) = model.strip_prefix("anthropic/") else { return };
        let has = anthropic::has_model(base, self.request.kind, self.secret, id).await;
        if has == Some(false) {
            self.outcome
                .notices
                .push(Error::new(Code::ModelUnavailable).with("model", model).into());
            self.draft.model = None;
        }
    }

    /// Keeps the entry that holds this very secret, or makes a new one.
    fn store(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Store)?;
        let keychain = &session.context.keychain;
        let mut same = None;
        for agent in &self.draft.agents {
            if let Some(entry) = session.bound_entry(agent, &self.draft.profile)? {
                match keychain.get(&entry.id) {
                    Ok(secret) if secret == *self.secret => same = Some(entry),
                    Ok(_) | Err(KeychainError::NotFound) => self.outcome.replaced.push(entry),
                    Err(error) => return Err(error.into()),
                }
            }
        }
        if let Some(entry) = same {
            self.outcome.entry = Some(entry);
            run.skipped("core.step.store.same");
            return Ok(());
        }
        let entry = Entry {
            id: EntryId::random(),
            home: session.context.home.id(),
            agents: self.draft.agents.clone(),
            profile: self.draft.profile.clone(),
            kind: kind_word(self.request.kind).to_owned(),
            masked: self.secret.masked(),
            created_ms: now_ms(),
            retired_ms: None,
        };
        run.note(Mark::Stored { id: entry.id.clone() })?;
        keychain.put(&entry, self.secret)?;
        self.outcome.changed = true;
        self.outcome.stored = true;
        self.outcome.entry = Some(entry);
        run.done(None);
        Ok(())
    }

    fn resolver(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Resolver)?;
        let place = &session.context.place;
        resolver::install(place, &session.context.environment)?;
        resolver::check(place)?;
        if let Some(entry) = &self.outcome.entry {
            resolver::answers(place, &session.context.environment, &entry.id)?;
        }
        run.done(None);
        Ok(())
    }

    async fn config(&mut self, session: &mut Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Config)?;
        let model = self.draft.model.as_deref();
        let edits = self.draft.edits(session, self.request.kind, model);
        let operation = operation_id("connect");
        run.note(Mark::Edited { operation: operation.clone() })?;
        let title = say("core.change.connect", &[("profile", &self.draft.profile)]);
        let about = session.context.about(title, Some(operation));
        let changed = session.commit_checked(run.lock(), &edits, &about).await?;
        self.outcome.changed |= changed;
        run.done_if(changed);
        Ok(())
    }

    async fn bind(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Bind)?;
        let binding = session.binding();
        let (profile, kind) = (&self.draft.profile, self.request.kind);
        let mut changed = false;
        for agent in &self.draft.agents {
            let Some(entry) = &self.outcome.entry else {
                run.note(Mark::bound(agent, profile, kind, None))?;
                binding.keep_plaintext(agent, profile, kind, self.secret).await?;
                changed = true;
                continue;
            };
            let bound_already = !self.outcome.stored && entry.agents.contains(agent);
            if bound_already && refers_to(&binding.status(agent).await?, profile, &entry.id) {
                continue;
            }
            if !bound_already {
                let before = self.outcome.replaced.iter().find(|old| old.agents.contains(agent));
                run.note(Mark::bound(agent, profile, kind, before.map(|old| old.id.clone())))?;
            }
            changed |= binding.bind(agent, profile, kind, &entry.id).await?;
        }
        self.outcome.changed |= changed;
        run.done_if(changed);
        Ok(())
    }

    /// Puts the profile first where another could serve instead of it.
    async fn order(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Order)?;
        let binding = session.binding();
        let profile = &self.draft.profile;
        let mut changed = false;
        for agent in &self.draft.agents {
            let all = profiles_in_order(&binding.status(agent).await?);
            if all.iter().all(|other| other == profile) {
                continue;
            }
            // Without an order of its own OpenClaw takes turns: only an explicit one lasts.
            let before = binding.order(agent).await?;
            if before.iter().flatten().next() == Some(profile) {
                continue;
            }
            let rest = all.into_iter().filter(|other| other != profile);
            let order: Vec<String> = std::iter::once(profile.clone()).chain(rest).collect();
            run.note(Mark::Ordered { agent: agent.clone(), before })?;
            binding.set_order(agent, Some(&order)).await?;
            changed = true;
        }
        self.outcome.changed |= changed;
        run.done_if(changed);
        Ok(())
    }

    async fn reload(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Reload)?;
        if !self.outcome.changed {
            run.skipped("core.step.same");
            return Ok(());
        }
        run.note(Mark::Reloaded)?;
        if session.reload().await? {
            run.done(None);
        } else {
            run.skipped("core.step.reload.stopped");
        }
        Ok(())
    }

    async fn read_back(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::ReadBack)?;
        let profile = &self.draft.profile;
        for agent in &self.draft.agents {
            if session.binding().status(agent).await?.profile(profile).is_none() {
                return Err(Error::new(Code::ProfileUnknown)
                    .with("profile", profile)
                    .with("known", "—"));
            }
        }
        let config = session.context.config()?;
        self.outcome.notices.extend(conflicts::of(session.context, &config));
        run.done(None);
        Ok(())
    }

    /// The new entry serves: notes its agents, and gives the old ones their grace period.
    fn retire_replaced(&mut self, session: &Session<'_>) -> Result<()> {
        let keychain = &session.context.keychain;
        let Some(entry) = &mut self.outcome.entry else { return Ok(()) };
        let known = entry.agents.len();
        entry.agents.extend(self.draft.agents.iter().cloned());
        entry.agents.sort();
        entry.agents.dedup();
        if entry.agents.len() != known {
            keychain.update(entry)?;
        }
        for mut old in std::mem::take(&mut self.outcome.replaced) {
            old.agents.retain(|agent| !self.draft.agents.contains(agent));
            if old.agents.is_empty() {
                old.retired_ms = Some(now_ms());
            }
            keychain.update(&old)?;
        }
        Ok(())
    }

    fn connected(self) -> Connected {
        Connected {
            profile: self.draft.profile,
            agents: self.draft.agents,
            model: self.draft.model,
            changed: self.outcome.changed,
            confirmed: self.outcome.confirmed,
            keychain_id: self.outcome.entry.map(|entry| entry.id.as_str().to_owned()),
            notices: self.outcome.notices,
        }
    }
}

/// The Anthropic profiles, in the order in which they are tried where OpenClaw tells it.
fn profiles_in_order(status: &Status) -> Vec<String> {
    let order = status.provider("anthropic").map(|p| p.order.clone()).unwrap_or_default();
    let known = status.profiles.iter().filter(|p| p.provider == "anthropic").map(|p| &p.id);
    let others: Vec<String> = known.filter(|id| !order.contains(id)).cloned().collect();
    order.into_iter().chain(others).collect()
}

/// Whether `profile` is bound to the entry `id`.
fn refers_to(status: &Status, profile: &str, id: &EntryId) -> bool {
    status.profile(profile).is_some_and(
        |found| matches!(&found.place, Place::Reference { id: bound, .. } if bound == id.as_str()),
    )
}
