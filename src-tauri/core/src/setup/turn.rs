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

/// Sends one real turn through the gateway, to one of `agents`, those that have the sign-in: the
/// default one when it is among them or nobody is named, else the first. Green only if `profile`
/// and `model` served it (both by default the ones that should): a fallback is a failure. `model`
/// is the default agent's; another one answers with its own.
pub async fn test_turn(
    context: &Context,
    profile: Option<&str>,
    model: Option<&str>,
    agents: &[String],
) -> TestTurn {
    let begun = Instant::now();
    let outcome = served(context, profile, model, agents).await;
    let shown = told(context, begun, outcome);
    if shown.ok {
        remember(context, &shown);
    }
    shown
}

/// What came of a turn that began then; the entry of the profile that served is confirmed.
pub(super) fn told(context: &Context, begun: Instant, outcome: Result<Served>) -> TestTurn {
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
            confirm(context, served.reference.as_deref());
        }
        Err(error) => shown.problem = Some(error.into()),
    }
    shown
}

/// A turn that was served as it should.
pub(super) struct Served {
    pub(super) turn: Turn,
    pub(super) profile: Option<String>,
    /// The id of the reference through which that profile has its secret.
    pub(super) reference: Option<String>,
}

async fn served(
    context: &Context,
    profile: Option<&str>,
    model: Option<&str>,
    agents: &[String],
) -> Result<Served> {
    let config = context.config()?;
    let gateway = context.gateway(&config).await?;
    if gateway.state().await != GatewayState::Running {
        return Err(Error::new(Code::GatewayStopped));
    }
    let openclaw = context.openclaw().await?;
    let main = main_agent(&config);
    let agent = asked(main, agents);
    let (turn, status) = openclaw.turn(agent, &say("core.test-message", &[])).await?;
    if !turn.ok {
        let detail = turn.error.clone().unwrap_or_default();
        return Err(Error::new(Code::TurnFailed).with("detail", detail));
    }
    let status = status?;
    context.remember_status(agent, status.clone());
    let by = turn.served_by(&status);
    let model = model.filter(|_| agent == main);
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
    let reference = by.as_deref().and_then(|by| status.reference(by)).map(str::to_owned);
    Ok(Served { turn, profile: by, reference })
}

/// Notes at the entry that it works.
fn confirm(context: &Context, id: Option<&str>) {
    let entries = context.own_entries().unwrap_or_default();
    let served = entries.into_iter().find(|entry| Some(entry.id.as_str()) == id);
    if let Some(mut entry) = served.filter(|entry| entry.confirmed_ms.is_none()) {
        entry.confirmed_ms = Some(now_ms());
        // That it cannot be noted only leaves it "not confirmed".
        let _unnoted = context.keychain.update(&entry);
    }
}

/// The agent to ask, of those that have the sign-in.
pub(super) fn asked<'a>(main: &'a str, agents: &'a [String]) -> &'a str {
    match agents.first() {
        Some(first) if agents.iter().all(|agent| agent != main) => first,
        _ => main,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_that_has_the_sign_in_is_asked() {
        for (agents, expected) in [
            (&[][..], "main"),
            (&["main"], "main"),
            (&["mail", "main"], "main"),
            (&["mail", "calendar"], "mail"),
        ] {
            let agents: Vec<String> = agents.iter().map(|agent| (*agent).to_owned()).collect();
            assert_eq!(asked("main", &agents), expected, "{agents:?}");
        }
    }
}
