use proptest::prelude::*;
use serde::Deserialize;

use super::*;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    Stored { id: String },
    Edited { change: u32 },
}

struct Rig {
    _dir: tempfile::TempDir,
    place: Place,
    home: Home,
}

impl Rig {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let (place, home) =
            (Place::at(dir.path().join("chela")), crate::config::test_home(dir.path()));
        Self { _dir: dir, place, home }
    }

    fn begin(&self) -> Result<Journal> {
        let lock = Journal::lock_of(&self.place, &self.home)?;
        Journal::begin(lock, "connect", &"anthropic:default", 7)
    }

    fn interrupted(&self) -> Option<Record<String, Step>> {
        Journal::interrupted(&self.place, &self.home).unwrap()
    }

    fn file(&self) -> PathBuf {
        path(&self.place.of_home(&self.home))
    }
}

#[test]
fn a_closed_journal_leaves_nothing() {
    let rig = Rig::new();
    assert_eq!(rig.interrupted(), None);
    let mut journal = rig.begin().unwrap();
    let step = journal.record("store", &Step::Stored { id: "v1/x".into() }).unwrap();
    journal.done(step).unwrap();
    assert_eq!(rig.interrupted(), None, "somebody is writing it");
    assert_eq!(rig.begin().unwrap_err().code, Code::Busy);
    journal.close().unwrap();
    assert_eq!(rig.interrupted(), None);
    assert!(!rig.file().exists());
}

#[test]
fn an_interrupted_one_is_found_and_settled() {
    let rig = Rig::new();
    let mut journal = rig.begin().unwrap();
    let step = journal.record("store", &Step::Stored { id: "v1/x".into() }).unwrap();
    journal.done(step).unwrap();
    journal.record("config", &Step::Edited { change: 3 }).unwrap();
    drop(journal);

    let error = rig.begin().unwrap_err();
    assert_eq!(error.code, Code::Interrupted);
    assert_eq!((&*error.params["operation"], &*error.params["step"]), ("Connect", "config"));
    let found = rig.interrupted().unwrap();
    assert_eq!(found.about.as_deref(), Some("anthropic:default"));
    let ends: Vec<_> = found.steps.iter().map(|step| step.end).collect();
    assert_eq!(ends, [Some(StepEnd::Done), None]);

    let (mut journal, record) =
        Journal::resume::<String, Step>(&rig.place, &rig.home).unwrap().unwrap();
    for step in record.steps.iter().rev() {
        journal.put_back(step.id).unwrap();
    }
    let more = journal.record("reload", &Step::Edited { change: 4 }).unwrap();
    assert_eq!(more, StepId(2));
    drop(journal);
    let ends: Vec<_> = rig.interrupted().unwrap().steps.iter().map(|step| step.end).collect();
    assert_eq!(ends, [Some(StepEnd::PutBack), Some(StepEnd::PutBack), None]);

    let (journal, _) = Journal::resume::<String, Step>(&rig.place, &rig.home).unwrap().unwrap();
    journal.close().unwrap();
    rig.begin().unwrap().close().unwrap();
}

#[test]
fn torn_at_every_byte_it_is_still_interrupted() {
    let rig = Rig::new();
    let mut journal = rig.begin().unwrap();
    for change in 0..3 {
        let step = journal.record("config", &Step::Edited { change }).unwrap();
        journal.done(step).unwrap();
    }
    drop(journal);
    let whole = std::fs::read(rig.file()).unwrap();
    let mut steps = 0;
    for length in 0..=whole.len() {
        std::fs::write(rig.file(), &whole[..length]).unwrap();
        let found = rig.interrupted().unwrap();
        assert!(found.steps.len() >= steps, "at {length}");
        let words = found.error().message();
        assert!(!words.contains("core."), "at {length}: {words}");
        steps = found.steps.len();
        assert!(found.steps.iter().enumerate().all(|(n, step)| step.id == StepId(n)));
        // It can be gone on with, and what was torn does not spoil what comes after.
        let (mut journal, _) =
            Journal::resume::<String, Step>(&rig.place, &rig.home).unwrap().unwrap();
        journal.record("more", &Step::Edited { change: 9 }).unwrap();
        drop(journal);
        let last = rig.interrupted().unwrap().steps.pop().unwrap();
        assert_eq!((last.name.as_str(), last.id), ("more", StepId(steps)), "at {length}");
    }
    assert_eq!(steps, 3);
}

#[test]
fn a_key_is_never_written() {
    let rig = Rig::new();
    let token = format!("sk-ant-oat01-{}", "Zk3x".repeat(24));
    let mut journal = rig.begin().unwrap();
    journal.record("store", &Step::Stored { id: format!("x {token}") }).unwrap();
    drop(journal);
    assert!(!std::fs::read_to_string(rig.file()).unwrap().contains(&token[..20]));
}

proptest! {
    #[test]
    fn any_content_is_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        Record::<String, Step>::parse(&String::from_utf8_lossy(&bytes));
    }
}
