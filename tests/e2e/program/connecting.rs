//! Signing in, signing out and switching the model, where all is well.

use std::fs;

use chela_rig::standin::Sent;
use chela_rig::{Result, credential};

use crate::world::{World, assert_lines_kept};

/// Where the model's name stands in the config.
const MODEL_LINE: &str = "primary:";

#[test]
fn a_setup_token_serves_and_stays_in_the_keychain() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let before = world.text()?;
    let arguments = ["--setup-token", "--model", "anthropic/claude-sonnet-4-6"];
    let connected = world.connect(&arguments, &token)?;
    assert_eq!(connected["profile"], "anthropic:default");
    assert_eq!((&connected["changed"], &connected["confirmed"]), (&true.into(), &true.into()));
    assert_eq!(world.entries()?, 1);
    let after = world.text()?;
    assert_lines_kept(&before, &after, &[MODEL_LINE]);
    for comment in ["// not sonnet", "/* six agents", "// after the end"] {
        assert!(after.contains(comment), "{after}");
    }

    let gateway = world.gateway()?;
    let turn = world.turn()?;
    assert!(turn.ok, "{}\n{}", turn.printed, gateway.log());
    let served = world.standin.turns().pop().and_then(|turn| turn.credential());
    assert_eq!(served, Some(Sent::Bearer(token.clone())));
    assert_eq!(world.standin.turns().pop().unwrap().model(), Some("claude-sonnet-4-6"));

    // Once more the same: nothing changes, not a byte.
    let again = world.connect(&arguments, &token)?;
    assert_eq!(again["changed"], false);
    assert_eq!(again["keychainId"], connected["keychainId"]);
    assert_eq!((world.text()?, world.entries()?), (after, 1));
    gateway.stop();
    assert_eq!(world.files_with(&token)?, Vec::<std::path::PathBuf>::new());
    Ok(())
}

#[test]
fn an_api_key_serves_although_an_older_plaintext_profile_is_there() -> Result<()> {
    let world = World::new()?;
    let (old, key) = (credential::setup_token(), credential::api_key());
    world.standin.accept(&old);
    world.standin.accept(&key);
    world.openclaw.paste_plaintext(world.session.environment(), "anthropic:manual", &old)?;
    let gateway = world.gateway()?;
    assert!(world.turn()?.ok);
    let served = || world.standin.turns().pop().and_then(|turn| turn.credential());
    assert_eq!(served(), Some(Sent::Bearer(old)));

    // The gateway runs meanwhile, as it does at home.
    world.connect(&["--api-key"], &key)?;
    let turn = world.turn()?;
    assert!(turn.ok, "{}\n{}", turn.printed, gateway.log());
    assert_eq!(served(), Some(Sent::ApiKey(key.clone())));
    gateway.stop();
    assert_eq!(world.files_with(&key)?, Vec::<std::path::PathBuf>::new());
    Ok(())
}

#[test]
fn a_new_token_replaces_the_old_one_in_a_running_gateway() -> Result<()> {
    let world = World::new()?;
    let (first, second) = (credential::setup_token(), credential::setup_token());
    world.standin.accept(&first);
    world.standin.accept(&second);
    let one = world.connect(&["--setup-token"], &first)?;
    let gateway = world.gateway()?;
    let two = world.connect(&["--setup-token"], &second)?;
    assert_ne!(one["keychainId"], two["keychainId"]);
    assert!(world.turn()?.ok, "{}", gateway.log());
    let served = world.standin.turns().pop().and_then(|turn| turn.credential());
    assert_eq!(served, Some(Sent::Bearer(second)));
    Ok(())
}

#[test]
fn a_second_agent_is_signed_in_too() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let text =
        world.text()?.replace("\t\t}, /* six", "\t\t}, entries: { main: {}, work: {} }, /* six");
    fs::write(&world.config, &text)?;
    let connected =
        world.connect(&["--setup-token", "--agent", "main", "--agent", "work"], &token)?;
    assert_eq!(connected["agents"], serde_json::json!(["main", "work"]));
    assert_lines_kept(&text, &world.text()?, &[]);
    Ok(())
}

#[test]
fn disconnecting_leaves_no_reference_behind() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let before = world.text()?;
    world.connect(&["--setup-token"], &token)?;
    let arguments = ["disconnect", "--profile", "anthropic:default", "--json"];
    let disconnected = world.chela(&arguments, "")?.success()?.json()?;
    assert_eq!(disconnected["changed"], true);
    let after = world.text()?;
    assert_lines_kept(&before, &after, &[]);
    assert!(!after.contains("chela-resolver"), "{after}");
    let gateway = world.gateway()?;
    assert!(!world.turn()?.ok, "{}", gateway.log());
    assert!(world.standin.turns().is_empty());
    Ok(())
}

#[test]
fn switching_the_model_changes_its_name_and_nothing_else() -> Result<()> {
    let world = World::new()?;
    let before = world.text()?;
    let arguments = ["model", "set", "anthropic/claude-haiku-4-5", "--json"];
    let switched = world.chela(&arguments, "")?.success()?.json()?;
    assert_eq!(switched["now"], "anthropic/claude-haiku-4-5");
    let expected = before.replace("anthropic/claude-opus-4-6", "anthropic/claude-haiku-4-5");
    assert_eq!(world.text()?, expected);
    world.chela(&arguments, "")?.success()?;
    assert_eq!(world.text()?, expected);
    Ok(())
}
