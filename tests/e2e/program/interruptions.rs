//! Chela killed, or left without a keychain, in the middle of connecting: the next start names
//! what was under way and takes it back, or finishes it.

use std::time::Duration;

use chela_rig::child::{Child, Finished, command};
use chela_rig::session::KeyringPart;
use chela_rig::{Context, OpenClaw, Result, credential, programs, wait};
use serde_json::{Value, json};

use crate::world::{World, error_code};

/// Until a step is reached; several OpenClaw commands come before the last ones.
const LIMIT: Duration = Duration::from_secs(240);

const MODEL: &str = "anthropic/claude-sonnet-4-6";

/// Chela, connecting, at the moment at which its journal names `step`.
pub(crate) fn connecting_until(world: &World, token: &str, step: &str) -> Result<Child> {
    let arguments = ["connect", "--setup-token", "--model", MODEL, "--json"];
    at_work_until(world, &arguments, token, step)
}

/// Chela, at work, at the moment at which its journal names `step`.
pub(crate) fn at_work_until(
    world: &World,
    arguments: &[&str],
    input: &str,
    step: &str,
) -> Result<Child> {
    let mut program = command(programs::chela()?, world.session.environment());
    program.args(arguments);
    let log = world.session.log("chela");
    let mut chela = Child::start_with_input("chela", &mut program, &log, input)?;
    reaches(world, &mut chela, step)?;
    Ok(chela)
}

/// Waits until the journal of `chela` names `step`.
pub(crate) fn reaches(world: &World, chela: &mut Child, step: &str) -> Result<()> {
    let what = format!("the step {step}");
    wait::until(LIMIT, &what, || journal(world).contains(step) || chela.ended().is_some())?;
    assert!(chela.ended().is_none(), "it came to its end: {}", chela.log());
    Ok(())
}

/// What the journal of the world's home says; empty when nothing is under way.
fn journal(world: &World) -> String {
    let pattern = world.session.root().join("home/.local/share/chela/homes");
    let homes = std::fs::read_dir(pattern).into_iter().flatten().flatten();
    homes
        .filter_map(|home| std::fs::read_to_string(home.path().join("journal.jsonl")).ok())
        .collect()
}

pub(crate) fn settle(world: &World, how: &str) -> Result<Finished> {
    world.chela(&["settle", how, "--json"], "")
}

/// The agents' sign-ins, as `chela status` tells.
fn sign_ins(world: &World) -> Result<Vec<String>> {
    let status = world.chela(&["status", "--json"], "")?.success()?.json()?;
    let all = status["signIns"].as_array().context("no sign-ins")?;
    Ok(all.iter().filter_map(|one| Some(one["profile"].as_str()?.to_owned())).collect())
}

/// Kills Chela at `step` and takes back what it did; nothing of it is left.
fn killed_at(step: &str) -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let before = world.text()?;
    connecting_until(&world, &token, step)?.kill()?;
    assert!(!journal(&world).contains(&token));

    // Nothing else is begun before that is settled.
    let again = world.chela(&["connect", "--setup-token", "--json"], &token)?;
    assert_eq!(error_code(&again)?, "interrupted");
    settle(&world, "--take-back")?.success()?;
    assert_eq!((world.text()?, world.entries()?), (before, 0));
    assert_eq!(sign_ins(&world)?, Vec::<String>::new());
    assert_eq!(journal(&world), "");
    settle(&world, "--take-back")?.success()?;
    Ok(())
}

#[test]
fn killed_while_storing() -> Result<()> {
    killed_at("stored")
}

#[test]
fn killed_while_editing() -> Result<()> {
    killed_at("edited")
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn killed_while_binding() -> Result<()> {
    killed_at("bound")
}

#[test]
fn killed_and_finished() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    connecting_until(&world, &token, "edited")?.kill()?;
    settle(&world, "--finish")?.success()?;
    assert_eq!(world.entries()?, 1);
    assert!(world.text()?.contains(MODEL), "{}", world.text()?);
    world.local_turn("main")?.success()?;
    assert_eq!(world.files_with(&token)?, Vec::<std::path::PathBuf>::new());
    Ok(())
}

#[test]
fn a_keychain_that_hangs_half_way() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let before = world.text()?;
    let mut chela = connecting_until(&world, &token, "edited")?;
    world.session.keyring()?.pause();
    let ended = chela.wait()?;
    world.session.keyring()?.resume();
    assert_eq!(ended.code(), Some(1), "{}", chela.log());
    // What could not be put back without a keychain is named, and put back later.
    settle(&world, "--take-back")?.success()?;
    assert_eq!((world.text()?, world.entries()?), (before, 0));
    assert_eq!(sign_ins(&world)?, Vec::<String>::new());
    Ok(())
}

