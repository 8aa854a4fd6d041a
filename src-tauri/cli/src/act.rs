//! What each command does: one call of the core, and its result as an answer.

use std::future::Future;
use std::process::{Command as Process, Stdio};

use chela_core::config::history::Surface;
use chela_core::credential::paste;
use chela_core::setup::{self, Context};
use chela_core::text::say;
use chela_core::view::{ConnectRequest, CredentialKind, Overview};
use chela_core::{Code, Environment, Error, Result, models};
use chela_vault::Secret;
use serde::Serialize;
use serde_json::{Value, json};

use crate::args::{Arguments, Command, Connect, ModelCommand};
use crate::output::{Answer, Output};
use crate::{render, secret_input};

/// Does what the arguments say.
pub(crate) fn act(
    arguments: Arguments,
    environment: Environment,
    output: &mut Output<'_>,
) -> Result<Answer> {
    let context = Context::find(environment, Surface::Program, arguments.home.as_deref())?;
    match arguments.command {
        Command::Status { agent } => status(&context, agent.as_deref()),
        Command::Connect(request) => connect(&context, request, output),
        Command::Disconnect { profile, agents } => {
            let report = output.report();
            let done = wait(setup::disconnect(&context, &profile, &agents, report.as_ref()))??;
            answer(render::disconnected(&done), &done)
        }
        Command::Model { command: None } => {
            let model = wait(setup::overview(&context, false))?.model;
            answer(render::model(&model), &model)
        }
        Command::Model { command: Some(ModelCommand::List) } => {
            let current = wait(setup::overview(&context, false))?.model.primary;
            let list = wait(setup::models(&context, None))?;
            answer(render::model_list(&list, current.as_deref()), &list)
        }
        Command::Model { command: Some(ModelCommand::Set { model, agent }) } => {
            set_model(&context, &model, agent.as_deref())
        }
        Command::Undo { change } => {
            setup::undo(&context, &change)?;
            let text = say("program.undone", &[("change", &change)]);
            answer(text + "\n", &json!({ "undone": change }))
        }
        Command::Settle(how) => {
            let report = output.report();
            wait(setup::settle(&context, how.finish, report.as_ref()))??;
            let outcome = if how.finish { "finished" } else { "taken-back" };
            let text = say(&format!("program.settled.{outcome}"), &[]);
            answer(text + "\n", &json!({ "settled": outcome }))
        }
        Command::Check => {
            wait(setup::check_after(&context))??;
            answer(String::new(), &json!({ "checked": true }))
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
        let known = overview.agents.join(", ");
        return Err(Error::new(Code::AgentUnknown).with("agent", agent).with("known", known));
    }
    overview.sign_ins.retain(|sign_in| sign_in.agents.iter().any(|has| has == agent));
    Ok(())
}

fn connect(context: &Context, wanted: Connect, output: &mut Output<'_>) -> Result<Answer> {
    // Before anybody is asked for a secret: is the rest right?
    let model = wanted.model.as_deref().map(models::reference).transpose()?;
    let kind =
        if wanted.kind.api_key { CredentialKind::ApiKey } else { CredentialKind::SetupToken };
    let text = secret_input::read(kind)?;
    let reading = paste::read(&text);
    let warning = reading.warning.clone();
    let secret = of_kind(kind, reading)?;
    if let Some(warning) = &warning {
        output.aside(warning);
    }
    let request = ConnectRequest {
        kind,
        profile: wanted.profile,
        agents: wanted.agents,
        model,
        check: !wanted.no_check,
        accept_plaintext: wanted.accept_plaintext,
    };
    let report = output.report();
    let mut done = wait(setup::connect(context, &request, &secret, report.as_ref()))??;
    if output.json {
        done.notices.extend(warning);
    }
    answer(render::connected(&done), &done)
}

/// The pasted credential, if it is of the `wanted` kind.
pub(crate) fn of_kind(wanted: CredentialKind, reading: paste::Reading) -> Result<Secret> {
    let (kind, secret) = reading.credential()?;
    if kind == wanted {
        return Ok(secret);
    }
    let flag = if kind == CredentialKind::ApiKey { "--api-key" } else { "--setup-token" };
    Err(Error::new(Code::PastedKindMismatch)
        .with("wanted", render::kind_with_article(wanted))
        .with("found", render::kind_with_article(kind))
        .with("flag", flag))
}

fn set_model(context: &Context, model: &str, agent: Option<&str>) -> Result<Answer> {
    let model = models::reference(model)?;
    let switched = setup::switch_model(context, &model, agent)?;
    if switched.changed {
        check_in_background(&context.home.id());
    }
    answer(render::switched(&switched), &switched)
}

/// Has OpenClaw look at the changed configuration in a process of its own, which outlives this
/// one. What it finds is shown by the next `status`.
fn check_in_background(home: &str) {
    let Ok(program) = std::env::current_exe() else { return };
    let mut check = Process::new(program);
    check.args(["check", "--home", home]);
    check.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut check, 0);
    // The change is made and was checked by Chela; without this `status` asks OpenClaw itself.
    let _ = check.spawn();
}

fn answer(text: String, value: &impl Serialize) -> Result<Answer> {
    // The view types are plain data: this cannot fail.
    let value = serde_json::to_value(value).unwrap_or(Value::Null);
    Ok(Answer { text, value })
}

/// Runs an operation to its end, on a runtime that only those pay for that need one.
fn wait<T>(operation: impl Future<Output = T>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime {
        Ok(runtime) => Ok(runtime.block_on(operation)),
        Err(error) => Err(Error::new(Code::Io)
            .with("path", "chela")
            .with("action", say("program.action.start", &[]))
            .with("detail", error)),
    }
}
