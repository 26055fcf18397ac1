//! All SQL of practices that leave.

use domain::PracticeId;
use time::{Date, OffsetDateTime};

use super::Leaving;
use crate::db::Tx;
use crate::{on, run};

pub async fn leaving(tx: &mut Tx, practice: PracticeId) -> Result<Option<Leaving>, sqlx::Error> {
    let row: Option<(Option<Date>, Option<String>, bool)> = on!(tx, c => sqlx::query_as(
        "SELECT leaves_on, pay_elsewhere, left_at IS NOT NULL FROM practices WHERE id = $1",
    )
    .bind(practice)
    .fetch_optional(c))?;
    let Some((Some(on), elsewhere, left)) = row else { return Ok(None) };
    Ok(Some(Leaving { on, elsewhere: elsewhere.unwrap_or_default(), left }))
}

/// Who has left comes back as another practice.
pub async fn set(
    tx: &mut Tx,
    practice: PracticeId,
    leaves: Option<(Date, &str)>,
) -> Result<bool, sqlx::Error> {
    let set = run!(
        tx,
        sqlx::query(
            "UPDATE practices SET leaves_on = $2, pay_elsewhere = $3 WHERE id = $1 AND left_at IS NULL"
        )
        .bind(practice)
        .bind(leaves.map(|(on, _)| on))
        .bind(leaves.map(|(_, elsewhere)| elsewhere))
    )?;
    Ok(set == 1)
}

pub async fn leave(tx: &mut Tx, practice: PracticeId, now: OffsetDateTime) -> Result<bool, sqlx::Error> {
    let left = run!(
        tx,
        sqlx::query("UPDATE practices SET left_at = $2 WHERE id = $1 AND left_at IS NULL")
            .bind(practice)
            .bind(now)
    )?;
    Ok(left == 1)
}

/// Practices that are to leave, or of which not everybody has been told.
pub async fn to_do(tx: &mut Tx) -> Result<Vec<PracticeId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT id FROM practices WHERE leaves_on IS NOT NULL AND left_told_at IS NULL ORDER BY id",
    )
    .fetch_all(c))
}

pub async fn told(tx: &mut Tx, practice: PracticeId, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE practices SET left_told_at = $2 WHERE id = $1 AND left_told_at IS NULL")
            .bind(practice)
            .bind(now)
    )
    .map(drop)
}
