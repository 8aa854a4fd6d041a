//! What `chela profiles …` and `chela agents …` do.

use chela_core::setup::{self, Context};
use chela_core::view::{Expires, SignIns};
use chela_core::{Code, Error, Result, day};

use super::models::set_model;
use super::{agent_unknown, answer, check_in_background};
use crate::args::{AgentModel, AgentsCommand, Order, Profiles, ProfilesCommand, Remove};
use crate::dry_run::previewed;
use crate::output::{Answer, Output};
use crate::render;
use crate::waiting::{wait, wait_or_put_back};

/// `profiles`.
pub(super) fn profiles(
    context: &Context,
    wanted: Profiles,
    output: &mut Output<'_>,
) -> Result<Answer> {
    let report = output.report();
    match wanted.command {
        None => list(context, wanted.agent.as_deref()),
        Some(ProfilesCommand::Label { profile, name, dry_run: true }) => {
            previewed(wait(setup::plan_label(context, &profile, name.as_deref()))??)
        }
        Some(ProfilesCommand::Label { profile, name, .. }) => {
            let named = wait(setup::set_label(context, &profile, name.as_deref()))??;
            answer(render::labelled(&named), &named)
        }
        Some(ProfilesCommand::Expires { profile, when, dry_run: true }) => {
            previewed(wait(setup::plan_expiry(context, &profile, expires(&when)?))??)
        }
        Some(ProfilesCommand::Expires { profile, when, .. }) => {
            let ended = wait(setup::set_expiry(context, &profile, expires(&when)?))??;
            answer(render::ends(&ended), &ended)
        }
        Some(ProfilesCommand::Order(Order { agent, profiles, dry_run: true, .. })) => {
            previewed(wait(setup::plan_order(context, &agent, &profiles))??)
        }
        Some(ProfilesCommand::Order(Order { agent, profiles, .. })) => {
            let set = setup::set_order(context, &agent, &profiles, &report);
            let done = wait_or_put_back(set)??;
            answer(render::ordered(&done), &done)
        }
        Some(ProfilesCommand::First { profile, agents, dry_run: true }) => {
            previewed(wait(setup::plan_use_first(context, &profile, &agents))??)
        }
        Some(ProfilesCommand::First { profile, agents, .. }) => {
            let first = setup::use_first(context, &profile, &agents, &report);
            let done = wait_or_put_back(first)??;
            answer(render::ordered(&done), &done)
        }
        Some(ProfilesCommand::Remove(Remove { profile, agents, dry_run })) => {
            remove(context, &profile, &agents, dry_run, output)
        }
        Some(ProfilesCommand::Give { profile, agents, dry_run: true }) => {
            let profile = setup::profile_called(context, &profile);
            previewed(wait(setup::plan_give(context, &profile, &agents))??)
        }
        Some(ProfilesCommand::Give { profile, agents, .. }) => {
            let profile = setup::profile_called(context, &profile);
            let done = wait_or_put_back(setup::give(context, &profile, &agents, &report))??;
            answer(render::given(&done), &done)
        }
    }
}

/// `profiles remove`, and `disconnect`.
pub(super) fn remove(
    context: &Context,
    profile: &str,
    agents: &[String],
    dry_run: bool,
    output: &Output<'_>,
) -> Result<Answer> {
    if dry_run {
        let plan = wait(setup::plan_disconnect(context, profile, agents))??;
        return answer(render::disconnect_plan(&plan), &plan);
    }
    let report = output.report();
    let done = wait_or_put_back(setup::disconnect(context, profile, agents, &report))??;
    answer(render::disconnected(&done), &done)
}

/// `agents`.
pub(super) fn agents(context: &Context, command: Option<AgentsCommand>) -> Result<Answer> {
    match command {
        None => {
            let matrix = wait(setup::sign_ins(context, true))?;
            answer(render::matrix(&matrix), &matrix)
        }
        Some(AgentsCommand::Model(AgentModel { agent, default: true, dry_run: true, .. })) => {
            previewed(setup::plan_follow_default_model(context, &agent)?)
        }
        Some(AgentsCommand::Model(AgentModel { agent, default: true, .. })) => {
            let switched = setup::follow_default_model(context, &agent)?;
            if switched.changed {
                check_in_background(context);
            }
            answer(render::follows_default(&agent, &switched), &switched)
        }
        Some(AgentsCommand::Model(AgentModel { agent, model: Some(model), dry_run, .. })) => {
            set_model(context, &model, Some(&agent), dry_run)
        }
        Some(AgentsCommand::Model(AgentModel { agent, .. })) => {
            let model = setup::model(context, Some(&agent))?;
            answer(render::model(&model), &model)
        }
    }
}

fn list(context: &Context, agent: Option<&str>) -> Result<Answer> {
    let mut matrix = wait(setup::sign_ins(context, true))?;
    match agent {
        None => answer(render::profiles(&matrix), &matrix),
        Some(agent) => {
            only_agent(&mut matrix, agent)?;
            answer(render::profiles_of_agent(&matrix), &matrix)
        }
    }
}

/// Leaves one agent, and the sign-ins that it has.
pub(crate) fn only_agent(matrix: &mut SignIns, agent: &str) -> Result<()> {
    if !matrix.agents.iter().any(|known| known.id == agent) {
        return Err(agent_unknown(agent, matrix.agents.iter().map(|known| known.id.as_str())));
    }
    matrix.agents.retain(|known| known.id == agent);
    matrix.profiles.retain(|sign_in| sign_in.agents.iter().any(|has| has == agent));
    Ok(())
}

/// `2027-11-26`, `never` or `default`.
fn expires(text: &str) -> Result<Expires> {
    match text {
        "never" => Ok(Expires::Never),
        "default" => Ok(Expires::Default),
        date => day::parse(date)
            .map(Expires::At)
            .ok_or_else(|| Error::new(Code::DateMalformed).with("text", date)),
    }
}
