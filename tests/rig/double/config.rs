//! The commands that are about the config. It is read as JSON5 and written as JSON: as the real
//! program does, without a comment.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::answer::Answer;
use super::store::{Home, write};
use crate::together::{DISPLACED, exchanged};

/// `config validate --json`: whether it parses, and the one key that Chela's repair is about.
pub(super) fn validate(home: &Home) -> Result<Answer> {
    let path = home.config.display().to_string();
    let invalid = |issue: Value| {
        let answer = json!({ "valid": false, "path": path, "issues": [issue], "warnings": [] });
        Ok(Answer::failed(&answer))
    };
    let config = match parsed(home) {
        Ok((_, config)) => config,
        Err(error) => return invalid(json!({ "path": "", "message": format!("{error:#}") })),
    };
    let flat = |key: &&String| !matches!(key.as_str(), "vars" | "shellEnv");
    let env = config["env"].as_object();
    match env.and_then(|env| env.keys().find(flat)).filter(|_| !home.json_store) {
        Some(key) => {
            invalid(json!({ "path": "env", "message": format!("Unrecognized key: \"{key}\"") }))
        }
        None => {
            Ok(Answer::text(json!({ "valid": true, "path": path, "warnings": [] }).to_string()))
        }
    }
}

/// `config set PATH VALUE`: compares before it swaps.
pub(super) fn set(home: &Home, path: &str, value: &str) -> Result<Answer> {
    let (read, mut config) = parsed(home)?;
    let mut at = &mut config;
    for name in path.split('.') {
        if !at.is_object() {
            *at = json!({});
        }
        at = &mut at[name];
    }
    *at = serde_json::from_str(value).unwrap_or_else(|_| json!(value));
    if fs::read_to_string(&home.config)? != read {
        return Ok(Answer::refused(
            "The config file changed while this command was writing (config changed since last \
             load), so nothing was changed. Re-run the same command to pick up the new file and \
             try again.",
        ));
    }
    // The real program renames, and does not see what it displaces in this instant: here it is kept.
    let fresh = home.config.with_file_name(format!("openclaw.json.{}", std::process::id()));
    write(&fresh, &config)?;
    let displaced = exchanged(&fresh, &home.config)?;
    if displaced != read {
        fs::write(home.config.with_file_name(format!("{DISPLACED}{path}")), displaced)?;
    }
    Ok(Answer::text(format!("Updated {path}. Change will apply without restarting the gateway.")))
}

/// `agents list --json`.
pub(super) fn agents(home: &Home) -> Result<Answer> {
    let (_, config) = parsed(home)?;
    let mut ids: Vec<String> = match &config["agents"]["entries"] {
        Value::Object(entries) => entries.keys().cloned().collect(),
        _ => config["agents"]["list"]
            .as_array()
            .map(|list| list.iter().filter_map(|one| Some(one["id"].as_str()?.into())).collect())
            .unwrap_or_default(),
    };
    if ids.is_empty() {
        ids.push("main".to_owned());
    }
    let only = ids.len() == 1;
    let agent = |id: &String| {
        let workspace: PathBuf = home.state.join(format!("workspace-{id}"));
        let model = &config["agents"]["defaults"]["model"]["primary"];
        json!({ "id": id, "workspace": workspace, "agentDir": home.agent_folder(id),
                "model": model, "bindings": 0, "isDefault": only })
    };
    Ok(Answer::json(&ids.iter().map(agent).collect()))
}

fn parsed(home: &Home) -> Result<(String, Value)> {
    let path = || home.config.display().to_string();
    let text = fs::read_to_string(&home.config).with_context(path)?;
    let value = json5::from_str(&text).with_context(path)?;
    Ok((text, value))
}
