//! Replacing a secret: everywhere at once, and only by one that has served a turn.

use chela_rig::openclaw::write_config;
use chela_rig::ports::Lease;
use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{Context, Gateway, OpenClaw, Result, credential, drive};
use serde_json::{Value, json};

use crate::interruptions::{at_work_until, settle};
use crate::world::{World, error_code, odd_config};

const FIRST: &str = "anthropic:default";
const SECOND: &str = "anthropic:two";

/// A home of two agents with one secret in two profiles: the first of both agents, and another one
/// of the default agent's that comes after it.
fn shared(version: &str, consent: &[&str]) -> Result<(World, String)> {
    let world = World::with(OpenClaw::of_version(version)?, KeyringPart::Unlocked)?;
    let agents = match version {
        "2026.9.6" => "entries: { main: { default: true }, work: {} }",
        _ => "list: [{ id: 'main', default: true }, { id: 'work' }]",
    };
    let text = world.text()?.replace("\t\t}, /* six", &format!("\t\t}}, {agents}, /* six"));
    std::fs::write(&world.config, text)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let connect = |more: &[&'static str]| {
        world.connect(&[&["--setup-token"], consent, more].concat(), &token)
    };
    connect(&["--profile", "two"])?;
    connect(&["--agent", "main", "--agent", "work"])?;
    Ok((world, token))
}

fn accepted(world: &World) -> String {
    let token = credential::setup_token();
    world.standin.accept(&token);
    token
}

/// The order in which an agent tries its profiles, where it has one of its own.
fn order(world: &World, agent: &str) -> Result<Value> {
    let get = ["models", "auth", "order", "get", "--provider", "anthropic", "--json", "--agent"];
    let said = world.openclaw.run(world.session.environment(), &[&get[..], &[agent]].concat())?;
    Ok(said.success()?.json()?["order"].clone())
}

/// The credentials of the turns since the stand-in has forgotten the ones before.
fn sent(world: &World) -> Vec<Option<Sent>> {
    world.standin.turns().iter().map(|turn| turn.credential()).collect()
}

/// Each agent's next turn is answered, through this credential.
fn both_serve(world: &World, gateway: &Gateway, token: &str) -> Result<()> {
    for agent in ["main", "work"] {
        world.serves_agent(agent, gateway, &Sent::Bearer(token.to_owned()))?;
    }
    Ok(())
}

/// What `chela status` reminds of.
fn to_revoke(world: &World) -> Result<Value> {
    let status = world.chela(&["status", "--json"], "")?.success()?.json()?;
    Ok(status["revocations"].clone())
}

fn codes(notices: &Value) -> Vec<&str> {
    let all = notices.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|notice| notice["code"].as_str()).collect()
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn everywhere_at_once() -> Result<()> {
    let (world, old) = shared("2026.9.6", &[])?;
    let new = accepted(&world);
    // Another home has it too, and a file that a shell reads.
    let other = world.session.of_profile("work");
    let port = Lease::new()?;
    write_config(&other, &odd_config(port.port(), &world.standin.base_url()))?;
    let homes = world.chela(&["status", "--json"], "")?.success()?.json()?["homes"].clone();
    let id = homes[1]["id"].as_str().context("no second home")?;
    world.chela(&["--home", id, "connect", "--setup-token", "--json"], &old)?.success()?;
    std::fs::write(world.session.home().join(".profile"), format!("export A_KEY={old}\n"))?;

    let gateway = world.gateway()?;
    let (text, orders) = (world.text()?, order(&world, "main")?);
    let (preview, done) = world.as_planned(&["rotate", "default"], &new)?;
    let uses = json!([
        { "profile": FIRST, "agents": ["main", "work"] },
        { "profile": SECOND, "agents": ["main"] },
    ]);
    assert_eq!(done["uses"], uses, "{done:#}");
    // Each profile has served a turn of its own, of one request or more, with the new one.
    let proofs = sent(&world);
    let is_new = |sent: &Option<Sent>| *sent == Some(Sent::Bearer(new.clone()));
    assert!(proofs.len() >= 2 && proofs.iter().all(is_new), "{proofs:?}");
    let fates: Vec<_> = preview["keychain"].as_array().into_iter().flatten().collect();
    let count = |fate: &str| fates.iter().filter(|one| one["change"] == fate).count();
    assert_eq!((count("added"), count("retired"), fates.len()), (2, 2, 4), "{preview:#}");
    for notices in [&preview["notices"], &done["notices"]] {
        let codes = codes(notices);
        let expected = ["secret-in-other-homes", "old-secret-in-files"];
        assert!(codes.ends_with(&expected), "{codes:?}");
    }
    assert!(done["notices"].to_string().contains("~/.profile"), "{done:#}");

    both_serve(&world, &gateway, &new)?;
    assert_eq!((world.text()?, order(&world, "main")?, world.entries()?), (text, orders, 5));

    // It reminds until the person says that it is done.
    let due = to_revoke(&world)?;
    assert_eq!(due[0]["profiles"], json!([FIRST, SECOND]), "{due:#}");
    assert_eq!(due[0]["masked"], drive::ends(&old));
    assert_eq!(due[0]["page"], "https://claude.ai/settings/claude-code");
    assert_eq!(done["revoke"], due[0]);
    world.chela(&["rotate", "two", "--revoked", "--json"], "")?.success()?;
    assert_eq!(to_revoke(&world)?, json!([]));
    let again = world.chela(&["rotate", "two", "--revoked", "--json"], "")?;
    assert_eq!(error_code(&again)?, "nothing-to-revoke");
    gateway.stop();
    assert_eq!(world.files_with(&new)?, Vec::<std::path::PathBuf>::new());
    assert_eq!(world.files_with(&old)?, [world.session.home().join(".profile")]);
    Ok(())
}

