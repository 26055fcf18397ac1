//! Whole cents of one currency, exact and checked.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// An amount in US dollars, always with two decimal places.
///
/// Stored as a `BIGINT` of cents in both databases and serialised as cents.
/// Positive and negative are the caller's meaning (a ledger debit is positive).
/// Arithmetic that leaves the range of [`Money::MAX`] panics rather than wraps;
/// amounts that come from outside are bounded by [`Money::parse`] and
/// [`Money::from_cents`] long before that.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(Decimal);

/// Why a text is not an amount of money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Nothing was given.
    #[error("no amount was given")]
    Empty,
    /// Not a number as people or practice systems write it.
    #[error("this is not an amount of money such as 1234.50")]
    NotANumber,
    /// More than two decimal places that are not zero.
    #[error("an amount has at most two decimal places")]
    TooPrecise,
    /// Beyond [`Money::MAX`] in either direction.
    #[error("the amount is too large")]
    TooLarge,
}

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// The largest single amount that is accepted, $99,999,999,999.99: beyond any
    /// bill, and far from the end of a 64-bit integer even when many are summed.
    pub const MAX: Self = Self(Decimal::from_parts(1_316_134_911, 2_328, 0, false, 2));

    /// $1.00.
    pub const ONE_DOLLAR: Self = Self(Decimal::from_parts(100, 0, 0, false, 2));

    /// $0.50.
    pub const HALF_DOLLAR: Self = Self(Decimal::from_parts(50, 0, 0, false, 2));

    /// So many cents, where a rule names an amount.
    pub(crate) const fn of_cents(cents: u32) -> Self {
        Self(Decimal::from_parts(cents, 0, 0, false, 2))
    }

    /// An amount from whole cents, as the databases and the gateway carry it.
    #[must_use]
    pub fn from_cents(cents: i64) -> Self {
        Self(Decimal::new(cents, 2))
    }

    /// The amount in whole cents.
    #[must_use]
    pub fn cents(self) -> i64 {
        (self.0 * Decimal::ONE_HUNDRED).to_i64().unwrap_or(if self.0.is_sign_negative() {
            i64::MIN
        } else {
            i64::MAX
        })
    }

    /// Reads an amount as an X12 `R` element carries it: an optional minus sign,
    /// digits and an optional decimal point (`100`, `-9.00`, `.5`).
    ///
    /// # Errors
    /// [`MoneyError`] when the text is empty, not such a number, finer than a cent
    /// or beyond [`Money::MAX`].
    pub fn parse(text: &str) -> Result<Self, MoneyError> {
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && digits.bytes().any(|b| b.is_ascii_digit())
            && digits.bytes().filter(|b| *b == b'.').count() <= 1;
        if !plain {
            return Err(MoneyError::NotANumber);
        }
        if digits.len() > 18 {
            return Err(MoneyError::TooLarge);
        }
        let value: Decimal = text.trim_end_matches('.').parse().map_err(|_| MoneyError::NotANumber)?;
        Self::exact(value)
    }

    /// Reads an amount as a person or a practice export writes it: `$1,234.50`,
    /// `1234.5`, `(12.00)` for a negative, with surrounding space.
    ///
    /// # Errors
    /// As [`Money::parse`]; a comma anywhere but between groups of three digits is
    /// [`MoneyError::NotANumber`], so that `1,50` is never read as 150 dollars.
    pub fn parse_human(text: &str) -> Result<Self, MoneyError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        let (text, bracketed) = match text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
            Some(inner) => (inner.trim(), true),
            None => (text, false),
        };
        let (text, minus) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
            Some(rest) => (rest.trim_start(), true),
            None => (text, false),
        };
        let text = text.strip_prefix('$').unwrap_or(text).trim_start();
        let whole = text.split('.').next().unwrap_or_default();
        if text.contains(',') {
            let grouped = whole.split(',').enumerate().all(|(i, group)| match i {
                0 => (1..=3).contains(&group.len()),
                _ => group.len() == 3,
            });
            if !grouped || text[whole.len()..].contains(',') {
                return Err(MoneyError::NotANumber);
            }
        }
        if text.starts_with(['-', '+']) {
            return Err(MoneyError::NotANumber);
        }
        let amount = Self::parse(&text.replace(',', ""))?;
        if bracketed && minus {
            return Err(MoneyError::NotANumber);
        }
        Ok(if bracketed || minus { -amount } else { amount })
    }

    fn exact(value: Decimal) -> Result<Self, MoneyError> {
        let mut cents = value.normalize();
        if cents.scale() > 2 {
            return Err(MoneyError::TooPrecise);
        }
        cents.rescale(2);
        let amount = Self(cents);
        if amount > Self::MAX || amount < -Self::MAX {
            return Err(MoneyError::TooLarge);
        }
        Ok(amount)
    }

    /// True for exactly zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// True above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self > Self::ZERO
    }

    /// True below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self < Self::ZERO
    }

    /// The amount without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// The amount, or zero when it is negative.
    #[must_use]
    pub fn or_zero(self) -> Self {
        self.max(Self::ZERO)
    }
}

impl fmt::Display for Money {
    /// `1234.50`, without a currency sign: for machines and logs of totals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${self}")
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        if self.is_zero() { self } else { Self(-self.0) }
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Money {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.cents())
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self::from_cents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn max_is_what_its_comment_says() {
        assert_eq!(Money::MAX.to_string(), "99999999999.99");
    }

    #[test]
    fn amounts_as_remittances_write_them() {
        for (text, cents) in
            [("0", 0), ("100", 10_000), ("-9.00", -900), (".5", 50), ("541.", 54_100), ("7.100", 710)]
        {
            assert_eq!(Money::parse(text).map(Money::cents), Ok(cents), "{text}");
        }
        for (text, error) in [
            ("", MoneyError::Empty),
            ("1.234", MoneyError::TooPrecise),
            ("1e5", MoneyError::NotANumber),
            ("1,000", MoneyError::NotANumber),
            ("-", MoneyError::NotANumber),
            (".", MoneyError::NotANumber),
            ("1.2.3", MoneyError::NotANumber),
            ("999999999999", MoneyError::TooLarge),
            ("9999999999999999999999999999999999999999", MoneyError::TooLarge),
        ] {
            assert_eq!(Money::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn amounts_as_people_write_them() {
        for (text, cents) in
            [(" $1,234.50 ", 123_450), ("(12.00)", -1_200), ("-$5", -500), ("1234.5", 123_450), ("$ 7", 700)]
        {
            assert_eq!(Money::parse_human(text).map(Money::cents), Ok(cents), "{text}");
        }
        for text in ["1,50", "12,34,567", "1.000,00", "$", "five", "--5", "(-5)", "$-5", "1234,567", ",123"] {
            assert!(Money::parse_human(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn cents_survive_every_round_trip(cents in -9_999_999_999_999_i64..=9_999_999_999_999) {
            let money = Money::from_cents(cents);
            prop_assert_eq!(money.cents(), cents);
            prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
        }

        #[test]
        fn no_text_panics(text in "\\PC*") {
            let _ = Money::parse(&text);
            let _ = Money::parse_human(&text);
        }
    }
}
