//! Where the double keeps what it was told: for 2026.9.6 one JSON file in place of the databases
//! (`state/double.json`), before 2026.6.5 the files that OpenClaw itself kept, which Chela may edit.
//! Written beside and renamed into place, so that a killed command leaves the old or the new.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The agent whose profiles others read through to.
const MAIN: &str = "main";

/// The folders and files of one home, as OpenClaw's variables name them.
#[derive(Debug)]
pub(super) struct Home {
    /// The config.
    pub(super) config: PathBuf,
    /// The state folder.
    pub(super) state: PathBuf,
    /// Whether profiles are kept in `auth-profiles.json`.
    pub(super) json_store: bool,
}

/// What one agent has itself.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Own {
    /// Its profiles.
    pub(super) profiles: BTreeMap<String, Value>,
    /// The order of its Anthropic profiles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) order: Option<Vec<String>>,
}

/// What all agents have, by their ids.
type Agents = BTreeMap<String, Own>;

impl Home {
    /// The home that the variables name, for an OpenClaw of this version.
    pub(super) fn of_environment(version: &str) -> Result<Self> {
        let folder = std::env::var_os("OPENCLAW_STATE_DIR").map(PathBuf::from);
        let state = match folder {
            Some(folder) => folder,
            None => Path::new(&std::env::var_os("HOME").context("no HOME")?).join(".openclaw"),
        };
        let config = std::env::var_os("OPENCLAW_CONFIG_PATH").map(PathBuf::from);
        let config = config.unwrap_or_else(|| state.join("openclaw.json"));
        Ok(Self { config, state, json_store: version.starts_with("2026.5.") })
    }

    /// The folder of an agent.
    pub(super) fn agent_folder(&self, agent: &str) -> PathBuf {
        self.state.join("agents").join(agent).join("agent")
    }

    /// The file in which an agent's profiles stand.
    pub(super) fn store(&self, agent: &str) -> PathBuf {
        match self.json_store {
            true => self.agent_folder(agent).join("auth-profiles.json"),
            false => self.state.join("state/double.json"),
        }
    }

    /// What an agent has itself.
    pub(super) fn own(&self, agent: &str) -> Result<Own> {
        if self.json_store {
            let named =
                |file: PathBuf, key: &str| Ok::<_, anyhow::Error>(read(&file)?[key].clone());
            let profiles = named(self.store(agent), "profiles")?;
            let order = named(self.order_file(agent), "order")?["anthropic"].clone();
            let profiles = serde_json::from_value(profiles).unwrap_or_default();
            return Ok(Own { profiles, order: serde_json::from_value(order).unwrap_or_default() });
        }
        Ok(self.agents()?.remove(agent).unwrap_or_default())
    }

    /// What an agent has, with what it reads through to.
    pub(super) fn seen(&self, agent: &str) -> Result<Own> {
        let own = self.own(agent)?;
        if agent == MAIN {
            return Ok(own);
        }
        let mut seen = self.own(MAIN)?;
        seen.order = own.order.or(seen.order.filter(|_| own.profiles.is_empty()));
        seen.profiles.extend(own.profiles);
        Ok(seen)
    }

    /// The agent to which a profile belongs that `agent` sees.
    pub(super) fn owner<'a>(&self, agent: &'a str, profile: &str) -> Result<Option<&'a str>> {
        for owner in [agent, MAIN] {
            if self.own(owner)?.profiles.contains_key(profile) {
                return Ok(Some(owner));
            }
        }
        Ok(None)
    }

    /// Writes what an agent has itself.
    pub(super) fn keep(&self, agent: &str, own: &Own) -> Result<()> {
        if self.json_store {
            let mut store = read(&self.store(agent))?;
            store["version"] = json!(1);
            store["profiles"] = serde_json::to_value(&own.profiles)?;
            write(&self.store(agent), &store)?;
            let mut state = read(&self.order_file(agent))?;
            let order = own.order.as_ref().map(|order| json!({ "anthropic": order }));
            if state["order"] != json!(order) {
                state["order"] = json!(order);
                write(&self.order_file(agent), &state)?;
            }
            return Ok(());
        }
        let mut agents = self.agents()?;
        agents.insert(agent.to_owned(), own.clone());
        write(&self.store(agent), &serde_json::to_value(agents)?)
    }

    fn agents(&self) -> Result<Agents> {
        Ok(serde_json::from_value(read(&self.store(MAIN))?)?)
    }

    /// Order and last use stand apart since 2026.4.7.
    fn order_file(&self, agent: &str) -> PathBuf {
        self.agent_folder(agent).join("auth-state.json")
    }
}

/// A JSON object in a file; an empty one where there is none.
fn read(file: &Path) -> Result<Value> {
    match fs::read(file) {
        Ok(text) => serde_json::from_slice(&text).with_context(|| file.display().to_string()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Map::new().into()),
        Err(error) => Err(error).with_context(|| file.display().to_string()),
    }
}

/// Puts an object into place, 0600.
pub(super) fn write(file: &Path, value: &Value) -> Result<()> {
    let folder = file.parent().context("a file without a folder")?;
    fs::create_dir_all(folder)?;
    // Made 0600, as all files of this crate.
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    write!(beside, "{value:#}")?;
    beside.persist(file)?;
    Ok(())
}
