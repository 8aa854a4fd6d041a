mod checked;
mod observe;
mod together;
mod undo;

use std::path::Path as FilePath;

use serde_json::json;

use super::*;
use crate::config::history::tests::MemoryShelf;
use crate::config::history::{Entry, Surface};
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig, Path};
use crate::view::ConfigState;

const COMMENTED: &str = "// mine\n{\n  agents: {\n    defaults: {\n      // the best one\n      \
                         model: { primary: 'anthropic/claude-opus-4-5' }, // keep\n    },\n  },\n  \
                         gateway: { port: 18789 },\n}\n";

struct Rig {
    dir: tempfile::TempDir,
    store: Store,
    shelf: Arc<MemoryShelf>,
}

impl Rig {
    fn new(text: Option<&str>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let home = crate::config::test_home(dir.path());
        if let Some(text) = text {
            std::fs::create_dir(&home.state_dir).unwrap();
            std::fs::write(&home.config_path, text).unwrap();
        }
        let shelf = Arc::new(MemoryShelf::default());
        let store = Store::new(&Place::at(dir.path().join("chela")), &home);
        Self { dir, store: store.with_shelf(shelf.clone()), shelf }
    }

    fn path(&self) -> &FilePath {
        &self.store.home.config_path
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    fn set(&self, path: &[&str], value: serde_json::Value) -> Committed {
        self.store.change(&always([set(path, value)]), &about("set")).unwrap()
    }

    /// A change during whose first attempt, when its edit is worked out, something happens.
    fn change_while(
        &self,
        happens: impl Fn() + Sync,
        edit: impl Fn(&GatewayConfig) -> Edit + Sync,
    ) -> Result<Committed> {
        let begun = std::sync::atomic::AtomicBool::new(false);
        let intent = |config: &GatewayConfig, _: &Files| {
            if !begun.swap(true, std::sync::atomic::Ordering::SeqCst) {
                happens();
            }
            Ok(vec![edit(config)])
        };
        self.store.change(&intent, &about("Model"))
    }

    fn undo(&self, change: &Committed) -> Result<Committed> {
        let lock = self.store.lock().unwrap();
        self.store.undo(&lock, change.change.as_deref().unwrap(), &about("undo"))
    }

    fn undoable(&self) -> Vec<bool> {
        let diffs = |entry: &Entry| self.store.undo_diffs(&[entry.id().to_owned()]);
        let differs = |entry: &Entry| diffs(entry).is_ok_and(|diffs| !diffs.is_empty());
        let undoable = |entry: &Entry| !entry.undone && differs(entry);
        self.own().iter().map(undoable).collect()
    }

    /// What Chela did, newest first.
    fn own(&self) -> Vec<Entry> {
        let mut entries = self.store.history().unwrap();
        entries.retain(|entry| entry.surface() == Surface::Program);
        entries
    }

    /// The names in the config's folder.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path().parent().unwrap()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn set(path: &[&str], value: serde_json::Value) -> Edit {
    Edit::Set { path: Path(path.iter().map(|key| (*key).into()).collect()), value }
}

fn model(name: &str) -> Edit {
    set(&["agents", "defaults", "model", "primary"], json!(name))
}

fn about(title: &str) -> About {
    About { title: title.into(), surface: Surface::Program, operation: None, at_ms: 42 }
}

#[test]
fn what_changes_nothing_writes_nothing() {
    let rig = Rig::new(Some(COMMENTED));
    let same = always([model("anthropic/claude-opus-4-5")]);
    let candidate = rig.store.prepare(&same).unwrap();
    assert!(candidate.is_noop() && candidate.diffs().is_empty());
    let before = crate::files::Snapshot::read(rig.path()).unwrap();
    let lock = rig.store.lock().unwrap();
    let done = rig.store.commit(&lock, &same, &about("nothing")).unwrap();
    assert!(!done.changed());
    assert_eq!(crate::files::Snapshot::read(rig.path()).unwrap(), before);
    assert_eq!(rig.own(), []);
}

#[test]
fn a_missing_file_is_made_and_its_undo_removes_it() {
    let rig = Rig::new(None);
    assert_eq!(rig.store.load().unwrap().state(), ConfigState::Missing);
    let done = rig.set(&["gateway", "mode"], json!("local"));
    assert_eq!(rig.text(), "{\n  \"gateway\": {\n    \"mode\": \"local\"\n  }\n}\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let mode = |path: &FilePath| std::fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!((mode(rig.path()), mode(rig.path().parent().unwrap())), (0o600, 0o700));
    }
    let undone = rig.undo(&done).unwrap();
    assert!(!rig.path().exists());
    rig.undo(&undone).unwrap();
    assert_eq!(rig.store.load().unwrap().state(), ConfigState::Ok);
}

#[test]
fn an_empty_file_counts_as_an_empty_object_once_it_has_come_to_rest() {
    for text in ["", "  \n", "\u{feff}", "\u{feff}\n"] {
        let rig = Rig::new(Some(text));
        assert_eq!(rig.store.load().unwrap().state(), ConfigState::Empty);
        let done = rig.set(&["a"], json!(1));
        assert_eq!(rig.store.load().unwrap().config.unwrap().value(), &json!({"a": 1}));
        rig.undo(&done).unwrap();
        assert_eq!(rig.text(), text);
    }
}

#[test]
fn a_broken_file_is_never_written() {
    for (text, code) in [
        (&b"{ a: 1,\n b 2 }"[..], Code::ConfigUnparsable),
        (b"\xff{}", Code::ConfigUnreadable),
        (b"[1]", Code::ConfigUnexpected),
    ] {
        let rig = Rig::new(Some(""));
        std::fs::write(rig.path(), text).unwrap();
        let error = rig.store.change(&always([set(&["a"], json!(1))]), &about("x")).unwrap_err();
        assert_eq!(error.code, code);
        assert!(error.message().contains("openclaw.json"), "{error}");
        assert_eq!(std::fs::read(rig.path()).unwrap(), text);
        assert_eq!(rig.names(), ["openclaw.json"]);
    }
}

#[test]
fn a_change_by_somebody_else_in_between_is_kept() {
    let theirs = COMMENTED.replace("18789", "19000");
    let rename = |path: &FilePath| {
        std::fs::write(path.with_extension("new"), &theirs).unwrap();
        std::fs::rename(path.with_extension("new"), path).unwrap();
    };
    let in_place = |path: &FilePath| std::fs::write(path, &theirs).unwrap();
    let ways: [&(dyn Fn(&FilePath) + Sync); 2] = [&rename, &in_place];
    for way in ways {
        let rig = Rig::new(Some(COMMENTED));
        let done = rig.change_while(|| way(rig.path()), |_| model("anthropic/claude-opus-4-6"));
        let done = done.unwrap();
        assert_eq!(rig.text(), theirs.replace("4-5", "4-6"));
        assert_eq!(rig.own().len(), 1, "what was not done is not told");
        rig.undo(&done).unwrap();
        assert_eq!(rig.text(), theirs);
    }
}

#[test]
fn a_change_is_worked_out_again_for_what_somebody_else_wrote() {
    #[rustfmt::skip]
    let table = [
        ("{ agents: { list: [{ id: 'a', model: 'x/a' }, { id: 'b', model: 'x/b' }] } }",
            "{ agents: { list: [{ id: 'new' }, { id: 'a', model: 'x/a' }, { id: 'b', model: 'x/b' }] } }",
            "{ agents: { list: [{ id: 'new' }, { id: 'a', model: 'x/a' }, { id: 'b', model: 'x/y' }] } }"),
        ("{ agents: { list: [{ id: 'b', model: 'x/b' }] } }",
            "{ agents: { list: [{ id: 'b', model: { primary: 'x/b', fallbacks: ['x/c'] } }] } }",
            "{ agents: { list: [{ id: 'b', model: { primary: 'x/y', fallbacks: ['x/c'] } }] } }"),
    ];
    for (before, theirs, after) in table {
        let rig = Rig::new(Some(before));
        let write = || std::fs::write(rig.path(), theirs).unwrap();
        rig.change_while(write, |config| config.set_agent_model("b", "x/y").unwrap()).unwrap();
        assert_eq!(rig.text(), after);
    }
}

#[test]
fn a_change_may_not_add_a_problem_and_may_take_one_away() {
    let text = "{ gateway: { port: 'x', mode: 7 } }\n";
    let rig = Rig::new(Some(text));
    let bad = always([set(&["agents", "defaults", "model"], json!(7))]);
    let error = rig.store.change(&bad, &about("bad")).unwrap_err();
    assert_eq!(error.code, Code::ConfigRefused);
    assert!(error.message().contains("agents.defaults.model is a number"), "{error}");
    assert_eq!(rig.text(), text);
    rig.set(&["gateway", "mode"], json!("local"));
    assert_eq!(rig.text(), "{ gateway: { port: 'x', mode: 'local' } }\n");
}

#[test]
fn their_broken_text_is_left_to_them() {
    let rig = Rig::new(Some(COMMENTED));
    let breaks = || std::fs::write(rig.path(), "{ oh no").unwrap();
    let error = rig.change_while(breaks, |_| model("anthropic/claude-opus-4-6")).unwrap_err();
    assert_eq!(error.code, Code::ConfigUnparsable);
    assert_eq!(rig.text(), "{ oh no");
    assert_eq!(rig.own(), []);
}

#[test]
fn a_writer_that_has_only_just_emptied_the_file_is_waited_for() {
    let rig = Rig::new(Some(COMMENTED));
    std::fs::write(rig.path(), "").unwrap();
    let path = rig.path().to_owned();
    let writer = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(60));
        std::fs::write(path, COMMENTED).unwrap();
    });
    assert_eq!(rig.store.load().unwrap().state(), ConfigState::Ok);
    writer.join().unwrap();
}

