//! Proving one sign-in, whichever is used first: by asking Anthropic about it, which costs
//! nothing, or by a real turn through the gateway with exactly that profile.

use std::time::Instant;

use super::give::entry_of;
use super::run::Run;
use super::session::{Session, kind_of, main_agent};
use super::turn::{Served, asked, test_turn, told};
use super::{Context, now_ms};
use crate::anthropic::{self, Verdict};
use crate::error::{Code, Error, Result};
use crate::text::say;
use crate::view::{Checked, GatewayState, Notice, Step, TestTurn};

/// Asks Anthropic about a sign-in whose secret Chela can read, and notes at its keychain entry
/// whether it is confirmed.
///
/// # Errors
/// `profile-unmanaged` for one that Chela did not make; those of the keychain and the config.
pub async fn check_profile(context: &Context, profile: &str) -> Result<Checked> {
    let config = context.config()?;
    let live = context.own_entries()?;
    let entry = entry_of(&live, profile, main_agent(&config))
        .ok_or_else(|| Error::new(Code::ProfileUnmanaged).with("profile", profile))?;
    let secret = context.keychain.get(&entry.id)?;
    let base = context.anthropic_base(&config);
    let (confirmed, problem) = match anthropic::check(&base, kind_of(entry), &secret).await {
        Verdict::Confirmed { .. } => (Some(true), None),
        Verdict::Invalid(error) => (Some(false), Some(Notice::from(error))),
        Verdict::Unconfirmed(error) => (None, Some(Notice::from(error))),
    };
    let mut entry = entry.clone();
    let confirmed_ms = match confirmed {
        Some(true) => Some(now_ms()),
        Some(false) => None,
        None => entry.confirmed_ms,
    };
    if confirmed_ms != entry.confirmed_ms {
        entry.confirmed_ms = confirmed_ms;
        context.keychain.update(&entry)?;
    }
    let outcome = match confirmed {
        Some(true) => "confirmed",
        Some(false) => "refused",
        None => "unconfirmed",
    };
    Ok(Checked {
        profile: profile.to_owned(),
        confirmed,
        text: say(&format!("core.checked.{outcome}"), &[("profile", &profile)]),
        problem,
        at_ms: now_ms(),
    })
}

/// Sends one real turn through the gateway with exactly `profile`, to one of `agents`, those that
/// have it (by default the default agent). No order is changed. It is a failure when another
/// profile or a fallback model has answered.
pub async fn test_profile(context: &Context, profile: &str, agents: &[String]) -> TestTurn {
    let begun = Instant::now();
    let outcome = served_through(context, profile, agents).await;
    told(context, begun, outcome)
}

/// The step that makes an operation count: a turn through the running gateway with exactly
/// `profile`. Where no gateway runs there is none to see, and Anthropic must have `confirmed` the
/// credential just now.
///
/// # Errors
/// `not-proven` and those of the turn.
pub(super) async fn served(
    session: &Session<'_>,
    run: &mut Run<'_>,
    profile: &str,
    agents: &[String],
    confirmed: bool,
) -> Result<()> {
    run.start(Step::Prove)?;
    if !runs(session).await? {
        if !confirmed {
            return Err(Error::new(Code::NotProven).with("profile", profile));
        }
        run.skipped("core.step.prove.stopped");
        return Ok(());
    }
    let shown = test_profile(session.context, profile, agents).await;
    match shown.problem {
        None => run.done(shown.reply),
        Some(problem) => {
            let error = Error::new(Code::NotServed).with("profile", profile);
            return Err(error.with("detail", problem.message));
        }
    }
    Ok(())
}

/// As [`served`], by whatever signs in.
///
/// # Errors
/// `not-served`.
pub(super) async fn answers(session: &Session<'_>, run: &mut Run<'_>) -> Result<()> {
    run.start(Step::Prove)?;
    let shown = test_turn(session.context, None, None, &[]).await;
    match shown.problem {
        None => run.done(shown.reply),
        Some(problem) => {
            let error = Error::new(Code::NotServed).with("profile", say("core.prove.any", &[]));
            return Err(error.with("detail", problem.message));
        }
    }
    Ok(())
}

/// Whether a gateway runs, or is about to.
///
/// # Errors
/// Those of finding it.
pub(super) async fn runs(session: &Session<'_>) -> Result<bool> {
    let gateway = session.context.gateway(&session.config).await?;
    Ok(gateway.settled().await == GatewayState::Running)
}

async fn served_through(context: &Context, profile: &str, agents: &[String]) -> Result<Served> {
    let config = context.config()?;
    if context.gateway(&config).await?.state().await != GatewayState::Running {
        return Err(Error::new(Code::GatewayStopped));
    }
    let openclaw = context.openclaw().await?;
    let agent = asked(main_agent(&config), agents);
    let before = openclaw.status(Some(agent)).await?;
    if before.profile(profile).is_none() {
        let known: Vec<&str> = before.profiles.iter().map(|known| known.id.as_str()).collect();
        return Err(Error::new(Code::ProfileUnknown)
            .with("profile", profile)
            .with("known", known.join(", ")));
    }
    let default = before.resolved_default.as_ref().or(before.default_model.as_ref());
    let mut known = default.into_iter().chain(&before.fallbacks);
    let model = known.find(|model| model.starts_with("anthropic/")).ok_or_else(|| {
        Error::new(Code::ServedByOther)
            .with("served", before.resolved_default.clone().unwrap_or_default())
            .with("wanted", profile)
    })?;
    let message = say("core.test-message", &[]);
    let turn = openclaw.turn_through(agent, &message, model, profile).await?;
    let after = openclaw.status(Some(agent)).await?;
    context.remember_status(agent, after.clone());
    if !turn.ok {
        let detail = turn.error.clone().unwrap_or_default();
        return Err(Error::new(Code::TurnFailed).with("detail", detail));
    }
    let other = |served: Option<String>, wanted: &str| {
        let served = served.unwrap_or_else(|| say("core.something-else", &[]));
        Error::new(Code::ServedByOther).with("served", served).with("wanted", wanted)
    };
    if turn.reference().as_ref() != Some(model) {
        return Err(other(turn.reference(), model));
    }
    // A profile that failed in the turn waits now, and another has answered.
    if !after.profile(profile).is_some_and(|seen| seen.state.serves()) {
        let by = turn.served_by(&after).filter(|by| by != profile);
        return Err(other(by, profile));
    }
    let reference = after.reference(profile).map(str::to_owned);
    Ok(Served { turn, profile: Some(profile.to_owned()), reference })
}
