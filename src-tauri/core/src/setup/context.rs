//! What every operation needs to know, and the parts that are found through it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::now_ms;
use super::shelf::KeychainShelf;
use super::sign_ins::Heard;
use crate::config::history::{About, Surface};
use crate::config::{GatewayConfig, Store, include};
use crate::openclaw::install::{self, Found};
use crate::openclaw::status::Status;
use crate::openclaw::{Home, OpenClaw, paths};
use crate::place::{Place, Settings};
use crate::vault::{Entry, Keychain, KeychainError, KeychainState, SystemKeychain};
use crate::view::{ConfigState, Finding, KeychainView};
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
    /// The OpenClaw program that was named for this once.
    openclaw: Option<PathBuf>,
    /// The command that guards a stopped gateway; the home's id is added.
    pub(super) guard: Vec<OsString>,
    /// What OpenClaw said last of each agent, in this process.
    said: Arc<Mutex<BTreeMap<String, Heard>>>,
    /// What a diagnosis found last, in this process.
    found: Arc<Mutex<Vec<Finding>>>,
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
        let (openclaw, guard) = (None, vec![]);
        let (said, found) = (Arc::default(), Arc::default());
        Self { place, home, environment, keychain, surface, openclaw, guard, said, found }
    }

    /// The same with a command, followed by the home's id, that does [`super::guard_gateway`] in a
    /// process of its own.
    #[must_use]
    pub fn with_guard(self, command: impl IntoIterator<Item = OsString>) -> Self {
        Self { guard: command.into_iter().collect(), ..self }
    }

    /// The same with the OpenClaw program at `path`, for this once; none leaves it as it is.
    #[must_use]
    pub fn with_openclaw(self, path: Option<PathBuf>) -> Self {
        Self { openclaw: path.or(self.openclaw), ..self }
    }

    /// Found anew, for a process that lives long: homes come and go, and another may be chosen
    /// meanwhile. What OpenClaw said and what was found last is still known as long as it is the
    /// same home.
    ///
    /// # Errors
    /// Those of [`Context::find`].
    pub fn renewed(&self) -> Result<Self> {
        let found = Self::find(self.environment.clone(), self.surface, None)?;
        let same = found.home == self.home;
        let known = || (self.said.clone(), self.found.clone());
        let (said, findings) = if same { known() } else { Default::default() };
        Ok(Self { guard: self.guard.clone(), said, found: findings, ..found })
    }

    /// The same for each home on this computer, this one included.
    pub(super) fn of_all_homes(&self) -> Vec<Self> {
        let mut homes = paths::homes(&self.environment).unwrap_or_default();
        if !homes.contains(&self.home) {
            homes.push(self.home.clone());
        }
        let other =
            |home| Self { home, said: Arc::default(), found: Arc::default(), ..self.clone() };
        homes.into_iter().map(other).collect()
    }

    /// The same for another home, remembered for the next start.
    ///
    /// # Errors
    /// `home-unknown`, `io`.
    pub fn with_home(&self, id: &str) -> Result<Self> {
        let chosen = Self::find(self.environment.clone(), self.surface, Some(id))?
            .with_guard(self.guard.clone());
        Settings::update(&self.place, |settings| settings.set_home(Some(id)))?;
        Ok(chosen)
    }

    /// The OpenClaw program that was named for this once.
    pub fn named_openclaw(&self) -> Option<&Path> {
        self.openclaw.as_deref()
    }

    /// Remembers where OpenClaw is.
    ///
    /// # Errors
    /// Why the program at `path` cannot be used.
    pub async fn choose_openclaw(&self, path: &Path) -> Result<()> {
        install::find(&self.environment, &self.home, Some(path)).await.usable()?;
        Settings::update(&self.place, |settings| settings.set_openclaw(Some(path))).map(drop)
    }

    /// What is installed.
    pub(super) async fn found(&self) -> Found {
        let chosen = self.openclaw.clone().or_else(|| Settings::load(&self.place).openclaw());
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
        Store::new(&self.place, &self.home)
            .with_include_roots(include::roots(&self.environment))
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

    /// Chela's live entries of this home's sign-ins.
    pub(super) fn own_entries(&self) -> Result<Vec<Entry>> {
        let home = self.home.id();
        let mut entries = self.keychain.list()?;
        entries
            .retain(|entry| entry.home == home && entry.retired_ms.is_none() && entry.is_sign_in());
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

    /// What a diagnosis of this home found last, in this process; nothing before the first.
    pub fn last_findings(&self) -> Vec<Finding> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn remember_findings(&self, findings: &[Finding]) {
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = findings.to_vec();
    }

    pub(super) fn remember_status(&self, agent: &str, status: Status) {
        self.hear(agent, |heard| {
            heard.status = Some(status);
            heard.problem = None;
            heard.asked_ms = Some(now_ms());
        });
    }

    pub(super) fn remembered_status(&self, agent: &str) -> Option<Status> {
        self.heard(agent).status
    }

    /// What OpenClaw said last of an agent; nothing when it was not asked.
    pub(super) fn heard(&self, agent: &str) -> Heard {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.get(agent).cloned().unwrap_or_default()
    }

    /// Notes what OpenClaw said of an agent.
    pub(super) fn hear(&self, agent: &str, note: impl FnOnce(&mut Heard)) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        note(said.entry(agent.to_owned()).or_default());
    }
}

