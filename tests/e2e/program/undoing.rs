//! The history with the real OpenClaw: whole operations are undone and redone, what OpenClaw did to
//! the config is told, and its removed comments come back.

use std::fs;
use std::path::PathBuf;

use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{Context, OpenClaw, Result, credential};
use serde_json::{Value, json};

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
#[ignore = "takes minutes: ./dev long"]
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
        assert_eq!(world.files_with(secret)?, Vec::<PathBuf>::new());
    }
    Ok(())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn what_comes_first_the_model_and_a_repair_are_undone() -> Result<()> {
    let world = World::new()?;
    let (first, second) = (credential::setup_token(), credential::setup_token());
    world.standin.accept(&first);
    world.standin.accept(&second);
    world.connect(&["--setup-token"], &first)?;
    let alone = world.text()?;
    world.connect(&["--setup-token", "--profile", "other"], &second)?;
    let both = world.text()?;
    let added = newest(&world)?["id"].as_str().context("no id")?.to_owned();
    let gateway = world.gateway()?;
    world.serves(&gateway, &Sent::Bearer(second.clone()))?;

    chela(&world, &["profiles", "first", "anthropic:default"])?;
    world.serves(&gateway, &Sent::Bearer(first.clone()))?;
    undo(&world)?;
    chela(&world, &["model", "set", "anthropic/claude-sonnet-4-6"])?;
    assert!(world.text()?.contains("'anthropic/claude-sonnet-4-6'"));
    undo(&world)?;
    assert_eq!(world.text()?, both);
    world.serves(&gateway, &Sent::Bearer(second))?;

    let named = "profiles: { 'anthropic:old': { provider: 'anthropic', mode: 'token' },";
    let odd = both.replacen("profiles: {", named, 1);
    fs::write(&world.config, &odd)?;
    let fix = ["doctor", "--fix", "profile-without-credential", "--no-anthropic", "--json"];
    let fixed = world.chela(&fix, "")?.json()?;
    assert_eq!(fixed["repaired"][0]["outcome"]["changed"], true, "{fixed}");
    assert!(!world.text()?.contains("anthropic:old"));
    undo(&world)?;
    assert_eq!(world.text()?, odd);
    fs::write(&world.config, &both)?;

    // The older one, with what others did to the config since.
    chela(&world, &["undo", &added])?;
    assert_eq!(world.text()?, alone);
    world.serves(&gateway, &Sent::Bearer(first))
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn a_gift_and_a_move_are_undone() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.5.7")?, KeyringPart::Unlocked)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let agents = "list: [{ id: 'home', default: true }, { id: 'mail' }]";
    let text = world.text()?.replace("\t\t}, /* six", &format!("\t\t}}, {agents}, /* six"));
    fs::write(&world.config, &text)?;
    world.connect(&["--setup-token", "--agent", "home"], &token)?;
    let gateway = world.gateway()?;
    // The start of this version's gateway writes the config.
    let connected = world.text()?;
    let sent = Sent::Bearer(token.clone());
    let home_serves = || world.serves_agent("home", &gateway, &sent);
    chela(&world, &["profiles", "give", "anthropic:default", "--agent", "mail"])?;
    world.serves_agent("mail", &gateway, &sent)?;
    undo(&world)?;
    assert!(world.chat().with("mail").say("There?").is_err());
    home_serves()?;
    assert_eq!(world.text()?, connected);
    chela(&world, &["disconnect", "--profile", "anthropic:default"])?;
    assert_eq!(world.files_with(&token)?, Vec::<PathBuf>::new());

    let text = world.text()?;
    let store = world.session.home().join(".openclaw/agents/home/agent/auth-profiles.json");
    let profile = json!({ "type": "token", "provider": "anthropic", "token": token });
    let profiles = json!({ "version": 1, "profiles": { "anthropic:default": profile } });
    fs::write(&store, profiles.to_string())?;
    chela(&world, &["move-to-keychain", "--profile", "default"])?;
    assert_eq!(world.files_with(&token)?, Vec::<PathBuf>::new());
    home_serves()?;
    undo(&world)?;
    assert_eq!((world.text()?, world.files_with(&token)?), (text, vec![store]));
    home_serves()?;
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
