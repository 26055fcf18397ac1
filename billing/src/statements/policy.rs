//! When a practice's statements go out, and for what.

use domain::{Money, PracticeId};
use time::Date;

use super::store;
use crate::db::Tx;

/// When a run is made by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cycle {
    /// Never: staff make runs.
    ByHand,
    /// On this day of each month, 1 to 28.
    Monthly(u8),
    /// So many days after the last insurer's decision on an account, day by day.
    AfterDecision(u16),
}

/// When a practice's statements go out, and for what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Policy {
    /// When runs are made.
    pub cycle: Cycle,
    /// Less than this gets no statement.
    pub minimum: Money,
    /// Days to pay.
    pub due_days: i64,
    /// Days that paper waits after the electronic notice.
    pub paper_days: i64,
    /// Days in which an account gets no second statement.
    pub rest_days: i64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            cycle: Cycle::ByHand,
            minimum: Money::from_cents(500),
            due_days: 21,
            paper_days: 4,
            rest_days: 25,
        }
    }
}

impl Policy {
    /// Whether a run is to be made on a day; the last one was made on `last`.
    #[must_use]
    pub fn is_run_due(&self, today: Date, last: Option<Date>) -> bool {
        match self.cycle {
            Cycle::ByHand => false,
            Cycle::Monthly(day) => {
                // A day that was missed is made up for.
                let due = if today.day() >= day { today.replace_day(day) } else { earlier(today, day) };
                due.is_ok_and(|due| last.is_none_or(|last| last < due))
            }
            Cycle::AfterDecision(_) => last.is_none_or(|last| last < today),
        }
    }
}

/// That day of the month before.
fn earlier(today: Date, day: u8) -> Result<Date, time::error::ComponentRange> {
    let first = today.replace_day(1)?;
    first.previous_day().unwrap_or(first).replace_day(day)
}

/// The policy of a practice; the defaults when it has said nothing.
///
/// # Errors
/// The database's word.
pub async fn policy(tx: &mut Tx, practice: PracticeId) -> Result<Policy, sqlx::Error> {
    Ok(store::policy(tx, practice).await?.unwrap_or_default())
}

/// Changes the policy of a practice.
///
/// # Errors
/// The database's word; figures that make no sense are refused by its CHECKs.
pub async fn change_policy_in(tx: &mut Tx, practice: PracticeId, policy: &Policy) -> Result<(), sqlx::Error> {
    store::set_policy(tx, practice, policy).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_monthly_run_is_made_once_and_made_up_for() {
        let policy = Policy { cycle: Cycle::Monthly(15), ..Policy::default() };
        let due = |today, last| policy.is_run_due(today, last);
        assert!(due(date!(2026 - 11 - 15), Some(date!(2026 - 10 - 15))));
        assert!(!due(date!(2026 - 11 - 15), Some(date!(2026 - 11 - 15))));
        assert!(!due(date!(2026 - 11 - 30), Some(date!(2026 - 11 - 16))));
        assert!(due(date!(2026 - 12 - 03), Some(date!(2026 - 10 - 15))), "November was missed");
        assert!(!due(date!(2026 - 12 - 03), Some(date!(2026 - 11 - 15))));
        assert!(due(date!(2027 - 01 - 02), Some(date!(2026 - 11 - 15))), "over the year's end");
        assert!(due(date!(2026 - 11 - 02), None));
    }

    #[test]
    fn the_other_cycles() {
        let today = date!(2026 - 11 - 24);
        assert!(!Policy::default().is_run_due(today, None));
        let daily = Policy { cycle: Cycle::AfterDecision(3), ..Policy::default() };
        assert!(daily.is_run_due(today, Some(date!(2026 - 11 - 23))));
        assert!(!daily.is_run_due(today, Some(today)));
    }
}
