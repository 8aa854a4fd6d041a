//! Signing in: check → keychain → resolver → one edit of the config → bind → order → reload →
//! read back. Each step notes in the journal what takes it back before it acts; a failure puts
//! everything back, in reverse.
//!
//! Where OpenClaw cannot read references yet, it keeps the secret, and the keychain a copy. Moving
//! such a sign-in to the keychain later goes the same way, with a binding of its own ([`moving`]).

mod entries;
mod moving;
mod plan;
mod renew;

use super::draft::Draft;
use super::order::anthropic_profiles;
use super::run::Run;
use super::session::Session;
use super::undoing::Mark;
use super::{Context, Report, conflicts, now_ms, operation_id, prove, purge};
use crate::anthropic::{self, Verdict};
use crate::config::GatewayConfig;
use crate::config::include::Files;
use crate::credential::binding::fingerprint;
use crate::credential::resolver;
use crate::error::{Code, Error, Result};
use crate::text::say;
use crate::vault::{Entry, EntryId, Secret};
use crate::view::{ConnectRequest, Connected, Notice, Step};

pub use plan::plan_connect;

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
    begin(context, Purpose::SignIn, request, secret, report).await
}

/// What the steps are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A person signs in.
    SignIn,
    /// A sign-in that stands in OpenClaw's own store, in plaintext, goes to the keychain. All
    /// else, such as which profile comes first, stays as it is.
    Move,
    /// A credential that OpenClaw reads in plaintext elsewhere becomes a sign-in, which is proven.
    Adopt,
    /// As [`Self::Move`], and proven.
    AdoptKept,
    /// A sign-in gets another secret, which is proven before the old one goes.
    Rotate,
}

impl Purpose {
    /// The operation's name in journal and history.
    pub(super) fn operation(self) -> &'static str {
        match self {
            Self::SignIn => "connect",
            Self::Move => "move",
            Self::Adopt => "adopt",
            Self::AdoptKept => "adopt-kept",
            Self::Rotate => "rotate",
        }
    }

    /// Whether the plaintext of the profile itself gives way to a reference.
    fn moves(self) -> bool {
        matches!(self, Self::Move | Self::AdoptKept)
    }

    /// Whether it counts only once it has served.
    fn proves(self) -> bool {
        matches!(self, Self::Adopt | Self::AdoptKept | Self::Rotate)
    }

    /// What was begun under that name with a [`ConnectRequest`] alone.
    pub(super) fn of_operation(name: &str) -> Option<Self> {
        let all = [Self::SignIn, Self::Move, Self::Adopt, Self::AdoptKept];
        all.into_iter().find(|purpose| purpose.operation() == name)
    }
}

/// Decides under the home's lock, then acts.
///
/// # Errors
/// As for [`connect`].
pub(super) async fn begin(
    context: &Context,
    purpose: Purpose,
    request: &ConnectRequest,
    secret: &Secret,
    report: &dyn Report,
) -> Result<Connected> {
    let lock = Run::lock_of(context)?;
    let session = Session::open(context).await?;
    let draft = Draft::new(&session, request).await?;
    let run = Run::begin(lock, report, purpose.operation(), request)?;
    carry_out(session, Connecting::new(purpose, request, secret, draft), run).await
}

/// Goes on with one that was interrupted.
///
/// # Errors
/// As for [`connect`]. Before the first step the run stays interrupted.
pub(super) async fn finish(
    context: &Context,
    purpose: Purpose,
    request: &ConnectRequest,
    secret: &Secret,
    run: Run<'_>,
) -> Result<Connected> {
    let session = Session::open(context).await?;
    let draft = Draft::new(&session, request).await?;
    carry_out(session, Connecting::new(purpose, request, secret, draft), run).await
}

async fn carry_out(
    mut session: Session<'_>,
    mut connecting: Connecting<'_>,
    mut run: Run<'_>,
) -> Result<Connected> {
    let context = session.context;
    match connecting.steps(&mut session, &mut run).await {
        Ok(()) => {
            run.finish(context, &connecting.title(), connecting.outcome.changed)?;
            purge::purge(context, now_ms());
            Ok(connecting.connected())
        }
        Err(error) => Err(run.fail(&session, error).await),
    }
}

