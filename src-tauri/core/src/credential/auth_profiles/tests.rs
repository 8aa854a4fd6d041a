use std::cell::Cell;

use proptest::prelude::*;
use serde_json::Value;

use super::lock::Lock;
use super::sheet::Sheet;
use super::writing::EMPTY_STORE;
use super::*;
use crate::openclaw::status::Kind;
use crate::vault::EntryId;
use crate::{Code, files};

const OLD: &str = "2026.2.9";
const NEW: &str = "2026.5.7";

struct Rig {
    folder: tempfile::TempDir,
    store: AuthProfiles,
}

impl Rig {
    fn new(version: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agents/main/agent/auth-profiles.json");
        let mut store = AuthProfiles::at(path, Capabilities::of(version));
        store.wait = Duration::from_millis(60);
        Self { folder, store }
    }

    fn with(version: &str, text: &str) -> Self {
        let rig = Self::new(version);
        rig.write(text);
        rig
    }

    fn write(&self, text: &str) {
        files::make_folder(self.store.path().parent().unwrap()).unwrap();
        std::fs::write(self.store.path(), text).unwrap();
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.store.path()).unwrap()
    }

    fn value(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap()
    }

    fn state(&self) -> PathBuf {
        self.store.path().with_file_name("auth-state.json")
    }
}

fn secret(n: usize) -> Secret {
    Secret::new(format!("sk-ant-oat01-{}{n:04}", "Zk3x".repeat(22)))
}

fn token(profile: &str) -> Credential<'_> {
    let kind = CredentialKind::SetupToken;
    Credential { profile, provider: "anthropic", kind, expires_ms: None }
}

fn key(profile: &str) -> Credential<'_> {
    Credential { kind: CredentialKind::ApiKey, ..token(profile) }
}

/// As OpenClaw writes it.
fn written(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap() + "\n"
}

fn sample() -> Value {
    json!({
        "version": 1,
        "profiles": {
            "anthropic:default": { "type": "token", "provider": "anthropic",
                "token": secret(1).expose(), "expires": 1_795_403_966_028_u64, "later": [1.5] },
            "openai:x": { "type": "oauth", "provider": "openai", "access": "a".repeat(40),
                "refresh": "r", "expires": 7 },
            "anthropic:api": { "type": "api_key", "provider": "anthropic", "key": "short" },
        },
        "order": { "anthropic": ["anthropic:api", "anthropic:default"], "openai": ["openai:x"] },
        "lastGood": { "anthropic": "anthropic:default" },
        "usageStats": { "anthropic:api": { "lastUsed": 3, "errorCount": 1,
            "disabledUntil": 1_795_423_066_028_u64, "disabledReason": "billing" },
            "anthropic:default": { "cooldownUntil": 5.7 } },
        "newer": { "kept": null },
    })
}

#[test]
fn a_store_begins_as_openclaw_would_write_it() {
    let rig = Rig::new(OLD);
    assert_eq!(rig.store.read().unwrap(), Contents::default());
    assert!(!rig.store.remove("anthropic:default").unwrap());
    assert!(!rig.folder.path().join("agents").exists());
    let credential = Credential { expires_ms: Some(9), ..token("anthropic:default") };
    assert!(rig.store.set_plaintext(&credential, &secret(1)).unwrap());
    let expected = json!({ "version": 1, "profiles": { "anthropic:default": {
        "type": "token", "provider": "anthropic", "token": secret(1).expose(), "expires": 9 } } });
    assert_eq!(rig.text(), written(&expected));
    assert!(!rig.store.set_plaintext(&credential, &secret(1)).unwrap());
    assert!(rig.store.set_order("anthropic", Some(&["anthropic:default".into()])).unwrap());
    assert!(rig.text().contains("\"anthropic\": [\n      \"anthropic:default\"\n    ]"));
    assert!(rig.store.remove("anthropic:default").unwrap());
    assert_eq!(rig.text(), EMPTY_STORE);
    let names = std::fs::read_dir(rig.store.path().parent().unwrap()).unwrap();
    assert_eq!(names.count(), 1, "neither lock nor temporary file is left");
}

