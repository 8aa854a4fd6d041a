//! Profile → reference: makes OpenClaw's own store refer to a keychain entry, through its
//! documented commands; where it has none for that, in the file that it keeps
//! ([`AuthProfiles`]).
//!
//! Every command here runs against a *stub*: a private config that holds only the provider and
//! the agents' folders. The user's `openclaw.json` is not even opened, so it cannot be
//! rewritten (OpenClaw 2026.9.6 drops all comments when it writes), and a mistake elsewhere in
//! it does not stand in the way.

pub(crate) mod commands;
mod shared;
mod stub;

use std::path::PathBuf;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use self::stub::Stub;
use super::auth_profiles::{self, AuthProfiles, Contents, Credential, Reference};
use crate::error::{Code, Error, Result};
use crate::openclaw::cli::Run;
use crate::openclaw::status::Status;
use crate::openclaw::{Capabilities, OpenClaw, paths};
use crate::vault::{EntryId, Secret};
use crate::view::CredentialKind;

/// `secrets apply` runs the resolver and opens several stores: 3 s on an idle machine. Right after the
/// computer has started 2026.2.9 first compiles its plugins: 20 s of a quick processor.
const LIMIT: Duration = Duration::from_secs(180);

/// The database in an agent's folder, since 2026.6.5.
const DATABASE: &str = "openclaw-agent.sqlite";

/// An agent, as far as its store is concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgentStore {
    /// Its id.
    pub id: String,
    /// Its own folder, when the config names one.
    pub agent_dir: Option<String>,
}

/// The commands that read and write the stores of one home.
#[derive(Debug, Clone, Copy)]
pub struct Binding<'a> {
    /// The program, for the home whose stores these are.
    pub openclaw: &'a OpenClaw,
    /// The provider's name in `secrets.providers`.
    pub provider: &'a str,
    /// The provider itself, as in the config.
    pub provider_value: &'a Value,
    /// All agents of the home: with one missing, OpenClaw would not know its folder.
    pub agents: &'a [AgentStore],
}

