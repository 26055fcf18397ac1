//! What a plan costs beside its principal, and from when on that is owed.
//!
//! The interest of an instalment is owed from its due date, or from when it is paid ahead; a
//! late fee from when it is laid on. Before that neither is in the books: who pays early never
//! owed it (12 CFR 1026.18(k)). A plan that rests, is broken or is over asks for nothing new.

use std::ops::Add;

use time::Date;

use super::{Plan, State};
use crate::Money;
use crate::plan::schedule::Instalment;

/// Interest and late fees.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Charges {
    /// Interest.
    pub interest: Money,
    /// Late fees.
    pub fees: Money,
}

impl Charges {
    /// Both together.
    #[must_use]
    pub fn total(self) -> Money {
        self.interest + self.fees
    }
}

impl std::ops::Sub for Charges {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { interest: self.interest - other.interest, fees: self.fees - other.fees }
    }
}

impl Add for Charges {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { interest: self.interest + other.interest, fees: self.fees + other.fees }
    }
}

impl std::iter::Sum for Charges {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Self::add)
    }
}

impl Plan {
    /// What of interest and fees is owed on a day, paid or not, where `known` is what was owed
    /// of them until then.
    #[must_use]
    pub fn charges(&self, on: Date, known: Charges) -> Charges {
        let all: Charges = self.instalments.iter().map(|one| owed_of(one, on)).sum();
        if matches!(self.state, State::Active | State::AtRisk) {
            return all;
        }
        let paid = self.charges_paid();
        Charges {
            interest: all.interest.min(known.interest).max(paid.interest),
            fees: all.fees.min(known.fees).max(paid.fees),
        }
    }

    /// What of interest and fees has been paid.
    #[must_use]
    pub fn charges_paid(&self) -> Charges {
        let paid = |one: &Instalment| Charges { interest: one.interest_paid(), fees: one.fee_paid() };
        self.instalments.iter().map(paid).sum()
    }

    /// The days to come on which interest begins to be owed, the next first.
    pub fn charge_days(&self, after: Date) -> impl Iterator<Item = Date> {
        let bears = move |one: &&Instalment| one.due > after && one.interest.is_positive();
        self.unpaid().filter(bears).map(|one| one.due)
    }
}

fn owed_of(one: &Instalment, on: Date) -> Charges {
    let interest = if one.due <= on { one.interest } else { one.interest_paid() };
    Charges { interest, fees: one.fee }
}
