//! What a practice offers, each policy with the day from which it holds.

use domain::plan::Policy;
use domain::{PracticeId, UserId};
use time::Date;

use super::papers;
use crate::Door;
use crate::db::Tx;

/// Why a policy is not taken.
#[derive(Debug, thiserror::Error)]
pub enum PolicyProblem {
    /// It would change what has been offered.
    #[error("a policy holds from today on at the earliest")]
    InThePast,
    /// Nobody said that the practice may ask for them.
    #[error("interest and late fees need somebody to confirm that the practice's state allows them")]
    NotAllowed,
    /// A figure that makes no sense.
    #[error(
        "the least amount, the smallest instalment and the number of instalments are above zero, and the least is not above the most"
    )]
    Figures,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// The policy that holds on a day; the usual one when the practice has said nothing.
///
/// # Errors
/// The database's word.
pub async fn in_force(tx: &mut Tx, practice: PracticeId, day: Date) -> Result<Policy, sqlx::Error> {
    // Oldest first: of two for one day the one that was set last holds.
    let policies = papers::policies(tx, practice).await?;
    Ok(Policy::in_force(&policies, day).cloned().unwrap_or_else(|| Policy::usual(day)))
}

/// Every policy a practice has set, in the order of setting.
///
/// # Errors
/// The database's word.
pub async fn all(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Policy>, sqlx::Error> {
    papers::policies(tx, practice).await
}

/// Sets a policy from a day on. Plans that are signed stay as they were signed.
///
/// # Errors
/// [`PolicyProblem`].
pub async fn set_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    by: UserId,
    policy: &Policy,
) -> Result<(), PolicyProblem> {
    let today = crate::accounts::today_in(tx, door, practice).await?;
    if policy.effective < today {
        return Err(PolicyProblem::InThePast);
    }
    if (!policy.rate.is_zero() || policy.late_fee.is_positive()) && !policy.state_allows {
        return Err(PolicyProblem::NotAllowed);
    }
    let whole = policy.least.is_positive()
        && !policy.late_fee.is_negative()
        && policy.smallest.is_positive()
        && policy.most_instalments > 0;
    if !whole || policy.least > policy.most {
        return Err(PolicyProblem::Figures);
    }
    Ok(papers::insert_policy(tx, practice, door.id(), by, policy, door.now()).await?)
}
