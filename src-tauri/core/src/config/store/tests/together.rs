//! A change of several files: all of them or none.

use std::path::PathBuf;

use super::*;

/// A shelf during whose work, after everything is staged, the files are meddled with.
struct Meddler(PathBuf);

impl SecretShelf for Meddler {
    fn put(&self, _text: &str) -> Result<String> {
        // What will stand at b.json5 gets a second name, so that it cannot be put back; and
        // c.json5 is written by somebody else.
        let staged = std::fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path());
        let b = staged.into_iter().find(|path| path.to_string_lossy().contains(".b.json5.chela-"));
        std::fs::hard_link(b.unwrap(), self.0.join("second")).unwrap();
        std::fs::write(self.0.join("c.json5"), "{ z: 7 }").unwrap();
        Ok("v1/x".into())
    }

    fn get(&self, _id: &str) -> Result<String> {
        Err(Error::new(Code::KeychainMissing))
    }

    fn remove(&self, _id: &str) {}
}

#[test]
#[cfg(unix)]
fn one_file_that_cannot_be_put_back_does_not_keep_the_others_from_it() {
    let text = "{ $include: ['./b.json5', './c.json5'], gateway: { auth: { token: 'hunter2' } } }";
    let mut rig = Rig::new(Some(text));
    let folder = rig.path().parent().unwrap().to_owned();
    std::fs::write(folder.join("b.json5"), "{ y: 1 }").unwrap();
    std::fs::write(folder.join("c.json5"), "{ z: 1 }").unwrap();
    rig.store.shelf = Some(Arc::new(Meddler(folder.clone())));
    let edits = [
        set(&["gateway", "auth", "token"], json!("hunter3")),
        set(&["y"], json!(2)),
        set(&["z"], json!(2)),
    ];
    let error = rig.store.change(&always(edits), &about("all")).unwrap_err();
    assert_eq!(error.code, Code::ConfigHardLinked);
    assert_eq!(rig.text(), text);
    assert_eq!(std::fs::read_to_string(folder.join("c.json5")).unwrap(), "{ z: 7 }");
    assert_eq!(rig.own(), []);
}
