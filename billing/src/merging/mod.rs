//! A practice becomes part of another one: its patients go on here as they were, under the new name.
//!
//! The books stay where they are. What somebody owes was owed to this practice's account at the
//! gateway, cards are kept there, and papers that were signed name what they name; none of that may
//! move by a word of ours. Staff of the other practice are given roles in this one, or both are put
//! into one organisation. Plans go on as signed ([`domain::plan::Event::PracticeMerged`]), and
//! whoever owes something is told once.

mod store;

use domain::PracticeId;
use domain::plan::Event;
use time::Date;

use crate::db::{Db, Tx};
use crate::ledger::{self, Writers};
use crate::messages::{self, Template};
use crate::plans::{self, PlanError};
use crate::{Door, accounts, leaving};

/// That a practice becomes part of another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Merging {
    /// From which day on.
    pub on: Date,
    /// Part of which.
    pub into: PracticeId,
    /// What that one is called.
    pub into_name: String,
    /// What it is called from then on.
    pub name: String,
    /// What it was called before, once it has been carried out.
    pub before: Option<String>,
}

/// Why a practice does not become part of another.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// It would become part of itself.
    #[error("a practice cannot become part of itself")]
    Itself,
    /// It was carried out already.
    #[error("it is part of another practice already")]
    Already,
    /// It leaves, or the other one does.
    #[error("a practice that leaves cannot become part of another, nor another part of it")]
    Leaves,
    /// The other one becomes part of a third.
    #[error("the other practice becomes part of a third; name that one")]
    Onwards,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Whether a practice becomes part of another, or is.
///
/// # Errors
/// The database's word.
pub async fn merging(tx: &mut Tx, practice: PracticeId) -> Result<Option<Merging>, sqlx::Error> {
    store::merging(tx, practice).await
}

/// Says from which day on a practice is part of another, and what it is called then; or, before
/// that day, that it stays by itself.
///
/// # Errors
/// [`MergeError`].
pub async fn set_in(
    tx: &mut Tx,
    practice: PracticeId,
    merges: Option<(Date, PracticeId, &str)>,
) -> Result<(), MergeError> {
    if let Some((_, into, _)) = merges {
        if into == practice {
            return Err(MergeError::Itself);
        }
        for one in [practice, into] {
            if leaving::leaving(tx, one).await?.is_some() {
                return Err(MergeError::Leaves);
            }
        }
        if store::merging(tx, into).await?.is_some() {
            return Err(MergeError::Onwards);
        }
    }
    if store::set(tx, practice, merges).await? { Ok(()) } else { Err(MergeError::Already) }
}

/// Merges practices whose day has come, and goes on where that was broken off; says how many were
/// merged. Any number of processes may do so at once.
///
/// # Errors
/// [`PlanError`].
pub async fn run(db: &Db, door: &Door) -> Result<usize, PlanError> {
    let mut merged = 0;
    for id in store::to_do(&mut db.read().await?).await? {
        let mut tx = db.read().await?;
        let Some(practice) = accounts::practice(&mut tx, id).await? else { continue };
        let Some(merging) = store::merging(&mut tx, id).await? else { continue };
        drop(tx);
        if merging.on > door.today_in(&practice.time_zone) {
            continue;
        }
        if merging.before.is_none() {
            let mut tx = db.begin().await?;
            ledger::lock_books(&mut tx, id, Writers::None).await?;
            merged += usize::from(store::merge(&mut tx, id, door.now()).await?);
            tx.commit().await?;
        }
        plans::leave::tell_all(db, door, id, &Event::PracticeMerged { into: merging.into }).await?;
        messages::tell_owing(db, door, id, ("merged", &Template::PracticeMerged)).await?;
        let mut tx = db.begin().await?;
        store::told(&mut tx, id, door.now()).await?;
        tx.commit().await?;
    }
    Ok(merged)
}
