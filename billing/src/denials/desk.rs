//! The desk's queue: which refusals, in which order, and who has them.

use domain::denial::{Route, State};
use domain::{DenialId, Money, PayerId, PracticeId};
use time::Date;

use super::Case;
use super::store::queue;
use crate::db::Tx;
pub use crate::disputes::desk::{Order, Whose};

/// Which refusals are asked for; an empty one takes all that are open, by deadline.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// In this state; none: whatever is open.
    pub state: Option<State>,
    /// To be gone about in this way.
    pub route: Option<Route>,
    /// Whose.
    pub whose: Whose,
    /// Of this insurer.
    pub payer: Option<PayerId>,
    /// What has to be done before this day.
    pub before: Option<Date>,
    /// In which order; what is over comes newest first.
    pub order: Order,
}

/// The last one of a page: the next one goes on behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// By what it stands there: a day or an amount in cents, as its order says it.
    pub mark: i64,
    /// Its id.
    pub id: DenialId,
}

impl Place {
    /// Where one stands in an order.
    #[must_use]
    pub fn of(case: &Case, order: Order) -> Self {
        let day = |day: Date| i64::from(day.to_julian_day());
        let mark = match order {
            _ if !case.denial.state.is_open() => 0,
            Order::Deadline => case.denial.act_by.map(day).unwrap_or_default(),
            Order::Oldest => day(case.refused_on),
            Order::Amount => case.denial.amount.cents(),
        };
        Self { mark, id: case.id }
    }
}

/// A refusal in the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The refusal.
    pub case: Case,
    /// Who was treated, by name.
    pub patient: String,
    /// The insurer whose days to appeal are counted.
    pub payer: Option<String>,
    /// Who works on it, by name.
    pub assigned: Option<String>,
}

/// What is open, counted and added up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// How many.
    pub open: i64,
    /// How much is refused.
    pub amount: Money,
    /// Of them past the day for the next step.
    pub late: i64,
    /// Paid by insurers after all, ever.
    pub recovered: Money,
}

/// A page of the queue.
///
/// # Errors
/// The database's word.
pub async fn list(
    tx: &mut Tx,
    practice: PracticeId,
    wanted: &Wanted,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Line>, sqlx::Error> {
    queue::list(tx, practice, wanted, after, limit).await
}

/// What is open on a day, and what was ever recovered.
///
/// # Errors
/// The database's word.
pub async fn totals(tx: &mut Tx, practice: PracticeId, today: Date) -> Result<Totals, sqlx::Error> {
    queue::totals(tx, practice, today).await
}
