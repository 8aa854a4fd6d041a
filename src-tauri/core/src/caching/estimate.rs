//! What keeping was worth on the turns that there were, and what another setting would have cost on
//! the same turns. An estimate, which assumes that
//!
//! - what is set now was set all the time;
//! - the conversations of one agent with one model begin with the same instructions ([`shared`]);
//! - a turn that sends no less than the one before begins with all that that one sent, and one that
//!   sends less (a shortened conversation) with nothing of it; except where the recorded turn itself
//!   shows how much was still the same, as the cache of then read it;
//! - what is kept is read in full within its time after the last turn, and not at all later;
//! - the time from one answer to the next is that from one question to the next.

mod shared;

use std::collections::BTreeMap;

use self::shared::Beginnings;
use crate::models::{cache_costs, input_price};
use crate::openclaw::usage::Sent;
use crate::view::{CacheHour, CacheIf, CacheLeftOut, CachePrice, CacheUsage, Retention};

/// Fewer turns that follow another one tell nothing.
const ENOUGH: usize = 30;
/// What saves less than one part in so many is no better.
const CLEARLY: u64 = 20;
const HOUR: u64 = 60 * 60 * 1000;

/// The turns of one conversation, with what is set for its agent and model now.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// The agent.
    pub agent: String,
    /// `anthropic/…`.
    pub model: String,
    /// What is set now.
    pub retention: Retention,
    /// What was sent, the first turn first.
    pub turns: Vec<Sent>,
}

/// What these conversations cost since a moment, and would have cost.
pub fn estimate(
    conversations: &[Conversation],
    since_ms: u64,
    left_out: CacheLeftOut,
    by_subscription: bool,
) -> CacheUsage {
    let turns = || conversations.iter().flat_map(|one| &one.turns);
    let sum = |part: fn(&Sent) -> u64| turns().map(part).sum::<u64>();
    let following =
        conversations.iter().map(|one| one.turns.len().saturating_sub(1)).sum::<usize>();
    let retention = same(conversations.iter().map(|one| one.retention));
    let now = price(conversations, Conversation::recorded);
    let beginnings = shared::beginnings(conversations);
    let others: Vec<CacheIf> = [Retention::None, Retention::Short, Retention::Long]
        .into_iter()
        .filter(|other| Some(*other) != retention)
        .map(|retention| {
            let price = price(conversations, |one| one.with(retention, &beginnings));
            CacheIf { retention, price }
        })
        .collect();
    let best = others.iter().min_by_key(|other| other.price.tokens);
    let clearly =
        |other: &&CacheIf| now.tokens.saturating_sub(other.price.tokens) > now.tokens / CLEARLY;
    let enough = following >= ENOUGH;
    CacheUsage {
        since_ms,
        turns: count(turns().count()),
        conversations: count(conversations.len()),
        enough,
        left_out,
        read: sum(|turn| turn.read),
        written: sum(|turn| turn.written),
        plain: sum(|turn| turn.input),
        misses: count(conversations.iter().map(Conversation::misses).sum()),
        retention,
        now,
        better: best.filter(clearly).filter(|_| enough).map(|best| best.retention),
        others,
        hours: hours(conversations),
        by_subscription,
    }
}

/// What was read again, written and sent plain in a turn (tokens).
#[derive(Debug, Clone, Copy)]
struct Parts {
    plain: u64,
    read: u64,
    written: u64,
}

impl Conversation {
    /// Each turn with the one before it.
    fn pairs(&self) -> impl Iterator<Item = (Option<Sent>, Sent)> {
        let before = std::iter::once(None).chain(self.turns.iter().copied().map(Some));
        before.zip(self.turns.iter().copied())
    }

    /// What the input cost as it was recorded, in thousandths of the price of a token of input.
    fn recorded(&self) -> u64 {
        let part =
            |turn: &Sent| Parts { plain: turn.input, read: turn.read, written: turn.written };
        self.turns.iter().map(|turn| self.cost(part(turn), self.retention)).sum()
    }

    /// What it would have cost with another setting.
    fn with(&self, retention: Retention, beginnings: &Beginnings<'_>) -> u64 {
        let parts = |(before, turn)| {
            let begins = beginnings.before(self, turn, kept_ms(retention));
            self.parts(before, turn, retention, begins)
        };
        self.pairs().map(|pair| self.cost(parts(pair), retention)).sum()
    }

