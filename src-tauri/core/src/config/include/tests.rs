//! Folders of real files, as OpenClaw would read them.

use std::fs;

use proptest::prelude::*;
use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::Code;
use crate::config::document::Path;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn load(folder: &TempDir) -> Result<Files> {
    load_with(folder, &[])
}

fn load_with(folder: &TempDir, roots: &[PathBuf]) -> Result<Files> {
    Files::load(&folder.path().join("openclaw.json"), roots, &mut |path| fs::read_to_string(path))
}

fn path(dotted: &str) -> Path {
    Path(dotted.split('.').map(|key| key.parse::<usize>().map_or(key.into(), Into::into)).collect())
}

fn set(at: &str) -> Edit {
    Edit::Set { path: path(at), value: json!(1) }
}

#[test]
fn a_missing_or_empty_main_file_is_an_empty_object() {
    let missing = folder(&[]);
    let files = load(&missing).unwrap();
    assert!(!files.files()[0].exists);
    assert_eq!(files.value(), &json!({}));
    let after = files.apply_all(&[set("a.b")]).unwrap();
    assert_eq!(after.value(), &json!({"a": {"b": 1}}));
    assert!(load(&folder(&[("openclaw.json", "")])).unwrap().files()[0].exists);
}

#[test]
fn siblings_win_and_lists_are_joined() {
    let files = load(&folder(&[
        ("openclaw.json", "{ $include: ['a.json5', './sub/b.json5'], x: { over: 3 }, l: [4] }"),
        ("a.json5", "{ x: { over: 1, a: 1 }, l: [1], __proto__: { no: 1 } }"),
        ("sub/b.json5", "{ x: { over: 2, b: 2 }, l: [2, { $include: './c.json5' }], }"),
        ("sub/c.json5", "// a list\n['c']"),
    ]))
    .unwrap();
    let merged = json!({"x": {"over": 3, "a": 1, "b": 2}, "l": [1, 2, ["c"], 4]});
    assert_eq!(files.value(), &merged);
    assert_eq!(files.files().len(), 4);
}

#[test]
fn what_openclaw_refuses_is_refused() {
    let deep: Vec<(String, String)> = (0..12)
        .map(|level| (format!("{level}.json"), format!("{{ $include: '{}.json' }}", level + 1)))
        .collect();
    let mut deep: Vec<(&str, &str)> = deep.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    deep.push(("openclaw.json", "{ $include: '0.json' }"));
    let long = format!("{{ $include: '{}' }}", "x".repeat(4096));
    #[rustfmt::skip]
    let table: &[(&[(&str, &str)], &str)] = &[
        (&[("openclaw.json", "{ $include: 'gone.json' }")], "does not exist"),
        (&[("openclaw.json", "{ $include: '../x.json' }")], "outside"),
        (&[("openclaw.json", "{ $include: '/etc/passwd' }")], "outside"),
        (&[("openclaw.json", "{ $include: 'sub/../../x.json' }")], "outside"),
        (&[("openclaw.json", "{ $include: './openclaw.json' }")], "circle"),
        (&[("openclaw.json", "{ $include: 'a' }"), ("a", "{ x: { $include: 'b' } }"), ("b", "{ $include: 'a' }")], "circle"),
        (&[("openclaw.json", "{ $include: 7 }")], "no path"),
        (&[("openclaw.json", "{ $include: ['a', 7] }"), ("a", "{}")], "no path"),
        (&[("openclaw.json", "{ $include: 'a', b: 1 }"), ("a", "[1]")], "no object"),
        (&[("openclaw.json", "{ $include: 'a' }"), ("a", "")], "empty"),
        (&[("openclaw.json", "{ $include: 'a\\0b' }")], "null byte"),
        (&[("openclaw.json", "{ $include: 'sub' }"), ("sub/a", "{}")], "regular file"),
        (&[("openclaw.json", &long)], "4096"),
        (&deep, "ten levels"),
    ];
    for (files, word) in table {
        let error = load(&folder(files)).unwrap_err();
        assert_eq!(error.code, Code::ConfigInclude, "{word}");
        assert!(error.params["detail"].contains(word), "{error:?}");
    }
    let error =
        load(&folder(&[("openclaw.json", "{ $include: 'a' }"), ("a", "{\n x")])).unwrap_err();
    assert_eq!(error.code, Code::ConfigUnparsable);
    assert!(error.params["path"].ends_with("/a"));
    let large = " ".repeat(2 * 1024 * 1024 + 1);
    let error =
        load(&folder(&[("openclaw.json", "{ $include: 'a' }"), ("a", &large)])).unwrap_err();
    assert!(error.params["detail"].contains("2 MB"));
}

