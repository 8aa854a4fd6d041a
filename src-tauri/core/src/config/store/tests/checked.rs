use super::*;

#[tokio::test]
async fn a_checked_change_is_seen_whole_and_leaves_no_draft() {
    let rig = Rig::new(Some(COMMENTED));
    let lock = rig.store.lock().unwrap();
    let path = rig.path().to_owned();
    // What somebody else writes during the check is checked too.
    let seen = std::sync::Mutex::new(Vec::new());
    let check = |draft: PathBuf| {
        assert_eq!(draft.parent(), path.parent());
        seen.lock().unwrap().push(std::fs::read_to_string(draft).unwrap());
        if seen.lock().unwrap().len() == 1 {
            std::fs::write(&path, COMMENTED.replace("18789", "19000")).unwrap();
        }
        std::future::ready(Ok(()))
    };
    let edits = always([model("anthropic/claude-opus-4-6")]);
    rig.store.commit_checked(&lock, &edits, &about("Model"), check).await.unwrap();
    let expected = COMMENTED.replace("4-5", "4-6");
    assert_eq!(*seen.lock().unwrap(), [expected.clone(), expected.replace("18789", "19000")]);
    assert_eq!(rig.text(), expected.replace("18789", "19000"));
    assert_eq!(rig.names(), ["openclaw.json"]);

    let refuse = |_| std::future::ready(Err(Error::new(Code::ConfigRefused)));
    let edits = always([model("anthropic/claude-sonnet-5")]);
    let refused = rig.store.commit_checked(&lock, &edits, &about("Model"), refuse).await;
    assert_eq!(refused.unwrap_err().code, Code::ConfigRefused);
    assert_eq!(rig.text(), expected.replace("18789", "19000"));
    assert_eq!(rig.names(), ["openclaw.json"]);
}

/// A front end awaits this on a runtime with several threads.
#[test]
fn a_checked_change_can_move_between_threads() {
    fn movable<T: Send>(_: T) {}
    async fn operation(store: &Store, refused: &str) -> Result<Committed> {
        let lock = store.lock()?;
        let check = |path: PathBuf| async move {
            tokio::task::yield_now().await;
            if path.ends_with(refused) { Err(Error::new(Code::ConfigRefused)) } else { Ok(()) }
        };
        store.commit_checked(&lock, &always([]), &about("x"), check).await
    }
    let rig = Rig::new(None);
    movable(operation(&rig.store, "x"));
}

#[test]
fn what_a_killed_process_left_is_removed() {
    let rig = Rig::new(Some(COMMENTED));
    let left = rig.path().with_file_name(".openclaw.json.chela-abc123.check");
    std::fs::write(&left, "{}").unwrap();
    rig.set(&["a"], json!(1));
    assert_eq!(rig.names(), ["openclaw.json"]);
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn the_draft_stands_where_a_file_can_be_made() {
    use std::os::fd::AsRawFd;
    let seen = std::sync::Mutex::new(None);
    let check = |draft: PathBuf| {
        let text = std::fs::read_to_string(&draft).unwrap();
        *seen.lock().unwrap() = Some((draft, text));
        std::future::ready(Ok(()))
    };
    let intent = always([set(&["a"], json!(1))]);
    let at = |rig: &Rig, config: &str| {
        let home = Home { config_path: config.into(), ..rig.store.home.clone() };
        Store::new(&rig.store.place, &home)
    };

    // Not even root makes files in /sys.
    let rig = Rig::new(None);
    let store = at(&rig, "/sys/openclaw.json");
    let lock = store.lock().unwrap();
    let refused = store.commit_checked(&lock, &intent, &about("x"), check).await;
    assert_eq!(refused.unwrap_err().code, Code::ConfigReadOnly);

    // Nor in /proc, where a link leads to a file in a folder that is ours.
    let rig = Rig::new(Some("{ b: 2 }"));
    let real = std::fs::File::open(rig.path()).unwrap();
    let folder = rig.path().parent().map(FilePath::to_owned);
    let store = at(&rig, &format!("/proc/self/fd/{}", real.as_raw_fd()));
    let lock = store.lock().unwrap();
    store.commit_checked(&lock, &intent, &about("x"), check).await.unwrap();
    let (draft, text) = seen.lock().unwrap().take().unwrap();
    assert_eq!(draft.parent(), folder.as_deref());
    assert_eq!(text, "{ b: 2, a: 1 }");
}
