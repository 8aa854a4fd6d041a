//! Everything that the first screen, the home screen and the tray show, read from files,
//! keychain and port in milliseconds; or, when asked to be thorough, from OpenClaw too.

mod sentence;
mod sign_ins;

use std::path::Path;

use super::{Context, conflicts, gate, now_ms};
use crate::config::GatewayConfig;
use crate::error::{Code, Error, Result};
use crate::models;
use crate::openclaw::{Capabilities, health, installer, paths, unit};
use crate::place::Settings;
use crate::text::say;
use crate::view::{
    ConfigState, ConfigView, GatewayState, GatewayView, HomeView, ModelView, Notice, OpenClawView,
    Overview, Sentence, Tone,
};

/// Everything that the first screen and the home screen show. Never fails: what cannot be read
/// is said in it. `thorough` also runs OpenClaw's own commands (seconds); without it only
/// files, keychain and port are looked at (ms), and what OpenClaw said last is used again.
pub async fn overview(context: &Context, thorough: bool) -> Overview {
    let read = context.config_and_state();
    let unknown = GatewayConfig::default();
    let known = read.as_ref().map_or(&unknown, |(config, _)| config);
    let keychain = context.keychain_view();
    let openclaw = openclaw(context).await;
    if thorough && openclaw.problem.is_none() {
        sign_ins::ask(context, known).await;
    }
    let mut overview = Overview {
        sentence: Sentence { tone: Tone::Idle, text: String::new(), detail: None, action: None },
        homes: homes(context),
        openclaw,
        config: config_view(&read),
        keychain,
        gateway: gateway_view(context, known).await,
        model: model(known),
        agents: known.agent_ids(),
        sign_ins: sign_ins::all(context, known, keychain),
        conflicts: conflicts::of(context, known),
        notices: notices(context),
        claude: claude_installed(context),
        sandbox: context.environment.get("CHELA_SANDBOX_TOKEN").map(str::to_owned),
        autostart: false,
        tray: false,
        read_ms: now_ms(),
    };
    overview.sentence = sentence::sentence(&overview, proven(context));
    overview
}

async fn openclaw(context: &Context) -> OpenClawView {
    let found = context.found().await;
    let can = found.version.as_deref().map(Capabilities::of);
    OpenClawView {
        path: found.package.as_ref().map(|path| path.display().to_string()),
        node: found.node.as_ref().map(|node| node.path.display().to_string()),
        references: can.is_none_or(|can| can.references),
        version: found.version,
        problem: found.problem.as_ref().map(Notice::from),
        install_command: installer::COMMAND.to_owned(),
    }
}

fn homes(context: &Context) -> Vec<HomeView> {
    let mut homes = paths::homes(&context.environment).unwrap_or_default();
    if !homes.contains(&context.home) {
        homes.insert(0, context.home.clone());
    }
    homes
        .iter()
        .map(|home| HomeView {
            id: home.id(),
            label: home.label(&context.environment),
            state_dir: home.state_dir.display().to_string(),
            config_path: home.config_path.display().to_string(),
            chosen: *home == context.home,
        })
        .collect()
}

fn config_view(read: &Result<(GatewayConfig, ConfigState)>) -> ConfigView {
    match read {
        Ok((config, state)) => ConfigView {
            state: *state,
            problem: None,
            set_up: config.gateway.is_set_up(),
            issues: config.problems.iter().map(|p| format!("{}: {}", p.path, p.words)).collect(),
        },
        Err(error) => ConfigView {
            state: ConfigState::Broken,
            problem: Some(error.into()),
            set_up: false,
            issues: vec![],
        },
    }
}

async fn gateway_view(context: &Context, config: &GatewayConfig) -> GatewayView {
    let environment = &context.environment;
    let elsewhere = gate::refusal(environment, &context.home, config);
    let port = health::port(environment, &context.home, config.gateway.port);
    GatewayView {
        state: match elsewhere {
            Some(_) => GatewayState::Unclear,
            None => health::state(&context.home, port).await,
        },
        port,
        service: unit::of_home(environment, &context.home).is_some(),
        before_login: unit::lingers(Path::new("/"), environment),
        elsewhere: elsewhere.as_ref().map(Notice::from),
    }
}

fn model(config: &GatewayConfig) -> ModelView {
    let model = config.default_model.as_ref();
    let primary = model.and_then(|model| model.primary.clone());
    ModelView {
        name: primary.as_deref().map(models::name_of),
        primary,
        fallbacks: model.map(|model| model.fallbacks.clone()).unwrap_or_default(),
    }
}

/// What is left of an interrupted operation, and what OpenClaw's check found after a change.
fn notices(context: &Context) -> Vec<Notice> {
    let left = super::settle::interrupted(context);
    let check = Settings::load(&context.place).last_check(&context.home.id());
    let found = check.filter(|check| !check.issues.is_empty()).map(|check| {
        Error::new(Code::ConfigProblemAfterChange).with("detail", check.issues.join("; "))
    });
    left.into_iter().chain(found).map(Notice::from).collect()
}

/// Whether the Claude Code program is on `PATH` or where its installer puts it.
fn claude_installed(context: &Context) -> bool {
    let path = context.environment.get("PATH").unwrap_or_default();
    let own = context.environment.home().map(|home| home.join(".local/bin"));
    std::env::split_paths(path).chain(own).any(|folder| folder.join("claude").is_file())
}

/// When the sign-in was proven last, in words.
fn proven(context: &Context) -> Option<String> {
    let proof = Settings::load(&context.place).proof(&context.home.id())?;
    let minutes = now_ms().saturating_sub(proof.at_ms) / 60_000;
    let (unit, n) = match minutes {
        0 => ("now", 0),
        1..60 => ("minute", minutes),
        60..1440 => ("hour", minutes / 60),
        _ => ("day", minutes / 1440),
    };
    let plural = if n > 1 { "s" } else { "" };
    let when = say(&format!("core.ago.{unit}{plural}"), &[("n", &n)]);
    Some(say("core.proven", &[("when", &when)]))
}
