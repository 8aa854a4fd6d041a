//! From nothing to a gateway that answers, with the token that Claude Code makes: four clicks, and
//! nothing is typed.

use chela_rig::claude::{self, CODE, Orders};
use chela_rig::drive::{self, name};
use chela_rig::session::DisplayPart;
use chela_rig::standin::Sent;
use chela_rig::{Result, Sandbox, Window, clipboard, programs};

use crate::{PATIENCE, pictures};

#[test]
fn claude_code_makes_the_token_and_four_clicks_connect_it() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    let session = sandbox.session();
    let token = sandbox.token().to_owned();
    claude::install(session, &Orders { token: token.clone(), ..Orders::default() })?;
    let pictures = pictures(session, "get-token")?;
    let window = Window::open(session, &programs::desktop()?, &["--window"])?;
    window.click("button", name::BEGIN)?;
    window.click("button", name::PLAN)?;
    window.find("button", name::GET_TOKEN)?;
    window.picture(&pictures.join("1-offered.png"))?;

    // A token that is copied while one is asked for is noticed, and only its ends are shown.
    let copied = clipboard::copy(session, &token)?;
    window.wait_for_text("A setup-token is on your clipboard.", PATIENCE)?;
    assert!(window.text()?.contains(&drive::ends(&token)) && !window.text()?.contains(&token));
    window.picture(&pictures.join("noticed.png"))?;
    drop(copied);

    window.click("button", name::GET_TOKEN)?;
    window.find_enabled(PATIENCE, "button", name::PASTE_CODE)?;
    window.picture(&pictures.join("2-sign-in.png"))?;
    // What is copied from anywhere else is not typed.
    let other = clipboard::copy(session, "two words")?;
    window.click("button", name::PASTE_CODE)?;
    window.wait_for_text("is not a code", PATIENCE)?;
    window.picture(&pictures.join("3-no-code.png"))?;
    drop(other);

    let copied = clipboard::copy(session, CODE)?;
    window.click("button", name::PASTE_CODE)?;
    window.find_within(PATIENCE, "button", name::REVIEW)?;
    drop(copied);
    assert!(!window.text()?.contains(&token[16..40]), "the token is shown");
    window.picture(&pictures.join("4-model.png"))?;
    window.click("button", name::REVIEW)?;
    window.find_within(PATIENCE, "button", name::CONNECT)?;
    window.click("button", name::CONNECT)?;
    window.find_within(PATIENCE, "button", name::TEST)?;
    window.picture(&pictures.join("5-connected.png"))?;
    // And the window finds it nowhere else.
    window.click("button", name::DONE)?;
    window.click("button", "Status")?;
    window.find_within(PATIENCE, "button", "Look for credentials in plaintext")?;
    window.click("button", "Look for credentials in plaintext")?;
    window.wait_for_text("No Anthropic credential stands in plaintext.", PATIENCE)?;
    window.picture(&pictures.join("6-audit.png"))?;
    drive::prove(&sandbox, &Sent::Bearer(token), &mut |_| {})
}
