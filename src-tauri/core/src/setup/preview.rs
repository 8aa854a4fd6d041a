//! What an operation would do, put together from what the operation itself decides: the same
//! intents, entries and arguments that it acts with. Nothing here writes, and only those of
//! OpenClaw's commands run that read.

use std::path::Path;

use super::Context;
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
    /// What a change of the config alone would do, which OpenClaw checks in the background.
    ///
    /// # Errors
    /// Those of the config.
    pub(super) fn of_change(context: &Context, intent: &Intent<'_>) -> Result<Self> {
        let mut preview = Self::default();
        preview.edits(&context.store(), intent, context.config()?.written_by())?;
        Ok(preview.complete())
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::session::lost_by;
    use crate::vault::EntryId;

    fn entry(agents: &[&str]) -> Entry {
        Entry {
            id: EntryId::random(),
            home: "home".into(),
            agents: agents.iter().map(|&agent| agent.to_owned()).collect(),
            profile: "anthropic:default".into(),
            kind: "setup-token".into(),
            masked: "sk-ant-oat01-Zk3…mAA".into(),
            created_ms: 1,
            confirmed_ms: None,
            retired_ms: None,
            copy: false,
        }
    }

    #[test]
    fn what_becomes_of_an_entry_is_told_by_what_is_left_of_it() {
        use KeychainFate::{Kept, Retired, Updated};
        for (lost, expected) in [
            (&["other"][..], Kept),
            (&["main"], Updated),
            (&["main", "mail"], Retired),
            (&["mail", "main", "other"], Retired),
        ] {
            let before = entry(&["main", "mail"]);
            let lost: Vec<String> = lost.iter().map(|&agent| agent.to_owned()).collect();
            let mut preview = Preview::default();
            preview.keychain_after(&before, &lost_by(&before, &lost));
            let [change] = preview.keychain.as_slice() else { panic!("{preview:?}") };
            assert_eq!(change.change, expected, "{lost:?}");
            // By the name that it has as long as one can look for it.
            assert_eq!(change.name, "Chela: Claude setup-token (anthropic:default)");
            assert_eq!(preview.complete().nothing_to_do, expected == Kept);
        }
    }

    #[test]
    fn what_is_done_in_one_breath_is_told_once() {
        let part = |file: &str| {
            let mut part = Preview::default();
            part.runs(RELOAD);
            part.writes(Path::new(file));
            part
        };
        let mut all = part("/a");
        all.join(part("/a"));
        all.join(part("/b"));
        assert_eq!(all.commands, ["openclaw secrets reload --json"]);
        assert_eq!(all.files, ["/a", "/b"]);
        assert!(!all.complete().nothing_to_do);
        assert!(Preview::default().complete().nothing_to_do);
    }
}
