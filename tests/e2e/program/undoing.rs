//! The history with the real OpenClaw: whole operations are undone and redone, what OpenClaw did to
//! the config is told, and its removed comments come back.

use chela_rig::standin::Sent;
use chela_rig::{Context, Result, credential};
use serde_json::Value;

use crate::world::{World, error_code};

fn chela(world: &World, arguments: &[&str]) -> Result<Value> {
    let mut all = arguments.to_vec();
    all.push("--json");
    world.chela(&all, "")?.success()?.json()
}

/// The newest thing in the history.
fn newest(world: &World) -> Result<Value> {
    let history = chela(world, &["history"])?;
    Ok(history["entries"][0].clone())
}

fn undo(world: &World) -> Result<Value> {
    chela(world, &["undo", "latest"])
}

#[test]
fn operations_are_undone_as_a_whole_and_redone() -> Result<()> {
    let world = World::new()?;
    let (first, second) = (credential::setup_token(), credential::setup_token());
    world.standin.accept(&first);
    world.standin.accept(&second);
    let untouched = world.text()?;
    world.connect(&["--setup-token"], &first)?;
    let connected = world.text()?;
    let gateway = world.gateway()?;
    world.serves(&gateway, &Sent::Bearer(first.clone()))?;

    // A new secret, and back to the one of before, which is kept for that.
    world.connect(&["--setup-token"], &second)?;
    world.serves(&gateway, &Sent::Bearer(second.clone()))?;
    let anew = newest(&world)?;
    assert_eq!((&anew["whole"], &anew["by"]), (&true.into(), &"program".into()), "{anew:#}");
    // What was done since is in the way of the older one, and is named.
    let history = chela(&world, &["history"])?;
    let entries = history["entries"].as_array().context("no history")?;
    let connect = entries.last().context("no entry")?["id"].as_str().context("no id")?;
    let refused = world.chela(&["undo", connect, "--json"], "")?;
    assert_eq!(error_code(&refused)?, "undo-later-first", "{refused}");
    let plan = chela(&world, &["undo", "latest", "--dry-run"])?;
    assert_eq!(plan["obstacles"].as_array().map(Vec::len), Some(0), "{plan:#}");
    undo(&world)?;
    assert_eq!(world.text()?, connected);
    world.serves(&gateway, &Sent::Bearer(first.clone()))?;

    // Signed in again by undoing the sign-out, and out by undoing the sign-in.
    world.chela(&["disconnect", "--profile", "anthropic:default"], "")?.success()?;
    assert_eq!(world.text()?, untouched);
    undo(&world)?;
    assert_eq!(world.text()?, connected);
    world.serves(&gateway, &Sent::Bearer(first.clone()))?;
    chela(&world, &["undo", connect])?;
    assert_eq!(world.text()?, untouched);
    assert!(!world.turn()?.ok, "{}", gateway.log());
    // The undo is undone like anything else.
    undo(&world)?;
    assert_eq!(world.text()?, connected);
    world.serves(&gateway, &Sent::Bearer(first.clone()))?;
    for secret in [&first, &second] {
        assert_eq!(world.files_with(secret)?, Vec::<std::path::PathBuf>::new());
    }
    Ok(())
}

#[test]
fn what_openclaw_took_from_the_config_is_told_and_put_back() -> Result<()> {
    let world = World::new()?;
    // The first look: from now on Chela knows how the file looks.
    chela(&world, &["history"])?;
    let before = world.text()?;
    world.run(&["models", "set", "anthropic/claude-sonnet-4-6"])?;
    assert!(!world.text()?.contains("// opus for work"));

    let entry = newest(&world)?;
    assert_eq!(entry["by"], "openclaw", "{entry:#}");
    assert_eq!(entry["commentsRemoved"], 7, "{entry:#}");
    let found = chela(&world, &["doctor", "--no-anthropic"]);
    let codes = |found: &Value| found["findings"].to_string();
    let found =
        found.or_else(|_| world.chela(&["doctor", "--no-anthropic", "--json"], "")?.json())?;
    assert!(codes(&found).contains("comments-removed"), "{found:#}");

    let shown = chela(&world, &["comments"])?;
    assert_eq!(shown["count"], 7, "{shown:#}");
    chela(&world, &["comments", "--put-back"])?;
    let after = world.text()?;
    for line in before.lines().filter(|line| line.contains("//") || line.contains("/*")) {
        let line = line.replace("claude-opus-4-6", "claude-sonnet-4-6");
        assert!(after.contains(&line), "lost: {line:?}\nin:\n{after}");
    }
    world.run(&["config", "validate"])?;

    // All of it can be taken back, to the byte.
    let ids = chela(&world, &["history"])?;
    let comments = ids["entries"][0]["id"].as_str().context("no id")?.to_owned();
    let theirs = ids["entries"][1]["id"].as_str().context("no id")?.to_owned();
    chela(&world, &["undo", &comments])?;
    chela(&world, &["undo", &theirs])?;
    assert_eq!(world.text()?, before);
    Ok(())
}
