//! Switching the model in the tray.

use std::fs;

use chela_rig::session::DisplayPart;
use chela_rig::tray::Toggle;
use chela_rig::{Context, Result, Sandbox, TrayHost, wait};

use crate::{PATIENCE, config, connect};

/// The tray's submenu of models.
const MODELS: &str = "Default model";

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