#[test]
fn a_keychain_that_goes_away_half_way() -> Result<()> {
    let mut world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let before = world.text()?;
    let mut chela = connecting_until(&world, &token, "edited")?;
    world.session.end_keyring();
    let ended = chela.wait()?;
    assert_eq!(ended.code(), Some(1), "{}", chela.log());
    world.session.start_keyring()?;
    settle(&world, "--take-back")?.success()?;
    assert_eq!((world.text()?, world.entries()?), (before, 0));
    assert_eq!(sign_ins(&world)?, Vec::<String>::new());
    Ok(())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn taking_back_leaves_the_users_own_sign_in_alone() -> Result<()> {
    let world = World::new()?;
    let (old, new) = (credential::setup_token(), credential::setup_token());
    world.standin.accept(&old);
    world.standin.accept(&new);
    let environment = world.session.environment();
    world.openclaw.paste_plaintext(environment, "anthropic:default", &old)?;
    connecting_until(&world, &new, "bound")?.kill()?;
    settle(&world, "--take-back")?.success()?;
    let status = world.chela(&["status", "--json"], "")?.success()?.json()?;
    let own = &status["signIns"][0];
    assert_eq!(
        (&own["profile"], &own["place"]),
        (&json!("anthropic:default"), &json!("plaintext"))
    );
    assert_eq!((world.entries()?, world.files_with(&new)?.len()), (0, 0));
    Ok(())
}

#[test]
fn asked_to_stop() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let before = world.text()?;
    let mut chela = connecting_until(&world, &token, "stored")?;
    chela.ask_to_end();
    let ended = chela.wait()?;
    assert_eq!(ended.code(), Some(1), "{}", chela.log());
    assert!(chela.log().contains("\"cancelled\""), "{}", chela.log());
    assert_eq!((world.text()?, world.entries()?), (before, 0));
    assert_eq!(journal(&world), "");
    Ok(())
}

/// Before references OpenClaw keeps the secret, and the keychain a copy: both go, or both stay.
#[test]
fn killed_while_openclaw_is_given_the_secret() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.2.9")?, KeyringPart::Unlocked)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let before = world.text()?;
    let arguments = ["connect", "--setup-token", "--accept-plaintext", "--json"];
    at_work_until(&world, &arguments, &token, "kept")?.kill()?;
    settle(&world, "--take-back")?.success()?;
    assert_eq!((world.text()?, world.entries()?), (before, 0));
    assert_eq!(world.files_with(&token)?, Vec::<std::path::PathBuf>::new());

    at_work_until(&world, &arguments, &token, "kept")?.kill()?;
    settle(&world, "--finish")?.success()?;
    assert_eq!((world.entries()?, sign_ins(&world)?), (1, vec!["anthropic:default".to_owned()]));
    Ok(())
}

/// What somebody has put there since Chela was killed is theirs.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn taking_back_leaves_what_somebody_changed_since() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.2.9")?, KeyringPart::Unlocked)?;
    let [mine, new, theirs] = std::array::from_fn(|_| credential::setup_token());
    world.standin.accept(&mine);
    world.standin.accept(&new);
    let arguments = ["--setup-token", "--accept-plaintext", "--profile", "work", "--json"];
    world.connect(&["--setup-token", "--accept-plaintext"], &mine)?;
    let connect: Vec<&str> = ["connect"].into_iter().chain(arguments).collect();
    at_work_until(&world, &connect, &new, "reloaded")?.kill()?;

    let order = ["anthropic:default", "anthropic:work"];
    let set = ["models", "auth", "order", "set", "--provider", "anthropic"];
    world.run(&[&set[..], &order[..]].concat())?;
    let file = world.session.home().join(".openclaw/agents/main/agent/auth-profiles.json");
    std::fs::write(&file, std::fs::read_to_string(&file)?.replace(&new, &theirs))?;
    settle(&world, "--take-back")?.success()?;

    let now: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
    assert_eq!(now["profiles"]["anthropic:work"]["token"], theirs, "{now}");
    assert_eq!(now["order"]["anthropic"], json!(order), "{now}");
    // The copy of what Chela had put there is gone.
    assert_eq!(world.entries()?, 1);
    Ok(())
}

/// Before 2026.6 a reference takes the place of a plaintext in the same file.
#[test]
fn taking_back_restores_a_plaintext_that_was_replaced() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.5.7")?, KeyringPart::Unlocked)?;
    let (old, new) = (credential::setup_token(), credential::setup_token());
    world.standin.accept(&new);
    let folder = world.session.home().join(".openclaw/agents/main/agent");
    std::fs::create_dir_all(&folder)?;
    let profile = json!({ "type": "token", "provider": "anthropic", "token": old, "mine": 1 });
    let store = json!({ "version": 1, "profiles": { "anthropic:default": profile } });
    let file = folder.join("auth-profiles.json");
    std::fs::write(&file, store.to_string())?;

    connecting_until(&world, &new, "reloaded")?.kill()?;
    assert!(!std::fs::read_to_string(&file)?.contains(&old));
    settle(&world, "--take-back")?.success()?;
    let now: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
    assert_eq!(now["profiles"]["anthropic:default"]["token"], old, "{now}");
    assert_eq!(world.entries()?, 0);
    assert_eq!(world.files_with(&new)?, Vec::<std::path::PathBuf>::new());
    Ok(())
}
