//! What keeping was worth in the last days: read from OpenClaw through its running gateway.

use super::{capabilities, known};
use crate::caching::{self, Conversation, estimate};
use crate::config::GatewayConfig;
use crate::error::{Code, Error, Result};
use crate::models::PROVIDER;
use crate::openclaw::OpenClaw;
use crate::openclaw::usage::{Recorded, Sent};
use crate::setup::{Context, gate, now_ms};
use crate::view::{CacheLeftOut, CacheScope, CacheUsage, GatewayState};

/// How far back.
const DAYS: u64 = 30;
const DAY: u64 = 24 * 60 * 60 * 1000;
/// How many conversations are looked at, the largest first: each is a question of 2 s to OpenClaw.
const MOST: usize = 20;
/// How many questions at a time.
const AT_A_TIME: usize = 2;

/// What keeping was worth in the last 30 days on the turns of all agents with Claude, or those of
/// `scope`, and what other settings would have cost. Asks OpenClaw about its largest conversations, which takes up to a
/// minute.
///
/// # Errors
/// `agent-unknown`, `model-malformed`, `gateway-stopped`, those of a gateway that is elsewhere, of the config and of OpenClaw.
pub async fn cache_usage(context: &Context, scope: &CacheScope) -> Result<CacheUsage> {
    let files = context.store().load()?.config?;
    let config = GatewayConfig::read(files.value());
    let scope = known(&config, scope)?;
    if let Some(elsewhere) = gate::refusal(&context.environment, &context.home, &config) {
        return Err(elsewhere);
    }
    let openclaw = context.openclaw().await?;
    if context.gateway(&config).await?.settled().await != GatewayState::Running {
        return Err(Error::new(Code::GatewayStopped));
    }
    let can = capabilities(context, &config).await;
    let now = now_ms();
    // OpenClaw counts whole days in UTC.
    let since = (now - now % DAY).saturating_sub(DAYS * DAY);
    let mut all = openclaw.conversations(since, now).await?;
    all.retain(|one| is_in(&scope, one));
    let (wanted, mut left_out) = chosen(all);
    let mut conversations = Vec::new();
    let (mut by_subscription, mut failed) = (false, None);
    for (of, told) in told(&openclaw, &wanted, since).await {
        let turns = match told {
            Ok((turns, untold)) => {
                left_out.turns += untold;
                turns
            }
            // One that cannot be read says nothing of the others.
            Err(error) => {
                left_out.turns += of.turns();
                failed = failed.or(Some(error));
                continue;
            }
        };
        let Some((model, _)) = of.models.into_iter().next() else {
            continue;
        };
        let set = caching::cache(files.value(), &config, &can, (&of.agent, &model));
        by_subscription |= set.by_subscription;
        conversations.push(Conversation {
            agent: of.agent,
            model,
            retention: set.retention,
            turns,
        });
    }
    if let Some(error) = failed.filter(|_| conversations.is_empty()) {
        return Err(error);
    }
    Ok(estimate(&conversations, since, left_out, by_subscription))
}

/// Whether a conversation is of the agent, and mostly with the model, that is asked about.
fn is_in(scope: &CacheScope, one: &Recorded) -> bool {
    let model = one.models.first().map(|(model, _)| model);
    scope.agent.as_ref().is_none_or(|agent| *agent == one.agent)
        && scope.model.as_ref().is_none_or(|wanted| Some(wanted) == model)
}

/// The largest conversations with Claude alone.
fn chosen(mut all: Vec<Recorded>) -> (Vec<Recorded>, CacheLeftOut) {
    let is_claude = |(model, _): &(String, u64)| model.starts_with(&format!("{PROVIDER}/"));
    all.retain(|one| one.models.iter().any(is_claude));
    let with_claude = all.len();
    all.retain(|one| one.models.iter().all(is_claude));
    let mixed = with_claude - all.len();
    all.sort_by_key(|one| std::cmp::Reverse(one.tokens));
    let small = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    (all, CacheLeftOut { turns: 0, mixed: count(mixed), small: count(small) })
}

/// The turns of each, and how many OpenClaw does not tell.
async fn told(
    openclaw: &OpenClaw,
    wanted: &[Recorded],
    since: u64,
) -> Vec<(Recorded, Result<(Vec<Sent>, u64)>)> {
    let mut told = Vec::new();
    for some in wanted.chunks(AT_A_TIME) {
        let ask = async |of: Option<&Recorded>| match of {
            Some(of) => Some(openclaw.turns(of, since).await),
            None => None,
        };
        let (one, other) = tokio::join!(ask(some.first()), ask(some.get(1)));
        let answers = [one, other].into_iter().flatten();
        told.extend(some.iter().cloned().zip(answers));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(key: &str, tokens: u64, models: &[&str]) -> Recorded {
        let models = models.iter().map(|model| ((*model).to_owned(), 1)).collect();
        Recorded::new("main", key, models, tokens)
    }

    #[test]
    fn a_scope_takes_what_is_its_own() {
        let one = recorded("one", 1, &["anthropic/a", "anthropic/b"]);
        for (agent, model, expected) in [
            (None, None, true),
            (Some("main"), Some("anthropic/a"), true),
            (Some("mail"), None, false),
            (None, Some("anthropic/b"), false),
        ] {
            let scope =
                CacheScope { agent: agent.map(str::to_owned), model: model.map(str::to_owned) };
            assert_eq!(is_in(&scope, &one), expected, "{scope:?}");
        }
    }

    #[test]
    fn the_largest_conversations_with_claude_alone_are_chosen() {
        let opus = "anthropic/claude-opus-4-6";
        let mut all = vec![
            recorded("small", 1, &[opus]),
            recorded("other", 900, &["openai/gpt"]),
            recorded("mixed", 800, &["openai/gpt", opus]),
            recorded("empty", 0, &[]),
        ];
        all.extend((0..20).map(|at| recorded("large", 100 + at, &[opus])));
        let (chosen, left_out) = chosen(all);
        assert_eq!((chosen.len(), chosen[0].tokens), (20, 119));
        assert_eq!(left_out, CacheLeftOut { turns: 0, mixed: 1, small: 1 });
    }
}
