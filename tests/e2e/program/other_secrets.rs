//! Other secrets of the config than sign-ins: found where OpenClaw accepts references, moved to the
//! keychain and back, with a gateway that goes on answering through its own token by reference.

use std::fs;
use std::path::PathBuf;

use chela_rig::openclaw::Chat;
use chela_rig::session::KeyringPart;
use chela_rig::standin::Sent;
use chela_rig::{Context, Gateway, OpenClaw, Result, credential};
use serde_json::{Value, json};

use crate::interruptions::{at_work_until, settle};
use crate::world::{World, assert_lines_kept, error_code};

const MOVE: [&str; 3] = ["adopt", "setting", "--all"];
/// A call that the gateway answers only to who has its token, which the command finds itself.
const CALL: [&str; 6] = ["gateway", "call", "health", "--json", "--timeout", "120000"];
const GATEWAY: &str = "gateway.auth.token";
const CHANNEL: &str = "channels.telegram.botToken";
const PROVIDER: &str = "models.providers.openai.apiKey";

/// What stands in plaintext at first, by setting. Made up, each unlike anything else in the home.
const SECRETS: [(&str, &str); 3] = [
    (CHANNEL, "987654321:AAEmadeupmadeupmadeupmadeupmadeup-77"),
    (GATEWAY, "made-up-for-the-gateway-4711"),
    (PROVIDER, "sk-proj-MadeUpMadeUp0815MadeUp0815"),
];

/// A home with other secrets in plaintext: the gateway's, another provider's, and one of a channel,
/// in a file that is included.
fn with_secrets(version: &str) -> Result<World> {
    let world = World::with(OpenClaw::of_version(version)?, KeyringPart::Unlocked)?;
    let [(_, channel), (_, gateway), (_, provider)] = SECRETS;
    let channels = format!(
        "{{\n\t// the bot of my claw\n\ttelegram: {{ enabled: false, botToken: '{channel}' /* mine */ }},\n}}\n"
    );
    fs::write(world.config.with_file_name("channels.json5"), channels)?;
    let other = format!(
        "openai: {{ baseUrl: 'http://127.0.0.1:9/v1', apiKey: '{provider}', models: [], }}, // spare\n"
    );
    let text = world
        .text()?
        .replace("token: 'for-the-gateway-only' },", &format!("token: '{gateway}' }},"))
        .replace("\t// the end", "\tchannels: { $include: './channels.json5' },\n\t// the end")
        .replace("providers: { anthropic", &format!("providers: {{ {other}\t\tanthropic"));
    fs::write(&world.config, text)?;
    Ok(world)
}

/// The same, signed in.
fn signed_in(version: &str) -> Result<(World, Sent)> {
    let world = with_secrets(version)?;
    let token = credential::setup_token();
    world.standin.accept(&token);
    world.connect(&["--setup-token"], &token)?;
    Ok((world, Sent::Bearer(token)))
}

fn chela(world: &World, arguments: &[&str]) -> Result<Value> {
    let mut all = arguments.to_vec();
    all.push("--json");
    world.chela(&all, "")?.success()?.json()
}

/// The settings in plaintext that the audit tells of.
fn listed(world: &World) -> Result<Vec<String>> {
    let said = world.chela(&["audit", "--json"], "")?;
    for (_, secret) in SECRETS {
        assert!(!said.stdout.contains(secret), "{said}");
    }
    let audit = said.json()?;
    assert_eq!((&audit["unread"], &audit["otherProblem"]), (&json!([]), &json!(null)), "{audit:#}");
    let other = audit["other"].as_array().context("no others")?;
    assert!(other.iter().all(|one| one["problem"].is_null()), "{audit:#}");
    Ok(other.iter().filter_map(|one| Some(one["setting"].as_str()?.to_owned())).collect())
}

/// The config with the file that it includes.
fn texts(world: &World) -> Result<[String; 2]> {
    Ok([world.text()?, fs::read_to_string(world.config.with_file_name("channels.json5"))?])
}

/// That no secret stands anywhere but in the keychain; OpenClaw's copies of its config are left out.
fn nowhere(world: &World) -> Result<()> {
    for (setting, secret) in SECRETS {
        let mut files = world.files_with(secret)?;
        let is_copy = |file: &PathBuf| file.to_string_lossy().contains("openclaw.json.");
        files.retain(|file| !is_copy(file));
        assert_eq!(files, Vec::<PathBuf>::new(), "{setting}");
    }
    Ok(())
}

