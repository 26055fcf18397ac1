//! Ids in Stripe's shapes, drawn from a seeded generator so that a run can be repeated.

use serde::{Deserialize, Serialize};

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A seeded source of ids and of chance (SplitMix64: small, well spread, not a secret).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ids {
    state: u64,
}

impl Ids {
    /// A generator whose whole sequence follows from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits of the sequence.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound` (0 when `bound` is 0).
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        self.next_u64().checked_rem(bound).map_or(0, |n| usize::try_from(n).unwrap_or(0))
    }

    /// An id such as `pi_3Pq…`: the prefix and 24 letters and digits; Checkout sessions get the
    /// 58 that Stripe gives them.
    pub fn fresh(&mut self, prefix: &str) -> String {
        let length = if prefix.starts_with("cs_") { 58 } else { 24 };
        format!("{prefix}{}", self.text(length))
    }

    /// `length` random letters and digits.
    pub fn text(&mut self, length: usize) -> String {
        (0..length)
            .map(|_| char::from(ALPHABET.get(self.below(ALPHABET.len())).copied().unwrap_or(b'0')))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_none_twice() {
        let draw = |seed| {
            let mut ids = Ids::new(seed);
            (0..1_000).map(|_| ids.fresh("pi_")).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let distinct: std::collections::HashSet<_> = draw(7).into_iter().collect();
        assert_eq!(distinct.len(), 1_000);
    }
}
