//! With what the conversations of one agent with one model begin: its instructions and tools. What
//! one of them had kept, the others read, too.

use std::collections::BTreeMap;

use super::{Conversation, gap, is_kept, kept_ms};
use crate::openclaw::usage::Sent;

/// The beginning of each agent's conversations with each model.
pub(super) struct Beginnings<'a>(BTreeMap<(&'a str, &'a str), Beginning>);

#[derive(Default)]
struct Beginning {
    /// How large it is (tokens).
    size: u64,
    /// When the turns of all conversations were (ms since 1970), in order.
    times: Vec<u64>,
}

/// A beginning is as large as what turns have read after their own conversation was no longer kept;
/// where no turn shows that, as the smallest prompt. Of a single conversation nothing is shared.
pub(super) fn beginnings(conversations: &[Conversation]) -> Beginnings<'_> {
    let mut groups: BTreeMap<_, Vec<&Conversation>> = BTreeMap::new();
    for one in conversations {
        groups.entry((one.agent.as_str(), one.model.as_str())).or_default().push(one);
    }
    groups.retain(|_, group| group.len() > 1);
    let beginning = |group: Vec<&Conversation>| {
        let turns = || group.iter().flat_map(|one| &one.turns);
        let mut times: Vec<u64> = turns().map(|turn| turn.at_ms).collect();
        times.sort_unstable();
        let smallest = turns().map(|turn| turn.prompt()).min().unwrap_or(0);
        let seen = group.iter().flat_map(|one| seen(one, &times)).reduce(u64::max);
        Beginning { size: seen.unwrap_or(smallest).min(smallest), times }
    };
    Beginnings(groups.into_iter().map(|(of, group)| (of, beginning(group))).collect())
}

/// What the turns have read that another conversation had kept.
fn seen(one: &Conversation, times: &[u64]) -> Vec<u64> {
    let kept = kept_ms(one.retention);
    let is_seen = |(before, turn): &(Option<Sent>, Sent)| {
        turn.alone
            && is_kept(*turn)
            && gap(*before, *turn) > kept
            && since(times, turn.at_ms) <= kept
    };
    one.pairs().filter(is_seen).map(|(_, turn)| turn.read).collect()
}

impl Beginnings<'_> {
    /// How much of a turn a turn of another conversation had kept for so long (ms).
    pub(super) fn before(&self, one: &Conversation, turn: Sent, kept: u64) -> u64 {
        let beginning = self.0.get(&(one.agent.as_str(), one.model.as_str()));
        let there = beginning.filter(|shared| since(&shared.times, turn.at_ms) <= kept);
        there.map_or(0, |shared| shared.size)
    }
}

/// The time since the last of `times` before a moment (ms); for ever where there is none.
fn since(times: &[u64], at_ms: u64) -> u64 {
    let before = times.partition_point(|time| *time < at_ms);
    before.checked_sub(1).map_or(u64::MAX, |last| at_ms - times[last])
}
