//! Leaving Chela: what it keeps for the agents goes back to OpenClaw, in plaintext, or is signed out;
//! then references, provider, resolver, keychain entries and history of this home are removed.
//!
//! Hand back or unbind → read back → config → reload → forget. Nothing refers to the provider any
//! more when that goes, and nothing to an entry. The entries go at once, without a grace period:
//! nobody may be there to end it. From then on there is no way back, and what fails is told.
//!
//! Leaves out other homes, which go on, and Chela's own settings, which hold no secret.

mod held;
mod hold;
mod plan;
mod tidy;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::held::Holdings;
use super::other_secrets::{in_plaintext, references};
use super::run::Run;
use super::session::Session;
use super::undoing::Mark;
use super::{Context, Report, gate, operation_id};
use crate::config::gateway_config::edits;
use crate::config::include::Files;
use crate::config::{Edit, GatewayConfig};
use crate::error::{Code, Error, Result};
use crate::text::say;
use crate::view::{LeaveRequest, LeaveWay, Left, Notice, Step};

pub use plan::plan_leave;

/// Leaves Chela in this home, and a gateway that starts. Doing it again finds nothing to do.
///
/// # Errors
/// `plaintext-not-accepted`, `settings-not-accepted`, `cannot-hand-back`, `sign-out-unsupported`, `provider-in-use`; those of
/// the keychain, which must be open; those of the steps, after which all is put back.
pub async fn leave(context: &Context, request: &LeaveRequest, report: &dyn Report) -> Result<Left> {
    let lock = Run::lock_of(context)?;
    let session = Session::open(context).await?;
    gate::must_be_here(&session)?;
    let holdings = Holdings::of(&session).await?;
    if let Some(refusal) = holdings.refusal(&session, request.way) {
        return Err(refusal);
    }
    if request.way == LeaveWay::HandBack && !request.accept_plaintext && holdings.refers() {
        return Err(Error::new(Code::PlaintextNotAccepted));
    }
    let settings = settings(&session)?;
    if !request.accept_plaintext && !settings.is_empty() {
        let settings = settings.join(", ");
        return Err(Error::new(Code::SettingsNotAccepted).with("settings", settings));
    }
    let wanted = Leaving { way: request.way };
    let run = Run::begin(lock, report, "leave", &wanted)?;
    carry_out(&session, wanted, holdings, run).await
}

/// Goes on with leaving where it was interrupted.
///
/// # Errors
/// As for [`leave`]. Before the first step the run stays interrupted.
pub(super) async fn finish(context: &Context, wanted: Leaving, run: Run<'_>) -> Result<Left> {
    let session = Session::open(context).await?;
    let holdings = Holdings::of(&session).await?;
    carry_out(&session, wanted, holdings, run).await
}

/// What was asked for, as the journal remembers it.
#[derive(Serialize, Deserialize)]
pub(super) struct Leaving {
    way: LeaveWay,
}

async fn carry_out(
    session: &Session<'_>,
    wanted: Leaving,
    holdings: Holdings,
    mut run: Run<'_>,
) -> Result<Left> {
    let mut notices = Vec::new();
    if !run.has(|mark| *mark == Mark::Removed) {
        let gone = async {
            let told = let_go(session, &wanted, &holdings, &mut run).await?;
            // Whoever wants to stop can do so for the last time.
            run.start(Step::Forget)?;
            run.note(Mark::Removed).map(|()| told)
        };
        match gone.await {
            Ok(told) => notices.extend(told),
            Err(error) => return Err(run.fail(session, error).await),
        }
    }
    run.go_on(Step::Forget);
    let tidied = tidy::tidy(session.context, run.lock());
    run.done(None);
    notices.extend(tidied.notices);
    run.close()?;
    Ok(Left {
        way: wanted.way,
        sign_ins: holdings.views(),
        removed_entries: tidied.removed_entries,
        folder: session.context.place.path().display().to_string(),
        other_homes: tidied.other_homes,
        notices,
    })
}

/// All that can be put back: afterwards OpenClaw needs nothing of Chela's in this home.
async fn let_go(
    session: &Session<'_>,
    wanted: &Leaving,
    holdings: &Holdings,
    run: &mut Run<'_>,
) -> Result<Vec<Notice>> {
    match wanted.way {
        LeaveWay::HandBack => hold::hand_back(session, run).await?,
        LeaveWay::SignOut => hold::sign_out(session, holdings, run).await?,
    }
    let (remaining, mut notices) = hold::read_back(session, run).await?;
    let profiles = match wanted.way {
        LeaveWay::HandBack => vec![],
        LeaveWay::SignOut => holdings.profiles_without(&remaining),
    };
    notices.extend(edit(session, &profiles, run).await?);
    notices.extend(run.reload(session).await?);
    Ok(notices)
}

async fn edit(
    session: &Session<'_>,
    profiles: &[String],
    run: &mut Run<'_>,
) -> Result<Option<Notice>> {
    run.start(Step::Config)?;
    let operation = operation_id("leave");
    run.note(Mark::Edited { operation: operation.clone() })?;
    let about = session.context.about(say("core.change.leave", &[]), Some(operation));
    let intent = |_: &GatewayConfig, files: &Files| edits(session, files, profiles);
    let done = session.commit_checked(run.lock(), &intent, &about).await?;
    run.done_if(done.changed);
    Ok(done.note())
}

/// What changes in the config: settings get their secrets back from the keychain, and the provider
/// goes, and what it says of `profiles`.
///
/// # Errors
/// `provider-in-use` when the config still refers to the provider then: Chela does not have that
/// secret. Those of the keychain.
fn edits(session: &Session<'_>, files: &Files, profiles: &[String]) -> Result<Vec<Edit>> {
    let mut edits = in_plaintext(session.context, files, &session.provider)?;
    let files = files.apply_all(&edits)?;
    if !references(files.value(), &session.provider).is_empty() {
        return Err(Error::new(Code::ProviderInUse).with("provider", &session.provider));
    }
    edits.extend(edits::remove_sign_ins(&files, profiles, &session.provider)?);
    Ok(edits)
}

/// The settings of the config that get their secrets back.
///
/// # Errors
/// Those of the config and of the keychain.
fn settings(session: &Session<'_>) -> Result<Vec<String>> {
    let files = session.context.store().load()?.config?;
    let edits = in_plaintext(session.context, &files, &session.provider)?;
    Ok(edits.iter().map(|edit| edit.path().to_string()).collect())
}

/// The profiles that some agent still has.
type Remaining = BTreeSet<String>;
