//! What a practice offers: data, each with the day from which it holds.

use serde::{Deserialize, Serialize};
use time::Date;

use super::autopay::Retries;
use super::interest::Rate;
use super::rhythm::Rhythm;
use crate::Money;

/// The most instalments of a written agreement without finance charge that leave a practice
/// outside Regulation Z; a down payment is not counted (12 CFR 1026.2(a)(17)(i)).
pub const WITHOUT_DISCLOSURE: usize = 4;

/// A practice's rules for payment plans.
///
/// A staff exception is a changed copy of it, kept with its reason: everything here draws from
/// the policy it is given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Policy {
    /// The first day on which it holds.
    #[serde(with = "super::iso")]
    pub effective: Date,
    /// The least that can be paid in instalments.
    pub least: Money,
    /// The most.
    pub most: Money,
    /// The longest term by balance, lowest band first.
    pub longest: Vec<Band>,
    /// The smallest instalment; a balance below it is paid at once.
    pub smallest: Money,
    /// What is paid at signing at least, in whole percent of the balance.
    pub down_percent: u8,
    /// Interest a year.
    pub rate: Rate,
    /// Somebody of the practice has found that its state allows the interest and the late fee:
    /// neither is offered without.
    #[serde(default)]
    pub state_allows: bool,
    /// Days after a due date before an instalment counts as missed.
    pub grace_days: u8,
    /// What a missed instalment costs (12 CFR 1026.18(l)).
    pub late_fee: Money,
    /// So many missed instalments at once break the plan; 0: never.
    pub missed_to_default: u8,
    /// Whether a new balance may join a running plan, with the patient's consent.
    pub balances_may_join: bool,
    /// How many instalments may be skipped within a year.
    pub skips_a_year: u8,
    /// What keeps a balance out.
    pub excluded: Vec<Standing>,
    /// The most instalments. More than [`WITHOUT_DISCLOSURE`] need the disclosure.
    pub most_instalments: u32,
    /// The first instalment is due within so many days.
    pub first_within_days: u16,
    /// How often an instalment is tried before the patient is told to pay by themselves, the first time
    /// included; never more than [`Retries::MOST`].
    #[serde(default = "most_tries")]
    pub tries: u8,
}

/// What a policy said before it could say how often.
fn most_tries() -> u8 {
    Retries::MOST
}

/// The longest term up to a balance.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Band {
    /// Up to this balance, itself included; none: any.
    pub up_to: Option<Money>,
    /// The longest term in months.
    pub months: u16,
}

/// What keeps a balance out of plans for now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The patient questions it.
    Disputed,
    /// It is looked at for financial assistance.
    AssistanceReview,
    /// It is with an agency.
    Placed,
}

impl Policy {
    /// What a practice has before it says otherwise: at most four instalments, no interest, no
    /// fee, no down payment, ten days' grace, broken at two missed at once.
    #[must_use]
    pub fn usual(effective: Date) -> Self {
        let dollars = |dollars: i64| Money::from_cents(dollars * 100);
        let band = |up_to: i64, months| Band { up_to: Some(dollars(up_to)), months };
        Self {
            effective,
            least: dollars(50),
            most: dollars(10_000),
            longest: vec![band(500, 6), band(2_000, 12), Band { up_to: None, months: 24 }],
            smallest: dollars(25),
            down_percent: 0,
            rate: Rate::ZERO,
            state_allows: false,
            grace_days: 10,
            late_fee: Money::ZERO,
            missed_to_default: 2,
            balances_may_join: true,
            skips_a_year: 1,
            excluded: vec![Standing::Disputed, Standing::AssistanceReview, Standing::Placed],
            most_instalments: 4,
            first_within_days: 45,
            tries: Retries::MOST,
        }
    }

    /// How patient autopay is under it.
    #[must_use]
    pub fn retries(&self) -> Retries {
        Retries { attempts: self.tries, ..Retries::default() }
    }

    /// The policy that holds on a day: the one that took effect last.
    #[must_use]
    pub fn in_force(policies: &[Self], day: Date) -> Option<&Self> {
        policies.iter().filter(|one| one.effective <= day).max_by_key(|one| one.effective)
    }

    /// The longest term for a balance, in months; none when no band reaches it.
    #[must_use]
    pub fn longest_months(&self, balance: Money) -> Option<u16> {
        let reaches = |band: &&Band| band.up_to.is_none_or(|up_to| balance <= up_to);
        self.longest.iter().find(reaches).map(|band| band.months)
    }

    /// The most instalments for a balance in a rhythm: what its longest term holds, and no more
    /// than [`Policy::most_instalments`]; at least one.
    #[must_use]
    pub fn most_instalments_for(&self, balance: Money, rhythm: Rhythm) -> u32 {
        let months = u32::from(self.longest_months(balance).unwrap_or(1));
        (months * rhythm.per_year() / 12).min(self.most_instalments).max(1)
    }

    /// The least that is paid at signing, rounded up to a cent.
    #[must_use]
    pub fn least_down(&self, balance: Money) -> Money {
        let percent = i64::from(self.down_percent.min(100));
        Money::from_cents(-(-balance.cents() * percent).div_euclid(100))
    }
}
