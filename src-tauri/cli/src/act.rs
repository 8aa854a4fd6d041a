//! What each command does: one call of the core, and its result as an answer.

mod adopt;
mod audit;
mod caching;
pub(crate) mod connect;
mod history;
mod leave;
mod models;
mod rotate;
pub(crate) mod sign_ins;

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command as Process, Stdio};

use chela_core::config::history::Surface;
use chela_core::setup::{self, Context};
use chela_core::text::say;
use chela_core::view::Overview;
use chela_core::{Code, Environment, Error, Result};
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::{Arguments, Command};
use crate::output::{Answer, Output};
use crate::waiting::{wait, wait_or_put_back};
use crate::{doctor, dry_run, explain, prove, render};

/// Does what the arguments say.
pub(crate) fn act(
    arguments: Arguments,
    environment: Environment,
    output: &mut Output<'_>,
) -> Result<Answer> {
    let context = Context::find(environment, Surface::Program, arguments.home.as_deref())?
        .with_guard(own_command("guard", arguments.openclaw.as_deref()))
        .with_openclaw(arguments.openclaw);
    match arguments.command {
        Command::Status { agent } => status(&context, agent.as_deref()),
        Command::Connect(wanted) => connect::connect(&context, wanted, output),
        Command::SetupToken(how) => connect::setup_token(&context, how, output),
        Command::Disconnect { profile, agents, dry_run } => {
            sign_ins::remove(&context, &profile, &agents, dry_run, output)
        }
        Command::Rotate(wanted) => rotate::rotate(&context, &wanted, output),
        Command::MoveToKeychain { profile, agents, dry_run: true } => {
            dry_run::previewed(wait(setup::plan_move_to_keychain(&context, &profile, &agents))??)
        }
        Command::MoveToKeychain { profile, agents, .. } => {
            let report = output.report();
            let moving = setup::move_to_keychain(&context, &profile, &agents, &report);
            let done = wait_or_put_back(moving)??;
            answer(render::repaired(&done), &done)
        }
        Command::Profiles(wanted) => sign_ins::profiles(&context, wanted, output),
        Command::Agents { command } => sign_ins::agents(&context, command),
        Command::Model(wanted) => models::model(&context, wanted),
        Command::Cache(wanted) => caching::cache(&context, wanted),
        Command::History { entry } => history::history(&context, entry.as_deref()),
        Command::Undo { change, with_later, dry_run: true } => {
            let plan = wait(setup::plan_undo(&context, &change, with_later))??;
            answer(render::undo_plan(&plan), &plan)
        }
        Command::Undo { change, with_later, dry_run: false } => {
            let report = output.report();
            let undoing = setup::undo(&context, &change, with_later, &report);
            let undone = wait_or_put_back(undoing)??;
            answer(render::undone(&undone), &undone)
        }
        Command::Comments { put_back, leave } => history::comments(&context, put_back, leave),
        Command::Settle(how) => {
            let report = output.report();
            let outcome = match wait_or_put_back(setup::settle(&context, how.finish, &report))?? {
                false => "nothing",
                true if how.finish => "finished",
                true => "taken-back",
            };
            let text = say(&format!("program.settled.{outcome}"), &[]);
            answer(text + "\n", &json!({ "settled": outcome }))
        }
        Command::Leave(wanted) => leave::leave(&context, &wanted, output),
        Command::Audit => audit::audit(&context),
        Command::Adopt(wanted) => adopt::adopt(&context, wanted, output),
        Command::Doctor(wanted) if wanted.explain => explain::explain(&context, wanted.depth()),
        Command::Doctor(wanted) => doctor::doctor(&context, &wanted, output),
        Command::Test(wanted) => prove::prove(&context, &wanted),
        Command::Check => {
            wait(setup::check_after(&context))??;
            answer(String::new(), &json!({ "checked": true }))
        }
        Command::Guard => {
            wait(setup::guard_gateway(&context))??;
            answer(String::new(), &json!({ "guarded": true }))
        }
    }
}

fn status(context: &Context, agent: Option<&str>) -> Result<Answer> {
    let mut overview = wait(setup::overview(context, true))?;
    if let Some(agent) = agent {
        only_agent(&mut overview, agent)?;
    }
    answer(render::overview(&overview), &overview)
}

/// Leaves out the sign-ins that `agent` does not have.
pub(crate) fn only_agent(overview: &mut Overview, agent: &str) -> Result<()> {
    if !overview.agents.iter().any(|known| known == agent) {
        return Err(agent_unknown(agent, overview.agents.iter().map(String::as_str)));
    }
    overview.sign_ins.retain(|sign_in| sign_in.agents.iter().any(|has| has == agent));
    Ok(())
}

fn agent_unknown<'a>(agent: &str, known: impl Iterator<Item = &'a str>) -> Error {
    let known: Vec<&str> = known.collect();
    Error::new(Code::AgentUnknown).with("agent", agent).with("known", known.join(", "))
}

/// A hidden command of this program for a process of its own, with the same OpenClaw; the home's id
/// is its last argument. Empty where the system does not tell which program this is.
fn own_command(name: &str, openclaw: Option<&Path>) -> Vec<OsString> {
    let Ok(program) = std::env::current_exe() else { return vec![] };
    let mut command = vec![program.into(), name.into()];
    command.extend(openclaw.into_iter().flat_map(|path| ["--openclaw".into(), path.into()]));
    command.push("--home".into());
    command
}

/// Has OpenClaw look at the changed configuration in a process of its own, which outlives this
/// one. What it finds is shown by the next `status`.
fn check_in_background(context: &Context) {
    let command = own_command("check", context.named_openclaw());
    let Some((program, arguments)) = command.split_first() else { return };
    let mut check = Process::new(program);
    check.args(arguments).arg(context.home.id());
    check.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut check, 0);
    // The change is made and was checked by Chela; without this `status` asks OpenClaw itself.
    let _ = check.spawn();
}

pub(crate) fn answer(text: String, value: &impl Serialize) -> Result<Answer> {
    // The view types are plain data: this cannot fail.
    let value = serde_json::to_value(value).unwrap_or(Value::Null);
    Ok(Answer { text, value, exit_code: 0 })
}
