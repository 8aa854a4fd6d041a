//! The tray's first line is the truth, whoever changes it.

use std::fs;

use chela_rig::session::DisplayPart;
use chela_rig::{Context, Result, Sandbox, TrayHost, app, clipboard, drive, programs, wait};
use chela_rig::{Window, credential};

use crate::{Desk, PATIENCE, config, connect, pictures};

/// Waits until the tray's first line begins so.
fn wait_for_line(tray: &TrayHost, beginning: &str) -> Result<()> {
    let line = || Some(tray.menu().ok()?.first()?.label.clone());
    wait::until(PATIENCE, &format!("{beginning:?} in the tray"), || {
        line().is_some_and(|line| line.starts_with(beginning))
    })
    .with_context(|| format!("the tray says {:?}", line()))
}

#[test]
fn the_trays_line_is_true_after_every_change() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    let tray = TrayHost::start(sandbox.session())?;
    let app = app::start(sandbox.session(), &["--hidden"])?;
    tray.wait_for_icon().with_context(|| app.log())?;
    wait_for_line(&tray, "Claude is not connected yet.")?;

    // What only OpenClaw knows of.
    let older = credential::setup_token();
    let environment = sandbox.session().environment();
    sandbox.openclaw().paste_plaintext(environment, "anthropic:manual", &older)?;
    wait_for_line(&tray, "Claude answers as Opus 4.6 through \"anthropic:manual\".")?;

    connect(&sandbox)?;
    wait_for_line(&tray, "Claude answers as Opus 4.6 through \"anthropic:default\".")?;
    let text = fs::read_to_string(config(&sandbox))?;
    fs::write(config(&sandbox), text.replace("claude-opus-4-6", "claude-sonnet-4-6"))?;
    wait_for_line(&tray, "Claude answers as Sonnet 4.6 through \"anthropic:default\".")
}

#[test]
fn the_trays_paste_reads_the_clipboard_on_the_paste_screen() -> Result<()> {
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
