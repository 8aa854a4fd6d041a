//! What several looks ask of the facts.

use super::Facts;
use crate::config::gateway_config::agents::Model;
use crate::openclaw::status::Place;
use crate::openclaw::validate::Issue;
use crate::vault::EntryId;

/// A profile that has its secret from Chela.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::setup::diagnose) struct Reference {
    /// The agent.
    pub(in crate::setup::diagnose) agent: String,
    /// The profile.
    pub(in crate::setup::diagnose) profile: String,
    /// The entry of the keychain.
    pub(in crate::setup::diagnose) id: EntryId,
}

impl Facts {
    /// All profiles that refer to entries of Chela's, there or not.
    pub(in crate::setup::diagnose) fn references(&self) -> Vec<Reference> {
        let mut all = vec![];
        for (agent, status) in &self.statuses {
            for profile in &status.profiles {
                let Place::Reference { id, .. } = &profile.place else { continue };
                let Some(id) = EntryId::parse(id) else { continue };
                all.push(Reference { agent: agent.clone(), profile: profile.id.clone(), id });
            }
        }
        all
    }

    /// Whether a sign-in is in the keychain, as far as can be told.
    pub(in crate::setup::diagnose) fn uses_keychain(&self) -> bool {
        self.secrets.own || !self.entries.is_empty() || !self.references().is_empty()
    }

    /// Whether the keychain says that it has no such entry.
    pub(in crate::setup::diagnose) fn is_gone(&self, id: &EntryId) -> bool {
        self.secrets.known_ids.as_ref().is_some_and(|ids| !ids.contains(id.as_str()))
    }

    /// What OpenClaw's check says of the program that fetches the secrets.
    pub(in crate::setup::diagnose) fn resolver_issue(&self) -> Option<&Issue> {
        let path = format!("secrets.providers.{}.command", self.secrets.provider.as_ref()?);
        let mut issues = self.validation.iter().flat_map(|validation| &validation.issues);
        issues.find(|issue| issue.path == path)
    }

    /// The model that an agent uses: its own, else the default.
    pub(in crate::setup::diagnose) fn model_of(&self, agent: &str) -> Option<String> {
        let config = self.known_config();
        let primary = |model: &Model| model.primary.clone();
        let own = config.agent(agent).and_then(|agent| agent.model.as_ref()).and_then(primary);
        let resolved = || {
            let (_, status) = self.statuses.iter().find(|(id, _)| id == agent)?;
            status.resolved_default.clone()
        };
        // OpenClaw resolves aliases; without its answer the config's own word has to do.
        resolved().or(own).or_else(|| config.default_model.as_ref().and_then(primary))
    }
}
