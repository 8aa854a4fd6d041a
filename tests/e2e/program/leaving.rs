//! Leaving Chela: OpenClaw goes on with what was handed back, or without; either way nothing of
//! Chela's is left, and the gateway serves or starts as before it came.

use std::fs;
use std::path::{Path, PathBuf};

use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{Context, OpenClaw, Result, credential};
use serde_json::Value;

use crate::interruptions::{at_work_until, reaches, settle};
use crate::world::{World, error_code};

const HAND_BACK: [&str; 4] = ["leave", "--hand-back", "--accept-plaintext", "--json"];
const SIGN_OUT: [&str; 3] = ["leave", "--sign-out", "--json"];

/// A home with two agents, each with a secret of its own under the same name.
fn two_agents() -> Result<(World, [String; 2], String)> {
    let world = World::new()?;
    let agents = "entries: { main: { default: true }, work: {} },";
    let before = world.text()?.replace("\t\t}, /* six", &format!("\t\t}}, {agents} /* six"));
    fs::write(&world.config, &before)?;
    let secrets = std::array::from_fn(|_| credential::setup_token());
    for (agent, secret) in ["main", "work"].iter().zip(&secrets) {
        world.standin.accept(secret);
        world.connect(&["--setup-token", "--agent", agent], secret)?;
    }
    Ok((world, secrets, before))
}

#[test]
fn what_is_handed_back_serves_through_the_running_gateway() -> Result<()> {
    let (world, [main, work], _) = two_agents()?;
    let gateway = world.gateway()?;
    world.serves(&gateway, &Sent::Bearer(main.clone()))?;
    let refused = world.chela(&["leave", "--hand-back", "--json"], "")?;
    assert_eq!(error_code(&refused)?, "plaintext-not-accepted");
    assert_eq!(world.entries()?, 2);

    let left = world.chela(&HAND_BACK, "")?.success()?.json()?;
    assert_eq!((&left["removedEntries"], &left["notices"]), (&2.into(), &Value::Array(vec![])));
    assert_eq!(traces(&world)?, Vec::<PathBuf>::new());
    world.serves(&gateway, &Sent::Bearer(main))?;
    gateway.stop();
    assert_eq!(served(&world, "work")?, Some(Sent::Bearer(work)));
    // What the config says of the profile stays.
    let text = world.text()?;
    assert!(text.contains("anthropic:default") && text.contains("// not sonnet"), "{text}");
    Ok(())
}

#[test]
fn signed_out_the_config_is_what_it_was() -> Result<()> {
    let (world, _, before) = two_agents()?;
    let plan = world.chela(&["leave", "--dry-run", "--json"], "")?.success()?.json()?;
    assert_eq!(plan["signIns"].as_array().context("no plan")?.len(), 2, "{plan:#}");
    assert_eq!(plan["signOut"]["stranded"], serde_json::json!(["main", "work"]), "{plan:#}");
    // Killed on the way, and finished.
    at_work_until(&world, &SIGN_OUT, "", "unbound")?.kill()?;
    settle(&world, "--finish")?.success()?;
    assert_eq!((world.text()?, traces(&world)?), (before.clone(), vec![]));
    // Nothing is left to leave.
    let again = world.chela(&SIGN_OUT, "")?.success()?.json()?;
    assert_eq!((&again["signIns"], world.text()?), (&Value::Array(vec![]), before));
    Ok(())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn handing_back_is_taken_back() -> Result<()> {
    let (world, [main, _], _) = two_agents()?;
    let connected = world.text()?;
    at_work_until(&world, &HAND_BACK, "", "edited")?.kill()?;
    settle(&world, "--take-back")?.success()?;
    assert_eq!((world.text()?, world.entries()?), (connected, 2));
    assert_eq!(served(&world, "main")?, Some(Sent::Bearer(main)));
    Ok(())
}

/// The references stand in a file there, in which the secrets take their place.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn from_references_in_a_file() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.5.7")?, KeyringPart::Unlocked)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    world.connect(&["--setup-token"], &token)?;
    let connected = world.text()?;
    at_work_until(&world, &HAND_BACK, "", "edited")?.kill()?;
    settle(&world, "--take-back")?.success()?;
    assert_eq!((world.text()?, world.files_with(&token)?), (connected, vec![]));

    // Killed where the keychain is about to lose the entries: there is no way back from there.
    let mut chela = at_work_until(&world, &HAND_BACK, "", "reloaded")?;
    world.session.keyring()?.pause();
    reaches(&world, &mut chela, "removed")?;
    chela.kill()?;
    world.session.keyring()?.resume();
    settle(&world, "--take-back")?.success()?;
    assert_eq!(traces(&world)?, Vec::<PathBuf>::new());
    assert_eq!(served(&world, "main")?, Some(Sent::Bearer(token.clone())));
    let files = world.files_with(&token)?;
    let store = Path::new("agents/main/agent/auth-profiles.json");
    assert!(files.len() == 1 && files[0].ends_with(store), "{files:?}");
    Ok(())
}

/// Before references the keychain has copies: they go, and what OpenClaw keeps stays or goes too.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn before_references() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.2.9")?, KeyringPart::Unlocked)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let before = world.text()?;
    let connect = ["--setup-token", "--accept-plaintext"];
    world.connect(&connect, &token)?;
    world.chela(&["leave", "--hand-back", "--json"], "")?.success()?;
    assert_eq!(traces(&world)?, Vec::<PathBuf>::new());
    assert_eq!(served(&world, "main")?, Some(Sent::Bearer(token.clone())));

    world.connect(&connect, &token)?;
    world.chela(&SIGN_OUT, "")?.success()?;
    assert_eq!((world.text()?, traces(&world)?), (before, vec![]));
    assert_eq!(world.files_with(&token)?, Vec::<PathBuf>::new());
    Ok(())
}

/// What the next turn of an agent without a gateway is sent with.
fn served(world: &World, agent: &str) -> Result<Option<Sent>> {
    world.local_turn(agent)?.success()?;
    Ok(world.served())
}

/// What is left of Chela in keychain, config, its own folder.
fn traces(world: &World) -> Result<Vec<PathBuf>> {
    assert_eq!(world.entries()?, 0);
    let text = world.text()?;
    assert!(!text.contains("chela"), "{text}");
    let folder = world.session.home().join(".local/share/chela");
    let homes = fs::read_dir(folder.join("homes"))?.collect::<Result<Vec<_>, _>>()?;
    let mut known = vec![folder.join("bin")];
    for home in homes {
        known.extend(["history.jsonl", "journal.jsonl"].map(|name| home.path().join(name)));
    }
    known.retain(|path| path.exists());
    Ok(known)
}
