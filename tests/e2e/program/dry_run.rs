//! What `--dry-run` says, held against what the operation then does; and that it touches nothing.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chela_core::config::diff::file_diff;
use chela_core::view::FileDiff;
use chela_rig::child::{command, run};
use chela_rig::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::world::World;

/// Prints all that a database holds. Its bytes tell nothing: OpenClaw moves what was written into
/// the main file when it likes, also when a command only reads; and each command notes in
/// `config_health_entries` which config it has read (2026.9.6).
const CONTENTS: &str = r#"
const { DatabaseSync } = require("node:sqlite");
const db = new DatabaseSync(process.argv[1]);
for (const { name, sql } of db.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").all()) {
  console.log(name, sql);
  if (!/^CREATE TABLE/i.test(sql ?? "") || name === "config_health_entries") continue;
  for (const row of db.prepare(`SELECT * FROM "${name}"`).all()) console.log(JSON.stringify(row));
}
"#;
/// Where Chela notes what was done, and how it saw the config last.
const NOTES: [&str; 2] = ["history.jsonl", "seen.json"];
/// How long that may take.
const LIMIT: Duration = Duration::from_secs(60);

impl World {
    /// What `chela … --dry-run` says of an operation: what it would do. Nothing has changed then.
    pub(crate) fn dry_run(&self, arguments: &[&str], input: &str) -> Result<Value> {
        self.looked_at_once()?;
        let mut all = arguments.to_vec();
        all.extend(["--dry-run", "--json"]);
        let before = self.everything()?;
        let said = self.chela(&all, input)?.success()?.json()?;
        let after = self.everything()?;
        let differs = |path: &&PathBuf| before.get(*path) != after.get(*path);
        let touched: Vec<_> = before.keys().chain(after.keys()).filter(differs).collect();
        let lines = |path: &PathBuf| {
            let text = |all: &BTreeMap<PathBuf, Vec<u8>>| {
                all.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            };
            let (before, after) = (text(&before), text(&after).unwrap_or_default());
            json!(file_diff(path, before.as_deref(), &after))
        };
        let touched: Vec<Value> = touched.into_iter().map(lines).collect();
        ensure!(touched.is_empty(), "{arguments:?} touched {touched:#?}");
        Ok(said)
    }

    /// Does an operation, as its dry run has said; answers with the preview, and what it answered.
    pub(crate) fn as_planned(&self, arguments: &[&str], input: &str) -> Result<(Value, Value)> {
        let preview = self.dry_run(arguments, input)?["preview"].clone();
        let mut all = arguments.to_vec();
        all.push("--json");
        let done = self.did(&preview, || self.chela(&all, input)?.success()?.json())?;
        Ok((preview, done))
    }

    /// OpenClaw makes its database at its first command, whatever that is; and at its first look
    /// Chela notes in its settings which version there is.
    fn looked_at_once(&self) -> Result<()> {
        let state = self.config.with_file_name("state");
        if state.exists() {
            return Ok(());
        }
        // The home's own config may be one that it refuses.
        let folder = tempfile::tempdir()?;
        let stub = folder.path().join("openclaw.json");
        fs::write(&stub, "{}")?;
        let mut environment = self.session.environment().clone();
        let home = self.config.parent().context("no folder")?;
        for (name, path) in [("OPENCLAW_CONFIG_PATH", stub.as_path()), ("OPENCLAW_STATE_DIR", home)]
        {
            environment.insert(name.to_owned(), path.display().to_string());
        }
        self.openclaw.run(&environment, &["models", "status", "--json"])?.success()?;
        self.chela(&["status", "--json"], "")?.success()?;
        Ok(())
    }

    /// What mending the one finding of this code would do, which is something.
    pub(crate) fn planned_fix(&self, code: &str) -> Result<Value> {
        let plan = self.dry_run(&["doctor", "--fix", code], "")?;
        let planned = plan["planned"].as_array().context("nothing planned")?;
        ensure!(planned.len() == 1, "{plan:#}");
        ensure!(planned[0]["preview"]["nothingToDo"] == false, "{plan:#}");
        Ok(planned[0]["preview"].clone())
    }

