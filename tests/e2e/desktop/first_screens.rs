//! What stands in the way of a sign-in is said on the window's first screens, in its own words.

use std::fs;

use chela_rig::drive::name;
use chela_rig::session::KeyringPart;
use chela_rig::{Result, Window, clipboard, credential, programs};

use crate::{Desk, PATIENCE, pictures};

fn open(desk: &Desk) -> Result<Window> {
    Window::open(&desk.session, &programs::desktop()?, &["--window"])
}

#[test]
fn without_openclaw_it_is_offered() -> Result<()> {
    let mut desk = Desk::new()?;
    desk.session.set("PATH", "/usr/bin:/bin");
    let window = open(&desk)?;
    window.find("heading", "OpenClaw cannot be used yet")?;
    window.wait_for_text("OpenClaw was not found on this computer.", PATIENCE)?;
    window.wait_for_text("Install it on this computer", PATIENCE)?;
    window.find("button", "Install OpenClaw")?;
    window.picture(&pictures(&desk.session, "missing")?.join("openclaw.png"))
}

#[test]
fn a_gateway_elsewhere_is_named_with_what_to_do_over_there() -> Result<()> {
    let desk = Desk::new()?;
    let text = fs::read_to_string(&desk.config)?;
    let remote = "mode: \"remote\", remote: { url: \"wss://elsewhere.example:18789\" }";
    fs::write(&desk.config, text.replace("mode: \"local\"", remote))?;
    let window = open(&desk)?;
    window.find("heading", "What Chela found")?;
    window.wait_for_text("Your gateway runs on another computer, elsewhere.example.", PATIENCE)?;
    window.wait_for_text("ssh -t elsewhere.example openclaw models auth", PATIENCE)?;
    window.find("button", "Look again")?;
    assert!(!window.shows("button", name::BEGIN)?);
    window.picture(&pictures(&desk.session, "remote")?.join("found.png"))
}

#[test]
fn without_a_keychain_the_person_agrees_to_plaintext_first() -> Result<()> {
    let desk = Desk::with_keyring(KeyringPart::Absent)?;
    let pictures = pictures(&desk.session, "no-keychain")?;
    let window = open(&desk)?;
    window.wait_for_text("There is none in this session", PATIENCE)?;
    window.picture(&pictures.join("found.png"))?;
    window.click("button", name::BEGIN)?;
    window.click("button", name::PLAN)?;
    let _copied = clipboard::copy(&desk.session, &credential::setup_token())?;
    window.click("button", name::PASTE)?;
    window.click("button", name::REVIEW)?;
    let consent = "OpenClaw may keep this credential in plaintext";
    window.find_within(PATIENCE, "checkbox", consent)?;
    assert!(!window.is_enabled("button", name::CONNECT)?);
    window.picture(&pictures.join("review.png"))?;
    window.click("checkbox", consent)?;
    window.wait_for_text("OpenClaw keeps it in its own store, in plaintext.", PATIENCE)?;
    window.find_enabled(PATIENCE, "button", name::CONNECT)?;
    window.picture(&pictures.join("agreed.png"))
}
