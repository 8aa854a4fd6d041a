//! The way of a secret from the keychain to the gateway, broken at each of its places.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chela_rig::standin::Sent;
use chela_rig::{Result, credential, wait};
use serde_json::json;

use super::{codes, diagnosis, fix, refusal, signed_in};
use crate::world::{World, assert_lines_kept};

fn resolver(world: &World) -> PathBuf {
    world.session.home().join(".local/share/chela/bin/chela-resolver")
}

fn mode(path: &Path, mode: u32) -> Result<()> {
    Ok(fs::set_permissions(path, fs::Permissions::from_mode(mode))?)
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn a_resolver_that_openclaw_refuses_and_a_config_that_does_not_name_it() -> Result<()> {
    let (world, _) = signed_in()?;
    let copy = resolver(&world);
    let _gateway = world.gateway()?;
    world.answers()?;
    let missing = || Ok(fs::remove_file(&copy)?);
    let writable_by_others = || mode(&copy, 0o722);
    for make in [&missing as &dyn Fn() -> Result<()>, &writable_by_others] {
        make()?;
        fix(&world, "resolver-refused")?;
        let found = fs::symlink_metadata(&copy)?;
        assert!(found.is_file() && found.permissions().mode() & 0o777 == 0o700);
    }

    let good = world.text()?;
    let from = good.find("\tsecrets: {").unwrap_or(0);
    let to = good.find("\tauth: {\n\t\tprofiles").unwrap_or(good.len());
    let without = format!("{}{}", &good[..from], &good[to..]);
    fs::write(&world.config, &without)?;
    wait::until(Duration::from_secs(60), "the gateway's notice", || world.answers().is_err())?;
    fix(&world, "provider-missing")?;
    assert_lines_kept(&without, &world.text()?, &[]);
    world.answers()?;

    // Another program in its place.
    let other = resolver(&world).with_file_name("other");
    fs::copy("/bin/true", &other)?;
    mode(&other, 0o700)?;
    let named = world.text()?.replace("bin/chela-resolver", "bin/other");
    fs::write(&world.config, named)?;
    assert_eq!(fix(&world, "resolver-elsewhere")?.left, Vec::<String>::new());
    world.answers()
}

#[test]
fn a_gateway_that_started_with_a_locked_keychain() -> Result<()> {
    let (world, _) = signed_in()?;
    let keyring = world.session.keyring()?;
    keyring.lock()?;
    let _gateway = world.gateway()?;
    assert!(!world.turn()?.ok);
    // Nobody is here who could answer the keychain's own question.
    assert_eq!(refusal(&world, "keychain-locked")?.0, "keychain-refused");

    keyring.pause();
    let hanging = diagnosis(&world);
    keyring.resume();
    let hanging = hanging?;
    assert!(codes(&hanging).contains(&"keychain-not-answering"), "{hanging:#}");

    // The person opens it in another program, and nothing tells the gateway.
    keyring.unlock()?;
    let fixed = fix(&world, "secrets-unfetched")?;
    assert_eq!((&fixed.finding["tone"], fixed.left), (&json!("problem"), vec![]));
    world.answers()
}

#[test]
fn a_secret_that_was_changed_or_deleted_in_the_keychain() -> Result<()> {
    let (world, first) = signed_in()?;
    let before = world.text()?;
    let gateway = world.gateway()?;
    let second = credential::setup_token();
    world.standin.accept(&second);
    world.session.keyring()?.change_secrets(&second)?;
    world.answers()?;
    assert_eq!(world.served(), Some(Sent::Bearer(first)), "it was fetched by itself");
    fix(&world, "secret-not-reloaded")?;
    world.answers()?;
    assert_eq!(world.served(), Some(Sent::Bearer(second.clone())));
    let status = world.chela(&["status", "--json"], "")?.success()?.json()?;
    assert_eq!(status["signIns"][0]["masked"], chela_rig::drive::ends(&second));

    world.session.keyring()?.delete_entries()?;
    let fixed = fix(&world, "stale-reference")?;
    assert_eq!(
        (&fixed.finding["profile"], &fixed.finding["agents"]),
        (&json!("anthropic:default"), &json!(["main"]))
    );
    assert!(!world.text()?.contains("chela-resolver"), "{}", world.text()?);
    world.connect(&["--setup-token"], &second)?;
    assert_eq!(world.text()?, before);

    // Or a new one in its place.
    world.session.keyring()?.delete_entries()?;
    world.connect(&["--setup-token", "--profile", "anthropic:default"], &second)?;
    world.answers()?;
    assert_eq!(diagnosis(&world)?["findings"], json!([]));
    gateway.stop();
    assert_eq!(world.files_with(&second)?, Vec::<PathBuf>::new());
    Ok(())
}
