//! Interest, where a practice and its state allow any: whole cents from whole numbers.

use serde::{Deserialize, Serialize};

use super::rhythm::{FirstPeriod, Rhythm};
use crate::Money;

/// A yearly rate in hundredths of a percent: 999 is 9.99 %.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Rate(u16);

/// Why a number is not a [`Rate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a plan's interest is at most 36 % a year")]
pub struct RateTooHigh;

impl Rate {
    /// No interest, the default of every policy.
    pub const ZERO: Self = Self(0);

    /// 36 % a year: no state's limit for medical debt is higher, most are far lower.
    pub const MAX: Self = Self(3_600);

    /// A rate from hundredths of a percent.
    ///
    /// # Errors
    /// [`RateTooHigh`] above [`Rate::MAX`].
    pub const fn from_basis_points(points: u16) -> Result<Self, RateTooHigh> {
        if points > Self::MAX.0 { Err(RateTooHigh) } else { Ok(Self(points)) }
    }

    /// A rate as people type it: percent with up to two decimals, with or without the sign.
    /// None for what is no rate, or above [`Rate::MAX`].
    #[must_use]
    pub fn parse_human(typed: &str) -> Option<Self> {
        let typed = typed.trim().trim_end_matches('%').trim_end();
        // A hundredth of a percent is to a percent what a cent is to a dollar.
        let points = Money::parse_human(typed).ok()?.cents();
        Self::from_basis_points(u16::try_from(points).ok()?).ok()
    }

    /// The rate in hundredths of a percent.
    #[must_use]
    pub const fn basis_points(self) -> u16 {
        self.0
    }

    /// True for no interest.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The interest on a balance for a part of one period of a rhythm.
    ///
    /// Whole cents, rounded down: what is asked is never more than the rate says.
    #[must_use]
    pub fn on(self, balance: Money, rhythm: Rhythm, part: Part) -> Money {
        if self.is_zero() {
            return Money::ZERO;
        }
        let of = 10_000 * i128::from(rhythm.per_year()) * i128::from(part.of.max(1));
        let cents = i128::from(balance.cents()) * i128::from(self.0) * i128::from(part.days) / of;
        Money::from_cents(i64::try_from(cents).unwrap_or(i64::MAX))
    }
}

impl TryFrom<u16> for Rate {
    type Error = RateTooHigh;
    fn try_from(points: u16) -> Result<Self, Self::Error> {
        Self::from_basis_points(points)
    }
}

impl From<Rate> for u16 {
    fn from(rate: Rate) -> Self {
        rate.0
    }
}

/// A part of a period that interest is asked for: `days / of`, at most one.
///
/// The first instalment may be further off than one period; interest is asked for one period
/// all the same, so the yearly percentage rate is never above the rate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    days: u32,
    of: u32,
}

impl Part {
    /// A whole period.
    pub const WHOLE: Self = Self { days: 1, of: 1 };
}

impl From<FirstPeriod> for Part {
    fn from(first: FirstPeriod) -> Self {
        if first.whole > 0 { Self::WHOLE } else { Self { days: first.days, of: first.of } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_read_as_it_is_typed_and_never_above_the_most() {
        let points = |typed| Rate::parse_human(typed).map(Rate::basis_points);
        assert_eq!([points("12"), points("7.25 %"), points(" 0% ")], [Some(1_200), Some(725), Some(0)]);
        assert_eq!(
            [points("36"), points("36.01"), points("-1"), points("a lot")],
            [Some(3_600), None, None, None]
        );
    }
}