/// One line of the history, which takes all of it back, and the reminder with it.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn taken_back_in_one_go() -> Result<()> {
    let (world, old) = shared("2026.9.6", &[])?;
    let new = accepted(&world);
    world.chela(&["rotate", "two", "--json"], &new)?.success()?;
    let shown = world.chela(&["status"], "")?.success()?;
    assert!(shown.stdout.contains("chela rotate anthropic:two --revoked"), "{shown}");
    let plan = world.chela(&["undo", "latest", "--dry-run", "--json"], "")?.success()?.json()?;
    assert!(plan["title"].as_str().is_some_and(|title| title.contains(FIRST)), "{plan:#}");
    assert!(plan["steps"].to_string().contains("no longer reminds"), "{plan:#}");
    let undone = world.chela(&["undo", "latest", "--json"], "")?.success()?.json()?;
    assert!(codes(&undone["notices"]).contains(&"old-secret-serves"), "{undone:#}");
    let gateway = world.gateway()?;
    both_serve(&world, &gateway, &old)?;
    assert_eq!(to_revoke(&world)?, json!([]));
    world.chela(&["undo", "latest", "--json"], "")?.success()?;
    both_serve(&world, &gateway, &new)?;
    assert_eq!(to_revoke(&world)?.as_array().map(Vec::len), Some(1));
    Ok(())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn what_cannot_take_its_place_leaves_no_trace() -> Result<()> {
    let (world, old) = shared("2026.9.6", &[])?;
    let (unknown, key) = (credential::setup_token(), credential::api_key());
    let gateway = world.gateway()?;
    let (text, entries) = (world.text()?, world.entries()?);
    for (arguments, input, code) in [
        (&["rotate", "default"][..], old.as_str(), "rotate-same"),
        (&["rotate", "default"], &key, "rotate-kind-mismatch"),
        (&["rotate", "nobody"], &unknown, "profile-unknown"),
        (&["rotate", "default"], &unknown, "invalid-credential"),
        // Nobody has asked, and so the turn shows it.
        (&["rotate", "default", "--no-check"], &unknown, "not-served"),
    ] {
        let refused = world.chela(&[arguments, &["--json"]].concat(), input)?;
        assert_eq!(error_code(&refused)?, code, "{refused}");
        assert_eq!((world.text()?, world.entries()?), (text.clone(), entries), "{code}");
        assert!(!refused.stdout.contains(input) && !refused.stderr.contains(input));
    }
    assert_eq!(to_revoke(&world)?, json!([]));
    both_serve(&world, &gateway, &old)?;
    Ok(())
}

