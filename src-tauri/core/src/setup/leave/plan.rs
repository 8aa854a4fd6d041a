//! What leaving would do, said before it is done.

use std::collections::BTreeSet;

use super::held::{Held, Holdings, How};
use super::{edits, settings, tidy};
use crate::credential::binding::commands::{logout, paste};
use crate::error::Result;
use crate::openclaw::Capabilities;
use crate::openclaw::cli::typed;
use crate::setup::disconnect::lasts;
use crate::setup::session::Session;
use crate::setup::{Context, gate, sign_ins};
use crate::view::{LeavePlan, LeaveWay, LeaveWayPlan, Notice};

/// What [`super::leave`] would do, either way. Asks OpenClaw about each agent (2 s each), and
/// changes nothing.
///
/// # Errors
/// Those of the keychain, which must be open, and of finding out; what stands in the way of one way
/// alone is part of the plan.
pub async fn plan_leave(context: &Context) -> Result<LeavePlan> {
    let session = Session::open(context).await?;
    gate::must_be_here(&session)?;
    let holdings = Holdings::of(&session).await?;
    let other_homes = tidy::other_homes(context);
    let resolver = Some(context.place.resolver()).filter(|_| other_homes.is_empty());
    let files = resolver.into_iter().chain([context.store().history_path().to_owned()]);
    let files = files.filter(|file| file.exists()).map(|file| file.display().to_string());
    let mut keychain_entries: Vec<String> =
        holdings.entries.iter().map(crate::vault::Entry::label).collect();
    keychain_entries.sort();
    Ok(LeavePlan {
        sign_ins: holdings.views(),
        settings: settings(&session)?,
        keychain_entries,
        files: files.collect(),
        hand_back: way_plan(&session, &holdings, LeaveWay::HandBack).await,
        sign_out: way_plan(&session, &holdings, LeaveWay::SignOut).await,
        other_homes,
    })
}

async fn way_plan(session: &Session<'_>, holdings: &Holdings, way: LeaveWay) -> LeaveWayPlan {
    let context = session.context;
    let (profiles, stranded) = match way {
        LeaveWay::HandBack => (vec![], vec![]),
        LeaveWay::SignOut => {
            // Two agents may have different sign-ins of one name: what stays is known only then.
            (holdings.profiles_without(&BTreeSet::new()), stranded(context, holdings).await)
        }
    };
    let candidate = context.store().prepare(&|_, files| edits(session, files, &profiles));
    let (diffs, in_the_way) = match candidate {
        Ok(candidate) => (candidate.diffs(), None),
        Err(error) => (vec![], Some(error)),
    };
    LeaveWayPlan {
        refused: holdings.refusal(session, way).or(in_the_way).map(Notice::from),
        stranded,
        diffs,
        commands: commands(session.openclaw.capabilities(), holdings, way),
    }
}

/// The agents that have a sign-in of Chela's, and no other one that can last.
async fn stranded(context: &Context, holdings: &Holdings) -> Vec<String> {
    let goes = |agent: &str, profile: &str| {
        let mut held = holdings.sign_ins.iter();
        held.any(|Held { bound, .. }| bound.agent == agent && bound.profile == profile)
    };
    let matrix = sign_ins(context, false).await;
    let mut agents = matrix.agents;
    agents.retain(|agent| {
        let (going, rest): (Vec<_>, Vec<_>) =
            agent.cells.iter().partition(|cell| goes(&agent.id, &cell.profile));
        !going.is_empty() && !rest.iter().any(|cell| lasts(cell.state))
    });
    agents.into_iter().map(|agent| agent.id).collect()
}

/// The commands that will run, as one would type them.
fn commands(can: Capabilities, holdings: &Holdings, way: LeaveWay) -> Vec<String> {
    let mut commands = Vec::new();
    for Held { bound, how } in holdings.sign_ins.iter().filter(|_| !can.json_store) {
        let (agent, profile) = (&bound.agent, &bound.profile);
        match way {
            LeaveWay::HandBack if *how != How::Copied => {
                commands.push(typed(paste(agent, profile, bound.kind)));
            }
            LeaveWay::HandBack => {}
            LeaveWay::SignOut => commands.push(typed(logout(profile, agent))),
        }
    }
    if !can.rereads_profiles {
        commands.push("openclaw secrets reload --json".to_owned());
    }
    commands
}