#[test]
fn many_writers_lose_nothing() {
    let rig = Rig::new(Some("{\n}\n"));
    std::thread::scope(|scope| {
        for thread in 0..2 {
            let store = &rig.store;
            scope.spawn(move || {
                for n in 0..10 {
                    let edit = set(&[&format!("k{thread}"), &format!("n{n}")], json!(n));
                    let wait = Duration::from_secs(60);
                    let lock = HomeLock::take(&store.place, &store.home, wait).unwrap();
                    store.commit(&lock, &always([edit]), &about("x")).unwrap();
                }
            });
        }
    });
    let value = rig.store.load().unwrap().config.unwrap().value().clone();
    for thread in 0..2 {
        assert_eq!(value[format!("k{thread}")].as_object().unwrap().len(), 10);
    }
    assert_eq!(rig.store.history().unwrap().len(), 20);
    assert_eq!(rig.names(), ["openclaw.json"]);
}

#[test]
fn an_included_file_is_changed_where_the_key_stands_and_all_or_none() {
    let rig = Rig::new(Some("{ $include: './models.json5', gateway: { port: 1 } }\n"));
    let models = rig.path().with_file_name("models.json5");
    let text = "{ agents: { defaults: { model: { primary: 'a/b' } } } } // theirs\n";
    std::fs::write(&models, text).unwrap();
    let both = always([model("c/d"), set(&["gateway", "port"], json!(2))]);
    assert_eq!(rig.store.prepare(&both).unwrap().diffs().len(), 2);
    let done = rig.store.change(&both, &about("both")).unwrap();
    assert_eq!(std::fs::read_to_string(&models).unwrap(), text.replace("a/b", "c/d"));
    assert!(rig.text().contains("port: 2"));
    rig.undo(&done).unwrap();
    assert_eq!(std::fs::read_to_string(&models).unwrap(), text);
    assert!(rig.text().contains("port: 1"));
}

