//! What is looked at, once, for all findings.

mod asked;
mod gateway;
mod questions;
mod secrets;
mod variables;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use self::asked::Asked;
use self::gateway::GatewayFacts;
use self::secrets::SecretFacts;
use super::Depth;
use crate::anthropic::Verdict;
use crate::caching;
use crate::config::GatewayConfig;
use crate::error::{Error, Result};
use crate::openclaw::status::Status;
use crate::openclaw::validate::Validation;
use crate::openclaw::{Capabilities, OpenClaw};
use crate::place::{Expiry, Settings};
use crate::setup::sign_ins::agents;
use crate::setup::{Context, conflicts, overview};
use crate::vault::Entry;
use crate::view::{
    ConfigState, GatewayState, GatewayView, KeychainView, Notice, OpenClawView, Overview,
};

/// How everything stands.
pub(super) struct Facts {
    /// The program.
    pub(super) openclaw: OpenClawView,
    /// What it can do; what the config was written by where it cannot be asked.
    pub(super) can: Capabilities,
    /// The config, or why it cannot be read.
    pub(super) config: Result<(GatewayConfig, ConfigState)>,
    /// Where it is.
    pub(super) config_path: PathBuf,
    /// What OpenClaw's own check says of it, where it has one.
    pub(super) validation: Option<Validation>,
    /// The comments of it that somebody's write has removed, where they can be put back.
    pub(super) removed_comments: usize,
    /// The variables that the config names and OpenClaw's commands do not have.
    pub(super) unset_variables: BTreeSet<String>,
    /// The headers of it that lack the flag for keeping an hour ([`caching::hour_beta`]).
    pub(super) without_hour_beta: Vec<String>,
    /// What would win over a sign-in, or be billed instead of it.
    pub(super) conflicts: Vec<Error>,
    /// What is left of an operation, and what OpenClaw found after a change.
    pub(super) notices: Vec<Notice>,
    /// The keychain.
    pub(super) keychain: KeychainView,
    /// Chela's entries in it.
    pub(super) entries: Vec<Entry>,
    /// How the secrets get from there to the gateway.
    pub(super) secrets: SecretFacts,
    /// The gateway.
    pub(super) gateway: GatewayView,
    /// What can be seen of the gateway, and what it says, besides.
    pub(super) running: GatewayFacts,
    /// How each agent signs in, the default one first.
    pub(super) statuses: Vec<(String, Status)>,
    /// What Anthropic says of Chela's credentials, by the entry's id.
    pub(super) verdicts: BTreeMap<String, Verdict>,
    /// When the person says that sign-ins end, by profile.
    pub(super) said_ends: BTreeMap<String, Expiry>,
    /// Whether the account has a model in use (`anthropic/…`), where Anthropic said.
    pub(super) models: BTreeMap<String, bool>,
    /// What could not be looked at.
    pub(super) unseen: Vec<Notice>,
}

impl Facts {
    /// Looks at everything. What cannot be looked at is told and leaves the rest alone.
    pub(super) async fn gather(context: &Context, depth: Depth) -> Self {
        let overview = overview(context, false).await;
        let mut facts = Self::at_hand(context, overview);
        let known = facts.known_config().clone();
        let openclaw = match facts.openclaw.problem {
            None => context.openclaw().await.ok(),
            Some(_) => None,
        };
        let (ready, mut unseen) = (facts.keychain == KeychainView::Ready, vec![]);
        let asked = async {
            match depth == Depth::WithAnthropic && ready {
                true => asked::ask(context, &known, &facts.entries).await,
                false => Asked::default(),
            }
        };
        if let Some(openclaw) = &openclaw {
            // Each command takes a second or two of one processor: two at a time.
            let agents = agents(&known);
            let runs = facts.gateway.state == GatewayState::Running;
            let (statuses, (validation, running), asked) = tokio::join!(
                statuses(openclaw, &agents),
                async {
                    let validation = validation(openclaw, &context.home.config_path).await;
                    let running = gateway::look(context, openclaw, &known, runs, depth).await;
                    (validation, running)
                },
                asked
            );
            facts.answered(context, openclaw, validation, statuses, &mut unseen);
            facts.running = running.or_unseen(&mut unseen);
            facts.verdicts = asked.verdicts;
            facts.models = asked.models;
        } else {
            let asked = asked.await;
            (facts.verdicts, facts.models) = (asked.verdicts, asked.models);
        }
        facts.unseen.extend(unseen);
        facts
    }

    /// What files, keychain and port say, in milliseconds.
    fn at_hand(context: &Context, overview: Overview) -> Self {
        let config = context.config_and_state();
        let known = config.as_ref().map(|(config, _)| config.clone()).unwrap_or_default();
        let can = match &overview.openclaw.version {
            Some(version) => Capabilities::of(version),
            None => known.written_by(),
        };
        let mut unseen = vec![];
        let entries = match overview.keychain {
            KeychainView::Ready | KeychainView::Locked => {
                context.own_entries().map_err(|error| unseen.push(Notice::from(error)))
            }
            KeychainView::Absent | KeychainView::Failing => Ok(vec![]),
        };
        let mut entries = entries.unwrap_or_default();
        // OpenClaw does not refer to a copy.
        entries.retain(|entry| !entry.copy);
        Self {
            config_path: context.home.config_path.clone(),
            validation: None,
            removed_comments: context.store().removed_comments().map_or(0, |found| found.comments),
            unset_variables: BTreeSet::new(),
            without_hour_beta: without_hour_beta(context, &can),
            conflicts: conflicts::of(context, &known),
            notices: overview.notices,
            keychain: overview.keychain,
            secrets: secrets::look(context, &known, overview.keychain, &entries),
            entries,
            gateway: overview.gateway,
            running: GatewayFacts::default(),
            statuses: vec![],
            said_ends: Settings::load(&context.place).expiries(&context.home.id()),
            verdicts: BTreeMap::new(),
            models: BTreeMap::new(),
            unseen,
            openclaw: overview.openclaw,
            config,
            can,
        }
    }

