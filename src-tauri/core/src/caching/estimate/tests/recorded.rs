//! Usage that a gateway of 2026.9.6 recorded of 320 turns against a stand-in for Anthropic that kept
//! prompts as Anthropic does, each time with another setting and a clock of its own: the turns were
//! a second apart, and minutes or hours by that clock (`record` in `tests/e2e/program/usage.rs`).

use serde_json::Value;

use super::*;
use crate::openclaw::usage::{of_several, single};

/// The conversations of a recording: what OpenClaw tells, and what the stand-in counted of each turn
/// (how much later it was, in ms; plain, read and written tokens).
struct Recording {
    series: Value,
    logs: Value,
    counted: Vec<[u64; 4]>,
}

fn recording(retention: Retention) -> Vec<Recording> {
    let text = match retention {
        Retention::None => include_str!("../../../../tests/golden/usage/2026.9.6/none.json"),
        Retention::Short => include_str!("../../../../tests/golden/usage/2026.9.6/short.json"),
        Retention::Long => include_str!("../../../../tests/golden/usage/2026.9.6/long.json"),
    };
    let value: Value = serde_json::from_str(text).unwrap();
    let conversations = value.as_array().unwrap();
    let counted = |value: &Value| serde_json::from_value(value.clone()).unwrap();
    conversations
        .iter()
        .map(|one| Recording {
            series: one["series"].clone(),
            logs: one["logs"].clone(),
            counted: counted(&one["turns"]),
        })
        .collect()
}

impl Recording {
    /// The turns as Chela reads them, at the times of the other clock.
    fn turns(&self) -> Vec<Sent> {
        let mut turns = single(&self.series);
        if turns.len() < self.counted.len() {
            turns = of_several(&self.series, &self.logs);
        }
        assert_eq!(turns.len(), self.counted.len());
        for (turn, [later, ..]) in turns.iter_mut().zip(&self.counted) {
            turn.at_ms += later;
        }
        turns
    }

    /// What the stand-in would have charged, in thousandths of a token of input.
    fn charged(&self, writing: u64) -> u64 {
        self.counted
            .iter()
            .map(|[_, plain, read, written]| plain * 1000 + read * 100 + written * writing)
            .sum()
    }
}

const ALL: [(Retention, u64); 3] =
    [(Retention::None, 1000), (Retention::Short, 1250), (Retention::Long, 2000)];

fn conversations(retention: Retention) -> Vec<Conversation> {
    let model = OPUS_4_6.to_owned();
    recording(retention)
        .iter()
        .map(|one| Conversation {
            agent: "main".into(),
            model: model.clone(),
            retention,
            turns: one.turns(),
        })
        .collect()
}

#[test]
fn what_openclaw_recorded_is_what_was_counted() {
    for (retention, writing) in ALL {
        let charged: u64 = recording(retention).iter().map(|one| one.charged(writing)).sum();
        let all = estimate(&conversations(retention), 0, CacheLeftOut::default(), false);
        assert_eq!((all.turns, all.conversations), (320, 2));
        assert_near(all.now.tokens, charged / 1000, 1, &format!("{retention:?}"));
    }
}

#[test]
fn an_estimate_of_another_setting_is_near_what_that_one_cost() {
    for (recorded, _) in ALL {
        let all = estimate(&conversations(recorded), 0, CacheLeftOut::default(), false);
        for other in &all.others {
            let writing = ALL.iter().find(|(one, _)| *one == other.retention).unwrap().1;
            let charged =
                recording(other.retention).iter().map(|one| one.charged(writing)).sum::<u64>();
            let what = format!("{:?} from {recorded:?}", other.retention);
            assert_near(other.price.tokens, charged / 1000, 40, &what);
        }
    }
}

/// Apart by no more than so many thousandths.
fn assert_near(one: u64, other: u64, thousandths: u64, what: &str) {
    let apart = one.abs_diff(other) * 1000 / other;
    assert!(apart <= thousandths, "{what}: {one} and {other} are {apart} ‰ apart");
}