#[cfg(unix)]
#[test]
fn file_and_folder_are_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    let rig = Rig::new(OLD);
    rig.store.set_plaintext(&token("a:b"), &secret(1)).unwrap();
    assert_eq!(mode(rig.store.path()), 0o600);
    assert_eq!(mode(rig.store.path().parent().unwrap()), 0o700);
    std::fs::set_permissions(rig.store.path(), PermissionsExt::from_mode(0o644)).unwrap();
    assert!(rig.store.set_plaintext(&token("a:b"), &secret(2)).unwrap());
    assert_eq!(mode(rig.store.path()), 0o600);
}

#[cfg(unix)]
#[test]
fn a_link_stays_one() {
    let rig = Rig::with(OLD, EMPTY_STORE);
    let real = rig.folder.path().join("real.json");
    std::fs::rename(rig.store.path(), &real).unwrap();
    std::os::unix::fs::symlink(&real, rig.store.path()).unwrap();
    assert!(rig.store.set_plaintext(&token("a:b"), &secret(1)).unwrap());
    assert!(rig.store.path().is_symlink());
    assert!(std::fs::read_to_string(&real).unwrap().contains("a:b"));
    std::fs::remove_file(&real).unwrap();
    assert!(rig.store.set_plaintext(&token("a:b"), &secret(1)).unwrap());
    assert!(rig.store.path().is_symlink() && real.is_file());
}

#[test]
fn what_stands_there_is_read_without_its_secrets() {
    let rig = Rig::with(OLD, &sample().to_string());
    let contents = rig.store.read().unwrap();
    let shown = format!("{contents:?} {:?}", rig.store);
    assert!(!shown.contains(secret(1).expose()) && !shown.contains("short"), "{shown}");
    let kinds: Vec<_> = contents.profiles.iter().map(|p| (p.id.as_str(), &p.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("anthropic:default", &Kind::Token),
            ("openai:x", &Kind::Oauth),
            ("anthropic:api", &Kind::ApiKey)
        ]
    );
    let profile = contents.profile("anthropic:default").unwrap();
    assert_eq!(profile.plaintext, Some(secret(1).masked()));
    assert_eq!((profile.expires_ms, &profile.reference), (Some(1_795_403_966_028), &None));
    assert_eq!(contents.profile("anthropic:api").unwrap().plaintext.as_deref(), Some("…"));
    assert_eq!(contents.order["anthropic"], ["anthropic:api", "anthropic:default"]);
    assert_eq!(contents.last_good["anthropic"], "anthropic:default");
    assert_eq!(contents.usage["anthropic:default"].cooldown_until_ms, Some(5));
    let usage = &contents.usage["anthropic:api"];
    assert_eq!(usage.disabled_reason.as_deref(), Some("billing"));
    assert_eq!((usage.disabled_until_ms, usage.last_used_ms), (Some(1_795_423_066_028), Some(3)));
    assert_eq!(rig.store.secret("anthropic:default").unwrap(), Some(secret(1)));
    for none in ["openai:x", "nobody"] {
        assert_eq!(rig.store.secret(none).unwrap(), None);
    }
}

#[test]
fn a_profile_is_read_in_every_form() {
    let exec = json!({ "source": "exec", "provider": "chela", "id": "v1/x" });
    let found = |entry: Value| {
        let rig = Rig::with(NEW, &json!({ "profiles": { "p": entry } }).to_string());
        let mut contents = rig.store.read().unwrap();
        let profile = contents.profiles.pop().unwrap();
        let reference = profile.reference.map(|r| format!("{}:{}:{}", r.source, r.provider, r.id));
        (profile.kind, profile.plaintext.is_some(), reference)
    };
    let exec_ref = Some("exec:chela:v1/x".to_owned());
    for (entry, expected) in [
        (json!({ "type": "token", "tokenRef": exec }), (Kind::Token, false, exec_ref.clone())),
        (
            json!({ "type": "token", "tokenRef": exec, "token": "left" }),
            (Kind::Token, true, exec_ref.clone()),
        ),
        (json!({ "mode": "api_key", "key": exec }), (Kind::ApiKey, false, exec_ref)),
        (json!({ "type": "api_key", "apiKey": "x" }), (Kind::ApiKey, true, None)),
        (
            json!({ "type": "api_key", "key": "${A_KEY}" }),
            (Kind::ApiKey, false, Some("env:default:A_KEY".to_owned())),
        ),
        (json!({ "type": "token", "token": " " }), (Kind::Token, false, None)),
        (json!({ "type": "token", "token": 7 }), (Kind::Token, false, None)),
        (json!({ "type": "passkey" }), (Kind::Other("passkey".into()), false, None)),
        (json!({}), (Kind::Other(String::new()), false, None)),
    ] {
        assert_eq!(found(entry.clone()), expected, "{entry}");
    }
}

