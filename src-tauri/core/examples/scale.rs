//! How long the config's functions of text take, at one, two and four times a size. Part of
//! `./dev bench`; the last column is how much longer four times the text takes than one.

#![allow(clippy::print_stdout, reason = "that is what it is for")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use chela_core::config::diff::file_diff;
use chela_core::config::history::{About, Surface};
use chela_core::config::reconcile::reconcile;
use chela_core::config::splice::splices;
use chela_core::config::store::always;
use chela_core::config::{Document, Edit, Path as Key, Store};
use chela_core::openclaw::Home;
use chela_core::place::Place;
use chela_core::{Code, Error};
use serde_json::json;

#[path = "../tests/config/large.rs"]
mod large;

/// Agents in the smallest text; four times as many make 10 MB.
const AGENTS: usize = 1_250;

fn main() -> chela_core::Result<()> {
    println!("{:>28} {:>9} {:>9} {:>9}", "agents", AGENTS, 2 * AGENTS, 4 * AGENTS);
    let mut rows: Vec<(&str, Vec<f64>)> = Vec::new();
    for size in [1, 2, 4] {
        for (index, (name, took)) in measured(AGENTS * size)?.into_iter().enumerate() {
            if rows.len() == index {
                rows.push((name, Vec::new()));
            }
            rows[index].1.push(took);
        }
    }
    for (name, took) in rows {
        let cells: String = took.iter().map(|ms| format!(" {ms:>6.0} ms")).collect();
        println!("{name:>28}{cells}   x{:.1}", took[2] / took[0]);
    }
    Ok(())
}

fn measured(agents: usize) -> chela_core::Result<Vec<(&'static str, f64)>> {
    let text = large::config(agents);
    let theirs = large::written_back(&text);
    let document = Document::parse(&text)?;
    let set = |agent: usize| Edit::Set {
        path: Key::from(["agents", "list"]).join(agent).join("model").join("primary"),
        value: json!("anthropic/claude-opus-4-6"),
    };
    let few: Vec<Edit> = (0..100).map(|n| set(n * agents / 100)).collect();
    let all: Vec<Edit> = (0..agents).map(set).collect();
    let after = document.apply_all(&all)?;
    let reversed: String = text.split_inclusive('\n').rev().collect();
    let path = Path::new("openclaw.json");
    Ok(vec![
        timed("read", || Document::parse(&text).is_ok()),
        timed("one edit", || document.apply(&few[50]).is_ok()),
        timed("100 edits", || document.apply_all(&few).is_ok()),
        timed("an edit of each agent", || document.apply_all(&all).is_ok()),
        timed("committed, one edit", || committed(&text, &few[50..51])),
        timed("committed, 100 edits", || committed(&text, &few)),
        timed("reconcile", || reconcile(&text, &theirs).is_ok()),
        timed("splices, all changed", || splices(&text, after.text()).len()),
        timed("splices, nothing alike", || splices(&text, &theirs).len()),
        timed("splices, another order", || splices(&text, &reversed).len()),
        timed("diff, all changed", || file_diff(path, Some(&text), after.text()).lines.len()),
        timed("diff, nothing alike", || file_diff(path, Some(&text), &theirs).lines.len()),
    ])
}

/// Edits read, made, written down in the history and written to a disk.
fn committed(text: &str, edits: &[Edit]) -> chela_core::Result<()> {
    let folder = tempfile::tempdir().map_err(|error| Error::new(Code::Io).with("detail", error))?;
    let home = Home::at(folder.path().to_owned());
    std::fs::write(&home.config_path, text).map_err(|e| Error::new(Code::Io).with("detail", e))?;
    let store = Store::new(&Place::at(folder.path().join("chela")), &home);
    let about = About { title: "x".into(), surface: Surface::Program, operation: None, at_ms: 1 };
    store.change(&always(edits.to_vec()), &about).map(drop)
}

fn timed<T>(name: &'static str, work: impl FnOnce() -> T) -> (&'static str, f64) {
    let started = Instant::now();
    black_box(work());
    (name, started.elapsed().as_secs_f64() * 1000.0)
}
