//! The tray: its first line is the truth, whoever changes it; it switches the model, mends what is
//! wrong and tells of it once, and takes a setup-token from the clipboard.

use std::fs;

use chela_rig::notifications::Notifications;
use chela_rig::session::DisplayPart;
use chela_rig::standin::Refusal;
use chela_rig::tray::Toggle;
use chela_rig::{Context, Result, Sandbox, TrayHost, Window, app, clipboard, credential, drive};
use chela_rig::{programs, wait};

use crate::{Desk, PATIENCE, chela, config, connect, pictures};

/// The tray's submenu of models.
const MODELS: &str = "Default model";

#[test]
fn it_tells_switches_mends_and_reminds() -> Result<()> {
    let mut sandbox = Sandbox::start(DisplayPart::Virtual)?;
    let tray = TrayHost::start(sandbox.session())?;
    let desktop = Notifications::start(sandbox.session())?;
    let mut app = app::start(sandbox.session(), &["--hidden"])?;
    tray.wait_for_icon().with_context(|| app.log())?;

    tells_who_answers(&sandbox, &tray)?;
    switches_the_model_and_nothing_else(&sandbox, &tray)?;
    starts_a_gateway_that_was_stopped(&mut sandbox, &tray)?;
    assert_eq!(desktop.shown(), []);

    // A turn that fails, and nobody asked the tray to look.
    sandbox.standin().refuse_for(sandbox.token(), Refusal::NoCredit);
    assert!(!sandbox.send_turn("Are you there?")?.ok);
    wait::until(PATIENCE, "a notification", || !desktop.shown().is_empty())
        .with_context(|| format!("{:#?}\n{}", tray.menu().unwrap_or_default(), app.log()))?;
    let shown = desktop.shown();
    assert_eq!(shown[0].summary, "There is no credit for \"anthropic:default\".", "{shown:?}");
    says(&tray, "OpenClaw has switched \"anthropic:default\" off.")?;
    assert!(app::windows(&app).is_empty());
    desktop.click(0)?;
    wait::until(PATIENCE, "a window", || !app::windows(&app).is_empty())?;
    assert_eq!(desktop.shown().len(), 1);

    tray.click(&["Quit"])?;
    wait::until(PATIENCE, "the app's end", || app.ended().is_some())?;
    assert_eq!(app.ended().and_then(|status| status.code()), Some(0), "{}", app.log());
    Ok(())
}

/// Waits until the tray's first line begins so.
fn says(tray: &TrayHost, beginning: &str) -> Result<()> {
    let line = || Some(tray.menu().ok()?.first()?.label.clone());
    wait::until(PATIENCE, &format!("{beginning:?} in the tray"), || {
        line().is_some_and(|line| line.starts_with(beginning))
    })
    .with_context(|| format!("the tray says {:?}", line()))
}

fn tells_who_answers(sandbox: &Sandbox, tray: &TrayHost) -> Result<()> {
    says(tray, "Claude is not connected yet.")?;
    // What only OpenClaw knows of.
    let older = credential::setup_token();
    let environment = sandbox.session().environment();
    sandbox.openclaw().paste_plaintext(environment, "anthropic:manual", &older)?;
    says(tray, "Claude answers as Opus 4.6 through \"anthropic:manual\".")?;

    connect(sandbox)?;
    says(tray, "Claude answers as Opus 4.6 through \"anthropic:default\".")?;
    chela(sandbox, &["disconnect", "--profile", "manual", "--json"], "")?.success()?;
    says(tray, "Claude answers as Opus 4.6 through \"anthropic:default\".")
}

fn switches_the_model_and_nothing_else(sandbox: &Sandbox, tray: &TrayHost) -> Result<()> {
    let submenu = tray.wait_for(&[MODELS], |item| item.enabled && item.items.len() > 1)?;
    let other = submenu
        .items
        .iter()
        .find(|item| item.toggle == Toggle::Off && item.label.contains("Sonnet 4.6"))
        .with_context(|| format!("no other model in {submenu:#?}"))?
        .label
        .clone();
    assert!(submenu.items.iter().any(|item| item.toggle == Toggle::On), "{submenu:#?}");

    let before = fs::read_to_string(config(sandbox))?;
    tray.click(&[MODELS, &other])?;
    let expected = before.replace("anthropic/claude-opus-4-6", "anthropic/claude-sonnet-4-6");
    // The check mark moves with the click itself; the file follows within milliseconds.
    let changed = wait::value(PATIENCE, "the changed config", || {
        fs::read_to_string(config(sandbox)).ok().filter(|now| *now != before)
    })?;
    assert_eq!(changed, expected);
    tray.wait_for(&[MODELS, &other], |item| item.toggle == Toggle::On)?;
    says(tray, "Claude answers as Sonnet 4.6 through \"anthropic:default\".")?;

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
    fs::write(config(sandbox), &before)?;
    tray.wait_for(&[MODELS, &other], |item| item.toggle == Toggle::Off)?;
    says(tray, "Claude answers as Opus 4.6 through \"anthropic:default\".")
}

fn starts_a_gateway_that_was_stopped(sandbox: &mut Sandbox, tray: &TrayHost) -> Result<()> {
    sandbox.stop_gateway();
    says(tray, "Claude is connected, and the gateway does not run.")?;
    wait::until(PATIENCE, "the repair in the menu", || tray.item(&["Start the gateway"]).is_ok())
        .with_context(|| format!("{:#?}", tray.menu().unwrap_or_default()))?;
    tray.click(&["Start the gateway"])?;
    says(tray, "Claude answers as Opus 4.6")
}

#[test]
fn its_paste_reads_the_clipboard_on_the_paste_screen() -> Result<()> {
    let desk = Desk::new()?;
    let tray = TrayHost::start(&desk.session)?;
    let app = app::start(&desk.session, &["--hidden"])?;
    tray.wait_for_icon().with_context(|| app.log())?;
    let token = credential::setup_token();
    let _copied = clipboard::copy(&desk.session, &token)?;

    // With the window open already.
    let window = Window::open(&desk.session, &programs::desktop()?, &["--window"])?;
    window.find("button", drive::name::BEGIN)?;
    tray.click(&["Paste setup-token from clipboard…"])?;
    window.wait_for_text(&drive::ends(&token), PATIENCE)?;
    window.picture(&pictures(&desk.session, "paste")?.join("by-tray.png"))?;
    drop(window);

    // And as the first thing that a new one shows.
    let arguments = ["--window", "--screen", "paste"];
    let window = Window::open(&desk.session, &programs::desktop()?, &arguments)?;
    window.wait_for_text(&drive::ends(&token), PATIENCE)?;
    Ok(())
}
