//! The annual percentage rate by the actuarial method: 12 CFR Part 1026, Appendix J.
//!
//! The rate of a unit-period `i` solves the general equation (b)(8): what was advanced equals
//! the sum of each payment `P / ((1 + f·i)(1 + i)^t)`, where the payment falls `t` whole
//! unit-periods and the fraction `f` of one after the advance. The annual percentage rate is
//! `i` times the unit-periods in a year (b)(1).

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use time::Date;

use super::rhythm::{FirstPeriod, Rhythm};
use crate::Money;

/// An annual percentage rate in hundredths of a percent, rounded half up: 1283 is 12.83 %.
///
/// 12 CFR 1026.22(a)(2) allows a disclosed rate to be off by 1/8 of a percentage point; this
/// one is off by at most half a hundredth.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Apr(pub u32);

impl std::fmt::Display for Apr {
    /// `12.83 %`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02} %", self.0 / 100, self.0 % 100)
    }
}

/// Millionths of a percent up to which a rate is looked for: 1000 % a year.
const HIGHEST: u64 = 1_000_000_000;

impl Apr {
    /// The rate of one advance that is repaid by payments a unit-period apart, the first of
    /// them after `first`, with so many unit-periods in a year.
    ///
    /// None when nothing was advanced, or when the rate is above 1000 %. Zero when no more is
    /// paid than was advanced.
    #[must_use]
    pub fn of(advance: Money, payments: &[Money], first: FirstPeriod, per_year: u32) -> Option<Self> {
        if !advance.is_positive() || per_year == 0 {
            return None;
        }
        if payments.iter().copied().sum::<Money>() <= advance {
            return Some(Self(0));
        }
        let worth = |millionths: u64| {
            let period = Decimal::from(millionths) / Decimal::from(100_000_000_u64) / Decimal::from(per_year);
            present_worth(payments, first, period)
        };
        let target = Decimal::new(advance.cents(), 2);
        let (mut low, mut high) = (0, HIGHEST);
        if worth(high) > target {
            return None;
        }
        // The higher the rate, the less the payments are worth today.
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if worth(middle) > target { low = middle } else { high = middle }
        }
        ((high + 5_000) / 10_000).to_u32().map(Self)
    }
}

impl Apr {
    /// The rate of one advance that is repaid at once within a year: its unit-period is the
    /// term, counted in months where it is a whole number of them, in days of a 365-day year
    /// otherwise (Appendix J (b)(4)(ii), (b)(5)(v)).
    ///
    /// None when nothing was advanced, or for no time, or for more than a year.
    #[must_use]
    pub fn of_single(advance: Money, payment: Money, start: Date, due: Date) -> Option<Self> {
        let term = Rhythm::Monthly { day: due.day() }.first_period(start, due);
        let days = (due - start).whole_days();
        let (units, per_year) = match (term.whole, term.days) {
            (months @ 1..=12, 0) => (i64::from(months), 12),
            _ if days > 0 && days <= 365 => (days, 365),
            _ => return None,
        };
        let (advance, cost) =
            (i128::from(advance.cents()), i128::from((payment - advance).or_zero().cents()));
        let of = advance.checked_mul(units.into()).filter(|of| *of > 0)?;
        let doubled = cost * 20_000 * per_year / of;
        u32::try_from((doubled + 1) / 2).ok().map(Self)
    }
}

/// What the payments are worth at the time of the advance, at a rate for a unit-period.
fn present_worth(payments: &[Money], first: FirstPeriod, period: Decimal) -> Decimal {
    let back = Decimal::ONE / (Decimal::ONE + period);
    let at_first = payments
        .iter()
        .rev()
        .fold(Decimal::ZERO, |later, payment| later * back + Decimal::new(payment.cents(), 2));
    let whole = (0..first.whole).fold(at_first, |worth, _| worth * back);
    let odd = Decimal::from(first.days) / Decimal::from(first.of.max(1));
    whole / (Decimal::ONE + odd * period)
}
