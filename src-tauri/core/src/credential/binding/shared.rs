//! What the agents of a home share since OpenClaw keeps sign-ins in SQLite: a store that every
//! agent without the profile reads through to, and in which plaintext can stand on behind a
//! reference in an agent's own store (2026.9.6: `secrets apply` writes the agent's own).
//!
//! No command names that store. It is reached through an agent that has no store of its own and
//! exists only in the stub: what such a *stranger* sees is what is shared, and what it signs out
//! of is removed there. The agents' own stores stay as they are.

use super::{AgentStore, Binding, Stub, commands, stub_config};
use crate::error::Result;
use crate::openclaw::status::Status;

/// An agent that nobody has.
pub(super) const STRANGER: &str = "chela-stranger";

impl Binding<'_> {
    /// The masked form of the plaintext of `profile` that all agents share.
    ///
    /// # Errors
    /// `openclaw-failed`, `openclaw-unreadable`.
    pub async fn shared_plaintext(&self, profile: &str) -> Result<Option<String>> {
        if self.openclaw.capabilities().json_store {
            return Ok(None);
        }
        let stub = self.stub_with_stranger()?;
        let args = ["models", "status", "--json", "--agent", STRANGER];
        let status = Status::read(&self.run(&stub, &args).json().await?);
        Ok(status.plaintext(profile).map(str::to_owned))
    }

    /// Removes `profile` from what the agents share. Only where [`Binding::shared_plaintext`] has
    /// just seen it: without it there OpenClaw would remove the main agent's own.
    ///
    /// # Errors
    /// `openclaw-failed`.
    pub async fn remove_shared(&self, profile: &str) -> Result<()> {
        let stub = self.stub_with_stranger()?;
        self.run(&stub, &commands::logout_shared(profile)).text().await.map(drop)
    }

    /// Has OpenClaw give back the free pages of that store, in which the bytes of removed profiles
    /// can stand on (2026.9.6).
    ///
    /// # Errors
    /// `openclaw-failed`.
    pub async fn compact(&self) -> Result<()> {
        let stub = self.stub()?;
        self.run(&stub, &commands::compact()).text().await.map(drop)
    }

    fn stub_with_stranger(&self) -> Result<Stub> {
        let mut stub = self.stub()?;
        let folder = stub.folder.path().join("stranger").display().to_string();
        let mut agents = self.agents.to_vec();
        agents.push(AgentStore { id: STRANGER.to_owned(), agent_dir: Some(folder) });
        let can = self.openclaw.capabilities();
        let config = stub_config(self.provider, self.provider_value, &agents, can);
        stub.config = stub.file("with-stranger.json", &config)?.into();
        Ok(stub)
    }
}
