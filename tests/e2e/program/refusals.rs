//! Everything that can be in the way: each has its own code, and nothing is changed unasked.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{Result, credential};

use crate::world::{World, error_code};

const CONNECT: [&str; 3] = ["connect", "--setup-token", "--json"];

/// Tries to connect; the code of the error. The config keeps its bytes and the keyring, where
/// there is one that is open, stays empty.
fn refusal(world: &World, token: &str) -> Result<String> {
    let before = world.text()?;
    let code = error_code(&world.chela(&CONNECT, token)?)?;
    assert_eq!(world.text()?, before);
    if world.session.keyring().is_ok_and(|keyring| !keyring.is_locked().unwrap_or(true)) {
        assert_eq!(world.entries()?, 0);
    }
    assert!(world.files_with(token)?.is_empty());
    Ok(code)
}

/// A world that accepts the token.
fn world_and_token(keyring: KeyringPart) -> Result<(World, String)> {
    let world = World::with_keyring(keyring)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    Ok((world, token))
}

#[test]
fn no_keychain() -> Result<()> {
    let (world, token) = world_and_token(KeyringPart::Absent)?;
    assert_eq!(refusal(&world, &token)?, "keychain-absent");

    // With the person's consent OpenClaw keeps it itself, and serves.
    let connected = world.connect(&["--setup-token", "--accept-plaintext"], &token)?;
    assert_eq!(connected["keychainId"], serde_json::Value::Null);
    world.local_turn("main")?.success()?;
    assert_eq!(world.served(), Some(Sent::Bearer(token)));
    Ok(())
}

#[test]
fn a_locked_keychain() -> Result<()> {
    let (world, token) = world_and_token(KeyringPart::Locked)?;
    assert_eq!(refusal(&world, &token)?, "keychain-locked");
    Ok(())
}

#[test]
fn a_keychain_that_hangs() -> Result<()> {
    let (world, token) = world_and_token(KeyringPart::Unlocked)?;
    world.session.keyring()?.pause();
    let before = world.text()?;
    let code = error_code(&world.chela(&CONNECT, &token)?)?;
    world.session.keyring()?.resume();
    assert_eq!(code, "keychain-timeout");
    assert_eq!((world.text()?, world.entries()?), (before, 0));
    Ok(())
}

#[test]
fn no_openclaw() -> Result<()> {
    let (mut world, token) = world_and_token(KeyringPart::Unlocked)?;
    world.session.set("PATH", "/usr/bin:/bin");
    assert_eq!(refusal(&world, &token)?, "openclaw-missing");

    // Unless one says where it is, and its Node is beside it.
    let program = world.session.root().join("openclaw-bin/openclaw");
    let named = ["connect", "--setup-token", "--json", "--openclaw", &program.to_string_lossy()];
    world.chela(&named, &token)?.success()?;
    assert_eq!(world.entries()?, 1);
    Ok(())
}

#[test]
fn an_old_node_first_on_the_path_and_a_stopped_gateway_are_no_hindrance() -> Result<()> {
    let (mut world, token) = world_and_token(KeyringPart::Unlocked)?;
    let old = world.session.root().join("old-node");
    fake_node(&old, "v18.20.4")?;
    world.session.path_first(&old);
    world.connect(&["--setup-token"], &token)?;
    let status = world.chela(&["status", "--json"], "")?.success()?.json()?;
    assert_eq!(status["gateway"]["state"], "stopped", "{status}");
    Ok(())
}

#[test]
fn no_node_that_is_new_enough() -> Result<()> {
    let (mut world, token) = world_and_token(KeyringPart::Unlocked)?;
    // A package that wants a Node that nobody has yet, wherever this machine keeps its own.
    let package = world.session.root().join("future/lib/node_modules/openclaw");
    fs::create_dir_all(&package)?;
    let manifest = r#"{ "name": "openclaw", "version": "2026.9.6",
        "bin": { "openclaw": "openclaw.mjs" }, "engines": { "node": ">=99.0.0" } }"#;
    fs::write(package.join("package.json"), manifest)?;
    fs::write(package.join("openclaw.mjs"), "#!/usr/bin/env node\n")?;
    executable(&package.join("openclaw.mjs"))?;
    let bin = world.session.root().join("future/bin");
    fake_node(&bin, "v18.20.4")?;
    std::os::unix::fs::symlink(package.join("openclaw.mjs"), bin.join("openclaw"))?;
    world.session.set("PATH", format!("{}:/usr/bin:/bin", bin.display()));
    assert_eq!(refusal(&world, &token)?, "node-too-old");
    Ok(())
}

