//! What a patient signs, apart from the schedule: kept with the plan, whatever the policy becomes.

use serde::{Deserialize, Serialize};
use time::Date;

use super::interest::Rate;
use super::schedule::Pace;
use crate::Money;

/// What is signed, apart from the schedule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Terms {
    /// The day of signing.
    #[serde(with = "super::iso")]
    pub signed_on: Date,
    /// What was owed before the down payment.
    pub owed: Money,
    /// Paid at signing.
    pub down: Money,
    /// Rhythm, interest and smallest instalment.
    pub pace: Pace,
    /// Days after a due date before an instalment is missed.
    pub grace_days: u8,
    /// What a missed instalment costs.
    pub late_fee: Money,
    /// So many missed at once break the plan; 0: never.
    pub missed_to_default: u8,
    /// How many instalments may be skipped within a year.
    pub skips_a_year: u8,
    /// Whether a new balance may join, with consent.
    pub balances_may_join: bool,
}

impl Terms {
    /// What is paid in instalments.
    #[must_use]
    pub fn principal(&self) -> Money {
        self.owed - self.down
    }

    /// The interest a year.
    #[must_use]
    pub fn rate(&self) -> Rate {
        self.pace.rate
    }

    /// Whether the plan can cost more than its principal.
    #[must_use]
    pub fn bears_charges(&self) -> bool {
        !self.rate().is_zero() || self.late_fee.is_positive()
    }
}
