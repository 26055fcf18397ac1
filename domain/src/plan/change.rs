//! Whether a change of a schedule is worse for the patient.
//!
//! A change that is not worse applies at once and is told. A worse one waits for consent, and
//! until then nothing changes. Worse is: a larger instalment, more asked by some date than
//! had been agreed by then, or more in all.

use serde::{Deserialize, Serialize};
use time::Date;

use super::schedule::Instalment;
use crate::Money;

/// One way in which a change is worse for the patient.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Worse {
    /// The largest instalment grows.
    #[error("the largest instalment would be {now} instead of {before}")]
    Larger {
        /// The largest one agreed.
        before: Money,
        /// The largest one after the change.
        now: Money,
    },
    /// More is asked by a date than was agreed: an earlier date, or more on one.
    #[error("{now} would be asked by {on} instead of {before}")]
    Sooner {
        /// The first such date.
        #[serde(with = "super::iso")]
        on: Date,
        /// What was to be paid by then.
        before: Money,
        /// What would be.
        now: Money,
    },
    /// More is asked in all.
    #[error("{now} would be asked in all instead of {before}")]
    Costlier {
        /// What was left to pay.
        before: Money,
        /// What would be.
        now: Money,
    },
}

/// In which ways what is asked after a change is worse than before. Empty: not worse.
///
/// Both are what is still to be paid. `given_back` is what the patient was given back by the
/// same change (a refund on a paid instalment is owed again, which makes nobody poorer).
#[must_use]
pub fn worse_for_patient(before: &[Instalment], after: &[Instalment], given_back: Money) -> Vec<Worse> {
    let largest = |of: &[Instalment]| of.iter().map(Instalment::left).max().unwrap_or_default();
    let total = |of: &[Instalment]| of.iter().map(Instalment::left).sum::<Money>();
    let by = |of: &[Instalment], day: Date| {
        of.iter().filter(|one| one.due <= day).map(Instalment::left).sum::<Money>()
    };
    let mut worse = Vec::new();
    if largest(after) > largest(before) {
        worse.push(Worse::Larger { before: largest(before), now: largest(after) });
    }
    // From the end of what was agreed on, more than agreed is more in all.
    let end = before.iter().filter(|one| one.left().is_positive()).map(|one| one.due).max();
    let mut days: Vec<Date> =
        after.iter().map(|one| one.due).filter(|day| end.is_some_and(|end| *day < end)).collect();
    days.sort_unstable();
    let sooner = days.into_iter().find(|day| by(after, *day) - given_back > by(before, *day));
    if let Some(on) = sooner {
        worse.push(Worse::Sooner { on, before: by(before, on), now: by(after, on) - given_back });
    }
    if total(after) - given_back > total(before) {
        worse.push(Worse::Costlier { before: total(before), now: total(after) - given_back });
    }
    worse
}
