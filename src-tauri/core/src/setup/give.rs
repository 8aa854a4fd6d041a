//! Giving a sign-in that Chela has made to more agents: each is bound to the same keychain entry.
//! The secret itself is not read; only the resolver reads it, as OpenClaw's check of the reference.
//!
//! Leaves out copying a secret that OpenClaw keeps in plaintext: that needs the person's consent,
//! and is a connection of its own ([`super::connect`]).

mod plan;

use serde::{Deserialize, Serialize};

use super::run::Run;
use super::session::{Session, kind_of};
use super::undoing::Mark;
use super::{Context, Report, draft, gate, operation_id};
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::credential::resolver;
use crate::error::{Code, Error, Result};
use crate::openclaw::Status;
use crate::text::say;
use crate::vault::Entry;
use crate::view::{Connected, CredentialKind, Notice, Step};

pub use plan::plan_give;

/// Gives `profile` to `agents`; to all when none is named. Where an agent's own order says which
/// sign-ins it tries, the profile becomes the last of them: another keeps serving until it cannot.
/// Those that have it already are left alone, and doing it again changes nothing.
///
/// # Errors
/// `references-unsupported`, `profile-unknown`, `profile-unmanaged` (Chela did not make it),
/// `profile-taken` (an agent has another one of that name), `agent-unknown`, and those of the steps.
pub async fn give(
    context: &Context,
    profile: &str,
    agents: &[String],
    report: &dyn Report,
) -> Result<Connected> {
    let lock = Run::lock_of(context)?;
    let session = Session::open(context).await?;
    let wanted = Giving { profile: profile.to_owned(), agents: agents.to_vec() };
    let gift = Gift::of(&session, &wanted).await?;
    let run = Run::begin(lock, report, "give", &wanted)?;
    gift.carry_out(&session, run).await
}

/// Goes on with a gift that was interrupted.
///
/// # Errors
/// As for [`give`]. Before the first step the run stays interrupted.
pub(super) async fn finish(context: &Context, wanted: &Giving, run: Run<'_>) -> Result<Connected> {
    let session = Session::open(context).await?;
    Gift::of(&session, wanted).await?.carry_out(&session, run).await
}

/// What was asked for, as the journal remembers it.
#[derive(Serialize, Deserialize)]
pub(super) struct Giving {
    profile: String,
    agents: Vec<String>,
}

/// What is given to whom.
struct Gift {
    entry: Entry,
    kind: CredentialKind,
    /// The agents, and how each signs in so far.
    agents: Vec<(String, Status)>,
    changed: bool,
    notices: Vec<Notice>,
}

impl Gift {
    async fn of(session: &Session<'_>, wanted: &Giving) -> Result<Self> {
        gate::must_be_here(session)?;
        let openclaw = &session.openclaw;
        if !openclaw.capabilities().references {
            return Err(Error::new(Code::ReferencesUnsupported)
                .with("version", &openclaw.installation().version));
        }
        gate::keychain_must_be_open(session.context)?;
        let entry = given_entry(session, &wanted.profile).await?;
        let names = match wanted.agents.is_empty() {
            true => session.agents.iter().map(|agent| agent.id.clone()).collect(),
            false => draft::agents(session, &wanted.agents)?,
        };
        let mut agents = Vec::new();
        for agent in names {
            let status = session.binding().status(&agent).await?;
            let other = status.profile(&entry.profile).is_some()
                && status.reference(&entry.profile) != Some(entry.id.as_str());
            if other {
                return Err(Error::new(Code::ProfileTaken)
                    .with("profile", &entry.profile)
                    .with("agent", agent));
            }
            agents.push((agent, status));
        }
        Ok(Self { kind: kind_of(&entry), entry, agents, changed: false, notices: vec![] })
    }

    async fn carry_out(mut self, session: &Session<'_>, mut run: Run<'_>) -> Result<Connected> {
        if let Err(error) = self.steps(session, &mut run).await {
            return Err(run.fail(session, error).await);
        }
        run.finish(session.context, &self.title(), self.changed)?;
        Ok(Connected {
            profile: self.entry.profile,
            agents: self.agents.into_iter().map(|(agent, _)| agent).collect(),
            model: None,
            changed: self.changed,
            confirmed: self.entry.confirmed_ms.is_some(),
            keychain_id: Some(self.entry.id.as_str().to_owned()),
            notices: self.notices,
        })
    }

    async fn steps(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        self.resolver(session, run)?;
        self.config(session, run).await?;
        self.bind(session, run).await?;
        self.order(session, run).await?;
        self.reload(session, run).await?;
        self.read_back(session, run).await
    }

