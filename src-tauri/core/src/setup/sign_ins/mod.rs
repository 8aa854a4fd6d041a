//! The sign-ins of a home: a matrix of agents and profiles, from what OpenClaw said last and what
//! Chela's own entries say. Never fails: what cannot be asked is said where it is missing.
//!
//! Leaves out what can be done with them (`super::order`, `super::disconnect`), but for the name
//! and the end that a person gives one ([`naming`]), which OpenClaw knows nothing of.

mod ask;
mod cell;
pub(super) mod expiry;
mod naming;
#[cfg(test)]
mod tests;

pub(super) use ask::{Heard, ask};
use cell::Cell;
pub(super) use naming::forget;
pub use naming::{plan_expiry, plan_label, profile_called, set_expiry, set_label};

use super::overview::model;
use super::session::main_agent;
use super::{Context, now_ms};
use crate::config::GatewayConfig;
use crate::openclaw::status::{Effective, Place, Profile, Status};
use crate::place::{Expiry, Settings};
use crate::vault::Entry;
use crate::view::{AgentView, KeychainView, SignInState, SignInView, SignIns};

/// All sign-ins. `thorough` asks OpenClaw about each agent first (2 s each, two at a time); without
/// it only files and keychain are looked at (ms), and what OpenClaw said last is used again.
pub async fn sign_ins(context: &Context, thorough: bool) -> SignIns {
    let config = context.config().unwrap_or_default();
    if thorough {
        ask(context, &config, true).await;
    }
    of(context, &config, context.keychain_view())
}

/// The agents, the default one first.
pub(super) fn agents(config: &GatewayConfig) -> Vec<String> {
    let mut agents = config.agent_ids();
    let main = main_agent(config);
    agents.sort_by_key(|agent| agent != main);
    agents
}

/// All sign-ins, from what is known.
pub(super) fn of(context: &Context, config: &GatewayConfig, keychain: KeychainView) -> SignIns {
    let known = Known::new(context, config, keychain);
    let mut all = SignIns { profiles: vec![], agents: vec![], asked_ms: None };
    for agent in agents(config) {
        let heard = context.heard(&agent);
        let (view, cells) = known.agent(&agent, &heard);
        all.asked_ms = all.asked_ms.max(heard.asked_ms);
        all.agents.push(view);
        for cell in cells {
            merge(&mut all.profiles, cell.sign_in(&known, &agent), known.main);
        }
    }
    all.profiles.sort_by_key(|sign_in| !sign_in.serves);
    all
}

/// Adds an agent's sign-in to those of the agents before it. The default agent, which comes first,
/// says how a sign-in stands that it has; else the agent with which it stands worst.
fn merge(profiles: &mut Vec<SignInView>, new: SignInView, main: &str) {
    let Some(old) = profiles.iter_mut().find(|old| old.profile == new.profile) else {
        return profiles.push(new);
    };
    let of_default = old.agents.iter().any(|agent| agent == main);
    if !of_default && severity(new.state) > severity(old.state) {
        (old.state, old.detail, old.until_ms) = (new.state, new.detail, new.until_ms);
    }
    old.last_used_ms = old.last_used_ms.max(new.last_used_ms);
    old.agents.extend(new.agents);
}

fn severity(state: SignInState) -> u8 {
    match state {
        SignInState::Ok => 0,
        SignInState::Unconfirmed | SignInState::Other => 1,
        SignInState::Expiring => 2,
        SignInState::Cooldown => 3,
        SignInState::Disabled => 4,
        SignInState::Expired => 5,
        SignInState::Missing => 6,
    }
}

/// What is known besides what OpenClaw said of an agent.
struct Known<'a> {
    context: &'a Context,
    config: &'a GatewayConfig,
    entries: Vec<Entry>,
    settings: Settings,
    home: String,
    main: &'a str,
    default_status: Option<Status>,
    now_ms: u64,
}

impl<'a> Known<'a> {
    fn new(context: &'a Context, config: &'a GatewayConfig, keychain: KeychainView) -> Self {
        let entries = match keychain {
            KeychainView::Ready | KeychainView::Locked => context.own_entries().unwrap_or_default(),
            KeychainView::Absent | KeychainView::Failing => vec![],
        };
        let main = main_agent(config);
        Self {
            context,
            config,
            entries,
            settings: Settings::load(&context.place),
            home: context.home.id(),
            main,
            default_status: context.remembered_status(main),
            now_ms: now_ms(),
        }
    }

