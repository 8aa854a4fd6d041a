//! Replacing a secret everywhere in this home at once: every profile and agent that has the very
//! same one gets the new one, in one operation. Each profile has to serve a turn with it before the
//! old one's grace period begins; where one does not, all of them are as before. What is left is
//! the person's: to revoke the old one ([`super::revoke`]).
//!
//! The steps are those of [`super::connect`], taken for all profiles together. Leaves out what reads
//! the old secret in plaintext elsewhere, and other homes: that is said.

mod plan;
mod used;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::used::Used;
use super::connect::{Connecting, Purpose};
use super::draft::Draft;
use super::run::Run;
use super::session::Session;
use super::undoing::{Mark, restore_order};
use super::{Context, Report, now_ms, operation_id, prove, purge, revoke};
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::error::Result;
use crate::openclaw::Status;
use crate::place::ToRevoke;
use crate::text::say;
use crate::vault::Secret;
use crate::view::{ConnectRequest, Notice, Rotatable, RotateRequest, Rotated, SecretUse, Step};

pub use plan::plan_rotate;

/// Replaces the secret of a profile, everywhere in this home where it is used.
///
/// # Errors
/// `profile-unknown`, `cannot-rotate`, `rotate-kind-mismatch`, `rotate-same`, before anything is
/// done; `not-served` and `not-proven`, and those of the steps: then all is as before.
pub async fn rotate(
    context: &Context,
    request: &RotateRequest,
    secret: &Secret,
    report: &dyn Report,
) -> Result<Rotated> {
    let lock = Run::lock_of(context)?;
    let session = Session::open(context).await?;
    let used = Used::of(&session, &request.profile).await?;
    used.must_take(request, secret)?;
    let mut wanted = Wanted::of(&used, request, now_ms());
    wanted.read_orders(&session).await?;
    let rotating = Rotating::new(&session, &wanted, secret, &used.before).await?;
    let run = Run::begin(lock, report, Purpose::Rotate.operation(), &wanted)?;
    let mut rotated = carry_out(&session, rotating, run).await?;
    rotated.notices.extend(used.elsewhere(&session, false).await);
    Ok(rotated)
}

/// The secret of a profile, and everything that signs in with it. OpenClaw is asked about each
/// agent.
///
/// # Errors
/// As for [`rotate`], as far as they are about the old secret.
pub async fn rotatable(context: &Context, profile: &str) -> Result<Rotatable> {
    let session = Session::open(context).await?;
    Ok(Used::of(&session, profile).await?.shown(profile))
}

/// Goes on with one that was interrupted.
///
/// # Errors
/// As for [`rotate`]. Before the first step the run stays interrupted.
pub(super) async fn finish(
    context: &Context,
    wanted: &Wanted,
    secret: &Secret,
    run: Run<'_>,
) -> Result<()> {
    let session = Session::open(context).await?;
    let rotating = Rotating::new(&session, wanted, secret, &BTreeMap::new()).await?;
    carry_out(&session, rotating, run).await.map(drop)
}

/// What is to be done, as the journal remembers it: once a profile has the new secret, nobody could
/// tell any more what had the old one.
#[derive(Serialize, Deserialize)]
pub(super) struct Wanted {
    /// Profile by profile.
    requests: Vec<ConnectRequest>,
    revoke: ToRevoke,
    /// The order in which each agent tries its profiles, where it has one of its own.
    #[serde(default)]
    orders: BTreeMap<String, Option<Vec<String>>>,
}

impl Wanted {
    fn of(used: &Used, request: &RotateRequest, now_ms: u64) -> Self {
        let id = operation_id(Purpose::Rotate.operation());
        let revoke = used.to_revoke(id, now_ms);
        Self { requests: used.requests(request), revoke, orders: BTreeMap::new() }
    }

    async fn read_orders(&mut self, session: &Session<'_>) -> Result<()> {
        for agent in self.requests.iter().flat_map(|request| &request.agents) {
            if !self.orders.contains_key(agent) {
                self.orders.insert(agent.clone(), session.binding().order(agent).await?);
            }
        }
        Ok(())
    }
}

async fn carry_out(
    session: &Session<'_>,
    mut rotating: Rotating<'_>,
    mut run: Run<'_>,
) -> Result<Rotated> {
    let context = session.context;
    match rotating.steps(session, &mut run).await {
        Ok(()) => {
            run.finish(context, &rotating.title(), true)?;
            purge::purge(context, now_ms());
            Ok(rotating.rotated())
        }
        Err(error) => {
            let error = run.fail(session, error).await;
            // All else is back; an order that is not was OpenClaw's doing.
            let _as_it_is = rotating.restore_orders(session).await;
            Err(error)
        }
    }
}

