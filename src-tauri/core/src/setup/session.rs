//! What one operation works with: the program, the config as it was read at the start, the
//! agents, and the few things that several operations do alike.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::Context;
use crate::config::gateway_config::agents::MAIN;
use crate::config::gateway_config::credentials::SecretProvider;
use crate::config::history::About;
use crate::config::{Edit, GatewayConfig};
use crate::credential::binding::{AgentStore, Binding};
use crate::credential::resolver;
use crate::error::{Code, Error, Result};
use crate::openclaw::validate::{Validation, new_issues};
use crate::openclaw::{OpenClaw, onboard};
use crate::place::HomeLock;
use crate::vault::Entry;
use crate::view::{ConfigState, CredentialKind, GatewayState};

/// The name of Chela's provider in `secrets.providers`, unless somebody else has it.
const PROVIDER: &str = "chela";

/// The parts that an operation needs, found once.
pub(super) struct Session<'a> {
    pub(super) context: &'a Context,
    pub(super) openclaw: OpenClaw,
    pub(super) config: GatewayConfig,
    /// Whether there is a config at all.
    pub(super) state: ConfigState,
    pub(super) agents: Vec<AgentStore>,
    /// The provider's name in this config.
    pub(super) provider: String,
    /// The provider as it should stand in the config.
    pub(super) provider_value: Value,
}

impl<'a> Session<'a> {
    /// Finds OpenClaw and reads the config.
    ///
    /// # Errors
    /// Those of finding OpenClaw, and those of a config that cannot be read.
    pub(super) async fn open(context: &'a Context) -> Result<Self> {
        let openclaw = context.openclaw().await?;
        let (config, state) = context.config_and_state()?;
        let agents = agents(&config);
        Ok(Self {
            provider: provider_name(&config),
            provider_value: resolver::provider_value(&context.place),
            context,
            openclaw,
            config,
            state,
            agents,
        })
    }

    /// The agent that OpenClaw takes when none is named.
    pub(super) fn default_agent(&self) -> &str {
        main_agent(&self.config)
    }

