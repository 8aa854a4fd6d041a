//! The keychain entries of a sign-in: the new one, the ones that it replaces, and what stood in
//! plaintext in the place of the reference.

use super::{Connecting, Purpose};
use crate::error::Result;
use crate::setup::now_ms;
use crate::setup::run::Run;
use crate::setup::session::{Session, kind_word};
use crate::setup::undoing::Mark;
use crate::vault::{Entry, EntryId, KeychainError, KeychainState, Secret};
use crate::view::Step;

impl Connecting<'_> {
    /// Keeps the entry that holds this very secret, or makes a new one. An entry to which
    /// profiles refer does not become a copy of what OpenClaw keeps, nor the other way round.
    pub(super) fn store(&mut self, session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
        run.start(Step::Store)?;
        let copy = !self.draft.by_reference;
        let mut confirmed_ms = self.outcome.confirmed.then(now_ms);
        let keychain = &session.context.keychain;
        let mut found: Vec<Entry> = match run.stored() {
            Some(id) => {
                session.context.own_entries()?.into_iter().filter(|e| e.id == *id).collect()
            }
            None => vec![],
        };
        for agent in &self.draft.agents {
            found.extend(session.bound_entries(agent, &self.draft.profile)?);
        }
        for entry in found {
            let mut known = self.outcome.entry.iter().chain(&self.outcome.replaced);
            if known.any(|known| known.id == entry.id) {
                continue;
            }
            match keychain.get(&entry.id) {
                Ok(secret) if secret == *self.secret => {
                    confirmed_ms = confirmed_ms.or(entry.confirmed_ms);
                    let fits = entry.copy == copy && self.outcome.entry.is_none();
                    if fits {
                        self.outcome.entry = Some(entry);
                    } else {
                        self.outcome.replaced.push(entry);
                    }
                }
                Ok(_) | Err(KeychainError::NotFound) => self.outcome.replaced.push(entry),
                Err(error) => return Err(error.into()),
            }
        }
        if self.outcome.entry.is_some() {
            run.skipped("core.step.store.same");
            return Ok(());
        }
        let entry = Entry {
            id: EntryId::random(),
            home: session.context.home.id(),
            // None yet: those that are bound to it are noted at the end.
            agents: vec![],
            profile: self.draft.profile.clone(),
            kind: kind_word(self.request.kind).to_owned(),
            masked: self.secret.masked(),
            created_ms: now_ms(),
            confirmed_ms,
            retired_ms: None,
            copy,
        };
        run.note(Mark::Stored { id: entry.id.clone() })?;
        keychain.put(&entry, self.secret)?;
        self.outcome.changed = true;
        self.outcome.entry = Some(entry);
        run.done(None);
        Ok(())
    }

    /// Keeps what the profile holds in plaintext until all is done, where that can be read and
    /// is another secret; what is moved to the keychain is known in any case.
    pub(super) async fn shelve(
        &self,
        session: &Session<'_>,
        run: &mut Run<'_>,
        agent: &str,
    ) -> Result<()> {
        let profile = &self.draft.profile;
        let keychain = &session.context.keychain;
        if keychain.state() != KeychainState::Ready {
            return Ok(());
        }
        let secret = match self.purpose {
            Purpose::SignIn => session.binding().plaintext(agent, profile).await?,
            Purpose::Move => Some(self.secret.clone()),
        };
        let stays = |secret: &Secret| !self.draft.by_reference && secret == self.secret;
        let Some(secret) = secret.filter(|secret| !stays(secret)) else { return Ok(()) };
        let mark = |id: &EntryId| Mark::Shelved {
            agent: agent.to_owned(),
            profile: profile.clone(),
            kind: self.request.kind,
            id: id.clone(),
        };
        let holds_it = |entry: &&Entry| keychain.get(&entry.id).is_ok_and(|kept| kept == secret);
        if let Some(copy) = self.outcome.replaced.iter().find(holds_it) {
            return run.note(mark(&copy.id));
        }
        let entry = Entry {
            id: EntryId::random(),
            home: session.context.home.id(),
            agents: vec![],
            profile: profile.clone(),
            kind: kind_word(self.request.kind).to_owned(),
            masked: secret.masked(),
            created_ms: now_ms(),
            confirmed_ms: None,
            // From the first it is one that goes after the grace period.
            retired_ms: Some(now_ms()),
            copy: false,
        };
        run.note(mark(&entry.id))?;
        Ok(keychain.put(&entry, &secret)?)
    }

    /// The new entry serves: notes its agents, and gives the old ones their grace period.
    pub(super) fn retire_replaced(
        &mut self,
        session: &Session<'_>,
        run: &mut Run<'_>,
    ) -> Result<()> {
        let keychain = &session.context.keychain;
        let Some(entry) = &mut self.outcome.entry else { return Ok(()) };
        let known = entry.agents.len();
        let has_it = |agent: &&String| !self.outcome.inheriting.contains(agent);
        entry.agents.extend(self.draft.agents.iter().filter(has_it).cloned());
        entry.agents.sort();
        entry.agents.dedup();
        let confirmed = entry.confirmed_ms.is_none() && self.outcome.confirmed;
        if confirmed {
            entry.confirmed_ms = Some(now_ms());
        }
        if confirmed || entry.agents.len() != known {
            keychain.update(entry)?;
        }
        for mut old in std::mem::take(&mut self.outcome.replaced) {
            run.note(Mark::retired(&old))?;
            old.agents.retain(|agent| !self.draft.agents.contains(agent));
            if old.agents.is_empty() {
                old.retired_ms = Some(now_ms());
            }
            keychain.update(&old)?;
        }
        Ok(())
    }
}
