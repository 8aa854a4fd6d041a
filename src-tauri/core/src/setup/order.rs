//! The order in which agents try their profiles, through OpenClaw's own command. What stood before
//! is in the journal, so that a failure or a kill puts it back.

mod plan;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::run::Run;
use super::session::Session;
use super::sign_ins::profile_called;
use super::undoing::Mark;
use super::{Context, Report, gate};
use crate::credential::binding::Binding;
use crate::error::{Code, Error, Result};
use crate::openclaw::Status;
use crate::place::HomeLock;
use crate::text::say;
use crate::view::{Notice, Ordered, Step};

pub use plan::{plan_order, plan_use_first};

/// Sets the order in which `agent` tries its Anthropic profiles; without any it goes back to
/// OpenClaw's own. Those that are left out are never tried, which is told.
///
/// # Errors
/// `agent-unknown`, `profile-unknown`, and those of the steps.
pub async fn set_order(
    context: &Context,
    agent: &str,
    profiles: &[String],
    report: &dyn Report,
) -> Result<Ordered> {
    let lock = Run::lock_of(context)?;
    let session = Session::open(context).await?;
    let (wanted, notices) = order_of(&session, agent, profiles).await?;
    carry_out(lock, session, wanted, notices, report).await
}

/// What is asked for by [`set_order`], and what to know of it.
async fn order_of(
    session: &Session<'_>,
    agent: &str,
    profiles: &[String],
) -> Result<(Ordering, Vec<Notice>)> {
    gate::must_be_here(session)?;
    let agent = session.known_agent(agent)?;
    let status = session.binding().status(&agent).await?;
    let has = anthropic_profiles(&status);
    let mut names: Vec<String> = Vec::new();
    for profile in profiles {
        let profile = profile_called(session.context, profile);
        if !has.contains(&profile) {
            return Err(unknown(&profile, &has));
        }
        if !names.contains(&profile) {
            names.push(profile);
        }
    }
    let left_out: Vec<String> = has.into_iter().filter(|name| !names.contains(name)).collect();
    let order = (!names.is_empty()).then_some(names);
    let mut notices = Vec::new();
    if order.is_some() && !left_out.is_empty() {
        let note = Error::new(Code::NotInOrder).with("agent", &agent);
        notices.push(note.with("profiles", left_out.join(", ")).into());
    }
    Ok((Ordering { orders: vec![(agent, order)], read: BTreeMap::new() }, notices))
}

/// Puts `profile` first for `agents`; for none named, for all that have it. The others stay in
/// the order in which they are tried.
///
/// # Errors
/// `agent-unknown`, `profile-unknown`, and those of the steps.
pub async fn use_first(
    context: &Context,
    profile: &str,
    agents: &[String],
    report: &dyn Report,
) -> Result<Ordered> {
    let lock = Run::lock_of(context)?;
    let session = Session::open(context).await?;
    let wanted = first_of(&session, profile, agents).await?;
    carry_out(lock, session, wanted, vec![], report).await
}

/// What is asked for by [`use_first`].
async fn first_of(session: &Session<'_>, profile: &str, agents: &[String]) -> Result<Ordering> {
    gate::must_be_here(session)?;
    let profile = profile_called(session.context, profile);
    let named: Vec<String> =
        agents.iter().map(|agent| session.known_agent(agent)).collect::<Result<_>>()?;
    let asked = match named.is_empty() {
        true => session.agents.iter().map(|agent| agent.id.clone()).collect(),
        false => named.clone(),
    };
    let (mut orders, mut read, mut known) = (Vec::new(), BTreeMap::new(), Vec::new());
    for agent in asked {
        let status = session.binding().status(&agent).await?;
        let has = anthropic_profiles(&status);
        if has.contains(&profile) {
            let set = session.binding().order(&agent).await?;
            let order = with_first(session, &profile, set.clone(), &has);
            read.insert(agent.clone(), set);
            orders.push((agent, order));
        } else if !named.is_empty() {
            return Err(unknown(&profile, &has));
        } else {
            known.extend(has);
        }
    }
    if orders.is_empty() {
        return Err(unknown(&profile, &known));
    }
    Ok(Ordering { orders, read })
}

/// Goes on with a change of orders that was interrupted.
///
/// # Errors
/// Those of the steps.
pub(super) async fn finish(context: &Context, wanted: Ordering, run: Run<'_>) -> Result<Ordered> {
    carry_on(Session::open(context).await?, wanted, vec![], run).await
}

