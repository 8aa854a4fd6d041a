//! The single turns of a long conversation: when they were and how large is told by its messages,
//! what of them the cache had a part in by the points around them.

use super::{Point, Sent};

/// The turns between points, each with its share of what the point says. `messages` are times and
/// tokens of answers, in order; where they do not add up to what a point says, its turns are left out.
pub(super) fn over(points: &[Point], messages: &[(u64, u64)]) -> Vec<Sent> {
    let mut turns = Vec::new();
    let (mut since, mut so_far) = (None, 0);
    for point in points {
        let until = point.turn.at_ms;
        let of_point =
            |&&(at, _): &&(u64, u64)| since.is_none_or(|since| at > since) && at <= until;
        let messages: Vec<(u64, u64)> = messages.iter().filter(of_point).copied().collect();
        let all: u64 = messages.iter().map(|(_, tokens)| tokens).sum();
        if all == point.so_far.saturating_sub(so_far) && point.total > 0 {
            let alone = messages.len() == 1;
            let share = |message| Sent { alone, ..share(point, message) };
            turns.extend(messages.into_iter().map(share));
        }
        since = Some(until);
        so_far = point.so_far;
    }
    turns
}

fn share(point: &Point, (at_ms, tokens): (u64, u64)) -> Sent {
    let part = |of: u64| {
        let share = u128::from(of) * u128::from(tokens) / u128::from(point.total);
        u64::try_from(share).unwrap_or(u64::MAX)
    };
    let Sent { input, read, written, .. } = point.turn;
    Sent { at_ms, input: part(input), read: part(read), written: part(written), alone: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at_ms: u64, [input, read, written]: [u64; 3], total: u64, so_far: u64) -> Point {
        Point { turn: turn(at_ms, [input, read, written], true), total, so_far }
    }

    fn turn(at_ms: u64, [input, read, written]: [u64; 3], alone: bool) -> Sent {
        Sent { at_ms, input, read, written, alone }
    }

    #[test]
    fn turns_have_their_share_of_a_sum() {
        // 2026.9.6: sums, the last one of a single turn.
        let points = [
            point(20, [20, 600, 300], 1000, 1000),
            point(40, [0, 800, 100], 1000, 2000),
            point(50, [10, 0, 480], 500, 2500),
        ];
        let messages = [(10, 400), (20, 600), (30, 500), (40, 500), (50, 500)];
        let turns = [
            turn(10, [8, 240, 120], false),
            turn(20, [12, 360, 180], false),
            turn(30, [0, 400, 50], false),
            turn(40, [0, 400, 50], false),
            turn(50, [10, 0, 480], true),
        ];
        assert_eq!(over(&points, &messages), turns);
    }

    #[test]
    fn turns_are_like_the_one_that_is_told_of_several() {
        // 2026.2.9: each second one, and the last.
        let points = [
            point(10, [10, 0, 390], 400, 400),
            point(30, [10, 400, 90], 500, 1500),
            point(40, [0, 500, 0], 500, 2000),
        ];
        let messages = [(10, 400), (20, 600), (30, 500), (40, 500)];
        let turns = [
            turn(10, [10, 0, 390], true),
            turn(20, [12, 480, 108], false),
            turn(30, [10, 400, 90], false),
            turn(40, [0, 500, 0], true),
        ];
        assert_eq!(over(&points, &messages), turns);
    }

    #[test]
    fn what_messages_do_not_reach_is_left_out() {
        let points = [point(20, [0, 0, 90], 100, 100), point(40, [0, 90, 0], 100, 200)];
        assert_eq!(over(&points, &[(20, 50), (30, 40), (40, 60)]).len(), 2);
        assert_eq!(over(&points, &[]), []);
        assert_eq!(over(&[point(20, [0, 0, 0], 0, 0)], &[]), []);
    }
}
