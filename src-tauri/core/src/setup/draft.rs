//! What connecting would do, decided before anything is touched: the profile's name, the
//! agents, where the secret goes, and the edits of the config.

use std::collections::BTreeMap;

use super::session::Session;
use super::{gate, least};
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::credential::profile::profile_name;
use crate::error::{Code, Error, Result};
use crate::openclaw::Status;
use crate::openclaw::status::{Kind, Place};
use crate::text::say;
use crate::vault::{EntryId, KeychainState};
use crate::view::{ConfigState, ConnectRequest, CredentialKind};

/// A decided sign-in.
pub(super) struct Draft {
    pub(super) profile: String,
    pub(super) agents: Vec<String>,
    pub(super) model: Option<String>,
    /// Whether the keychain holds the secret; else OpenClaw's own store does, in plaintext.
    pub(super) by_reference: bool,
    /// Whether the keychain keeps a copy of what OpenClaw holds in plaintext: an OpenClaw that can
    /// read references will need it, and cannot always give it back.
    pub(super) keeps_copy: bool,
    /// Whether OpenClaw was never set up and its own onboarding goes first.
    pub(super) onboard: bool,
    /// How each of the agents signs in so far.
    pub(super) before: BTreeMap<String, Status>,
}

impl Draft {
    /// Decides.
    ///
    /// # Errors
    /// Why it cannot work: the gateway is elsewhere, no keychain and no consent, an unknown
    /// agent, a profile of another kind, a malformed name or model.
    pub(super) async fn new(session: &Session<'_>, request: &ConnectRequest) -> Result<Self> {
        Self::knowing(session, request, &BTreeMap::new()).await
    }

    /// The same where it is `known` how some agents sign in: OpenClaw is asked about the others.
    ///
    /// # Errors
    /// As for [`Draft::new`].
    pub(super) async fn knowing(
        session: &Session<'_>,
        request: &ConnectRequest,
        known: &BTreeMap<String, Status>,
    ) -> Result<Self> {
        gate::must_be_here(session)?;
        let by_reference = by_reference(session, request)?;
        let ready = || session.context.keychain.state() == KeychainState::Ready;
        let keeps_copy = !by_reference && ready();
        let agents = agents(session, &request.agents)?;
        let model = request.model.as_deref().map(crate::models::reference).transpose()?;
        // OpenClaw's own onboarding refuses a file that is there and empty (2026.9.6).
        let onboard = session.state == ConfigState::Missing;
        let wanted = request.profile.as_deref().map(profile_name).transpose()?;
        let before = statuses(session, &agents, known).await?;
        let stored = stored_kinds(session, &before, by_reference);
        let profile = profile_for(request.kind, wanted, &stored)?;
        Ok(Self { profile, agents, model, by_reference, keeps_copy, onboard, before })
    }

    /// Whether the profile of `agent` refers to the entry `id` already.
    pub(super) fn refers_to(&self, agent: &str, id: &EntryId) -> bool {
        self.before.get(agent).and_then(|status| status.reference(&self.profile))
            == Some(id.as_str())
    }

    /// Whether the keychain has the secret, as what OpenClaw refers to or as a copy.
    pub(super) fn keeps_secret(&self) -> bool {
        self.by_reference || self.keeps_copy
    }

    /// The edits of the config, with `model` as the default model when there is one.
    pub(super) fn edits(
        &self,
        session: &Session<'_>,
        (config, files): (&GatewayConfig, &Files),
        kind: CredentialKind,
        model: Option<&str>,
    ) -> Vec<Edit> {
        // Onboarding writes a gateway section of its own.
        let mut edits = if self.onboard { vec![] } else { least::edits(files) };
        if self.by_reference {
            edits.extend(config.set_secret_provider(&session.provider, &session.provider_value));
        }
        edits.extend(self.named(config, kind));
        if let Some(model) = model {
            edits.push(config.set_default_model(model));
            edits.extend(session.allowing(config, model));
        }
        edits
    }

    /// What names the profile in the config.
    pub(super) fn named(
        &self,
        config: &GatewayConfig,
        kind: CredentialKind,
    ) -> impl IntoIterator<Item = Edit> + use<> {
        let mode = if kind == CredentialKind::ApiKey { "api_key" } else { "token" };
        config.set_profile(&self.profile, mode)
    }
}

fn by_reference(session: &Session<'_>, request: &ConnectRequest) -> Result<bool> {
    let refuse = |error: Error| if request.accept_plaintext { Ok(false) } else { Err(error) };
    if !session.openclaw.capabilities().references {
        return refuse(
            Error::new(Code::ReferencesUnsupported)
                .with("version", &session.openclaw.installation().version),
        );
    }
    match session.context.keychain.state() {
        KeychainState::Ready => Ok(true),
        // Also the keyring of a headless host that nobody ever made.
        KeychainState::Locked => refuse(Error::new(Code::KeychainLocked)),
        KeychainState::Unavailable(error) => refuse(error.into()),
    }
}

