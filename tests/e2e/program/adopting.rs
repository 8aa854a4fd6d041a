//! A credential in plaintext goes to the keychain, and from every place in which it stood: seen by a
//! search of all bytes of the home, and by what the stand-in for Anthropic is sent afterwards.

use std::fs;
use std::time::Duration;

use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{OpenClaw, Result, credential, wait};
use serde_json::json;

use crate::audit::{NAME, PROFILE, STORE, decoys, plants, sign_in, write};
use crate::world::World;

#[test]
#[ignore = "takes minutes: ./dev long"]
fn before_references() -> Result<()> {
    everything_goes("2026.2.9")
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn with_sign_ins_in_a_file() -> Result<()> {
    everything_goes("2026.5.7")
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn with_sign_ins_in_a_database() -> Result<()> {
    everything_goes("2026.9.6")
}

/// The same key in every kind of place, and in the profile that serves.
fn everything_goes(version: &str) -> Result<()> {
    let world = World::with(OpenClaw::of_version(version)?, KeyringPart::Unlocked)?;
    let key = credential::api_key();
    world.standin.accept(&key);
    let text = world.text()?;
    let with = |settings: &str| text.replacen('{', &format!("{{ {settings},"), 1);
    fs::write(&world.config, with(&format!("env: {{ vars: {{ {NAME}: '{key}' }} }}")))?;
    sign_in(&world, version, &key)?;
    let log = world.session.home().join("own.log");
    let settings = format!(
        "/* {NAME}: '{key}' */ env: {{ $include: './env.json5' }}, logging: {{ file: '{}' }}",
        log.display()
    );
    fs::write(&world.config, with(&settings))?;
    let planted = plants(&world, version, &key);
    for plant in &planted {
        write(&world, &plant.file, &plant.text)?;
    }
    decoys(&world)?;
    let gateway = world.gateway()?;
    world.serves(&gateway, &Sent::ApiKey(key.clone()))?;
    let old = version == "2026.2.9";
    // What OpenClaw leaves behind, or takes over, when it starts.
    let list = json!({ "providers": { "anthropic": { "apiKey": key } } });
    let copy = format!("{{ env: {{ vars: {{ {NAME}: '{key}' }} }} }}");
    for (file, text) in [
        (".openclaw/agents/main/agent/models.json", list.to_string()),
        (".openclaw/openclaw.json.clobbered.2026", copy.clone()),
        (".openclaw/openclaw.json.bak.3", copy),
    ] {
        write(&world, file, &text)?;
    }

    let mut arguments = vec!["adopt", "--everywhere"];
    if old {
        arguments.push("--accept-plaintext");
    }
    let done = match version {
        // What was planned is what is done: seen once, as it costs minutes.
        "2026.9.6" => world.as_planned(&arguments, "")?.1,
        _ => {
            arguments.push("--json");
            world.chela(&arguments, "")?.success()?.json()?
        }
    };
    assert_eq!(done["profiles"], json!([PROFILE]), "{done:#}");
    assert_eq!(done["left"].as_array().map(Vec::len), Some(usize::from(old)), "{done:#}");

    // In the keyring only; where OpenClaw cannot refer to that, in the one store that it reads.
    let left = world.files_with(&key)?;
    let stays: &[&str] = if old { &[STORE] } else { &[] };
    let stays: Vec<_> = stays.iter().map(|file| world.session.home().join(file)).collect();
    assert_eq!(left, stays, "{done:#}");
    answers(&world)?;
    world.serves(&gateway, &Sent::ApiKey(key.clone()))?;
    // What else was there is there.
    for (file, kept) in
        [(".openclaw/.env", "A=1\n"), (".bashrc", "# mine\n"), (".openclaw/logs/old.log", "one\n")]
    {
        let now = fs::read_to_string(world.session.home().join(file))?;
        assert!(now.starts_with(kept), "{file}: {now}");
    }
    // 2026.5.7 writes its config in its own form when it starts.
    let text = world.text()?;
    let masked = text.contains("/* ANTHROPIC_API_KEY: 'sk-ant-api03-");
    assert!(masked || version == "2026.5.7", "{text}");
    let audit = world.chela(&["audit", "--json"], "")?.json()?;
    let secrets = audit["secrets"].as_array().map(Vec::len);
    assert_eq!(secrets, Some(usize::from(old)), "{audit:#}");

    drop(gateway);

    // An undo brings back what was edited or deleted.
    if version == "2026.9.6" {
        let undone = world.chela(&["undo", "latest", "--json"], "")?.success()?.json()?;
        assert_eq!(undone["notices"], json!([]), "{undone:#}");
        for plant in planted.iter().filter(|plant| !plant.file.ends_with(".log")) {
            let now = fs::read_to_string(world.session.home().join(&plant.file))?;
            assert_eq!(now, plant.text, "{}", plant.file);
        }
    }
    Ok(())
}

/// The gateway may restart by itself once more for the change of its config, when the machine is busy.
fn answers(world: &World) -> Result<()> {
    wait::until(Duration::from_secs(180), "a gateway that answers", || world.answers().is_ok())
}
