use super::*;

/// What OpenClaw makes of [`COMMENTED`] when another model is set (2026.9.6).
fn by_openclaw(model: &str) -> String {
    let value = json!({
        "agents": { "defaults": { "model": { "primary": model } } },
        "gateway": { "port": 18789 },
        "meta": { "lastTouchedVersion": "2026.9.6", "lastTouchedAt": "2026-11-29T08:00:00.000Z" }
    });
    serde_json::to_string_pretty(&value).unwrap() + "\n"
}

impl Rig {
    fn observe(&self) {
        self.store.observe(&self.store.lock().unwrap(), 77).unwrap();
    }

    fn others_write(&self, text: &str) -> Entry {
        std::fs::write(self.path(), text).unwrap();
        self.observe();
        self.store.history().unwrap().remove(0)
    }

    fn titles(&self) -> Vec<Surface> {
        self.store.history().unwrap().iter().map(Entry::surface).collect()
    }
}

#[test]
fn the_first_look_only_remembers() {
    let rig = Rig::new(Some(COMMENTED));
    rig.observe();
    rig.observe();
    assert_eq!(rig.store.history().unwrap(), []);
}

#[test]
fn what_others_did_is_told_and_undone() {
    let rig = Rig::new(Some(COMMENTED));
    rig.observe();
    let entry = rig.others_write(&COMMENTED.replace("18789", "19000"));
    assert_eq!((entry.surface(), entry.at_ms()), (Surface::Others, 77));
    let file = &entry.changes[0].files[0];
    assert_eq!(file.paths.iter().map(ToString::to_string).collect::<Vec<_>>(), ["gateway.port"]);
    assert!(file.lines.iter().any(|line| line.sign == "+" && line.text.contains("19000")));
    let lock = rig.store.lock().unwrap();
    rig.store.undo(&lock, entry.id(), &about("undo")).unwrap();
    assert_eq!(rig.text(), COMMENTED);
}

#[test]
fn a_file_that_is_being_written_in_place_is_not_told_as_emptied() {
    let rig = Rig::new(Some(COMMENTED));
    rig.observe();
    std::fs::write(rig.path(), "").unwrap();
    rig.observe();
    assert_eq!(rig.store.history().unwrap(), []);
    let entry = rig.others_write(&COMMENTED.replace("18789", "19000"));
    assert_eq!(entry.changes[0].files[0].paths.len(), 1);
}

#[test]
fn openclaw_is_known_by_its_writing_and_its_removed_comments_are_offered_back() {
    let rig = Rig::new(Some(COMMENTED));
    rig.observe();
    let theirs = by_openclaw("anthropic/claude-opus-4-6");
    let entry = rig.others_write(&theirs);
    assert_eq!(entry.surface(), Surface::Openclaw);
    // An edit of such a file is somebody else's.
    assert_eq!(rig.others_write(&theirs.replace("18789", "1")).surface(), Surface::Others);
    rig.others_write(&theirs);
    assert_eq!(entry.changes[0].files[0].comments_removed, 3);

    let found = rig.store.removed_comments().unwrap();
    assert_eq!((found.comments, found.lost.len(), found.diffs.len()), (3, 0, 1));
    let lock = rig.store.lock().unwrap();
    let done = rig.store.put_comments_back(&lock, &about("comments")).unwrap();
    drop(lock);
    assert!(done.undoable);
    let text = rig.text();
    assert!(text.starts_with("// mine\n{\n  agents: {\n    defaults: {\n      // the best one\n"));
    assert!(text.contains("primary: 'anthropic/claude-opus-4-6' }, // keep"), "{text}");
    assert!(text.contains("lastTouchedAt"), "{text}");
    assert_eq!(rig.store.removed_comments().unwrap(), Restoration::default());
    rig.undo(&done).unwrap();
    assert_eq!(rig.text(), by_openclaw("anthropic/claude-opus-4-6"));
}

