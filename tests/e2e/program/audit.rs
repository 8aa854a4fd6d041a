//! Every place in which a credential stands in plaintext is found, and nothing that is none. What
//! stands where is known from a search of all bytes of the home, and which one wins from the turn
//! that the stand-in for Anthropic receives.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{Context, OpenClaw, Result, credential, scan};
use serde_json::{Value, json};

use crate::world::World;

pub(crate) const NAME: &str = "ANTHROPIC_API_KEY";
pub(crate) const PROFILE: &str = "anthropic:work";
/// Where OpenClaw before its database keeps the sign-ins.
pub(crate) const STORE: &str = ".openclaw/agents/main/agent/auth-profiles.json";
const UNIT: &str = ".config/systemd/user/openclaw-gateway.service";

#[test]
#[ignore = "takes minutes: ./dev long"]
fn before_references() -> Result<()> {
    everything_is_found("2026.2.9")
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn with_sign_ins_in_a_file() -> Result<()> {
    everything_is_found("2026.5.7")
}

#[test]
fn with_sign_ins_in_a_database() -> Result<()> {
    everything_is_found("2026.9.6")
}

fn everything_is_found(version: &str) -> Result<()> {
    let world = World::with(OpenClaw::of_version(version)?, KeyringPart::Unlocked)?;
    // One stands everywhere; the profile that serves was renewed since, with the other one.
    let (key, newer) = (credential::api_key(), credential::api_key());
    world.standin.accept(&newer);
    let text = world.text()?;
    let with = |settings: &str| text.replacen('{', &format!("{{ {settings},"), 1);
    fs::write(&world.config, with(&format!("env: {{ vars: {{ {NAME}: '{key}' }} }}")))?;
    sign_in(&world, version, &key)?;
    sign_in(&world, version, &newer)?;
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
    assert_eq!(world.local_turn("main")?.code, Some(0));
    let turn = world.standin.turns().pop().context("no turn")?;
    assert_eq!(turn.credential(), Some(Sent::ApiKey(newer.clone())));

    let audit = audited(&world, &[&key, &newer])?;
    let secrets = audit["secrets"].as_array().context("no secrets")?;
    assert_eq!((secrets.len(), &audit["unread"]), (2, &json!([])), "{audit:#}");
    for (secret, found) in [&newer, &key].into_iter().zip(secrets) {
        assert_eq!((&found["kind"], &found["inKeychain"]), (&json!("api-key"), &json!(false)));
        let all = scan::files_with(secret, &world.session.home(), &[])?;
        assert_eq!(files(&world, found)?, all.into_iter().collect(), "{audit:#}");
    }
    let of_key = places(&secrets[1])?;
    let in_config = (".openclaw/openclaw.json", json!([2, "", "leftover", false]));
    let expected = planted.iter().map(|plant| (plant.file.as_str(), plant.expected.clone()));
    for (file, expected) in expected.chain([in_config]) {
        let shown = format!("~/{file}");
        let found = of_key.iter().filter(|place| place["file"] == *shown);
        assert_eq!(found.map(summary).collect::<Vec<_>>(), [expected], "{file}");
    }

    // What the stand-in was sent is said to win, and nothing else.
    let winners: Vec<&Value> = secrets
        .iter()
        .flat_map(|secret| secret["places"].as_array())
        .flatten()
        .filter(|place| place["wins"] == true)
        .collect();
    assert_eq!(winners.len(), 1, "{audit:#}");
    assert!(places(&secrets[0])?.contains(winners[0]), "{audit:#}");
    assert_eq!((&winners[0]["what"], &winners[0]["role"]), (&json!(PROFILE), &json!("in-use")));
    let told = of_key.iter().chain(places(&secrets[0])?).any(|place| place["told"] == true);
    assert_eq!(told, version != "2026.2.9", "{audit:#}");

    // Without a profile the variable of the gateway's service comes first; of the service its file.
    sign_out(&world, version)?;
    let audit = audited(&world, &[&key, &newer])?;
    let first = &places(&audit["secrets"][0])?[0];
    assert_eq!((&first["wins"], &first["what"]), (&json!(true), &json!(NAME)), "{audit:#}");
    assert_eq!(first["file"], "~/.openclaw/gateway.systemd.env");
    Ok(())
}

#[test]
fn nothing_is_found_where_nothing_stands() -> Result<()> {
    let world = World::new()?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    world.connect(&["--setup-token"], &token)?;
    decoys(&world)?;
    let audit = world.chela(&["audit", "--json"], "")?.success()?.json()?;
    assert_eq!((&audit["secrets"], &audit["unread"]), (&json!([]), &json!([])));
    let said = world.chela(&["audit"], "")?.success()?.stdout;
    assert!(said.starts_with("No plaintext credential"), "{said}");
    Ok(())
}

/// A file with the credential in it, and how it is to be found: line, what it is, role, and whether
/// others may read it.
pub(crate) struct Plant {
    pub(crate) file: String,
    pub(crate) text: String,
    expected: Value,
}

pub(crate) fn plants(world: &World, version: &str, key: &str) -> Vec<Plant> {
    let line = format!("{NAME}={key}\n");
    let old = "anthropic:old";
    let store =
        format!("{{\"profiles\":\n{{\"{old}\":{{\"type\":\"api_key\",\"key\":\"{key}\"}}}}}}");
    let (node, program) = (world.openclaw.node().display(), world.openclaw.program().display());
    let dropped = format!("Environment=X=1 \"{NAME}={key}\"\n");
    let plant = |file: &str, text: String, line: u64, what: &str, role: &str| Plant {
        file: file.to_owned(),
        text,
        expected: json!([line, what, role, file == ".bashrc"]),
    };
    let of_folder = if version == "2026.2.9" { "in-use" } else { "leftover" };
    let service =
        format!("[Service]\nExecStart={node} {program} gateway\nWorkingDirectory=%h/work\n");
    // The unit itself holds none: `decoys` writes it.
    vec![
        plant(
            ".openclaw/env.json5",
            format!("{{ vars: {{\n{NAME}: '{key}' }} }}"),
            2,
            "env.vars.ANTHROPIC_API_KEY",
            "in-use",
        ),
        plant(
            ".openclaw/openclaw.json~",
            format!("{{ models: {{ providers: {{ anthropic: {{ apiKey: '{key}'"),
            1,
            "models.providers.anthropic.apiKey",
            "leftover",
        ),
        plant(".openclaw/.env", format!("A=1\n{line}"), 2, NAME, "in-use"),
        plant(".openclaw/gateway.systemd.env", line.clone(), 1, NAME, "in-use"),
        plant(
            ".openclaw/logs/old.log",
            format!("one\n{{\"sent\":\"{key}\"}}\n{key}\n"),
            2,
            "",
            "leftover",
        ),
        plant(".openclaw/credentials/oauth.json.migrated-2026", store.clone(), 2, old, "leftover"),
        plant(&format!("{STORE}.bak"), store, 2, old, "leftover"),
        plant(&format!("{UNIT}.bak"), service + dropped.as_str(), 4, NAME, "leftover"),
        plant(&format!("{UNIT}.d/key.conf"), format!("[Service]\n{dropped}"), 2, NAME, "in-use"),
        plant(".config/environment.d/50-claude.conf", line.clone(), 1, NAME, "unknown"),
        plant(".config/fish/config.fish", format!("set -gx {NAME} {key}\n"), 1, NAME, "unknown"),
        plant(".bashrc", format!("# mine\nexport {line}"), 2, NAME, "unknown"),
        plant(".zshrc", format!("# export {line}"), 1, NAME, "leftover"),
        plant("work/.env", line, 1, NAME, of_folder),
        plant("own.log", format!("{key}\n"), 1, "", "leftover"),
    ]
}

/// What looks like one and is none: of another vendor, a reference, masked, a stand-in.
pub(crate) fn decoys(world: &World) -> Result<()> {
    let other = format!("sk-proj-{}", &credential::api_key()[13..]);
    let filler = "x".repeat(95);
    let (node, program) = (world.openclaw.node().display(), world.openclaw.program().display());
    let unit = format!(
        "[Service]\nExecStart={node} {program} gateway\nWorkingDirectory=%h/work\n\
         EnvironmentFile=-%h/.openclaw/gateway.systemd.env\nEnvironment=OPENAI_API_KEY={other}\n"
    );
    write(world, UNIT, &unit)?;
    write(
        world,
        ".profile",
        &format!("export {NAME}=\"$(pass show claude)\"\nexport OPENAI_API_KEY={other}\n"),
    )?;
    write(
        world,
        ".zprofile",
        &format!("# {NAME}=sk-ant-api03-{filler}\n# sk-ant-oat01-Zk3…mAA, sk-ant-...\n"),
    )?;
    write(world, ".openclaw/.env.example", &format!("{NAME}=sk-ant-api03-your-key-here\n"))?;
    write(
        world,
        ".openclaw/openclaw.json.save",
        &format!("{{ env: {{ vars: {{ {NAME}: '${{{NAME}}}' }} }} }}"),
    )
}

/// The profile that serves, put there by OpenClaw itself where it takes a key without a terminal.
pub(crate) fn sign_in(world: &World, version: &str, key: &str) -> Result<()> {
    if version == "2026.9.6" {
        return world.openclaw.paste_plaintext(world.session.environment(), PROFILE, key);
    }
    let profile = json!({ "type": "api_key", "provider": "anthropic", "key": key });
    write(world, STORE, &json!({ "version": 1, "profiles": { PROFILE: profile } }).to_string())
}

fn sign_out(world: &World, version: &str) -> Result<()> {
    if version == "2026.9.6" {
        return world.run(&["models", "auth", "logout", PROFILE, "--yes"]);
    }
    write(world, STORE, &json!({ "version": 1, "profiles": {} }).to_string())
}

/// Runs the audit, which says by its exit code that something was found, and shows no secret.
fn audited(world: &World, secrets: &[&str]) -> Result<Value> {
    for arguments in [&["audit"][..], &["audit", "--json"]] {
        let finished = world.chela(arguments, "")?;
        assert_eq!(finished.code, Some(1), "{finished}");
        let printed = finished.to_string();
        for secret in secrets {
            assert!(!printed.contains(&secret[20..]) && !printed.contains(&secret[..40]));
        }
        if arguments.contains(&"--json") {
            return finished.json();
        }
        let sentence = finished.stdout.lines().next().unwrap_or_default();
        assert!(sentence.contains("in plaintext in "), "{finished}");
    }
    unreachable!("the last one is JSON")
}

pub(crate) fn places(secret: &Value) -> Result<&Vec<Value>> {
    secret["places"].as_array().context("no places")
}

fn summary(place: &Value) -> Value {
    let open = !place["modeTooOpen"].is_null();
    json!([place["line"], place["what"], place["role"], open])
}

pub(crate) fn files(world: &World, secret: &Value) -> Result<BTreeSet<PathBuf>> {
    let home = world.session.home();
    let files = places(secret)?.iter().filter_map(|place| place["file"].as_str());
    Ok(files.map(|file| home.join(file.trim_start_matches("~/"))).collect())
}

pub(crate) fn write(world: &World, name: &str, text: &str) -> Result<()> {
    let path = world.session.home().join(name);
    fs::create_dir_all(path.parent().unwrap_or(Path::new("/")))?;
    fs::write(&path, text)?;
    let mode = if name == ".bashrc" { 0o644 } else { 0o600 };
    fs::set_permissions(&path, fs::Permissions::from_mode(mode))?;
    Ok(())
}
