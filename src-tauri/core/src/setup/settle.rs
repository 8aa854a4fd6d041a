//! What an interrupted operation left: naming it, finishing it, or taking it back.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::disconnect::Disconnecting;
use super::session::Session;
use super::undoing::{Mark, put_back};
use super::{Context, Report, connect, disconnect};
use crate::config::journal::{Journal, Record, StepId};
use crate::error::{Code, Error, Result};
use crate::view::ConnectRequest;

type Left = Record<Value, Mark>;

/// What is left, as an error to show.
pub(super) fn interrupted(context: &Context) -> Option<Error> {
    let left = Journal::interrupted::<Value, Mark>(&context.place, &context.home);
    left.map(|left| left.map(|record| record.error())).unwrap_or_else(Some)
}

/// Finishes (`true`) or takes back what an interrupted operation left. Does nothing where
/// nothing is left.
///
/// # Errors
/// Those of the steps; then it is still there to settle.
pub async fn settle(context: &Context, finish: bool, report: &dyn Report) -> Result<()> {
    let Some((mut journal, left)) = Journal::resume::<Value, Mark>(&context.place, &context.home)?
    else {
        return Ok(());
    };
    if finish {
        return finish_it(context, journal, left, report).await;
    }
    let session = Session::open(context).await?;
    let marks: Vec<(StepId, Mark)> =
        left.steps.into_iter().filter_map(|step| Some((step.id, step.data?))).collect();
    put_back(&session, report, &mut journal, &marks).await?;
    journal.close()
}

/// Both operations come to the same end when they are done once more: what they did already is
/// seen and left alone.
async fn finish_it(
    context: &Context,
    journal: Journal,
    left: Left,
    report: &dyn Report,
) -> Result<()> {
    let unable = || Error::new(Code::CannotFinish);
    match left.operation.as_str() {
        "connect" => {
            let request: ConnectRequest = left.about.and_then(read).ok_or_else(unable)?;
            let stored = left.steps.iter().find_map(|step| match &step.data {
                Some(Mark::Stored { id }) => Some(id),
                _ => None,
            });
            let secret = context.keychain.get(stored.ok_or_else(unable)?)?;
            journal.close()?;
            connect::connect(context, &request, &secret, report).await.map(drop)
        }
        "disconnect" => {
            let wanted: Disconnecting = left.about.and_then(read).ok_or_else(unable)?;
            journal.close()?;
            disconnect::disconnect(context, &wanted.profile, &wanted.agents, report).await.map(drop)
        }
        _ => Err(unable()),
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Option<T> {
    serde_json::from_value(value).ok()
}