#[test]
fn a_reference_is_written_as_secrets_apply_does() {
    let rig = Rig::with(NEW, &written(&sample()));
    let id = EntryId::random();
    let reference = Reference::exec("chela", &id);
    let value = json!({ "source": "exec", "provider": "chela", "id": id.as_str() });
    assert!(rig.store.set_reference(&token("anthropic:new"), &reference).unwrap());
    assert!(rig.store.set_reference(&token("anthropic:default"), &reference).unwrap());
    assert!(rig.store.set_reference(&key("anthropic:api"), &reference).unwrap());
    assert!(!rig.store.set_reference(&key("anthropic:api"), &reference).unwrap());
    let mut expected = sample();
    expected["profiles"]["anthropic:default"] = json!({ "type": "token", "provider": "anthropic",
        "later": [1.5], "tokenRef": value });
    expected["profiles"]["anthropic:api"] =
        json!({ "type": "api_key", "provider": "anthropic", "keyRef": value });
    expected["profiles"]["anthropic:new"] =
        json!({ "type": "token", "provider": "anthropic", "tokenRef": value });
    assert_eq!(rig.text(), written(&expected));

    assert!(rig.store.set_plaintext(&key("anthropic:api"), &secret(3)).unwrap());
    expected["profiles"]["anthropic:api"] =
        json!({ "type": "api_key", "provider": "anthropic", "key": secret(3).expose() });
    assert_eq!(rig.text(), written(&expected));
}

#[test]
fn a_removed_profile_is_named_nowhere() {
    let rig = Rig::with(OLD, &written(&sample()));
    assert!(rig.store.remove("anthropic:default").unwrap());
    assert!(!rig.store.remove("anthropic:default").unwrap());
    let mut expected = sample();
    for (part, name) in [("profiles", "anthropic:default"), ("usageStats", "anthropic:default")] {
        expected[part].as_object_mut().unwrap().shift_remove(name);
    }
    expected["order"]["anthropic"] = json!(["anthropic:api"]);
    expected.as_object_mut().unwrap().shift_remove("lastGood");
    assert_eq!(rig.text(), written(&expected));
    assert!(rig.store.remove("openai:x").unwrap());
    assert!(rig.store.remove("anthropic:api").unwrap());
    assert_eq!(rig.value(), json!({ "version": 1, "profiles": {}, "newer": { "kept": null } }));
}

