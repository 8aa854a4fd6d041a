//! The changes that Chela makes, as edits of the merged value. Each keeps the form in which the
//! setting is written and what else stands beside it.

use serde_json::{Value, json};

use super::GatewayConfig;
use super::agents::{Model, normalized_id};
use crate::config::document::{Edit, Key, Path};
use crate::config::include::Files;
use crate::openclaw::capabilities::Capabilities;
use crate::{Code, Error, Result};

impl GatewayConfig {
    /// Sets the default model: in the form in which it stands (the fallbacks stay), or as
    /// `agents.defaults.model.primary`.
    pub fn set_default_model(&self, reference: &str) -> Edit {
        let absent = Path::from(["agents", "defaults", "model", "primary"]);
        set(self.default_model.as_ref().map_or(absent, primary), reference)
    }

    /// Sets an agent's own model: in the form in which it stands, or as a plain text. The one
    /// agent that there is without being configured gets an entry.
    ///
    /// # Errors
    /// `agent-unknown` (`agent`) when there is no such agent.
    pub fn set_agent_model(&self, agent: &str, reference: &str) -> Result<Edit> {
        if let Some(found) = self.agent(agent) {
            let absent = found.path.join("model");
            return Ok(set(found.model.as_ref().map_or(absent, primary), reference));
        }
        self.first_of_agent(agent, &Path::from(["model"]), reference.into())
    }

    /// Sets the first thing that the config says of the one agent that there is without being
    /// configured: `at` in its entry.
    ///
    /// # Errors
    /// `agent-unknown` (`agent`) when there is no such agent.
    pub fn first_of_agent(&self, agent: &str, at: &Path, value: Value) -> Result<Edit> {
        let id = normalized_id(agent);
        if !self.agent_ids().contains(&id) {
            return Err(Error::new(Code::AgentUnknown).with("agent", agent));
        }
        Ok(if self.written_by().agents_entries {
            let entry = Path::from(["agents", "entries"]).join(id);
            Edit::Set { path: at.0.iter().fold(entry, |path, key| path.join(key.clone())), value }
        } else {
            let mut entry = json!({ "id": id });
            if let (Key::Name(name), rest) = (&at.0[0], &at.0[1..]) {
                entry[name] = rest.iter().rev().fold(value, |value, key| match key {
                    Key::Name(name) => json!({ name: value }),
                    Key::Index(_) => json!([value]),
                });
            }
            Edit::Set { path: ["agents", "list"].into(), value: json!([entry]) }
        })
    }

    /// Sets what is tried when the default model, or an agent's own, fails. A model that stands there
    /// as a plain text becomes an object; an empty list stays, as for an agent it says that the
    /// default one's are not tried.
    ///
    /// # Errors
    /// `agent-without-model` (`agent`) for an agent that follows the default model.
    pub fn set_fallbacks(&self, agent: Option<&str>, fallbacks: &[String]) -> Result<Option<Edit>> {
        let model = match agent {
            None => self.default_model.as_ref(),
            Some(id) => {
                let own = self.agent(id).and_then(|agent| agent.model.as_ref());
                let none = || Error::new(Code::AgentWithoutModel).with("agent", id);
                Some(own.ok_or_else(none)?)
            }
        };
        let absent = Path::from(["agents", "defaults", "model"]);
        let path = model.map_or(absent, |model| model.path.clone());
        Ok(match model.filter(|model| model.plain) {
            Some(_) if fallbacks.is_empty() => None,
            Some(Model { primary: Some(primary), .. }) => {
                let value = json!({ "primary": primary, "fallbacks": fallbacks });
                Some(Edit::Set { path, value })
            }
            _ => Some(Edit::Set { path: path.join("fallbacks"), value: json!(fallbacks) }),
        })
    }

    /// Takes an agent's own model away, its own fallbacks with it; nothing where it has none.
    pub fn remove_agent_model(&self, agent: &str) -> Option<Edit> {
        let model = self.agent(agent)?.model.as_ref()?;
        Some(Edit::Remove { path: model.path.clone() })
    }

    /// What the OpenClaw that last wrote the config can do; the newest where that is not told.
    pub fn written_by(&self) -> Capabilities {
        Capabilities::of(self.last_touched.as_deref().unwrap_or_default())
    }

