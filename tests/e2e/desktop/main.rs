//! The app as a person meets it: its window, its tray, and the keychain that they unlock.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use chela_rig::child::{command, run};
use chela_rig::session::DisplayPart;
use chela_rig::tray::Toggle;
use chela_rig::{Context, Result, Sandbox, TrayHost, drive, programs, wait};

/// How long the app may take to notice what happened around it, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// The tray's submenu of models.
const MODELS: &str = "Default model";

/// Connects the sandbox's token with the program, for tests that begin after it.
fn connect(sandbox: &Sandbox) -> Result<()> {
    let mut chela = command(programs::chela()?, sandbox.session().environment());
    chela.args(["connect", "--setup-token", "--json"]);
    run(&mut chela, sandbox.token(), PATIENCE * 2)?.success()?;
    Ok(())
}

fn config(sandbox: &Sandbox) -> PathBuf {
    sandbox.session().home().join(".openclaw/openclaw.json")
}

#[test]
fn a_wrapped_token_is_connected_through_the_window() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    let comments = |text: &str| text.matches("//").count();
    let before = fs::read_to_string(config(&sandbox))?;
    let pictures = sandbox.session().root().join("pictures");
    fs::create_dir(&pictures)?;
    let mut steps = Vec::new();
    drive::first_run(&sandbox, &pictures, &mut |step| steps.push(step.to_owned()))
        .with_context(|| format!("after {steps:#?}"))?;
    drive::prove(&sandbox, &mut |_| {})?;
    assert_eq!(comments(&fs::read_to_string(config(&sandbox))?), comments(&before));
    Ok(())
}

#[test]
fn the_tray_switches_the_model_and_nothing_else() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    connect(&sandbox)?;
    let tray = TrayHost::start(sandbox.session())?;
    let mut app = sandbox.open_app()?;
    tray.wait_for_icon().with_context(|| app.log())?;
    let submenu = tray.wait_for(&[MODELS], |item| item.enabled && item.items.len() > 1)?;
    let other = submenu
        .items
        .iter()
        .find(|item| item.toggle == Toggle::Off && item.label.contains("Sonnet 4.6"))
        .with_context(|| format!("no other model in {submenu:#?}"))?
        .label
        .clone();
    assert!(submenu.items.iter().any(|item| item.toggle == Toggle::On), "{submenu:#?}");

    let before = fs::read_to_string(config(&sandbox))?;
    tray.click(&[MODELS, &other])?;
    let expected = before.replace("anthropic/claude-opus-4-6", "anthropic/claude-sonnet-4-6");
    // The check mark moves with the click itself; the file follows within milliseconds.
    let changed = wait::value(PATIENCE, "the changed config", || {
        fs::read_to_string(config(&sandbox)).ok().filter(|now| *now != before)
    })?;
    assert_eq!(changed, expected);
    tray.wait_for(&[MODELS, &other], |item| item.toggle == Toggle::On)?;

    // The gateway applies the file by itself.
    wait::until(PATIENCE, "a turn with the new model", || {
        sandbox.send_turn("Which one are you?").is_ok_and(|turn| turn.ok)
            && sandbox
                .standin()
                .turns()
                .pop()
                .is_some_and(|turn| turn.model() == Some("claude-sonnet-4-6"))
    })?;

    // A change that somebody else makes is followed.
    fs::write(config(&sandbox), &before)?;
    tray.wait_for(&[MODELS, &other], |item| item.toggle == Toggle::Off)?;

    tray.click(&["Quit"])?;
    wait::until(PATIENCE, "the app's end", || app.ended().is_some())?;
    assert_eq!(app.ended().and_then(|status| status.code()), Some(0), "{}", app.log());
    Ok(())
}

#[test]
fn after_the_keychain_is_unlocked_claude_answers_without_a_click() -> Result<()> {
    let mut sandbox = Sandbox::start(DisplayPart::Virtual)?;
    connect(&sandbox)?;
    let _tray = TrayHost::start(sandbox.session())?;
    sandbox.session().keyring()?.lock()?;
    let app = sandbox.open_app()?;
    sandbox.restart_gateway()?;
    assert!(!sandbox.send_turn("Are you there?")?.ok, "a turn was served from a locked keychain");
    sandbox.session().keyring()?.unlock()?;
    wait::until(PATIENCE, "a turn after the unlock", || {
        sandbox.send_turn("And now?").is_ok_and(|turn| turn.ok)
    })
    .with_context(|| format!("the app: {}\nthe gateway: {}", app.log(), sandbox.gateway_log()))
}
