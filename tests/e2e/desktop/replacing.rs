//! The secret of a sign-in is replaced by another one through the window.

use std::path::PathBuf;

use chela_rig::drive::{self, name};
use chela_rig::session::DisplayPart;
use chela_rig::standin::Sent;
use chela_rig::{Result, Sandbox, Window, clipboard, credential, programs};

use crate::{PATIENCE, chela, pictures};

#[test]
#[ignore = "takes minutes: ./dev long"]
fn a_key_is_replaced_and_its_reminder_goes() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    let (key, newer) = (credential::api_key(), credential::api_key());
    for secret in [&key, &newer] {
        sandbox.standin().accept(secret);
    }
    let connect = ["connect", "--api-key", "--profile", "work", "--json"];
    chela(&sandbox, &connect, &key)?.success()?;
    let pictures = pictures(sandbox.session(), "replacing")?;
    let window = Window::open(sandbox.session(), &programs::desktop()?, &["--window"])?;
    window.find_within(PATIENCE, "button", "Sign-ins")?;
    window.press("Sign-ins")?;
    window.wait_for_text("in your keychain", PATIENCE)?;
    window.press("Test, change or remove")?;
    window.press("Replace the secret of anthropic:work…")?;
    window.find_within(PATIENCE, "button", name::PASTE)?;
    let copied = clipboard::copy(sandbox.session(), &newer)?;
    window.click("button", name::PASTE)?;
    window.wait_for_text(&drive::ends(&newer), PATIENCE)?;
    drop(copied);
    window.find_enabled(PATIENCE, "button", "Replace")?;
    window.picture(&pictures.join("1-review.png"))?;
    window.press("Replace")?;
    window.wait_for_text("The new secret serves", PATIENCE)?;
    window.picture(&pictures.join("2-replaced.png"))?;
    drive::prove(&sandbox, &Sent::ApiKey(newer), &mut |_| ())?;
    let revoked = format!("I have revoked it: {}", drive::ends(&key));
    window.find_within(PATIENCE, "button", &revoked)?;
    window.press(&revoked)?;
    window.wait_for_text("Chela no longer reminds you of the old one.", PATIENCE)?;
    assert_eq!(sandbox.files_with(&key)?, Vec::<PathBuf>::new());
    Ok(())
}
