//! The matrix from what OpenClaw really printed (`testdata/status`: three versions, made-up
//! values), and from what no OpenClaw ever printed.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::config::history::Surface;
use crate::place::Place as Folder;
use crate::vault::{EntryId, MemoryKeychain, Secret};
use crate::view::{CredentialKind, Expires, Notice, SecretPlace};
use crate::{Code, Environment};

const CAPTURED: [(&str, &str); 6] = [
    ("2026.2.9-mixed", include_str!("../../../testdata/status/2026.2.9-mixed.json")),
    ("2026.5.7-ref", include_str!("../../../testdata/status/2026.5.7-ref.json")),
    ("2026.9.6-apikey", include_str!("../../../testdata/status/2026.9.6-apikey.json")),
    ("2026.9.6-cooldown", include_str!("../../../testdata/status/2026.9.6-cooldown.json")),
    ("2026.9.6-missing", include_str!("../../../testdata/status/2026.9.6-missing.json")),
    ("2026.9.6-ref", include_str!("../../../testdata/status/2026.9.6-ref.json")),
];

fn captured(name: &str) -> Value {
    let (_, text) = CAPTURED.into_iter().find(|(found, _)| *found == name).unwrap();
    serde_json::from_str(text).unwrap()
}

/// A home with the agents `main` (the default one), `mail` and `ops`.
struct World {
    context: Context,
    _folder: tempfile::TempDir,
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let home = crate::config::test_home(folder.path());
    std::fs::create_dir_all(&home.state_dir).unwrap();
    let text = "{ agents: { defaults: { model: 'anthropic/claude-opus-4-6' }, entries: {
        mail: { model: 'anthropic/claude-haiku-4-5' }, main: { default: true }, ops: {} } } }";
    std::fs::write(&home.config_path, text).unwrap();
    let context = Context::new(
        Folder::at(folder.path().join("chela")),
        home,
        [("HOME".to_owned(), "/home/user".to_owned())].into_iter().collect::<Environment>(),
        Arc::new(MemoryKeychain::default()),
        Surface::Program,
    );
    World { context, _folder: folder }
}

impl World {
    fn says(&self, agent: &str, value: &Value) {
        self.context.remember_status(agent, Status::read(value));
    }

    fn stores(&self, profile: &str, agents: &[&str], created_ms: u64) -> EntryId {
        let entry = Entry {
            id: EntryId::random(),
            home: self.context.home.id(),
            agents: agents.iter().map(|&agent| agent.to_owned()).collect(),
            profile: profile.to_owned(),
            kind: "setup-token".to_owned(),
            masked: "sk-ant-oat01-Zk3…mAA".to_owned(),
            created_ms,
            confirmed_ms: Some(created_ms),
            retired_ms: None,
            copy: false,
        };
        self.context.keychain.put(&entry, &Secret::new("made-up".to_owned())).unwrap();
        entry.id
    }

    fn matrix(&self) -> SignIns {
        let config = self.context.config().unwrap();
        of(&self.context, &config, KeychainView::Ready)
    }
}

/// A status of 2026.9.6 with these profiles by label, in this order.
fn status(store: &str, labels: &[&str]) -> Value {
    let shown = |label: &str| {
        let id = label.split('=').next().unwrap();
        json!({ "profileId": id, "provider": "anthropic", "type": "token", "status": "static" })
    };
    let profiles: Vec<Value> = labels.iter().map(|label| shown(label)).collect();
    json!({ "auth": {
        "storePath": store,
        "providers": [{ "provider": "anthropic", "effective": { "kind": "profiles" },
                        "profiles": { "labels": labels } }],
        "oauth": { "profiles": profiles,
                   "providers": [{ "provider": "anthropic", "effectiveProfiles": profiles }] }
    } })
}

