//! What a guarantor may pay, and what a payment pays for.
//!
//! The amount picker in the browser and the server that takes the press call the
//! same functions, so what is shown is what is charged.

use serde::{Deserialize, Serialize};

use crate::{Money, VisitId};

/// The least that can be paid at once, $1.00, unless less than that is owed.
pub const LEAST: Money = Money::ONE_DOLLAR;

/// The least the card gateway takes, $0.50 (Stripe's minimum for US dollars).
pub const GATEWAY_LEAST: Money = Money::HALF_DOLLAR;

/// What is owed for one visit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Due {
    /// The visit.
    pub visit: VisitId,
    /// What the guarantor owes for it now; above zero.
    pub amount: Money,
}

/// What the guarantor chose on the pay page.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Choice {
    /// Everything that is due.
    All,
    /// These visits in full.
    Visits(Vec<VisitId>),
    /// This much, oldest visit first.
    Amount(Money),
}

/// Why a choice cannot be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// Nothing is due.
    #[error("nothing is due")]
    NothingDue,
    /// No visit was chosen, or none of the chosen ones is due any more.
    #[error("none of the chosen visits is due")]
    NoVisit,
    /// Below [`LEAST`].
    #[error("the least that can be paid at once is {LEAST}")]
    TooLittle,
    /// More than is due in all.
    #[error("no more than {0} is due")]
    TooMuch(Money),
    /// Less than the gateway takes is due in all.
    #[error("less than {GATEWAY_LEAST} is due, which a card payment cannot carry")]
    BelowGateway,
}

/// Splits a choice over what is due, given oldest first.
///
/// The parts add up to exactly the chosen amount, no part exceeds what is due for
/// its visit, and no part is zero.
///
/// # Errors
/// [`ChoiceError`] when the choice is not payable; the amounts are checked here,
/// again at the gateway and again in the ledger.
pub fn allocate(choice: &Choice, dues: &[Due]) -> Result<Vec<Due>, ChoiceError> {
    let total: Money = dues.iter().map(|due| due.amount).sum();
    if !total.is_positive() {
        return Err(ChoiceError::NothingDue);
    }
    if total < GATEWAY_LEAST {
        return Err(ChoiceError::BelowGateway);
    }
    let parts = match choice {
        Choice::All => dues.to_vec(),
        Choice::Visits(visits) => {
            let parts: Vec<Due> = dues.iter().filter(|due| visits.contains(&due.visit)).copied().collect();
            if parts.is_empty() {
                return Err(ChoiceError::NoVisit);
            }
            parts
        }
        Choice::Amount(amount) => {
            if *amount > total {
                return Err(ChoiceError::TooMuch(total));
            }
            if *amount < LEAST.min(total) {
                return Err(ChoiceError::TooLittle);
            }
            oldest_first(*amount, dues)
        }
    };
    let chosen: Money = parts.iter().map(|part| part.amount).sum();
    if chosen < GATEWAY_LEAST {
        return Err(ChoiceError::TooLittle);
    }
    Ok(parts)
}

/// Spends an amount on what is due, in the order given; what exceeds all of it is
/// left over.
#[must_use]
pub fn oldest_first(amount: Money, dues: &[Due]) -> Vec<Due> {
    let mut left = amount;
    let mut parts = Vec::new();
    for due in dues {
        let part = left.min(due.amount);
        if part.is_positive() {
            parts.push(Due { visit: due.visit, amount: part });
            left -= part;
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn dues(cents: &[i64]) -> Vec<Due> {
        cents
            .iter()
            .zip(1..)
            .map(|(cents, n)| Due { visit: VisitId(Uuid::from_u128(n)), amount: Money::from_cents(*cents) })
            .collect()
    }

    fn amounts(parts: &[Due]) -> Vec<i64> {
        parts.iter().map(|part| part.amount.cents()).collect()
    }

    #[test]
    fn an_amount_pays_the_oldest_visit_first() {
        let due = dues(&[12_840, 5_580]);
        let pay = |cents| allocate(&Choice::Amount(Money::from_cents(cents)), &due);
        assert_eq!(pay(10_000).map(|p| amounts(&p)), Ok(vec![10_000]));
        assert_eq!(pay(13_000).map(|p| amounts(&p)), Ok(vec![12_840, 160]));
        assert_eq!(pay(18_420).map(|p| amounts(&p)), Ok(vec![12_840, 5_580]));
        assert_eq!(pay(18_421), Err(ChoiceError::TooMuch(Money::from_cents(18_420))));
        assert_eq!(pay(99), Err(ChoiceError::TooLittle));
        assert_eq!(pay(0), Err(ChoiceError::TooLittle));
        assert_eq!(pay(-500), Err(ChoiceError::TooLittle));
    }

    #[test]
    fn small_balances_are_payable_down_to_what_the_gateway_takes() {
        let all = |cents: &[i64]| allocate(&Choice::All, &dues(cents)).map(|p| amounts(&p));
        assert_eq!(all(&[75]), Ok(vec![75]));
        assert_eq!(all(&[1]), Err(ChoiceError::BelowGateway));
        assert_eq!(all(&[]), Err(ChoiceError::NothingDue));
        assert_eq!(
            allocate(&Choice::Amount(Money::from_cents(75)), &dues(&[75])).map(|p| amounts(&p)),
            Ok(vec![75])
        );
    }

    #[test]
    fn a_visit_that_is_no_longer_due_is_not_charged() {
        let due = dues(&[500]);
        let gone = VisitId(Uuid::from_u128(99));
        assert_eq!(allocate(&Choice::Visits(vec![gone]), &due), Err(ChoiceError::NoVisit));
        assert_eq!(
            allocate(&Choice::Visits(vec![gone, due[0].visit, due[0].visit]), &due).map(|p| amounts(&p)),
            Ok(vec![500])
        );
    }

    proptest! {
        #[test]
        fn parts_add_up_and_never_exceed_what_is_due(
            cents in prop::collection::vec(1_i64..50_000, 0..9),
            amount in -10_i64..200_000,
        ) {
            let due = dues(&cents);
            if let Ok(parts) = allocate(&Choice::Amount(Money::from_cents(amount)), &due) {
                prop_assert_eq!(parts.iter().map(|p| p.amount).sum::<Money>(), Money::from_cents(amount));
                for part in &parts {
                    let owed = due.iter().find(|d| d.visit == part.visit).unwrap();
                    prop_assert!(part.amount.is_positive() && part.amount <= owed.amount);
                }
            }
        }
    }
}
