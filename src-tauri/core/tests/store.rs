//! The store among processes: two at once, one that is killed, one with a hostile umask, and a
//! program that knows nothing of locks. Each child is this test program again.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "clippy knows helpers of unit tests only")]

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use chela_core::Code;
use chela_core::config::history::{About, Surface};
use chela_core::config::journal::Journal;
use chela_core::config::store::always;
use chela_core::config::{Edit, Store};
use chela_core::openclaw::Home;
use chela_core::place::{HomeLock, Place, Settings};
use serde_json::{Value, json};

const LIMIT: Duration = Duration::from_secs(60);

fn place(folder: &Path) -> Place {
    Place::at(folder.join("data/chela"))
}

fn home(folder: &Path) -> Home {
    Home::at(folder.join("openclaw"))
}

fn set(name: &str, value: Value) -> Edit {
    Edit::Set { path: [name].into(), value }
}

fn commit(folder: &Path, edit: Edit) {
    let (place, home) = (place(folder), home(folder));
    let store = Store::new(&place, &home);
    let lock = HomeLock::take(&place, &home, LIMIT).unwrap();
    let about = About { title: "x".into(), surface: Surface::Program, operation: None, at_ms: 1 };
    // On a busy machine somebody else writes each time in between: that is told, and tried again.
    loop {
        match store.commit(&lock, &always([edit.clone()]), &about) {
            Err(error) if error.code == Code::ConfigContended => {}
            done => break drop(done.unwrap()),
        }
    }
}

/// What a child does: its part, in its folder.
#[test]
#[ignore = "run by the others, as a process of its own"]
fn child() {
    let Ok(part) = std::env::var("STORE_CHILD") else { return };
    let folder = PathBuf::from(std::env::var("STORE_FOLDER").unwrap());
    match part.as_str() {
        "everything" => {
            commit(&folder, set("a", json!(1)));
            Settings::update(&place(&folder), |s| s.set_home(Some("h"))).unwrap();
            let lock = Journal::lock_of(&place(&folder), &home(&folder)).unwrap();
            Journal::begin(lock, "connect", &(), 1).unwrap().record("store", &()).unwrap();
        }
        "forever" => (0..u32::MAX).for_each(|n| commit(&folder, set("n", json!(n)))),
        name => (0..12).for_each(|n| commit(&folder, set(&format!("{name}{n}"), json!(n)))),
    }
}

fn start(part: &str, folder: &Path, umask: &str) -> Child {
    Command::new("sh")
        .args(["-c", &format!("umask {umask}; exec \"$0\" --ignored --exact child")])
        .arg(std::env::current_exe().unwrap())
        .env("STORE_CHILD", part)
        .env("STORE_FOLDER", folder)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap()
}

fn value(folder: &Path) -> Value {
    let text = std::fs::read_to_string(home(folder).config_path).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or(Value::Null)
}

#[test]
fn files_are_private_whatever_the_umask() {
    for umask in ["0777", "0000"] {
        let dir = tempfile::tempdir().unwrap();
        assert!(start("everything", dir.path(), umask).wait().unwrap().success());
        let mut folders = vec![dir.path().join("data"), dir.path().join("openclaw")];
        let mut files = 0;
        while let Some(folder) = folders.pop() {
            assert_eq!(std::fs::metadata(&folder).unwrap().mode() & 0o777, 0o700, "{folder:?}");
            for entry in std::fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files += 1;
                    assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600, "{path:?}");
                }
            }
        }
        assert_eq!(
            files, 7,
            "config, settings and its lock, lock, history, journal, what was seen"
        );
    }
}

#[test]
fn two_processes_and_a_third_that_knows_no_locks_lose_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let config = home(dir.path()).config_path;
    std::fs::create_dir(config.parent().unwrap()).unwrap();
    std::fs::write(&config, "{\n  \"theirs\": 0\n}\n").unwrap();
    let mut children = [start("a", dir.path(), "077"), start("b", dir.path(), "077")];

    // It replaces one number, in place and by renaming in turn, and looks whether it stays. What
    // it read may be old by the time it writes: that is its fault, so it reads again just before.
    let mut theirs = 0;
    while children.iter_mut().any(|child| child.try_wait().unwrap().is_none()) {
        let text = std::fs::read_to_string(&config).unwrap();
        let next =
            text.replace(&format!("\"theirs\": {theirs}"), &format!("\"theirs\": {}", theirs + 1));
        if theirs % 2 == 0 {
            std::fs::write(&config, &next).unwrap();
        } else {
            std::fs::write(config.with_extension("new"), &next).unwrap();
            std::fs::rename(config.with_extension("new"), &config).unwrap();
        }
        theirs += 1;
        let end = Instant::now() + LIMIT;
        while value(dir.path())["theirs"] != theirs {
            assert!(Instant::now() < end, "{theirs} was lost: {}", value(dir.path()));
        }
        std::thread::sleep(Duration::from_millis(60));
    }
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    let names = std::fs::read_dir(config.parent().unwrap()).unwrap().count();
    assert_eq!(names, 1, "no temporary file is left");
}

#[test]
fn two_processes_lose_nothing_of_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let mut children = [start("a", dir.path(), "077"), start("b", dir.path(), "077")];
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    let value = value(dir.path());
    assert_eq!(value.as_object().unwrap().len(), 24, "{value}");
}

#[test]
fn a_process_killed_at_any_instant_leaves_a_whole_file() {
    let dir = tempfile::tempdir().unwrap();
    let config = home(dir.path()).config_path;
    std::fs::create_dir(config.parent().unwrap()).unwrap();
    let text = format!("{{\n  // mine\n  \"n\": -1,\n  \"x\": \"{}\"\n}}\n", "y".repeat(20_000));
    std::fs::write(&config, &text).unwrap();
    for round in 0..8 {
        let before = std::fs::read_to_string(&config).unwrap();
        let mut child = start("forever", dir.path(), "077");
        let end = Instant::now() + LIMIT;
        while std::fs::read_to_string(&config).unwrap() == before {
            assert!(Instant::now() < end);
        }
        std::thread::sleep(Duration::from_micros(1_700 * round));
        child.kill().unwrap();
        child.wait().unwrap();

        let left = std::fs::read_to_string(&config).unwrap();
        assert!(left.contains("// mine") && left.ends_with("y\"\n}\n"), "{}", left.len());
        let store = Store::new(&place(dir.path()), &home(dir.path()));
        // The next change takes away what was left beside it.
        commit(dir.path(), set("n", json!(-2)));
        assert_eq!(std::fs::read_dir(config.parent().unwrap()).unwrap().count(), 1);
        // Undone at most one that never happened.
        let _changes = store.history();
    }
}
