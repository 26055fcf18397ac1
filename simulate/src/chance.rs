//! The one source of chance of a history.

use rand::rngs::StdRng;
use rand::{Rng, RngCore, SeedableRng};
use uuid::Uuid;

/// A seeded generator: the same seed draws the same numbers for ever.
#[derive(Debug)]
pub struct Chance(StdRng);

impl Chance {
    /// The generator of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// A number below `bound`; zero when the bound is.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { self.0.random_range(0..bound) }
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, share: u32) -> bool {
        self.0.random_range(0..100) < share
    }

    /// One of them; none of none.
    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> Option<&'a T> {
        among.get(self.below(among.len()))
    }

    /// One of them, each as likely as its weight.
    pub fn weighed<T: Copy>(&mut self, among: &[(u32, T)]) -> Option<T> {
        let total: u32 = among.iter().map(|(weight, _)| weight).sum();
        let mut at = if total == 0 { return None } else { self.0.random_range(0..total) };
        for (weight, one) in among {
            if at < *weight {
                return Some(*one);
            }
            at -= weight;
        }
        None
    }

    /// Some id nobody has.
    pub fn uuid(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// A seed for another generator.
    pub fn seed(&mut self) -> u64 {
        self.0.next_u64()
    }
}
