//! Faults of the config.

use std::fs;
use std::time::Duration;

use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{OpenClaw, Result, credential, wait};

use super::{
    Fixed, codes, diagnosis, finding, fix, fix_as_planned, gateway_refuses, refusal, signed_in,
};
use crate::interruptions::connecting_until;
use crate::world::{World, assert_lines_kept};

#[test]
fn a_key_where_openclaw_refuses_it() -> Result<()> {
    let world = World::new()?;
    let key = credential::api_key();
    world.standin.accept(&key);
    let env = format!(
        "env: {{\n\
         \t\t// the key, from the docs\n\
         \t\tANTHROPIC_API_KEY: '{key}', // mine\n\
         \t\tMY_OTHER: 'x', /* of a plugin */\n\
         \t\tTWICE: 'flat',\n\
         \t\tvars: {{ TWICE: 'kept' }},\n\
         \t}},\n\
         \t// the end"
    );
    let before = world.text()?.replace("// the end", &env);
    fs::write(&world.config, &before)?;
    let Fixed { finding, outcome, .. } = fix_as_planned(&world, "flat-env")?;
    for name in ["env.ANTHROPIC_API_KEY", "env.MY_OTHER", "env.TWICE"] {
        assert!(finding["title"].as_str().unwrap_or_default().contains(name), "{finding}");
    }
    assert!(!finding.to_string().contains(&key));
    let after = world.text()?;
    assert_lines_kept(&before, &after, &["ANTHROPIC_API_KEY", "MY_OTHER", "TWICE"]);
    for kept in ["// the key, from the docs", "TWICE: 'kept'"] {
        assert!(after.contains(kept), "{after}");
    }
    let gateway = world.gateway()?;
    world.answers()?;
    let served = world.standin.turns().pop().and_then(|turn| turn.credential());
    assert_eq!(served, Some(Sent::ApiKey(key)));
    gateway.stop();

    let change = &outcome["change"];
    world.chela(&["undo", change.as_str().unwrap_or_default(), "--json"], "")?.success()?;
    assert_eq!(world.text()?, before);
    Ok(())
}

#[test]
fn a_key_in_an_included_file() -> Result<()> {
    let world = World::new()?;
    let key = credential::api_key();
    world.standin.accept(&key);
    let part = world.config.with_file_name("env.json5");
    fs::write(&part, format!("// all keys\n{{\n  ANTHROPIC_API_KEY: '{key}', // mine\n}}\n"))?;
    let include = "env: { $include: './env.json5' },\n\t// the end";
    let before = world.text()?.replace("// the end", include);
    fs::write(&world.config, &before)?;
    gateway_refuses(&world)?;
    let left = fix(&world, "flat-env")?.left;
    assert!(!left.iter().any(|code| code == "config-invalid"), "{left:?}");
    assert_eq!(world.text()?, before, "the file that has the key is the one to change");
    let after = fs::read_to_string(&part)?;
    assert!(after.starts_with("// all keys\n") && after.contains("vars:"), "{after}");
    Ok(())
}

/// One home, and one mistake after the other in its config.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn what_was_written_by_hand_and_does_not_work() -> Result<()> {
    let (mut world, _) = signed_in()?;
    let good = world.text()?;
    let write = |text: &str| fs::write(&world.config, text);

    write(&good.replace("skipBootstrap: true,", "skipBootstrap: true, skipTypo: true,"))?;
    let found = finding(&world, "config-invalid")?;
    assert!(found["evidence"][0].as_str().unwrap_or_default().contains("skipTypo"), "{found}");
    assert_eq!(refusal(&world, "config-invalid")?.0, "repair-by-hand");

    let broken = good.replace("skipBootstrap: true,", "skipBootstrap: true true,");
    write(&broken)?;
    let found = finding(&world, "config-broken")?;
    assert!(found["title"].as_str().unwrap_or_default().contains("line 10"), "{found}");
    assert_eq!(world.text()?, broken, "it is never overwritten");

    // A variable that only a terminal has, and a gateway that starts by itself has not.
    let named = "logging: { file: '${CLAW_LOGS}/claw.log' },\n\t// the end";
    write(&good.replace("// the end", named))?;
    let found = finding(&world, "config-variable-unset")?;
    assert!(found["title"].as_str().unwrap_or_default().contains("${CLAW_LOGS}"), "{found}");
    let logs = world.session.root().join("log").display().to_string();
    fs::write(world.config.with_file_name(".env"), format!("CLAW_LOGS={logs}\n"))?;
    let now = diagnosis(&world)?;
    assert_eq!(codes(&now), ["gateway-stopped"], "{now:#}");

    // What wins over the sign-in.
    let key = credential::api_key();
    let reference = "{ source: 'env', provider: 'default', id: 'ANTHROPIC_API_KEY' }";
    let with_key = format!("anthropic: {{ apiKey: {reference},");
    let runtime = "skipBootstrap: true, models: { 'anthropic/claude-opus-4-6': \
                   { agentRuntime: { id: 'claude-cli' } } },";
    write(&good.replace("anthropic: {", &with_key).replace("skipBootstrap: true,", runtime))?;
    world.standin.accept(&key);
    world.session.set("ANTHROPIC_API_KEY", &key);
    let diagnosis = diagnosis(&world)?;
    for code in ["provider-key-wins", "environment-key", "claude-cli-in-use"] {
        assert!(codes(&diagnosis).contains(&code), "{diagnosis:#}");
    }
    assert!(!diagnosis.to_string().contains(&key));
    Ok(())
}

#[test]
fn an_operation_that_was_cut_off() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    connecting_until(&world, &token, "bound")?.kill()?;
    let (code, command) = refusal(&world, "interrupted")?;
    assert_eq!((code.as_str(), command.as_str()), ("repair-by-hand", "chela settle --finish"));
    world.chela(&["settle", "--finish", "--json"], "")?.success()?;
    assert_eq!(codes(&diagnosis(&world)?), ["gateway-stopped"]);
    Ok(())
}

/// A config that does not say for which version it is, and an OpenClaw that keeps agents in a
/// list: it refuses the entry that the agent's own model makes.
#[test]
fn a_change_that_openclaw_finds_fault_with() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.5.7")?, KeyringPart::Unlocked)?;
    let before = world.text()?;
    let set = ["model", "set", "anthropic/claude-haiku-4-5", "--agent", "main", "--json"];
    world.chela(&set, "")?.success()?;
    // `model set` leaves OpenClaw's own check to the background.
    wait::until(Duration::from_secs(60), "the check after the change", || {
        let status = world.chela(&["status", "--json"], "").and_then(|status| status.json());
        status.is_ok_and(|status| {
            status["notices"].to_string().contains("config-problem-after-change")
        })
    })?;
    fix(&world, "config-problem-after-change")?;
    assert_eq!(world.text()?, before);
    Ok(())
}
