//! Agents, their models, and what runs them.

use serde_json::Value;

use super::GatewayConfig;
use super::reader::Reader;
use crate::config::document::Path;

/// The agent that there is when none is configured.
pub const MAIN: &str = "main";
const CLAUDE_CLI: &str = "claude-cli";

/// One agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Its id, in OpenClaw's normal form.
    pub id: String,
    /// Where its entry stands: `agents.entries.<key>` or `agents.list[n]`.
    pub path: Path,
    /// Whether it is marked `default: true`.
    pub marked_default: bool,
    /// Its own folder, as written (`~` is not expanded).
    pub agent_dir: Option<String>,
    /// Its own model.
    pub model: Option<Model>,
}

/// A model setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Where it stands.
    pub path: Path,
    /// Whether it is to be written as a plain text: not where it is an object.
    pub plain: bool,
    /// `provider/model`, as written.
    pub primary: Option<String>,
    /// What is tried when it fails.
    pub fallbacks: Vec<String>,
}

/// An `agentRuntime`: what runs a model's turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runtime {
    /// Where it stands.
    pub path: Path,
    /// `auto`, `openclaw`, `claude-cli`, …
    pub id: String,
    /// Whether OpenClaw 2026.9 ignores it: it stands at an agent as a whole.
    pub ignored: bool,
}

/// An agent's id as OpenClaw writes it: lower case, at most 64 characters, only `a-z0-9_-`;
/// `main` when nothing is left of it.
pub fn normalized_id(id: &str) -> String {
    let mut out = String::new();
    for c in id.trim().to_lowercase().chars() {
        let plain = c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        match c {
            c if plain => out.push(c),
            _ if out.ends_with('\0') => {}
            _ => out.push('\0'),
        }
    }
    // An id that is valid as it stands keeps its dashes; otherwise those at the ends go.
    let valid = out.len() <= 64 && !out.contains('\0') && !out.starts_with(['-', '_']);
    if !valid {
        out = out.replace('\0', "-").trim_matches('-').chars().take(64).collect();
    }
    if out.is_empty() { MAIN.to_owned() } else { out }
}

impl GatewayConfig {
    /// The ids of all agents: `main` when none is configured.
    pub fn agent_ids(&self) -> Vec<String> {
        if self.agents.is_empty() && self.default_agent.as_deref() == Some(MAIN) {
            return vec![MAIN.to_owned()];
        }
        self.agents.iter().map(|agent| agent.id.clone()).collect()
    }

    /// An agent by its id, in any form.
    pub fn agent(&self, id: &str) -> Option<&Agent> {
        let id = normalized_id(id);
        self.agents.iter().find(|agent| agent.id == id)
    }

    /// Where the config lets Claude Code's own sign-in serve: by an `agentRuntime` that counts,
    /// or by a model of the old form `claude-cli/…`.
    pub fn claude_cli(&self) -> Vec<Path> {
        let runtimes =
            self.runtimes.iter().filter(|runtime| !runtime.ignored && runtime.id == CLAUDE_CLI);
        let models = self
            .default_model
            .iter()
            .chain(self.agents.iter().filter_map(|agent| agent.model.as_ref()));
        let named = models.filter(|model| {
            let mut names = model.primary.iter().chain(&model.fallbacks);
            names
                .any(|name| name.strip_prefix(CLAUDE_CLI).is_some_and(|rest| rest.starts_with('/')))
        });
        runtimes
            .map(|runtime| runtime.path.clone())
            .chain(named.map(|model| model.path.clone()))
            .collect()
    }

    pub(super) fn read_agents(&mut self, reader: &mut Reader<'_>) {
        let defaults = Path::from(["agents", "defaults"]);
        self.default_model = model(reader, &defaults.join("model"));
        self.listed_models = reader
            .object(&defaults.join("models"))
            .map(|models| models.keys().cloned().collect())
            .unwrap_or_default();
        self.allowed_models =
            reader.texts(&defaults.join("modelPolicy").join("allow")).unwrap_or_default();
        let configured = self.read_roster(reader);
        self.default_agent = self.find_default(reader, configured);
        self.read_runtimes(reader);
    }

