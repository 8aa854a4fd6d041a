//! What one operation works with: the program, the config as it was read at the start, the
//! agents, and the few things that several operations do alike.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::{Context, now_ms, reload};
use crate::config::gateway_config::agents::{MAIN, normalized_id};
use crate::config::gateway_config::credentials::SecretProvider;
use crate::config::history::About;
use crate::config::store::Intent;
use crate::config::{Edit, GatewayConfig};
use crate::credential::binding::{AgentStore, Binding};
use crate::credential::resolver;
use crate::error::{Code, Error, Result};
use crate::openclaw::gateway::Pause;
use crate::openclaw::status::Kind;
use crate::openclaw::validate::{Issue, Validation, new_issues};
use crate::openclaw::{OpenClaw, Status, onboard};
use crate::place::HomeLock;
use crate::vault::{Entry, EntryId};
use crate::view::{ConfigState, CredentialKind, GatewayState, Notice};

/// The name of Chela's provider in `secrets.providers`, unless somebody else has it.
pub(super) const PROVIDER: &str = "chela";

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
    /// The gateway that was stopped for a change of the config.
    halted: Mutex<Option<Pause>>,
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
            halted: Mutex::default(),
        })
    }

    /// The agent that OpenClaw takes when none is named.
    pub(super) fn default_agent(&self) -> &str {
        main_agent(&self.config)
    }

    /// An agent of this home, by its id in any form.
    ///
    /// # Errors
    /// `agent-unknown`.
    pub(super) fn known_agent(&self, id: &str) -> Result<String> {
        let found = self.agents.iter().find(|agent| agent.id == normalized_id(id));
        found.map(|agent| agent.id.clone()).ok_or_else(|| {
            let known: Vec<&str> = self.agents.iter().map(|agent| agent.id.as_str()).collect();
            Error::new(Code::AgentUnknown).with("agent", id).with("known", known.join(", "))
        })
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

    /// The keychain entries to which Chela has bound `profile` of `agent`, the newest first.
    /// There is more than one only where an operation was cut off.
    ///
    /// # Errors
    /// Those of the keychain.
    pub(super) fn bound_entries(&self, agent: &str, profile: &str) -> Result<Vec<Entry>> {
        let mut entries = self.context.own_entries()?;
        entries.retain(|entry| {
            entry.profile == profile && entry.agents.iter().any(|bound| bound == agent)
        });
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.created_ms));
        Ok(entries)
    }

    /// Removes `profile` from `agent`, if it has it, and nothing else: where OpenClaw removes
    /// the default agent's profile instead (it does so for a profile that `agent` only
    /// inherits; seen on 2026.9.6), that one is bound again. Answers how `agent` signs in then:
    /// an older plaintext of the same name may come to light.
    ///
    /// # Errors
    /// Those of the OpenClaw commands and of the keychain.
    pub(super) async fn unbind(&self, agent: &str, profile: &str) -> Result<Status> {
        let binding = self.binding();
        let before = binding.status(agent).await?;
        if before.profile(profile).is_none() {
            return Ok(before);
        }
        let main = self.default_agent();
        let of_main = match agent == main {
            true => None,
            false => referred(&binding.status(main).await?, profile),
        };
        binding.unbind(agent, profile).await?;
        if let Some((kind, id)) = of_main
            && binding.status(main).await?.profile(profile).is_none()
        {
            binding.bind(main, profile, kind, &id).await?;
        }
        binding.status(agent).await
    }

    /// What lets `model` be used where the config lists the models that are allowed (before
    /// 2026.8 `agents.defaults.models` is that list).
    pub(super) fn allowing(&self, config: &GatewayConfig, model: &str) -> Option<Edit> {
        let lists = self.openclaw.capabilities().allowlist_models;
        config.list_model(model).filter(|_| lists)
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
    /// not stand in the way, and are told; new ones do.
    ///
    /// # Errors
    /// `config-refused`, and those of the store.
    pub(super) async fn commit_checked(
        &self,
        lock: &HomeLock,
        intent: &Intent<'_>,
        about: &About,
    ) -> Result<Checked> {
        let problems = Mutex::new(Vec::new());
        let check = async |candidate: PathBuf| {
            let known = self.check(&candidate).await?;
            *problems.lock().unwrap_or_else(PoisonError::into_inner) = known;
            self.halt().await
        };
        let committed = self.context.store().commit_checked(lock, intent, about, check).await?;
        let problems = problems.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Checked { changed: committed.changed(), problems })
    }

    /// Stops a running gateway that would write the config of before over a change. It is started
    /// by [`Session::reload`].
    ///
    /// # Errors
    /// `gateway-failed`.
    pub(super) async fn halt(&self) -> Result<()> {
        let gateway = self.context.gateway(&self.config).await?;
        if gateway.clings_to_config() {
            let pause = gateway.pause().await?;
            *self.halted() = Some(pause);
        }
        Ok(())
    }

    /// Whether the gateway was stopped for a change, and is not started yet.
    pub(super) fn has_halted(&self) -> bool {
        self.halted().is_some()
    }

    fn halted(&self) -> MutexGuard<'_, Option<Pause>> {
        self.halted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers the problems that were there already and still are. What is there now is asked about
    /// only then: each question takes OpenClaw seconds.
    async fn check(&self, candidate: &Path) -> Result<Vec<Issue>> {
        if !self.openclaw.capabilities().config_validate {
            return Ok(vec![]);
        }
        let after = self.openclaw.validate(candidate).await?;
        if after.issues.is_empty() {
            return Ok(vec![]);
        }
        let now = &self.context.home.config_path;
        let before = match now.exists() {
            true => self.openclaw.validate(now).await?,
            false => Validation::default(),
        };
        let new = new_issues(&before, &after);
        if new.is_empty() {
            return Ok(after.issues);
        }
        Err(Error::new(Code::ConfigRefused).with("detail", in_words(&new)))
    }

    /// That a gateway takes the change only when it is restarted, where that is so.
    pub(super) fn restart_note(&self) -> Option<Notice> {
        let off = self.config.gateway.reload.as_deref() == Some("off");
        off.then(|| Error::new(Code::RestartNeeded).into())
    }

    /// Tells a running gateway to fetch its secrets again; one that is just starting is waited
    /// for, and one that was stopped for a change is started. Answers whether it has all of them
    /// (`secrets-incomplete`), or `None` when no gateway runs.
    ///
    /// # Errors
    /// `openclaw-failed`, `gateway-failed`.
    pub(super) async fn reload(&self) -> Result<Option<Result<()>>> {
        if self.openclaw.capabilities().rereads_profiles {
            return Ok(Some(Ok(())));
        }
        let gateway = self.context.gateway(&self.config).await?;
        let halted = self.halted().take();
        if let Some(pause) = halted {
            gateway.resume(pause).await?;
            return Ok(Some(Ok(())));
        }
        if gateway.settled().await != GatewayState::Running {
            return Ok(None);
        }
        match reload::reloaded(&gateway).await {
            Err(error) if error.code != Code::SecretsIncomplete => Err(error),
            told => Ok(Some(told)),
        }
    }
}

