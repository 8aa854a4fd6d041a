//! OpenClaw is updated from a version that keeps sign-ins in plaintext to one that can read the
//! keychain: Chela notices, and moves them there.

use std::path::PathBuf;

use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{Context, OpenClaw, Result, credential};
use serde_json::Value;

use crate::interruptions::{at_work_until, settle};
use crate::world::{World, error_code};

/// Before any reference, with the keychain's copy made at the time.
const OLD: &str = "2026.2.9";
/// Moves the token.
const MOVE: [&str; 4] = ["move-to-keychain", "--profile", "default", "--json"];

#[test]
#[ignore = "takes minutes: ./dev long"]
fn to_references_in_a_file() -> Result<()> {
    let (mut world, token, key) = signed_in_long_ago(KeyringPart::Unlocked)?;
    world.update(&OpenClaw::of_version("2026.5.7")?)?;
    let (offered, order) = (offers(&world)?.len(), order(&world)?);
    // Killed on the way, and finished.
    at_work_until(&world, &MOVE, "", "bound")?.kill()?;
    settle(&world, "--finish")?.success()?;
    assert_eq!((offered, offers(&world)?.len()), (2, 1));
    move_the_key(&world, &token, &key, &order)?;
    for secret in [&token, &key] {
        assert_eq!(world.files_with(secret)?, Vec::<PathBuf>::new());
    }
    Ok(())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn to_references_in_a_database() -> Result<()> {
    let (mut world, token, key) = signed_in_long_ago(KeyringPart::Unlocked)?;
    update_to_database(&mut world)?;
    let (before, order) = (world.text()?, order(&world)?);
    // Killed on the way, and taken back.
    at_work_until(&world, &MOVE, "", "bound")?.kill()?;
    settle(&world, "--take-back")?.success()?;
    assert_eq!((world.text()?, world.entries()?), (before, 2));
    assert_eq!(offers(&world)?.len(), 2);
    let preview = world.dry_run(&MOVE[..3], "")?["preview"].clone();
    let mut said = world.did(&preview, || moved(&world, "anthropic:default"))?;
    said.extend(move_the_key(&world, &token, &key, &order)?);

    // What OpenClaw keeps of its own accord, as Chela says: the file that it has retired, and the
    // free pages of its database. Nobody reads the secret there.
    let left = world.files_with(&token)?;
    assert!(!left.is_empty());
    for file in &left {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let known =
            name.starts_with("auth-profiles.json.migrated-") || name.starts_with("openclaw.sqlite");
        assert!(known, "{left:?}");
        let told = said.iter().any(|notice| {
            notice["code"] == "plaintext-left"
                && notice["message"].as_str().is_some_and(|message| message.contains(&name))
        });
        assert!(told || name.ends_with("-wal"), "{name} is not told: {said:?}");
    }
    Ok(())
}

/// Without a copy of Chela's the file is read where that is allowed.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn what_was_signed_in_without_a_keychain_is_read_from_the_file() -> Result<()> {
    let (mut world, token, _) = signed_in_long_ago(KeyringPart::Locked)?;
    assert_eq!(offers(&world)?, Vec::<String>::new());
    world.update(&OpenClaw::of_version("2026.5.7")?)?;
    assert_eq!(error_code(&world.chela(&MOVE, "")?)?, "keychain-locked");
    world.session.keyring()?.unlock()?;
    world.chela(&MOVE, "")?.success()?;
    assert_eq!(world.files_with(&token)?, Vec::<PathBuf>::new());
    Ok(())
}

/// What Chela cannot read it does not touch.
#[test]
fn what_nobody_can_read_is_left_to_the_person() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let environment = world.session.environment();
    world.openclaw.paste_plaintext(environment, "anthropic:default", &token)?;
    let before = world.text()?;
    assert_eq!(error_code(&world.chela(&MOVE, "")?)?, "cannot-move");
    assert_eq!((world.text()?, world.entries()?), (before, 0));
    // Pasting it again is the way.
    world.connect(&["--setup-token"], &token)?;
    let again = world.chela(&MOVE, "")?.success()?.json()?;
    assert_eq!(again["changed"], false);
    assert_eq!(offers_and_places(&world)?.1, ["keychain"]);
    Ok(())
}

