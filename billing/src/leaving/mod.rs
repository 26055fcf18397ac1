//! A practice leaves: from a day on nothing is asked for here and nothing is taken, and patients are
//! told where to pay instead. They go on reading what was.
//!
//! From that day on [`crate::visits::dues`] is empty, so that nothing that counts with it asks for
//! anything: no page, no statement, no reminder, no link. Plans end ([`domain::plan::Event::PracticeLeft`]),
//! and with them autopay. What is on its way arrives, and what has to go back goes back.

mod store;

use domain::PracticeId;
use domain::plan::Event;
use time::Date;

use crate::db::{Db, Tx};
use crate::ledger::{self, Writers};
use crate::messages::{self, Template};
use crate::plans::{PlanError, leave};
use crate::{Door, accounts};

/// That a practice leaves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leaving {
    /// From which day on.
    pub on: Date,
    /// Where to pay from then on.
    pub elsewhere: String,
    /// It has left.
    pub left: bool,
}

/// Whether a practice leaves, or has left.
///
/// # Errors
/// The database's word.
pub async fn leaving(tx: &mut Tx, practice: PracticeId) -> Result<Option<Leaving>, sqlx::Error> {
    store::leaving(tx, practice).await
}

/// Says that a practice leaves, or, before it has, that it stays after all; says whether it was
/// there to say.
///
/// # Errors
/// The database's word.
pub async fn set_in(
    tx: &mut Tx,
    practice: PracticeId,
    leaves: Option<(Date, &str)>,
) -> Result<bool, sqlx::Error> {
    store::set(tx, practice, leaves).await
}

/// Lets practices leave whose day has come, and goes on where that was broken off; says how many
/// left. Any number of processes may do so at once.
///
/// # Errors
/// The database's word.
pub async fn run(db: &Db, door: &Door) -> Result<usize, PlanError> {
    let mut left = 0;
    for id in store::to_do(&mut db.read().await?).await? {
        let mut tx = db.read().await?;
        let Some(practice) = accounts::practice(&mut tx, id).await? else { continue };
        let Some(leaving) = store::leaving(&mut tx, id).await? else { continue };
        drop(tx);
        if leaving.on > door.today_in(&practice.time_zone) {
            continue;
        }
        if !leaving.left {
            let mut tx = db.begin().await?;
            ledger::lock_books(&mut tx, id, Writers::None).await?;
            left += usize::from(store::leave(&mut tx, id, door.now()).await?);
            tx.commit().await?;
        }
        leave::tell_all(db, door, id, &Event::PracticeLeft).await?;
        messages::tell_owing(db, door, id, ("left", &Template::PracticeLeft)).await?;
        let mut tx = db.begin().await?;
        store::told(&mut tx, id, door.now()).await?;
        tx.commit().await?;
    }
    Ok(left)
}