#[test]
#[cfg(unix)]
fn links_do_not_lead_out() {
    let elsewhere = folder(&[("x.json", "{ x: 1 }")]);
    let here = folder(&[("openclaw.json", "{ $include: './x.json' }")]);
    std::os::unix::fs::symlink(elsewhere.path().join("x.json"), here.path().join("x.json"))
        .unwrap();
    assert!(load(&here).unwrap_err().params["detail"].contains("outside"));
    // Allowed by OPENCLAW_INCLUDE_ROOTS: read, never changed.
    let files = load_with(&here, &[elsewhere.path().to_owned()]).unwrap();
    assert_eq!(files.value(), &json!({"x": 1}));
    assert_eq!(files.owner(&set("x")).unwrap_err().code, Code::ConfigInclude);
    let here = folder(&[("openclaw.json", "{ $include: './x.json' }"), ("y.json", "{}")]);
    fs::hard_link(here.path().join("y.json"), here.path().join("x.json")).unwrap();
    assert!(load(&here).unwrap_err().params["detail"].contains("hard link"));
}

#[test]
#[cfg(unix)]
fn one_file_under_two_names_is_changed_through_neither() {
    let here = folder(&[
        (
            "openclaw.json",
            "{ agents: { defaults: { $include: './a.json5' }, \
            entries: { main: { $include: './b.json5' } } } }",
        ),
        ("a.json5", "{ model: 'x/y' }"),
    ]);
    std::os::unix::fs::symlink("a.json5", here.path().join("b.json5")).unwrap();
    let files = load(&here).unwrap();
    for at in ["agents.defaults.model", "agents.entries.main.model"] {
        assert_eq!(files.owner(&set(at)).unwrap_err().code, Code::ConfigAmbiguous, "{at}");
    }
}

#[test]
fn the_file_that_holds_the_key_owns_it() {
    let files = load(&folder(&[
        ("openclaw.json", "{ gateway: { port: 1 }, agents: { $include: './agents.json5' }, \
            models: { $include: ['./m1.json5', './m2.json5'] }, auth: { $include: './auth.json5', order: {} }, \
            one: { $include: './shared.json5' }, two: { $include: './shared.json5' }, \
            list: [{ $include: './element.json5' }] }"),
        ("agents.json5", "{ defaults: { model: 'x' } }"),
        ("m1.json5", "{ providers: { a: {} }, mode: 'merge' }"),
        ("m2.json5", "{ providers: { b: {} }, mode: 'merge' }"),
        ("auth.json5", "{ profiles: {} }"),
        ("shared.json5", "{ x: 1 }"),
        ("element.json5", "{ x: 1 }"),
    ]))
    .unwrap();
    let name =
        |index: usize| files.files()[index].path.file_name().unwrap().to_str().unwrap().to_owned();
    #[rustfmt::skip]
    let table = [
        ("gateway.port", Some(("openclaw.json", "gateway.port"))),
        ("secrets.providers.chela", Some(("openclaw.json", "secrets.providers.chela"))),
        ("agents.defaults.model", Some(("agents.json5", "defaults.model"))),
        ("agents.entries.main", Some(("agents.json5", "entries.main"))),
        ("auth.profiles.x", Some(("auth.json5", "profiles.x"))),
        ("auth.order.anthropic", Some(("openclaw.json", "auth.order.anthropic"))),
        ("models.providers.a.baseUrl", Some(("m1.json5", "providers.a.baseUrl"))),
        ("list.0.x", Some(("element.json5", "x"))),
        ("auth.cooldowns", None),
        ("models.providers.c", None),
        ("models.mode", None),
        ("models.fresh", None),
        ("agents", None),
        ("one.x", None),
        ("agents.$include", None),
    ];
    for (at, expected) in table {
        let found = files.owner(&set(at));
        match expected {
            Some((file, local)) => {
                let owner = found.unwrap_or_else(|error| panic!("{at}: {error:?}"));
                assert_eq!((name(owner.file).as_str(), owner.path), (file, path(local)), "{at}");
            }
            None => assert_eq!(found.unwrap_err().code, Code::ConfigAmbiguous, "{at}"),
        }
    }
}