impl Binding<'_> {
    /// Makes `profile` of `agent` refer to `id`. Answers whether that changed anything.
    ///
    /// # Errors
    /// `openclaw-failed` when OpenClaw could not resolve the reference, or says no.
    pub async fn bind(
        &self,
        agent: &str,
        profile: &str,
        kind: CredentialKind,
        id: &EntryId,
    ) -> Result<bool> {
        if !self.openclaw.capabilities().binds_by_command {
            let reference = Reference::exec(self.provider, id);
            let (store, profile) = (self.store(agent), profile.to_owned());
            return aside(move || store.set_reference(&credential(&profile, kind), &reference))
                .await;
        }
        let stub = self.stub()?;
        let plan = stub.file("plan.json", &plan(self.provider, agent, profile, kind, id))?;
        let answer: Applied = self.run(&stub, &commands::apply(&plan)).json().await?;
        Ok(answer.changed)
    }

    /// Removes `profile` from the store of `agent`.
    ///
    /// On 2026.9.6 an agent that has no such profile itself reads through to the main agent's,
    /// and this command then removes the *main agent's*: call it only for agents that were
    /// bound, the main agent last.
    ///
    /// # Errors
    /// `sign-out-unsupported`, `openclaw-failed`; those of the file.
    pub async fn unbind(&self, agent: &str, profile: &str) -> Result<()> {
        let can = self.openclaw.capabilities();
        if !can.signs_out() {
            let version = &self.openclaw.installation().version;
            return Err(Error::new(Code::SignOutUnsupported).with("version", version));
        }
        if can.json_store {
            let (store, profile) = (self.store(agent), profile.to_owned());
            return aside(move || store.remove(&profile)).await.map(drop);
        }
        let stub = self.stub()?;
        self.run(&stub, &commands::logout(profile, agent)).text().await.map(drop)
    }

    /// What `agent` signs in with, its own profiles and those that it inherits.
    ///
    /// # Errors
    /// `openclaw-failed`, `openclaw-unreadable`.
    pub async fn status(&self, agent: &str) -> Result<Status> {
        let stub = self.stub()?;
        let args = ["models", "status", "--json", "--agent", agent];
        Ok(Status::read(&self.run(&stub, &args).json().await?))
    }

    /// The order in which `agent` tries Anthropic profiles, when it has one of its own.
    ///
    /// # Errors
    /// `openclaw-failed`, `openclaw-unreadable`.
    pub async fn order(&self, agent: &str) -> Result<Option<Vec<String>>> {
        let stub = self.stub()?;
        let args = [
            "models",
            "auth",
            "order",
            "get",
            "--provider",
            "anthropic",
            "--agent",
            agent,
            "--json",
        ];
        let answer: Ordered = self.run(&stub, &args).json().await?;
        Ok(answer.order)
    }

    /// Sets that order; `None` goes back to OpenClaw's own.
    ///
    /// # Errors
    /// `openclaw-failed`.
    pub async fn set_order(&self, agent: &str, order: Option<&[String]>) -> Result<()> {
        let stub = self.stub()?;
        self.run(&stub, &commands::order(agent, order)).text().await.map(drop)
    }

    /// Gives the secret itself to OpenClaw's own store, in plaintext: on a command's stdin, or in
    /// the file that it keeps (before 2026.6.5 those commands take nothing from stdin, and show what
    /// is typed). Only with the person's consent, where there is no other way. Answers whether
    /// that changed anything, as far as that can be seen.
    ///
    /// # Errors
    /// `openclaw-failed`; those of the file.
    pub async fn keep_plaintext(
        &self,
        agent: &str,
        profile: &str,
        kind: CredentialKind,
        secret: &Secret,
    ) -> Result<bool> {
        if self.openclaw.capabilities().json_store {
            let (store, profile, secret) = (self.store(agent), profile.to_owned(), secret.clone());
            let set = move || {
                let changed = store.set_plaintext(&credential(&profile, kind), &secret)?;
                // The failures were the old secret's.
                Ok(store.forget_failures(&profile)? || changed)
            };
            return aside(set).await;
        }
        let stub = self.stub()?;
        let args = commands::paste(agent, profile, kind);
        self.run(&stub, &args).input(secret).text().await.map(|_| true)
    }

    /// Whether `profile` of `agent` still holds the secret of this [`fingerprint`] in plaintext;
    /// where that cannot be read, whether it holds any.
    ///
    /// # Errors
    /// Those of [`Binding::plaintext`] and [`Binding::status`].
    pub async fn still_keeps(&self, agent: &str, profile: &str, known: &str) -> Result<bool> {
        if self.openclaw.capabilities().json_store {
            let secret = self.plaintext(agent, profile).await?;
            return Ok(secret.is_some_and(|secret| fingerprint(&secret) == known));
        }
        Ok(self.status(agent).await?.plaintext(profile).is_some())
    }

    /// Lets OpenClaw forget that `profile` of `agent` has failed, where that stands in a file: before
    /// 2026.6.5.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn forget_failures(&self, agent: &str, profile: &str) -> Result<()> {
        let (store, profile) = (self.store(agent), profile.to_owned());
        aside(move || store.forget_failures(&profile)).await.map(drop)
    }

    /// What `profile` of `agent` holds in plaintext, where that can be read: before 2026.6.5.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn plaintext(&self, agent: &str, profile: &str) -> Result<Option<Secret>> {
        if !self.openclaw.capabilities().json_store {
            return Ok(None);
        }
        let (store, profile) = (self.store(agent), profile.to_owned());
        aside(move || store.secret(&profile)).await
    }

    /// What the file says in which an agent's profiles stand, where it may be read: before 2026.6.5.
    ///
    /// # Errors
    /// Those of the file.
    pub async fn contents(&self, agent: &str) -> Result<Option<Contents>> {
        if !self.openclaw.capabilities().json_store {
            return Ok(None);
        }
        let store = self.store(agent);
        aside(move || store.read()).await.map(Some)
    }

    /// The file in which OpenClaw keeps what an agent signs in with.
    pub fn file(&self, agent: &str) -> PathBuf {
        let name = match self.openclaw.capabilities().json_store {
            true => auth_profiles::FILES[0],
            false => DATABASE,
        };
        self.folder(agent).join(name)
    }

    /// The file in which an agent's profiles stand, before 2026.6.5.
    fn store(&self, agent: &str) -> AuthProfiles {
        let file = self.folder(agent).join(auth_profiles::FILES[0]);
        AuthProfiles::at(file, self.openclaw.capabilities())
    }

    /// An agent's own folder.
    fn folder(&self, agent: &str) -> PathBuf {
        let home = self.openclaw.home();
        let named = self.agents.iter().find(|known| known.id == agent);
        match named.and_then(|known| known.agent_dir.as_deref()) {
            Some(folder) => {
                let user = self.openclaw.variables().get("HOME").map(PathBuf::from);
                paths::expanded(folder, &user.unwrap_or_default())
            }
            None => home.state_dir.join("agents").join(agent).join("agent"),
        }
    }

    fn run<'s, S: AsRef<str>>(&'s self, stub: &Stub, args: &[S]) -> Run<'s> {
        self.openclaw.run(args.iter().map(AsRef::as_ref)).config(&stub.config).limit(LIMIT)
    }

    fn stub(&self) -> Result<Stub> {
        let can = self.openclaw.capabilities();
        Stub::new(&stub_config(self.provider, self.provider_value, self.agents, can))
    }
}

