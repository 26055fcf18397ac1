//! How many days each insurer takes appeals: what the practice says of it, or of all.
//!
//! Whoever says something else moves what is open: each of those refusals has a step that says so,
//! and whoever had one on their screen looks again.

use domain::denial::{APPEAL_DAYS_ALLOWED, within};
use domain::{PayerId, PracticeId, UserId};

use super::store::payers as store;
use super::{Case, DenialError};
use crate::Door;
use crate::db::Tx;
use crate::ledger::{self, Writers};

pub use store::{Payer, Terms};

/// The insurers that the practice's remittances name; who refuses most comes first.
///
/// # Errors
/// The database's word.
pub async fn known(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Payer>, sqlx::Error> {
    store::known(tx, practice).await
}

/// Whether the practice's remittances name this one.
///
/// # Errors
/// The database's word.
pub async fn is_known(tx: &mut Tx, practice: PracticeId, id: PayerId) -> Result<bool, sqlx::Error> {
    store::days_of(tx, practice, id).await.map(|known| known.is_some())
}

/// Those that ever refused something, by name.
///
/// # Errors
/// The database's word.
pub async fn refusing(tx: &mut Tx, practice: PracticeId) -> Result<Vec<(PayerId, String)>, sqlx::Error> {
    store::refusing(tx, practice).await
}

/// How many days an appeal has where a payer has none of its own.
///
/// # Errors
/// The database's word.
pub async fn practice_days(tx: &mut Tx, practice: PracticeId) -> Result<u16, sqlx::Error> {
    store::terms(tx, practice, None).await.map(|(_, days)| days)
}

/// Whose days a refusal counts, and how many they are now.
///
/// # Errors
/// The database's word.
pub async fn of_case(tx: &mut Tx, case: &Case) -> Result<Terms, sqlx::Error> {
    store::of_case(tx, case.practice, case.payer).await
}

/// A remittance names a payer: by what it is told apart, and how it calls itself today. The caller
/// holds the books.
pub(crate) async fn named_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    (key, name): (&str, &str),
) -> Result<(), sqlx::Error> {
    store::named(tx, practice, PayerId(door.id()), (key, name)).await
}

/// Staff say how many days a payer takes appeals, having seen its last change (`Payer::seq`); none:
/// as many as the practice says of all. What of its refusals is open is counted anew; says how many
/// of them got another last day.
///
/// # Errors
/// [`DenialError::Days`]; [`DenialError::Changed`] when somebody was faster.
pub async fn set_days_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (id, seen): (PayerId, i64),
    days: Option<u16>,
) -> Result<u64, DenialError> {
    if days.is_some_and(|days| !APPEAL_DAYS_ALLOWED.contains(&days)) {
        return Err(DenialError::Days);
    }
    // Nothing is refused meanwhile that still counts the days of before.
    ledger::lock_books(tx, practice, Writers::None).await?;
    let (was, seq) = store::days_of(tx, practice, id).await?.ok_or(DenialError::NotThere)?;
    if seq != seen {
        return Err(DenialError::Changed);
    }
    if was == days {
        return Ok(0);
    }
    store::set_days(tx, (practice, by), (id, seq + 1), days, door.now()).await?;
    let now = match days {
        Some(days) => days,
        None => practice_days(tx, practice).await?,
    };
    Ok(count_anew_in(tx, door, (practice, Some(by)), Some(id), now).await?)
}

/// Says how many days all those payers take appeals of which nothing else is said, and counts anew
/// what of their refusals is open; says how many of them got another last day.
///
/// # Errors
/// The database's word.
pub async fn set_practice_days_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    days: u16,
) -> Result<u64, sqlx::Error> {
    ledger::lock_books(tx, practice, Writers::None).await?;
    store::set_practice_days(tx, practice, days).await?;
    count_anew_in(tx, door, (practice, None), None, days).await
}

/// Gives what is open of a payer, or of all without days of their own, so many days from the day it
/// counts from.
async fn count_anew_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, Option<UserId>),
    payer: Option<PayerId>,
    days: u16,
) -> Result<u64, sqlx::Error> {
    store::hold_open(tx, practice, payer).await?;
    let mut moved = 0;
    // Alike in all that decides, so that a payer with many of them takes no statement for each.
    for alike in store::alike(tx, practice, payer).await? {
        let was = (alike.deadline, alike.act_by);
        let (deadline, act_by) = within(alike.state()?, alike.counted_from, was, days);
        if deadline == alike.deadline {
            continue;
        }
        let new = store::Counted { deadline, act_by, days, by, at: door.now() };
        moved += store::count_anew(tx, practice, payer, (&alike, &new)).await?;
    }
    Ok(moved)
}