#[test]
fn an_edit_changes_its_file_alone() {
    let folder = folder(&[
        ("openclaw.json", "// main\n{ agents: { $include: './agents.json5' } } // end\n"),
        ("agents.json5", "{\n\tdefaults: { model: 'x' }, // why\n}\n"),
    ]);
    let files = load(&folder).unwrap();
    let edits = [
        Edit::Set { path: path("agents.defaults.model"), value: json!("y") },
        Edit::Set { path: path("agents.entries.main"), value: json!({"model": 1.0}) },
        Edit::Remove { path: path("agents.absent") },
        Edit::Set { path: path("agents.entries"), value: json!({"main": {"model": 1}}) },
    ];
    let after = files.apply_all(&edits).unwrap();
    assert_eq!(after.files()[0].document.text(), files.files()[0].document.text());
    assert_eq!(
        after.files()[1].document.text(),
        "{\n\tdefaults: { model: 'y' }, // why\n\tentries: {\n\t\tmain: {\n\t\t\tmodel: 1,\n\t\t},\n\t},\n}\n"
    );
    assert_eq!(after.value()["agents"]["defaults"]["model"], "y");
}

#[test]
fn a_list_to_which_two_files_add_is_not_counted() {
    let files = load(&folder(&[
        ("openclaw.json", "{ agents: { $include: './a.json5', list: [{ id: 'b' }] } }"),
        ("a.json5", "{ list: [{ id: 'a' }] }"),
    ]))
    .unwrap();
    assert_eq!(files.value(), &json!({"agents": {"list": [{"id": "a"}, {"id": "b"}]}}));
    assert_eq!(files.owner(&set("agents.list.0.model")).unwrap_err().code, Code::ConfigAmbiguous);
}

#[test]
fn extra_roots_come_from_the_environment() {
    let pairs = [("HOME", "/home/x"), ("OPENCLAW_INCLUDE_ROOTS", "~/shared:/srv/a::relative:~")];
    let environment = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let found = roots(&environment.into_iter().collect());
    assert_eq!(found, ["/home/x/shared", "/srv/a", "/home/x"].map(PathBuf::from));
}

/// Each file may be nested as deep as a document may be, and the next one stands at its core.
#[test]
fn nesting_over_several_files_is_bounded() {
    let deep = |next: &str| {
        let core = format!("{{ $include: './{next}.json' }}");
        format!("{}{core}{}", "{ a: [".repeat(95), "] }".repeat(95))
    };
    let texts = ["1", "2", "3", "4"].map(deep);
    let names = ["openclaw.json", "1.json", "2.json", "3.json"];
    let mut files: Vec<_> = names.into_iter().zip(texts.iter().map(String::as_str)).collect();
    files.push(("4.json", "{}"));
    let error = load(&folder(&files)).unwrap_err();
    assert!(error.params["detail"].contains("nested"), "{error:?}");
    files[1].1 = "{}";
    assert!(load(&folder(&files)).is_ok());
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = prop::sample::select(vec!["a", "a.x", "a.x.y", "b", "b.l", "b.l.0", "c", "c.d"]);
    let value =
        prop::sample::select(vec![json!(1), json!(2), json!({"x": {"y": 1}}), json!([1, 2])]);
    let edit = (at, prop::option::weighted(0.8, value)).prop_map(|(at, value)| match value {
        Some(value) => Edit::Set { path: path(at), value },
        None => Edit::Remove { path: path(at) },
    });
    prop::collection::vec(edit, 0..6)
}

proptest! {
    #[test]
    fn edits_at_once_are_the_edits_one_by_one(edits in edits()) {
        let folder = folder(&[
            ("openclaw.json", "{ $include: 'more.json5', b: { $include: 'b.json5' }, c: 2 } // x"),
            ("more.json5", "{ a: { x: { y: 1 } } } // y"),
            ("b.json5", "{ l: [1, 2] } // z"),
        ]);
        let files = load(&folder).unwrap();
        let one_by_one = edits.iter().try_fold(files.clone(), |files, edit| {
            files.apply_all(std::slice::from_ref(edit))
        });
        let at_once = files.apply_all(&edits);
        // What a list of edits takes out and puts in again keeps its file, which is kinder.
        prop_assert!(at_once.is_ok() || one_by_one.is_err());
        let Ok(at_once) = at_once else { return Ok(()) };
        if let Ok(one_by_one) = one_by_one {
            prop_assert_eq!(one_by_one.value(), at_once.value());
        }
        for (file, comment) in at_once.files().iter().zip(["// x", "// y", "// z"]) {
            prop_assert!(file.document.text().ends_with(comment));
        }
    }
}
