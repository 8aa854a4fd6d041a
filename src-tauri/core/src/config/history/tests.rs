use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::openclaw::Home;
use crate::place::Place;
use crate::{Code, Error};

/// A shelf in memory.
#[derive(Debug, Default)]
pub(in crate::config) struct MemoryShelf(Mutex<BTreeMap<String, String>>, AtomicU32);

impl SecretShelf for MemoryShelf {
    fn put(&self, text: &str) -> Result<String> {
        let mut held = self.0.lock().unwrap();
        let id = format!("v1/{}", self.1.fetch_add(1, Ordering::Relaxed));
        held.insert(id.clone(), text.to_owned());
        Ok(id)
    }

    fn get(&self, id: &str) -> Result<String> {
        let found = self.0.lock().unwrap().get(id).cloned();
        found.ok_or_else(|| Error::new(Code::KeychainMissing))
    }

    fn remove(&self, id: &str) {
        self.0.lock().unwrap().remove(id);
    }
}

impl MemoryShelf {
    pub(in crate::config) fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

struct Rig {
    _dir: tempfile::TempDir,
    lock: HomeLock,
    history: History,
}

impl Rig {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::at(dir.path().join("chela"));
        let home: Home = crate::config::test_home(dir.path());
        let lock = HomeLock::take(&place, &home, Duration::ZERO).unwrap();
        let history = History::in_folder(lock.folder());
        Self { _dir: dir, lock, history }
    }

    fn write(&self, before: &str, after: &str, shelf: Option<&dyn SecretShelf>) -> Change {
        let path = Path::new("/h/openclaw.json");
        let file = FileChange::of(path, Some(before), Some(after), shelf);
        let change = Change {
            id: self.history.next_id().unwrap(),
            at_ms: 1,
            title: "A change".into(),
            surface: Surface::Window,
            operation: None,
            undoes: None,
            files: vec![file],
        };
        self.history.write(&self.lock, &change).unwrap();
        change
    }

    fn ids(&self) -> Vec<String> {
        self.history.changes().unwrap().into_iter().map(|change| change.id).collect()
    }

    fn file(&self) -> String {
        std::fs::read_to_string(&self.history.path).unwrap_or_default()
    }
}

#[test]
fn changes_are_numbered_read_back_and_voided() {
    let rig = Rig::new();
    assert_eq!(rig.history.changes().unwrap(), []);
    let one = rig.write("a", "b", None);
    let two = rig.write("b", "c", None);
    rig.history.void(&rig.lock, &two, None).unwrap();
    let three = rig.write("b", "d", None);
    assert_eq!((one.id.as_str(), three.id.as_str()), ("1", "3"), "no number is given twice");
    assert_eq!(rig.history.changes().unwrap(), [one, three]);
}

#[test]
fn an_operation_that_was_taken_back_after_all_is_not_there() {
    let rig = Rig::new();
    for (id, at_ms) in [("1", 5), ("2", 6)] {
        let operation = Operation {
            id: id.into(),
            at_ms,
            title: "An operation".into(),
            surface: Surface::Program,
            edits: vec![],
            steps: vec![],
            undoes: (id == "2").then(|| "1".to_owned()),
        };
        rig.history.finished(&rig.lock, &operation).unwrap();
    }
    let seen = || {
        let entries = rig.history.entries().unwrap().into_iter();
        entries.map(|entry| (entry.id().to_owned(), entry.undone)).collect::<Vec<_>>()
    };
    assert_eq!(seen(), [("2".into(), false), ("1".into(), true)]);
    rig.history.void_operation(&rig.lock, "2").unwrap();
    assert_eq!(seen(), [("1".into(), false)], "and what it undid is not undone");
}

#[test]
fn a_torn_or_unknown_line_costs_only_itself() {
    let rig = Rig::new();
    rig.write("a", "b", None);
    let first = rig.file();
    rig.write("b", "c", None);
    let whole = rig.file();
    for length in first.len()..whole.len() {
        std::fs::write(&rig.history.path, &whole[..length]).unwrap();
        let last = rig.write("c", "d", None);
        let ids = rig.ids();
        assert_eq!(ids.first().map(String::as_str), Some("1"), "at {length}");
        assert_eq!(ids.last(), Some(&last.id), "at {length}");
    }
    let odd = format!("{{\"later\":1}}\n\u{0}\n{first}");
    std::fs::write(&rig.history.path, odd).unwrap();
    assert_eq!(rig.ids(), ["1"]);
}

