//! What OpenClaw records of its turns, and what Chela makes of it.

use std::time::Duration;

use chela_rig::standin::Counted;
use chela_rig::{Context, Gateway, Result, credential};
use serde_json::{Value, json};

use crate::world::World;

#[test]
fn what_was_recorded_is_what_anthropic_counted() -> Result<()> {
    let world = World::new()?;
    let gateway = talkative(&world, "short")?;
    let few = world.chela(&["cache", "usage", "--json"], "")?.success()?.json()?;
    assert_eq!((&few["turns"], &few["enough"]), (&json!(0), &json!(false)));
    for turn in 0..34 {
        world.chat().named("one").say(&format!("Message {turn}"))?;
        // Each fourth time it is no longer there.
        world.standin.let_pass(Duration::from_secs(if turn % 4 == 3 { 600 } else { 60 }));
    }
    let counted = world.standin.counted();
    let sum = |part: fn(&Counted) -> u64| counted.iter().map(part).sum::<u64>();
    let usage = world.chela(&["cache", "usage", "--json"], "")?.success()?.json()?;
    let told = |name: &str| usage[name].as_u64().with_context(|| format!("{name}: {usage}"));
    assert_eq!(told("turns")?, counted.len() as u64, "{usage}");
    assert_eq!(told("plain")?, sum(|turn| turn.input));
    assert_eq!(told("read")?, sum(|turn| turn.read));
    assert_eq!(told("written")?, sum(|turn| turn.short));
    assert!(told("misses")? >= 8, "{usage}");
    assert_eq!((&usage["enough"], &usage["retention"]), (&json!(true), &json!("short")));
    let shown = world.chela(&["cache", "usage"], "")?.success()?.stdout;
    assert!(shown.contains("34 turns") && shown.contains("kept for 5 minutes, as now"), "{shown}");
    drop(gateway);
    let stopped = world.chela(&["cache", "usage", "--json"], "")?;
    assert_eq!(crate::world::error_code(&stopped)?, "gateway-stopped");
    Ok(())
}

/// A gateway that takes chats, signed in with an API key, with this setting for everything.
fn talkative(world: &World, retention: &str) -> Result<Gateway> {
    let key = credential::api_key();
    world.standin.accept(&key);
    world.connect(&["--api-key"], &key)?;
    world.chela(&["cache", "set", retention], "")?.success()?;
    world.gateway()
}

/// Records what the core's tests of the estimate read (`tests/golden/usage`): the same turns at the
/// same times with each setting. Four minutes each.
#[test]
#[ignore = "writes a golden file"]
fn record_none() -> Result<()> {
    record("none")
}

#[test]
#[ignore = "writes a golden file"]
fn record_short() -> Result<()> {
    record("short")
}

#[test]
#[ignore = "writes a golden file"]
fn record_long() -> Result<()> {
    record("long")
}

/// 230 turns in one conversation and 90 in another, with pauses that a fixed sequence draws.
fn record(retention: &str) -> Result<()> {
    let world = World::new()?;
    let _gateway = talkative(&world, retention)?;
    let mut conversations = [("long", 230, vec![]), ("other", 90, vec![])];
    let (mut draw, mut passed) = (7_u64, 0);
    while conversations.iter().any(|(_, left, _)| *left > 0) {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let below = |shift: u32, most: usize| (draw >> shift) as usize % most;
        let (name, left, turns) = &mut conversations[below(50, 3) % 2];
        if *left == 0 {
            continue;
        }
        let words = "words ".repeat(below(40, 200));
        let known = world.standin.counted().len();
        world.chat().named(name).say(&format!("Message {left}: {words}"))?;
        *left -= 1;
        let all = world.standin.counted();
        assert_eq!(all.len(), known + 1, "one request for each message");
        let Counted { input, read, short, long } = all[known];
        turns.push(json!([passed, input, read, short + long]));
        let pause = [20, 60, 120, 200, 280, 320, 420, 900, 1800, 3000, 3900, 9000][below(33, 12)];
        world.standin.let_pass(Duration::from_secs(pause));
        passed += pause * 1000;
    }
    let mut recorded = vec![];
    for (name, _, turns) in conversations {
        let params = json!({ "key": format!("agent:main:openai-user:{name}"), "limit": 1000 });
        let ask = |method: &str| -> Result<Value> {
            let call = ["gateway", "call", method, "--json", "--params", &params.to_string()];
            world.openclaw.run(world.session.environment(), &call)?.success()?.json()
        };
        let series = ask("sessions.usage.timeseries")?;
        let mut logs = ask("sessions.usage.logs")?;
        for log in logs["logs"].as_array_mut().context("no logs")? {
            log["content"] = json!("");
        }
        // Each turn: how much later the cache took it to be (ms), and what the cache had of it.
        recorded.push(json!({ "series": series, "logs": logs, "turns": turns }));
    }
    let folder = "../src-tauri/core/tests/golden/usage/2026.9.6";
    std::fs::create_dir_all(folder)?;
    std::fs::write(format!("{folder}/{retention}.json"), json!(recorded).to_string() + "\n")?;
    Ok(())
}
