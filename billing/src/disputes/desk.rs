//! The desk's queue: which cases, in which order, and who has them.

use domain::dispute::{Reason, State};
use domain::{DisputeId, Money, PracticeId, UserId};
use time::Date;

use super::Case;
use super::store::queue;
use crate::db::Tx;

/// Nobody counts further: a queue of more is long.
pub const COUNTED: i64 = 1_000;

/// Whose cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Whose {
    /// Everybody's and nobody's.
    #[default]
    Any,
    /// Those that nobody has taken.
    Nobody,
    /// Those of one of the staff.
    User(UserId),
}

impl Whose {
    /// Of whom, when it is somebody's.
    pub(crate) fn user(self) -> Option<UserId> {
        match self {
            Self::User(user) => Some(user),
            Self::Any | Self::Nobody => None,
        }
    }
}

/// In which order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// What has to be done first.
    #[default]
    Deadline,
    /// What waits longest.
    Oldest,
    /// Where most rests.
    Amount,
}

/// Which cases are asked for; an empty one takes all that are open, by deadline.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// In this state; none: whatever is open.
    pub state: Option<State>,
    /// Of this reason.
    pub reason: Option<Reason>,
    /// Whose.
    pub whose: Whose,
    /// What has to be done before this day.
    pub before: Option<Date>,
    /// In which order; what is over comes newest first.
    pub order: Order,
}

/// The last case of a page: the next one goes on behind it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Its deadline.
    pub act_by: Option<Date>,
    /// What rests of it.
    pub frozen: Money,
    /// Its id.
    pub id: DisputeId,
}

impl Place {
    /// Where a case stands.
    #[must_use]
    pub fn of(case: &Case) -> Self {
        Self { act_by: case.dispute.act_by, frozen: case.frozen, id: case.id }
    }
}

/// A case in the queue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The case.
    pub case: Case,
    /// Whose account, by name.
    pub name: String,
    /// Who works on it, by name.
    pub assigned: Option<String>,
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

/// How many are open of somebody's, or of nobody's, and of those before a day; [`COUNTED`] at most.
///
/// # Errors
/// The database's word.
pub async fn count(
    tx: &mut Tx,
    practice: PracticeId,
    whose: Whose,
    before: Option<Date>,
) -> Result<i64, sqlx::Error> {
    queue::count(tx, practice, whose, before, COUNTED).await
}