#[test]
fn it_stays_within_its_bounds_and_forgets_dropped_secrets() {
    let rig = Rig::new();
    let shelf = MemoryShelf::default();
    for n in 0..=MOST_CHANGES {
        let (before, after) = (format!("{{token:'{n}'}}"), format!("{{token:'{}'}}", n + 1));
        rig.write(&before, &after, Some(&shelf));
    }
    let held = shelf.len();
    rig.history.bound(&rig.lock, Some(&shelf)).unwrap();
    let ids = rig.ids();
    assert_eq!(ids.len(), MOST_CHANGES * 3 / 4);
    assert_eq!(ids.last(), Some(&(MOST_CHANGES + 1).to_string()));
    assert!(shelf.len() < held);

    // One that is too large to be taken back does not push the others out.
    let known = rig.file().len();
    let large = rig.write("", &"x\n".repeat(MOST_BYTES as usize), None);
    assert!(!large.is_kept() && rig.file().len() < known + (64 << 10));
    rig.history.bound(&rig.lock, Some(&shelf)).unwrap();
    assert_eq!(rig.ids().len(), ids.len() + 1);
}

#[test]
fn without_a_shelf_a_secret_is_neither_kept_nor_undoable() {
    let rig = Rig::new();
    let change = rig.write("{token:'hunter2'}", "{token:'hunter3'}", None);
    assert!(!change.is_kept());
    assert!(!rig.file().contains("hunter"));
    assert!(rig.write("{a:1}", "{a:2}", None).is_kept());
}

#[test]
fn a_secret_that_stays_needs_no_shelf() {
    let rig = Rig::new();
    let before =
        "{\n  // mine\n  gateway: { auth: { token: 'hunter2' } },\n  apiKey: 'hunter3',\n}";
    let after = "{\"apiKey\": 'hunter3', \"gateway\": {\"auth\": {\"token\": 'hunter2'}}}";
    let change = rig.write(before, after, None);
    assert!(change.is_kept());
    assert!(!rig.file().contains("hunter"));
    let kept = change.files[0].back.as_deref().unwrap();
    assert_eq!(Kept::take_back(kept, after, true, None).unwrap(), before);
    // Where somebody has changed it since, it is not what the change left.
    let theirs = after.replace("hunter2", "hunter4");
    assert!(Kept::take_back(kept, &theirs, true, None).is_err());
}

/// Lines of a config; `SECRET` stands for the secret.
fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("  token: 'SECRET',".to_owned()),
        Just("  \"apiKey\": \"SECRET\", // mine".to_owned()),
        Just("  env: { vars: { \"OTHER\": \"SECRET\" } },".to_owned()),
        Just("  headers: { x: 'SECRET' },".to_owned()),
        Just("  // sk-ant-api03-SECRETSECRETSECRET".to_owned()),
        Just("  url: 'https://me:SECRET@host/',".to_owned()),
        Just("  list: ['sk-ant-oat01-SECRET'],".to_owned()),
        // Everything between the two is one secret, over several lines.
        Just("  // -----BEGIN PRIVATE KEY-----".to_owned()),
        Just("  // -----END PRIVATE KEY-----".to_owned()),
        "  [a-c]: [0-9],",
        Just(String::new()),
    ]
}

fn config(secret: &str, lines: &[String]) -> String {
    format!("{{\n{}\n}}\n", lines.join("\n")).replace("SECRET", secret)
}

proptest! {
    #[test]
    fn a_planted_secret_is_never_in_the_file_and_the_way_back_is_exact(
        before in proptest::collection::vec(line(), 0..8),
        after in proptest::collection::vec(line(), 0..8),
        (old, new) in ("[A-Za-z0-9]{12,30}", "[A-Za-z0-9]{12,30}"),
        stays in any::<bool>(),
    ) {
        let rig = Rig::new();
        let shelf = MemoryShelf::default();
        let new = if stays { old.clone() } else { new };
        let (before, after) = (config(&old, &before), config(&new, &after));
        let change = rig.write(&before, &after, Some(&shelf));
        // A stretch of a secret would be one as well.
        for secret in [&old, &new] {
            for at in 0..=secret.len() - 6 {
                prop_assert!(!rig.file().contains(&secret[at..at + 6]), "{}", rig.file());
            }
        }
        let read = rig.history.changes().unwrap().remove(0);
        prop_assert_eq!(&read, &change);
        let kept = read.files[0].back.as_deref().unwrap();
        let back = Kept::take_back(kept, &after, true, Some(&shelf)).unwrap();
        prop_assert_eq!(&back, &before);
        // Moved by somebody else's line it is found again, or the place is not guessed.
        let moved = Kept::take_back(kept, &format!("// theirs\n{after}"), false, Some(&shelf));
        if let Ok(back) = moved {
            prop_assert_eq!(back, format!("// theirs\n{before}"));
        }
    }

    #[test]
    fn any_content_is_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let rig = Rig::new();
        std::fs::write(&rig.history.path, bytes).unwrap();
        rig.history.changes().unwrap();
        rig.write("a", "b", None);
        prop_assert_eq!(rig.ids().len(), 1);
    }
}
