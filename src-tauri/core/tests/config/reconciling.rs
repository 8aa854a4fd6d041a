//! What the real OpenClaw wrote over commented configs (`tests/golden/reconcile`), put back together.

use std::fs;
use std::path::{Path, PathBuf};

use chela_core::config::Document;
use chela_core::config::reconcile::{Reconciled, comments, has_other_comments, reconcile};
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/reconcile")
}

/// A text with comments, what a command made of it, and their names.
struct Pair {
    name: String,
    ours: String,
    theirs: String,
}

fn pairs() -> Vec<Pair> {
    let mut pairs = Vec::new();
    for version in ["2026.5.7", "2026.9.6"] {
        let mut files: Vec<_> = fs::read_dir(folder().join(version)).unwrap().flatten().collect();
        files.sort_by_key(fs::DirEntry::file_name);
        for file in files {
            let name = file.file_name().into_string().unwrap();
            let before = format!("{}.before.json5", name.split('.').next().unwrap());
            pairs.push(Pair {
                ours: fs::read_to_string(folder().join(before)).unwrap(),
                theirs: fs::read_to_string(file.path()).unwrap(),
                name: format!("{version}/{name}"),
            });
        }
    }
    pairs
}

/// The value as a reader takes it that has nothing to do with Chela's.
fn second_reading(text: &str) -> Value {
    let value: Value = json5::from_str(text).unwrap();
    Document::parse(&value.to_string()).unwrap().value()
}

#[test]
fn values_are_theirs_and_a_second_time_nothing_changes() {
    for Pair { name, ours, theirs } in pairs() {
        let found = reconcile(&ours, &theirs).unwrap();
        let expected = Document::parse(&theirs).unwrap().value();
        assert_eq!(Document::parse(&found.text).unwrap().value(), expected, "{name}");
        assert_eq!(second_reading(&found.text), expected, "{name}");
        let again = reconcile(&found.text, &theirs).unwrap();
        assert_eq!(again.text, found.text, "{name}");
        assert!(again.lost.is_empty(), "{name}");
        assert!(!has_other_comments(&ours, &theirs), "{name}");
    }
}

/// What goes is what stood at a setting that the command took away.
#[test]
fn every_comment_whose_neighbours_exist_is_kept() {
    for Pair { name, ours, theirs } in pairs() {
        let Reconciled { text, kept, lost } = reconcile(&ours, &theirs).unwrap();
        let lost: Vec<&str> = lost.iter().map(|comment| comment.text.as_str()).collect();
        let (_, command) = name.split_once('/').unwrap();
        let expected: &[&str] = match command {
            "rich.config-unset.json" => {
                &["// was sonnet until March", "// cheap", "// \"openai/gpt-5.4\","]
            }
            "crlf.config-unset.json" => &["// for now"],
            "rich.logout.json" => &["// only one so far"],
            "crlf.logout.json" => &["// mine"],
            _ => &[],
        };
        assert_eq!(lost, expected, "{name}");
        assert_eq!(kept + lost.len(), comments(&ours), "{name}");
        assert_eq!(comments(&text), kept, "{name}");
    }
}

/// Every other line is as it was, byte for byte. To renew: `CHELA_WRITE_GOLDEN=1 cargo test -p
/// chela-core --test config reconciling`, then read the diff.
#[test]
fn these_lines_change_and_no_others() {
    let mut changed = String::new();
    for Pair { name, ours, theirs } in pairs() {
        let found = reconcile(&ours, &theirs).unwrap();
        changed.push_str(&format!("{name}\n"));
        for change in TextDiff::from_lines(&ours, &found.text).iter_all_changes() {
            if change.tag() == ChangeTag::Delete {
                changed.push_str(&format!("-{}\n", change.value().trim_end()));
            }
        }
    }
    let file = folder().join("changed-lines.txt");
    if std::env::var_os("CHELA_WRITE_GOLDEN").is_some() {
        fs::write(&file, &changed).unwrap();
    }
    assert_eq!(changed, fs::read_to_string(&file).unwrap_or_default());
}
