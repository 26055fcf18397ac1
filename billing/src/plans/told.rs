//! What patients are told about their plans: kept with the step that it tells of, each once,
//! and put into the outbox while it still holds. The words are the screen's business.

use domain::plan::Autopay;
use serde::{Deserialize, Serialize};

use super::{Held, Notice, papers, store};
use crate::db::{Db, Tx};
use crate::{Door, messages};

/// What is told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// It runs; what was agreed to is there to keep.
    Signed,
    /// An instalment is due in three days, to be paid by hand.
    Coming,
    /// The same, and it is taken automatically.
    ComingTaken,
    /// An instalment was not paid within the grace days.
    Missed,
    /// The bank refused an automatic payment.
    Declined,
    /// More is due than autopay may take at once.
    OverCap,
    /// Autopay waits for another means of payment.
    Method,
    /// The schedule is another one, not by the patient's own doing.
    Changed,
    /// The plan is broken; there is a way back.
    Broken,
    /// Everything is paid.
    Finished,
}

impl About {
    /// Everything that can be told, with the word the database stores.
    const ALL: [(Self, &'static str); 10] = [
        (Self::Signed, "signed"),
        (Self::Coming, "coming"),
        (Self::ComingTaken, "coming_taken"),
        (Self::Missed, "missed"),
        (Self::Declined, "declined"),
        (Self::OverCap, "over_cap"),
        (Self::Method, "method"),
        (Self::Changed, "changed"),
        (Self::Broken, "broken"),
        (Self::Finished, "finished"),
    ];

    /// The word the database stores.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(about, _)| *about == self).map_or("", |(_, code)| code)
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(about, _)| *about)
    }
}

/// So many notices are told in one go.
const BATCH: i64 = 200;

/// What waits to be told, oldest first.
///
/// # Errors
/// The database's word.
pub async fn waiting(tx: &mut Tx, limit: i64) -> Result<Vec<Notice>, sqlx::Error> {
    papers::notices(tx, limit).await
}

/// Puts what waits to be told into the outbox, and drops what no longer holds; says how many
/// there were. Any number of processes may do so at once.
///
/// # Errors
/// The database's word.
pub async fn send_due(db: &Db, door: &Door) -> Result<usize, sqlx::Error> {
    let waiting = waiting(&mut db.read().await?, BATCH).await?;
    for notice in &waiting {
        let mut tx = db.begin().await?;
        // Who marks it tells it.
        if papers::told(&mut tx, notice, door.now()).await? {
            tell_in(&mut tx, door, notice).await?;
        }
        tx.commit().await?;
    }
    Ok(waiting.len())
}

async fn tell_in(tx: &mut Tx, door: &Door, notice: &Notice) -> Result<(), sqlx::Error> {
    let Some(held) = store::plan(tx, notice.practice_id, notice.plan_id).await? else { return Ok(()) };
    match notice.about().and_then(|about| still(&held, notice, about)) {
        Some(about) => messages::plan_in(tx, door, &held, notice, about).await,
        None => Ok(()),
    }
}

/// What of a notice still holds, in today's words.
fn still(held: &Held, notice: &Notice, about: About) -> Option<About> {
    let unpaid = || {
        let same = |one: &domain::plan::Instalment| {
            i64::from(one.number) == notice.number && one.due == notice.due_on
        };
        held.plan.unpaid().any(same)
    };
    let holds = match about {
        About::Coming | About::ComingTaken | About::Missed | About::Declined => unpaid(),
        About::OverCap => held.waits == Some(super::Waits::OverCap),
        About::Method => matches!(held.plan.autopay, Autopay::NeedsMethod { .. }),
        About::Signed | About::Changed | About::Broken | About::Finished => true,
    };
    let taken = matches!(held.plan.autopay, Autopay::On { .. });
    holds.then_some(if about == About::Coming && taken { About::ComingTaken } else { about })
}
