//! The commands that change sign-ins.

use std::collections::BTreeMap;
use std::io::{Read, Write, stdin};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::answer::Answer;
use super::arguments::Arguments;
use super::store::Home;

/// `secrets apply --from PLAN --allow-exec --json`: runs the resolver as a check, then binds.
pub(super) fn apply(home: &Home, arguments: &Arguments) -> Result<Answer> {
    let plan = arguments.value("--from").context("no plan was named")?;
    let plan: Value = serde_json::from_slice(&std::fs::read(plan)?)?;
    let config: Value = json5::from_str(&std::fs::read_to_string(&home.config)?)?;
    let mut changed = Vec::new();
    let targets = plan["targets"].as_array().context("no targets")?;
    for target in targets {
        let reference = &target["ref"];
        if let Err(error) = resolve(&config, reference) {
            let message = format!("{error:#}");
            let error = json!({ "type": "cli_error", "message": message });
            return Ok(Answer::failed(&json!({ "ok": false, "error": error })));
        }
        let agent = target["agentId"].as_str().unwrap_or("main");
        let profile = target["pathSegments"][1].as_str().context("no profile")?;
        let (kind, field) = match target["type"].as_str() {
            Some("auth-profiles.api_key.key") => ("api_key", "key"),
            _ => ("token", "token"),
        };
        let mut own = home.own(agent)?;
        let bound = own.profiles.entry(profile.to_owned()).or_insert_with(|| json!({}));
        let before = bound.clone();
        bound["type"] = json!(kind);
        bound["provider"] = json!("anthropic");
        bound[format!("{field}Ref")] = reference.clone();
        if let Some(bound) = bound.as_object_mut() {
            bound.remove(field);
        }
        if *bound != before {
            home.keep(agent, &own)?;
            changed.push(home.store(agent));
        }
    }
    Ok(Answer::json(&json!({
        "mode": "write",
        "changed": !changed.is_empty(),
        "changedFiles": changed,
        "checks": { "resolvability": true, "resolvabilityComplete": true },
        "refsChecked": targets.len(),
        "skippedExecRefs": 0,
        "warningCount": 0,
        "warnings": [],
    })))
}

/// `models auth order set … PROFILES`, or `clear`.
pub(super) fn set_order(
    home: &Home,
    arguments: &Arguments,
    order: Option<&[&str]>,
) -> Result<Answer> {
    let agent = arguments.agent();
    let seen = home.seen(agent)?;
    let unknown =
        order.into_iter().flatten().find(|profile| !seen.profiles.contains_key(**profile));
    if let Some(profile) = unknown {
        let folder = home.agent_folder(agent);
        return Ok(Answer::refused(format!(
            "Auth profile \"{profile}\" not found in {}. Run openclaw models auth list --provider \
             anthropic to see saved profiles.",
            folder.display()
        )));
    }
    let mut own = home.own(agent)?;
    own.order = order.map(|order| order.iter().map(|name| (*name).to_owned()).collect());
    home.keep(agent, &own)?;
    Ok(Answer::text(format!("Agent: {agent}\nProvider: anthropic")))
}

/// `models auth logout PROFILE --yes --agent ID`: also one that the agent only reads through to.
pub(super) fn log_out(home: &Home, arguments: &Arguments, profile: &str) -> Result<Answer> {
    let agent = arguments.agent();
    let Some(owner) = home.owner(agent, profile)? else {
        return Ok(Answer::refused(format!(
            "Auth profile \"{profile}\" not found for agent \"{agent}\". Run openclaw models auth \
             list --agent {agent} to see saved profile ids."
        )));
    };
    let mut own = home.own(owner)?;
    own.profiles.remove(profile);
    if let Some(order) = &mut own.order {
        order.retain(|name| name != profile);
    }
    own.order = own.order.filter(|order| !order.is_empty());
    home.keep(owner, &own)?;
    Ok(Answer::text(format!("Agent: {agent}\nRemoved auth profile: {profile} (anthropic)")))
}

/// `models auth paste-token` and `paste-api-key`, with the secret on stdin.
pub(super) fn paste(home: &Home, arguments: &Arguments, verb: &str) -> Result<Answer> {
    let mut secret = String::new();
    stdin().read_to_string(&mut secret)?;
    let (kind, field) = if verb == "paste-token" { ("token", "token") } else { ("api_key", "key") };
    let name = arguments.value("--profile-id").context("no profile was named")?;
    let agent = arguments.agent();
    let mut own = home.own(agent)?;
    let profile = json!({ "type": kind, "provider": "anthropic", field: secret.trim() });
    own.profiles.insert(name.to_owned(), profile);
    home.keep(agent, &own)?;
    Ok(Answer::text(format!("Auth profile: {name} (anthropic/{kind})")))
}

/// Asks the program of a reference's provider for it, as the gateway does.
fn resolve(config: &Value, reference: &Value) -> Result<()> {
    let name = reference["provider"].as_str().context("no provider")?;
    let provider = &config["secrets"]["providers"][name];
    let program = provider["command"].as_str().context("the provider has no command")?;
    let passed: BTreeMap<String, String> = provider["passEnv"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| Some((name.as_str()?.to_owned(), std::env::var(name.as_str()?).ok()?)))
        .collect();
    let mut resolver = Command::new(program)
        .env_clear()
        .envs(passed)
        .env("OPENCLAW_CLI", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| format!("{program} could not be run"))?;
    let id = reference["id"].as_str().context("no id")?;
    let question = json!({ "protocolVersion": 1, "provider": name, "ids": [id] });
    if let Some(mut stdin) = resolver.stdin.take() {
        stdin.write_all(question.to_string().as_bytes())?;
    }
    let output = resolver.wait_with_output()?;
    let answer: Value = serde_json::from_slice(&output.stdout)
        .with_context(|| format!("Exec provider \"{name}\" {}", output.status))?;
    let found = answer["values"][id].as_str().is_some_and(|secret| !secret.is_empty());
    let code = answer["errors"][id]["code"].as_str().unwrap_or("failed");
    anyhow::ensure!(found, "Exec provider \"{name}\" failed for id \"{id}\" ({code}).");
    Ok(())
}
