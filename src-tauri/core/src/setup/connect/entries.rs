//! The keychain entries of a sign-in: the new one, the ones that it replaces, and what stood in
//! plaintext in the place of the reference.

use super::Connecting;
use crate::error::Result;
use crate::setup::now_ms;
use crate::setup::run::Run;
use crate::setup::session::{Session, kind_word, lost_by};
use crate::setup::undoing::Mark;
use crate::vault::{Entry, EntryId, KeychainError, KeychainState, Secret};
use crate::view::Step;

impl Connecting<'_> {
    /// Keeps the entry that holds this very secret, or makes a new one. An entry to which
    /// profiles refer does not become a copy of what OpenClaw keeps, nor the other way round.
    pub(in crate::setup) fn store(
        &mut self,
        session: &Session<'_>,
        run: &mut Run<'_>,
    ) -> Result<()> {
        run.start(Step::Store)?;
        let stored: Vec<EntryId> = run.stored().cloned().collect();
        let known_ms = self.find_entries(session, &stored)?;
        if self.outcome.entry.is_some() {
            run.skipped("core.step.store.same");
            return Ok(());
        }
        let confirmed_ms = self.outcome.confirmed.then(now_ms).or(known_ms);
        let entry = Entry { confirmed_ms, ..self.new_entry(session) };
        run.note(Mark::Stored { id: entry.id.clone() })?;
        session.context.keychain.put(&entry, self.secret)?;
        self.outcome.changed = true;
        self.outcome.entry = Some(entry);
        run.done(None);
        Ok(())
    }

    /// Looks for the entry that holds this very secret, and for those that it replaces; among
    /// `stored` is the one that was made before an interruption. Answers when one with this secret
    /// was confirmed.
    pub(super) fn find_entries(
        &mut self,
        session: &Session<'_>,
        stored: &[EntryId],
    ) -> Result<Option<u64>> {
        let copy = !self.draft.by_reference;
        let mut confirmed_ms = None;
        let mut found = match stored {
            [] => vec![],
            _ => session.context.own_entries()?,
        };
        found.retain(|e| e.profile == self.draft.profile && stored.contains(&e.id));
        for agent in &self.draft.agents {
            found.extend(session.bound_entries(agent, &self.draft.profile)?);
        }
        for entry in found {
            let mut known = self.outcome.entry.iter().chain(&self.outcome.replaced);
            if known.any(|known| known.id == entry.id) {
                continue;
            }
            match session.context.keychain.get(&entry.id) {
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
        Ok(confirmed_ms)
    }

    /// An entry for this secret, as it is before anything is bound to it: those that are noted
    /// at the end.
    pub(super) fn new_entry(&self, session: &Session<'_>) -> Entry {
        Entry {
            id: EntryId::random(),
            home: session.context.home.id(),
            agents: vec![],
            profile: self.draft.profile.clone(),
            kind: kind_word(self.request.kind).to_owned(),
            masked: self.secret.masked(),
            created_ms: now_ms(),
            confirmed_ms: None,
            retired_ms: None,
            copy: !self.draft.by_reference,
        }
    }

    /// An entry for what is replaced: from the first it is one that goes after the grace period.
    pub(super) fn shelved_entry(&self, session: &Session<'_>, secret: &Secret) -> Entry {
        Entry {
            masked: secret.masked(),
            retired_ms: Some(now_ms()),
            copy: false,
            ..self.new_entry(session)
        }
    }

    /// Keeps what the profile holds in plaintext until all is done.
    pub(super) async fn shelve(
        &self,
        session: &Session<'_>,
        run: &mut Run<'_>,
        agent: &str,
    ) -> Result<()> {
        let Some(secret) = self.to_shelve(session, agent).await? else { return Ok(()) };
        let mark = |id: &EntryId| Mark::Shelved {
            agent: agent.to_owned(),
            profile: self.draft.profile.clone(),
            kind: self.request.kind,
            id: id.clone(),
        };
        let keychain = &session.context.keychain;
        // A run that was killed may have noted it already, and done it or not.
        let noted = run.marks().find_map(|mark| match mark {
            Mark::Shelved { agent: its, profile, id, .. } => {
                (its == agent && *profile == self.draft.profile).then(|| id.clone())
            }
            _ => None,
        });
        if noted.as_ref().is_some_and(|id| keychain.get(id).is_ok_and(|kept| kept == secret)) {
            return Ok(());
        }
        if let Some(copy) = self.replaced_with(session, &secret) {
            return run.note(mark(&copy.id));
        }
        let mut entry = self.shelved_entry(session, &secret);
        match noted {
            Some(id) => entry.id = id,
            None => run.note(mark(&entry.id))?,
        }
        Ok(keychain.put(&entry, &secret)?)
    }

    /// What the profile holds in plaintext and is to be replaced, where that can be read and is
    /// another secret; what is moved to the keychain is known in any case.
    pub(super) async fn to_shelve(
        &self,
        session: &Session<'_>,
        agent: &str,
    ) -> Result<Option<Secret>> {
        // With a reference it must be there anyway, and that it fails once is told.
        let may_lack = !self.draft.by_reference;
        if may_lack && session.context.keychain.state() != KeychainState::Ready {
            return Ok(None);
        }
        let secret = match self.purpose.moves() {
            true => Some(self.secret.clone()),
            false => session.binding().plaintext(agent, &self.draft.profile).await?,
        };
        let stays = |secret: &Secret| !self.draft.by_reference && secret == self.secret;
        Ok(secret.filter(|secret| !stays(secret)))
    }

    /// The entry that is replaced and holds this secret.
    pub(super) fn replaced_with(&self, session: &Session<'_>, secret: &Secret) -> Option<&Entry> {
        let keychain = &session.context.keychain;
        let holds_it = |entry: &&Entry| keychain.get(&entry.id).is_ok_and(|kept| kept == *secret);
        self.outcome.replaced.iter().find(holds_it)
    }

    /// The entry as it is once the agents have it.
    pub(super) fn with_agents(&self, entry: &Entry) -> Entry {
        let mut entry = entry.clone();
        let has_it = |agent: &&String| !self.outcome.inheriting.contains(agent);
        entry.agents.extend(self.draft.agents.iter().filter(has_it).cloned());
        entry.agents.sort();
        entry.agents.dedup();
        entry
    }

    /// An entry that is replaced, as it is then.
    pub(super) fn without_agents(&self, old: &Entry) -> Entry {
        lost_by(old, &self.draft.agents)
    }

    /// The new entry serves: notes its agents, and gives the old ones their grace period.
    pub(in crate::setup) fn retire_replaced(
        &mut self,
        session: &Session<'_>,
        run: &mut Run<'_>,
    ) -> Result<()> {
        let keychain = &session.context.keychain;
        let Some(before) = &self.outcome.entry else { return Ok(()) };
        let mut entry = self.with_agents(before);
        if entry.confirmed_ms.is_none() && self.outcome.confirmed {
            entry.confirmed_ms = Some(now_ms());
        }
        if entry != *before {
            keychain.update(&entry)?;
        }
        self.outcome.entry = Some(entry);
        for old in std::mem::take(&mut self.outcome.replaced) {
            run.note(Mark::retired(&old))?;
            keychain.update(&self.without_agents(&old))?;
        }
        Ok(())
    }
}