    /// Does `work`, which changes the files as `preview` has said.
    pub(crate) fn did<T>(&self, preview: &Value, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let diffs = preview["diffs"].as_array().context("no diffs")?;
        let paths = diffs.iter().filter_map(|diff| diff["path"].as_str()).map(PathBuf::from);
        let mut paths: Vec<PathBuf> = paths.collect();
        let main = &self.config;
        if !paths.contains(main) {
            paths.push(main.clone());
        }
        let read = |path: &PathBuf| fs::read_to_string(path).ok();
        let before: Vec<Option<String>> = paths.iter().map(read).collect();
        let done = work()?;
        let mut changes = Vec::new();
        let is_to_go = |path: &Path| {
            diffs.iter().any(|diff| diff["path"] == json!(path) && diff["gone"] == true)
        };
        for (path, before) in paths.iter().zip(&before) {
            // A copy that was to go may have been made anew: OpenClaw does that when it starts.
            let is_anew = |now: &String| is_to_go(path) && before.as_ref() != Some(now);
            let after = read(path).filter(|now| !is_anew(now));
            if *before != after {
                let text = after.as_deref().unwrap_or_default();
                let gone = after.is_none();
                let diff = FileDiff { gone, ..file_diff(path, before.as_deref(), text) };
                changes.push(json!(diff));
            }
        }
        let (changes, diffs) = (json!(changes), json!(diffs));
        assert_eq!(without_ids(&changes)?, without_ids(&diffs)?, "it did something else");
        Ok(done)
    }

    /// Every file of the home, Chela's own folder and the keyring's among them, and what the
    /// databases hold; where a gateway runs, which writes all the time, only these two and the
    /// configs.
    fn everything(&self) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
        let home = self.session.home();
        let mut files = BTreeMap::new();
        if TcpStream::connect(("127.0.0.1", self.port.port())).is_err() {
            collect(&home, &mut files)?;
            files.retain(|path, _| !is_beside_database(path));
            for (path, bytes) in &mut files {
                if path.extension().is_some_and(|ext| ext == "sqlite") {
                    *bytes = self.contents(path)?;
                }
            }
        } else {
            collect(&home.join(".local/share"), &mut files)?;
            let folder = self.config.parent().context("no folder")?;
            for entry in fs::read_dir(folder)? {
                let path = entry?.path();
                if path.extension().is_some_and(|ext| ext == "json" || ext == "json5") {
                    files.insert(path.clone(), fs::read(path)?);
                }
            }
        }
        // Chela notes what others did to the config whenever it looks.
        files.retain(|path, _| !NOTES.iter().any(|note| path.ends_with(note)));
        Ok(files)
    }

    /// What a database holds, read from a copy.
    fn contents(&self, database: &Path) -> Result<Vec<u8>> {
        let folder = tempfile::tempdir()?;
        let copy = folder.path().join("copy.sqlite");
        fs::copy(database, &copy)?;
        let log = PathBuf::from(format!("{}-wal", database.display()));
        if log.exists() {
            fs::copy(&log, folder.path().join("copy.sqlite-wal"))?;
        }
        let mut node = command(self.openclaw.node(), self.session.environment());
        node.args(["-e", CONTENTS]).arg(copy);
        Ok(run(&mut node, "", LIMIT)?.success()?.stdout.into_bytes())
    }
}

/// Without the ids of keychain entries: a new one is made up only when it is needed.
fn without_ids(diffs: &Value) -> Result<Value> {
    let text = diffs.to_string();
    let mut parts = text.split("v1/");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '…';
        out += "v1/";
        out += part.trim_start_matches(is_id);
    }
    Ok(serde_json::from_str(&out)?)
}

/// Whether it is one of the database's own files, which hold nothing that is not in it.
fn is_beside_database(path: &Path) -> bool {
    ["-shm", "-wal"].iter().any(|end| path.to_string_lossy().ends_with(&format!(".sqlite{end}")))
}

fn collect(path: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    let Ok(meta) = fs::symlink_metadata(path) else { return Ok(()) };
    if meta.is_dir() {
        for entry in fs::read_dir(path).with_context(|| path.display().to_string())? {
            collect(&entry?.path(), files)?;
        }
    } else if meta.is_file() {
        files.insert(path.to_owned(), fs::read(path)?);
    }
    Ok(())
}
