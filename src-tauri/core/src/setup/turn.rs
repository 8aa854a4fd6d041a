//! A real turn through the gateway, the proof that a sign-in works.

use std::time::Instant;

use super::session::main_agent;
use super::{Context, now_ms};
use crate::error::{Code, Error, Result};
use crate::openclaw::turn::Turn;
use crate::place::{Proof, Settings};
use crate::text::say;
use crate::view::{GatewayState, TestTurn};

/// The answer's beginning that is shown (characters).
const SHOWN: usize = 400;

/// Sends one real turn through the gateway. Green only if `profile` and `model` served it (both
/// by default the ones that should): a fallback is a failure.
pub async fn test_turn(context: &Context, profile: Option<&str>, model: Option<&str>) -> TestTurn {
    let begun = Instant::now();
    let outcome = served(context, profile, model).await;
    let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let mut shown = TestTurn {
        ok: outcome.is_ok(),
        reply: None,
        model: None,
        profile: None,
        took_ms,
        problem: None,
    };
    match outcome {
        Ok(served) => {
            shown.reply = served.turn.reply.as_ref().map(|text| text.chars().take(SHOWN).collect());
            shown.model = served.turn.reference();
            shown.profile = served.profile;
            remember(context, &shown);
        }
        Err(error) => shown.problem = Some(error.into()),
    }
    shown
}

struct Served {
    turn: Turn,
    profile: Option<String>,
}

async fn served(context: &Context, profile: Option<&str>, model: Option<&str>) -> Result<Served> {
    let config = context.config()?;
    let gateway = context.gateway(&config).await?;
    if gateway.state().await != GatewayState::Running {
        return Err(Error::new(Code::GatewayStopped));
    }
    let openclaw = context.openclaw().await?;
    let agent = main_agent(&config);
    let turn = openclaw.turn(agent, &say("core.test-message", &[]), None).await?;
    if !turn.ok {
        let detail = turn.error.clone().unwrap_or_default();
        return Err(Error::new(Code::TurnFailed).with("detail", detail));
    }
    let status = openclaw.status(Some(agent)).await?;
    context.remember_status(agent, status.clone());
    let by = turn.served_by(&status);
    let wanted_model = model.map(str::to_owned).or_else(|| status.resolved_default.clone());
    let other = |served: Option<String>, wanted: Option<String>| match (served, wanted) {
        (served, Some(wanted)) if served.as_ref() != Some(&wanted) => {
            Err(Error::new(Code::ServedByOther)
                .with("served", served.unwrap_or_else(|| say("core.something-else", &[])))
                .with("wanted", wanted))
        }
        _ => Ok(()),
    };
    other(turn.reference(), wanted_model)?;
    other(by.clone(), profile.map(str::to_owned))?;
    Ok(Served { turn, profile: by })
}

/// Keeps when and what was proven last, for the sentence on the home screen.
fn remember(context: &Context, shown: &TestTurn) {
    let proof =
        Proof { at_ms: now_ms(), profile: shown.profile.clone(), model: shown.model.clone() };
    // The proof was given; that it cannot be remembered only costs a line on the home screen.
    let _forgotten = Settings::update(&context.place, |settings| {
        settings.set_proof(&context.home.id(), &proof);
    });
}
