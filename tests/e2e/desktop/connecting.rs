//! The first run through the window: both kinds of credential.

use std::fs;

use chela_rig::drive::{self, Credential};
use chela_rig::session::DisplayPart;
use chela_rig::standin::Sent;
use chela_rig::{Context, Result, Sandbox, credential};

use crate::{config, pictures};

#[test]
fn a_wrapped_token_is_connected_through_the_window() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    let comments = |text: &str| text.matches("//").count();
    let before = fs::read_to_string(config(&sandbox))?;
    let token = sandbox.token();
    walk(&sandbox, &Credential::token(token), "token")?;
    drive::prove(&sandbox, &Sent::Bearer(token.to_owned()), &mut |_| {})?;
    assert_eq!(comments(&fs::read_to_string(config(&sandbox))?), comments(&before));
    Ok(())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn an_api_key_serves_although_an_older_plaintext_profile_is_there() -> Result<()> {
    let sandbox = Sandbox::start(DisplayPart::Virtual)?;
    let (old, key) = (credential::setup_token(), credential::api_key());
    for known in [&old, &key] {
        sandbox.standin().accept(known);
    }
    let environment = sandbox.session().environment();
    sandbox.openclaw().paste_plaintext(environment, "anthropic:manual", &old)?;
    walk(&sandbox, &Credential::key(&key), "key")?;
    drive::prove(&sandbox, &Sent::ApiKey(key), &mut |_| {})
}

fn walk(sandbox: &Sandbox, credential: &Credential<'_>, folder: &str) -> Result<()> {
    let pictures = pictures(sandbox.session(), folder)?;
    let mut steps = Vec::new();
    drive::first_run(sandbox.session(), credential, &pictures, &mut |step| {
        steps.push(step.to_owned());
    })
    .map(drop)
    .with_context(|| format!("after {steps:#?}"))
}
