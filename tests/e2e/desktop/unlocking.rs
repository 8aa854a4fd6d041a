//! A gateway that started while the keychain was locked serves after the unlock, without a click.

use chela_rig::child::{command, run};
use chela_rig::openclaw::{self, send_turn, write_config};
use chela_rig::ports::Lease;
use chela_rig::session::DisplayPart;
use chela_rig::{Context, Gateway, OpenClaw, Result, Sandbox, StandIn, TrayHost, app, wait};
use chela_rig::{credential, programs};

use crate::{Desk, PATIENCE, connect};

#[test]
fn after_the_keychain_is_unlocked_claude_answers_without_a_click() -> Result<()> {
    let mut sandbox = Sandbox::start(DisplayPart::Virtual)?;
    connect(&sandbox)?;
    let tray = TrayHost::start(sandbox.session())?;
    sandbox.session().keyring()?.lock()?;
    // As at login: there is no window that looks.
    let app = app::start(sandbox.session(), &["--hidden"])?;
    sandbox.restart_gateway()?;
    assert!(!sandbox.send_turn("Are you there?")?.ok, "a turn was served from a locked keychain");
    sandbox.session().keyring()?.unlock()?;
    wait::until(PATIENCE, "a turn after the unlock", || {
        sandbox.send_turn("And now?").is_ok_and(|turn| turn.ok)
    })
    .with_context(|| format!("the app: {}\nthe gateway: {}", app.log(), sandbox.gateway_log()))?;
    // At login there may be no tray yet, and none is needed; here there is one.
    tray.wait_for_icon()?;
    assert!(app::windows(&app).is_empty());
    Ok(())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn the_gateway_of_a_home_that_is_not_chosen_is_told_too() -> Result<()> {
    let desk = Desk::new()?;
    let other = desk.session.of_profile("work");
    let (standin, port, token) = (StandIn::start()?, Lease::new()?, credential::setup_token());
    standin.accept(&token);
    let log = desk.session.log("openclaw-work");
    write_config(&other, &openclaw::config(port.port(), &standin.base_url(), &log))?;
    let mut chela = command(programs::chela()?, &other);
    chela.args(["connect", "--setup-token", "--json"]);
    run(&mut chela, &token, PATIENCE * 2)?.success()?;

    desk.session.keyring()?.lock()?;
    let app = app::start(&desk.session, &["--hidden"])?;
    let openclaw = OpenClaw::find()?;
    let gateway = Gateway::start(&openclaw, &other, port.port(), &desk.session.log("gateway"))?;
    desk.session.keyring()?.unlock()?;
    wait::until(PATIENCE, "a turn after the unlock", || {
        send_turn(&openclaw, &other, "main", "And now?").is_ok_and(|turn| turn.ok)
    })
    .with_context(|| format!("the app: {}\nthe gateway: {}", app.log(), gateway.log()))
}
