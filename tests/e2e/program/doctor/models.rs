//! Models that the account does not have, sessions that keep one, and what it looks like when all
//! is well.

use std::fs;
use std::time::Duration;

use chela_rig::{Context, Result, wait};
use serde_json::json;

use super::{diagnosis, fix, found, refusal, signed_in};
use crate::world::World;

/// The model of the last turn that the stand-in served.
fn served(world: &World) -> Result<String> {
    let turn = world.standin.turns().pop().context("no turn")?;
    Ok(turn.model().context("no model")?.to_owned())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn a_conversation_that_keeps_its_model() -> Result<()> {
    let (world, token) = signed_in()?;
    let _gateway = world.gateway()?;
    assert!(world.turn()?.ok);
    let diagnosis = diagnosis(&world)?;
    assert_eq!((&diagnosis["findings"], &diagnosis["unseen"]), (&json!([]), &json!([])));
    a_report_shows_nothing_private(&world, &token)?;

    let chosen = json!({ "key": "agent:main:main", "model": "anthropic/claude-sonnet-4-6" });
    let patch = ["gateway", "call", "sessions.patch", "--params", &chosen.to_string(), "--json"];
    world.openclaw.run(world.session.environment(), &patch)?.success()?;
    assert!(world.turn()?.ok);
    assert_eq!(served(&world)?, "claude-sonnet-4-6", "it does not keep its model");

    let fixed = fix(&world, "sessions-pinned")?;
    let evidence = "agent:main:main: anthropic/claude-sonnet-4-6";
    assert_eq!(fixed.finding["evidence"], json!([evidence]), "{}", fixed.finding);
    assert_eq!(fixed.left, Vec::<String>::new());
    assert!(world.turn()?.ok);
    assert_eq!(served(&world)?, "claude-opus-4-6");
    Ok(())
}

fn a_report_shows_nothing_private(world: &World, token: &str) -> Result<()> {
    let report = world.chela(&["doctor", "--report", "--no-anthropic"], "")?.success()?;
    let home = world.session.home().display().to_string();
    for shown in ["2026.9.6", "keychain", "setup-token", "anthropic:default"] {
        assert!(report.stdout.contains(shown), "{report}");
    }
    for private in [token, &home, "for-the-gateway-only"] {
        assert!(!report.stdout.contains(private), "{report}");
    }
    Ok(())
}

#[test]
fn a_model_that_the_account_does_not_have() -> Result<()> {
    let (world, _) = signed_in()?;
    let text = world.text()?.replace("claude-opus-4-6", "claude-opus-9-9");
    fs::write(&world.config, text)?;
    let _gateway = world.gateway()?;
    assert!(!world.turn()?.ok);
    // Without asking Anthropic it is known from what OpenClaw met.
    let asked = world.chela(&["doctor", "--json", "--no-anthropic"], "")?.json()?;
    assert_eq!(asked["askedAnthropic"], false);
    let unknown = found(&asked, "model-unknown")?;
    assert_eq!(unknown["agents"], json!(["main"]), "{unknown}");
    assert!(unknown.to_string().contains("model_not_found"), "{asked:#}");
    // And Anthropic says so.
    let (code, command) = refusal(&world, "model-unknown")?;
    assert_eq!((code.as_str(), command.as_str()), ("repair-by-hand", "chela model list"));

    world.chela(&["model", "set", "anthropic/claude-sonnet-4-6", "--json"], "")?.success()?;
    // The gateway looks at its config a little later.
    wait::until(Duration::from_secs(60), "an answer", || world.answers().is_ok())?;
    assert_eq!(served(&world)?, "claude-sonnet-4-6");
    Ok(())
}