    fn cost(&self, parts: Parts, retention: Retention) -> u64 {
        let costs = cache_costs(&self.model);
        let writing = match retention {
            Retention::None => 1000,
            Retention::Short => costs.short,
            Retention::Long => costs.long,
        };
        parts.plain * 1000 + parts.read * u64::from(costs.read) + parts.written * u64::from(writing)
    }

    /// `begins` is how much of the turn another conversation had kept.
    fn parts(&self, before: Option<Sent>, turn: Sent, retention: Retention, begins: u64) -> Parts {
        let kept = kept_ms(retention);
        let prompt = turn.prompt();
        if kept == 0 {
            return Parts { plain: prompt, read: 0, written: 0 };
        }
        // What is not marked stays so, whatever is set.
        let plain = if is_kept(turn) { turn.input } else { 0 };
        let read = if gap(before, turn) <= kept {
            self.the_same(before, turn)
        } else if turn.alone && kept >= kept_ms(self.retention) {
            // What was there is there at least as long.
            turn.read.max(begins)
        } else {
            begins
        };
        let read = read.min(prompt - plain);
        Parts { plain, read, written: prompt - plain - read }
    }

    /// How much of a turn the one before had sent already.
    fn the_same(&self, before: Option<Sent>, turn: Sent) -> u64 {
        if !turn.alone {
            return sent_before(before, turn);
        }
        let was_there = gap(before, turn) <= kept_ms(self.retention);
        if was_there && before.is_some_and(is_kept) && is_kept(turn) {
            turn.read
        } else {
            turn.read.max(sent_before(before, turn))
        }
    }

    /// How many turns sent again most of what the one before had sent.
    fn misses(&self) -> usize {
        let missed = |(before, turn): &(Option<Sent>, Sent)| {
            let sent = sent_before(*before, *turn);
            let is_read = match turn.alone {
                true => turn.read >= sent / 2,
                false => gap(*before, *turn) <= kept_ms(self.retention),
            };
            sent > 0 && !is_read
        };
        self.pairs().filter(missed).count()
    }
}

/// How much of a turn the one before may have sent already.
fn sent_before(before: Option<Sent>, turn: Sent) -> u64 {
    before.map(Sent::prompt).filter(|before| *before <= turn.prompt()).unwrap_or(0)
}

/// Whether the cache had a part in a turn.
fn is_kept(turn: Sent) -> bool {
    turn.read > 0 || turn.written > 0
}

/// The time since the turn before (ms); for ever before the first one.
fn gap(before: Option<Sent>, turn: Sent) -> u64 {
    before.map_or(u64::MAX, |before| turn.at_ms.saturating_sub(before.at_ms))
}

/// For how long Anthropic keeps something (ms).
fn kept_ms(retention: Retention) -> u64 {
    match retention {
        Retention::None => 0,
        Retention::Short => 5 * 60 * 1000,
        Retention::Long => HOUR,
    }
}

/// The sum of costs, each by its model's price.
fn price(conversations: &[Conversation], cost: impl Fn(&Conversation) -> u64) -> CachePrice {
    let (mut thousandths, mut microdollars) = (0, Some(0));
    for one in conversations {
        let cost = cost(one);
        thousandths += cost;
        // Dollars for a million tokens are millionths of one for a token.
        let dollars = input_price(&one.model).map(|price| cost * u64::from(price) / 1000);
        microdollars = microdollars.zip(dollars).map(|(all, one)| all + one);
    }
    CachePrice { tokens: thousandths / 1000, microdollars }
}

fn hours(conversations: &[Conversation]) -> Vec<CacheHour> {
    let mut hours: BTreeMap<u64, CacheHour> = BTreeMap::new();
    for (before, turn) in conversations.iter().flat_map(Conversation::pairs) {
        let at_ms = turn.at_ms - turn.at_ms % HOUR;
        let hour = hours.entry(at_ms).or_insert(CacheHour { at_ms, ..CacheHour::default() });
        let again = sent_before(before, turn).saturating_sub(turn.read);
        hour.read += turn.read;
        hour.again += again;
        hour.new += turn.prompt() - turn.read - again;
    }
    hours.into_values().collect()
}

fn same(mut all: impl Iterator<Item = Retention>) -> Option<Retention> {
    let first = all.next()?;
    all.all(|other| other == first).then_some(first)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