    fn resolver(&self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Resolver)?;
        let context = session.context;
        resolver::install(&context.place, &context.environment)?;
        resolver::check(&context.place)?;
        run.done(None);
        Ok(())
    }

    async fn config(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Config)?;
        let edits = |config: &GatewayConfig, _: &Files| Ok(self.edits(session, config));
        let operation = operation_id("give");
        run.note(Mark::Edited { operation: operation.clone() })?;
        let about = session.context.about(self.title(), Some(operation));
        let done = session.commit_checked(run.lock(), &edits, &about).await?;
        self.changed |= done.changed;
        self.notices.extend(done.note());
        run.done_if(done.changed);
        Ok(())
    }

    fn title(&self) -> String {
        say("core.change.give", &[("profile", &self.entry.profile)])
    }

    async fn bind(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Bind)?;
        let (profile, id) = (&self.entry.profile, &self.entry.id);
        let mut changed = false;
        for (agent, before) in &self.agents {
            if self.is_bound(agent, before) {
                continue;
            }
            let refers = before.reference(profile).is_some();
            // What it reads through already stays when this is put back.
            if !refers && !run.has_bound(agent, profile) {
                run.note(Mark::Bound {
                    agent: agent.clone(),
                    profile: profile.clone(),
                    kind: self.kind,
                    id: id.clone(),
                    before: None,
                })?;
            }
            changed |= session.binding().bind(agent, profile, self.kind, id).await?;
        }
        self.changed |= changed;
        run.done_if(changed);
        Ok(())
    }

    /// Only what stands in an explicit order is tried: there the profile is added at its end.
    async fn order(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Order)?;
        let binding = session.binding();
        let mut changed = false;
        for (agent, status) in &self.agents {
            let before = binding.order(agent).await?;
            let Some(order) = self.wanted_order(session, before.clone(), status) else { continue };
            let ours = vec![Some(order.clone())];
            run.note(Mark::Ordered { agent: agent.clone(), before, ours })?;
            binding.set_order(agent, Some(&order)).await?;
            changed = true;
        }
        self.changed |= changed;
        run.done_if(changed);
        Ok(())
    }

    /// The order that an agent is to have instead of the one that was set for it.
    fn wanted_order(
        &self,
        session: &Session<'_>,
        set: Option<Vec<String>>,
        status: &Status,
    ) -> Option<Vec<String>> {
        let profile = &self.entry.profile;
        let order = set.or(session.config.order.clone())?;
        if order.contains(profile) {
            return None;
        }
        // OpenClaw refuses an order with a name that it does not know.
        let known = order.into_iter().filter(|name| status.profile(name).is_some());
        Some(known.chain([profile.clone()]).collect())
    }

    async fn reload(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        if self.changed {
            let notices = run.reload(session).await?;
            self.notices.extend(notices);
        } else {
            run.start(Step::Reload)?;
            run.skipped("core.step.same");
        }
        Ok(())
    }

    /// Sees that each agent has it, and notes them at the entry.
    async fn read_back(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::ReadBack)?;
        for (agent, _) in &self.agents {
            let status = session.binding().status(agent).await?;
            if status.reference(&self.entry.profile) != Some(self.entry.id.as_str()) {
                let error = Error::new(Code::ProfileUnknown).with("known", "—");
                return Err(error.with("profile", &self.entry.profile));
            }
            session.context.remember_status(agent, status);
        }
        let after = self.entry_after();
        if after != self.entry {
            run.note(Mark::retired(&self.entry))?;
            session.context.keychain.update(&after)?;
            self.entry = after;
            self.changed = true;
        }
        run.done(None);
        Ok(())
    }

    fn edits(&self, session: &Session<'_>, config: &GatewayConfig) -> Vec<Edit> {
        let mode = if self.kind == CredentialKind::ApiKey { "api_key" } else { "token" };
        let provider = config.set_secret_provider(&session.provider, &session.provider_value);
        provider.into_iter().chain(config.set_profile(&self.entry.profile, mode)).collect()
    }

    /// Whether `agent`, which signs in as `before` says, has it already.
    fn is_bound(&self, agent: &String, before: &Status) -> bool {
        before.reference(&self.entry.profile).is_some() && self.entry.agents.contains(agent)
    }

    /// The entry once all the agents have it.
    fn entry_after(&self) -> Entry {
        let mut entry = self.entry.clone();
        entry.agents.extend(self.agents.iter().map(|(agent, _)| agent.clone()));
        entry.agents.sort();
        entry.agents.dedup();
        entry
    }
}

/// The keychain entry of the profile.
async fn given_entry(session: &Session<'_>, profile: &str) -> Result<Entry> {
    let live = session.context.own_entries()?;
    let main = session.default_agent();
    if let Some(entry) = entry_of(&live, profile, main) {
        return Ok(entry.clone());
    }
    let status = session.binding().status(main).await?;
    if status.profile(profile).is_some() {
        return Err(Error::new(Code::ProfileUnmanaged).with("profile", profile));
    }
    let mut known: Vec<String> = live.into_iter().map(|entry| entry.profile).collect();
    known.sort();
    known.dedup();
    Err(Error::new(Code::ProfileUnknown)
        .with("profile", profile)
        .with("known", if known.is_empty() { "—".to_owned() } else { known.join(", ") }))
}

/// The entry of a profile that agents use: the agent `main`'s, else the newest.
pub(super) fn entry_of<'a>(live: &'a [Entry], profile: &str, main: &str) -> Option<&'a Entry> {
    let its = live.iter().filter(|entry| entry.profile == profile && !entry.agents.is_empty());
    its.max_by_key(|entry| (entry.agents.iter().any(|agent| agent == main), entry.created_ms))
}