#[test]
fn what_openclaw_printed_is_shown_as_it_is() {
    use SignInState::{Cooldown, Disabled, Expired, Expiring, Ok};
    type Row = (&'static str, SignInState, bool);
    let table: [(&str, &[Row], bool); 6] = [
        (
            "2026.2.9-mixed",
            &[
                ("anthropic:api", Disabled, false),
                ("anthropic:default", Ok, false),
                ("anthropic:soon", Expiring, false),
                ("anthropic:work", Expired, false),
            ],
            false,
        ),
        ("2026.5.7-ref", &[("anthropic:work", Ok, true)], false),
        ("2026.9.6-apikey", &[("anthropic:default", Ok, true)], false),
        ("2026.9.6-cooldown", &[("anthropic:default", Cooldown, false)], false),
        ("2026.9.6-missing", &[], true),
        ("2026.9.6-ref", &[("anthropic:default", Ok, true)], false),
    ];
    for (name, rows, missing) in table {
        let world = world();
        world.says("main", &captured(name));
        let matrix = world.matrix();
        let main = &matrix.agents[0];
        let found: Vec<Row> = rows
            .iter()
            .map(|row| main.cells.iter().find(|cell| cell.profile == row.0).unwrap())
            .zip(rows)
            .map(|(cell, row)| (row.0, cell.state, cell.serves))
            .collect();
        assert_eq!((found.as_slice(), main.cells.len()), (rows, rows.len()), "{name}");
        assert_eq!(main.missing, missing, "{name}");
        assert_eq!(matrix.profiles.len(), rows.len(), "{name}");
        assert!(matrix.asked_ms.is_some());
    }
}

#[test]
fn where_a_secret_is_and_why_it_waits_is_said() {
    let world = world();
    world.says("main", &captured("2026.9.6-cooldown"));
    world.says("mail", &captured("2026.2.9-mixed"));
    let matrix = world.matrix();
    let of = |name: &str| matrix.profiles.iter().find(|one| one.profile == name).unwrap();
    let waiting = of("anthropic:default");
    assert_eq!(waiting.place, SecretPlace::OtherReference);
    assert_eq!(waiting.place_detail.as_deref(), Some("exec: anthropic/default"));
    assert_eq!(waiting.detail.as_deref(), Some("Anthropic refused it."));
    assert_eq!(waiting.until_ms, Some(1_795_405_711_516));
    assert_eq!(waiting.agents, ["main", "mail"]);
    let key = of("anthropic:api");
    assert_eq!((key.kind, key.place), (CredentialKind::ApiKey, SecretPlace::Plaintext));
    assert_eq!(
        key.place_detail.as_deref(),
        Some("~/.openclaw/agents/main/agent/auth-profiles.json")
    );
    assert_eq!(key.masked.as_deref(), Some("sk-ant-a...DDDDDDDD"));
    let soon = of("anthropic:soon");
    assert_eq!((soon.expires_ms, soon.expiry_assumed), (Some(1_795_408_666_028), false));
    assert!(!key.serves && !matrix.profiles.iter().any(|one| one.serves));
}

#[test]
fn agents_are_told_apart() {
    let world = world();
    let shared = world.stores("anthropic:default", &["main", "mail"], now_ms());
    let labels = [&*format!("anthropic:default=token:ref(exec:{shared})")];
    world.says("main", &status("/home/user/.openclaw/state/openclaw.sqlite", &labels));
    world.says("mail", &status("/home/user/.openclaw/agents/mail/agent/x.sqlite", &labels));
    let own = ["anthropic:own=token:sk-ant-o...AAAAAAAA", labels[0]];
    world.says("ops", &status("/home/user/.openclaw/agents/ops/agent/x.sqlite", &own));
    let matrix = world.matrix();
    let ids: Vec<_> = matrix.agents.iter().map(|agent| agent.id.as_str()).collect();
    assert_eq!(ids, ["main", "mail", "ops"]);
    let inherited: Vec<Vec<bool>> = matrix
        .agents
        .iter()
        .map(|agent| agent.cells.iter().map(|cell| cell.inherited).collect())
        .collect();
    assert_eq!(inherited, [vec![false], vec![false], vec![false, true]]);
    let ops = &matrix.agents[2];
    assert_eq!(ops.order, ["anthropic:own", "anthropic:default"]);
    assert!(ops.cells[0].serves && !ops.cells[1].serves);
    assert!(matrix.agents[0].default && matrix.agents[1].own_model && !ops.own_model);
    // The default agent's comes first; what only another has serves no default agent.
    assert_eq!(matrix.profiles[0].profile, "anthropic:default");
    assert!(matrix.profiles[0].serves && matrix.profiles[0].managed && !matrix.profiles[1].serves);
    let plaintext = &matrix.profiles[1];
    assert_eq!(plaintext.place_detail.as_deref(), Some("~/.openclaw/agents/ops/agent/x.sqlite"));
}

#[test]
fn what_is_no_profile_has_a_row_of_its_own() {
    let world = world();
    let mut value = status("/s", &["anthropic:own=token:sk-ant-o...AAAAAAAA"]);
    value["auth"]["providers"][0]["env"] =
        json!({ "value": "sk-ant-a...KKKK", "source": "env: ANTHROPIC_API_KEY" });
    world.says("main", &value);
    let rows = world.matrix().profiles;
    assert_eq!((rows[0].profile.as_str(), rows[0].serves), ("anthropic:own", true));
    assert_eq!((rows[1].profile.as_str(), rows[1].serves), ("ANTHROPIC_API_KEY", false));
    assert_eq!((rows[1].place, rows[1].kind), (SecretPlace::Environment, CredentialKind::ApiKey));

    value["auth"]["providers"][0]["effective"]["kind"] = json!("env");
    world.says("main", &value);
    let rows = world.matrix().profiles;
    assert_eq!((rows[0].profile.as_str(), rows[0].serves), ("ANTHROPIC_API_KEY", true));
}

#[test]
fn words_that_chela_does_not_know_are_shown_as_they_are() {
    let world = world();
    let mut value = status("/s", &["anthropic:own=token:sk-ant-o...AAAAAAAA"]);
    value["auth"]["oauth"]["profiles"][0]["status"] = json!("dancing");
    value["auth"]["oauth"]["profiles"][0]["type"] = json!("passkey");
    world.says("main", &value);
    let row = world.matrix().profiles.remove(0);
    assert_eq!((row.state, row.detail.as_deref()), (SignInState::Other, Some("dancing")));
    assert_eq!((row.kind, row.serves), (CredentialKind::Unknown, true));
    value["auth"]["unusableProfiles"] =
        json!([{ "profileId": "anthropic:own", "kind": "cooldown", "reason": "moon_phase" }]);
    world.says("main", &value);
    let row = world.matrix().profiles.remove(0);
    assert_eq!(row.detail.as_deref(), Some("OpenClaw says: moon_phase."));
}

#[test]
fn a_problem_with_one_agent_leaves_the_rest_alone() {
    let world = world();
    world.says("main", &captured("2026.9.6-ref"));
    let problem = Notice { code: "x".into(), message: "No.".into(), hint: String::new() };
    world.context.hear("mail", |heard| heard.problem = Some(problem.clone()));
    let matrix = world.matrix();
    assert_eq!(matrix.agents[1].problem, Some(problem));
    assert!(!matrix.agents[1].missing, "nobody knows");
    assert_eq!((matrix.agents[0].cells.len(), &matrix.agents[0].problem), (1, &None));
}

#[tokio::test]
async fn a_person_names_a_sign_in_and_says_when_it_ends() {
    let world = world();
    let context = &world.context;
    let stored = now_ms() - 1000;
    world.stores("anthropic:work", &["main"], stored);
    let row = world.matrix().profiles.remove(0);
    let year = 365 * 24 * 60 * 60 * 1000;
    assert_eq!((row.expires_ms, row.expiry_assumed), (Some(stored + year), true));

    let row = set_label(context, "work", Some(" My plan ")).await.unwrap();
    assert_eq!((row.label.as_deref(), row.name()), (Some("My plan"), "My plan"));
    // It may be called so from then on.
    let row = set_expiry(context, "My plan", Expires::At(stored + 2000)).await.unwrap();
    assert_eq!((row.state, row.expiry_assumed), (SignInState::Expiring, false));
    let row = set_expiry(context, "work", Expires::Never).await.unwrap();
    assert_eq!((row.state, row.expires_ms), (SignInState::Ok, None));
    let row = set_expiry(context, "work", Expires::Default).await.unwrap();
    assert_eq!(row.expires_ms, Some(stored + year));
    let row = set_label(context, "work", None).await.unwrap();
    assert_eq!(row.name(), "anthropic:work");
    let unknown = set_label(context, "nobody", Some("x")).await.unwrap_err();
    assert_eq!((unknown.code, &*unknown.params["known"]), (Code::ProfileUnknown, "anthropic:work"));
}

/// What may stand anywhere in a newer OpenClaw's answer.
fn anything() -> impl Strategy<Value = Value> {
    let deep = |depth| {
        (0..depth).fold(json!("x"), |inner, n| {
            if n % 2 == 0 { json!([inner]) } else { json!({ "profileId": inner }) }
        })
    };
    let words = prop_oneof![
        Just("anthropic"),
        Just("anthropic:default"),
        Just("cooldown"),
        Just("ref("),
        Just("anthropic:default=token:ref(exec:"),
        Just("dancing"),
        Just(""),
        Just("…\u{0}"),
    ];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        Just(json!(u64::MAX)),
        words.prop_map(Value::from),
        ".{0,24}".prop_map(Value::from),
        (0_usize..100).prop_map(deep),
        Just(json!([])),
        Just(json!({})),
    ]
}

