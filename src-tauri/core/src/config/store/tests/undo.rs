use proptest::prelude::*;

use super::*;
use crate::config::diff::file_diff;

#[test]
fn a_change_keeps_every_other_byte_and_is_undone() {
    let rig = Rig::new(Some(COMMENTED));
    let done =
        rig.store.change(&always([model("anthropic/claude-opus-4-6")]), &about("Model")).unwrap();
    assert_eq!(rig.text(), COMMENTED.replace("4-5", "4-6"));
    assert!(done.undoable);
    assert_eq!(rig.names(), ["openclaw.json"]);
    let entry = &rig.store.history().unwrap()[0];
    assert_eq!((entry.title(), entry.at_ms(), entry.undone), ("Model", 42, false));
    assert_eq!(rig.undoable(), [true]);

    let undone = rig.undo(&done).unwrap();
    assert_eq!(rig.text(), COMMENTED);
    assert_eq!(rig.undoable(), [true, false]);
    assert_eq!(rig.undo(&done).unwrap_err().code, Code::UndoConflict);
    rig.undo(&undone).unwrap();
    assert_eq!(rig.text(), COMMENTED.replace("4-5", "4-6"));
    assert_eq!(rig.undoable(), [true, false, true]);
}

#[test]
fn undo_takes_back_only_its_own_lines() {
    let rig = Rig::new(Some(COMMENTED));
    let done =
        rig.store.change(&always([model("anthropic/claude-opus-4-6")]), &about("Model")).unwrap();
    let theirs = rig.text().replace("18789", "19000").replace("// mine", "// mine\n// yours");
    std::fs::write(rig.path(), &theirs).unwrap();
    assert_eq!(rig.undoable(), [true]);
    let would = rig.store.undo_diffs(&[done.change.clone().unwrap()]).unwrap();
    assert_eq!(rig.text(), theirs);
    rig.undo(&done).unwrap();
    assert_eq!(rig.text(), theirs.replace("4-6", "4-5"));
    assert_eq!(would, [file_diff(rig.path(), Some(&theirs), &rig.text())]);

    // Its own line changed: a conflict, and nothing is written.
    let rig = Rig::new(Some(COMMENTED));
    let done =
        rig.store.change(&always([model("anthropic/claude-opus-4-6")]), &about("Model")).unwrap();
    let theirs = rig.text().replace("opus-4-6", "sonnet-5");
    std::fs::write(rig.path(), &theirs).unwrap();
    assert_eq!(rig.undoable(), [false]);
    assert_eq!(rig.undo(&done).unwrap_err().code, Code::UndoConflict);
    assert_eq!(rig.text(), theirs);

    // The same line twice: which one is not guessed.
    let rig = Rig::new(Some("{\n  a: { x: 1 },\n\n\n\n\n  b: { x: 1 },\n}\n"));
    let done = rig.set(&["a", "x"], json!(2));
    std::fs::write(rig.path(), "{\n  c: { x: 2 },\n  d: { x: 2 },\n}\n").unwrap();
    assert_eq!(rig.undo(&done).unwrap_err().code, Code::UndoConflict);
    assert_eq!(rig.store.lock().map(drop), Ok(()));
}

#[test]
fn a_change_whose_process_was_killed_before_it_happened_leaves_nothing_to_undo() {
    let rig = Rig::new(Some(COMMENTED));
    let done =
        rig.store.change(&always([model("anthropic/claude-opus-4-6")]), &about("Model")).unwrap();
    std::fs::write(rig.path(), COMMENTED).unwrap();
    assert_eq!(rig.undoable(), [false]);
    assert!(!rig.undo(&done).unwrap().changed());
    assert_eq!(rig.text(), COMMENTED);
}

#[test]
fn a_secret_is_undone_through_the_shelf_or_not_at_all() {
    let text = "{ gateway: { auth: { token: 'hunter2hunter2' } } }\n";
    let rig = Rig::new(Some(text));
    let done = rig.set(&["gateway", "auth", "token"], json!("hunter3hunter3"));
    assert!(done.undoable);
    assert_eq!((rig.undoable(), rig.shelf.len()), (vec![true], 1));
    rig.undo(&done).unwrap();
    assert_eq!(rig.text(), text);

    let mut rig = Rig::new(Some(text));
    rig.store.shelf = None;
    let done = rig.set(&["gateway", "auth", "token"], json!("hunter3hunter3"));
    assert!(done.changed() && !done.undoable);
    assert_eq!(rig.undo(&done).unwrap_err().code, Code::UndoNotKept);
    let history = std::fs::read_dir(rig.store.place.of_home(&rig.store.home)).unwrap();
    for entry in history {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("hunter"));
    }
}

