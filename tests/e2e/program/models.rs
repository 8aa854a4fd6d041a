//! Models: short names, and whoever still uses a model after another one became the default.

use std::fs;

use chela_rig::openclaw::send_turn;
use chela_rig::{Context, Result, credential};
use serde_json::json;

use crate::world::{World, error_code};

const OPUS: &str = "claude-opus-4-6";
const SONNET: &str = "claude-sonnet-4-6";
const NEWER: &str = "claude-sonnet-5";

/// The model that the stand-in is asked for when an agent is sent a message.
fn answering(world: &World, agent: &str, message: &str) -> Result<String> {
    let turn = send_turn(&world.openclaw, world.session.environment(), agent, message)?;
    assert!(turn.ok, "{}", turn.printed);
    let asked = world.standin.turns().pop().context("no turn")?;
    Ok(asked.model().context("no model")?.to_owned())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn whoever_stays_behind_is_brought_along_and_a_short_name_is_taken() -> Result<()> {
    let world = World::new()?;
    let own = "\t\t}, ownership: 'explicit', entries: { main: {}, // by hand\n\t\t\tmail: { model: \
               'anthropic/claude-sonnet-5' } }, /* six";
    fs::write(&world.config, world.text()?.replace("\t\t}, /* six", own))?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    world.standin.offer(&[OPUS, SONNET, NEWER]);
    world.connect(&["--setup-token", "--agent", "main", "--agent", "mail"], &token)?;

    // A short name is what OpenClaw takes in a conversation, and the config keeps its comments.
    let before = world.text()?;
    let named = world.chela(&["model", "alias", SONNET, "quick", "--json"], "")?.success()?;
    assert_eq!(named.json()?["notices"][0]["code"], "models-stay-allowed");
    let taken = world.chela(&["model", "alias", OPUS, "Quick", "--json"], "")?;
    assert_eq!(error_code(&taken)?, "alias-taken");
    let _gateway = world.gateway()?;
    // A name for one model has forbidden no other: both can be chosen.
    for model in ["anthropic/claude-sonnet-5", "quick"] {
        let chosen = json!({ "key": "agent:main:main", "model": model }).to_string();
        world.run(&["gateway", "call", "sessions.patch", "--params", &chosen, "--json"])?;
    }
    assert_eq!(answering(&world, "main", "Hello")?, SONNET);
    world.chela(&["undo", "latest", "--json"], "")?.success()?;
    assert_eq!(world.text()?, before);

    // The session of main keeps one model, mail has another one of its own.
    let users =
        |model: &str| world.chela(&["model", "users", model, "--json"], "")?.success()?.json();
    let none = json!([]);
    let kept = users(SONNET)?;
    assert_eq!((&kept["agents"], &kept["sessions"]), (&none, &json!(["agent:main:main"])));
    let own = users(NEWER)?;
    assert_eq!((&own["agents"], &own["sessions"]), (&json!(["mail"]), &none));
    assert_eq!(answering(&world, "mail", "Hello")?, NEWER);

    let dry = ["model", "bring-along", SONNET, "--dry-run", "--json"];
    let planned = world.chela(&dry, "")?.success()?.json()?;
    assert!(planned["preview"]["commands"].to_string().contains("sessions.patch"), "{planned}");
    assert_eq!(planned["preview"]["diffs"], none);
    for (model, agents, sessions) in [(SONNET, json!([]), 1), (NEWER, json!(["mail"]), 0)] {
        let brought = world.chela(&["model", "bring-along", model, "--json"], "")?;
        let brought = brought.success()?.json()?;
        assert_eq!((&brought["agents"], &brought["sessions"]), (&agents, &json!(sessions)));
        assert_eq!(brought["notice"], json!(null));
        assert_eq!(users(model)?["agents"], none);
    }
    assert_eq!(answering(&world, "main", "Hello")?, OPUS);
    assert_eq!(answering(&world, "mail", "Hello")?, OPUS);
    world.chela(&["undo", "latest", "--json"], "")?.success()?;
    assert_eq!(world.text()?, before);
    Ok(())
}
