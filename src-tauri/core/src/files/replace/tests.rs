use super::*;

fn file(text: &str) -> (tempfile::TempDir, PathBuf, Option<Snapshot>) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("openclaw.json");
    std::fs::write(&path, text).unwrap();
    let read = Snapshot::read(&path).unwrap();
    (dir, path, read)
}

fn files_in(dir: &tempfile::TempDir) -> usize {
    std::fs::read_dir(dir.path()).unwrap().count()
}

#[test]
fn it_replaces_and_puts_back() {
    let (dir, path, read) = file("old");
    let staged = Replacement::stage(&path, read, Some("new")).unwrap();
    let Applied::Done(done) = staged.apply().unwrap() else { panic!("changed") };
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(files_in(&dir), 1);
    assert!(matches!(done.put_back().unwrap(), Applied::Done(_)));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(files_in(&dir), 1);
}

#[test]
fn it_creates_only_where_nothing_is() {
    let (dir, path, read) = file("theirs");
    let staged = Replacement::stage(&path, None, Some("ours")).unwrap();
    assert!(matches!(staged.apply().unwrap(), Applied::Changed));
    assert_eq!(Snapshot::read(&path).unwrap(), read);
    std::fs::remove_file(&path).unwrap();
    let staged = Replacement::stage(&path, None, Some("ours")).unwrap();
    let Applied::Done(done) = staged.apply().unwrap() else { panic!("changed") };
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "ours");
    assert!(matches!(done.put_back().unwrap(), Applied::Done(_)));
    assert_eq!(files_in(&dir), 0);
}

#[test]
fn it_removes_and_puts_back() {
    let (dir, path, read) = file("old");
    let staged = Replacement::stage(&path, read.clone(), None).unwrap();
    std::fs::write(&path, "theirs").unwrap();
    assert!(matches!(staged.apply().unwrap(), Applied::Changed));
    let read = Snapshot::read(&path).unwrap();
    let staged = Replacement::stage(&path, read, None).unwrap();
    let Applied::Done(done) = staged.apply().unwrap() else { panic!("changed") };
    assert_eq!(files_in(&dir), 0);
    assert!(matches!(done.put_back().unwrap(), Applied::Done(_)));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs");
    assert_eq!(files_in(&dir), 1);
}

/// A write that lands after the last look, exactly when the files are exchanged.
fn late_write(one: &Path, target: &Path) -> io::Result<bool> {
    std::fs::write(target, "theirs, in place")?;
    exchange(one, target)
}

fn late_rename(one: &Path, target: &Path) -> io::Result<bool> {
    let theirs = target.with_extension("theirs");
    std::fs::write(&theirs, "theirs, renamed")?;
    std::fs::rename(theirs, target)?;
    exchange(one, target)
}

fn late_removal(one: &Path, target: &Path) -> io::Result<bool> {
    std::fs::remove_file(target)?;
    exchange(one, target)
}

#[test]
#[cfg(target_os = "linux")]
fn a_change_in_the_last_instant_is_not_lost() {
    type Late = fn(&Path, &Path) -> io::Result<bool>;
    let table: [(Late, Option<&str>); 3] = [
        (late_write, Some("theirs, in place")),
        (late_rename, Some("theirs, renamed")),
        (late_removal, None),
    ];
    for (late, left) in table {
        let (dir, path, read) = file("old");
        let staged = Replacement::stage(&path, read, Some("ours")).unwrap();
        assert!(matches!(staged.apply_by(late).unwrap(), Applied::Changed));
        assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), left);
        assert_eq!(files_in(&dir), usize::from(left.is_some()));
    }
}

/// A write in the last instant; and when it is to go back, the file is gone.
fn late_write_then_removal(one: &Path, target: &Path) -> io::Result<bool> {
    if std::fs::read_to_string(one)?.starts_with("theirs") {
        std::fs::remove_file(target)?;
        return exchange(one, target);
    }
    late_write(one, target)
}

/// The same, and the way back is barred by something else than that.
fn late_write_then_fault(one: &Path, target: &Path) -> io::Result<bool> {
    if std::fs::read_to_string(one)?.starts_with("theirs") {
        return Err(io::Error::other("a fault"));
    }
    late_write(one, target)
}

#[test]
#[cfg(target_os = "linux")]
fn a_displaced_file_that_has_lost_its_place_is_kept() {
    let (dir, path, read) = file("old");
    let staged = Replacement::stage(&path, read, Some("ours")).unwrap();
    assert!(matches!(staged.apply_by(late_write_then_removal).unwrap(), Applied::Changed));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs, in place");
    assert_eq!(files_in(&dir), 1);

    let (dir, path, read) = file("old");
    let staged = Replacement::stage(&path, read, Some("ours")).unwrap();
    let error = staged.apply_by(late_write_then_fault).unwrap_err();
    let kept = dir.path().join("openclaw.json.theirs");
    assert!(error.message().contains("openclaw.json.theirs"), "{error}");
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "theirs, in place");
}

#[test]
fn without_exchange_it_renames() {
    let (dir, path, read) = file("old");
    let staged = Replacement::stage(&path, read, Some("new")).unwrap();
    assert!(matches!(staged.apply_by(|_, _| Ok(false)).unwrap(), Applied::Done(_)));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(files_in(&dir), 1);
}

#[test]
#[cfg(unix)]
fn mode_and_owner_stay_and_odd_files_are_refused() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let (dir, path, _) = file("old");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(&path, Some(12345), Some(23456)).unwrap();
    }
    let before = std::fs::metadata(&path).unwrap();
    let read = Snapshot::read(&path).unwrap();
    Replacement::stage(&path, read.clone(), Some("new")).unwrap().apply().unwrap();
    let after = std::fs::metadata(&path).unwrap();
    let facts = |m: &std::fs::Metadata| (m.mode(), m.uid(), m.gid());
    assert_eq!(facts(&before), facts(&after));

    std::fs::hard_link(&path, dir.path().join("other")).unwrap();
    let code = |read| Replacement::stage(&path, read, Some("x")).unwrap_err().code;
    assert_eq!(code(read.clone()), Code::ConfigHardLinked);
    std::fs::remove_file(dir.path().join("other")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o400)).unwrap();
    assert_eq!(code(read), Code::ConfigReadOnly);
}

#[test]
#[cfg(target_os = "linux")]
fn a_read_only_folder_is_named_as_such() {
    // Not even root makes files there.
    let staged = Replacement::stage(Path::new("/sys/openclaw.json"), None, Some("x"));
    assert_eq!(staged.unwrap_err().code, Code::ConfigReadOnly);
}