/// What came of a change that OpenClaw has checked.
pub(super) struct Checked {
    /// Whether anything changed.
    pub(super) changed: bool,
    /// What OpenClaw finds wrong with the config, and did before.
    problems: Vec<Issue>,
}

impl Checked {
    /// Says what was wrong before.
    pub(super) fn note(&self) -> Option<Notice> {
        let note = || Error::new(Code::ConfigProblems).with("detail", in_words(&self.problems));
        (!self.problems.is_empty()).then(|| note().into())
    }
}

fn in_words(issues: &[Issue]) -> String {
    let words = issues.iter().map(|issue| format!("{}: {}", issue.path, issue.message));
    words.collect::<Vec<_>>().join("; ")
}

/// The entry of Chela's to which a profile refers, and what it is.
pub(super) fn referred(status: &Status, profile: &str) -> Option<(CredentialKind, EntryId)> {
    let kind = match status.profile(profile)?.kind {
        Kind::ApiKey => CredentialKind::ApiKey,
        _ => CredentialKind::SetupToken,
    };
    Some((kind, EntryId::parse(status.reference(profile)?)?))
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

/// An entry once `agents` do not use it any more; without any its grace period begins.
pub(super) fn lost_by(entry: &Entry, agents: &[String]) -> Entry {
    let mut entry = entry.clone();
    entry.agents.retain(|agent| !agents.contains(agent));
    if entry.agents.is_empty() {
        entry.retired_ms = Some(now_ms());
    }
    entry
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