#[test]
fn since_the_state_stands_apart_it_is_kept_there() {
    let rig = Rig::with(NEW, &written(&sample()));
    std::fs::write(rig.state(), r#"{"version":1,"lastGood":{"anthropic":"anthropic:api"}}"#)
        .unwrap();
    let contents = rig.store.read().unwrap();
    assert_eq!(contents.last_good["anthropic"], "anthropic:api");
    assert_eq!(contents.order["openai"], ["openai:x"]);

    let order = ["anthropic:default".to_owned()];
    assert!(rig.store.set_order("anthropic", Some(&order)).unwrap());
    assert!(!rig.store.set_order("anthropic", Some(&order)).unwrap());
    let state = |rig: &Rig| -> Value {
        serde_json::from_str(&std::fs::read_to_string(rig.state()).unwrap()).unwrap()
    };
    assert_eq!(state(&rig)["order"], json!({ "anthropic": order }));
    assert_eq!(rig.value()["order"], json!({ "openai": ["openai:x"] }));
    assert_eq!(rig.store.read().unwrap().order["anthropic"], order);

    assert!(rig.store.remove("anthropic:default").unwrap());
    assert_eq!(state(&rig), json!({ "version": 1, "lastGood": { "anthropic": "anthropic:api" } }));
    assert!(rig.store.set_order("openai", None).unwrap());
    assert_eq!(rig.value().get("order"), None);
    std::fs::remove_file(rig.state()).unwrap();
    assert!(rig.store.remove("anthropic:api").unwrap());
    assert!(!rig.state().exists());
}

#[test]
fn failures_are_forgotten_and_the_last_use_is_not() {
    let rig = Rig::with(OLD, &written(&sample()));
    assert!(rig.store.forget_failures("anthropic:api").unwrap());
    assert!(!rig.store.forget_failures("anthropic:api").unwrap());
    assert!(!rig.store.forget_failures("openai:x").unwrap());
    assert_eq!(rig.value()["usageStats"]["anthropic:api"], json!({ "lastUsed": 3 }));
}

#[test]
fn one_name_cannot_hold_both_kinds() {
    let rig = Rig::with(OLD, &written(&sample()));
    for (credential, found) in [
        (key("anthropic:default"), "a setup-token"),
        (token("anthropic:api"), "an API key"),
        (token("openai:x"), "an OAuth login"),
    ] {
        let error = rig.store.set_plaintext(&credential, &secret(9)).unwrap_err();
        assert_eq!(
            (error.code, error.params["found"].as_str()),
            (Code::ProfileKindMismatch, found)
        );
    }
    assert_eq!(rig.text(), written(&sample()));
}

#[test]
fn a_broken_file_is_never_written() {
    for (text, line, column) in [
        ("{\"version\": 1,\n  \"profiles\": {,}}", "2", "16"),
        ("{\"profiles\": {\"a\": {\"token\": \"sk-ant-oat01-cut", "1", "46"),
        ("{} // comment", "1", "4"),
        ("{'a': 1}", "1", "2"),
    ] {
        let rig = Rig::with(OLD, text);
        let edits: [&dyn Fn() -> Result<bool>; 4] = [
            &|| rig.store.set_plaintext(&token("a:b"), &secret(1)),
            &|| rig.store.remove("a:b"),
            &|| rig.store.set_order("a", None),
            &|| rig.store.read().map(|_| true),
        ];
        for edit in edits {
            let error = edit().unwrap_err();
            assert_eq!(error.code, Code::AuthStoreUnparsable, "{text}");
            assert_eq!(
                (error.params["line"].as_str(), error.params["column"].as_str()),
                (line, column)
            );
            let words = format!("{error} {error:?}");
            assert!(words.contains("auth-profiles.json") && !words.contains("sk-ant"), "{words}");
        }
        assert_eq!(rig.text(), text);
    }
    for odd in ["[]", "7", "{\"profiles\": []}", "{\"profiles\": {\"a:b\": \"sk-ant-odd\"}}"] {
        let rig = Rig::with(OLD, odd);
        let error = rig.store.set_plaintext(&token("a:b"), &secret(1)).unwrap_err();
        assert_eq!(error.code, Code::ConfigUnexpected, "{odd}");
        assert!(!format!("{error:?}").contains("sk-ant"));
        assert!(error.message().contains("auth-profiles.json"), "{error}");
        assert_eq!(rig.store.read().unwrap(), Contents::default());
        assert_eq!(rig.text(), odd);
    }
}

#[test]
fn a_torn_file_is_read_again() {
    let whole = written(&sample());
    for torn in ["", &whole[..whole.len() / 2]] {
        let rig = Rig::with(OLD, torn);
        let writer = std::thread::spawn({
            let (path, whole) = (rig.store.path().to_owned(), whole.clone());
            move || {
                std::thread::sleep(Duration::from_millis(80));
                std::fs::write(path, whole).unwrap();
            }
        });
        assert!(rig.store.set_plaintext(&token("a:b"), &secret(5)).unwrap());
        writer.join().unwrap();
        let mut expected = sample();
        expected["profiles"]["a:b"] =
            json!({ "type": "token", "provider": "anthropic", "token": secret(5).expose() });
        assert_eq!(rig.text(), written(&expected));
    }
    // One that stays empty holds nothing to lose.
    let rig = Rig::with(OLD, "\n");
    assert!(rig.store.set_plaintext(&token("a:b"), &secret(5)).unwrap());
    assert_eq!(rig.value()["version"], 1);
}

#[test]
fn who_writes_in_between_without_the_lock_loses_nothing() {
    let rig = Rig::with(OLD, &written(&sample()));
    let writes = Cell::new(0);
    let between = || {
        if writes.replace(writes.get() + 1) < 3 {
            let mut theirs = rig.value();
            theirs["usageStats"][format!("seen-{}", writes.get())] = json!({ "lastUsed": 1 });
            std::fs::write(rig.store.path(), written(&theirs)).unwrap();
        }
    };
    let changed = rig.store.edit_between(
        &|_, sheet| edits::set(sheet, &token("a:b"), &Held::Plaintext(&secret(5))),
        &between,
    );
    assert!(changed.unwrap());
    assert_eq!(writes.get(), 4);
    let contents = rig.store.read().unwrap();
    assert!((1..=3).all(|n| contents.usage.contains_key(&format!("seen-{n}"))));
    assert!(contents.profile("a:b").is_some());

    let writes = Cell::new(0_u64);
    let always = || {
        writes.set(writes.get() + 1);
        rig.write(&written(&json!({ "version": writes.get() })));
    };
    let refused = rig.store.edit_between(&|_, sheet| sheet.set(["x"].into(), 1), &always);
    assert_eq!(refused.unwrap_err().code, Code::ConfigContended);
}

#[test]
fn a_held_lock_is_waited_for_and_then_named() {
    for version in [OLD, NEW] {
        let rig = Rig::with(version, EMPTY_STORE);
        let held = Lock::take(rig.store.path(), rig.store.form, rig.store.wait).unwrap();
        let error = rig.store.set_plaintext(&token("a:b"), &secret(1)).unwrap_err();
        assert_eq!(error.code, Code::AuthStoreBusy);
        assert_eq!(rig.text(), EMPTY_STORE);
        assert!(rig.store.read().is_ok(), "reading needs no lock");
        assert!(!rig.store.remove("a:b").unwrap(), "nor does what changes nothing");
        drop(held);
        assert!(rig.store.set_plaintext(&token("a:b"), &secret(1)).unwrap());
    }
}

#[test]
fn two_writers_lose_nothing() {
    for (version, edits) in [(OLD, 200), (NEW, 40)] {
        let rig = Rig::with(version, &written(&sample()));
        let mut store = rig.store.clone();
        store.wait = Duration::from_secs(120);
        let writer = |name: &'static str| {
            let store = store.clone();
            std::thread::spawn(move || {
                for n in 0..edits {
                    let profile = format!("{name}:{}", n / 2);
                    let changed = if n % 2 == 1 && n % 20 != 1 {
                        store.remove(&profile)
                    } else {
                        store.set_plaintext(&token(&profile), &secret(n))
                    };
                    assert!(changed.unwrap(), "{profile} {n}");
                }
            })
        };
        let writers = [writer("one"), writer("two")];
        for writer in writers {
            writer.join().unwrap();
        }
        let contents = rig.store.read().unwrap();
        // Each profile is set and removed; every tenth is set twice instead.
        let expected = |name| (0..edits / 2).step_by(10).map(move |n| format!("{name}:{n}"));
        for id in expected("one").chain(expected("two")) {
            assert!(contents.profile(&id).is_some(), "{id}");
        }
        assert_eq!(contents.profiles.len(), 3 + edits / 10);
        assert_eq!(rig.value()["newer"], sample()["newer"]);
    }
}

