//! The places of the window on the real thing: the sign-ins, how everything stands, mending, and
//! the test message.

use std::fs;

use chela_rig::session::DisplayPart;
use chela_rig::{Result, Sandbox, Window, drive, programs};

use crate::{PATIENCE, config, connect, pictures};

#[test]
fn the_sign_ins_and_what_is_wrong_are_shown_mended_and_proven() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    connect(&sandbox)?;
    let pictures = pictures(sandbox.session(), "places")?;
    let window = Window::open(sandbox.session(), &programs::desktop()?, &["--window"])?;
    window.find_within(PATIENCE, "button", "Sign-ins")?;
    window.click("button", "Sign-ins")?;
    window.wait_for_text("OpenClaw signs in to Claude with", PATIENCE)?;
    window.wait_for_text("in your keychain", PATIENCE)?;
    window.picture(&pictures.join("sign-ins.png"))?;

    window.click("button", "Status")?;
    window.wait_for_text("Everything that Chela looked at is in order.", PATIENCE)?;
    window.picture(&pictures.join("status-calm.png"))?;

    // What the window is told of by a click, and mends by a click.
    window.click("button", "Home")?;
    window.click("button", "Stop")?;
    window.wait_for_text("Claude is connected, and the gateway does not run.", PATIENCE)?;
    window.picture(&pictures.join("home-stopped.png"))?;
    assert!(!sandbox.send_turn("Are you there?")?.ok);
    window.click("button", "Status")?;
    window.wait_for_text("The gateway does not run.", PATIENCE)?;
    window.picture(&pictures.join("status-stopped.png"))?;
    window.click("button", "Start the gateway")?;
    window.wait_for_text("Everything that Chela looked at is in order.", PATIENCE)?;
    assert!(sandbox.send_turn("Are you there?")?.ok);

    let message = "Error: No API key found for provider \"anthropic\"";
    window.type_into("textbox", "Paste an error message", message)?;
    window.click("button", "Say what it means")?;
    window.wait_for_text("An agent has no sign-in.", PATIENCE)?;
    window.picture(&pictures.join("status-explained.png"))?;

    an_answer_of_a_fallback_is_no_success(&sandbox, &window)?;
    window.picture(&pictures.join("home-fallback.png"))
}

/// The test message is green only when what should serve has served.
fn an_answer_of_a_fallback_is_no_success(sandbox: &Sandbox, window: &Window) -> Result<()> {
    let text = fs::read_to_string(config(sandbox))?;
    let model = r#"primary: "anthropic/claude-opus-4-6""#;
    let fallbacks = format!(r#"{model}, fallbacks: ["anthropic/claude-sonnet-4-6"]"#);
    fs::write(config(sandbox), text.replace(model, &fallbacks))?;
    sandbox.standin().refuse_model("claude-opus-4-6", 404);

    window.click("button", "Home")?;
    window.click("button", drive::name::TEST)?;
    let words =
        "The answer came from anthropic/claude-sonnet-4-6, not from anthropic/claude-opus-4-6.";
    window.wait_for_text(words, PATIENCE)
}
