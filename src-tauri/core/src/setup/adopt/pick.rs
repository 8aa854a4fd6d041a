//! Which credential is meant, and what it becomes.

use std::path::PathBuf;

use super::path;
use crate::config::redact;
use crate::credential::paste;
use crate::error::{Code, Error, Result};
use crate::setup::Context;
use crate::setup::audit::{Search, Source, shown};
use crate::setup::session::kind_word;
use crate::vault::Secret;
use crate::view::{
    AdoptRequest, CredentialKind, PastedKind, PlaintextRole, SecretPlace, SignInView, SignIns,
};

/// A credential that is to be moved.
pub(super) struct Target {
    pub(super) secret: Secret,
    pub(super) kind: CredentialKind,
    pub(super) becomes: Becomes,
}

/// What it becomes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Becomes {
    /// OpenClaw keeps it in these profiles, which are to refer to it.
    Held(Vec<String>),
    /// This profile refers to it already.
    Bound(String),
    /// It serves as something else, and becomes a profile.
    SignIn {
        /// The profile.
        profile: String,
        /// Those whose next turn is sent with it, or would be.
        agents: Vec<String>,
    },
    /// It serves nobody.
    Nothing,
}

impl Target {
    pub(super) fn masked(&self) -> String {
        redact::mask(self.secret.expose())
    }
}

/// Finds it.
///
/// # Errors
/// `plaintext-unknown`, `plaintext-ambiguous`, `plaintext-not-there`; those of the keychain.
pub(super) fn pick(context: &Context, search: &Search, request: &AdoptRequest) -> Result<Target> {
    let credentials = search.credentials();
    let secret = |places: &[usize]| &search.looked.places[places[0]].held.secret;
    let masked = |places: &[usize]| redact::mask(secret(places).expose());
    let is_meant = |places: &&Vec<usize>| match &request.ends {
        Some(ends) => masked(places) == *ends || secret(places).expose().ends_with(ends.as_str()),
        None => true,
    };
    let known = || credentials.iter().map(|places| masked(places)).collect::<Vec<_>>().join(", ");
    let meant: Vec<&Vec<usize>> = credentials.iter().filter(is_meant).collect();
    let wins = |places: &Vec<usize>| places.iter().any(|place| search.wins(*place));
    let places = match meant.as_slice() {
        [] => return Err(Error::new(Code::PlaintextUnknown).with("known", known())),
        [one] => one,
        [first, ..] if request.ends.is_none() && wins(first) => first,
        _ => return Err(Error::new(Code::PlaintextAmbiguous).with("known", known())),
    };
    let secret = secret(places).clone();
    let files: Vec<&PathBuf> = places
        .iter()
        .map(|place| &search.looked.spots[search.looked.places[*place].spot].path)
        .collect();
    for file in request.from.iter().flatten() {
        if !files.contains(&&path(context, file)) {
            let known: Vec<String> = files.iter().map(|file| shown(context, file)).collect();
            return Err(Error::new(Code::PlaintextNotThere)
                .with("path", file)
                .with("masked", redact::mask(secret.expose()))
                .with("known", known.join(", ")));
        }
    }
    let kind = kind(search, places, &secret);
    let becomes = becomes(context, search, request, (places, kind), &secret)?;
    Ok(Target { secret, kind, becomes })
}

fn kind(search: &Search, places: &[usize], secret: &Secret) -> CredentialKind {
    let by_place = || {
        let is_token = |place: &usize| {
            let source = &search.looked.places[*place].held.source;
            matches!(source, Source::Variable(name) if name.ends_with("_TOKEN"))
        };
        if places.iter().any(is_token) {
            CredentialKind::SetupToken
        } else {
            CredentialKind::ApiKey
        }
    };
    match paste::kind_of(secret.expose()) {
        Some(PastedKind::SetupToken) => CredentialKind::SetupToken,
        Some(PastedKind::ApiKey) => CredentialKind::ApiKey,
        _ => by_place(),
    }
}

fn becomes(
    context: &Context,
    search: &Search,
    request: &AdoptRequest,
    (places, kind): (&[usize], CredentialKind),
    secret: &Secret,
) -> Result<Becomes> {
    let mut held: Vec<String> =
        places.iter().filter_map(|place| search.profile_of(*place)).map(str::to_owned).collect();
    held.sort();
    held.dedup();
    if !held.is_empty() {
        return Ok(Becomes::Held(held));
    }
    for entry in context.own_entries()? {
        let live = !entry.copy && entry.retired_ms.is_none() && !entry.agents.is_empty();
        if live && context.keychain.get(&entry.id).is_ok_and(|kept| kept == *secret) {
            return Ok(Becomes::Bound(entry.profile));
        }
    }
    let mut agents = request.agents.clone();
    if agents.is_empty() {
        agents = served(search, places);
    }
    if agents.is_empty() {
        return Ok(Becomes::Nothing);
    }
    let free = || free_name(kind, &search.sign_ins.profiles);
    Ok(Becomes::SignIn { profile: request.profile.clone().unwrap_or_else(free), agents })
}

/// The agents that it serves, or would if nothing else did: all of them as a header; as a variable
/// or a key of the config those without a profile.
fn served(search: &Search, places: &[usize]) -> Vec<String> {
    let SignIns { agents, profiles, .. } = &search.sign_ins;
    let counts = |place: &&usize| {
        let place = &search.looked.places[**place];
        let in_use = search.looked.spots[place.spot].role == PlaintextRole::InUse;
        in_use && !place.held.idle
    };
    let wins = places.iter().any(|place| search.wins(*place));
    let sources = || places.iter().filter(counts).map(|at| &search.looked.places[*at].held.source);
    let is_setting = |source: &Source| {
        matches!(source, Source::Variable(_) | Source::ProviderKey | Source::Header)
    };
    let all = || agents.iter().map(|agent| agent.id.clone()).collect();
    if wins && sources().any(|source| *source == Source::Header) {
        return all();
    }
    if !wins && !sources().any(is_setting) {
        return vec![];
    }
    let by_profile = |agent: &str| {
        profiles.iter().any(|profile| is_profile(profile) && serves(search, profile, agent))
    };
    agents.iter().map(|agent| agent.id.clone()).filter(|agent| !by_profile(agent)).collect()
}

fn is_profile(sign_in: &SignInView) -> bool {
    !matches!(sign_in.place, SecretPlace::Environment | SecretPlace::Config)
}

fn serves(search: &Search, profile: &SignInView, agent: &str) -> bool {
    let agents = search.sign_ins.agents.iter().filter(|one| one.id == agent);
    let mut cells = agents.flat_map(|agent| &agent.cells);
    cells.any(|cell| cell.serves && cell.profile == profile.profile)
}

/// A profile that nobody has: another one's secret is not replaced.
fn free_name(kind: CredentialKind, known: &[SignInView]) -> String {
    let second = if kind_word(kind) == "api-key" { "anthropic:api" } else { "anthropic:token" };
    let numbered = (2..).map(|number| format!("{second}-{number}"));
    ["anthropic:default", second]
        .map(str::to_owned)
        .into_iter()
        .chain(numbered)
        .find(|name| known.iter().all(|sign_in| sign_in.profile != *name))
        .unwrap_or_default()
}
