//! Five writers of one config at the same time: two Chelas, `openclaw config set`, an editor that
//! renames into place and one that writes in place.
//!
//! What is promised: whoever was told that a change is made finds it in the end, or was overrun in
//! the one instant that no other program can close: between the last look of a writer that does not
//! exchange files, and its write. To tell these from a loss that Chela causes, the writers here show
//! that instant: the editor and the double of OpenClaw put their file into place by an exchange,
//! and what they displace without having read it is kept; the editor in place looks afterwards
//! whether the file that it wrote into still has its name. Chela itself has no such instant.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use serde_json::Value;

use crate::child::{command, run};
use crate::openclaw::{VERSION, write_config};
use crate::{OpenClaw, Session, programs};

/// How often one change is tried again by a writer that is told to.
const ATTEMPTS: usize = 400;
/// How long one command may take.
const LIMIT: Duration = Duration::from_secs(120);
/// What a Chela sets.
const MODEL: &str = "anthropic/claude-sonnet-4-6";
/// Where a text is kept that the double of OpenClaw has displaced without having read it.
pub(crate) const DISPLACED: &str = "openclaw.json.displaced-";

/// What came of it.
#[derive(Debug, Default)]
pub struct Tally {
    /// The changes that their writers were told are made.
    pub made: usize,
    /// How often a writer was told that its change is not made, and tried again.
    pub told: usize,
    /// The changes that were overrun in another writer's instant, their text kept.
    pub overrun: Vec<String>,
    /// The changes that are nowhere.
    pub lost: Vec<String>,
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (overrun, lost) = (self.overrun.len(), self.lost.len());
        let (made, told) = (self.made, self.told);
        write!(
            f,
            "five writers, {made} changes: {told} times told to try again, {overrun} overrun by a \
             writer that does not look, with the text kept, {lost} lost"
        )
    }
}

/// Who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writer {
    Chela(usize),
    OpenClaw,
    Renaming,
    InPlace,
}

const WRITERS: [Writer; 5] =
    [Writer::Chela(0), Writer::Chela(1), Writer::OpenClaw, Writer::Renaming, Writer::InPlace];

/// Makes `total` changes, a fifth by each writer, with the double of OpenClaw. With the real one it
/// makes `total` changes, and who is overrun by it is not told apart: see [`Tally::lost`].
///
/// # Errors
/// When the config does not parse in the end, or a writer does not get to write at all.
pub fn write(total: usize, real: bool) -> Result<Tally> {
    let mut session = Session::headless()?;
    let openclaw =
        if real { OpenClaw::find()? } else { OpenClaw::double(VERSION, session.root())? };
    session.path_first(&openclaw.bin_folder(session.root())?);
    let each = total / WRITERS.len();
    let config = write_config(session.environment(), &text(each))?;
    let field = Field { session, openclaw, config, displaced: Mutex::default() };
    let told: usize = thread::scope(|scope| {
        let working = WRITERS.map(|writer| {
            let field = &field;
            scope.spawn(move || (0..each).map(|n| field.change(writer, n)).sum::<Result<usize>>())
        });
        let told = working.into_iter().map(|one| one.join().unwrap_or(Ok(0)));
        told.sum::<Result<usize>>()
    })?;
    field.tally(each, told)
}

struct Field {
    session: Session,
    openclaw: OpenClaw,
    config: PathBuf,
    displaced: Mutex<Vec<String>>,
}

impl Field {
    /// Makes one change, and answers how often its writer was told to try again.
    fn change(&self, writer: Writer, n: usize) -> Result<usize> {
        for told in 0..ATTEMPTS {
            let made = match writer {
                Writer::Chela(_) => self.by_chela(&key(writer, n)),
                Writer::OpenClaw => self.by_openclaw(&key(writer, n)),
                Writer::Renaming => self.by_renaming(&key(writer, n)),
                Writer::InPlace => self.in_place(&key(writer, n)),
            };
            if made.with_context(|| format!("{writer:?}, change {n}"))? {
                return Ok(told);
            }
        }
        anyhow::bail!("{writer:?} never got to write its change {n}")
    }

    fn by_chela(&self, agent: &str) -> Result<bool> {
        let mut chela = command(programs::chela()?, self.session.environment());
        chela.args(["model", "set", MODEL, "--agent", agent, "--json"]);
        let ended = run(&mut chela, "", LIMIT)?;
        let code = ended.json()?["error"]["code"].as_str().map(str::to_owned);
        let known = ["busy", "config-contended", "config-unparsable", "config-unreadable", "io"];
        ensure!(code.as_ref().is_none_or(|code| known.contains(&code.as_str())), "{ended}");
        Ok(code.is_none())
    }

    fn by_openclaw(&self, key: &str) -> Result<bool> {
        let path = format!("agents.defaults.params.{key}");
        let set = self.openclaw.run(self.session.environment(), &["config", "set", &path, "1"])?;
        Ok(set.code == Some(0))
    }