/// One sign-in, and what its steps found and did so far.
pub(super) struct Connecting<'a> {
    purpose: Purpose,
    request: &'a ConnectRequest,
    secret: &'a Secret,
    pub(super) draft: Draft,
    pub(super) outcome: Outcome,
}

/// What the steps found and did.
#[derive(Default)]
pub(super) struct Outcome {
    changed: bool,
    pub(super) confirmed: bool,
    entry: Option<Entry>,
    /// The entries that the new one replaces.
    replaced: Vec<Entry>,
    /// The agents that only read through to another agent's profile.
    inheriting: Vec<String>,
    pub(super) notices: Vec<Notice>,
}

impl<'a> Connecting<'a> {
    pub(super) fn new(
        purpose: Purpose,
        request: &'a ConnectRequest,
        secret: &'a Secret,
        draft: Draft,
    ) -> Self {
        Self { purpose, request, secret, draft, outcome: Outcome::default() }
    }

    /// What it is called in the history.
    fn title(&self) -> String {
        let name = self.purpose.operation();
        say(&format!("core.change.{name}"), &[("profile", &self.draft.profile)])
    }

    async fn steps(&mut self, session: &mut Session<'_>, run: &mut Run<'_>) -> Result<()> {
        // First, so that a credential that cannot work leaves no trace.
        self.check(session, run).await?;
        if self.draft.onboard {
            run.start(Step::Prepare)?;
            run.note(Mark::Prepared)?;
            session.onboard().await?;
            self.outcome.changed = true;
            run.done(None);
        }
        if self.draft.keeps_secret() {
            self.store(session, run)?;
        }
        if self.draft.by_reference {
            self.resolver(session, run).await?;
        }
        self.config(session, run).await?;
        if self.purpose.moves() {
            self.move_over(session, run).await?;
        } else {
            self.bind(session, run).await?;
            self.order(session, run).await?;
        }
        self.reload(session, run).await?;
        self.read_back(session, run).await?;
        if self.purpose.proves() {
            let Draft { profile, agents, .. } = &self.draft;
            prove::served(session, run, profile, agents, self.outcome.confirmed).await?;
            self.outcome.confirmed = true;
        }
        self.retire_replaced(session, run)
    }

    pub(super) async fn check(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
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

    pub(super) async fn resolver(
        &mut self,
        session: &Session<'_>,
        run: &mut Run<'_>,
    ) -> Result<()> {
        run.start(Step::Resolver)?;
        let place = &session.context.place;
        resolver::install(place, &session.context.environment)?;
        resolver::check(place)?;
        if let Some(entry) = &self.outcome.entry {
            let Context { environment, home, .. } = session.context;
            let answered = resolver::answers(place, environment, home, &entry.id);
            // How the gateway runs it is guessed from its service. One that runs will tell.
            if !(self.purpose.proves() && prove::runs(session).await?) {
                answered?;
            }
        }
        run.done(None);
        Ok(())
    }

    async fn config(&mut self, session: &mut Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Config)?;
        let model = self.draft.model.as_deref();
        let edits = |config: &GatewayConfig, files: &Files| {
            Ok(self.draft.edits(session, (config, files), self.request.kind, model))
        };
        let name = self.purpose.operation();
        let operation = operation_id(name);
        run.note(Mark::Edited { operation: operation.clone() })?;
        let about = session.context.about(self.title(), Some(operation));
        let done = session.commit_checked(run.lock(), &edits, &about).await?;
        self.outcome.changed |= done.changed;
        self.outcome.notices.extend(done.note());
        run.done_if(done.changed);
        Ok(())
    }

