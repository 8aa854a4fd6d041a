//! Undoing one thing of the history: a change of the config by itself, or a whole operation with
//! its references, its keychain entries and the order. Undoing is an operation like any other: it
//! is put back when a step fails, and can be undone.

mod obstacle;
mod plan;
mod reverse;
mod topics;

use serde::{Deserialize, Serialize};

use super::run::Run;
use super::session::Session;
use super::undoing::Mark;
use super::{Context, Report, check_after, gate, now_ms, operation_id, purge, revoke};
use crate::config::history::{Change, Entry, Operation, Surface};
use crate::error::{Code, Error, Result};
use crate::place::Settings;
use crate::text::say;
use crate::view::{Notice, Undone};

pub use plan::plan_undo;

/// The name by which the newest thing that Chela did and that can be undone may be called.
const LATEST: &str = "latest";
/// The name of the change after which OpenClaw's own check found a problem.
const PROBLEM: &str = "problem";

/// Undoes one thing of the history, by its id, as `latest` or as `problem` (what OpenClaw's check
/// found fault with), if what it did is still as it left it. `with_later` undoes first what was
/// done to the same settings since.
///
/// # Errors
/// `change-unknown`; `already-undone`; `undo-conflict` with `detail`, before anything is done;
/// those of the store and of the steps.
pub async fn undo(
    context: &Context,
    change: &str,
    with_later: bool,
    report: &dyn Report,
) -> Result<Undone> {
    let entries = entries(context)?;
    let entry = find(context, &entries, change)?;
    if entry.undone {
        return Err(Error::new(Code::AlreadyUndone));
    }
    let later = if with_later { topics::later(&entries, entry) } else { vec![] };
    let mut undone = Undone { ids: vec![], notices: vec![] };
    for entry in later.into_iter().chain([entry]) {
        match &entry.operation {
            Some(operation) => {
                undone
                    .notices
                    .extend(operation_back(context, &entries, entry, operation, report).await?);
            }
            None => change_back(context, &entries, entry)?,
        }
        undone.ids.push(entry.id().to_owned());
    }
    // What OpenClaw found after a change was about the change.
    let home = context.home.id();
    Settings::update(&context.place, |settings| settings.set_last_check(&home, None))?;
    Ok(undone)
}

/// What was asked for, as the journal remembers it.
#[derive(Serialize, Deserialize)]
pub(super) struct Undoing {
    entry: String,
}

/// Goes on with an undo that was interrupted: what is back already is left alone.
///
/// # Errors
/// As for [`undo`]. Before the first step the run stays interrupted.
pub(super) async fn finish(context: &Context, wanted: &Undoing, run: Run<'_>) -> Result<()> {
    let entries = entries(context)?;
    let entry = find(context, &entries, &wanted.entry)?;
    let operation = entry.operation.as_ref().ok_or_else(|| Error::new(Code::CannotFinish))?;
    let session = Session::open(context).await?;
    carry_out(session, operation, run).await.map(drop)
}

/// The history, with what others have done until now.
///
/// # Errors
/// `io`.
pub(super) fn entries(context: &Context) -> Result<Vec<Entry>> {
    super::history::observe(context);
    context.store().history()
}

/// The entry that a person names.
fn find<'e>(context: &Context, entries: &'e [Entry], name: &str) -> Result<&'e Entry> {
    let problem = || check_after::found(context).and_then(|check| check.change);
    let found = match name {
        LATEST => latest(context, entries)?,
        PROBLEM => problem().and_then(|id| entries.iter().find(|entry| entry.is_called(&id))),
        id => entries.iter().find(|entry| entry.is_called(id)),
    };
    found.ok_or_else(|| Error::new(Code::ChangeUnknown).with("change", name))
}

/// Whether enough of an entry is known to undo it. A step of an operation that was not finished
/// goes with that one, and not by itself.
pub(super) fn is_kept(entry: &Entry) -> bool {
    let steps = entry.operation.as_ref().map_or(Ok(vec![]), marks_of);
    let is_step = |change: &Change| change.operation.is_some();
    !entry.undone
        && (entry.operation.is_some() || !entry.changes.iter().any(is_step))
        && steps.is_ok_and(|marks| !marks.contains(&Mark::Removed))
        && entry.changes.iter().all(Change::is_kept)
}

