//! What `chela doctor` finds and mends, each fault made for real: it is seen, it is mended, and
//! Claude answers again.

mod config;
mod gateway;
mod models;
mod secrets;

use chela_rig::{Context, Gateway, Result, credential, ensure};
use serde_json::Value;

use crate::world::World;

/// A world that is signed in with a setup-token.
fn signed_in() -> Result<(World, String)> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    world.connect(&["--setup-token"], &token)?;
    Ok((world, token))
}

/// What `chela doctor --json` says. Its exit code says whether there is a problem.
fn diagnosis(world: &World) -> Result<Value> {
    let finished = world.chela(&["doctor", "--json"], "")?;
    let diagnosis = finished.json()?;
    let found = diagnosis["findings"].as_array().with_context(|| finished.to_string())?;
    let problem = found.iter().any(|finding| finding["tone"] == "problem");
    assert_eq!(finished.code, Some(i32::from(problem)), "{finished}");
    Ok(diagnosis)
}

/// The codes of what was found, worst first.
fn codes(diagnosis: &Value) -> Vec<&str> {
    let found = diagnosis["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    found.iter().filter_map(|finding| finding["code"].as_str()).collect()
}

/// The finding of this code.
fn finding(world: &World, code: &str) -> Result<Value> {
    found(&diagnosis(world)?, code)
}

/// The finding of this code in a diagnosis.
fn found(diagnosis: &Value, code: &str) -> Result<Value> {
    let found = diagnosis["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    let found = found.iter().find(|finding| finding["code"] == code);
    found.cloned().with_context(|| format!("no {code}: {diagnosis:#}"))
}

/// What was mended.
struct Fixed {
    /// As it was found before.
    finding: Value,
    /// What was done.
    outcome: Value,
    /// The codes of what is found now.
    left: Vec<String>,
}

/// Mends what is found under `code`; it is gone then.
fn fix(world: &World, code: &str) -> Result<Fixed> {
    let finished = world.chela(&["doctor", "--fix", code, "--json"], "")?;
    let answer = finished.json()?;
    let repaired = answer["repaired"].as_array().with_context(|| finished.to_string())?;
    ensure!(!repaired.is_empty(), "{finished}");
    let left: Vec<String> = codes(&answer["diagnosis"]).into_iter().map(str::to_owned).collect();
    ensure!(!left.iter().any(|left| left == code), "{code} is still there: {finished}");
    let (finding, outcome) = (repaired[0]["finding"].clone(), repaired[0]["outcome"].clone());
    Ok(Fixed { finding, outcome, left })
}

/// The same, exactly as its dry run has said.
fn fix_as_planned(world: &World, code: &str) -> Result<Fixed> {
    world.did(&world.planned_fix(code)?, || fix(world, code))
}

/// The code of the error with which `chela doctor --fix` refuses, and the command that it names.
fn refusal(world: &World, code: &str) -> Result<(String, String)> {
    let finished = world.chela(&["doctor", "--fix", code, "--json"], "")?;
    let error = finished.json()?["error"].clone();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok((text(&error["code"]), text(&error["params"]["command"])))
}

/// Starts a gateway that is expected to refuse.
fn gateway_refuses(world: &World) -> Result<()> {
    ensure!(world.gateway().map(Gateway::stop).is_err(), "the gateway started");
    Ok(())
}