/// The agents that were named, each once; the default one when none was.
///
/// # Errors
/// `agent-unknown`.
pub(super) fn agents(session: &Session<'_>, wanted: &[String]) -> Result<Vec<String>> {
    if wanted.is_empty() {
        return Ok(vec![session.default_agent().to_owned()]);
    }
    let known: Vec<&str> = session.agents.iter().map(|agent| agent.id.as_str()).collect();
    let mut agents = Vec::new();
    for agent in wanted {
        if !known.contains(&agent.as_str()) {
            return Err(Error::new(Code::AgentUnknown)
                .with("agent", agent)
                .with("known", known.join(", ")));
        }
        if !agents.contains(agent) {
            agents.push(agent.clone());
        }
    }
    Ok(agents)
}

/// How each agent signs in so far. Where OpenClaw has no folder yet there is nothing to ask.
async fn statuses(
    session: &Session<'_>,
    agents: &[String],
    known: &BTreeMap<String, Status>,
) -> Result<BTreeMap<String, Status>> {
    let mut all = BTreeMap::new();
    for agent in agents {
        let asked = match known.get(agent) {
            Some(status) => status.clone(),
            None if session.context.home.state_dir.exists() => {
                session.binding().status(agent).await?
            }
            None => Status::default(),
        };
        all.insert(agent.clone(), asked);
    }
    Ok(all)
}

/// The profiles that there are, by name and kind (`token`, `api_key`, `oauth`, …): those of the
/// stores and those of the config's metadata. Of another kind are also one of another provider, and
/// a reference that Chela did not make, or would leave dangling: it could not be put back.
fn stored_kinds(
    session: &Session<'_>,
    before: &BTreeMap<String, Status>,
    by_reference: bool,
) -> Vec<(String, String)> {
    let ours =
        session.config.profiles.iter().filter(|p| p.provider.as_deref() == Some("anthropic"));
    let mut kinds: Vec<(String, String)> =
        ours.map(|p| (p.name.clone(), p.mode.clone().unwrap_or_default())).collect();
    for profile in before.values().flat_map(|status| &status.profiles) {
        kinds.retain(|(name, _)| *name != profile.id);
        let kind = match (profile.provider.as_str(), &profile.place) {
            ("anthropic", Place::Reference { id, .. })
                if !by_reference || EntryId::parse(id).is_none() =>
            {
                "reference".to_owned()
            }
            ("anthropic", _) => kind_word(&profile.kind),
            (other, _) => other.to_owned(),
        };
        kinds.push((profile.id.clone(), kind));
    }
    kinds
}

/// The asked name, or `anthropic:default`, or `anthropic:api` / `anthropic:token` when the
/// default holds another kind: one name cannot hold two.
fn profile_for(
    kind: CredentialKind,
    wanted: Option<String>,
    stored: &[(String, String)],
) -> Result<String> {
    let (mode, second) = match kind {
        CredentialKind::ApiKey => ("api_key", "anthropic:api"),
        _ => ("token", "anthropic:token"),
    };
    let other = |name: &str| stored.iter().find(|(n, k)| n == name && k != mode).map(|(_, k)| k);
    let name = match wanted {
        Some(name) => name,
        None if other("anthropic:default").is_none() => "anthropic:default".to_owned(),
        None => second.to_owned(),
    };
    match other(&name) {
        None => Ok(name),
        Some(found) => Err(Error::new(Code::ProfileKindMismatch)
            .with("profile", &name)
            .with("found", kind_in_words(found))
            .with("suggestion", second)),
    }
}

/// A stored kind in the config's own word.
fn kind_word(kind: &Kind) -> String {
    match kind {
        Kind::Token => "token".to_owned(),
        Kind::ApiKey => "api_key".to_owned(),
        Kind::Oauth => "oauth".to_owned(),
        Kind::Other(word) => word.clone(),
    }
}

fn kind_in_words(word: &str) -> String {
    let known = ["token", "api_key", "oauth"].contains(&word);
    say(&format!("core.kind.{}", if known { word } else { "other" }), &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_gets_a_name_that_can_hold_its_kind() {
        use CredentialKind::{ApiKey, SetupToken};
        let token = [("anthropic:default".to_owned(), "token".to_owned())];
        let key = [("anthropic:default".to_owned(), "api_key".to_owned())];
        for (kind, wanted, stored, name) in [
            (SetupToken, None, &[][..], Some("anthropic:default")),
            (SetupToken, None, &token[..], Some("anthropic:default")),
            (ApiKey, None, &token[..], Some("anthropic:api")),
            (SetupToken, None, &key[..], Some("anthropic:token")),
            (ApiKey, Some("anthropic:work"), &token[..], Some("anthropic:work")),
            (ApiKey, Some("anthropic:default"), &token[..], None),
        ] {
            let found = profile_for(kind, wanted.map(str::to_owned), stored);
            assert_eq!(found.ok().as_deref(), name, "{wanted:?}");
        }
    }
}
