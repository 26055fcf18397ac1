//! From which visits money goes back to a guarantor.

use crate::payment::Due;
use crate::{Money, VisitId};

/// What is left of one payment on one visit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Left {
    /// The visit.
    pub visit: VisitId,
    /// What the payment paid for it, less what went back.
    pub paid: Money,
    /// The visit's credit, whichever payment made it.
    pub credit: Money,
}

/// Spreads an amount that goes back over the visits a payment was for, given oldest first.
///
/// Credits go first, so that a refund of what was paid too much leaves every balance as it
/// is; then the newest visit, so that what was settled longest stays settled. What the
/// payment never paid for these visits goes to the newest: its credit may have been moved
/// to another visit since. The parts add up to the amount; none when there is no visit.
#[must_use]
pub fn spread(amount: Money, left: &[Left]) -> Vec<Due> {
    let mut parts: Vec<Due> = left.iter().map(|one| Due { visit: one.visit, amount: Money::ZERO }).collect();
    let mut rest = amount;
    let credits = left.iter().map(|one| one.paid.min(one.credit));
    let paid = left.iter().map(|one| one.paid);
    let mut take = |part: &mut Due, most: Money| {
        let taken = rest.min(most - part.amount);
        if taken.is_positive() {
            part.amount += taken;
            rest -= taken;
        }
    };
    for (part, credit) in parts.iter_mut().zip(credits).rev() {
        take(part, credit);
    }
    for (part, paid) in parts.iter_mut().zip(paid).rev() {
        take(part, paid);
    }
    if let Some(newest) = parts.last_mut() {
        newest.amount += rest;
    }
    parts.retain(|part| part.amount.is_positive());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn left(of: &[(i64, i64)]) -> Vec<Left> {
        let one = |(n, (paid, credit)): (u128, &(i64, i64))| Left {
            visit: VisitId(Uuid::from_u128(n)),
            paid: Money::from_cents(*paid),
            credit: Money::from_cents(*credit),
        };
        (1_u128..).zip(of).map(one).collect()
    }

    fn parts(amount: i64, of: &[(i64, i64)]) -> Vec<(u128, i64)> {
        let parts = spread(Money::from_cents(amount), &left(of));
        parts.iter().map(|part| (part.visit.0.as_u128(), part.amount.cents())).collect()
    }

    #[test]
    fn a_credit_goes_back_before_anything_becomes_due_again() {
        assert_eq!(parts(300, &[(1_000, 300), (2_000, 0)]), [(1, 300)]);
        assert_eq!(parts(500, &[(1_000, 300), (2_000, 0)]), [(1, 300), (2, 200)]);
    }

    #[test]
    fn without_a_credit_the_newest_visit_is_first() {
        assert_eq!(parts(2_500, &[(1_000, 0), (2_000, 0)]), [(1, 500), (2, 2_000)]);
        assert_eq!(parts(3_000, &[(1_000, 0), (2_000, 0)]), [(1, 1_000), (2, 2_000)]);
    }

    #[test]
    fn a_credit_of_another_payment_is_not_taken_for_more_than_this_one_paid() {
        assert_eq!(parts(700, &[(200, 900), (600, 0)]), [(1, 200), (2, 500)]);
    }

    #[test]
    fn what_the_payment_did_not_pay_here_goes_to_the_newest() {
        assert_eq!(parts(500, &[(100, 0), (0, 0)]), [(1, 100), (2, 400)]);
        assert_eq!(parts(500, &[]), []);
    }

    proptest! {
        #[test]
        fn the_parts_add_up_and_stay_within_the_payment(
            of in prop::collection::vec((0_i64..5_000, 0_i64..5_000), 1..6),
            share in 0_i64..=100,
        ) {
            let paid: i64 = of.iter().map(|(paid, _)| paid).sum();
            let amount = paid * share / 100;
            let parts = parts(amount, &of);
            prop_assert_eq!(parts.iter().map(|(_, cents)| cents).sum::<i64>(), amount);
            for (visit, cents) in parts {
                let (most, _) = of[usize::try_from(visit).unwrap() - 1];
                prop_assert!(cents > 0 && cents <= most);
            }
        }
    }
}
