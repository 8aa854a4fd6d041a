//! What stands in plaintext goes to the keychain by clicks and keys, and the gateway goes on answering.

use std::fs;

use chela_rig::drive::{self, name};
use chela_rig::session::DisplayPart;
use chela_rig::standin::Sent;
use chela_rig::{Result, Sandbox, Window, credential, programs};

use crate::{PATIENCE, config, pictures};

/// As in the sandbox's config.
const GATEWAY_TOKEN: &str = "a-token-for-the-gateway-only";

#[test]
fn a_key_and_another_secret_go_to_the_keychain() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    let key = credential::api_key();
    sandbox.standin().accept(&key);
    let environment = sandbox.session().environment();
    sandbox.openclaw().paste_plaintext(environment, "anthropic:work", &key)?;
    let shell = sandbox.session().home().join(".bashrc");
    fs::write(&shell, format!("# mine\nexport ANTHROPIC_API_KEY={key}\n"))?;
    let pictures = pictures(sandbox.session(), "plaintext")?;
    let window = Window::open(sandbox.session(), &programs::desktop()?, &["--window"])?;

    // What is there was not made by Chela, so it first says what it found.
    window.find_within(PATIENCE, "button", "Skip to the overview")?;
    window.press("Skip to the overview")?;
    window.find_within(PATIENCE, "button", "Status")?;
    window.press("Status")?;
    window.find_within(PATIENCE, "button", "Look for credentials in plaintext")?;
    window.press("Look for credentials in plaintext")?;
    window.wait_for_text("1 credential in plaintext", PATIENCE)?;
    window.wait_for_text(".bashrc", PATIENCE)?;
    assert!(!window.text()?.contains(&key[20..]), "the key is shown");
    window.picture(&pictures.join("1-found.png"))?;
    window.press(&format!("Move into the keychain… {}", drive::ends(&key)))?;
    window.press("Tick everything")?;
    window.picture(&pictures.join("2-files.png"))?;
    window.press(name::REVIEW)?;
    window.wait_for_text("export ANTHROPIC_API_KEY", PATIENCE)?;
    window.picture(&pictures.join("3-review.png"))?;
    window.press("Move into the keychain")?;
    // With a turn before and one after the files are changed, and a restart for the database.
    window.wait_for_text("It is in the keychain now", PATIENCE * 2)?;
    window.picture(&pictures.join("4-moved.png"))?;
    assert_eq!(fs::read_to_string(&shell)?, "# mine\n");
    drive::prove(&sandbox, &Sent::ApiKey(key.clone()), &mut |_| ())?;

    window.press("Look for plaintext again")?;
    window.wait_for_text("No Anthropic credential stands in plaintext.", PATIENCE)?;
    window.click("checkbox", "gateway.auth.token")?;
    window.press("Show what changes")?;
    window.wait_for_text("\"source\": \"exec\"", PATIENCE)?;
    window.picture(&pictures.join("5-setting.png"))?;
    window.press("Move 1 secret to the keychain")?;
    window.wait_for_text("fetches these from the keychain now: gateway.auth.token", PATIENCE)?;
    window.picture(&pictures.join("6-setting-moved.png"))?;
    assert!(!fs::read_to_string(config(&sandbox))?.contains(GATEWAY_TOKEN));
    // The command finds the gateway's token in the keychain itself.
    drive::prove(&sandbox, &Sent::ApiKey(key), &mut |_| ())
}