    /// Adds a model to `agents.defaults.models`, which before 2026.8 is the list of the models
    /// that are allowed as soon as it has an entry; nothing when there is no need.
    pub fn list_model(&self, reference: &str) -> Option<Edit> {
        let listed = self.listed_models.iter().any(|name| name == reference);
        let path = Path::from(["agents", "defaults", "models"]).join(reference);
        (!self.listed_models.is_empty() && !listed).then(|| Edit::Set { path, value: json!({}) })
    }

    /// Says in `auth.profiles` that a profile exists, for Anthropic, as `mode` (`token` or
    /// `api_key`). Other members of an existing entry stay.
    pub fn set_profile(&self, name: &str, mode: &str) -> Vec<Edit> {
        let path = profile(name);
        if self.profile(name).is_none() {
            let value = json!({ "provider": "anthropic", "mode": mode });
            return vec![Edit::Set { path, value }];
        }
        vec![set(path.join("provider"), "anthropic"), set(path.join("mode"), mode)]
    }

    /// Declares a secrets provider. What an existing one says besides stays.
    pub fn set_secret_provider(&self, name: &str, value: &Value) -> Vec<Edit> {
        let path = secret_provider(name);
        match value.as_object().filter(|_| self.secret_provider(name).is_some()) {
            None => vec![Edit::Set { path, value: value.clone() }],
            Some(members) => {
                let each = |(key, value): (&String, &Value)| Edit::Set {
                    path: path.join(key.as_str()),
                    value: value.clone(),
                };
                members.iter().map(each).collect()
            }
        }
    }
}

/// Removes a secrets provider; see [`removal`].
///
/// # Errors
/// Those of [`removal`].
pub fn remove_secret_provider(files: &Files, name: &str) -> Result<Vec<Edit>> {
    removal(files, &secret_provider(name), 0)
}

/// Removes a profile's entry in `auth.profiles`; see [`removal`].
///
/// # Errors
/// Those of [`removal`].
pub fn remove_profile(files: &Files, name: &str) -> Result<Vec<Edit>> {
    removal(files, &profile(name), 0)
}

/// Removes the entries of profiles and a secrets provider, one after the other, so that what only
/// held them goes too; see [`removal`].
///
/// # Errors
/// Those of [`removal`].
pub fn remove_sign_ins(files: &Files, profiles: &[String], provider: &str) -> Result<Vec<Edit>> {
    let paths = profiles.iter().map(|name| profile(name)).chain([secret_provider(provider)]);
    removals(files, paths.map(|path| (path, 0)))
}

/// Removes settings, one after the other; see [`removal`].
///
/// # Errors
/// Those of [`removal`].
pub fn removals(
    files: &Files,
    settings: impl IntoIterator<Item = (Path, usize)>,
) -> Result<Vec<Edit>> {
    let (mut left, mut edits) = (files.clone(), Vec::new());
    for (path, stays) in settings {
        let next = removal(&left, &path, stays)?;
        left = left.apply_all(&next)?;
        edits.extend(next);
    }
    Ok(edits)
}

/// Removes a setting, and then each object around it of which only `{ }` would be left: such an
/// object says nothing to OpenClaw, and whoever adds the setting again makes it again. One that
/// holds a comment stays, and so do the `{ }` of a file that is included and the first `stays`
/// objects on the way.
///
/// # Errors
/// Those of [`Files::apply_all`].
pub fn removal(files: &Files, path: &Path, stays: usize) -> Result<Vec<Edit>> {
    if path.find(files.value()).is_none() {
        return Ok(Vec::new());
    }
    let mut edits = vec![Edit::Remove { path: path.clone() }];
    let mut left = files.apply_all(&edits)?;
    for depth in (stays + 1..path.0.len()).rev() {
        let edit = Edit::Remove { path: Path(path.0[..depth].to_vec()) };
        let Ok(owner) = left.owner(&edit) else { break };
        if !left.files()[owner.file].document.is_bare(&owner.path) {
            break;
        }
        left = left.apply_all(std::slice::from_ref(&edit))?;
        edits.push(edit);
    }
    Ok(edits)
}

fn primary(model: &Model) -> Path {
    if model.plain { model.path.clone() } else { model.path.join("primary") }
}

fn profile(name: &str) -> Path {
    Path::from(["auth", "profiles"]).join(name)
}

fn secret_provider(name: &str) -> Path {
    Path::from(["secrets", "providers"]).join(name)
}

fn set(path: Path, text: &str) -> Edit {
    Edit::Set { path, value: Value::from(text) }
}
