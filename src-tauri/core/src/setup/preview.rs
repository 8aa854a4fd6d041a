//! What an operation would do, put together from what the operation itself decides: the same
//! intents, entries and arguments that it acts with. Nothing here writes, and only those of
//! OpenClaw's commands run that read.

use std::path::Path;

use super::session::Session;
use crate::config::Store;
use crate::config::store::Intent;
use crate::credential::resolver;
use crate::error::{Code, Error, Result};
use crate::openclaw::gateway::RELOAD;
use crate::openclaw::validate::VALIDATE;
use crate::openclaw::{Capabilities, cli};
use crate::vault::Entry;
use crate::view::{GatewayAction, GatewayState, KeychainChange, KeychainFate, Preview};

impl Preview {
    /// Notes the change of the config, and OpenClaw's own check of it, where it `can` do that.
    ///
    /// # Errors
    /// Those of [`Store::prepare`].
    pub(super) fn edits(
        &mut self,
        store: &Store,
        intent: &Intent<'_>,
        can: Capabilities,
    ) -> Result<()> {
        let candidate = store.prepare(intent)?;
        self.diffs.extend(candidate.diffs());
        if !candidate.is_noop() && can.config_validate {
            self.runs(VALIDATE);
        }
        Ok(())
    }

    /// Notes a command of OpenClaw's, once.
    pub(super) fn runs<S: AsRef<str>>(&mut self, arguments: impl IntoIterator<Item = S>) {
        self.types(cli::typed(arguments));
    }

    /// Notes a command as one types it, once.
    pub(super) fn types(&mut self, command: String) {
        once(&mut self.commands, command);
    }

    /// Notes a file that is written, once.
    pub(super) fn writes(&mut self, file: &Path) {
        once(&mut self.files, file.display().to_string());
    }

    /// Notes what becomes of an entry; it is named as it is before.
    pub(super) fn keychain(&mut self, entry: &Entry, change: KeychainFate) {
        let (name, masked) = (entry.label(), entry.masked.clone());
        once(&mut self.keychain, KeychainChange { name, masked, change });
    }

    /// Notes what becomes of an entry that `after` stands for then.
    pub(super) fn keychain_after(&mut self, before: &Entry, after: &Entry) {
        let change = match (after.retired_ms.is_some(), after == before) {
            (true, _) => KeychainFate::Retired,
            (false, true) => KeychainFate::Kept,
            (false, false) => KeychainFate::Updated,
        };
        self.keychain(before, change);
    }

    /// Whether anything of what is noted so far changes something.
    pub(super) fn changes(&self) -> bool {
        let entries = self.keychain.iter().any(|entry| entry.change != KeychainFate::Kept);
        entries || !(self.diffs.is_empty() && self.commands.is_empty() && self.files.is_empty())
    }

    /// With all that was noted, which is all that there is.
    pub(super) fn complete(self) -> Self {
        Self { nothing_to_do: !self.changes(), ..self }
    }

    /// Adds what else is done in the same breath.
    pub(super) fn join(&mut self, other: Self) {
        other.diffs.into_iter().for_each(|diff| once(&mut self.diffs, diff));
        other.keychain.into_iter().for_each(|entry| once(&mut self.keychain, entry));
        other.commands.into_iter().for_each(|command| once(&mut self.commands, command));
        other.files.into_iter().for_each(|file| once(&mut self.files, file));
        other.notices.into_iter().for_each(|notice| once(&mut self.notices, notice));
    }
}

impl Session<'_> {
    /// Notes the change of the config, its check, and what it takes for a gateway that would
    /// write the old one over it.
    ///
    /// # Errors
    /// Those of [`Preview::edits`], and of finding the gateway.
    pub(super) async fn foresee_edits(
        &self,
        preview: &mut Preview,
        intent: &Intent<'_>,
    ) -> Result<()> {
        preview.edits(&self.context.store(), intent, self.openclaw.capabilities())?;
        let gateway = self.context.gateway(&self.config).await?;
        if !preview.diffs.is_empty() && gateway.clings_to_config() {
            preview.types(gateway.typed(GatewayAction::Start));
            preview.notices.push(Error::new(Code::GatewayPauses).into());
        }
        Ok(())
    }

    /// Notes the copy of the resolver, where it is to be placed anew.
    ///
    /// # Errors
    /// `resolver-unusable`, `io`.
    pub(super) fn foresee_resolver(&self, preview: &mut Preview) -> Result<()> {
        let context = self.context;
        if resolver::is_due(&context.place, &context.environment)? {
            preview.writes(&context.place.resolver());
        }
        Ok(())
    }

    /// Notes what telling a running gateway takes.
    ///
    /// # Errors
    /// Those of finding the gateway.
    pub(super) async fn foresee_reload(&self, preview: &mut Preview) -> Result<()> {
        if self.openclaw.capabilities().rereads_profiles {
            return Ok(());
        }
        let gateway = self.context.gateway(&self.config).await?;
        // One that is stopped for the change reads its secrets when it starts.
        let starts = preview.commands.contains(&gateway.typed(GatewayAction::Start));
        if !starts && gateway.state().await != GatewayState::Stopped {
            preview.runs(RELOAD);
        }
        Ok(())
    }
}

fn once<T: PartialEq>(all: &mut Vec<T>, one: T) {
    if !all.contains(&one) {
        all.push(one);
    }
}