#[test]
fn removed_comments_are_offered_until_somebody_decides() {
    let rig = Rig::new(Some(COMMENTED));
    rig.observe();
    rig.others_write(&by_openclaw("anthropic/claude-opus-4-6"));
    // A later write of OpenClaw's, and one of Chela's, change nothing about that.
    rig.others_write(&by_openclaw("anthropic/claude-sonnet-5").replace("08:00", "09:00"));
    rig.set(&["gateway", "port"], json!(19000));
    assert_eq!(rig.store.removed_comments().unwrap().comments, 3);
    // Somebody's new comment would be lost.
    let text = rig.text();
    rig.others_write(&text.replacen('{', "{ // new", 1));
    assert_eq!(rig.store.removed_comments().unwrap().comments, 0);
    rig.others_write(&text);
    assert_eq!(rig.store.removed_comments().unwrap().comments, 1, "theirs went last");
    rig.store.leave_comments_out(&rig.store.lock().unwrap()).unwrap();
    assert_eq!(rig.store.removed_comments().unwrap().comments, 0);
}

#[test]
fn a_change_of_chelas_is_nobody_elses_also_after_a_kill() {
    let rig = Rig::new(Some(COMMENTED));
    rig.set(&["gateway", "port"], json!(1));
    let seen = rig.store.place.of_home(&rig.store.home).join("seen.json");
    let before = std::fs::read(&seen).unwrap();
    rig.set(&["gateway", "port"], json!(2));
    // Killed before it was remembered.
    std::fs::write(&seen, before).unwrap();
    rig.observe();
    assert_eq!(rig.titles(), [Surface::Program; 2]);
    rig.others_write("{}");
    rig.set(&["a"], json!(1));
    assert_eq!(rig.titles()[..2], [Surface::Program, Surface::Others]);
}

#[test]
fn an_undo_that_was_killed_before_it_happened_can_be_done_again() {
    let rig = Rig::new(Some(COMMENTED));
    let done = rig.set(&["gateway", "port"], json!(1));
    let (after, seen) = (rig.text(), rig.store.place.of_home(&rig.store.home).join("seen.json"));
    let kept = std::fs::read(&seen).unwrap();
    rig.undo(&done).unwrap();
    std::fs::write(rig.path(), &after).unwrap();
    std::fs::write(&seen, kept).unwrap();
    rig.observe();
    rig.undo(&done).unwrap();
    assert_eq!(rig.text(), COMMENTED);
}

#[test]
fn what_is_remembered_holds_no_secret_and_leaves_none_behind() {
    let text =
        "{\n  // token: 'hunter1hunter1'\n  gateway: { auth: { token: 'hunter2hunter2' } }\n}\n";
    let rig = Rig::new(Some(text));
    rig.observe();
    let held = rig.shelf.len();
    rig.others_write(&text.replace("hunter2hunter2", "hunter4hunter4"));
    for entry in std::fs::read_dir(rig.store.place.of_home(&rig.store.home)).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("hunter"), "{text}");
    }
    // That of the comment; the setting's is in the file itself, and nobody keeps the old one.
    assert_eq!((held, rig.shelf.len()), (1, 1));
    assert!(!rig.store.history().unwrap()[0].changes[0].is_kept());
    rig.set(&["a"], json!(1));
    assert_eq!(rig.shelf.len(), 1, "the same secret stays where it is");
    std::fs::write(rig.path(), "{ gateway: { auth: { token: 'hunter4hunter4' } } }").unwrap();
    rig.observe();
    // A keychain that does not answer now costs no comment its secret.
    let deaf = Store { shelf: None, ..rig.store.clone() };
    assert_eq!(deaf.removed_comments().unwrap(), Restoration::default());
    let lock = rig.store.lock().unwrap();
    rig.store.put_comments_back(&lock, &about("comments")).unwrap();
    assert!(rig.text().contains("// token: 'hunter1hunter1'"), "{}", rig.text());
}
