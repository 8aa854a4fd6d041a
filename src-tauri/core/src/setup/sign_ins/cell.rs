//! One sign-in of one agent: what it is, where its secret is, how it stands. From OpenClaw's status
//! and Chela's own entries, without reading anything.

use super::Known;
use super::ask::Heard;
use super::expiry::End;
use crate::config::gateway_config::credentials::KeyForm;
use crate::openclaw::status::{Effective, Kind, Place, Profile, Provider, State, Status};
use crate::setup::conflicts;
use crate::setup::session::kind_of;
use crate::text::{lookup, say};
use crate::vault::Entry;
use crate::view::{CellView, CredentialKind, SecretPlace, SignInState, SignInView};

/// The program whose login serves instead of a profile, in OpenClaw's word.
const CLAUDE_CLI: &str = "claude-cli";

/// One sign-in of one agent.
pub(super) struct Cell {
    /// As the matrix shows it.
    pub(super) view: CellView,
    kind: CredentialKind,
    place: SecretPlace,
    place_detail: Option<String>,
    masked: Option<String>,
    end: Option<End>,
    managed: bool,
}

impl Cell {
    /// A profile that OpenClaw tells of.
    pub(super) fn of_profile(
        known: &Known<'_>,
        agent: &str,
        heard: &Heard,
        profile: &Profile,
    ) -> Self {
        let entry = known.entry_of(profile);
        let inherited = known.inherits(agent, heard, profile);
        let end = End::of(profile.expires_ms, entry, known.said_expiry(&profile.id));
        let (state, detail, until_ms) = standing(profile, entry, end, known.now_ms);
        let place = place(profile, entry);
        let store = if inherited { known.default_status.as_ref() } else { heard.status.as_ref() };
        let place_detail = match &profile.place {
            Place::Reference { source, id } if entry.is_none() => Some(format!("{source}: {id}")),
            Place::Plaintext(_) => {
                store.and_then(|status| known.shown_path(status.store_path.as_ref()?))
            }
            Place::Reference { .. } | Place::Unknown => None,
        };
        let masked = match (&profile.place, entry) {
            (_, Some(entry)) => Some(entry.masked.clone()),
            (Place::Plaintext(masked), None) => Some(masked.clone()),
            _ => None,
        };
        Self {
            view: CellView {
                profile: profile.id.clone(),
                inherited,
                state,
                detail,
                until_ms,
                last_used_ms: heard.last_used.get(&profile.id).copied(),
                serves: false,
            },
            kind: kind(profile, entry),
            place,
            place_detail,
            masked,
            end,
            managed: entry.is_some(),
        }
    }

    /// One of Chela's own, before OpenClaw was asked.
    pub(super) fn of_entry(known: &Known<'_>, entry: &Entry) -> Self {
        let end = End::of(None, Some(entry), known.said_expiry(&entry.profile));
        let (state, detail, until_ms) = own_standing(Some(entry), end, known.now_ms);
        Self {
            view: CellView {
                profile: entry.profile.clone(),
                inherited: false,
                state,
                detail,
                until_ms,
                last_used_ms: None,
                serves: false,
            },
            kind: kind_of(entry),
            place: if entry.copy { SecretPlace::Plaintext } else { SecretPlace::Keychain },
            place_detail: None,
            masked: Some(entry.masked.clone()),
            end,
            managed: true,
        }
    }

    /// What signs an agent in besides profiles: a variable, a key in the config, the login of
    /// Claude Code. One that serves only in their absence is shown too.
    pub(super) fn others(known: &Known<'_>, status: &Status, profile_serves: bool) -> Vec<Self> {
        let mut cells = Vec::new();
        let Some(provider) = status.provider("anthropic") else { return cells };
        if provider.in_environment {
            cells.push(Self::of_variable(known, provider));
        }
        if provider.in_config {
            let mut cell = Self::outside(say("core.place.provider-key", &[]), SecretPlace::Config);
            cell.kind = CredentialKind::ApiKey;
            cell.place_detail = known.config.anthropic.api_key.as_ref().map(key_form);
            cell.view.serves = provider.effective == Effective::Config;
            cells.push(cell);
        }
        let through_claude: Vec<String> =
            known.config.claude_cli().iter().map(ToString::to_string).collect();
        if !through_claude.is_empty() {
            let mut cell = Self::outside(say("core.place.claude-cli", &[]), SecretPlace::ClaudeCli);
            cell.kind = CredentialKind::ClaudeCli;
            cell.place_detail = Some(through_claude.join(", "));
            let runs = provider.runtime.as_deref() == Some(CLAUDE_CLI);
            cell.view.serves = runs && !profile_serves;
            cells.push(cell);
        }
        cells
    }

