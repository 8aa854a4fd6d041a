//! What an interrupted operation left: naming it, finishing it, or taking it back.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::clean::{self, Cleaning};
use super::connect::Purpose;
use super::disconnect::Disconnecting;
use super::give::{self, Giving};
use super::leave::{self, Leaving};
use super::order::{self, Ordering};
use super::other_secrets::{self, Adopting};
use super::rotate::Wanted;
use super::run::Run;
use super::session::Session;
use super::undo::{self, Undoing};
use super::undoing::{Mark, put_back};
use super::{Context, Report, connect, disconnect, rotate, tidy};
use crate::config::journal::{Journal, Record, StepEnd, StepId};
use crate::error::{Code, Error, Result};
use crate::openclaw::cli;
use crate::vault::{KeychainError, Secret};
use crate::view::ConnectRequest;

type Left = Record<Value, Mark>;

/// What is left, as an error to show.
pub(super) fn interrupted(context: &Context) -> Option<Error> {
    let left = Journal::interrupted::<Value, Mark>(&context.place, &context.home);
    left.map(|left| left.map(|record| record.error())).unwrap_or_else(Some)
}

/// Finishes (`true`) or takes back what an interrupted operation left. Answers whether anything
/// was left.
///
/// # Errors
/// Those of the steps; then it is still there to settle.
pub async fn settle(context: &Context, finish: bool, report: &dyn Report) -> Result<bool> {
    let Some((journal, left)) = Journal::resume::<Value, Mark>(&context.place, &context.home)?
    else {
        return Ok(false);
    };
    cli::commands_ended(&context.home).await?;
    tidy::under_lock(context, journal.lock());
    tidy::of_operation(journal.lock(), left.steps.iter().filter_map(|step| step.data.as_ref()));
    // What cannot be put back is brought to its end.
    let gone = left.steps.iter().any(|step| step.data == Some(Mark::Removed));
    if finish || gone {
        finish_it(context, journal, left, report).await?;
    } else {
        take_it_back(context, journal, left, report).await?;
    }
    Ok(true)
}

async fn take_it_back(
    context: &Context,
    mut journal: Journal,
    left: Left,
    report: &dyn Report,
) -> Result<()> {
    let session = Session::open(context).await?;
    let at_ms = left.at_ms;
    let marks = open_marks(left)?;
    put_back(&session, report, &mut journal, &marks).await?;
    context.store().unfinished(journal.lock(), at_ms)?;
    journal.close()
}

/// What is still to be taken back.
///
/// # Errors
/// `cannot-take-back` when a step is of a newer Chela's kind: nothing is done by halves.
fn open_marks(left: Left) -> Result<Vec<(StepId, Mark)>> {
    let open = left.steps.into_iter().filter(|step| step.end != Some(StepEnd::PutBack));
    open.map(|step| Some((step.id, step.data?)))
        .collect::<Option<_>>()
        .ok_or_else(|| Error::new(Code::CannotTakeBack))
}

/// Each operation comes to the same end when it is done once more: what it did already is seen
/// and left alone. If it fails, all of it is taken back.
async fn finish_it(
    context: &Context,
    journal: Journal,
    left: Left,
    report: &dyn Report,
) -> Result<()> {
    let unable = || Error::new(Code::CannotFinish);
    let operation = left.operation.clone();
    let about = left.about.clone().ok_or_else(unable)?;
    let at_ms = left.at_ms;
    let run = Run::resume(report, journal, at_ms, open_marks(left)?);
    if let Some(purpose) = Purpose::of_operation(&operation) {
        let request: ConnectRequest = read(about).ok_or_else(unable)?;
        let secret = stored(context, &run)?;
        return connect::finish(context, purpose, &request, &secret, run).await.map(drop);
    }
    match operation.as_str() {
        "disconnect" => {
            let wanted: Disconnecting = read(about).ok_or_else(unable)?;
            disconnect::finish(context, &wanted, run).await.map(drop)
        }
        "order" => {
            let wanted: Ordering = read(about).ok_or_else(unable)?;
            order::finish(context, wanted, run).await.map(drop)
        }
        "undo" => {
            let wanted: Undoing = read(about).ok_or_else(unable)?;
            undo::finish(context, &wanted, run).await
        }
        "give" => {
            let wanted: Giving = read(about).ok_or_else(unable)?;
            give::finish(context, &wanted, run).await.map(drop)
        }
        "clean" => {
            let wanted: Cleaning = read(about).ok_or_else(unable)?;
            clean::finish(context, wanted, run).await
        }
        "rotate" => {
            let wanted: Wanted = read(about).ok_or_else(unable)?;
            let secret = stored(context, &run)?;
            rotate::finish(context, &wanted, &secret, run).await
        }
        "leave" => {
            let wanted: Leaving = read(about).ok_or_else(unable)?;
            leave::finish(context, wanted, run).await.map(drop)
        }
        "adopt-settings" => {
            let wanted: Adopting = read(about).ok_or_else(unable)?;
            other_secrets::finish(context, &wanted, run).await.map(drop)
        }
        _ => Err(unable()),
    }
}

/// The secret that an interrupted operation has put into the keychain.
fn stored(context: &Context, run: &Run<'_>) -> Result<Secret> {
    let unable = || Error::new(Code::CannotFinish);
    match context.keychain.get(run.stored().next().ok_or_else(unable)?) {
        // Noted and not yet stored: the secret is gone with who was to store it.
        Err(KeychainError::NotFound) => Err(unable()),
        secret => Ok(secret?),
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}
