//! A gateway that does not run, or not as it should.

use std::fs;
use std::net::TcpListener;
use std::time::{Duration, SystemTime};

use chela_rig::Result;
use chela_rig::openclaw::end_gateways;

use super::{finding, fix, refusal, signed_in};

#[test]
fn a_gateway_that_does_not_run_or_does_not_follow_changes() -> Result<()> {
    let (world, _) = signed_in()?;
    let stranger = TcpListener::bind(("127.0.0.1", world.port.port()))?;
    let found = finding(&world, "port-taken")?;
    assert!(!found["evidence"].as_array().is_none_or(Vec::is_empty), "{found}");
    assert_eq!(refusal(&world, "port-taken")?.0, "gateway-failed");
    drop(stranger);

    // It ends with a word.
    let off = "gateway: { reload: { mode: 'off' }, mode: 'local',";
    let good = world.text()?.replace("gateway: { mode: 'local',", off);
    fs::write(&world.config, good.replace("skipBootstrap", "skipTypo"))?;
    assert_eq!(refusal(&world, "gateway-stopped")?.0, "gateway-failed");
    fs::write(&world.config, &good)?;
    let fixed = fix(&world, "gateway-stopped")?;
    assert!(fixed.finding["evidence"].to_string().contains("skipTypo"), "{}", fixed.finding);
    world.answers()?;

    // It runs, and does not look at its config.
    world.chela(&["model", "set", "anthropic/claude-sonnet-4-6", "--json"], "")?.success()?;
    // As if it had been changed a while after the start, which the restart is not.
    let later = SystemTime::now() + Duration::from_secs(30);
    fs::File::options().append(true).open(&world.config)?.set_modified(later)?;
    let done = world.chela(&["doctor", "--fix", "restart-needed", "--json"], "")?.json()?;
    assert_eq!(done["repaired"][0]["kind"], "restart-gateway", "{done}");
    world.answers()?;
    let served = world.standin.turns().pop();
    assert_eq!(served.as_ref().and_then(|turn| turn.model()), Some("claude-sonnet-4-6"));
    end_gateways(&world.session.home());
    Ok(())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn a_gateway_from_another_login() -> Result<()> {
    let (mut world, _) = signed_in()?;
    let names = ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"];
    let own = names.map(|name| world.session.environment()[name].clone());
    for name in names {
        world.session.set(name, "");
    }
    let _replaced = world.gateway()?;
    for (name, value) in names.into_iter().zip(own) {
        world.session.set(name, value);
    }
    assert!(!world.turn()?.ok, "it reached the keychain all the same");
    fix(&world, "gateway-without-bus")?;
    world.answers()
}