    /// Reads `agents.entries`, or the older `agents.list`; whether either is there.
    fn read_roster(&mut self, reader: &mut Reader<'_>) -> bool {
        let entries = Path::from(["agents", "entries"]);
        let list = Path::from(["agents", "list"]);
        let places: Vec<(String, Path)> = if reader.value(&entries).is_some() {
            let members = reader.object(&entries);
            let names = members.into_iter().flat_map(|members| members.keys());
            names.map(|name| (name.clone(), entries.join(name.clone()))).collect()
        } else if reader.value(&list).is_some() {
            let count = reader.list(&list).map_or(0, Vec::len);
            let at = |index: usize| list.join(index);
            (0..count)
                .filter(|&index| reader.object(&at(index)).is_some())
                .collect::<Vec<_>>()
                .into_iter()
                .map(|index| (reader.text(&at(index).join("id")).unwrap_or_default(), at(index)))
                .collect()
        } else {
            return false;
        };
        for (name, path) in places {
            let id = normalized_id(&name);
            if reader.object(&path).is_some() && self.agent(&id).is_none() {
                self.agents.push(Agent {
                    marked_default: reader.flag(&path.join("default")),
                    agent_dir: reader.text(&path.join("agentDir")),
                    model: model(reader, &path.join("model")),
                    id,
                    path,
                });
            }
        }
        true
    }

    /// As OpenClaw 2026.9 finds it: the recorded owner, the only marked one, the only one. Where
    /// several are marked or none, it asks; earlier versions take the first.
    fn find_default(&self, reader: &mut Reader<'_>, configured: bool) -> Option<String> {
        if !configured {
            return Some(MAIN.to_owned());
        }
        let recorded = Path::from(["agents", "defaults", "systemAgent", "agentId"]);
        if let Some(agent) = reader.text(&recorded).and_then(|id| self.agent(&id)) {
            return Some(agent.id.clone());
        }
        let marked: Vec<_> = self.agents.iter().filter(|agent| agent.marked_default).collect();
        match (marked.as_slice(), self.agents.as_slice()) {
            ([one], _) => Some(one.id.clone()),
            (_, [one]) => Some(one.id.clone()),
            _ => None,
        }
    }

    fn read_runtimes(&mut self, reader: &mut Reader<'_>) {
        let mut owners = vec![Path::from(["agents", "defaults"])];
        owners.extend(self.agents.iter().map(|agent| agent.path.clone()));
        for owner in owners {
            self.read_runtime(reader, &owner, true);
            for name in names(reader, &owner.join("models")) {
                self.read_runtime(reader, &owner.join("models").join(name), false);
            }
        }
        let providers = Path::from(["models", "providers"]);
        for name in names(reader, &providers) {
            let provider = providers.join(name);
            self.read_runtime(reader, &provider, false);
            let models = provider.join("models");
            let count = reader.value(&models).and_then(Value::as_array).map_or(0, Vec::len);
            for index in 0..count {
                self.read_runtime(reader, &models.join(index), false);
            }
        }
    }

    fn read_runtime(&mut self, reader: &mut Reader<'_>, owner: &Path, ignored: bool) {
        let path = owner.join("agentRuntime");
        let id = match reader.value(&path) {
            None => None,
            Some(Value::String(_)) => reader.text(&path),
            Some(_) => {
                reader.object(&path);
                reader.text(&path.join("id"))
            }
        };
        if let Some(id) = id {
            self.runtimes.push(Runtime { path, id, ignored });
        }
    }
}

fn names(reader: &mut Reader<'_>, at: &Path) -> Vec<String> {
    let members = reader.value(at).and_then(Value::as_object);
    members.map(|members| members.keys().cloned().collect()).unwrap_or_default()
}

fn model(reader: &mut Reader<'_>, path: &Path) -> Option<Model> {
    let value = reader.value(path)?;
    let plain = !value.is_object();
    let (primary, fallbacks) = match value {
        Value::String(_) => (reader.text(path), None),
        Value::Object(_) => {
            (reader.text(&path.join("primary")), reader.texts(&path.join("fallbacks")))
        }
        other => (reader.wrong(path, other, "kind.model-or-object"), None),
    };
    Some(Model { path: path.clone(), plain, primary, fallbacks: fallbacks.unwrap_or_default() })
}
