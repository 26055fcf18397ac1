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

use time::macros::date;
use time::{Date, Duration};

use crate::{Money, business_days};

/// What the rule says from a day on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rule {
    /// From this day on.
    pub effective_from: Date,
    /// Where it says so.
    pub source: &'static str,
    /// How far a bill is above the estimate when it is substantially above it: at least so much more
    /// (149.620(a)(2)(ii)).
    pub excess: Money,
    /// How many calendar days after the first bill the process can be begun, that day included. They
    /// are counted from the day on the bill, which is never later than the day on which it came.
    pub days: u16,
    /// What the patient pays to begin it, as HHS sets it by guidance (149.620(g)).
    pub fee: Money,
    /// What a practice takes off when both sides agree before the reviewer answers: at least half the
    /// fee (149.620(f)(1)(ii)).
    pub settled_off: Money,
    /// When a practice has to have sent its papers: so many business days after it was told
    /// (149.620(f)(2)(i)).
    pub papers: u32,
    /// When a practice has to have told the reviewer that both sides agreed: so many business days
    /// after they did (149.620(f)(1)(i)).
    pub agreed: u32,
}

/// Every rule, the oldest first. A change by HHS is one more, and no other is edited.
///
/// The 120 days and the $25 are known from secondary sources (CMS' pages and guidance), the rest from
/// the text of the rule.
pub const RULES: [Rule; 1] = [Rule {
    effective_from: date!(2022 - 01 - 01),
    source: "45 CFR 149.620; 86 FR 55980",
    excess: Money::of_cents(40_000),
    days: 120,
    fee: Money::of_cents(2_500),
    settled_off: Money::of_cents(1_250),
    papers: 10,
    agreed: 3,
}];

/// The rule that stands on a day.
#[must_use]
pub fn rule(on: Date) -> Rule {
    let standing = RULES.into_iter().rev().find(|rule| rule.effective_from <= on);
    standing.unwrap_or(RULES[0])
}

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

/// Why something is no estimate of a visit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unfit {
    /// Nothing is no estimate.
    #[error("an estimate is above zero")]
    Nothing,
    /// What is told after the visit is no estimate of it.
    #[error("is after the visit; an estimate is given before it")]
    After,
    /// There were none before the rule.
    #[error("is before 2022; there were no good faith estimates then")]
    Before,
}

impl Estimate {
    /// Whether it is one of a visit on this day.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn fits(&self, visit: Date) -> Result<(), Unfit> {
        if !self.amount.is_positive() {
            Err(Unfit::Nothing)
        } else if self.given_on > visit {
            Err(Unfit::After)
        } else if self.given_on < RULES[0].effective_from {
            Err(Unfit::Before)
        } else {
            Ok(())
        }
    }

    /// A changed one is given one business day before the visit at the latest
    /// (149.610(b)(1)(vii)).
    fn is_in_time(&self, visit: Date) -> bool {
        let before = |day: Date| day.previous_day().unwrap_or(day);
        business_days::between(before(self.given_on), before(visit)) > 0
    }
}

/// An estimate as it was written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Told {
    /// What was told.
    pub estimate: Estimate,
    /// It was written down when the patient had a bill.
    pub after_bill: bool,
}

/// The estimate that a bill of a visit is compared with, of all in the order of their writing: the
/// one that was given last. A higher one than stood until then counts only when it was given in time
/// and written down before the first bill: who made the bill does not raise what it is measured by.
#[must_use]
pub fn standing(told: &[Told], visit: Date) -> Option<Estimate> {
    let mut told = told.to_vec();
    told.sort_by_key(|one| one.estimate.given_on);
    told.into_iter().fold(None, |stands, Told { estimate, after_bill }| match stands {
        Some(Estimate { amount, .. })
            if estimate.amount > amount && (after_bill || !estimate.is_in_time(visit)) =>
        {
            stands
        }
        _ => Some(estimate),
    })
}

/// What came of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bill {
    /// What the practice asks for in all, whatever of it is paid.
    pub billed: Money,
    /// What it charged, but for what is with an insurer: what it took off since counts.
    pub charged: Money,
    /// The day of the first bill for it; none when none was sent.
    pub first: Option<Date>,
    /// Something was claimed from an insurer. That one is on file is not that it was used.
    pub claimed: bool,
    /// A federal reviewer has it, or has answered.
    pub reviewed: bool,
}

/// Whether the federal way is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Route {
    /// It is not for this bill: something was claimed from an insurer, it is not far enough above, or
    /// a reviewer has it or has answered.
    None,
    /// It can be begun, through this day; none while no bill was sent that starts the clock.
    Open(Option<Date>),
    /// It could have been begun through this day.
    Over(Date),
}

