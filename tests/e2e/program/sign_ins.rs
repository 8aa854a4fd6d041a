//! Several sign-ins and several agents on the newest OpenClaw: the matrix says what OpenClaw itself
//! says, agent by agent; what all of them wait for is told, and passes by itself.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use chela_rig::{Context, Result, credential, wait};
use serde_json::Value;

use crate::world::{World, now_ms};

const AGENTS: [&str; 3] = ["main", "mail", "work"];
/// The first waiting time is 30 s (2026.9.6).
const COOLDOWN: Duration = Duration::from_secs(120);

/// Runs `chela … --json` and expects it to succeed.
fn chela(world: &World, arguments: &[&str]) -> Result<Value> {
    let mut all = arguments.to_vec();
    all.push("--json");
    world.chela(&all, "")?.success()?.json()
}

/// What OpenClaw itself says of an agent's profiles: their kinds, and the order of trying.
fn said_by_openclaw(world: &World, agent: &str) -> Result<(BTreeMap<String, String>, Vec<String>)> {
    let arguments = ["models", "status", "--json", "--agent", agent];
    let status = world.openclaw.run(world.session.environment(), &arguments)?.success()?.json()?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let profiles = list(&status["auth"]["oauth"]["profiles"]);
    let kinds =
        profiles.iter().map(|profile| (text(&profile["profileId"]), text(&profile["type"])));
    let providers = list(&status["auth"]["oauth"]["providers"]);
    let anthropic = providers.iter().find(|provider| provider["provider"] == "anthropic");
    let order = anthropic.map(|provider| list(&provider["effectiveProfiles"])).unwrap_or_default();
    Ok((kinds.collect(), order.iter().map(|profile| text(&profile["profileId"])).collect()))
}

/// What a preview says becomes of the keychain's entries.
fn fates(preview: &Value) -> Vec<&str> {
    let entries = preview["keychain"].as_array().map(Vec::as_slice).unwrap_or_default();
    entries.iter().filter_map(|entry| entry["change"].as_str()).collect()
}

#[test]
fn the_matrix_says_what_openclaw_says() -> Result<()> {
    let world = World::new()?;
    let agents = "entries: { main: { default: true }, mail: {}, work: {} },";
    let text = world.text()?.replace("\t\t}, /* six", &format!("\t\t}}, {agents} /* six"));
    fs::write(&world.config, text)?;
    let (token, second) = (credential::setup_token(), credential::setup_token());
    let key = credential::api_key();
    for secret in [&token, &second, &key] {
        world.standin.accept(secret);
    }
    let (preview, _) = world.as_planned(&["connect", "--setup-token"], &token)?;
    assert_eq!(fates(&preview), ["added"], "{preview:#}");
    world.connect(&["--setup-token", "--profile", "work", "--agent", "work"], &second)?;
    world.connect(&["--api-key", "--profile", "bills", "--agent", "mail"], &key)?;
    let (preview, _) = world.as_planned(&["profiles", "give", "bills", "--agent", "work"], "")?;
    assert_eq!(fates(&preview), ["updated"], "{preview:#}");
    chela(&world, &["profiles", "label", "bills", "Invoices"])?;

    let agents = chela(&world, &["agents"])?;
    let rows = agents["agents"].as_array().context("no agents")?;
    assert_eq!(rows.len(), AGENTS.len(), "{agents:#}");
    for row in rows {
        let id = row["id"].as_str().context("no id")?;
        let (kinds, order) = said_by_openclaw(&world, id)?;
        let cells = row["cells"].as_array().context("no cells")?;
        let names: Vec<&str> = cells.iter().filter_map(|cell| cell["profile"].as_str()).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, kinds.keys().map(String::as_str).collect::<Vec<_>>(), "{id}: {row:#}");
        let shown: Vec<String> = serde_json::from_value(row["order"].clone())?;
        assert_eq!(shown, order, "{id}: {row:#}");
        let serving: Vec<&str> = cells
            .iter()
            .filter(|cell| cell["serves"] == true)
            .filter_map(|cell| cell["profile"].as_str())
            .collect();
        assert_eq!(serving, order.first().map(String::as_str).into_iter().collect::<Vec<_>>());
    }
    let mail = rows.iter().find(|row| row["id"] == "mail").context("no mail")?;
    let of_main = mail["cells"].as_array().context("no cells")?;
    let of_main = of_main.iter().find(|cell| cell["profile"] == "anthropic:default");
    assert_eq!(of_main.context("no cell")?["inherited"], true, "{mail:#}");
    let profiles = agents["profiles"].as_array().context("no profiles")?;
    assert_eq!(profiles.len(), 3, "{agents:#}");
    let labelled = profiles.iter().find(|profile| profile["label"] == "Invoices");
    assert_eq!(labelled.context("no label")?["profile"], "anthropic:bills");

    // The order is the agent's own.
    let first = ["profiles", "first", "Invoices", "--agent", "work"];
    let preview = world.dry_run(&first, "")?["preview"].clone();
    let command = "openclaw models auth order set --provider anthropic --agent work \
                   anthropic:bills anthropic:work anthropic:default";
    assert_eq!(preview["commands"], serde_json::json!([command]));
    chela(&world, &first)?;
    assert_eq!(said_by_openclaw(&world, "work")?.1[0], "anthropic:bills");

    // Removing says first what it breaks; a dry run breaks nothing.
    let plan = world.dry_run(&["profiles", "remove", "bills"], "")?;
    let after = plan["after"].as_array().context("no plan")?;
    assert_eq!(after.len(), 2, "{plan:#}");
    assert!(after.iter().all(|agent| agent["stranded"] == false), "{plan:#}");
    assert_eq!(world.entries()?, 3);
    let (preview, _) = world.as_planned(&["profiles", "remove", "bills"], "")?;
    assert_eq!(fates(&preview), ["retired"], "{preview:#}");
    assert!(!said_by_openclaw(&world, "work")?.0.contains_key("anthropic:bills"));
    Ok(())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn what_all_sign_ins_wait_for_is_told_and_passes() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    world.connect(&["--setup-token"], &token)?;
    let gateway = world.gateway()?;
    assert!(world.turn()?.ok, "{}", gateway.log());

    world.standin.refuse(&token, 429);
    assert!(!world.turn()?.ok, "{}", gateway.log());
    // Both at once: on a busy machine the time is over soon.
    let (waiting, found) = std::thread::scope(|scope| {
        let found =
            scope.spawn(|| world.chela(&["doctor", "--no-anthropic", "--json"], "")?.json());
        let waiting = chela(&world, &["profiles"]);
        (waiting, found.join().expect("it came to its end"))
    });
    let (waiting, found) = (waiting?, found?);
    let it = &waiting["profiles"][0];
    assert_eq!(it["state"], "cooldown", "{waiting:#}");
    assert!(it["untilMs"].as_u64().is_some() && it["detail"].is_string(), "{waiting:#}");
    let findings = found["findings"].as_array().context("no findings")?;
    let cooling = findings.iter().find(|finding| finding["code"] == "all-cooling-down");
    let until = cooling.context(found.to_string())?["untilMs"].as_u64().context("no end")?;

    world.standin.accept(&token);
    wait::until(COOLDOWN, "the end of the cooldown", || now_ms() > until)?;
    let passed = chela(&world, &["profiles"])?;
    assert_eq!(passed["profiles"][0]["state"], "ok", "{passed:#}");
    assert!(world.turn()?.ok, "{}", gateway.log());
    Ok(())
}
