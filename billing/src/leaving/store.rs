//! All SQL of practices that leave.

use domain::{GuarantorId, PracticeId};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

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

/// Who owes something, in order, after one.
pub async fn owing(
    tx: &mut Tx,
    practice: PracticeId,
    after: Option<GuarantorId>,
    limit: i64,
) -> Result<Vec<GuarantorId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT DISTINCT guarantor_id FROM visit_balances
         WHERE practice_id = $1 AND patient_cents > 0 AND guarantor_id > $2 ORDER BY guarantor_id LIMIT $3",
    )
    .bind(practice)
    .bind(after.unwrap_or(GuarantorId(Uuid::nil())))
    .bind(limit)
    .fetch_all(c))
}