/// Whether Chela did it.
fn is_own(entry: &Entry) -> bool {
    !matches!(entry.surface(), Surface::Openclaw | Surface::Others)
}

/// The newest entry of Chela's own that there is something to undo of. Whether that can be done
/// as things are now is another question: an older one is not undone instead.
fn latest<'e>(context: &Context, entries: &'e [Entry]) -> Result<Option<&'e Entry>> {
    for entry in entries.iter().filter(|entry| is_own(entry) && is_kept(entry)) {
        if entry.operation.is_some() || !context.store().is_as_before(&entry.changes)? {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

/// What the steps of an operation noted.
///
/// # Errors
/// `cannot-take-back` when one is of a newer Chela's kind.
fn marks_of(operation: &Operation) -> Result<Vec<Mark>> {
    let read = |step: &serde_json::Value| serde_json::from_value(step.clone()).ok();
    let marks: Option<Vec<Mark>> = operation.steps.iter().map(read).collect();
    marks.ok_or_else(|| Error::new(Code::CannotTakeBack))
}

/// Why it cannot be undone as things are.
fn refuse(entries: &[Entry], entry: &Entry, obstacles: &[String]) -> Error {
    let later = topics::later(entries, entry);
    let names = later.iter().map(|later| format!("{} ({})", later.title(), later.id()));
    let names = names.collect::<Vec<_>>().join(", ");
    let conflict =
        Error::new(if later.is_empty() { Code::UndoConflict } else { Code::UndoLaterFirst });
    conflict.with("detail", obstacles.join(" ")).with("later", names)
}

/// A change of the config by itself. A running gateway applies it like any edit.
fn change_back(context: &Context, entries: &[Entry], entry: &Entry) -> Result<()> {
    let store = context.store();
    let title = say("core.change.undo", &[("title", &entry.title())]);
    let about = context.about(title, None);
    let done = store.undo(&store.lock()?, entry.id(), &about);
    done.map(drop).map_err(|error| match error.code {
        Code::UndoConflict => refuse(entries, entry, &[obstacle::settings(entry.changes.iter())]),
        _ => error,
    })
}

async fn operation_back(
    context: &Context,
    entries: &[Entry],
    entry: &Entry,
    operation: &Operation,
    report: &dyn Report,
) -> Result<Vec<Notice>> {
    let lock = Run::lock_of(context)?;
    let session = Session::open(context).await?;
    gate::must_be_here(&session)?;
    let marks = marks_of(operation)?;
    let mut obstacles = obstacle::of_steps(&session, &marks).await?;
    obstacles.extend(obstacle::of_provider(&session, entry, &marks)?);
    obstacles.extend(obstacle::of_changes(context, &[entry]).err());
    if !obstacles.is_empty() {
        return Err(refuse(entries, entry, &obstacles));
    }
    let wanted = Undoing { entry: operation.id.clone() };
    let run = Run::begin(lock, report, "undo", &wanted)?;
    carry_out(session, operation, run).await
}

async fn carry_out(
    session: Session<'_>,
    operation: &Operation,
    mut run: Run<'_>,
) -> Result<Vec<Notice>> {
    match steps(&session, operation, &mut run).await {
        Ok(notices) => {
            let title = say("core.change.undo", &[("title", &operation.title)]);
            run.finish_undo(session.context, &title, &operation.id)?;
            purge::purge(session.context, now_ms());
            Ok(notices)
        }
        Err(error) => Err(run.fail(&session, error).await),
    }
}

async fn steps(
    session: &Session<'_>,
    operation: &Operation,
    run: &mut Run<'_>,
) -> Result<Vec<Notice>> {
    let name = run.edit().map_or_else(|| operation_id("undo"), str::to_owned);
    let title = say("core.change.undo", &[("title", &operation.title)]);
    let about = session.context.about(title, Some(name));
    let mut step = None;
    for mark in marks_of(operation)?.iter().rev() {
        if step != Some(mark.step()) {
            step.inspect(|_| run.done(None));
            run.start(mark.step())?;
            step = Some(mark.step());
        }
        reverse::reverse(session, run, mark, &about).await?;
    }
    step.inspect(|_| run.done(None));
    let mut notices = run.reload(session).await?;
    notices.extend(marks_of(operation)?.iter().filter_map(revoke::serves_again));
    Ok(notices)
}