/// Killed at `step`, and then settled; without a gateway.
fn killed_at(step: &str, how: &str) -> Result<()> {
    let (world, old) = shared("2026.9.6", &[])?;
    let new = accepted(&world);
    let text = world.text()?;
    at_work_until(&world, &["rotate", "default", "--json"], &new, step)?.kill()?;
    settle(&world, how)?.success()?;
    let (serves, entries, due) = if how == "--finish" { (&new, 4, 1) } else { (&old, 2, 0) };
    assert_eq!((world.text()?, world.entries()?), (text, entries), "{how}");
    let gateway = world.gateway()?;
    both_serve(&world, &gateway, serves)?;
    gateway.stop();
    assert_eq!(to_revoke(&world)?.as_array().map(Vec::len), Some(due), "{how}");
    for token in [&old, &new] {
        assert_eq!(world.files_with(token)?, Vec::<std::path::PathBuf>::new());
    }
    Ok(())
}

const SECOND_BOUND: &str = r#""bound":{"agent":"main","profile":"anthropic:two""#;
const REMINDED: &str = r#""revoke":{"what""#;

#[test]
#[ignore = "takes minutes: ./dev long"]
fn killed_between_two_profiles_and_finished() -> Result<()> {
    killed_at(SECOND_BOUND, "--finish")
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn killed_when_only_the_old_one_is_left_and_taken_back() -> Result<()> {
    killed_at(REMINDED, "--take-back")
}

/// A secret that Anthropic has refused is replaced in each profile that waits because of it, and
/// none of them leaves the order for that.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn one_that_is_refused_everywhere() -> Result<()> {
    let (world, old) = shared("2026.9.6", &[])?;
    let new = accepted(&world);
    let gateway = world.gateway()?;
    world.standin.refuse(&old, 401);
    assert!(!world.turn()?.ok);
    let orders = (order(&world, "main")?, order(&world, "work")?);
    world.as_planned(&["rotate", "two"], &new)?;
    assert_eq!((order(&world, "main")?, order(&world, "work")?), orders);
    both_serve(&world, &gateway, &new)?;
    world.chela(&["undo", "latest", "--json"], "")?.success()?;
    assert_eq!((order(&world, "main")?, order(&world, "work")?), orders);
    Ok(())
}

/// What OpenClaw keeps of it in its file goes to the keychain with it, where it can be referred to.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn also_what_stands_in_a_file() -> Result<()> {
    let (world, old) = shared("2026.5.7", &[])?;
    let new = accepted(&world);
    let file = world.session.home().join(".openclaw/agents/work/agent/auth-profiles.json");
    let mut store: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
    store["profiles"]["anthropic:kept"] =
        json!({ "type": "token", "provider": "anthropic", "token": old });
    std::fs::write(&file, store.to_string())?;
    // Without a gateway Anthropic's word is the proof.
    let done = world.chela(&["rotate", "default", "--json"], &new)?.success()?.json()?;
    let kept = json!({ "profile": "anthropic:kept", "agents": ["work"] });
    assert_eq!(done["uses"][1], kept, "{done:#}");
    let gateway = world.gateway()?;
    both_serve(&world, &gateway, &new)?;
    gateway.stop();
    for token in [&old, &new] {
        assert_eq!(world.files_with(token)?, Vec::<std::path::PathBuf>::new());
    }
    Ok(())
}

/// Before references OpenClaw's file has the new one, and the keychain both for a while.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn before_references() -> Result<()> {
    let (world, old) = shared("2026.2.9", &["--accept-plaintext"])?;
    let (new, unknown) = (accepted(&world), credential::setup_token());
    let refused = world.chela(&["rotate", "default", "--json"], &new)?;
    assert_eq!(error_code(&refused)?, "references-unsupported");
    let plain = ["rotate", "default", "--accept-plaintext"];
    let (_, done) = world.as_planned(&plain, &new)?;
    assert_eq!(done["uses"].as_array().map(Vec::len), Some(2), "{done:#}");
    assert_eq!(world.files_with(&old)?, Vec::<std::path::PathBuf>::new());
    let gateway = world.gateway()?;
    both_serve(&world, &gateway, &new)?;

    // It shows Anthropic's own answer, which is JSON here.
    let refused = world.chela(&[&plain[..], &["--no-check", "--json"]].concat(), &unknown)?;
    assert_eq!(refused.json()?["error"]["code"], "not-served", "{refused}");
    assert_eq!(world.files_with(&unknown)?, Vec::<std::path::PathBuf>::new());
    both_serve(&world, &gateway, &new)?;
    assert_eq!(to_revoke(&world)?.as_array().map(Vec::len), Some(1));
    world.chela(&["undo", "latest", "--json"], "")?.success()?;
    both_serve(&world, &gateway, &old)?;
    assert_eq!(to_revoke(&world)?, json!([]));
    Ok(())
}