fn names_a_home(environment: &Environment) -> bool {
    ["OPENCLAW_STATE_DIR", "OPENCLAW_CONFIG_PATH", "OPENCLAW_HOME", "OPENCLAW_PROFILE"]
        .iter()
        .any(|name| environment.get(name).is_some())
}

/// The context of a test: a home with nothing in it below `folder`, and a keychain in memory.
#[cfg(test)]
pub(super) fn test_context(folder: &std::path::Path) -> Context {
    let home = crate::config::test_home(folder);
    std::fs::create_dir_all(&home.state_dir).unwrap();
    Context::new(
        Place::at(folder.join("chela")),
        home,
        Environment::default(),
        Arc::new(crate::vault::MemoryKeychain::default()),
        Surface::Program,
    )
}

/// Every file below `folder`, to see that nothing was written.
#[cfg(test)]
pub(super) fn test_files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(test_files(&path)),
            false => drop(files.insert(path.clone(), std::fs::read(&path).unwrap())),
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::MemoryKeychain;

    #[test]
    fn files_are_included_from_where_openclaw_would() {
        let dir = tempfile::tempdir().unwrap();
        let home = crate::config::test_home(dir.path());
        let shared = dir.path().join("shared");
        for folder in [&home.state_dir, &shared] {
            std::fs::create_dir(folder).unwrap();
        }
        std::fs::write(shared.join("x.json5"), "{ agents: { entries: { work: {} } } }").unwrap();
        let text = format!("{{ $include: '{}' }}", shared.join("x.json5").display());
        std::fs::write(&home.config_path, text).unwrap();

        let user = dir.path().to_string_lossy().into_owned();
        let pairs = [("HOME", user.as_str()), ("OPENCLAW_INCLUDE_ROOTS", " ~/shared ")];
        let environment = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let context = Context::new(
            Place::at(dir.path().join("chela")),
            home,
            environment.into_iter().collect(),
            Arc::new(MemoryKeychain::default()),
            Surface::Program,
        );
        assert_eq!(context.config().unwrap().agent_ids(), ["work"]);
    }

    #[test]
    fn what_openclaw_said_is_known_until_another_home_is_chosen() {
        let folder = tempfile::tempdir().unwrap();
        for home in [".openclaw", ".openclaw-work"] {
            std::fs::create_dir_all(folder.path().join(home).join("agents")).unwrap();
        }
        let pairs = [("HOME".to_owned(), folder.path().display().to_string())];
        let found = Context::find(pairs.into_iter().collect(), Surface::Tray, None).unwrap();
        found.remember_status("main", Status::default());
        let renewed = found.renewed().unwrap();
        assert!(renewed.remembered_status("main").is_some());
        renewed.remember_status("second", Status::default());
        assert!(found.remembered_status("second").is_some(), "what one hears the other knows");

        let all = renewed.of_all_homes();
        assert_eq!(all.len(), 2);
        let other = all.iter().find(|context| context.home != renewed.home).unwrap();
        assert!(other.remembered_status("main").is_none());
        renewed.with_home(&other.home.id()).unwrap();
        let chosen = renewed.renewed().unwrap();
        assert_eq!(chosen.home, other.home);
        assert!(chosen.remembered_status("main").is_none());
    }
}