/// Order and names are those of the writing, whatever the clock says meanwhile.
#[test]
fn a_clock_that_jumps_does_not_mix_up_the_history() {
    let rig = Rig::new(Some("{}"));
    let moments = [2_000_000, 1_000, 3_000_000, 0];
    for (name, at_ms) in ["first", "second", "third", "fourth"].into_iter().zip(moments) {
        let about = About { at_ms, ..about(name) };
        rig.store.change(&always([model(name)]), &about).unwrap();
    }
    let titles: Vec<String> =
        rig.store.history().unwrap().into_iter().map(|entry| entry.title().to_owned()).collect();
    assert_eq!(titles, ["fourth", "third", "second", "first"]);
    let lock = rig.store.lock().unwrap();
    for (id, left) in [("4", "third"), ("3", "second")] {
        rig.store.undo(&lock, id, &about("Undone")).unwrap();
        assert!(rig.text().contains(left), "{}", rig.text());
    }
}

#[test]
fn the_changes_of_an_operation_are_found() {
    let rig = Rig::new(Some(COMMENTED));
    let its = About { operation: Some("connect-7".into()), ..about("Connect") };
    let one = rig.store.change(&always([set(&["a"], json!(1))]), &its).unwrap();
    rig.set(&["b"], json!(1));
    let two = rig.store.change(&always([set(&["c"], json!(1))]), &its).unwrap();
    let expected: Vec<String> = [two, one].into_iter().filter_map(|done| done.change).collect();
    assert_eq!(rig.store.changes_of("connect-7").unwrap(), expected);
    // What is undone is not to be undone again; and what is redone is.
    let undo = |id: &str| {
        let lock = rig.store.lock().unwrap();
        rig.store.undo(&lock, id, &about("undo")).unwrap().change.unwrap()
    };
    let undone = undo(&expected[0]);
    assert_eq!(rig.store.changes_of("connect-7").unwrap(), expected[1..]);
    undo(&undone);
    assert_eq!(rig.store.changes_of("connect-7").unwrap(), expected);
}

#[test]
fn what_a_change_put_in_is_taken_out_without_a_keychain() {
    let token = "Zk3xQ9vT7mW2pL5nR8yC1dF4";
    for text in [COMMENTED, "{}\n", "{ gateway: { auth: { mode: 'token' } } } // mine\n"] {
        let mut rig = Rig::new(Some(text));
        rig.store.shelf = None;
        let done = rig.set(&["gateway", "auth", "token"], json!(token));
        assert!(done.undoable);
        assert_eq!(rig.undoable(), [true]);
        let history = rig.store.place.of_home(&rig.store.home).join("history.jsonl");
        let history = std::fs::read_to_string(history).unwrap();
        for at in 0..=token.len() - 5 {
            assert!(!history.contains(&token[at..at + 5]), "{history}");
        }
        let with_token = rig.text();
        rig.undo(&done).unwrap();
        assert_eq!(rig.text(), text);

        // Somebody has changed another line since.
        std::fs::write(rig.path(), format!("// yours\n{text}")).unwrap();
        let done = rig.set(&["gateway", "auth", "token"], json!(token));
        let theirs = rig.text().replace("// yours", "// theirs, and longer");
        std::fs::write(rig.path(), &theirs).unwrap();
        assert!(rig.undoable()[0]);
        rig.undo(&done).unwrap();
        assert_eq!(rig.text(), format!("// theirs, and longer\n{text}"));

        // Somebody has put another token there: theirs stays.
        std::fs::write(rig.path(), text).unwrap();
        let done = rig.set(&["gateway", "auth", "token"], json!(token));
        assert_eq!(rig.text(), with_token);
        let theirs = rig.text().replace("Zk3x", "Zk3y");
        std::fs::write(rig.path(), &theirs).unwrap();
        assert_eq!(rig.undo(&done).unwrap_err().code, Code::UndoConflict);
        assert_eq!(rig.text(), theirs);
    }
}

