//! From what is owed to instalments.
//!
//! One rule draws every schedule, at signing and whenever the principal changes later:
//! * each instalment is what was agreed for its date, the last one takes the rest;
//! * a rest under the smallest instalment is made up to it by the instalment before;
//! * where the two together are less than two smallest ones, they become one before signing
//!   ([`Rest::Merges`]); after signing the last one stays small ([`Rest::StaysSmall`]),
//!   because what was agreed for a date never grows by itself.
//!
//! Interest is actuarial on the declining balance: each period's on what is left before it,
//! in whole cents rounded down. The principal parts add up to what is owed, always.

use serde::{Deserialize, Serialize};
use time::Date;

use super::interest::{Part, Rate};
use super::rhythm::Rhythm;
use crate::Money;

/// The most instalments any schedule has: more than ten years of every two weeks.
pub const MOST_INSTALMENTS: usize = 300;

/// One date and what is asked on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Instalment {
    /// Counts from 1 and is never given twice within a plan, so that a charge can name it.
    pub number: u32,
    /// When it is due, in the practice's zone.
    #[serde(with = "super::iso")]
    pub due: Date,
    /// What it takes off the balance.
    pub principal: Money,
    /// The interest of its period.
    pub interest: Money,
    /// A late fee, where the signed terms have one.
    pub fee: Money,
    /// What has been paid on it: interest first, then principal, then the fee.
    pub paid: Money,
    /// It was not paid within the grace days.
    pub missed: bool,
    /// An extra payment on the day it came, not a date of the rhythm.
    pub extra: bool,
}

impl Instalment {
    /// What is asked in all.
    #[must_use]
    pub fn amount(&self) -> Money {
        self.principal + self.interest + self.fee
    }

    /// What is still to be paid of it.
    #[must_use]
    pub fn left(&self) -> Money {
        self.amount() - self.paid
    }

    /// What of the principal has been paid.
    #[must_use]
    pub fn principal_paid(&self) -> Money {
        (self.paid - self.interest).or_zero().min(self.principal)
    }

    /// What of the interest has been paid.
    #[must_use]
    pub fn interest_paid(&self) -> Money {
        self.paid.min(self.interest)
    }

    /// What of the fee has been paid.
    #[must_use]
    pub fn fee_paid(&self) -> Money {
        self.paid - self.interest_paid() - self.principal_paid()
    }

    /// The instalment as it would be if what is left of it were not asked.
    pub(super) fn closed(self) -> Self {
        let (principal, interest) = (self.principal_paid(), self.interest_paid());
        Self { principal, interest, fee: self.fee_paid(), missed: false, ..self }
    }

    /// What of the principal is still to be paid.
    #[must_use]
    pub fn principal_left(&self) -> Money {
        self.principal - self.principal_paid()
    }
}

/// How the patient says what they can pay.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// This much each time.
    Amount(Money),
    /// In this many instalments.
    Count(u32),
}

/// What holds for every instalment of a schedule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pace {
    /// On which days.
    pub rhythm: Rhythm,
    /// At what interest.
    pub rate: Rate,
    /// The smallest instalment.
    pub smallest: Money,
    /// How much of a period passes before instalment 1.
    pub first_part: Part,
}

/// What becomes of a rest that cannot be made up to the smallest instalment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    /// It joins the instalment before: shown before signing.
    Merges,
    /// It stays by itself as the last instalment: after signing. Nor is more interest asked on
    /// a date then than what was agreed for it leaves room for.
    StaysSmall,
}

/// Why no schedule can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum DrawError {
    /// Nothing is owed.
    #[error("there is nothing to pay in instalments")]
    Nothing,
    /// An instalment that only pays interest would never end.
    #[error("instalments of {0} would not pay the balance off")]
    NeverEnds(Money),
    /// More than [`MOST_INSTALMENTS`], or less than a cent each.
    #[error("that would be more instalments than a plan can have")]
    TooMany,
    /// Beyond the calendar.
    #[error("the last instalment would be due after the year 9999")]
    BeyondCalendar,
}

/// A date that can take an instalment: its number and the most it takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Slot {
    pub number: u32,
    pub due: Date,
    pub most: Money,
}

impl Pace {
    fn interest(&self, balance: Money, number: u32) -> Money {
        let part = if number == 1 { self.first_part } else { Part::WHOLE };
        self.rate.on(balance, self.rhythm, part)
    }

    /// Draws a new schedule from its first date; its instalments count from 1.
    ///
    /// In a number of parts each is the even part rounded down to a cent and the last takes
    /// the rest: $100 in 3 is 33.33, 33.33, 33.34. (The policy sees to the smallest one then.)
    ///
    /// # Errors
    /// [`DrawError`] when there is no such schedule.
    pub fn draw(&self, owed: Money, first: Date, size: Size) -> Result<Vec<Instalment>, DrawError> {
        let dates = (1..).zip(self.rhythm.from(first));
        match size {
            Size::Amount(most) => {
                self.fill(owed, dates.map(|(number, due)| Slot { number, due, most }), Rest::Merges)
            }
            Size::Count(count) => self.level(owed, count, dates),
        }
    }

