//! When instalments are due.
//!
//! A due date is a [`Date`] in the practice's zone, never a moment: a clock that jumps at
//! 02:00 cannot move it, lose it or make it happen twice. A monthly plan remembers the *day*
//! that was chosen, not the date that came before, so the 31st becomes 28 February and then
//! 31 March again.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

/// The days on which instalments are due.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// Every month on this day, or on the month's last day where it has no such day.
    Monthly {
        /// 1 to 31; what is outside counts as the nearer end.
        day: u8,
    },
    /// Every fourteen days from the first date.
    EveryTwoWeeks,
    /// On the 1st and the 15th.
    FirstAndFifteenth,
}

/// The time from signing to the first instalment, in unit-periods as Appendix J (b)(5) of
/// Regulation Z counts them: `whole + days / of`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FirstPeriod {
    /// Whole unit-periods.
    pub whole: u32,
    /// Days beyond them.
    pub days: u32,
    /// Days in a unit-period: 30 for a month, 15 for a semimonth, 14 for two weeks.
    pub of: u32,
}

impl FirstPeriod {
    /// One unit-period, no more, no less.
    pub const REGULAR: Self = Self { whole: 1, days: 0, of: 1 };
}

impl Rhythm {
    /// Unit-periods in a year (Appendix J (b)(5): 12, 26 and 24).
    #[must_use]
    pub const fn per_year(self) -> u32 {
        match self {
            Self::Monthly { .. } => 12,
            Self::EveryTwoWeeks => 26,
            Self::FirstAndFifteenth => 24,
        }
    }

    /// Whether a date can be a due date of this rhythm.
    #[must_use]
    pub fn fits(self, date: Date) -> bool {
        match self {
            Self::Monthly { day } => day_of(date, 0, day) == Some(date),
            Self::EveryTwoWeeks => true,
            Self::FirstAndFifteenth => matches!(date.day(), 1 | 15),
        }
    }

    /// The first due date on or after a date, for a plan that begins there. None beyond the
    /// year 9999, as everywhere in this module.
    #[must_use]
    pub fn first_from(self, date: Date) -> Option<Date> {
        if self.fits(date) { Some(date) } else { self.after(date) }
    }

    /// The due date after this one.
    #[must_use]
    pub fn after(self, due: Date) -> Option<Date> {
        match self {
            Self::Monthly { day } => {
                day_of(due, 0, day).filter(|this| *this > due).or_else(|| day_of(due, 1, day))
            }
            Self::EveryTwoWeeks => due.checked_add(Duration::days(14)),
            Self::FirstAndFifteenth if due.day() < 15 => day_of(due, 0, 15),
            Self::FirstAndFifteenth => day_of(due, 1, 1),
        }
    }

    /// All due dates from the first one on.
    pub fn from(self, first: Date) -> impl Iterator<Item = Date> {
        std::iter::successors(Some(first), move |due| self.after(*due))
    }

    /// The first due date that is not before a day, counted on from a due date of the plan;
    /// that date itself when it is late enough.
    #[must_use]
    pub fn resume(self, due: Date, not_before: Date) -> Option<Date> {
        match self {
            _ if due >= not_before => Some(due),
            Self::EveryTwoWeeks => {
                let days = (not_before - due).whole_days();
                due.checked_add(Duration::days((days + 13) / 14 * 14))
            }
            _ => self.first_from(not_before),
        }
    }

    /// The time from a start to the first due date (Appendix J (b)(5)(ii), (iii), (iv)):
    /// months are counted back from the due date and all are equal, what is left is counted
    /// in days; two weeks are fourteen days. Nothing when the start is not before it.
    #[must_use]
    pub fn first_period(self, start: Date, first: Date) -> FirstPeriod {
        let days = |from: Date, to: Date| u32::try_from((to - from).whole_days()).unwrap_or(0);
        let (months, day) = match self {
            Self::EveryTwoWeeks => {
                let days = days(start, first);
                return FirstPeriod { whole: days / 14, days: days % 14, of: 14 };
            }
            Self::Monthly { day } => (months_back(start, first, day), day),
            Self::FirstAndFifteenth => (months_back(start, first, first.day()), first.day()),
        };
        let back = i32::try_from(months).map_or(0, |months| -months);
        let rest = days(start, day_of(first, back, day).unwrap_or(first));
        match self {
            Self::FirstAndFifteenth => {
                let days = 30 * months + rest;
                FirstPeriod { whole: days / 15, days: days % 15, of: 15 }
            }
            _ => FirstPeriod { whole: months, days: rest, of: 30 },
        }
    }
}

/// A day of the month that lies some months after (or before) a date's, clamped to its end.
fn day_of(date: Date, months: i32, day: u8) -> Option<Date> {
    let count = date.year() * 12 + i32::from(u8::from(date.month())) - 1 + months;
    let year = count.div_euclid(12);
    let month = time::Month::try_from(u8::try_from(count.rem_euclid(12) + 1).ok()?).ok()?;
    Date::from_calendar_date(year, month, day.clamp(1, month.length(year))).ok()
}

/// How many whole months lie between, counted back from the end.
fn months_back(start: Date, end: Date, day: u8) -> u32 {
    let apart = (end.year() - start.year()) * 12 + i32::from(u8::from(end.month()))
        - i32::from(u8::from(start.month()));
    let fits = |months: i32| day_of(end, -months, day).is_some_and(|date| date >= start);
    let months = if fits(apart) { apart } else { apart - 1 };
    u32::try_from(months).unwrap_or(0)
}