/// Whether the federal way is open for a bill on a day, where the practice is.
#[must_use]
pub fn route(estimate: &Estimate, bill: &Bill, on: Date) -> Route {
    let rule = rule(bill.first.unwrap_or(on));
    if bill.claimed || bill.reviewed || bill.charged - estimate.amount < rule.excess {
        return Route::None;
    }
    let days = Duration::days(rule.days.into());
    match bill.first.map(|first| first.checked_add(days).unwrap_or(Date::MAX)) {
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

/// What falls away from a bill once it is said what is to be paid for it.
///
/// The amount on a reviewer's notice is final: the reviewer has taken the patient's fee off already
/// (149.620(f)(3)). What both sides agreed on is without it, so that at least half of it comes off
/// (149.620(f)(1)(ii)), by the rule of the day on which it was begun.
#[must_use]
pub fn falls_away(how: How, billed: Money, to_pay: Money, started_on: Date) -> Money {
    let fee = match how {
        How::Settled => rule(started_on).settled_off,
        How::Determined => Money::ZERO,
    };
    ((billed - to_pay).or_zero() + fee).min(billed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn cents(cents: u32) -> Money {
        Money::of_cents(cents)
    }

    const TOLD: Estimate = Estimate { amount: cents(60_000), given_on: date!(2026 - 07 - 01) };
    const FIRST: Date = date!(2026 - 08 - 01);
    /// A Tuesday.
    const VISIT: Date = date!(2026 - 07 - 14);

    fn bill(billed: u32) -> Bill {
        Bill {
            billed: cents(billed),
            charged: cents(billed),
            first: Some(FIRST),
            claimed: false,
            reviewed: false,
        }
    }

    #[test]
    fn four_hundred_dollars_more_is_far_and_a_cent_less_is_not() {
        assert_eq!(route(&TOLD, &bill(99_999), FIRST), Route::None);
        assert_eq!(route(&TOLD, &bill(100_000), FIRST), Route::Open(Some(date!(2026 - 11 - 29))));
        assert_eq!(route(&TOLD, &bill(60_000), FIRST), Route::None);
        assert_eq!(route(&TOLD, &Bill { claimed: true, ..bill(100_000) }, FIRST), Route::None);
        assert_eq!(route(&TOLD, &Bill { reviewed: true, ..bill(100_000) }, FIRST), Route::None);
    }

    #[test]
    fn what_was_taken_off_since_does_not_close_the_way() {
        let less = Bill { billed: cents(99_000), ..bill(104_000) };
        assert_eq!(route(&TOLD, &less, FIRST), Route::Open(Some(date!(2026 - 11 - 29))));
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
    fn a_reviewers_amount_is_final_and_an_agreed_one_is_before_half_the_fee() {
        let off = |how, to_pay| falls_away(how, cents(100_000), cents(to_pay), FIRST).cents();
        assert_eq!(off(How::Determined, 60_000), 40_000);
        assert_eq!(off(How::Determined, 99_999), 1);
        assert_eq!(off(How::Determined, 100_000), 0);
        assert_eq!(off(How::Settled, 80_000), 21_250);
        assert_eq!(off(How::Settled, 100_000), 1_250);
        // No more falls away than was billed.
        assert_eq!(off(How::Determined, 0), 100_000);
        assert_eq!(off(How::Settled, 0), 100_000);
    }

    #[test]
    fn rules_are_dated_and_in_order() {
        assert!(RULES.is_sorted_by(|a, b| a.effective_from < b.effective_from));
        for rule in RULES {
            assert!(rule.settled_off + rule.settled_off >= rule.fee && !rule.source.is_empty());
            assert_eq!(super::rule(rule.effective_from), rule);
        }
        assert_eq!(rule(date!(1926 - 01 - 01)), RULES[0]);
    }

    fn told(amount: u32, given_on: Date) -> Told {
        Told { estimate: Estimate { amount: cents(amount), given_on }, after_bill: false }
    }

    #[test]
    fn the_one_that_was_given_last_stands_whenever_it_was_written_down() {
        let stands = |told: &[Told]| standing(told, VISIT).map(|one| one.amount.cents());
        let (old, new) = (told(60_000, date!(2026 - 07 - 01)), told(80_000, date!(2026 - 07 - 06)));
        assert_eq!(stands(&[]), None);
        assert_eq!(stands(&[old, new]), Some(80_000));
        assert_eq!(stands(&[new, old]), Some(80_000));
        // Of one day: what was written last.
        assert_eq!(stands(&[old, told(70_000, date!(2026 - 07 - 01))]), Some(70_000));
    }

    #[test]
    fn a_higher_one_counts_when_it_was_in_time_and_before_the_bill() {
        let stands = |one: Told| {
            let all = [told(60_000, date!(2026 - 07 - 01)), one];
            standing(&all, VISIT).map(|one| one.amount.cents())
        };
        assert_eq!(stands(told(80_000, date!(2026 - 07 - 13))), Some(80_000));
        assert_eq!(stands(told(80_000, VISIT)), Some(60_000));
        let late = |amount| Told { after_bill: true, ..told(amount, date!(2026 - 07 - 06)) };
        assert_eq!((stands(late(80_000)), stands(late(50_000))), (Some(60_000), Some(50_000)));
        // A weekend is no business day: of a Monday's visit it is the Friday.
        let monday = |given_on| {
            let all = [told(60_000, date!(2026 - 07 - 01)), told(80_000, given_on)];
            standing(&all, date!(2026 - 07 - 13)).map(|one| one.amount.cents())
        };
        assert_eq!(monday(date!(2026 - 07 - 10)), Some(80_000));
        assert_eq!(monday(date!(2026 - 07 - 11)), Some(60_000));
        // The only one stands, however late it was written down.
        let only = Told { after_bill: true, ..told(60_000, VISIT) };
        assert_eq!(standing(&[only], VISIT), Some(only.estimate));
    }

    #[test]
    fn an_estimate_is_above_zero_and_between_the_rule_and_the_visit() {
        let fits = |amount, given_on| Estimate { amount: cents(amount), given_on }.fits(VISIT);
        assert_eq!(fits(1, VISIT), Ok(()));
        assert_eq!(fits(0, VISIT), Err(Unfit::Nothing));
        assert_eq!(fits(1, date!(2026 - 07 - 15)), Err(Unfit::After));
        assert_eq!(fits(1, date!(1926 - 07 - 14)), Err(Unfit::Before));
    }
}
