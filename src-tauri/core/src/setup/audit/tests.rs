//! The whole audit of a home without an OpenClaw: what is found, together, and what never shows.

use std::collections::BTreeMap;

use super::shape::tests::made_up;
use super::*;
use crate::config::history::Surface;
use crate::openclaw::Home;
use crate::place::Place as OwnPlace;
use crate::setup::context::test_files;
use crate::vault::MemoryKeychain;
use crate::view::{Audit, PlaintextIn, PlaintextRole};

fn context(folder: &Path) -> Context {
    let pairs = [("HOME", folder.display().to_string()), ("PATH", String::new())];
    let environment = pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let keychain = std::sync::Arc::new(MemoryKeychain::default());
    let (place, home) = (OwnPlace::at(folder.join("chela")), Home::at(folder.join(".openclaw")));
    Context::new(place, home, environment, keychain, Surface::Program)
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

async fn audited(context: &Context) -> Audit {
    let files = test_files(context.environment.home().unwrap().as_path());
    let audit = audit(context).await;
    assert!(files == test_files(context.environment.home().unwrap().as_path()), "it was written");
    audit
}

#[tokio::test]
async fn one_credential_in_many_places_is_one_and_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (key, token) = (made_up("api03", "one"), made_up("oat01", "two"));
    let named = format!("export ANTHROPIC_API_KEY={key}\n");
    write(folder.path(), ".openclaw/openclaw.json", "{ $include: './more.json5', // hand\n }");
    write(
        folder.path(),
        ".openclaw/more.json5",
        &format!("{{ env: {{ vars: {{ ANTHROPIC_API_KEY: '{key}' }} }} }}"),
    );
    write(
        folder.path(),
        ".openclaw/openclaw.json.bak",
        &format!("{{ env: {{ ANTHROPIC_API_KEY: '{key}'"),
    );
    write(folder.path(), ".openclaw/.env", &named);
    write(folder.path(), ".bashrc", &named);
    write(folder.path(), ".config/fish/conf.d/x.fish", &format!("set -gx ANTHROPIC_API_KEY {key}"));
    write(folder.path(), ".config/environment.d/x.conf", &named[7..]);
    write(
        folder.path(),
        ".config/systemd/user/openclaw-gateway.service",
        "[Service]\nExecStart=/usr/bin/openclaw gateway\nEnvironmentFile=%h/own.env\n",
    );
    write(
        folder.path(),
        ".config/systemd/user/openclaw-gateway.service.d/x.conf",
        &format!("[Service]\nEnvironment=\"ANTHROPIC_API_KEY={key}\"\n"),
    );
    write(folder.path(), "own.env", &named[7..]);
    write(
        folder.path(),
        ".openclaw/agents/main/agent/auth-profiles.json",
        &format!(
            "{{\"profiles\":{{\"anthropic:a\":{{\"type\":\"api_key\",\"key\":\"{key}\"}},\"anthropic:b\":{{\"token\":\"{token}\"}}}}}}"
        ),
    );
    write(folder.path(), ".openclaw/logs/gateway.log", &format!("sent {key}\nsent {key}\n"));
    write(folder.path(), ".openclaw/state/openclaw.sqlite-wal", &format!("\0key{key}\0"));
    let audit = audited(&context(folder.path())).await;

    let shown = format!("{audit:?} {}", serde_json::to_string(&audit).unwrap());
    assert!(!shown.contains(&key) && !shown.contains(&token) && !shown.contains(&key[20..60]));
    assert!(!shown.contains("core.audit"), "{shown}");
    assert_eq!(audit.secrets.len(), 2, "{audit:#?}");
    let one = audit.secrets.iter().find(|one| one.masked.contains("api03")).unwrap();
    let mut found: Vec<_> = one
        .places
        .iter()
        .map(|place| (place.file.as_str(), place.line, place.what.as_str()))
        .collect();
    found.sort_unstable();
    let name = "ANTHROPIC_API_KEY";
    let expected = [
        ("~/.bashrc", Some(1), name),
        ("~/.config/environment.d/x.conf", Some(1), name),
        ("~/.config/fish/conf.d/x.fish", Some(1), name),
        ("~/.config/systemd/user/openclaw-gateway.service.d/x.conf", Some(2), name),
        ("~/.openclaw/.env", Some(1), name),
        ("~/.openclaw/agents/main/agent/auth-profiles.json", Some(1), "anthropic:a"),
        ("~/.openclaw/logs/gateway.log", Some(1), ""),
        ("~/.openclaw/more.json5", Some(1), "env.vars.ANTHROPIC_API_KEY"),
        ("~/.openclaw/openclaw.json.bak", Some(1), "env.ANTHROPIC_API_KEY"),
        ("~/.openclaw/state/openclaw.sqlite-wal", None, ""),
        ("~/own.env", Some(1), name),
    ];
    assert_eq!(found, expected);
    // Nobody could be asked which one wins.
    assert!(!audit.asked_openclaw && !one.places.iter().any(|place| place.wins));
    let again = audited(&context(folder.path())).await;
    assert_ne!(again.secrets[0].fingerprint, audit.secrets[0].fingerprint);
}