    /// The config as far as it can be read.
    pub(super) fn known_config(&self) -> &GatewayConfig {
        static NONE: std::sync::LazyLock<GatewayConfig> =
            std::sync::LazyLock::new(GatewayConfig::default);
        self.config.as_ref().map_or(&NONE, |(config, _)| config)
    }

    /// Takes in what OpenClaw's commands said.
    fn answered(
        &mut self,
        context: &Context,
        openclaw: &OpenClaw,
        validation: Result<Option<Validation>>,
        statuses: Vec<(String, Result<Status>)>,
        unseen: &mut Vec<Notice>,
    ) {
        match validation {
            Ok(validation) => self.validation = validation,
            Err(error) => unseen.push(error.into()),
        }
        self.unset_variables = match &self.validation {
            Some(validation) if self.can.warns_of_unset_variables => variables::told(validation),
            _ => variables::not_set(context, openclaw.variables(), self.known_config()),
        };
        // With a config that is refused no agent can be asked, and that is told already.
        let refused = self.validation.as_ref().is_some_and(|validation| !validation.valid);
        for (agent, status) in statuses {
            match status {
                Ok(status) => {
                    context.remember_status(&agent, status.clone());
                    self.statuses.push((agent, status));
                }
                Err(_) if refused || self.config.is_err() => {}
                Err(error) => unseen.push(error.into()),
            }
        }
    }
}

/// Where the config's own headers lack the flag for keeping an hour.
fn without_hour_beta(context: &Context, can: &Capabilities) -> Vec<String> {
    if !can.hour_needs_beta {
        return Vec::new();
    }
    let Ok(Ok(files)) = context.store().load().map(|loaded| loaded.config) else {
        return Vec::new();
    };
    let edits = caching::hour_beta(files.value(), &GatewayConfig::read(files.value()), can);
    edits.iter().map(|edit| edit.path().to_string()).collect()
}

/// How each agent signs in.
async fn statuses(openclaw: &OpenClaw, agents: &[String]) -> Vec<(String, Result<Status>)> {
    let mut all = vec![];
    for agent in agents {
        all.push((agent.clone(), openclaw.status(Some(agent)).await));
    }
    all
}

/// What OpenClaw's own check says of a config that is there.
async fn validation(openclaw: &OpenClaw, path: &std::path::Path) -> Result<Option<Validation>> {
    if !path.exists() || !openclaw.capabilities().config_validate {
        return Ok(None);
    }
    openclaw.validate(path).await.map(Some)
}

#[cfg(test)]
mod made_up {
    use super::*;
    use crate::vault::EntryId;

    impl Facts {
        /// All is well, on 2026.9.6, with a config that says nothing.
        pub(in crate::setup::diagnose) fn healthy() -> Self {
            Self {
                openclaw: OpenClawView {
                    version: Some("2026.9.6".into()),
                    path: Some("/opt/openclaw".into()),
                    node: Some("/usr/bin/node".into()),
                    references: true,
                    problem: None,
                    install_command: String::new(),
                },
                can: Capabilities::of("2026.9.6"),
                config: Ok((GatewayConfig::default(), ConfigState::Ok)),
                config_path: "/home/ann/.openclaw/openclaw.json".into(),
                validation: Some(Validation { valid: true, ..Validation::default() }),
                removed_comments: 0,
                unset_variables: BTreeSet::new(),
                without_hour_beta: vec![],
                conflicts: vec![],
                notices: vec![],
                keychain: KeychainView::Ready,
                entries: vec![],
                secrets: SecretFacts::default(),
                gateway: GatewayView {
                    state: GatewayState::Running,
                    port: 18789,
                    service: false,
                    before_login: false,
                    elsewhere: None,
                },
                running: GatewayFacts::default(),
                statuses: vec![],
                said_ends: BTreeMap::new(),
                verdicts: BTreeMap::new(),
                models: BTreeMap::new(),
                unseen: vec![],
            }
        }

        /// The same with another config.
        pub(in crate::setup::diagnose) fn with_config(mut self, value: &serde_json::Value) -> Self {
            self.config = Ok((GatewayConfig::read(value), ConfigState::Ok));
            self
        }

        /// The same where `profile` of `agent` has its secret from Chela.
        pub(in crate::setup::diagnose) fn with_reference(
            mut self,
            profile: &str,
            agent: &str,
        ) -> Self {
            let id = Self::entry(profile, agent).id;
            let status = Status::read(&serde_json::json!({ "auth": {
                "providers": [{ "provider": "anthropic", "profiles": {
                    "labels": [format!("{profile}=token:ref(exec:{id})")] } }],
                "oauth": { "profiles": [{ "profileId": profile, "provider": "anthropic",
                                          "type": "token", "status": "static" }] }
            } }));
            self.statuses.push((agent.to_owned(), status));
            self
        }

        /// An entry of Chela's; the same id for all.
        pub(in crate::setup::diagnose) fn entry(profile: &str, agent: &str) -> Entry {
            Entry {
                id: EntryId::parse(&format!("v1/{}", "a".repeat(26))).unwrap(),
                home: "home".into(),
                agents: vec![agent.into()],
                profile: profile.into(),
                kind: "setup-token".into(),
                masked: "sk-ant-oat01-Zk3…mAA".into(),
                created_ms: 1,
                confirmed_ms: None,
                retired_ms: None,
                copy: false,
            }
        }
    }
}
