//! Prompt caching: what Chela says of each setting is what OpenClaw sends.

use std::fs;
use std::time::Duration;

use chela_rig::session::KeyringPart;
use chela_rig::{Context, OpenClaw, Result, credential, wait};
use serde_json::{Value, json};

use crate::world::World;

const MODEL: &str = "anthropic/claude-opus-4-6";
/// Each stands in one config, and in what an agent is told of the day: so a request shows of which
/// config it is.
const ZONES: [&str; 6] = [
    "Africa/Cairo",
    "America/Lima",
    "Asia/Tokyo",
    "Europe/Oslo",
    "Indian/Maldives",
    "Pacific/Fiji",
];
/// How long a gateway may take until it follows its config.
const TAKEN_UP: Duration = Duration::from_secs(60);
/// Nothing is set.
const NO: &str = "";

/// What is set for everything, for the model, for the model of the agent, and for the agent.
type Levels = [&'static str; 4];

#[test]
#[ignore = "takes minutes: ./dev long"]
fn the_newest_openclaw_sends_what_is_shown() -> Result<()> {
    let world = World::new()?;
    sends_what_is_shown(
        &world,
        &[
            (
                "token",
                &[
                    [NO, NO, NO, NO],
                    ["long", NO, NO, NO],
                    ["none", NO, NO, NO],
                    [NO, "1h", NO, NO],
                    ["long", "none", "short", "long"],
                    ["long", "standard", NO, NO],
                ],
            ),
            ("token and key", &[["long", NO, NO, NO], [NO, NO, "none", NO]]),
            (
                "key",
                &[
                    [NO, NO, NO, NO],
                    ["long", NO, NO, NO],
                    [NO, NO, "none", NO],
                    [NO, "1h", NO, NO],
                    [NO, "none", NO, "long"],
                    [NO, "long", NO, NO],
                ],
            ),
        ],
    )
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn the_oldest_openclaw_sends_what_is_shown() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.2.9")?, KeyringPart::Unlocked)?;
    let of_model = |value: &'static str| [NO, value, NO, NO];
    let rows = ["", "none", "long", "1h"].map(of_model);
    let few = ["long", "5m"].map(of_model);
    sends_what_is_shown(&world, &[("token", &rows), ("token and key", &few), ("key", &rows)])
}

#[test]
fn what_is_set_is_sent_and_can_be_undone() -> Result<()> {
    let world = World::new()?;
    let key = credential::api_key();
    world.standin.accept(&key);
    world.connect(&["--api-key"], &key)?;
    let mut config: Value = json5::from_str(&world.text()?)?;
    config["agents"]["defaults"]["model"] = json!(MODEL);
    config["agents"]["defaults"]["params"] = json!({ "cacheControlTtl": "5m" });
    let text = config.to_string();
    fs::write(&world.config, &text)?;
    let gateway = world.gateway()?;
    let mut changes = Vec::new();
    for (change, expected) in [
        (&["cache", "migrate"][..], "short"),
        (&["cache", "set", "long"], "long"),
        (&["cache", "set", "none", "--agent", "main"], "none"),
        (&["undo", "latest"], "long"),
        (&["cache", "set", "default"], "short"),
    ] {
        let done = world.chela(&[change, &["--json"]].concat(), "")?.success()?.json()?;
        let notices: Vec<_> = done["notices"].as_array().into_iter().flatten().collect();
        // The first setting for a model, where an API key signs in, forbids no other model.
        let codes: Vec<_> = notices.iter().map(|notice| &notice["code"]).collect();
        let said = if change.contains(&"long") { vec!["models-stay-allowed"] } else { vec![] };
        assert_eq!(codes, said, "{change:?}");
        // The third is undone already.
        if !change.contains(&"main") {
            changes.extend(done["change"].as_str().map(str::to_owned));
        }
        let shown = world.chela(&["cache", "--model", MODEL, "--json"], "")?.success()?.json()?;
        assert_eq!(shown["caching"][0]["retention"], expected, "{change:?}");
        // The gateway looks at its config a little later.
        wait::until(TAKEN_UP, &format!("{change:?}: {expected}"), || {
            world.answers().is_ok()
                && last_request(&world).is_ok_and(|body| asked_for(&body) == expected)
        })
        .with_context(|| gateway.log())?;
    }
    for change in changes.iter().rev() {
        world.chela(&["undo", change], "")?.success()?;
    }
    assert_eq!(world.text()?, text);
    Ok(())
}

fn sends_what_is_shown(world: &World, groups: &[(&str, &[Levels])]) -> Result<()> {
    let mut wrong = Vec::new();
    for (sign_ins, rows) in groups {
        sign_in(world, sign_ins)?;
        let text = world.text()?;
        let signed_in: Value = json5::from_str(&text)?;
        let gateway = world.gateway()?;
        for (levels, zone) in rows.iter().zip(ZONES) {
            let mut config = with(&signed_in, levels);
            config["agents"]["defaults"]["userTimezone"] = json!(zone);
            fs::write(&world.config, config.to_string())?;
            let shown =
                world.chela(&["cache", "--model", MODEL, "--json"], "")?.success()?.json()?;
            let shown = &shown["caching"][0];
            wait::until(TAKEN_UP, "a turn with this config", || {
                world.answers().is_ok()
                    && last_request(world).is_ok_and(|body| body.to_string().contains(zone))
            })
            .with_context(|| gateway.log())?;
            let sent = asked_for(&last_request(world)?);
            if shown["retention"] != sent {
                wrong.push(format!("{sign_ins} {levels:?}: sent {sent}, shown {shown}"));
            }
        }
        gateway.stop();
        fs::write(&world.config, text)?;
    }
    assert_eq!(wrong, Vec::<String>::new());
    Ok(())
}

/// What the stand-in was asked last.
fn last_request(world: &World) -> Result<Value> {
    Ok(world.standin.turns().pop().context("no turn")?.body)
}

/// From one group to the next: a token, a key beside it, and the key alone.
fn sign_in(world: &World, sign_ins: &str) -> Result<()> {
    let (flag, secret) = match sign_ins {
        "token" => ("--setup-token", credential::setup_token()),
        "token and key" => ("--api-key", credential::api_key()),
        _ => {
            let disconnect = ["disconnect", "--profile", "anthropic:default", "--json"];
            world.chela(&disconnect, "")?.success()?;
            return Ok(());
        }
    };
    world.standin.accept(&secret);
    world.connect(&[flag, "--accept-plaintext"], &secret)?;
    Ok(())
}

/// A config with these settings.
fn with(config: &Value, levels: &Levels) -> Value {
    let [everything, model, agent_model, agent] = levels;
    let mut config = config.clone();
    let agents = &mut config["agents"];
    set(&mut agents["defaults"], everything);
    agents["defaults"]["models"] = json!({ MODEL: {} });
    set(&mut agents["defaults"]["models"][MODEL], model);
    let mut own = json!({});
    set(&mut own, agent);
    if !agent_model.is_empty() {
        own["models"] = json!({ MODEL: {} });
        set(&mut own["models"][MODEL], agent_model);
    }
    // Older versions have a list, and one agent in it of their own accord.
    if own != json!({}) {
        agents["entries"] = json!({ "main": own });
    }
    config
}

/// Sets it, where there is something to set.
fn set(at: &mut Value, setting: &str) {
    match setting {
        "" => {}
        "5m" | "1h" => at["params"] = json!({ "cacheControlTtl": setting }),
        _ => at["params"] = json!({ "cacheRetention": setting }),
    }
}

/// What the marks in a request ask Anthropic for.
fn asked_for(body: &Value) -> &'static str {
    let body = body.to_string();
    match (body.contains("\"cache_control\""), body.contains("\"ttl\":\"1h\"")) {
        (false, _) => "none",
        (true, false) => "short",
        (true, true) => "long",
    }
}
