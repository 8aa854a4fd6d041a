use std::sync::mpsc::channel;

use super::*;

/// Longer than any machine needs.
const LIMIT: Duration = Duration::from_secs(20);

struct Rig {
    dir: tempfile::TempDir,
    told: Receiver<()>,
    watcher: Watcher,
}

impl Rig {
    fn new(prepare: impl FnOnce(&std::path::Path) -> PathBuf) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = prepare(dir.path());
        let (tell, told) = channel();
        let watcher = watch(vec![path], move || tell.send(()).unwrap()).unwrap();
        Self { dir, told, watcher }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Does something and waits until it was told; then until all is quiet.
    fn told_of(&self, what: &str, act: impl FnOnce()) {
        act();
        assert!(self.told.recv_timeout(LIMIT).is_ok(), "not told: {what}");
        while self.told.recv_timeout(QUIET * 4).is_ok() {}
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }
}

#[test]
fn every_way_to_change_a_file_is_told() {
    let rig = Rig::new(|dir| {
        std::fs::write(dir.join("f"), "1").unwrap();
        dir.join("f")
    });
    rig.told_of("in place", || rig.write("f", "2"));
    rig.told_of("renamed into place", || {
        rig.write("g", "3");
        std::fs::rename(rig.path("g"), rig.path("f")).unwrap();
    });
    rig.told_of("the new file in place", || rig.write("f", "4"));
    rig.told_of("removed", || std::fs::remove_file(rig.path("f")).unwrap());
    rig.told_of("made again", || rig.write("f", "5"));
}

#[test]
fn a_folder_may_come_and_go() {
    let rig = Rig::new(|dir| dir.join("a/b/f"));
    rig.told_of("made with its folders", || {
        std::fs::create_dir_all(rig.path("a/b")).unwrap();
        rig.write("a/b/f", "1");
    });
    rig.told_of("in place", || rig.write("a/b/f", "2"));
    rig.told_of("removed with its folders", || std::fs::remove_dir_all(rig.path("a")).unwrap());
    rig.told_of("made again", || {
        std::fs::create_dir_all(rig.path("a/b")).unwrap();
        rig.write("a/b/f", "3");
    });
    rig.told_of("in place again", || rig.write("a/b/f", "4"));
    rig.told_of("another folder in its place", || {
        std::fs::create_dir(rig.path("c")).unwrap();
        rig.write("c/f", "5");
        std::fs::rename(rig.path("a/b"), rig.path("old")).unwrap();
        std::fs::rename(rig.path("c"), rig.path("a/b")).unwrap();
    });
    rig.told_of("in place there", || rig.write("a/b/f", "6"));
}

#[test]
#[cfg(unix)]
fn links_are_followed() {
    use std::os::unix::fs::symlink;
    let rig = Rig::new(|dir| {
        for folder in ["home", "dots", "other"] {
            std::fs::create_dir(dir.join(folder)).unwrap();
            std::fs::write(dir.join(folder).join("real"), "1").unwrap();
        }
        symlink("../dots/real", dir.join("home/f")).unwrap();
        dir.join("home/f")
    });
    rig.told_of("the target in place", || rig.write("dots/real", "2"));
    rig.told_of("the target renamed into place", || {
        rig.write("dots/new", "3");
        std::fs::rename(rig.path("dots/new"), rig.path("dots/real")).unwrap();
    });
    rig.told_of("the link", || {
        symlink("../other/real", rig.path("home/g")).unwrap();
        std::fs::rename(rig.path("home/g"), rig.path("home/f")).unwrap();
    });
    rig.told_of("the new target", || rig.write("other/real", "4"));
}

#[test]
#[cfg(unix)]
fn a_folder_that_is_a_link_may_lead_elsewhere() {
    use std::os::unix::fs::symlink;
    let rig = Rig::new(|dir| {
        std::fs::create_dir_all(dir.join("one")).unwrap();
        std::fs::create_dir_all(dir.join("two")).unwrap();
        symlink("one", dir.join("home")).unwrap();
        dir.join("home/f")
    });
    rig.told_of("made", || rig.write("one/f", "1"));
    rig.told_of("the link leads elsewhere", || {
        symlink("two", rig.path("new")).unwrap();
        std::fs::rename(rig.path("new"), rig.path("home")).unwrap();
    });
    rig.told_of("made there", || rig.write("two/f", "2"));
}

#[test]
fn neighbours_do_not_count_and_files_can_be_added() {
    let rig = Rig::new(|dir| dir.join("f"));
    for n in 0..20 {
        rig.write("neighbour", &n.to_string());
        std::fs::read(rig.path("neighbour")).unwrap();
    }
    assert!(rig.told.recv_timeout(QUIET * 4).is_err(), "told of a neighbour");
    rig.told_of("the file", || rig.write("f", "1"));
    rig.watcher.follow(vec![rig.path("f"), rig.path("g")]);
    // Following takes effect in the order of messages, so a change may come before it.
    let end = Instant::now() + LIMIT;
    while rig.told.recv_timeout(QUIET * 2).is_err() {
        assert!(Instant::now() < end);
        rig.write("g", "1");
    }
}

#[test]
fn many_changes_are_told_together() {
    let rig = Rig::new(|dir| dir.join("f"));
    rig.told_of("the first", || {
        for n in 0..50 {
            rig.write("f", &n.to_string());
        }
    });
    for n in 0..50 {
        rig.write("f", &n.to_string());
    }
    let mut told = 0;
    while rig.told.recv_timeout(QUIET * 4).is_ok() {
        told += 1;
    }
    assert!((1..10).contains(&told), "{told}");
}

#[test]
fn it_ends_with_its_owner() {
    let (tell, told) = channel::<()>();
    let dir = tempfile::tempdir().unwrap();
    let watcher = watch(vec![dir.path().join("f")], move || tell.send(()).unwrap()).unwrap();
    drop(watcher);
    assert_eq!(told.recv_timeout(LIMIT), Err(RecvTimeoutError::Disconnected));
}
