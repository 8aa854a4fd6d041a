//! What goes wrong with sign-ins: each fault is made for real, found, mended, and the gateway
//! answers again.

use chela_rig::openclaw::{Turn, send_turn};
use chela_rig::session::KeyringPart;
use chela_rig::standin::{Refusal, Sent};
use chela_rig::{Context, Gateway, OpenClaw, Result, credential};
use serde_json::{Value, json};

use crate::world::World;

/// The finding of this code.
fn finding<'a>(diagnosis: &'a Value, code: &str) -> Option<&'a Value> {
    diagnosis["findings"].as_array()?.iter().find(|finding| finding["code"] == code)
}

/// What is found, Anthropic asked or not.
fn diagnosis(world: &World, ask: bool) -> Result<Value> {
    let mut arguments = vec!["doctor", "--json"];
    arguments.extend((!ask).then_some("--no-anthropic"));
    // That a problem was found is told by the exit code.
    world.chela(&arguments, "")?.json()
}

/// The kinds of a finding's repairs.
fn repairs(finding: &Value) -> Vec<&str> {
    let all = finding["repairs"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().filter_map(|repair| repair["kind"].as_str()).collect()
}

/// The next turn is answered through this token.
fn serves(world: &World, gateway: &Gateway, token: &str) -> Result<()> {
    world.serves(gateway, &Sent::Bearer(token.to_owned()))
}

/// What the failed turn printed is recognised: the finding that it is about.
fn recognised(world: &World, failed: &Turn, code: &str) -> Result<Value> {
    assert!(!failed.ok, "{}", failed.printed);
    let seen = failed.printed.to_string();
    let arguments = ["doctor", "--explain", "--no-anthropic", "--json"];
    let known = world.chela(&arguments, &seen)?.success()?.json()?;
    assert_eq!(known["finding"]["code"], code, "{known}\n{seen}");
    Ok(known["finding"].clone())
}

/// Mends by `chela doctor --fix`; the code is not found any more.
fn fix(world: &World, code: &str) -> Result<()> {
    let arguments = ["doctor", "--fix", code, "--no-anthropic", "--json"];
    let fixed = world.chela(&arguments, "")?.json()?;
    assert_eq!(fixed["repaired"][0]["outcome"]["changed"], true, "{fixed}");
    assert_eq!(finding(&fixed["diagnosis"], code), None, "{fixed}");
    Ok(())
}

#[test]
fn a_token_that_anthropic_refuses_one_day() -> Result<()> {
    let world = World::new()?;
    let (token, new) = (credential::setup_token(), credential::setup_token());
    let key = credential::api_key();
    for secret in [&token, &new, &key] {
        world.standin.accept(secret);
    }
    world.connect(&["--setup-token"], &token)?;
    let gateway = world.gateway()?;
    serves(&world, &gateway, &token)?;

    world.standin.refuse(&token, 401);
    let rejected = recognised(&world, &world.turn()?, "token-rejected")?;
    assert_eq!(rejected["tone"], "problem", "{rejected}");
    assert_eq!(rejected["profile"], "anthropic:default");
    assert_eq!(repairs(&rejected), ["replace"]);

    world.connect(&["--setup-token"], &new)?;
    serves(&world, &gateway, &new)?;

    // The token is good, and its account is not.
    world.standin.refuse_for(&new, Refusal::NoCredit);
    assert!(!world.turn()?.ok);
    let found = diagnosis(&world, true)?;
    assert_eq!(finding(&found, "token-rejected"), None, "{found}");
    let refused = finding(&found, "no-credit").with_context(|| found.to_string())?;
    assert_eq!((&refused["tone"], repairs(refused)[0]), (&json!("problem"), "add-sign-in"));
    world.connect(&["--api-key"], &key)?;
    world.serves(&gateway, &Sent::ApiKey(key.clone()))?;
    // Whatever the account lacks keeps nobody from an answer any more.
    for (refusal, code) in
        [(Refusal::ExtraUsage, "no-plan"), (Refusal::ClaudeCodeOnly, "claude-code-only")]
    {
        world.standin.refuse_for(&new, refusal);
        let found = diagnosis(&world, true)?;
        let refused = finding(&found, code).with_context(|| format!("{code}: {found}"))?;
        assert_eq!((&refused["tone"], repairs(refused)[0]), (&json!("attention"), "add-sign-in"));
    }
    world.serves(&gateway, &Sent::ApiKey(key.clone()))
}

/// Another program has used up the login's one refresh token, say. Nobody here can refresh one.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn a_login_that_can_no_longer_be_renewed() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.5.7")?, KeyringPart::Unlocked)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let login = json!({ "version": 1, "profiles": { "anthropic:login": {
        "type": "oauth", "provider": "anthropic", "access": credential::setup_token(),
        "refresh": "sk-ant-ort01-MadeUp-used-up", "expires": 1_700_000_000_000_u64,
    } } });
    let folder = world.session.home().join(".openclaw/agents/main/agent");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("auth-profiles.json"), login.to_string())?;
    let gateway = world.gateway()?;
    let ended = recognised(&world, &world.turn()?, "oauth-refresh-failed")?;
    assert_eq!(repairs(&ended), ["add-sign-in"], "{ended}");

    // A setup-token goes first and is proven; only then can the login go.
    world.connect(&["--setup-token"], &token)?;
    serves(&world, &gateway, &token)?;
    let found = diagnosis(&world, false)?;
    let spared = finding(&found, "oauth-refresh-failed").with_context(|| found.to_string())?;
    assert_eq!((&spared["tone"], repairs(spared)), (&json!("attention"), vec!["remove"]));
    fix(&world, "oauth-refresh-failed")?;
    serves(&world, &gateway, &token)
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn a_sign_in_that_only_the_config_names() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    world.connect(&["--setup-token"], &token)?;
    // Signed out by OpenClaw's own command, and then the config is put back from a copy.
    let text = world.text()?;
    world.run(&["models", "auth", "logout", "anthropic:default", "--yes"])?;
    std::fs::write(&world.config, &text)?;
    let gateway = world.gateway()?;
    // OpenClaw's words name what it means for the agent.
    recognised(&world, &world.turn()?, "no-sign-in-for-agent")?;

    let found = diagnosis(&world, false)?;
    let named = finding(&found, "profile-without-credential").with_context(|| found.to_string())?;
    assert_eq!(named["profile"], "anthropic:default", "{named}");
    assert_eq!(named["tone"], "problem", "{named}");
    assert_eq!(repairs(named), ["remove-metadata", "replace"]);
    fix(&world, "profile-without-credential")?;
    let after = world.text()?;
    assert!(!after.contains("anthropic:default"), "{after}");
    for comment in ["// not sonnet", "/* six agents", "// after the end"] {
        assert!(after.contains(comment), "{after}");
    }
    world.connect(&["--setup-token"], &token)?;
    serves(&world, &gateway, &token)
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn an_agent_that_nothing_signs_in_with_references_in_a_file() -> Result<()> {
    left_out("2026.5.7", "list: [{ id: 'home', default: true }, { id: 'mail' }]")
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn an_agent_that_nothing_signs_in_with_references_in_a_database() -> Result<()> {
    left_out("2026.9.6", "entries: { home: { default: true }, mail: {} }")
}

/// Agents read through to the one called "main", and here the default one is another.
fn left_out(version: &str, agents: &str) -> Result<()> {
    let world = World::with(OpenClaw::of_version(version)?, KeyringPart::Unlocked)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    let text = world.text()?.replace("\t\t}, /* six", &format!("\t\t}}, {agents}, /* six"));
    std::fs::write(&world.config, text)?;
    world.connect(&["--setup-token", "--agent", "home"], &token)?;
    let gateway = world.gateway()?;
    let failed = send_turn(&world.openclaw, world.session.environment(), "mail", "Are you there?")?;
    let lacking = recognised(&world, &failed, "no-sign-in-for-agent")?;
    assert_eq!(lacking["agents"], json!(["mail"]), "{lacking}");
    assert_eq!(repairs(&lacking), ["give-to-agents", "add-sign-in"], "{lacking}");

    fix(&world, "no-sign-in-for-agent")?;
    world.serves_agent("mail", &gateway, &Sent::Bearer(token))?;
    assert_eq!(world.entries()?, 1);
    Ok(())
}
