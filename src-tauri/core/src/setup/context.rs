//! What every operation needs to know, and the parts that are found through it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::now_ms;
use super::shelf::KeychainShelf;
use crate::config::history::{About, Surface};
use crate::config::{GatewayConfig, Store};
use crate::openclaw::install::{self, Found};
use crate::openclaw::status::Status;
use crate::openclaw::{Home, OpenClaw, paths};
use crate::place::{Place, Settings};
use crate::vault::{Entry, Keychain, KeychainError, KeychainState, SystemKeychain};
use crate::view::{ConfigState, KeychainView};
use crate::{Code, Environment, Error, Result, anthropic};

/// How long the keychain may take for one call.
const KEYCHAIN: Duration = Duration::from_secs(8);

/// What every operation needs to know.
#[derive(Clone)]
pub struct Context {
    /// Where Chela keeps its own files.
    pub place: Place,
    /// The chosen home.
    pub home: Home,
    /// The environment that Chela was started with.
    pub environment: Environment,
    /// The keychain.
    pub keychain: Arc<dyn Keychain>,
    /// From where the person acts, for the history.
    pub surface: Surface,
    /// What OpenClaw said last of each agent, in this process.
    said: Arc<Mutex<BTreeMap<String, Status>>>,
}

impl Context {
    /// For the home that the environment and Chela's own settings name, or for `home` (an id).
    ///
    /// # Errors
    /// `home-unknown`; `io` when Chela's data folder cannot be made.
    pub fn find(environment: Environment, surface: Surface, home: Option<&str>) -> Result<Self> {
        let place = Place::of_user(&environment)?;
        let homes = paths::homes(&environment)?;
        let settings = Settings::load(&place);
        let found = match home {
            Some(id) => Some(homes.iter().find(|found| found.id() == id).ok_or_else(|| {
                let known: Vec<String> = homes.iter().map(Home::id).collect();
                Error::new(Code::HomeUnknown).with("home", id).with("known", known.join(", "))
            })?),
            // What the environment names comes before what was chosen once.
            None if names_a_home(&environment) => homes.first(),
            None => homes.iter().find(|found| Some(found.id().as_str()) == settings.home()),
        };
        let home = match found.or(homes.first()) {
            Some(home) => home.clone(),
            None => Home::current(&environment)?,
        };
        Ok(Self::new(place, home, environment, Arc::new(SystemKeychain::new(KEYCHAIN)), surface))
    }

    /// With all parts given.
    pub fn new(
        place: Place,
        home: Home,
        environment: Environment,
        keychain: Arc<dyn Keychain>,
        surface: Surface,
    ) -> Self {
        Self { place, home, environment, keychain, surface, said: Arc::default() }
    }

    /// The same for another home, remembered for the next start.
    ///
    /// # Errors
    /// `home-unknown`, `io`.
    pub fn with_home(&self, id: &str) -> Result<Self> {
        let chosen = Self::find(self.environment.clone(), self.surface, Some(id))?;
        Settings::update(&self.place, |settings| settings.set_home(Some(id)))?;
        Ok(chosen)
    }

    /// Remembers where OpenClaw is.
    ///
    /// # Errors
    /// Why the program at `path` cannot be used.
    pub async fn choose_openclaw(&self, path: &std::path::Path) -> Result<()> {
        install::find(&self.environment, &self.home, Some(path)).await.usable()?;
        Settings::update(&self.place, |settings| settings.set_openclaw(Some(path))).map(drop)
    }

    /// What is installed.
    pub(super) async fn found(&self) -> Found {
        let chosen = Settings::load(&self.place).openclaw();
        install::find(&self.environment, &self.home, chosen.as_deref()).await
    }

    /// The program, ready to run.
    pub(super) async fn openclaw(&self) -> Result<OpenClaw> {
        let installation = self.found().await.usable()?;
        Ok(OpenClaw::new(installation, &self.environment, &self.home))
    }

    /// The config as it stands.
    pub(super) fn config(&self) -> Result<GatewayConfig> {
        Ok(self.config_and_state()?.0)
    }

    /// The config as it stands, and whether there is one.
    pub(super) fn config_and_state(&self) -> Result<(GatewayConfig, ConfigState)> {
        let loaded = self.store().load()?;
        let state = loaded.state();
        Ok((GatewayConfig::read(loaded.config?.value()), state))
    }

    /// Where the config is edited.
    pub(super) fn store(&self) -> Store {
        let roots = self.environment.get("OPENCLAW_INCLUDE_ROOTS").unwrap_or_default();
        Store::new(&self.place, &self.home)
            .with_include_roots(std::env::split_paths(roots).collect())
            .with_shelf(Arc::new(KeychainShelf {
                keychain: self.keychain.clone(),
                home: self.home.id(),
            }))
    }

    /// What the history says of a change.
    pub(super) fn about(&self, title: String, operation: Option<String>) -> About {
        About { title, surface: self.surface, operation, at_ms: now_ms() }
    }

    /// Where Anthropic is: the environment's address, the config's, its own.
    pub(super) fn anthropic_base(&self, config: &GatewayConfig) -> String {
        anthropic::base_url(&self.environment, config.anthropic.base_url.as_deref())
    }

    /// Chela's live entries of this home.
    pub(super) fn own_entries(&self) -> Result<Vec<Entry>> {
        let home = self.home.id();
        let mut entries = self.keychain.list()?;
        entries.retain(|entry| {
            entry.home == home && entry.retired_ms.is_none() && entry.kind != "span"
        });
        Ok(entries)
    }

    pub(super) fn keychain_view(&self) -> KeychainView {
        match self.keychain.state() {
            KeychainState::Ready => KeychainView::Ready,
            KeychainState::Locked => KeychainView::Locked,
            KeychainState::Unavailable(KeychainError::NoService) => KeychainView::Absent,
            KeychainState::Unavailable(_) => KeychainView::Failing,
        }
    }

    pub(super) fn remember_status(&self, agent: &str, status: Status) {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).insert(agent.to_owned(), status);
    }

    pub(super) fn remembered_status(&self, agent: &str) -> Option<Status> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).get(agent).cloned()
    }
}

fn names_a_home(environment: &Environment) -> bool {
    ["OPENCLAW_STATE_DIR", "OPENCLAW_CONFIG_PATH", "OPENCLAW_HOME", "OPENCLAW_PROFILE"]
        .iter()
        .any(|name| environment.get(name).is_some())
}
