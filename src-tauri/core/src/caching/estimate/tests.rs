use super::*;

mod recorded;

const OPUS_5_5: &str = "anthropic/claude-opus-5-5";
const OPUS_4_6: &str = "anthropic/claude-opus-4-6";

/// A turn some minutes after the beginning: plain, read and written tokens.
fn sent(minutes: u64, [input, read, written]: [u64; 3]) -> Sent {
    Sent { at_ms: 1_000 * HOUR + minutes * 60 * 1000, input, read, written, alone: true }
}

fn conversation(model: &str, retention: Retention, turns: &[(u64, [u64; 3])]) -> Conversation {
    let turns = turns.iter().map(|(minutes, parts)| sent(*minutes, *parts)).collect();
    Conversation { agent: "main".into(), model: model.into(), retention, turns }
}

/// Thousandths of a token of input, for none, short and long.
fn costs(of: &Conversation) -> [u64; 3] {
    [Retention::None, Retention::Short, Retention::Long]
        .map(|retention| of.with(retention, &shared::beginnings(&[])))
}

#[test]
fn a_cache_that_was_lost_is_found_with_an_hour() {
    // Opus 5.5: $4 for a million tokens, reading costs a twentieth.
    let one = conversation(
        OPUS_5_5,
        Retention::Short,
        &[(0, [10, 0, 10_000]), (4, [10, 10_000, 500]), (20, [10, 0, 11_000])],
    );
    // 3 × 10 plain, 10,000 read at 0.05, 21,500 written at 1.25.
    assert_eq!(one.recorded(), 30_000 + 500_000 + 26_875_000);
    assert_eq!(
        costs(&one),
        [
            // 10,010 + 10,510 + 11,010
            31_530_000,
            one.recorded(),
            // 10 + 10,000 × 2; 10 + 10,000 × 0.05 + 500 × 2; and of the last one the 10,510 of the
            // one before are read: 10 + 10,510 × 0.05 + 490 × 2
            20_010_000 + 1_510_000 + 1_515_500,
        ]
    );
    let all = estimate(&[one], 7, CacheLeftOut::default(), false);
    // 27,405 tokens at $4 for a million
    let now = CachePrice { tokens: 27_405, microdollars: Some(109_620) };
    let price = |tokens, microdollars| CachePrice { tokens, microdollars: Some(microdollars) };
    assert_eq!(
        all,
        CacheUsage {
            since_ms: 7,
            turns: 3,
            conversations: 1,
            enough: false,
            left_out: CacheLeftOut::default(),
            read: 10_000,
            written: 21_500,
            plain: 30,
            misses: 1,
            retention: Some(Retention::Short),
            now,
            others: vec![
                CacheIf { retention: Retention::None, price: price(31_530, 126_120) },
                CacheIf { retention: Retention::Long, price: price(23_035, 92_142) },
            ],
            // too few turns to say
            better: None,
            // sent before: 10,010, of which 10,000 were read; 10,510, of which none was
            hours: vec![CacheHour {
                at_ms: 1_000 * HOUR,
                read: 10_000,
                again: 10 + 10_510,
                new: 10_010 + 500 + 500,
            }],
            by_subscription: false,
        }
    );
}

#[test]
fn a_cache_of_an_hour_is_lost_after_five_minutes() {
    let one =
        conversation(OPUS_4_6, Retention::Long, &[(0, [0, 0, 10_000]), (10, [0, 10_000, 1_000])]);
    // 10,000 × 2 + 10,000 × 0.1 + 1,000 × 2
    assert_eq!(one.recorded(), 23_000_000);
    // 21,000; (10,000 + 11,000) × 1.25
    assert_eq!(costs(&one), [21_000_000, 26_250_000, 23_000_000]);
}

#[test]
fn without_a_cache_all_that_was_sent_before_could_be_read() {
    let plain = |minutes, tokens| (minutes, [tokens, 0, 0]);
    let turns = [plain(0, 10_000), plain(1, 10_500), plain(30, 11_000), plain(100, 11_500)];
    let one = conversation(OPUS_4_6, Retention::None, &turns);
    assert_eq!(one.recorded(), 43_000_000);
    // Short: 10,000 × 1.25; 10,000 × 0.1 + 500 × 1.25; 11,000 × 1.25; 11,500 × 1.25.
    // Long: 10,000 × 2; 10,000 × 0.1 + 500 × 2; 10,500 × 0.1 + 500 × 2; 11,500 × 2.
    assert_eq!(costs(&one), [43_000_000, 42_250_000, 47_050_000]);
    assert_eq!(one.misses(), 3);
}