    pub(super) async fn bind(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Bind)?;
        let binding = session.binding();
        let (profile, kind) = (&self.draft.profile, self.request.kind);
        let mut changed = false;
        for agent in &self.draft.agents {
            let Some(entry) = self.referred() else {
                let known = self.draft.before.get(agent).and_then(|status| status.profile(profile));
                self.shelve(session, run, agent).await?;
                if known.is_none() {
                    run.note(Mark::Kept {
                        agent: agent.clone(),
                        profile: profile.clone(),
                        fingerprint: fingerprint(self.secret),
                    })?;
                }
                changed |= binding.keep_plaintext(agent, profile, kind, self.secret).await?;
                continue;
            };
            if self.is_bound(agent, entry) {
                continue;
            }
            let own = |old: &&Entry| self.is_bound(agent, old);
            self.shelve(session, run, agent).await?;
            // What it reads through already stays when this is put back.
            if !self.draft.refers_to(agent, &entry.id) && !run.has_bound(agent, profile) {
                run.note(Mark::Bound {
                    agent: agent.clone(),
                    profile: profile.clone(),
                    kind,
                    id: entry.id.clone(),
                    before: self.outcome.replaced.iter().find(own).map(|old| old.id.clone()),
                })?;
            }
            self.forget_failures(session, run, agent).await?;
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
        let mut changed = false;
        for agent in &self.draft.agents {
            let Some((before, order)) = self.wanted_order(session, agent).await? else { continue };
            let ours = vec![Some(order.clone())];
            run.note(Mark::Ordered { agent: agent.clone(), before, ours })?;
            binding.set_order(agent, Some(&order)).await?;
            changed = true;
        }
        self.outcome.changed |= changed;
        run.done_if(changed);
        Ok(())
    }

    /// The order that `agent` has, and the one that it is to have instead.
    async fn wanted_order(
        &self,
        session: &Session<'_>,
        agent: &str,
    ) -> Result<Option<(Option<Vec<String>>, Vec<String>)>> {
        // Another secret does not make it another sign-in: what is tried first stays.
        if self.purpose == Purpose::Rotate {
            return Ok(None);
        }
        let profile = &self.draft.profile;
        let all = self.draft.before.get(agent).map(anthropic_profiles).unwrap_or_default();
        if all.iter().all(|other| other == profile) {
            return Ok(None);
        }
        // Without an order of its own OpenClaw takes turns: only an explicit one lasts.
        let before = session.binding().order(agent).await?;
        if before.iter().flatten().next() == Some(profile) {
            return Ok(None);
        }
        // Only those in an explicit order are tried: whoever made one meant it.
        let rest = before.clone().or(session.config.order.clone()).unwrap_or(all.clone());
        let rest = rest.into_iter().filter(|other| other != profile && all.contains(other));
        let order = std::iter::once(profile.clone()).chain(rest).collect();
        Ok(Some((before, order)))
    }

    async fn reload(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        if self.outcome.changed {
            let notices = run.reload(session).await?;
            self.outcome.notices.extend(notices);
        } else {
            run.start(Step::Reload)?;
            run.skipped("core.step.same");
        }
        Ok(())
    }

    pub(super) async fn read_back(
        &mut self,
        session: &Session<'_>,
        run: &mut Run<'_>,
    ) -> Result<()> {
        run.start(Step::ReadBack)?;
        let name = &self.draft.profile;
        let entry = self.referred().map(|entry| entry.id.clone());
        let entry = entry.as_ref().map(EntryId::as_str);
        for agent in &self.draft.agents {
            let status = session.binding().status(agent).await?;
            let profile = status.profile(name);
            let Some(profile) = profile.filter(|_| entry == status.reference(name)) else {
                return Err(Error::new(Code::ProfileUnknown)
                    .with("profile", name)
                    .with("known", "—"));
            };
            if self.purpose.moves() {
                self.prove_moved(session, agent, &status).await?;
            }
            if !profile.state.serves() {
                let note = Error::new(Code::SignInUnusable).with("profile", name);
                self.outcome.notices.push(note.with("agent", agent).into());
            }
        }
        let config = session.context.config()?;
        let conflicts = conflicts::of(session.context, &config);
        self.outcome.notices.extend(conflicts.into_iter().map(Notice::from));
        run.done(None);
        Ok(())
    }

    /// The entry to which the profile refers, where it can.
    fn referred(&self) -> Option<&Entry> {
        self.outcome.entry.as_ref().filter(|entry| !entry.copy)
    }

    /// Whether `agent` has it from `entry` already. One that only reads through to another agent's
    /// is bound too: it is to last.
    fn is_bound(&self, agent: &str, entry: &Entry) -> bool {
        self.draft.refers_to(agent, &entry.id) && entry.agents.iter().any(|bound| bound == agent)
    }

    fn connected(self) -> Connected {
        let keychain_id = self.referred().map(|entry| entry.id.as_str().to_owned());
        Connected {
            profile: self.draft.profile,
            agents: self.draft.agents,
            model: self.draft.model,
            changed: self.outcome.changed,
            confirmed: self.outcome.confirmed,
            keychain_id,
            notices: self.outcome.notices,
        }
    }
}
