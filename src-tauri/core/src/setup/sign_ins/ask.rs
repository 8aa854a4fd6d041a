//! Asking OpenClaw how its agents sign in, and remembering the answers for this process.

use std::collections::BTreeMap;

use super::agents;
use crate::config::GatewayConfig;
use crate::error::{Error, Result};
use crate::openclaw::status::Status;
use crate::setup::Context;
use crate::setup::session::Session;
use crate::view::Notice;

/// What OpenClaw said last of one agent.
#[derive(Debug, Clone, Default)]
pub(in crate::setup) struct Heard {
    /// How it signs in.
    pub(in crate::setup) status: Option<Status>,
    /// The order that was set for it, if one was and somebody asked.
    pub(super) order: Option<Vec<String>>,
    /// The profiles in its own store, where that is a file that can be read.
    pub(super) own: Option<Vec<String>>,
    /// When each profile served last, where that is told (ms since 1970).
    pub(super) last_used: BTreeMap<String, u64>,
    /// Why it could not be asked the last time.
    pub(in crate::setup) problem: Option<Notice>,
    /// When it answered last (ms since 1970).
    pub(in crate::setup) asked_ms: Option<u64>,
}

/// Asks about each agent, two at a time: one answer takes 1.7 s. `orders` also asks whether an
/// order was set for it, where that takes another command.
pub(in crate::setup) async fn ask(context: &Context, config: &GatewayConfig, orders: bool) {
    let agents = agents(config);
    match Session::open(context).await {
        Ok(session) => {
            let lane = async |first: usize| {
                for agent in agents.iter().skip(first).step_by(2) {
                    ask_about(&session, agent, orders).await;
                }
            };
            tokio::join!(lane(0), lane(1));
        }
        Err(error) => {
            for agent in &agents {
                context.hear(agent, |heard| heard.problem = Some(Notice::from(&error)));
            }
        }
    }
}

async fn ask_about(session: &Session<'_>, agent: &str, orders: bool) {
    let context = session.context;
    let fails = |error: Error| context.hear(agent, |heard| heard.problem = Some(error.into()));
    match session.openclaw.status(Some(agent)).await {
        Ok(status) => context.remember_status(agent, status),
        Err(error) => return fails(error),
    }
    if let Err(error) = notes(session, agent, orders).await {
        fails(error);
    }
}

/// What the status leaves out.
async fn notes(session: &Session<'_>, agent: &str, orders: bool) -> Result<()> {
    let (context, binding) = (session.context, session.binding());
    if let Some(contents) = binding.contents(agent).await? {
        context.hear(agent, |heard| {
            heard.order = contents.order.get("anthropic").cloned();
            heard.own = Some(contents.profiles.into_iter().map(|profile| profile.id).collect());
            let used = contents.usage.into_iter();
            heard.last_used =
                used.filter_map(|(id, usage)| Some((id, usage.last_used_ms?))).collect();
        });
    } else if orders {
        let order = binding.order(agent).await?;
        context.hear(agent, |heard| heard.order = order);
    }
    Ok(())
}