/// The gateway takes the token of before, and answers; and a command that talks to it finds the token
/// itself.
fn answers(world: &World, gateway: &Gateway, credential: &Sent) -> Result<()> {
    let [_, (_, token), _] = SECRETS;
    let chat = Chat::new(world.port.port(), token);
    chat.say("Are you there?").with_context(|| gateway.log())?;
    assert_eq!(world.served().as_ref(), Some(credential));
    world.run(&CALL)
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn moved_and_back_while_the_gateway_runs() -> Result<()> {
    let (world, credential) = signed_in("2026.9.6")?;
    let gateway = world.gateway()?;
    assert_eq!(listed(&world)?, SECRETS.map(|(setting, _)| setting));
    let before = texts(&world)?;

    let (preview, done) = world.as_planned(&MOVE, "")?;
    assert_eq!(preview["keychain"].as_array().map(Vec::len), Some(3), "{preview:#}");
    assert_eq!(preview["notices"][0]["code"], "setting-needs-keychain", "{preview:#}");
    assert_eq!(done["settings"].as_array().map(Vec::len), Some(3), "{done:#}");
    let moved = texts(&world)?;
    for ((before, after), secret) in before.iter().zip(&moved).zip([SECRETS[1].1, SECRETS[0].1]) {
        assert_lines_kept(before, after, &[secret, SECRETS[2].1]);
    }
    assert!(moved[0].contains("// spare") && moved[1].contains("/* mine */"), "{moved:?}");
    nowhere(&world)?;
    assert_eq!(listed(&world)?, Vec::<String>::new());
    answers(&world, &gateway, &credential)?;
    assert!(world.turn()?.ok, "{}", gateway.log());
    // Again there is nothing to do, by name either.
    for arguments in [&MOVE[..], &["adopt", "setting", GATEWAY]] {
        assert_eq!(chela(&world, arguments)?["changed"], false);
    }
    assert_eq!(texts(&world)?, moved);

    // A gateway that starts has them too.
    gateway.stop();
    let gateway = world.gateway()?;
    answers(&world, &gateway, &credential)?;

    // Undone to the byte, and done again.
    chela(&world, &["undo", "latest"])?;
    assert_eq!(texts(&world)?, before);
    answers(&world, &gateway, &credential)?;
    chela(&world, &["undo", "latest"])?;
    assert_eq!(texts(&world)?, moved);
    nowhere(&world)?;
    answers(&world, &gateway, &credential)?;

    // Without the sign-in the provider stays, as settings need it.
    chela(&world, &["disconnect", "--profile", "anthropic:default"])?;
    assert!(world.text()?.contains("chela-resolver"), "{}", world.text()?);
    world.run(&CALL)
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn moved_where_sign_ins_are_in_a_file() -> Result<()> {
    let (world, credential) = signed_in("2026.5.7")?;
    assert_eq!(listed(&world)?, SECRETS.map(|(setting, _)| setting));
    let before = texts(&world)?;
    world.as_planned(&MOVE, "")?;
    nowhere(&world)?;
    let moved = texts(&world)?;
    let gateway = world.gateway()?;
    answers(&world, &gateway, &credential)?;
    gateway.stop();
    // That gateway writes the config when it starts.
    fs::write(&world.config, &moved[0])?;
    chela(&world, &["undo", "latest"])?;
    assert_eq!(texts(&world)?, before);
    answers(&world, &world.gateway()?, &credential)
}

/// With a gateway that runs and would write the config of before over the change.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn moved_under_a_gateway_that_clings_to_its_config() -> Result<()> {
    let (world, credential) = signed_in("2026.5.7")?;
    let gateway = world.gateway()?;
    answers(&world, &gateway, &credential)?;
    chela(&world, &MOVE)?;
    answers(&world, &gateway, &credential)?;
    // With the first turn this OpenClaw had written the provider's key into a list of its own, and
    // writes that anew with the next.
    nowhere(&world)?;
    assert!(world.turn()?.ok, "{}", gateway.log());
    chela(&world, &["undo", "latest"])?;
    assert_eq!(listed(&world)?, SECRETS.map(|(setting, _)| setting));
    assert!(world.turn()?.ok, "{}", gateway.log());
    Ok(())
}

#[test]
#[ignore = "takes minutes: ./dev long"]
fn killed_half_way() -> Result<()> {
    let world = with_secrets("2026.9.6")?;
    let before = texts(&world)?;
    let mut arguments = MOVE.to_vec();
    arguments.push("--json");
    for step in ["stored", "edited", "reloaded"] {
        at_work_until(&world, &arguments, "", step)?.kill()?;
        settle(&world, "--take-back")?.success()?;
        assert_eq!(texts(&world)?, before, "{step}");
    }
    for step in ["stored", "edited"] {
        at_work_until(&world, &arguments, "", step)?.kill()?;
        settle(&world, "--finish")?.success()?;
        nowhere(&world)?;
        assert_eq!(listed(&world)?, Vec::<String>::new());
        chela(&world, &["undo", "latest"])?;
        assert_eq!(texts(&world)?, before, "{step}");
    }
    Ok(())
}

/// A gateway that lacks a secret afterwards: it is not for Chela to say whose fault that is.
#[test]
fn put_back_where_the_gateway_lacks_a_secret() -> Result<()> {
    let world = with_secrets("2026.9.6")?;
    let lost = "skills: { entries: { x: { apiKey: { source: 'env', provider: 'default', id: 'NOT_SET' } } } },";
    let text = world.text()?.replace("\t// the end", &format!("\t{lost}\n\t// the end"));
    fs::write(&world.config, text)?;
    let before = texts(&world)?;
    let gateway = world.gateway()?;
    let refused = world.chela(&["adopt", "setting", CHANNEL, "--json"], "")?;
    assert_eq!(error_code(&refused)?, "secrets-incomplete", "{refused}\n{}", gateway.log());
    assert_eq!(texts(&world)?, before);
    world.run(&CALL)
}

/// Somebody deletes them in the keychain's own program: what no longer has its secret is named.
#[test]
fn those_that_the_keychain_no_longer_has_are_told() -> Result<()> {
    let world = with_secrets("2026.9.6")?;
    chela(&world, &MOVE)?;
    world.session.keyring()?.delete_entries()?;
    let found = world.chela(&["doctor", "--no-anthropic", "--json"], "")?.json()?;
    let findings = found["findings"].as_array().context("no findings")?;
    let lost = findings.iter().find(|finding| finding["code"] == "setting-without-secret");
    let title = lost.with_context(|| found.to_string())?["title"].to_string();
    assert!(SECRETS.iter().all(|(setting, _)| title.contains(setting)), "{title}");
    Ok(())
}

/// Either way of leaving gives the settings their secrets back, once the person has agreed.
#[test]
#[ignore = "takes minutes: ./dev long"]
fn leaving_hands_them_back() -> Result<()> {
    let world = with_secrets("2026.9.6")?;
    let before = texts(&world)?;
    for way in ["--hand-back", "--sign-out"] {
        chela(&world, &MOVE)?;
        nowhere(&world)?;
        let refused = world.chela(&["leave", way, "--json"], "")?;
        assert_eq!(error_code(&refused)?, "settings-not-accepted");
        let plan = chela(&world, &["leave", "--dry-run"])?;
        assert_eq!(plan["settings"].as_array().map(Vec::len), Some(3), "{plan:#}");
        chela(&world, &["leave", way, "--accept-plaintext"])?;
        assert_eq!((texts(&world)?, world.entries()?), (before.clone(), 0));
    }
    Ok(())
}

#[test]
fn an_openclaw_without_a_list_says_so() -> Result<()> {
    let world = World::with(OpenClaw::of_version("2026.2.9")?, KeyringPart::Unlocked)?;
    let audit = chela(&world, &["audit"])?;
    assert_eq!(
        (&audit["other"], &audit["otherProblem"]["code"]),
        (&json!([]), &json!("settings-unlisted"))
    );
    let refused = world.chela(&["adopt", "setting", GATEWAY, "--json"], "")?;
    assert_eq!(error_code(&refused)?, "settings-unlisted");
    Ok(())
}