#[test]
fn what_is_as_before_needs_no_undo_even_if_nothing_was_kept() {
    let text = "{ gateway: { auth: { token: 'hunter2hunter2' } } }\n";
    let mut rig = Rig::new(Some(text));
    rig.store.shelf = None;
    let done = rig.set(&["gateway", "auth", "token"], json!("hunter3hunter3"));
    assert!(!done.undoable);
    std::fs::write(rig.path(), text).unwrap();
    assert!(!rig.undo(&done).unwrap().changed());
}

#[test]
fn of_a_file_of_one_long_line_little_is_kept_and_undo_works() {
    let filler = "x".repeat(20_000);
    let text = format!("{{a:'{filler}',b:{{\u{e9}:1}},c:'{filler}'}}");
    let rig = Rig::new(Some(&text));
    let done = rig.set(&["b", "\u{e9}"], json!(2));
    let history = rig.store.place.of_home(&rig.store.home).join("history.jsonl");
    assert!(std::fs::metadata(history).unwrap().len() < 2_000);
    let theirs = rig.text().replacen("a:'x", "a:'y", 1);
    std::fs::write(rig.path(), &theirs).unwrap();
    rig.undo(&done).unwrap();
    assert_eq!(rig.text(), text.replacen("a:'x", "a:'y", 1));
}

#[test]
fn a_history_that_was_edited_into_a_circle_has_an_end() {
    let rig = Rig::new(Some(COMMENTED));
    rig.set(&["a"], json!(1));
    rig.set(&["b"], json!(1));
    let path = rig.store.place.of_home(&rig.store.home).join("history.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let circle = text.replace(r#""id":"1","#, r#""id":"1","undoes":"2","#);
    let circle = circle.replace(r#""id":"2","#, r#""id":"2","undoes":"1","#);
    assert_ne!(circle, text);
    std::fs::write(&path, circle.repeat(20)).unwrap();
    assert_eq!(rig.store.history().unwrap().len(), 40);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn undo_brings_back_every_byte(
        edits in proptest::collection::vec((0..4usize, 0..5i64), 1..6),
    ) {
        let rig = Rig::new(Some(COMMENTED));
        let paths: [&[&str]; 4] = [
            &["agents", "defaults", "model", "primary"], &["gateway", "bind"],
            &["gateway", "auth", "token"], &["new", "deep", "key"],
        ];
        let mut texts = vec![rig.text()];
        let mut changes = Vec::new();
        for (which, value) in edits {
            let edit = if value == 0 {
                Edit::Remove { path: Path(paths[which].iter().map(|key| (*key).into()).collect()) }
            } else {
                set(paths[which], json!(format!("value-{value}")))
            };
            let done = rig.store.change(&always([edit]), &about("x")).unwrap();
            if done.changed() {
                texts.push(rig.text());
                changes.push(done);
            }
        }
        for done in changes.iter().rev() {
            prop_assert_eq!(Some(rig.text()), texts.pop());
            rig.undo(done).unwrap();
        }
        prop_assert_eq!(&rig.text(), COMMENTED);
    }
}

/// OpenClaw makes its copies anew when it likes.
#[test]
fn what_took_the_place_of_a_deleted_copy_stays() {
    for newer in [None, Some("{ newer: 1 }\n")] {
        let rig = Rig::new(Some(COMMENTED));
        let copy = rig.path().with_file_name("openclaw.json.bak");
        std::fs::write(&copy, "{ old: 1 }\n").unwrap();
        let lock = rig.store.lock().unwrap();
        let gone = |_: &str| Ok(Rewritten::Gone);
        let done = rig.store.rewrite(&lock, &copy, &gone, &about("Clean")).unwrap();
        drop(lock);
        assert!(!copy.exists());
        if let Some(newer) = newer {
            std::fs::write(&copy, newer).unwrap();
        }
        rig.undo(&done).unwrap();
        let now = std::fs::read_to_string(&copy).unwrap();
        assert_eq!(now, newer.unwrap_or("{ old: 1 }\n"));
    }
}