    /// Reads, edits, looks again, puts a new file into place.
    fn by_renaming(&self, key: &str) -> Result<bool> {
        let read = fs::read_to_string(&self.config)?;
        let Some(edited) = inserted(&read, key) else { return Ok(false) };
        let beside = self.config.with_extension("json~");
        fs::write(&beside, &edited)?;
        if fs::read_to_string(&self.config)? != read {
            fs::remove_file(&beside)?;
            return Ok(false);
        }
        let displaced = exchanged(&beside, &self.config)?;
        if displaced != read
            && let Ok(mut all) = self.displaced.lock()
        {
            all.push(displaced);
        }
        Ok(true)
    }

    /// Reads and writes one and the same file.
    fn in_place(&self, key: &str) -> Result<bool> {
        let mut file = OpenOptions::new().read(true).write(true).open(&self.config)?;
        let mut read = String::new();
        file.read_to_string(&mut read)?;
        let Some(edited) = inserted(&read, key) else { return Ok(false) };
        if !self.is_named(&file)? {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(0))?;
        file.write_all(edited.as_bytes())?;
        file.set_len(edited.len() as u64)?;
        // Chela gives a file back that it has displaced while it was being written.
        thread::sleep(Duration::from_millis(20));
        self.is_named(&file)
    }

    /// Whether this file is the one that has the config's name.
    fn is_named(&self, file: &File) -> Result<bool> {
        let (open, named) = (file.metadata()?, fs::metadata(&self.config)?);
        Ok((open.dev(), open.ino()) == (named.dev(), named.ino()))
    }

    fn tally(&self, each: usize, told: usize) -> Result<Tally> {
        let text = fs::read_to_string(&self.config)?;
        let config: Value = json5::from_str(&text).context("the config does not parse")?;
        let mut kept: Vec<String> =
            self.displaced.lock().map(|all| all.clone()).unwrap_or_default();
        for entry in fs::read_dir(self.config.parent().context("no folder")?)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(DISPLACED) || name.ends_with(".theirs") {
                kept.push(fs::read_to_string(entry.path())?);
            }
            ensure!(!name.contains(".chela-"), "{name} was left over");
        }
        let kept: Vec<Value> = kept.iter().filter_map(|text| json5::from_str(text).ok()).collect();
        let mut tally = Tally { made: each * WRITERS.len(), told, ..Tally::default() };
        for writer in WRITERS {
            for key in (0..each).map(|n| key(writer, n)) {
                if has(&config, writer, &key) {
                    continue;
                }
                let overrun = kept.iter().any(|kept| has(kept, writer, &key));
                if overrun { &mut tally.overrun } else { &mut tally.lost }.push(key);
            }
        }
        Ok(tally)
    }
}

/// What change `n` of a writer is called.
fn key(writer: Writer, n: usize) -> String {
    match writer {
        Writer::Chela(number) => format!("c{number}x{n}"),
        Writer::OpenClaw => format!("o{n}"),
        Writer::Renaming => format!("r{n}"),
        Writer::InPlace => format!("i{n}"),
    }
}

fn has(config: &Value, writer: Writer, key: &str) -> bool {
    match writer {
        Writer::Chela(_) => {
            let model = &config["agents"]["entries"][key]["model"];
            *model == MODEL || model["primary"] == MODEL
        }
        _ => !config["agents"]["defaults"]["params"][key].is_null(),
    }
}

/// A config with an agent for each change of the two Chelas.
fn text(each: usize) -> String {
    let agents = (0..each).flat_map(|n| [key(Writer::Chela(0), n), key(Writer::Chela(1), n)]);
    let agents: String = agents.map(|agent| format!("      {agent}: {{}},\n")).collect();
    format!(
        "// written by many\n{{\n  gateway: {{ mode: 'local', port: 18789, bind: 'loopback', auth: \
         {{ mode: 'token', token: 'for-the-gateway-only' }} }},\n  agents: {{\n    ownership: \
         'explicit',\n    defaults: {{ params: {{ start: 0 }} }}, // everybody's\n    entries: {{\n\
         {agents}    }},\n  }},\n}}\n"
    )
}

/// The text with one more parameter, as an editor would put it in; nothing where it is not whole.
fn inserted(text: &str, key: &str) -> Option<String> {
    let whole: Result<Value, _> = json5::from_str(text);
    whole.ok()?;
    let params = text.find("params")?;
    let at = params + text.get(params..)?.find('{')? + 1;
    Some(format!("{} \"{key}\": 1,{}", text.get(..at)?, text.get(at..)?))
}

/// Puts a file into the place of another one, and answers what stood there.
pub(crate) fn exchanged(fresh: &Path, target: &Path) -> Result<String> {
    renameat_with(CWD, fresh, CWD, target, RenameFlags::EXCHANGE)?;
    let displaced = fs::read_to_string(fresh)?;
    fs::remove_file(fresh)?;
    Ok(displaced)
}
