//! All SQL of estimates.

use domain::estimate::Estimate;
use domain::{GuarantorId, Money, PracticeId, UserId, VisitId};
use time::{Date, OffsetDateTime};

use crate::db::Tx;
use crate::{on, run};

/// The estimate that stands, with its number.
pub async fn newest(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Option<(i64, Estimate)>, sqlx::Error> {
    let row: Option<(i64, i64, Date)> = on!(tx, c => sqlx::query_as(
        "SELECT seq, amount_cents, given_on FROM visit_estimates
         WHERE practice_id = $1 AND visit_id = $2 ORDER BY seq DESC LIMIT 1",
    )
    .bind(practice)
    .bind(visit)
    .fetch_optional(c))?;
    Ok(row.map(|(seq, cents, given_on)| (seq, Estimate { amount: Money::from_cents(cents), given_on })))
}

pub async fn insert(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    seq: i64,
    estimate: Estimate,
    (by, now): (Option<UserId>, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO visit_estimates (practice_id, visit_id, seq, amount_cents, given_on, by_user, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(practice)
        .bind(visit)
        .bind(seq)
        .bind(estimate.amount.cents())
        .bind(estimate.given_on)
        .bind(by)
        .bind(now)
    )
    .map(drop)
}

/// The day of the first statement that names a visit.
pub async fn first_bill(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    visit: VisitId,
) -> Result<Option<Date>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT issued_on FROM statements
         WHERE practice_id = $1 AND guarantor_id = $2 AND snapshot LIKE '%\"' || $3 || '\"%'
         ORDER BY number LIMIT 1",
    )
    .bind(practice)
    .bind(guarantor)
    .bind(visit.to_string())
    .fetch_optional(c))
}
