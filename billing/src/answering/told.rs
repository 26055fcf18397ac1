//! What the two of a change see of it afterwards.

use domain::{GuarantorId, Money, PracticeId, VisitId};
use time::Date;

use super::store;
use crate::db::Tx;

/// A visit that is somebody else's now. What it was for is not told any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gone {
    /// The visit.
    pub visit: VisitId,
    /// The day of service.
    pub date: Date,
    /// Since when somebody else answers for it.
    pub since: Date,
    /// What this one paid for it, less what went back.
    pub paid: Money,
}

/// The visits that an account answered for and no longer does, the latest change first.
///
/// # Errors
/// The database's word.
pub async fn gone(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Gone>, sqlx::Error> {
    store::gone(tx, practice, guarantor).await
}

/// Since when a visit is whoever's answers for it now; none when it always was.
///
/// # Errors
/// The database's word.
pub async fn since(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Option<Date>, sqlx::Error> {
    store::since(tx, practice, visit).await
}
