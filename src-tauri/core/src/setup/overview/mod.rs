//! Everything that the first screen, the home screen and the tray show, read from files,
//! keychain and port in milliseconds; or, when asked to be thorough, from OpenClaw too.

mod sentence;

use std::path::Path;

use super::{
    Context, ago, check_after, conflicts, gate, history, language, move_to_keychain, now_ms,
    revoke, sign_ins, tidy,
};
use crate::claude_code;
use crate::config::GatewayConfig;
use crate::config::gateway_config::agents::Model;
use crate::error::{Code, Error, Result};
use crate::models;
use crate::openclaw::{Capabilities, health, installer, paths, unit};
use crate::place::Settings;
use crate::text::say;
use crate::view::{
    ConfigState, ConfigView, GatewayState, GatewayView, HomeView, KeychainView, ModelView, Notice,
    OpenClawView, Overview, Sentence, Tone,
};

/// Everything that the first screen and the home screen show. Never fails: what cannot be read
/// is said in it. `thorough` also runs OpenClaw's own commands (seconds); without it only
/// files, keychain and port are looked at (ms), and what OpenClaw said last is used again.
pub async fn overview(context: &Context, thorough: bool) -> Overview {
    tidy::at_start(context);
    let settings = Settings::load(&context.place);
    language::speak(&settings, &context.environment);
    history::observe(context);
    let read = context.config_and_state();
    let unknown = GatewayConfig::default();
    let known = read.as_ref().map_or(&unknown, |(config, _)| config);
    let keychain = context.keychain_view();
    let openclaw = openclaw(context).await;
    if let Some(version) = &openclaw.version {
        move_to_keychain::remember_version(context, version);
    }
    if thorough && openclaw.problem.is_none() {
        sign_ins::ask(context, known, false).await;
    }
    let mut overview = Overview {
        sentence: Sentence { tone: Tone::Idle, text: String::new(), detail: None, action: None },
        homes: homes(context),
        config: config_view(&read),
        keychain,
        gateway: gateway_view(context, known).await,
        model: model(known.default_model.as_ref()),
        agents: sign_ins::agents(known),
        sign_ins: sign_ins::of(context, known, keychain).profiles,
        conflicts: conflicts::of(context, known).iter().map(Notice::from).collect(),
        notices: notices(context, keychain, &openclaw),
        revocations: revoke::due(context),
        claude: claude_code::find(&context.environment).is_ok(),
        sandbox: context.environment.get("CHELA_SANDBOX_TOKEN").map(str::to_owned),
        autostart: false,
        notify: settings.notify(),
        watch_clipboard: settings.watch_clipboard(),
        language: language::view(&settings, &context.environment),
        theme: settings.theme(),
        zoom: settings.zoom(),
        tray: false,
        can_try_sandbox: false,
        read_ms: now_ms(),
        openclaw,
    };
    overview.sentence = sentence::sentence(&overview, proven(context, &overview));
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
    let service = unit::of_home(environment, &context.home).is_some();
    GatewayView {
        state: match elsewhere {
            Some(_) => GatewayState::Unclear,
            None => health::state(&context.home, port).await,
        },
        port,
        service,
        before_login: service && unit::lingers(Path::new("/"), environment),
        elsewhere: elsewhere.as_ref().map(Notice::from),
    }
}

/// A model as front ends are told it.
pub(super) fn model(model: Option<&Model>) -> ModelView {
    let primary = model.and_then(|model| model.primary.clone());
    ModelView {
        name: primary.as_deref().map(models::name_of),
        primary,
        fallbacks: model.map(|model| model.fallbacks.clone()).unwrap_or_default(),
    }
}

/// What is left of an interrupted operation, what OpenClaw's check found after a change, and what
/// can be better since OpenClaw was updated.
fn notices(context: &Context, keychain: KeychainView, openclaw: &OpenClawView) -> Vec<Notice> {
    let left = super::settle::interrupted(context);
    let found = check_after::found(context).map(|check| {
        Error::new(Code::ConfigProblemAfterChange).with("detail", check.issues.join("; "))
    });
    let offers = move_to_keychain::offer(context, openclaw.version.as_deref(), keychain);
    left.into_iter().chain(found).map(Notice::from).chain(offers).collect()
}

/// When the sign-in that serves was proven last with the present model, in words.
fn proven(context: &Context, overview: &Overview) -> Option<String> {
    let proof = Settings::load(&context.place).proof(&context.home.id())?;
    let serves = overview.sign_ins.iter().find(|sign_in| sign_in.serves)?;
    if proof.profile.as_ref() != Some(&serves.profile) || proof.model != overview.model.primary {
        return None;
    }
    let when = ago(proof.at_ms, now_ms());
    Some(say("core.proven", &[("when", &when)]))
}