#[test]
#[cfg(unix)]
fn a_link_stays_a_link_and_one_that_leads_in_a_circle_is_refused() {
    use std::os::unix::fs::symlink;
    let rig = Rig::new(Some(COMMENTED));
    let real = rig.dir.path().join("dots/claw.json5");
    std::fs::create_dir(real.parent().unwrap()).unwrap();
    std::fs::rename(rig.path(), &real).unwrap();
    symlink("../dots/claw.json5", rig.path()).unwrap();
    let done =
        rig.store.change(&always([model("anthropic/claude-opus-4-6")]), &about("Model")).unwrap();
    assert!(rig.path().is_symlink());
    assert_eq!(std::fs::read_to_string(&real).unwrap(), COMMENTED.replace("4-5", "4-6"));
    assert_eq!(std::fs::read_dir(real.parent().unwrap()).unwrap().count(), 1);
    rig.undo(&done).unwrap();
    assert_eq!(std::fs::read_to_string(&real).unwrap(), COMMENTED);

    std::fs::remove_file(rig.path()).unwrap();
    symlink("openclaw.json", rig.path()).unwrap();
    let error = rig.store.change(&always([set(&["a"], json!(1))]), &about("x")).unwrap_err();
    assert_eq!(error.code, Code::Io);

    // Into a folder that is not there (a disk that is not mounted): made by nobody.
    std::fs::remove_file(rig.path()).unwrap();
    symlink(rig.dir.path().join("away/claw.json5"), rig.path()).unwrap();
    let error = rig.store.change(&always([set(&["a"], json!(1))]), &about("x")).unwrap_err();
    assert_eq!(error.code, Code::Io);
    assert!(!rig.dir.path().join("away").exists());
}