/// The order that each agent is to have, as the journal remembers it.
#[derive(Serialize, Deserialize)]
pub(super) struct Ordering {
    orders: Vec<(String, Option<Vec<String>>)>,
    /// The orders that were read to work these out. OpenClaw takes seconds to tell one.
    #[serde(skip)]
    read: BTreeMap<String, Option<Vec<String>>>,
}

impl Ordering {
    /// The order that an agent has so far.
    async fn before(&self, binding: &Binding<'_>, agent: &str) -> Result<Option<Vec<String>>> {
        match self.read.get(agent) {
            Some(order) => Ok(order.clone()),
            None => binding.order(agent).await,
        }
    }
}

async fn carry_out(
    lock: HomeLock,
    session: Session<'_>,
    wanted: Ordering,
    notices: Vec<Notice>,
    report: &dyn Report,
) -> Result<Ordered> {
    let run = Run::begin(lock, report, "order", &wanted)?;
    carry_on(session, wanted, notices, run).await
}

async fn carry_on(
    session: Session<'_>,
    wanted: Ordering,
    mut notices: Vec<Notice>,
    mut run: Run<'_>,
) -> Result<Ordered> {
    let first = wanted.orders.iter().find_map(|(_, order)| order.as_ref()?.first().cloned());
    match apply(&session, &wanted, &mut notices, &mut run).await {
        Ok(changed) => {
            run.finish(session.context, &say("core.change.order", &[]), changed)?;
            let agents = wanted.orders.into_iter().map(|(agent, _)| agent).collect();
            Ok(Ordered { agents, first, changed, notices })
        }
        Err(error) => Err(run.fail(&session, error).await),
    }
}

async fn apply(
    session: &Session<'_>,
    wanted: &Ordering,
    notices: &mut Vec<Notice>,
    run: &mut Run<'_>,
) -> Result<bool> {
    run.start(Step::Order)?;
    let binding = session.binding();
    let mut changed = run.has(|mark| matches!(mark, Mark::Ordered { .. }));
    for (agent, order) in &wanted.orders {
        let before = wanted.before(&binding, agent).await?;
        if before == *order {
            continue;
        }
        let ours = vec![order.clone()];
        run.note(Mark::Ordered { agent: agent.clone(), before, ours })?;
        binding.set_order(agent, order.as_deref()).await?;
        changed = true;
    }
    run.done_if(changed);
    run.start(Step::Reload)?;
    if !changed {
        run.skipped("core.step.same");
        return Ok(false);
    }
    run.note(Mark::Reloaded)?;
    match session.reload().await? {
        Some(told) => {
            notices.extend(told.err().map(Notice::from));
            run.done(None);
        }
        None => run.skipped("core.step.reload.stopped"),
    }
    Ok(true)
}

/// The order with `profile` first. Only those in an explicit order are tried: whoever made one,
/// for the agent or in the config, meant it. A single profile needs none.
fn with_first(
    session: &Session<'_>,
    profile: &str,
    set: Option<Vec<String>>,
    has: &[String],
) -> Option<Vec<String>> {
    if has.len() == 1 {
        return set;
    }
    let rest = set.or(session.config.order.clone()).unwrap_or_else(|| has.to_vec());
    let rest = rest.into_iter().filter(|other| other != profile && has.contains(other));
    Some(std::iter::once(profile.to_owned()).chain(rest).collect())
}

/// An agent's Anthropic profiles, in the order in which they are tried where OpenClaw tells it.
pub(super) fn anthropic_profiles(status: &Status) -> Vec<String> {
    let order = status.provider("anthropic").map(|p| p.order.clone()).unwrap_or_default();
    let known = status.profiles.iter().filter(|p| p.provider == "anthropic").map(|p| &p.id);
    let others: Vec<String> = known.filter(|id| !order.contains(id)).cloned().collect();
    order.into_iter().chain(others).collect()
}

/// That there is no such profile, and which there are.
pub(super) fn unknown(profile: &str, known: &[String]) -> Error {
    let mut known = known.to_vec();
    known.sort();
    known.dedup();
    let known = if known.is_empty() { "—".to_owned() } else { known.join(", ") };
    Error::new(Code::ProfileUnknown).with("profile", profile).with("known", known)
}