    /// The stores of this home.
    pub(super) fn binding(&self) -> Binding<'_> {
        Binding {
            openclaw: &self.openclaw,
            provider: &self.provider,
            provider_value: &self.provider_value,
            agents: &self.agents,
        }
    }

    /// The keychain entry to which Chela has bound `profile` of `agent`.
    ///
    /// # Errors
    /// Those of the keychain.
    pub(super) fn bound_entry(&self, agent: &str, profile: &str) -> Result<Option<Entry>> {
        Ok(self.context.own_entries()?.into_iter().find(|entry| {
            entry.profile == profile && entry.agents.iter().any(|bound| bound == agent)
        }))
    }

    /// Removes `profile` from `agent`, if it has it, and nothing else: where OpenClaw removes
    /// the default agent's profile instead (it does so for a profile that `agent` only
    /// inherits; seen on 2026.9.6), that one is bound again.
    ///
    /// # Errors
    /// Those of the OpenClaw commands and of the keychain.
    pub(super) async fn unbind(&self, agent: &str, profile: &str) -> Result<()> {
        let binding = self.binding();
        let has =
            async |agent| Ok::<_, Error>(binding.status(agent).await?.profile(profile).is_some());
        if !has(agent).await? {
            return Ok(());
        }
        binding.unbind(agent, profile).await?;
        let main = self.default_agent();
        if agent == main {
            return Ok(());
        }
        if let Some(entry) = self.bound_entry(main, profile)?
            && !has(main).await?
        {
            binding.bind(main, profile, kind_of(&entry), &entry.id).await?;
        }
        Ok(())
    }

    /// What lets `model` be used where the config lists the models that are allowed (before
    /// 2026.8 `agents.defaults.models` is that list).
    pub(super) fn allowing(&self, model: &str) -> Option<Edit> {
        let lists = self.openclaw.capabilities().allowlist_models;
        self.config.list_model(model).filter(|_| lists)
    }

    /// Lets OpenClaw write its own least configuration, where there is none.
    ///
    /// # Errors
    /// `openclaw-failed`.
    pub(super) async fn onboard(&mut self) -> Result<()> {
        onboard::least_configuration(&self.openclaw, &self.context.environment).await?;
        self.config = self.context.config()?;
        self.agents = agents(&self.config);
        Ok(())
    }

    /// Commits a change of structure that OpenClaw accepts. Problems that were there before do
    /// not stand in the way; new ones do. Answers whether anything changed.
    ///
    /// # Errors
    /// `config-refused`, and those of the store.
    pub(super) async fn commit_checked(
        &self,
        lock: &HomeLock,
        edits: &[Edit],
        about: &About,
    ) -> Result<bool> {
        let store = self.context.store();
        let check = async |candidate: PathBuf| self.check(&candidate).await;
        let committed = store.commit_checked(lock, edits, about, check).await?;
        Ok(committed.changed())
    }

    async fn check(&self, candidate: &Path) -> Result<()> {
        if !self.openclaw.capabilities().config_validate {
            return Ok(());
        }
        let now = &self.context.home.config_path;
        let (before, after) = if now.exists() {
            tokio::try_join!(self.openclaw.validate(now), self.openclaw.validate(candidate))?
        } else {
            (Validation::default(), self.openclaw.validate(candidate).await?)
        };
        let new = new_issues(&before, &after);
        if new.is_empty() {
            return Ok(());
        }
        let words = new.iter().map(|issue| format!("{}: {}", issue.path, issue.message));
        Err(Error::new(Code::ConfigRefused).with("detail", words.collect::<Vec<_>>().join("; ")))
    }

    /// Tells a running gateway to fetch its secrets again. Answers whether one runs.
    ///
    /// # Errors
    /// `openclaw-failed`.
    pub(super) async fn reload(&self) -> Result<bool> {
        let gateway = self.context.gateway(&self.config).await?;
        match gateway.state().await {
            GatewayState::Running | GatewayState::Starting => {
                gateway.reload_secrets().await.map(|_failed| true)
            }
            GatewayState::Stopped | GatewayState::Unclear => Ok(false),
        }
    }
}

fn agents(config: &GatewayConfig) -> Vec<AgentStore> {
    let folder = |id: &str| config.agent(id).and_then(|agent| agent.agent_dir.clone());
    let ids = config.agent_ids().into_iter();
    ids.map(|id| AgentStore { agent_dir: folder(&id), id }).collect()
}

/// The agent that OpenClaw takes when none is named; where it would ask, the first.
pub(super) fn main_agent(config: &GatewayConfig) -> &str {
    let first = config.agents.first().map(|agent| agent.id.as_str());
    config.default_agent.as_deref().or(first).unwrap_or(MAIN)
}

/// What the credential of an entry is.
pub(super) fn kind_of(entry: &Entry) -> CredentialKind {
    match entry.kind.as_str() {
        "api-key" => CredentialKind::ApiKey,
        _ => CredentialKind::SetupToken,
    }
}

/// The word for a kind in an entry's attributes.
pub(super) fn kind_word(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::ApiKey => "api-key",
        _ => "setup-token",
    }
}

/// The name of Chela's provider in this config, when it has one.
pub(super) fn own_provider(config: &GatewayConfig) -> Option<&str> {
    let ours = |provider: &&SecretProvider| {
        let command = provider.command.as_deref().unwrap_or_default();
        provider.name.starts_with(PROVIDER) && Path::new(command).ends_with("chela-resolver")
    };
    config.secret_providers.iter().find(ours).map(|provider| provider.name.as_str())
}

/// Chela's own, else `chela`, or the first of `chela-2`, `chela-3`, … that is free.
fn provider_name(config: &GatewayConfig) -> String {
    let taken = |name: &String| config.secret_providers.iter().any(|p| p.name == *name);
    own_provider(config).map(str::to_owned).unwrap_or_else(|| {
        std::iter::once(PROVIDER.to_owned())
            .chain((2..100).map(|n| format!("{PROVIDER}-{n}")))
            .find(|name| !taken(name))
            .unwrap_or_else(|| PROVIDER.to_owned())
    })
}