/// The profiles, each as a sign-in with the new secret.
struct Rotating<'a> {
    wanted: &'a Wanted,
    secret: &'a Secret,
    parts: Vec<Connecting<'a>>,
    notices: Vec<Notice>,
}

impl<'a> Rotating<'a> {
    /// Decides; it is `known` how some agents sign in.
    async fn new(
        session: &Session<'_>,
        wanted: &'a Wanted,
        secret: &'a Secret,
        known: &BTreeMap<String, Status>,
    ) -> Result<Self> {
        let mut parts = Vec::new();
        for request in &wanted.requests {
            let draft = Draft::knowing(session, request, known).await?;
            parts.push(Connecting::new(Purpose::Rotate, request, secret, draft));
        }
        Ok(Self { wanted, secret, parts, notices: vec![] })
    }

    /// What it is called in the history.
    fn title(&self) -> String {
        let profiles = &self.wanted.revoke.profiles;
        let quoted: Vec<String> = profiles.iter().map(|profile| format!("\"{profile}\"")).collect();
        say("core.change.rotate", &[("profiles", &quoted.join(", "))])
    }

    async fn steps(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        self.check(session, run).await?;
        for part in self.parts.iter_mut().filter(|part| part.draft.keeps_secret()) {
            part.store(session, run)?;
        }
        for part in self.parts.iter_mut().filter(|part| part.draft.by_reference) {
            part.resolver(session, run).await?;
        }
        self.config(session, run).await?;
        for part in &mut self.parts {
            part.bind(session, run).await?;
        }
        self.restore_orders(session).await?;
        self.notices = run.reload(session).await?;
        for part in &mut self.parts {
            part.read_back(session, run).await?;
        }
        for part in &mut self.parts {
            let Draft { profile, agents, .. } = &part.draft;
            prove::served(session, run, profile, agents, part.outcome.confirmed).await?;
            part.outcome.confirmed = true;
        }
        // After a secret had been refused, a running 2026.9.6 has changed the order meanwhile.
        self.restore_orders(session).await?;
        let what = self.wanted.revoke.clone();
        run.note(Mark::Revoke { what, due: true })?;
        revoke::remind(session.context, &self.wanted.revoke, true)?;
        for part in &mut self.parts {
            part.retire_replaced(session, run)?;
        }
        Ok(())
    }

    /// Asks about the new secret once: what Anthropic says of it holds for each profile.
    async fn check(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        let Some((first, others)) = self.parts.split_first_mut() else { return Ok(()) };
        first.check(session, run).await?;
        for other in others {
            other.outcome.confirmed = first.outcome.confirmed;
        }
        Ok(())
    }

    /// One change of the config for all of them.
    async fn config(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Config)?;
        let edits =
            |config: &GatewayConfig, files: &Files| Ok(self.edits(session, (config, files)));
        let operation = operation_id(Purpose::Rotate.operation());
        run.note(Mark::Edited { operation: operation.clone() })?;
        let about = session.context.about(self.title(), Some(operation));
        let done = session.commit_checked(run.lock(), &edits, &about).await?;
        self.notices.extend(done.note());
        run.done_if(done.changed);
        Ok(())
    }

    fn edits(&self, session: &Session<'_>, read: (&GatewayConfig, &Files)) -> Vec<Edit> {
        let Some((first, others)) = self.parts.split_first() else { return vec![] };
        let kind = |at: usize| self.wanted.requests[at].kind;
        let mut edits = first.draft.edits(session, read, kind(0), None);
        for (at, other) in others.iter().enumerate() {
            edits.extend(other.draft.named(read.0, kind(at + 1)));
        }
        edits
    }

    /// Puts the orders again that a sign-out or a turn has changed: what is tried first stays.
    async fn restore_orders(&self, session: &Session<'_>) -> Result<()> {
        for (agent, order) in &self.wanted.orders {
            if session.binding().order(agent).await? != *order {
                restore_order(session, agent, order.as_deref()).await?;
            }
        }
        Ok(())
    }

    fn rotated(self) -> Rotated {
        let mut notices = self.notices;
        for part in self.parts {
            let new = part.outcome.notices.into_iter().filter(|note| !notices.contains(note));
            notices.extend(new.collect::<Vec<_>>());
        }
        let request = |one: &ConnectRequest| SecretUse {
            profile: one.profile.clone().unwrap_or_default(),
            agents: one.agents.clone(),
        };
        Rotated {
            uses: self.wanted.requests.iter().map(request).collect(),
            masked: self.secret.masked(),
            revoke: revoke::shown(self.wanted.revoke.clone()),
            notices,
        }
    }
}