    fn of_variable(known: &Known<'_>, provider: &Provider) -> Self {
        let name = provider.variable.clone();
        let place =
            name.as_deref().and_then(|name| conflicts::place_of(known.context, known.config, name));
        let shown = name.clone().unwrap_or_else(|| say("core.place.environment", &[]));
        let mut cell = Self::outside(shown, SecretPlace::Environment);
        cell.kind = match name.as_deref() {
            Some("ANTHROPIC_API_KEY") => CredentialKind::ApiKey,
            Some("ANTHROPIC_OAUTH_TOKEN" | "CLAUDE_CODE_OAUTH_TOKEN") => CredentialKind::SetupToken,
            _ => CredentialKind::Unknown,
        };
        cell.place_detail = place;
        cell.view.serves = provider.effective == Effective::Environment;
        cell
    }

    fn outside(name: String, place: SecretPlace) -> Self {
        Self {
            view: CellView {
                profile: name,
                inherited: false,
                state: SignInState::Ok,
                detail: None,
                until_ms: None,
                last_used_ms: None,
                serves: false,
            },
            kind: CredentialKind::Unknown,
            place,
            place_detail: None,
            masked: None,
            end: None,
            managed: false,
        }
    }

    /// The sign-in over all agents, as far as this one has it.
    pub(super) fn sign_in(&self, known: &Known<'_>, agent: &str) -> SignInView {
        let cell = &self.view;
        SignInView {
            profile: cell.profile.clone(),
            label: known.label(&cell.profile),
            agents: vec![agent.to_owned()],
            kind: self.kind,
            place: self.place,
            place_detail: self.place_detail.clone(),
            masked: self.masked.clone(),
            state: cell.state,
            detail: cell.detail.clone(),
            until_ms: cell.until_ms,
            expires_ms: self.end.map(|end| end.at_ms),
            expiry_assumed: self.end.is_some_and(|end| end.assumed),
            last_used_ms: cell.last_used_ms,
            serves: cell.serves && agent == known.main,
            managed: self.managed,
        }
    }
}

type Standing = (SignInState, Option<String>, Option<u64>);

/// How a profile stands: as OpenClaw says, and where it says that all is well, as Chela knows.
fn standing(profile: &Profile, entry: Option<&Entry>, end: Option<End>, now_ms: u64) -> Standing {
    let state = match &profile.state {
        State::Ok => return own_standing(entry, end, now_ms),
        State::Expiring => SignInState::Expiring,
        State::Expired => SignInState::Expired,
        State::Missing => SignInState::Missing,
        State::Cooldown => SignInState::Cooldown,
        State::Disabled => SignInState::Disabled,
        State::Other(word) => return (SignInState::Other, Some(word.clone()), profile.until_ms),
    };
    (state, profile.reason.as_deref().map(reason), profile.until_ms)
}

fn own_standing(entry: Option<&Entry>, end: Option<End>, now_ms: u64) -> Standing {
    if let Some(end) = end
        && let Some((state, detail)) = end.state(now_ms)
    {
        return (state, detail, Some(end.at_ms));
    }
    match entry {
        Some(entry) if entry.confirmed_ms.is_none() => (SignInState::Unconfirmed, None, None),
        _ => (SignInState::Ok, None, None),
    }
}

/// OpenClaw's word for why a profile cannot serve, in plain words where they are known.
fn reason(word: &str) -> String {
    match lookup(&format!("core.sign-in.reason.{word}")) {
        Some(words) => words.to_owned(),
        None => say("core.sign-in.reason", &[("reason", &word)]),
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

/// In what form the config gives its key.
fn key_form(form: &KeyForm) -> String {
    match form {
        KeyForm::Plaintext => say("core.place.in-plaintext", &[]),
        KeyForm::Variable(name) => format!("${{{name}}}"),
        KeyForm::Reference { source, id, .. } => format!("{source}: {id}"),
    }
}
