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

/// Two agents with a sign-in of the same name each, one of which has another one besides.
struct SignedIn {
    main: String,
    work: String,
    bills: String,
}

impl SignedIn {
    fn connect(world: &World) -> Result<Self> {
        let [main, work] = std::array::from_fn(|_| credential::setup_token());
        let bills = credential::api_key();
        for secret in [&main, &work, &bills] {
            world.standin.accept(secret);
        }
        world.connect(&["--setup-token"], &main)?;
        world.connect(&["--setup-token", "--agent", "work"], &work)?;
        world.connect(&["--api-key", "--profile", "bills", "--agent", "work"], &bills)?;
        Ok(Self { main, work, bills })
    }
}

#[test]
fn both_ways_with_a_running_gateway() -> Result<()> {
    let world = World::new()?;
    let agents = "entries: { main: { default: true }, work: {}, mail: {} },";
    let text = world.text()?.replace("\t\t}, /* six", &format!("\t\t}}, {agents} /* six"));
    fs::write(&world.config, &text)?;
    let first = SignedIn::connect(&world)?;
    let gateway = world.gateway()?;
    world.serves(&gateway, &Sent::Bearer(first.main))?;

    // Killed on the way, and finished.
    at_work_until(&world, &SIGN_OUT, "", "unbound")?.kill()?;
    settle(&world, "--finish")?.success()?;
    assert_eq!((world.text()?, traces(&world)?), (text.clone(), vec![]));
    assert!(!world.turn()?.ok, "{}", gateway.log());

    let again = SignedIn::connect(&world)?;
    let connected = world.text()?;
    let plan = world.chela(&["leave", "--dry-run", "--json"], "")?.success()?.json()?;
    assert_eq!(plan["signIns"].as_array().context("no plan")?.len(), 4, "{plan:#}");
    assert_eq!(plan["handBack"]["refused"], Value::Null, "{plan:#}");
    assert_eq!(plan["signOut"]["stranded"], serde_json::json!(["main", "work", "mail"]));
    let refused = world.chela(&["leave", "--hand-back", "--json"], "")?;
    assert_eq!(error_code(&refused)?, "plaintext-not-accepted");

    // Killed on the way, and taken back.
    at_work_until(&world, &HAND_BACK, "", "edited")?.kill()?;
    settle(&world, "--take-back")?.success()?;
    assert_eq!((world.text()?, world.entries()?), (connected.clone(), 3));
    world.serves(&gateway, &Sent::Bearer(again.main.clone()))?;

    let left = world.chela(&HAND_BACK, "")?.success()?.json()?;
    assert_eq!((&left["removedEntries"], &left["notices"]), (&3.into(), &Value::Array(vec![])));
    assert_eq!(traces(&world)?, Vec::<PathBuf>::new());
    world.serves(&gateway, &Sent::Bearer(again.main.clone()))?;
    gateway.stop();
    // The order stays, and who reads through to the default agent's goes on with it.
    for (agent, sent) in
        [("work", Sent::ApiKey(again.bills.clone())), ("mail", Sent::Bearer(again.main.clone()))]
    {
        assert_eq!(served(&world, agent)?, Some(sent), "{agent}");
    }
    world.run(&["models", "auth", "logout", "anthropic:bills", "--yes", "--agent", "work"])?;
    assert_eq!(served(&world, "work")?, Some(Sent::Bearer(again.work)));
    let text = world.text()?;
    assert!(text.contains("anthropic:default") && text.contains("// not sonnet"), "{text}");
    // Nothing is left to leave.
    let again = world.chela(&SIGN_OUT, "")?.success()?.json()?;
    assert_eq!((&again["signIns"], world.text()?), (&Value::Array(vec![]), text));
    Ok(())
}

/// The references stand in a file there, in which the secrets take their place.
#[test]
fn from_references_in_a_file() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.5.7")?, KeyringPart::Unlocked)?;
    let (token, key) = (credential::setup_token(), credential::api_key());
    world.standin.accept(&token);
    world.standin.accept(&key);
    let before = world.text()?;
    world.connect(&["--setup-token"], &token)?;
    world.connect(&["--api-key"], &key)?;
    at_work_until(&world, &SIGN_OUT, "", "edited")?.kill()?;
    settle(&world, "--take-back")?.success()?;
    assert_eq!(served(&world, "main")?, Some(Sent::ApiKey(key.clone())));

    // Killed where the keychain is about to lose the entries: there is no way back from there.
    let mut chela = at_work_until(&world, &HAND_BACK, "", "reloaded")?;
    world.session.keyring()?.pause();
    reaches(&world, &mut chela, "removed")?;
    chela.kill()?;
    world.session.keyring()?.resume();
    settle(&world, "--take-back")?.success()?;
    assert_eq!(traces(&world)?, Vec::<PathBuf>::new());
    assert_eq!(served(&world, "main")?, Some(Sent::ApiKey(key)));
    let files = world.files_with(&token)?;
    let store = Path::new("agents/main/agent/auth-profiles.json");
    assert!(files.len() == 1 && files[0].ends_with(store), "{files:?}");
    assert_ne!(world.text()?, before, "what the config says of the profiles stays");
    Ok(())
}

/// Before references the keychain has copies: they go, and what OpenClaw keeps stays or goes too.
#[test]
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
    Ok(world.standin.turns().pop().and_then(|turn| turn.credential()))
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