#[test]
fn a_gateway_elsewhere() -> Result<()> {
    let (world, token) = world_and_token(KeyringPart::Unlocked)?;
    let remote = "gateway: { remote: { url: 'wss://elsewhere.example:18789' }, mode: 'remote',";
    let text = world.text()?.replace("gateway: { mode: 'local',", remote);
    fs::write(&world.config, text)?;
    assert_eq!(refusal(&world, &token)?, "remote-gateway");
    Ok(())
}

#[test]
fn a_broken_config() -> Result<()> {
    let (world, token) = world_and_token(KeyringPart::Unlocked)?;
    let text = world.text()?.replace("skipBootstrap: true,", "skipBootstrap: true true,");
    fs::write(&world.config, text)?;
    assert_eq!(refusal(&world, &token)?, "config-unparsable");
    let printed = world.chela(&CONNECT, &token)?.json()?;
    assert_eq!(printed["error"]["params"]["line"], "10", "{printed}");
    Ok(())
}

#[test]
fn a_token_that_anthropic_refuses() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    assert_eq!(refusal(&world, &token)?, "invalid-credential");

    // Whoever knows better can go on without the check.
    world.connect(&["--setup-token", "--no-check"], &token)?;
    assert_eq!(world.entries()?, 1);
    Ok(())
}

#[test]
fn any_other_answer_of_anthropic_does_not_stop() -> Result<()> {
    for status in [403, 529] {
        let world = World::new()?;
        let token = credential::setup_token();
        world.standin.refuse(&token, status);
        let connected = world.connect(&["--setup-token"], &token)?;
        assert_eq!(connected["confirmed"], false, "{status}");
    }
    Ok(())
}

#[test]
fn a_model_that_the_account_does_not_have() -> Result<()> {
    let (world, token) = world_and_token(KeyringPart::Unlocked)?;
    let arguments =
        ["connect", "--setup-token", "--model", "anthropic/claude-of-tomorrow", "--json"];
    let printed = world.chela(&arguments, &token)?;
    assert!(printed.stdout.contains("\"model-unavailable\""), "{printed}");
    assert!(!world.text()?.contains("claude-of-tomorrow"));
    Ok(())
}

#[test]
fn what_is_no_credential() -> Result<()> {
    let world = World::new()?;
    for (pasted, code) in [
        ("", "nothing-pasted"),
        ("just some words", "nothing-pasted"),
        (&credential::api_key().replace("api03", "admin01"), "credential-refused"),
    ] {
        let printed = world.chela(&CONNECT, pasted)?;
        assert_eq!(error_code(&printed)?, code, "{pasted}");
    }
    assert_eq!(world.entries()?, 0);
    Ok(())
}

#[test]
fn a_name_that_no_profile_can_have() -> Result<()> {
    let (world, token) = world_and_token(KeyringPart::Unlocked)?;
    for name in ["", "openai:default", "two words", "-x"] {
        let profile = format!("--profile={name}");
        let refused = world.chela(&["connect", "--setup-token", &profile, "--json"], &token)?;
        assert_eq!(error_code(&refused)?, "profile-malformed", "{name:?}");
    }
    assert_eq!(world.entries()?, 0);
    Ok(())
}

#[test]
fn an_unknown_profile_and_wrong_usage() -> Result<()> {
    let world = World::new()?;
    let unknown = world.chela(&["disconnect", "--profile", "anthropic:none", "--json"], "")?;
    assert_eq!(error_code(&unknown)?, "profile-unknown");
    for wrong in [&["connect"][..], &["connect", "--setup-token", "--api-key"], &["fly"]] {
        assert_eq!(world.chela(wrong, "")?.code, Some(2), "{wrong:?}");
    }
    Ok(())
}

/// A program that says that it is an old Node, and does nothing else.
fn fake_node(folder: &Path, version: &str) -> Result<()> {
    fs::create_dir_all(folder)?;
    let node = folder.join("node");
    fs::write(&node, format!("#!/bin/sh\necho {version}\n"))?;
    executable(&node)
}

fn executable(file: &Path) -> Result<()> {
    Ok(fs::set_permissions(file, fs::Permissions::from_mode(0o755))?)
}
