//! The sign-ins of the default agent and the others: what Chela's own entries say, and what
//! OpenClaw said last.

use crate::config::GatewayConfig;
use crate::openclaw::status::{Effective, Kind, Place, Profile, State, Status};
use crate::setup::Context;
use crate::setup::session::{kind_of, main_agent};
use crate::text::say;
use crate::vault::Entry;
use crate::view::{CredentialKind, KeychainView, SecretPlace, SignInState, SignInView};

/// Asks OpenClaw about each agent and remembers the answers for this process.
pub(super) async fn ask(context: &Context, config: &GatewayConfig) {
    let Ok(openclaw) = context.openclaw().await else { return };
    for agent in config.agent_ids() {
        if let Ok(status) = openclaw.status(Some(&agent)).await {
            context.remember_status(&agent, status);
        }
    }
}

/// All sign-ins, the serving one first.
pub(super) fn all(
    context: &Context,
    config: &GatewayConfig,
    keychain: KeychainView,
) -> Vec<SignInView> {
    let entries = match keychain {
        KeychainView::Ready | KeychainView::Locked => context.own_entries().unwrap_or_default(),
        KeychainView::Absent | KeychainView::Failing => vec![],
    };
    let mut views: Vec<SignInView> = Vec::new();
    let main = main_agent(config);
    for agent in config.agent_ids() {
        match context.remembered_status(&agent) {
            Some(status) => of_status(&mut views, &status, &agent, &entries, agent == main),
            None => of_entries(&mut views, &agent, &entries, agent == main),
        }
    }
    views.sort_by_key(|view| !view.serves);
    views
}

fn of_status(
    views: &mut Vec<SignInView>,
    status: &Status,
    agent: &str,
    entries: &[Entry],
    default: bool,
) {
    let serving = status.serving("anthropic").map(|profile| profile.id.clone());
    for profile in status.profiles.iter().filter(|profile| profile.provider == "anthropic") {
        let entry = entry_of(profile, entries);
        let serves = default && serving.as_deref() == Some(&profile.id);
        if let Some(view) = views.iter_mut().find(|view| view.profile == profile.id) {
            view.agents.push(agent.to_owned());
            view.serves |= serves;
            continue;
        }
        views.push(SignInView {
            profile: profile.id.clone(),
            agents: vec![agent.to_owned()],
            kind: kind(profile, entry),
            place: place(profile, entry),
            masked: entry.map(|entry| entry.masked.clone()).or_else(|| plaintext_ends(profile)),
            state: state(&profile.state),
            detail: profile
                .reason
                .as_ref()
                .map(|reason| say("core.sign-in.reason", &[("reason", reason)])),
            until_ms: profile.until_ms,
            serves,
            managed: entry.is_some(),
        });
    }
    let elsewhere = match status.provider("anthropic").map(|provider| &provider.effective) {
        Some(Effective::Environment) => Some((SecretPlace::Environment, "core.place.environment")),
        Some(Effective::Config) => Some((SecretPlace::Config, "core.place.provider-key")),
        _ => None,
    };
    if let Some((place, name)) = elsewhere.filter(|_| default) {
        views.push(SignInView {
            profile: say(name, &[]),
            agents: vec![agent.to_owned()],
            kind: CredentialKind::ApiKey,
            place,
            masked: None,
            state: SignInState::Ok,
            detail: None,
            until_ms: None,
            serves: true,
            managed: false,
        });
    }
}

/// Before OpenClaw was asked: what Chela's own entries say.
fn of_entries(views: &mut Vec<SignInView>, agent: &str, entries: &[Entry], default: bool) {
    for entry in entries.iter().filter(|entry| entry.agents.iter().any(|a| a == agent)) {
        if let Some(view) = views.iter_mut().find(|view| view.profile == entry.profile) {
            view.agents.push(agent.to_owned());
            view.serves |= default;
            continue;
        }
        views.push(SignInView {
            profile: entry.profile.clone(),
            agents: vec![agent.to_owned()],
            kind: kind_of(entry),
            place: SecretPlace::Keychain,
            masked: Some(entry.masked.clone()),
            state: SignInState::Ok,
            detail: None,
            until_ms: None,
            serves: default && !views.iter().any(|view| view.serves),
            managed: true,
        });
    }
}

fn entry_of<'a>(profile: &Profile, entries: &'a [Entry]) -> Option<&'a Entry> {
    match &profile.place {
        Place::Reference { id, .. } => entries.iter().find(|entry| entry.id.as_str() == id),
        Place::Plaintext(_) | Place::Unknown => None,
    }
}

fn kind(profile: &Profile, entry: Option<&Entry>) -> CredentialKind {
    match (&profile.kind, entry) {
        (_, Some(entry)) => kind_of(entry),
        (Kind::Token, None) => CredentialKind::SetupToken,
        (Kind::ApiKey, None) => CredentialKind::ApiKey,
        (Kind::Oauth, None) => CredentialKind::Oauth,
        (Kind::Other(_), None) => CredentialKind::Unknown,
    }
}

fn place(profile: &Profile, entry: Option<&Entry>) -> SecretPlace {
    match (&profile.place, entry) {
        (_, Some(_)) => SecretPlace::Keychain,
        (Place::Reference { .. }, None) => SecretPlace::OtherReference,
        (Place::Plaintext(_), None) => SecretPlace::Plaintext,
        (Place::Unknown, None) => SecretPlace::Unknown,
    }
}

fn plaintext_ends(profile: &Profile) -> Option<String> {
    match &profile.place {
        Place::Plaintext(masked) => Some(masked.clone()),
        Place::Reference { .. } | Place::Unknown => None,
    }
}

fn state(state: &State) -> SignInState {
    match state {
        State::Ok | State::Other(_) => SignInState::Ok,
        State::Expiring => SignInState::Expiring,
        State::Expired => SignInState::Expired,
        State::Missing => SignInState::Missing,
        State::Cooldown => SignInState::Cooldown,
        State::Disabled => SignInState::Disabled,
    }
}
