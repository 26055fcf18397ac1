//! A good faith estimate, and the federal way to dispute a bill far above it.
//!
//! Whoever has no insurance for a visit, or does not use it, is told beforehand what it will cost.
//! A bill that is substantially above that can be taken to an independent reviewer, whose answer
//! binds both sides (the patient-provider dispute resolution process of the No Surprises Act,
//! 45 CFR 149.620). The rule has not been reviewed by counsel: where it leaves room, the patient is
//! shown the way, and the earlier day.
//!
//! The rule looks at each provider alone: what a co-provider or another facility charges for the
//! same care is on neither side here, because a practice's books hold its own charges only.

use time::{Date, Duration};

use crate::Money;

/// How far a bill is above the estimate when it is substantially above it: at least so much more
/// (45 CFR 149.620(a)(2)(ii)).
pub const EXCESS: Money = Money::of_cents(40_000);

/// How many calendar days after the first bill the process can be begun, that day included
/// (149.620(c)(1)). They are counted from the day on the bill, which is never later than the day
/// on which it came.
pub const DAYS: Duration = Duration::days(120);

/// What the patient pays to begin it (149.620(g)(1), as HHS has set it since 2022).
pub const FEE: Money = Money::of_cents(2_500);

/// What a practice takes off when both sides agree before the reviewer answers: at least half the
/// fee (149.620(f)(1)(ii)).
pub const HALF_FEE: Money = Money::of_cents(1_250);

/// When a practice has to have sent its papers: so many business days after it was told
/// (149.620(f)(2)(i)).
pub const PAPERS: u32 = 10;

/// Business days after which the practice asks what became of it: ten for its papers, thirty for
/// the reviewer (149.620(f)(3)(i)), and five to choose one.
pub const ANSWER: u32 = 45;

/// What a patient was told beforehand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Estimate {
    /// The practice's own expected charges, in all.
    pub amount: Money,
    /// When they were told.
    pub given_on: Date,
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bill {
    /// What the practice asks for in all, whatever of it is paid.
    pub billed: Money,
    /// The day of the first bill for it; none when none was sent.
    pub first: Option<Date>,
    /// An insurer has to do with it.
    pub insured: bool,
}

/// Whether the federal way is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Route {
    /// It is not for this bill: an insurer has to do with it, or it is not far enough above.
    None,
    /// It can be begun, through this day; none while no bill was sent that starts the clock.
    Open(Option<Date>),
    /// It could have been begun through this day.
    Over(Date),
}

/// Whether the federal way is open for a bill on a day, where the practice is.
#[must_use]
pub fn route(estimate: &Estimate, bill: &Bill, on: Date) -> Route {
    if bill.insured || bill.billed - estimate.amount < EXCESS {
        return Route::None;
    }
    match bill.first.map(|first| first.checked_add(DAYS).unwrap_or(Date::MAX)) {
        Some(last) if on > last => Route::Over(last),
        last => Route::Open(last),
    }
}

coded! {
    /// How the federal way ended in an amount.
    How {
        /// The reviewer said what is to be paid.
        Determined = "determined",
        /// Both sides agreed on it before.
        Settled = "settled",
    }
}

/// What falls away from a bill once it is said what is to be paid for it: the difference, and the
/// patient's fee, which whoever is not right bears. All of it where both agreed: half
/// (149.620(f)(1)(ii), (g)(1)).
#[must_use]
pub fn falls_away(how: How, billed: Money, to_pay: Money) -> Money {
    let fee = match how {
        How::Settled => HALF_FEE,
        How::Determined if to_pay < billed => FEE,
        How::Determined => Money::ZERO,
    };
    ((billed - to_pay).or_zero() + fee).min(billed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const fn cents(cents: u32) -> Money {
        Money::of_cents(cents)
    }

    const TOLD: Estimate = Estimate { amount: cents(60_000), given_on: date!(2026 - 07 - 01) };
    const FIRST: Date = date!(2026 - 08 - 01);

    fn bill(billed: u32) -> Bill {
        Bill { billed: cents(billed), first: Some(FIRST), insured: false }
    }

    #[test]
    fn four_hundred_dollars_more_is_far_and_a_cent_less_is_not() {
        assert_eq!(route(&TOLD, &bill(99_999), FIRST), Route::None);
        assert_eq!(route(&TOLD, &bill(100_000), FIRST), Route::Open(Some(date!(2026 - 11 - 29))));
        assert_eq!(route(&TOLD, &bill(60_000), FIRST), Route::None);
        assert_eq!(route(&TOLD, &Bill { insured: true, ..bill(100_000) }, FIRST), Route::None);
    }

    #[test]
    fn it_is_open_on_the_hundred_and_twentieth_day_and_not_on_the_next() {
        let last = FIRST + Duration::days(120);
        assert_eq!(route(&TOLD, &bill(100_000), last), Route::Open(Some(last)));
        assert_eq!(route(&TOLD, &bill(100_000), last + Duration::DAY), Route::Over(last));
        let unsent = Bill { first: None, ..bill(100_000) };
        assert_eq!(route(&TOLD, &unsent, last + Duration::DAY), Route::Open(None));
    }

    #[test]
    fn who_is_not_right_bears_the_fee() {
        let off = |how, to_pay| falls_away(how, cents(100_000), cents(to_pay)).cents();
        assert_eq!(off(How::Determined, 60_000), 42_500);
        assert_eq!(off(How::Determined, 99_999), 2_501);
        assert_eq!(off(How::Determined, 100_000), 0);
        assert_eq!(off(How::Settled, 80_000), 21_250);
        assert_eq!(off(How::Settled, 100_000), 1_250);
        // No more falls away than was billed.
        assert_eq!(off(How::Determined, 0), 100_000);
    }
}