/// A home with a token and a key, signed in on the old version; the key was used last.
fn signed_in_long_ago(keyring: KeyringPart) -> Result<(World, String, String)> {
    let world = World::with(OpenClaw::of_version(OLD)?, keyring)?;
    let (token, key) = (credential::setup_token(), credential::api_key());
    world.standin.accept(&token);
    world.standin.accept(&key);
    for (kind, secret) in [("--setup-token", &token), ("--api-key", &key)] {
        let connected = world.connect(&[kind, "--accept-plaintext"], secret)?;
        assert_eq!(connected["keychainId"], Value::Null);
    }
    let gateway = world.gateway()?;
    assert!(world.turn()?.ok, "{}", gateway.log());
    gateway.stop();
    if keyring == KeyringPart::Unlocked {
        let places = vec!["plaintext".to_owned(); 2];
        assert_eq!((world.entries()?, offers_and_places(&world)?), (2, (vec![], places)));
    }
    Ok((world, token, key))
}

/// Installs 2026.9.6, whose gateway does not start before OpenClaw's own doctor has taken over the
/// older files, as its users are told.
fn update_to_database(world: &mut World) -> Result<()> {
    world.update(&OpenClaw::of_version("2026.9.6")?)?;
    // It moves the device's identity with an optional native package, which is not part of the
    // installation that the tests have, and refuses all else without. It makes a new one.
    std::fs::remove_dir_all(world.session.home().join(".openclaw/identity"))?;
    world.run(&["doctor", "--fix", "--non-interactive"])
}

/// Moves the key too, while the gateway runs; what was first still is. Each serves, the key first.
/// Answers what Chela said.
fn move_the_key(world: &World, token: &str, key: &str, order: &Value) -> Result<Vec<Value>> {
    let gateway = world.gateway()?;
    let said = moved(world, "anthropic:api").with_context(|| gateway.log())?;
    assert_eq!(offers_and_places(world)?, (vec![], vec!["keychain".to_owned(); 2]));
    assert_eq!(&self::order(world)?, order);
    world.serves(&gateway, &Sent::ApiKey(key.to_owned()))?;
    world.chela(&["disconnect", "--profile", "api", "--json"], "")?.success()?;
    world.serves(&gateway, &Sent::Bearer(token.to_owned()))?;
    gateway.stop();
    Ok(said)
}

fn moved(world: &World, profile: &str) -> Result<Vec<Value>> {
    let arguments = ["move-to-keychain", "--profile", profile, "--json"];
    let moved = world.chela(&arguments, "")?.success()?.json()?;
    assert_eq!(moved["changed"], true);
    Ok(moved["notices"].as_array().cloned().unwrap_or_default())
}

/// The profiles that Chela offers to move.
fn offers(world: &World) -> Result<Vec<String>> {
    Ok(offers_and_places(world)?.0)
}

/// These, and where the secret of each sign-in is.
fn offers_and_places(world: &World) -> Result<(Vec<String>, Vec<String>)> {
    let status = world.chela(&["status", "--json"], "")?.success()?.json()?;
    let notices = status["notices"].as_array().context("no notices")?;
    let offers = notices.iter().filter(|notice| notice["code"] == "can-move-to-keychain");
    let all = status["signIns"].as_array().context("no sign-ins")?;
    let places = all.iter().filter_map(|one| Some(one["place"].as_str()?.to_owned()));
    Ok((offers.map(|notice| notice["message"].to_string()).collect(), places.collect()))
}

fn order(world: &World) -> Result<Value> {
    let arguments = ["models", "auth", "order", "get", "--provider", "anthropic", "--json"];
    let answer = world.openclaw.run(world.session.environment(), &arguments)?.success()?.json()?;
    Ok(answer["order"].clone())
}
