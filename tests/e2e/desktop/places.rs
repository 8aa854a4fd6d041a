//! The places of the window on the real thing: the sign-ins, how everything stands, mending, and
//! the test message.

use std::fs;
use std::path::Path;

use chela_rig::session::DisplayPart;
use chela_rig::{Result, Sandbox, Window, drive, programs, wait};

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
    let turn = sandbox.send_turn("Are you there?")?;
    assert!(turn.ok, "{}", turn.printed);

    let message = "Error: No API key found for provider \"anthropic\"";
    window.type_into("textbox", "Paste an error message", message)?;
    window.click("button", "Say what it means")?;
    window.wait_for_text("An agent has no sign-in.", PATIENCE)?;
    window.picture(&pictures.join("status-explained.png"))?;

    an_answer_of_a_fallback_is_no_success(&sandbox, &window)?;
    window.picture(&pictures.join("home-fallback.png"))?;
    models_are_chosen_by_clicks(&sandbox, &window, &pictures)?;
    caching_is_set_by_clicks(&sandbox, &window, &pictures)?;
    what_others_did_is_told_and_undone(&sandbox, &window, &pictures)?;
    what_would_change_is_reached_with_the_keyboard(&window, &pictures)
}

/// A model is found, tried when the default one fails, and no longer.
fn models_are_chosen_by_clicks(sandbox: &Sandbox, window: &Window, pictures: &Path) -> Result<()> {
    let before = fs::read_to_string(config(sandbox))?;
    window.press("All models")?;
    window.wait_for_text("1 million tokens in view", PATIENCE)?;
    window.picture(&pictures.join("models.png"))?;
    window.click("button", "Ask Anthropic what my account has")?;
    window.wait_for_text("Anthropic named these models just now.", PATIENCE)?;
    window.type_into("textbox", "Search", "haiku")?;
    window.click("button", "Try it when the default fails: Haiku 4.5")?;
    window.wait_for_text("Tried in place", PATIENCE)?;
    window.picture(&pictures.join("models-fallback.png"))?;
    assert!(fs::read_to_string(config(sandbox))?.contains("claude-haiku-4-5"));
    window.click("button", "Undo")?;
    wait::until(PATIENCE, "the config as it was", || {
        fs::read_to_string(config(sandbox)).is_ok_and(|text| text == before)
    })?;
    window.click("button", "Back")
}

/// Prompt caching is looked at, set, and set back.
fn caching_is_set_by_clicks(sandbox: &Sandbox, window: &Window, pictures: &Path) -> Result<()> {
    let before = fs::read_to_string(config(sandbox))?;
    window.press("Prompt caching")?;
    window.wait_for_text("What counts now", PATIENCE)?;
    window.picture(&pictures.join("caching.png"))?;
    // A few turns were sent, which is too little to tell.
    window.click("button", "Work it out")?;
    window.wait_for_text("There is too little yet", PATIENCE)?;
    window.press("How this was worked out")?;
    window.picture(&pictures.join("caching-usage.png"))?;
    window.click("radio", "1 hour")?;
    window.press("Show what changes")?;
    window.wait_for_text("cacheRetention", PATIENCE)?;
    window.picture(&pictures.join("caching-preview.png"))?;
    assert_eq!(fs::read_to_string(config(sandbox))?, before);
    window.click("button", "Set it")?;
    window.wait_for_text("Done. New answers use it.", PATIENCE)?;
    let set: serde_json::Value = json5::from_str(&fs::read_to_string(config(sandbox))?)?;
    assert_eq!(set["agents"]["defaults"]["params"]["cacheRetention"], "long");
    window.picture(&pictures.join("caching-set.png"))?;
    window.click("button", "Undo")?;
    wait::until(PATIENCE, "the config as it was", || {
        fs::read_to_string(config(sandbox)).is_ok_and(|text| text == before)
    })?;
    window.click("button", "Back")
}

/// An edit of somebody else's is undone by a click, and comments that OpenClaw has removed come
/// back by one.
fn what_others_did_is_told_and_undone(
    sandbox: &Sandbox,
    window: &Window,
    pictures: &Path,
) -> Result<()> {
    let before = fs::read_to_string(config(sandbox))?;
    fs::write(config(sandbox), format!("// mine\n{before}"))?;
    window.click("button", "History")?;
    let others = "Another program or an editor changed the configuration";
    window.wait_for_text(others, PATIENCE)?;
    window.click("button", &format!("Show the change: {others}"))?;
    window.wait_for_text("// mine", PATIENCE)?;
    window.picture(&pictures.join("history.png"))?;

    let set = ["models", "set", "anthropic/claude-opus-4-6"];
    sandbox.openclaw().run(sandbox.session().environment(), &set)?.success()?;
    window.wait_for_text("of your comments", PATIENCE)?;
    window.click("button", "Show what changes")?;
    window.picture(&pictures.join("history-comments.png"))?;
    window.click("button", "Put them back")?;
    window.wait_for_text("Put comments back", PATIENCE)?;
    assert!(fs::read_to_string(config(sandbox))?.starts_with("// mine\n"));

    window.click("button", "Undo: Put comments back")?;
    window.wait_for_text("Everything else in the file stays as it is.", PATIENCE)?;
    window.picture(&pictures.join("history-undo.png"))?;
    window.press("Undo")?;
    wait::until(PATIENCE, "the file without comments", || {
        fs::read_to_string(config(sandbox)).is_ok_and(|text| !text.starts_with("// mine\n"))
    })
}

/// What removing a sign-in and leaving would do is shown to who has no mouse, and nothing is done.
fn what_would_change_is_reached_with_the_keyboard(window: &Window, pictures: &Path) -> Result<()> {
    window.press("Sign-ins")?;
    window.wait_for_text("in your keychain", PATIENCE)?;
    window.press("Test, change or remove")?;
    window.press("Remove")?;
    window.wait_for_text("Show what changes", PATIENCE)?;
    window.press("Show what changes")?;
    window.wait_for_text("openclaw models auth logout", PATIENCE)?;
    window.picture(&pictures.join("remove.png"))?;
    window.press("Keep")?;
    window.press("Settings")?;
    window.press("Leave Chela…")?;
    window.wait_for_text("What happens to the sign-ins?", PATIENCE)?;
    window.picture(&pictures.join("leave.png"))
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