#[test]
fn what_a_turn_itself_shows_counts() {
    #[rustfmt::skip]
    let table = [
        // Shortened, but its beginning was the same: 10,000 × 2 + 2,000 × 0.1 + 2,000 × 2.
        (Retention::Short, [(0, [0, 0, 10_000]), (1, [0, 2_000, 2_000])], Retention::Long, 24_200_000),
        // Shortened after ten minutes: nobody knows. 10,000 × 2 + 4,000 × 2.
        (Retention::Short, [(0, [0, 0, 10_000]), (10, [0, 0, 4_000])], Retention::Long, 28_000_000),
        // Changed at its beginning, as nothing was read: 10,000 × 2 + 10,500 × 2.
        (Retention::Short, [(0, [0, 0, 10_000]), (1, [0, 0, 10_500])], Retention::Long, 41_000_000),
        // The first one found what another conversation had kept: 8,000 × 0.1 + 2,000 × 2, and then
        // 10,000 × 0.1 + 500 × 2.
        (Retention::Short, [(0, [0, 8_000, 2_000]), (1, [0, 10_000, 500])], Retention::Long, 6_800_000),
        // That may not be there any more after five minutes: 10,000 × 1.25, 10,000 × 0.1 + 500 × 1.25.
        (Retention::Long, [(0, [0, 8_000, 2_000]), (1, [0, 10_000, 500])], Retention::Short, 14_125_000),
    ];
    for (now, turns, other, expected) in table {
        let one = conversation(OPUS_4_6, now, &turns);
        assert_eq!(one.with(other, &shared::beginnings(&[])), expected, "{turns:?}");
        assert_eq!(one.with(now, &shared::beginnings(&[])), one.recorded(), "{turns:?}");
    }
}

#[test]
fn what_costs_clearly_less_is_better_when_there_is_enough() {
    // Ten minutes apart, each longer than the one before.
    let written: Vec<(u64, [u64; 3])> =
        (0..40).map(|turn| (turn * 10, [0, 0, 10_000 + turn * 100])).collect();
    let of = |turns| estimate(&[turns], 0, CacheLeftOut::default(), true);
    let short = of(conversation(OPUS_4_6, Retention::Short, &written));
    assert!(short.enough);
    assert_eq!((short.better, short.misses), (Some(Retention::Long), 39));
    assert_eq!(short.now.microdollars, None);
    let few = of(conversation(OPUS_4_6, Retention::Short, &written[..30]));
    assert_eq!((few.enough, few.better), (false, None));
    // Two hours apart nothing is ever found: the plain price is best.
    let rare = written.iter().map(|(minutes, parts)| (minutes * 12, *parts)).collect::<Vec<_>>();
    let rare = of(conversation(OPUS_4_6, Retention::Short, &rare));
    assert_eq!(rare.better, Some(Retention::None));
    let nothing = estimate(&[], 0, CacheLeftOut::default(), true);
    assert_eq!((nothing.turns, nothing.retention, nothing.better), (0, None, None));
}

#[test]
fn conversations_with_settings_of_their_own_are_added_up() {
    let turns = [(0, [0, 0, 10_000]), (1, [0, 10_000, 0])];
    let both = [
        conversation(OPUS_5_5, Retention::Short, &turns),
        conversation(OPUS_5_5, Retention::Long, &turns),
    ];
    let all = estimate(&both, 0, CacheLeftOut::default(), false);
    assert_eq!(all.retention, None);
    // 12,500 + 500; 20,000 + 500
    assert_eq!(all.now.tokens, 33_500);
    let others: Vec<(Retention, u64)> =
        all.others.iter().map(|other| (other.retention, other.price.tokens)).collect();
    assert_eq!(
        others,
        [(Retention::None, 40_000), (Retention::Short, 26_000), (Retention::Long, 41_000)]
    );
}

#[test]
fn what_another_conversation_kept_is_read() {
    // The second one comes ten minutes after the first one began, and two after its last turn.
    let plain = |minutes, tokens| (minutes, [tokens, 0, 0]);
    let both = [
        conversation(OPUS_4_6, Retention::None, &[plain(0, 10_000), plain(8, 10_000)]),
        conversation(OPUS_4_6, Retention::None, &[plain(10, 11_000)]),
    ];
    let short = |all: &[Conversation]| {
        let shared = shared::beginnings(all);
        all.iter().map(|one| one.with(Retention::Short, &shared)).sum::<u64>()
    };
    // 10,000 × 1.25 twice; of the third one 10,000 are read: × 0.1, and 1,000 × 1.25.
    assert_eq!(short(&both), 12_500_000 + 12_500_000 + 2_250_000);
    // Another agent has other instructions.
    let other = Conversation { agent: "mail".into(), ..both[1].clone() };
    assert_eq!(short(&[both[0].clone(), other]), 25_000_000 + 13_750_000);
    // A turn shows how large the beginning is: 4,000.
    let shown = [
        conversation(OPUS_4_6, Retention::Short, &[(0, [0, 0, 10_000]), (8, [0, 0, 10_000])]),
        conversation(OPUS_4_6, Retention::Short, &[(10, [0, 4_000, 7_000]), (17, [0, 0, 11_000])]),
    ];
    let long = shown[1].with(Retention::Long, &shared::beginnings(&shown));
    // 4,000 × 0.1 + 7,000 × 2; the whole of the first one: 11,000 × 0.1
    assert_eq!(long, 14_400_000 + 1_100_000);
}
