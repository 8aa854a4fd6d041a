//! The two forms of what changed its place in the config: variables and agents, on each version.

use std::fs;

use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{Context, OpenClaw, Result, credential};

use crate::world::World;

/// An agent that keeps its store in a folder of the person's own, in both forms.
const LIST: &str = "list: [{ id: 'main' }, { id: 'work', agentDir: '~/claws/work' }],";
const ENTRIES: &str =
    "ownership: 'explicit', entries: { main: {}, work: { agentDir: '~/claws/work' } },";

#[test]
#[ignore = "takes minutes: ./dev long"]
fn agents_before_references() -> Result<()> {
    agents_with_folders("2026.2.9", LIST)
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn agents_with_references_in_a_file() -> Result<()> {
    agents_with_folders("2026.5.7", LIST)
}

#[test]
fn agents_with_references_in_a_database() -> Result<()> {
    agents_with_folders("2026.9.6", ENTRIES)
}

/// That form is still read there.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn agents_in_the_older_form_with_references_in_a_database() -> Result<()> {
    signed_in_at_work("2026.9.6", LIST).map(drop)
}

/// Signs in only the agent with a folder of its own, serves a turn of it, and signs it out.
fn agents_with_folders(version: &str, agents: &str) -> Result<()> {
    let (world, token) = signed_in_at_work(version, agents)?;
    let answered = world.local_turn("work")?.success()?;
    assert_eq!(world.served(), Some(Sent::Bearer(token.clone())), "{answered}");

    world.chela(&["disconnect", "--profile", "default", "--json"], "")?.success()?;
    let turns = world.standin.turns().len();
    let unanswered = world.local_turn("work")?;
    assert_ne!(unanswered.code, Some(0), "{unanswered}");
    assert_eq!(world.standin.turns().len(), turns, "something still serves");
    assert_eq!(world.files_with(&token)?, Vec::<std::path::PathBuf>::new());
    Ok(())
}

fn signed_in_at_work(version: &str, agents: &str) -> Result<(World, String)> {
    let world = World::with(OpenClaw::of_version(version)?, KeyringPart::Unlocked)?;
    let text = world.text()?.replace("\t\t}, /* six", &format!("\t\t}}, {agents} /* six"));
    fs::write(&world.config, &text)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let arguments = ["--setup-token", "--accept-plaintext", "--agent", "work"];
    let connected = world.connect(&arguments, &token)?;
    assert_eq!(connected["agents"], serde_json::json!(["work"]));
    let folder = world.session.home().join("claws/work");
    assert!(fs::read_dir(&folder)?.count() > 0, "nothing in {}", folder.display());
    Ok((world, token))
}

/// A key in the config serves where nothing else does, and Chela knows where it stands. Since
/// 2026.8 the flat form stops the gateway: see [`crate::doctor`].
#[test]
#[ignore = "takes minutes: ./dev long"]
fn a_key_in_the_config_is_seen_in_both_forms() -> Result<()> {
    const FLAT: &str = "env: { ANTHROPIC_API_KEY: 'THE-KEY' },";
    const NESTED: &str = "env: { vars: { ANTHROPIC_API_KEY: 'THE-KEY' } },";
    for version in ["2026.2.9", "2026.5.7"] {
        let world = World::with(OpenClaw::of_version(version)?, KeyringPart::Unlocked)?;
        let before = world.text()?;
        for (form, path) in
            [(FLAT, "env.ANTHROPIC_API_KEY"), (NESTED, "env.vars.ANTHROPIC_API_KEY")]
        {
            let key = credential::api_key();
            world.standin.accept(&key);
            let line = format!("\t{}\n\t// the end", form.replace("THE-KEY", &key));
            fs::write(&world.config, before.replace("\t// the end", &line))?;
            let status = world.chela(&["status", "--json"], "")?.success()?.json()?;
            let conflicts = status["conflicts"].as_array().context("no conflicts")?;
            let told = conflicts.iter().any(|notice| {
                let message = notice["message"].as_str().unwrap_or_default();
                notice["code"] == "environment-key" && message.contains(path)
            });
            assert!(told, "{version} {form}: {status}");

            let turn = world.local_turn("main")?.success()?;
            assert_eq!(world.served(), Some(Sent::ApiKey(key)), "{version} {form}: {turn}");
        }
    }
    Ok(())
}