/// What tells a secret from another one, and nothing else about it: a journal may name it.
pub(crate) fn fingerprint(secret: &Secret) -> String {
    let digest = Sha256::digest(secret.expose().as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn credential(profile: &str, kind: CredentialKind) -> Credential<'_> {
    Credential { profile, provider: "anthropic", kind, expires_ms: None }
}

/// Does what blocks on a thread where it may.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::new(Code::Internal))?
}

#[derive(Deserialize)]
struct Applied {
    #[serde(default)]
    changed: bool,
}

#[derive(Deserialize)]
struct Ordered {
    #[serde(default)]
    order: Option<Vec<String>>,
}

/// The plan of `openclaw secrets apply` (version 1, as 2026.5.7 and 2026.9.6 read it).
fn plan(provider: &str, agent: &str, profile: &str, kind: CredentialKind, id: &EntryId) -> Value {
    let (target, field) = match kind {
        CredentialKind::ApiKey => ("auth-profiles.api_key.key", "key"),
        _ => ("auth-profiles.token.token", "token"),
    };
    json!({
        "version": 1,
        "protocolVersion": 1,
        "targets": [{
            "type": target,
            "path": format!("profiles.{profile}.{field}"),
            "pathSegments": ["profiles", profile, field],
            "agentId": agent,
            "authProfileProvider": "anthropic",
            "ref": { "source": "exec", "provider": provider, "id": id.as_str() },
        }],
        // By default OpenClaw also scrubs plaintext elsewhere: nobody has asked for that here.
        "options": { "scrubEnv": false, "scrubAuthProfilesForProviderTargets": false },
    })
}

fn stub_config(provider: &str, value: &Value, agents: &[AgentStore], can: Capabilities) -> Value {
    let entry = |agent: &AgentStore| match &agent.agent_dir {
        Some(folder) => json!({ "agentDir": folder }),
        None => json!({}),
    };
    let agents = if can.agents_entries {
        let entries: serde_json::Map<String, Value> =
            agents.iter().map(|agent| (agent.id.clone(), entry(agent))).collect();
        if can.agents_ownership {
            json!({ "ownership": "explicit", "entries": entries })
        } else {
            json!({ "entries": entries })
        }
    } else {
        let list: Vec<Value> = agents
            .iter()
            .map(|agent| {
                let mut one = entry(agent);
                one["id"] = json!(agent.id);
                one
            })
            .collect();
        json!({ "list": list })
    };
    let mut stub = json!({ "gateway": { "mode": "local" }, "agents": agents });
    if can.references {
        stub["secrets"] = json!({ "providers": { provider: value } });
    }
    stub
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_names_the_right_field_for_each_kind() {
        let id = EntryId::random();
        let token = plan("chela", "main", "anthropic:default", CredentialKind::SetupToken, &id);
        assert_eq!(token["targets"][0]["type"], "auth-profiles.token.token");
        assert_eq!(token["targets"][0]["path"], "profiles.anthropic:default.token");
        let key = plan("chela", "main", "anthropic:api", CredentialKind::ApiKey, &id);
        assert_eq!(key["targets"][0]["pathSegments"], json!(["profiles", "anthropic:api", "key"]));
    }

    #[test]
    fn a_stub_has_the_agents_in_the_form_that_the_version_reads() {
        let agents = [
            AgentStore { id: "main".into(), agent_dir: None },
            AgentStore { id: "work".into(), agent_dir: Some("/agents/work".into()) },
        ];
        let provider = json!({ "source": "exec" });
        assert_eq!(
            stub_config("chela", &provider, &agents, Capabilities::of("2026.9.6"))["agents"],
            json!({ "ownership": "explicit",
                    "entries": { "main": {}, "work": { "agentDir": "/agents/work" } } })
        );
        assert_eq!(
            stub_config("chela", &provider, &agents, Capabilities::of("2026.5.7"))["agents"],
            json!({ "list": [{ "id": "main" }, { "agentDir": "/agents/work", "id": "work" }] })
        );
    }
}
