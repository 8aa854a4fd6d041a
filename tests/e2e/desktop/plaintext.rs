//! What stands in plaintext goes to the keychain by clicks and keys, and a secret of a sign-in is
//! replaced by another one: the gateway answers all the while.

use std::fs;
use std::path::PathBuf;

use chela_rig::drive::{self, name};
use chela_rig::session::DisplayPart;
use chela_rig::standin::Sent;
use chela_rig::{Result, Sandbox, Window, clipboard, credential, programs};

use crate::{PATIENCE, config, pictures};

/// As in the sandbox's config.
const GATEWAY_TOKEN: &str = "a-token-for-the-gateway-only";

#[test]
fn a_key_and_another_secret_go_to_the_keychain_and_the_key_is_replaced() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    let (key, newer) = (credential::api_key(), credential::api_key());
    for secret in [&key, &newer] {
        sandbox.standin().accept(secret);
    }
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
    drive::prove(&sandbox, &Sent::ApiKey(key.clone()), &mut |_| ())?;

    window.press("Back")?;
    window.press("Sign-ins")?;
    window.wait_for_text("in your keychain", PATIENCE)?;
    window.press("Test, change or remove")?;
    window.press("Replace the secret of anthropic:work…")?;
    window.find_within(PATIENCE, "button", name::PASTE)?;
    let copied = clipboard::copy(sandbox.session(), &newer)?;
    window.click("button", name::PASTE)?;
    window.wait_for_text(&drive::ends(&newer), PATIENCE)?;
    window.click("button", name::CONTINUE)?;
    drop(copied);
    window.find_enabled(PATIENCE, "button", "Replace")?;
    window.picture(&pictures.join("7-replace.png"))?;
    window.press("Replace")?;
    window.wait_for_text("The new secret serves", PATIENCE)?;
    window.picture(&pictures.join("8-replaced.png"))?;
    drive::prove(&sandbox, &Sent::ApiKey(newer), &mut |_| ())?;
    let revoked = format!("I have revoked it: {}", drive::ends(&key));
    window.find_within(PATIENCE, "button", &revoked)?;
    window.press(&revoked)?;
    window.wait_for_text("Chela no longer reminds you of the old one.", PATIENCE)?;
    assert_eq!(sandbox.files_with(&key)?, Vec::<PathBuf>::new());
    Ok(())
}
