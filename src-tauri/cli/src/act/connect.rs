//! `chela connect` and `chela setup-token`.

use std::io::{BufRead, stdin};
use std::sync::Mutex;
use std::time::Duration;

use chela_core::credential::paste;
use chela_core::setup::{self, Context, Typist};
use chela_core::text::say;
use chela_core::vault::Secret;
use chela_core::view::{ConnectRequest, CredentialKind, GettingToken, GettingTokenAt};
use chela_core::{Code, Error, Result, models};

use super::answer;
use crate::args::{Connect, How};
use crate::output::{Answer, Output, aside};
use crate::waiting::{wait, wait_or_put_back};
use crate::{dry_run, render, secret_input};

/// How long Claude Code may take to ask for what is known, until its screen is shown.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) fn connect(
    context: &Context,
    wanted: Connect,
    output: &mut Output<'_>,
) -> Result<Answer> {
    let kind =
        if wanted.kind.api_key { CredentialKind::ApiKey } else { CredentialKind::SetupToken };
    // Before anybody is asked for a secret: is the rest right?
    let request = request(kind, wanted.how)?;
    let text = secret_input::read(kind)?;
    let reading = paste::read(&text);
    let warning = reading.warning.clone();
    let secret = of_kind(kind, reading)?;
    if let Some(warning) = &warning {
        output.aside(warning);
    }
    if wanted.dry_run {
        return dry_run::connect(wait(setup::plan_connect(context, &request, &secret))??, warning);
    }
    let report = output.report();
    let mut done = wait_or_put_back(setup::connect(context, &request, &secret, &report))??;
    if output.json {
        done.notices.extend(warning);
    }
    answer(render::connected(&done), &done)
}

/// Has Claude Code make a token, and connects that.
pub(crate) fn setup_token(context: &Context, how: How, output: &mut Output<'_>) -> Result<Answer> {
    let request = request(CredentialKind::SetupToken, how)?;
    let (typist, lines) = setup::typist();
    type_what_is_typed(typist.clone());
    let before = Mutex::new(None);
    let show = |now: GettingToken| {
        if let Ok(mut before) = before.lock() {
            news(before.as_ref(), &now).iter().for_each(|line| aside(line));
            *before = Some(now);
        }
    };
    let unasked = || before.lock().ok()?.as_ref().and_then(unknown);
    let secret = wait(async {
        let mut getting = std::pin::pin!(setup::get_token(context, lines, &show));
        tokio::select! {
            token = &mut getting => token,
            () = tokio::time::sleep(PATIENCE) => {
                unasked().iter().for_each(|screen| aside(screen));
                getting.await
            }
        }
    })??;
    drop(typist);
    let report = output.report();
    let done = wait_or_put_back(setup::connect(context, &request, &secret, &report))??;
    answer(render::connected(&done), &done)
}

fn request(kind: CredentialKind, how: How) -> Result<ConnectRequest> {
    Ok(ConnectRequest {
        kind,
        profile: how.profile,
        agents: how.agents,
        model: how.model.as_deref().map(models::reference).transpose()?,
        check: !how.no_check,
        accept_plaintext: how.accept_plaintext,
    })
}

/// Its screen, when it asks for something that Chela does not know.
fn unknown(shown: &GettingToken) -> Option<String> {
    let is_unknown = shown.at == GettingTokenAt::Starting && !shown.screen.is_empty();
    is_unknown.then(|| say("program.setup-token.unknown", &[("screen", &shown.screen)]))
}

/// What a person is told who saw `before`.
fn news(before: Option<&GettingToken>, now: &GettingToken) -> Vec<String> {
    let mut news = Vec::new();
    let is_new = |of: fn(&GettingToken) -> Option<&String>| {
        of(now).filter(|value| before.and_then(of) != Some(*value))
    };
    if let Some(address) = is_new(|shown| shown.address.as_ref()) {
        news.push(say("program.setup-token.sign-in", &[("address", address)]));
    }
    if now.wants_code && !before.is_some_and(|before| before.wants_code) {
        news.push(say("program.setup-token.code", &[]));
    }
    if let Some(said) = is_new(|shown| shown.said.as_ref()) {
        news.push(say("program.setup-token.said", &[("said", said)]));
    }
    if now.at == GettingTokenAt::Refused && before.map(|before| before.at) != Some(now.at) {
        news.push(say("program.setup-token.again", &[]));
    }
    news
}

/// Hands on each line of standard input, on a thread that the process does not wait for. What is
/// typed is shown: a code is of no use without Claude Code, which has its other half, and only once.
fn type_what_is_typed(typist: Typist) {
    std::thread::spawn(move || {
        for line in stdin().lock().lines().map_while(std::result::Result::ok) {
            let line = Secret::new(line);
            if typist.blocking_send(Secret::new(line.expose().trim().to_owned())).is_err() {
                return;
            }
        }
    });
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