    /// The even instalment, rounded down to a cent: the largest that leaves the last one of
    /// so many no smaller than itself.
    pub(super) fn even(&self, owed: Money, count: u32) -> Money {
        let enough = |cents: i64| {
            let each = Money::from_cents(cents);
            let mut balance = owed;
            for number in 1..count {
                balance = balance + self.interest(balance, number) - each;
                if !balance.is_positive() {
                    return false;
                }
            }
            balance + self.interest(balance, count) >= each
        };
        let (mut low, mut high) = (0, (owed + owed).cents());
        while low < high {
            let middle = high - (high - low) / 2;
            if enough(middle) { low = middle } else { high = middle - 1 }
        }
        Money::from_cents(low)
    }

    /// So many even instalments on so many dates; the last takes the rest.
    fn level(
        &self,
        owed: Money,
        count: u32,
        dates: impl Iterator<Item = (u32, Date)>,
    ) -> Result<Vec<Instalment>, DrawError> {
        if !owed.is_positive() || count == 0 {
            return Err(DrawError::Nothing);
        }
        if count as usize > MOST_INSTALMENTS {
            return Err(DrawError::TooMany);
        }
        let dates: Vec<(u32, Date)> = dates.take(count as usize).collect();
        if dates.len() < count as usize {
            return Err(DrawError::BeyondCalendar);
        }
        let each = self.even(owed, count);
        if !each.is_positive() {
            return Err(DrawError::TooMany);
        }
        let mut balance = owed;
        let mut drawn = Vec::with_capacity(dates.len());
        for (number, due) in dates {
            let interest = self.interest(balance, number);
            let last = drawn.len() + 1 == count as usize;
            let principal = if last { balance } else { each - interest };
            drawn.push(fresh(number, due, principal, interest));
            balance -= principal;
        }
        Ok(drawn)
    }

    /// Puts a balance on these dates with the smallest largest instalment; none takes more than
    /// it may. None when they cannot take it all.
    pub(super) fn shrunk(&self, owed: Money, slots: &[Slot]) -> Option<Vec<Instalment>> {
        let capped = |cents: i64| {
            let cap = Money::from_cents(cents);
            let slots = slots.iter().map(|slot| Slot { most: slot.most.min(cap), ..*slot });
            self.fill(owed, slots, Rest::StaysSmall).ok()
        };
        let largest = slots.iter().map(|slot| slot.most).max()?;
        let (mut low, mut high) = (self.smallest.min(largest).cents(), largest.cents());
        while low < high {
            let middle = low + (high - low) / 2;
            if capped(middle).is_some() { high = middle } else { low = middle + 1 }
        }
        capped(high)
    }

    /// Puts a balance on dates, each taking the most it may, by the rule of this module.
    pub(super) fn fill(
        &self,
        owed: Money,
        slots: impl Iterator<Item = Slot>,
        rest: Rest,
    ) -> Result<Vec<Instalment>, DrawError> {
        if !owed.is_positive() {
            return Err(DrawError::Nothing);
        }
        let mut balance = owed;
        let mut drawn = Vec::new();
        for Slot { number, due, most } in slots.take(MOST_INSTALMENTS) {
            let mut interest = self.interest(balance, number);
            if rest == Rest::StaysSmall {
                interest = interest.min(most - Money::from_cents(1)).or_zero();
            }
            let all = balance + interest;
            let pay = if all <= most { all } else { self.part(all, most, number, rest) };
            if pay <= interest {
                return Err(DrawError::NeverEnds(most));
            }
            drawn.push(fresh(number, due, pay - interest, interest));
            balance = all - pay;
            if balance.is_zero() {
                return Ok(drawn);
            }
        }
        Err(if drawn.len() < MOST_INSTALMENTS { DrawError::BeyondCalendar } else { DrawError::TooMany })
    }

    /// What is asked on a date that cannot take all.
    fn part(&self, all: Money, most: Money, number: u32, rest: Rest) -> Money {
        let with_interest = |balance: Money| balance + self.interest(balance, number + 1);
        if with_interest(all - most) >= self.smallest {
            return most;
        }
        // What has to be left for the last one to be the smallest, its interest included.
        let mut spare = self.smallest - self.interest(self.smallest, number + 1);
        while with_interest(spare) < self.smallest {
            spare += Money::from_cents(1);
        }
        match rest {
            _ if all - spare >= self.smallest => all - spare,
            Rest::Merges => all,
            Rest::StaysSmall => most,
        }
    }
}

fn fresh(number: u32, due: Date, principal: Money, interest: Money) -> Instalment {
    let (fee, paid) = (Money::ZERO, Money::ZERO);
    Instalment { number, due, principal, interest, fee, paid, missed: false, extra: false }
}
