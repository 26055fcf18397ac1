//! The practice gives up part of what a patient owes.
//!
//! It stands beside the share, which stays as the insurer explained it. What a patient never paid never
//! becomes a credit: where the share falls afterwards, less is forgiven ([`not_needed`]); where it
//! rises again, what was forgiven before counts again ([`needed_again`]).

use crate::Money;

coded! {
    /// Why it is given up.
    WriteOffReason {
        /// Too little to go on asking for.
        SmallBalance = "small_balance",
        /// As a courtesy.
        Courtesy = "courtesy",
        /// The patient cannot pay it.
        Assistance = "assistance",
        /// The practice made a mistake.
        OwnError = "own_error",
        /// Another reason, which the note says.
        Other = "other",
    }
}

/// How much of what stands forgiven is not needed after the share fell and a credit rose by so much.
#[must_use]
pub fn not_needed(standing: Money, credit_rose: Money) -> Money {
    standing.min(credit_rose).or_zero()
}

/// How much is forgiven again after what is owed rose by so much, where `granted` was given up in all
/// and `standing` of it is left.
#[must_use]
pub fn needed_again(granted: Money, standing: Money, owed_rose: Money) -> Money {
    (granted - standing).or_zero().min(owed_rose).or_zero()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_come_back() {
        for reason in WriteOffReason::ALL.iter().copied() {
            assert_eq!(WriteOffReason::from_code(reason.code()), Some(reason));
        }
    }

    proptest! {
        #[test]
        fn what_stands_is_between_nothing_and_what_was_granted(
            granted in 0_i64..10_000,
            moves in prop::collection::vec(-10_000_i64..10_000, 0..12),
        ) {
            let granted = Money::from_cents(granted);
            let mut standing = granted;
            for cents in moves {
                let by = Money::from_cents(cents);
                let before = standing;
                // A share that falls leaves a credit, one that rises is owed.
                standing -= not_needed(standing, (-by).or_zero());
                standing += needed_again(granted, standing, by.or_zero());
                prop_assert!(!standing.is_negative() && standing <= granted);
                prop_assert!(standing == before || (standing < before) == by.is_negative());
            }
        }
    }
}
