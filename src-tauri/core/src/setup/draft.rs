//! What connecting would do, decided before anything is touched: the profile's name, the
//! agents, where the secret goes, and the edits of the config.

use super::session::Session;
use super::{gate, least};
use crate::config::{Edit, gateway_config};
use crate::error::{Code, Error, Result};
use crate::openclaw::status::Kind;
use crate::text::say;
use crate::vault::KeychainState;
use crate::view::{ConfigState, ConnectRequest, CredentialKind};

/// A decided sign-in.
pub(super) struct Draft {
    pub(super) profile: String,
    pub(super) agents: Vec<String>,
    pub(super) model: Option<String>,
    /// Whether the keychain holds the secret; else OpenClaw's own store does, in plaintext.
    pub(super) by_reference: bool,
    /// Whether OpenClaw was never set up and its own onboarding goes first.
    pub(super) onboard: bool,
}

impl Draft {
    /// Decides.
    ///
    /// # Errors
    /// Why it cannot work: the gateway is elsewhere, no keychain and no consent, an unknown
    /// agent, a profile of another kind, a malformed model.
    pub(super) async fn new(session: &Session<'_>, request: &ConnectRequest) -> Result<Self> {
        gate::must_be_here(session)?;
        let by_reference = by_reference(session, request)?;
        let agents = agents(session, &request.agents)?;
        let model = request.model.as_deref().map(crate::models::reference).transpose()?;
        let onboard = session.state != ConfigState::Ok;
        let stored = if onboard { vec![] } else { stored_kinds(session, &agents).await? };
        let profile = profile_name(request.kind, request.profile.as_deref(), &stored)?;
        Ok(Self { profile, agents, model, by_reference, onboard })
    }

    /// The edits of the config, with `model` as the default model when there is one.
    pub(super) fn edits(
        &self,
        session: &Session<'_>,
        kind: CredentialKind,
        model: Option<&str>,
    ) -> Vec<Edit> {
        let mut edits = least::edits(&session.config);
        if self.by_reference {
            let (name, value) = (&session.provider, session.provider_value.clone());
            edits.push(gateway_config::edits::set_secret_provider(name, value));
        }
        let mode = if kind == CredentialKind::ApiKey { "api_key" } else { "token" };
        edits.extend(session.config.set_profile(&self.profile, mode));
        if let Some(model) = model {
            edits.push(session.config.set_default_model(model));
            edits.extend(session.allowing(model));
        }
        edits
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
        KeychainState::Locked => Err(Error::new(Code::KeychainLocked)),
        KeychainState::Unavailable(error) => refuse(error.into()),
    }
}

fn agents(session: &Session<'_>, wanted: &[String]) -> Result<Vec<String>> {
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

/// The Anthropic profiles that there are, by name and kind (`token`, `api_key`, `oauth`, …):
/// those of the stores and those of the config's metadata.
async fn stored_kinds(session: &Session<'_>, agents: &[String]) -> Result<Vec<(String, String)>> {
    let ours =
        session.config.profiles.iter().filter(|p| p.provider.as_deref() == Some("anthropic"));
    let mut kinds: Vec<(String, String)> =
        ours.map(|p| (p.name.clone(), p.mode.clone().unwrap_or_default())).collect();
    for agent in agents {
        for profile in session.binding().status(agent).await?.profiles {
            kinds.retain(|(name, _)| *name != profile.id);
            kinds.push((profile.id, kind_word(&profile.kind)));
        }
    }
    Ok(kinds)
}

/// The asked name, or `anthropic:default`, or `anthropic:api` / `anthropic:token` when the
/// default holds another kind: one name cannot hold two.
fn profile_name(
    kind: CredentialKind,
    wanted: Option<&str>,
    stored: &[(String, String)],
) -> Result<String> {
    let (mode, second) = match kind {
        CredentialKind::ApiKey => ("api_key", "anthropic:api"),
        _ => ("token", "anthropic:token"),
    };
    let other = |name: &str| stored.iter().find(|(n, k)| n == name && k != mode).map(|(_, k)| k);
    let name = match wanted {
        Some(name) if name.contains(':') => name.to_owned(),
        Some(name) => format!("anthropic:{name}"),
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
            (ApiKey, Some("work"), &token[..], Some("anthropic:work")),
            (ApiKey, Some("anthropic:default"), &token[..], None),
        ] {
            assert_eq!(profile_name(kind, wanted, stored).ok().as_deref(), name, "{wanted:?}");
        }
    }
}
