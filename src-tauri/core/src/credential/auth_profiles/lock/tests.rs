use super::*;

const SHORT: Duration = Duration::from_millis(40);

fn age(path: &Path, by: Duration) {
    let at = SystemTime::now() - by;
    let times = std::fs::FileTimes::new().set_modified(at);
    std::fs::File::open(path).unwrap().set_times(times).unwrap();
}

#[test]
fn both_forms_keep_each_other_out_and_are_gone_when_dropped() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("auth-profiles.json");
    let path = dir.path().join("auth-profiles.json.lock");
    for (form, other) in [(Form::Folder, Form::File), (Form::File, Form::Folder)] {
        let held = Lock::take(&file, form, SHORT).unwrap();
        assert_eq!(path.is_dir(), form == Form::Folder);
        assert!(held.holds());
        for form in [form, other] {
            let refused = Lock::take(&file, form, SHORT).unwrap_err();
            assert_eq!(refused.code, Code::AuthStoreBusy);
            assert!(refused.message().contains("auth-profiles.json"), "{refused}");
        }
        drop(held);
        assert!(!path.exists());
    }
}

#[test]
fn a_stale_one_is_taken_over_and_a_fresh_one_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("f");
    let path = dir.path().join("f.lock");
    for (seconds, taken) in [(5, false), (29, false), (31, true), (100_000, true)] {
        std::fs::create_dir(&path).unwrap();
        age(&path, Duration::from_secs(seconds));
        assert_eq!(Lock::take(&file, Form::Folder, SHORT).is_ok(), taken, "{seconds}");
        let _ = std::fs::remove_dir(&path);
    }
}

/// A Chela that was killed a moment ago has left it, and nobody refreshes it.
#[test]
fn one_that_nobody_refreshes_is_outlasted() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("f.lock");
    std::fs::create_dir(&path).unwrap();
    age(&path, STALE - Duration::from_millis(200));
    assert!(Lock::take(&dir.path().join("f"), Form::Folder, Duration::from_secs(5)).is_ok());
}

#[cfg(unix)]
#[test]
fn a_file_is_stale_as_soon_as_its_holder_has_ended() {
    let dir = tempfile::tempdir().unwrap();
    let (file, path) = (dir.path().join("f"), dir.path().join("f.lock"));
    let mut ended = std::process::Command::new("true").spawn().unwrap();
    ended.wait().unwrap();
    let holder = |pid: u32| format!("{{\"pid\":{pid},\"createdAt\":\"2026-02-09\"}}");
    for (content, taken) in [
        (holder(ended.id()), true),
        (holder(std::process::id()), false),
        (holder(1), false),
        (String::new(), false),
        ("no JSON".to_owned(), false),
    ] {
        std::fs::write(&path, &content).unwrap();
        assert_eq!(Lock::take(&file, Form::File, SHORT).is_ok(), taken, "{content}");
        let _ = std::fs::remove_file(&path);
    }
}

#[test]
fn one_that_was_taken_over_is_neither_trusted_nor_removed() {
    let dir = tempfile::tempdir().unwrap();
    let (file, path) = (dir.path().join("f"), dir.path().join("f.lock"));
    for form in [Form::Folder, Form::File] {
        let held = Lock::take(&file, form, SHORT).unwrap();
        take_away(&path, held.mark).unwrap();
        std::thread::sleep(Duration::from_millis(20));
        let theirs = Lock::take(&file, form, SHORT).unwrap();
        assert!(!held.holds() && theirs.holds());
        drop(held);
        assert!(path.exists() && theirs.holds());
    }
    let slept = Lock::take(&file, Form::Folder, SHORT).unwrap();
    age(&path, Duration::from_secs(20));
    let slept = Lock { path: path.clone(), mark: Mark::of(&slept.path).unwrap() };
    assert!(!slept.holds());
}

#[cfg(unix)]
#[test]
fn a_linked_file_is_locked_where_each_form_looks() {
    let dir = tempfile::tempdir().unwrap();
    let (real, link) = (dir.path().join("real.json"), dir.path().join("a/link.json"));
    std::fs::create_dir(dir.path().join("a")).unwrap();
    std::os::unix::fs::symlink("../real.json", &link).unwrap();
    for there in [false, true] {
        if there {
            std::fs::write(&real, "{}").unwrap();
        }
        let held = Lock::take(&link, Form::Folder, SHORT).unwrap();
        assert!(dir.path().join("real.json.lock").is_dir());
        drop(held);
        let held = Lock::take(&link, Form::File, SHORT).unwrap();
        assert!(dir.path().join("a/link.json.lock").is_file());
        drop(held);
    }
}

#[test]
fn a_moment_is_written_as_javascript_does() {
    let at = |ms| in_utc(UNIX_EPOCH + Duration::from_millis(ms));
    assert_eq!(at(0), "1970-01-01T00:00:00.000Z");
    assert_eq!(at(951_782_400_007), "2000-02-29T00:00:00.007Z");
    assert_eq!(at(1_795_403_966_028), "2026-11-23T03:19:26.028Z");
    assert_eq!(at(4_107_542_399_999), "2100-02-28T23:59:59.999Z");
    assert_eq!(at(4_107_542_400_000), "2100-03-01T00:00:00.000Z");
}