/// A store with things that nobody knows.
fn any_store() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[ -~é]{0,12}".prop_map(Value::from),
    ];
    let unknown = leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,5}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    let name = "[abc]:[xyz]";
    let entry = (0..3_usize, unknown.clone()).prop_map(|(kind, extra)| match kind {
        0 => json!({ "provider": "p", "more": extra, "token": "t", "type": "token" }),
        1 => json!({ "type": "token", "tokenRef": { "source": "exec", "provider": "q", "id": "i" },
                     "expires": 3, "more": extra }),
        _ => json!({ "type": "passkey", "more": extra }),
    });
    let profiles = prop::collection::btree_map(name, entry, 0..5);
    let order = prop::collection::btree_map("[abc]", prop::collection::vec(name, 1..4), 0..3);
    let usage = prop::collection::btree_map(name, unknown.clone(), 0..3);
    (profiles, order, usage, unknown).prop_map(|(profiles, order, usage, extra)| {
        json!({ "extra": extra, "version": 1, "profiles": profiles, "order": order,
                "usageStats": usage, "zz": 1e21 })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_edit_touches_only_its_own(
        store in any_store(), profile in "[abc]:[xyz]", pretty in any::<bool>(),
        form in 0..4_usize, new in any::<bool>(),
    ) {
        let text = if pretty { written(&store) } else { store.to_string() };
        let rig = Rig::with(if new { NEW } else { OLD }, &text);
        let reference = Reference { source: "exec".into(), provider: "c".into(), id: "v".into() };
        let order = vec![profile.clone()];
        let edit = || match form {
            0 => rig.store.set_plaintext(&token(&profile), &secret(4)),
            1 => rig.store.set_reference(&token(&profile), &reference),
            2 => rig.store.remove(&profile),
            _ => rig.store.set_order("a", Some(&order)),
        };
        match edit() {
            Err(error) => {
                prop_assert_eq!(error.code, Code::ProfileKindMismatch);
                prop_assert_eq!(rig.text(), text);
            }
            Ok(changed) => {
                let once = rig.text();
                prop_assert_eq!(changed, once != text || rig.state().exists());
                prop_assert!(!edit().unwrap());
                prop_assert_eq!(&rig.text(), &once);

                let after = rig.value();
                for part in ["extra", "version", "zz"] {
                    prop_assert_eq!(&after[part], &store[part]);
                }
                for (id, entry) in store["profiles"].as_object().unwrap() {
                    if *id != profile || form > 2 {
                        prop_assert_eq!(&after["profiles"][id], entry);
                    } else if form < 2 {
                        prop_assert_eq!(&after["profiles"][id]["more"], &entry["more"]);
                    }
                }
            }
        }
    }

    #[test]
    fn a_profile_that_is_added_and_removed_leaves_no_trace(
        store in any_store(), pretty in any::<bool>(),
    ) {
        let text = if pretty { written(&store) } else { store.to_string() };
        let rig = Rig::with(OLD, &text);
        prop_assert!(rig.store.set_plaintext(&token("new:one"), &secret(4)).unwrap());
        prop_assert!(rig.store.remove("new:one").unwrap());
        prop_assert_eq!(rig.text(), text);
    }

    #[test]
    fn no_text_makes_reading_panic(text in r#"[\[\]{}:," \\a-c0-9é]{0,40}"#) {
        if let Ok(sheet) = Sheet::parse(&text) {
            let _ = Contents::of(&sheet);
            let same = sheet.text();
            prop_assert_eq!(same.as_str(), text);
        }
    }
}

#[test]
fn what_a_killed_chela_left_goes_with_the_next_look() {
    let rig = Rig::with(NEW, &written(&sample()));
    let left = [".auth-profiles.json.chela-a1b2c3.tmp", ".auth-state.json.chela-d4e5f6.tmp"]
        .map(|name| rig.store.path().with_file_name(name));
    for file in &left {
        std::fs::write(file, secret(9).expose()).unwrap();
    }
    assert!(!rig.store.remove("anthropic:never-there").unwrap(), "nothing to change");
    assert!(left.iter().all(|file| !file.exists()), "{left:?}");
    assert!(!rig.store.path().with_extension("json.lock").exists());
}
