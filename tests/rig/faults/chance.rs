//! Chance that can be had again: a generator that its seed alone decides.

/// Numbers that look random (Vigna's SplitMix64).
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// The one of this seed, for this matter: each has its own numbers.
    pub(super) fn new(seed: u64, matter: &str) -> Self {
        let mut chance = Self(seed);
        for byte in matter.bytes() {
            chance.0 ^= u64::from(byte);
            chance.next();
        }
        chance
    }

    /// One of `choices`; `None` when there are none.
    pub(super) fn pick<'c, T>(&mut self, choices: &'c [T]) -> Option<&'c T> {
        let count = u64::try_from(choices.len()).ok().filter(|count| *count > 0)?;
        choices.get(usize::try_from(self.next() % count).ok()?)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_and_a_matter_decide() {
        let drawn = |seed, matter| {
            let mut chance = Chance::new(seed, matter);
            (0..20).filter_map(|_| chance.pick(&[1, 2, 3, 4, 5]).copied()).collect::<Vec<_>>()
        };
        assert_eq!(drawn(1, "kill"), drawn(1, "kill"));
        assert_ne!(drawn(1, "kill"), drawn(2, "kill"));
        assert_ne!(drawn(1, "kill"), drawn(1, "error"));
        assert!((1..=5).all(|number| drawn(1, "kill").contains(&number)));
        assert_eq!(Chance::new(1, "").pick::<u8>(&[]), None);
    }
}
