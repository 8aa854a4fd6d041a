//! The test message is green only when what should serve has served.

use std::fs;

use chela_rig::session::DisplayPart;
use chela_rig::{Result, Sandbox, Window, drive, programs};

use crate::{PATIENCE, config, connect, pictures};

#[test]
fn an_answer_of_a_fallback_is_no_success() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    connect(&sandbox)?;
    let text = fs::read_to_string(config(&sandbox))?;
    let model = r#"primary: "anthropic/claude-opus-4-6""#;
    let fallbacks = format!(r#"{model}, fallbacks: ["anthropic/claude-sonnet-4-6"]"#);
    fs::write(config(&sandbox), text.replace(model, &fallbacks))?;
    sandbox.standin().refuse_model("claude-opus-4-6", 404);

    let window = Window::open(sandbox.session(), &programs::desktop()?, &["--window"])?;
    window.click("button", drive::name::TEST)?;
    let words =
        "The answer came from anthropic/claude-sonnet-4-6, not from anthropic/claude-opus-4-6.";
    window.wait_for_text(words, PATIENCE)?;
    window.picture(&pictures(sandbox.session(), "fallback")?.join("fallback.png"))
}