/// Puts `with` in the place of the `at`-th value of a tree, or drops that one.
fn mutate(tree: &mut Value, at: &mut usize, with: Option<&Value>) {
    let here = |at: &mut usize, item: &mut Value| {
        let hit = *at == 0;
        *at = at.wrapping_sub(1);
        match with {
            Some(with) if hit => *item = with.clone(),
            _ => mutate(item, at, with),
        }
        !(hit && with.is_none())
    };
    match tree {
        Value::Array(items) => items.retain_mut(|item| here(at, item)),
        Value::Object(map) => map.retain(|_, item| here(at, item)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_answer_makes_the_matrix_or_the_diagnosis_panic(
        (first, second) in (0..CAPTURED.len(), 0..CAPTURED.len()),
        changes in prop::collection::vec((0_usize..140, prop::option::of(anything())), 1..6),
    ) {
        let world = world();
        for (agent, which) in [("main", first), ("mail", second)] {
            let mut value = captured(CAPTURED[which].0);
            for (at, with) in &changes {
                mutate(&mut value, &mut at.clone(), with.as_ref());
            }
            world.says(agent, &value);
        }
        let matrix = world.matrix();
        // What is shown is consistent, whatever was said.
        prop_assert_eq!(matrix.agents.len(), 3);
        for agent in &matrix.agents {
            prop_assert!(agent.cells.iter().filter(|cell| cell.serves).count() <= 1);
            for cell in &agent.cells {
                let row = matrix.profiles.iter().find(|row| row.profile == cell.profile);
                prop_assert!(row.is_some_and(|row| row.agents.contains(&agent.id)));
            }
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(crate::setup::diagnose(&world.context, crate::setup::Depth::Whole));
    }
}
