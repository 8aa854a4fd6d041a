//! Signing in, signing out and switching the model, where all is well.

use std::fs;

use chela_rig::standin::Sent;
use chela_rig::{Context, Result, credential};

use crate::world::{World, assert_lines_kept, error_code};

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
    assert_eq!(world.served(), Some(Sent::Bearer(token.clone())));
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
fn a_home_where_openclaw_was_never_set_up() -> Result<()> {
    let mut world = World::new()?;
    fs::remove_dir_all(world.config.parent().unwrap())?;
    let port = world.port.port().to_string();
    world.session.set("OPENCLAW_GATEWAY_PORT", port);
    world.session.set("ANTHROPIC_BASE_URL", world.standin.base_url());
    let token = credential::setup_token();
    let arguments = ["--setup-token", "--model", "anthropic/claude-opus-4-6"];

    // A token that cannot work leaves no trace.
    let refused = world.chela(&["connect", "--setup-token", "--json"], &token)?;
    assert_eq!(error_code(&refused)?, "invalid-credential");
    assert!(!world.config.exists());

    world.standin.accept(&token);
    let connected = world.connect(&arguments, &token)?;
    assert_eq!((&connected["changed"], &connected["confirmed"]), (&true.into(), &true.into()));
    // Onboarding cannot be told where the stand-in is.
    let address = format!("{:?}", world.standin.base_url());
    let path = "models.providers.anthropic";
    let provider = format!("{{\"baseUrl\":{address},\"models\":[]}}");
    let set = ["config", "set", path, &provider, "--strict-json"];
    world.openclaw.run(world.session.environment(), &set)?.success()?;
    let gateway = world.gateway()?;
    let turn = world.turn()?;
    assert!(turn.ok, "{}\n{}", turn.printed, gateway.log());
    let served = world.standin.turns().pop().context("no turn")?;
    assert_eq!(served.credential(), Some(Sent::Bearer(token.clone())));
    assert_eq!(served.model(), Some("claude-opus-4-6"));
    gateway.stop();
    assert_eq!(world.files_with(&token)?, Vec::<std::path::PathBuf>::new());
    Ok(())
}

#[test]
fn a_sign_in_that_openclaw_keeps_itself_can_be_disconnected() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let before = world.text()?;
    let environment = world.session.environment();
    world.openclaw.paste_plaintext(environment, "anthropic:manual", &token)?;
    fs::write(&world.config, &before)?;
    // The name in short, and once more when it is gone.
    let arguments = ["disconnect", "--profile", "manual", "--json"];
    assert_eq!(world.chela(&arguments, "")?.success()?.json()?["profile"], "anthropic:manual");
    assert_eq!(error_code(&world.chela(&arguments, "")?)?, "profile-unknown");
    assert_eq!(world.text()?, before);
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

    // An agent's own model is another one.
    let own = ["model", "set", "anthropic/claude-sonnet-4-6", "--agent", "main", "--json"];
    world.chela(&own, "")?.success()?;
    for (arguments, model) in [
        (&["model", "--json"][..], "anthropic/claude-haiku-4-5"),
        (&["model", "--agent", "main", "--json"], "anthropic/claude-sonnet-4-6"),
    ] {
        let shown = world.chela(arguments, "")?.success()?.json()?;
        assert_eq!(shown["primary"], model, "{arguments:?}");
    }
    let unknown = world.chela(&["model", "list", "--agent", "nobody", "--json"], "")?;
    assert_eq!(error_code(&unknown)?, "agent-unknown");
    Ok(())
}
