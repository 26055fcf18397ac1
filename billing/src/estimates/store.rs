//! All SQL of estimates.

use domain::estimate::Estimate;
use domain::{Money, PracticeId, UserId, VisitId};
use time::{Date, OffsetDateTime};

use crate::db::Tx;
use crate::{on, run};

/// An estimate as it was written down.
pub struct Kept {
    pub seq: i64,
    pub estimate: Estimate,
    pub at: OffsetDateTime,
    /// A file or a program said so, and no person.
    pub by_file: bool,
}

/// Every estimate of a visit, in the order of their writing.
pub async fn all(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Vec<Kept>, sqlx::Error> {
    let rows: Vec<(i64, i64, Date, OffsetDateTime, bool)> = on!(tx, c => sqlx::query_as(
        "SELECT seq, amount_cents, given_on, at, by_user IS NULL FROM visit_estimates
         WHERE practice_id = $1 AND visit_id = $2 ORDER BY seq",
    )
    .bind(practice)
    .bind(visit)
    .fetch_all(c))?;
    let kept = |(seq, cents, given_on, at, by_file)| {
        let estimate = Estimate { amount: Money::from_cents(cents), given_on };
        Kept { seq, estimate, at, by_file }
    };
    Ok(rows.into_iter().map(kept).collect())
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

/// The day and the moment of the first bill of a visit: a statement that names it, to whoever
/// answered for it then, or a link to it.
pub async fn first_bill(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Option<(Date, OffsetDateTime)>, sqlx::Error> {
    let stated: Option<(Date, OffsetDateTime)> = on!(tx, c => sqlx::query_as(
        "SELECT issued_on, issued_at FROM statements
         WHERE practice_id = $1 AND snapshot LIKE '%\"' || $3 || '\"%'
           AND guarantor_id IN (SELECT guarantor_id FROM visits WHERE practice_id = $1 AND id = $2
                                UNION ALL SELECT left_id FROM guarantor_change_visits
                                WHERE practice_id = $1 AND visit_id = $2 AND left_id IS NOT NULL)
         ORDER BY number LIMIT 1",
    )
    .bind(practice)
    .bind(visit)
    .bind(visit.to_string())
    .fetch_optional(c))?;
    let linked: Option<(Date, OffsetDateTime)> = on!(tx, c => sqlx::query_as(
        "SELECT made_on, made_at FROM pay_links WHERE practice_id = $1 AND visit_id = $2
         ORDER BY made_at LIMIT 1",
    )
    .bind(practice)
    .bind(visit)
    .fetch_optional(c))?;
    Ok(stated.into_iter().chain(linked).min())
}