    fn agent(&self, agent: &str, heard: &Heard) -> (AgentView, Vec<Cell>) {
        let configured = self.config.agent(agent).and_then(|agent| agent.model.as_ref());
        let own_model = configured.is_some_and(|model| model.primary.is_some());
        let shown = configured.filter(|_| own_model).or(self.config.default_model.as_ref());
        let (order, cells) = match &heard.status {
            Some(status) => self.told(agent, heard, status),
            None => (vec![], self.stored(agent)),
        };
        let able = |cell: &Cell| cell.view.state != SignInState::Missing;
        let other = heard.status.as_ref().and_then(|status| status.provider("anthropic"));
        let other = other.is_some_and(|provider| matches!(provider.effective, Effective::Other(_)));
        let view = AgentView {
            id: agent.to_owned(),
            default: agent == self.main,
            model: model(shown),
            own_model,
            order,
            own_order: heard.order.is_some(),
            missing: heard.status.is_some() && !other && !cells.iter().any(able),
            problem: heard.problem.clone(),
            cells: cells.iter().map(|cell| cell.view.clone()).collect(),
        };
        (view, cells)
    }

    /// What OpenClaw told of an agent: the order in which its profiles are tried, and the cells.
    fn told(&self, agent: &str, heard: &Heard, status: &Status) -> (Vec<String>, Vec<Cell>) {
        let its = || status.profiles.iter().filter(|profile| profile.provider == "anthropic");
        let order = self.order(heard, status);
        let able = |id: &&String| status.profile(id).is_some_and(|profile| profile.state.serves());
        let by_profiles = status
            .provider("anthropic")
            .is_some_and(|provider| provider.effective == Effective::Profiles);
        let serving = order.iter().find(able).filter(|_| by_profiles);
        let mut cells: Vec<Cell> =
            its().map(|profile| Cell::of_profile(self, agent, heard, profile)).collect();
        // In the order in which they are tried; those that never are, last.
        let place = |cell: &Cell| order.iter().position(|id| *id == cell.view.profile);
        cells.sort_by_key(|cell| place(cell).unwrap_or(usize::MAX));
        for cell in &mut cells {
            cell.view.serves = serving == Some(&cell.view.profile);
        }
        cells.extend(Cell::others(self, status, serving.is_some()));
        (order, cells)
    }

    /// The order in which an agent's profiles are tried, as far as anybody tells it: OpenClaw's
    /// status, the order set for the agent, the config's. A single profile has no other place.
    fn order(&self, heard: &Heard, status: &Status) -> Vec<String> {
        let told = status.provider("anthropic").map(|provider| &provider.order);
        if let Some(told) = told.filter(|told| !told.is_empty()) {
            return told.clone();
        }
        let its = |id: &&String| {
            status.profile(id).is_some_and(|profile| profile.provider == "anthropic")
        };
        if let Some(set) = heard.order.as_ref().or(self.config.order.as_ref()) {
            return set.iter().filter(its).cloned().collect();
        }
        let mut ids = status.profiles.iter().map(|profile| &profile.id).filter(its);
        match (ids.next(), ids.next()) {
            (Some(only), None) => vec![only.clone()],
            _ => vec![],
        }
    }

    /// What Chela's own entries say of an agent, before OpenClaw was asked.
    fn stored(&self, agent: &str) -> Vec<Cell> {
        let mut cells: Vec<Cell> = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.agents.iter().any(|a| a == agent)) {
            if cells.iter().all(|cell| cell.view.profile != entry.profile) {
                cells.push(Cell::of_entry(self, entry));
            }
        }
        if let Some(first) = cells.first_mut() {
            first.view.serves = true;
        }
        cells
    }

    /// Whether an agent has a profile only through the default agent's store.
    fn inherits(&self, agent: &str, heard: &Heard, profile: &Profile) -> bool {
        if agent == self.main {
            return false;
        }
        if let Some(own) = &heard.own {
            return !own.contains(&profile.id);
        }
        if self.entry_of(profile).is_some_and(|entry| entry.agents.iter().any(|a| a == agent)) {
            return false;
        }
        // Where OpenClaw does not tell, the very same in the default agent's store is that one.
        let of_main = self.default_status.as_ref().and_then(|status| status.profile(&profile.id));
        of_main.is_some_and(|main| main.kind == profile.kind && main.place == profile.place)
    }

    fn entry_of(&self, profile: &Profile) -> Option<&Entry> {
        match &profile.place {
            Place::Reference { id, .. } => {
                self.entries.iter().find(|entry| entry.id.as_str() == id)
            }
            Place::Plaintext(_) | Place::Unknown => None,
        }
    }

    fn label(&self, profile: &str) -> Option<String> {
        self.settings.label(&self.home, profile).map(str::to_owned)
    }

    fn said_expiry(&self, profile: &str) -> Option<Expiry> {
        self.settings.expiry(&self.home, profile)
    }

    /// A path as people write it: `~` for the home folder.
    fn shown_path(&self, path: &str) -> Option<String> {
        let home = self.context.environment.home()?;
        let below = std::path::Path::new(path).strip_prefix(home).ok();
        Some(below.map_or_else(|| path.to_owned(), |below| format!("~/{}", below.display())))
    }
}