#[tokio::test]
async fn what_is_not_a_credential_of_anthropics_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let config = "{ // sk-ant-oat01-… and sk-ant-api03-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n\
                  env: { vars: { ANTHROPIC_API_KEY: '${KEY}', OPENAI_API_KEY: 'sk-proj-Ab12345678901234567890' } },\n\
                  gateway: { auth: { token: 'for-the-gateway-only-1' } } }";
    write(folder.path(), ".openclaw/openclaw.json", config);
    write(folder.path(), ".openclaw/openclaw.json.bak", config);
    write(folder.path(), ".openclaw/.env", "ANTHROPIC_API_KEY=sk-ant-your-key-here\n");
    write(folder.path(), ".bashrc", "export ANTHROPIC_API_KEY=$(pass show anthropic)\n");
    let audit = audited(&context(folder.path())).await;
    assert_eq!(audit.secrets, []);
    let codes: Vec<&str> = audit.unread.iter().map(|notice| notice.code.as_str()).collect();
    assert_eq!(codes, ["openclaw-missing"]);
}

#[tokio::test]
async fn what_cannot_be_read_is_said_and_the_rest_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let key = made_up("api03", "one");
    write(
        folder.path(),
        ".openclaw/openclaw.json",
        &format!("{{ env: {{ ANTHROPIC_API_KEY: '{key}' "),
    );
    std::fs::create_dir_all(folder.path().join(".openclaw/.env")).unwrap();
    let audit = audited(&context(folder.path())).await;
    let codes: BTreeMap<&str, &str> =
        audit.unread.iter().map(|notice| (notice.code.as_str(), notice.message.as_str())).collect();
    assert!(codes.contains_key("config-unparsable"), "{codes:?}");
    assert!(codes["io"].contains(".env"), "{codes:?}");
    assert_eq!(codes.len(), audit.unread.len(), "{codes:?}");
    assert_eq!(audit.secrets.len(), 1);
    let place = &audit.secrets[0].places[0];
    assert_eq!((place.kind, place.role), (PlaintextIn::Config, PlaintextRole::InUse));
}

#[tokio::test]
async fn what_the_keychain_has_too_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let context = context(folder.path());
    let key = made_up("api03", "one");
    write(folder.path(), ".openclaw/.env", &format!("ANTHROPIC_API_KEY={key}\n"));
    assert!(!audited(&context).await.secrets[0].in_keychain);
    let entry = crate::vault::Entry {
        id: crate::vault::EntryId::random(),
        home: context.home.id(),
        agents: vec!["main".into()],
        profile: "anthropic:api".into(),
        kind: "api-key".into(),
        masked: "…".into(),
        created_ms: 1,
        confirmed_ms: None,
        retired_ms: None,
        copy: false,
    };
    context.keychain.put(&entry, &Secret::new(key)).unwrap();
    assert!(audited(&context).await.secrets[0].in_keychain);
}
