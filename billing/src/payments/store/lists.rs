//! Several payments at once, and what one of them paid for.

use domain::{GuarantorId, PayLinkId, PaymentId, PracticeId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Payment, PaymentRow};
use crate::db::Tx;
use crate::on;

pub async fn history(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<Payment>, sqlx::Error> {
    let rows: Vec<PaymentRow> = on!(tx, c => sqlx::query_as(
        select_payment!(
            "WHERE practice_id = $1 AND guarantor_id = $2
               AND (state IN ('paid', 'processing') OR (state = 'failed' AND session_id IS NOT NULL))
             ORDER BY created_at DESC, id DESC LIMIT $3"
        ),
    )
    .bind(practice)
    .bind(guarantor)
    .bind(limit)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

pub async fn before(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: Option<GuarantorId>,
    before: Option<PaymentId>,
    limit: i64,
) -> Result<Vec<Payment>, sqlx::Error> {
    let before = before.unwrap_or(PaymentId(Uuid::max()));
    let rows: Vec<PaymentRow> = match guarantor {
        None => on!(tx, c => sqlx::query_as(
            select_payment!("WHERE practice_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
        )
        .bind(practice)
        .bind(before)
        .bind(limit)
        .fetch_all(c))?,
        Some(guarantor) => on!(tx, c => sqlx::query_as(
            select_payment!("WHERE practice_id = $1 AND guarantor_id = $4 AND id < $2 ORDER BY id DESC LIMIT $3"),
        )
        .bind(practice)
        .bind(before)
        .bind(limit)
        .bind(guarantor)
        .fetch_all(c))?,
    };
    Ok(rows.into_iter().map(Payment::from).collect())
}

pub async fn of_link(
    tx: &mut Tx,
    practice: PracticeId,
    link: PayLinkId,
) -> Result<Vec<Payment>, sqlx::Error> {
    let rows: Vec<PaymentRow> = on!(tx, c => sqlx::query_as(
        select_payment!(
            "WHERE practice_id = $1 AND link_id = $2 AND state IN ('paid', 'processing')
             ORDER BY created_at DESC, id DESC LIMIT 20"
        ),
    )
    .bind(practice)
    .bind(link)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

/// Takes unsettled payments that were last touched before `before`. The update itself
/// claims them: a second process finds them touched.
pub async fn claim_waiting(
    tx: &mut Tx,
    before: OffsetDateTime,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<Payment>, sqlx::Error> {
    let rows: Vec<PaymentRow> = on!(tx, c => sqlx::query_as(concat!(
        "UPDATE payments SET changed_at = $2
         WHERE changed_at < $1 AND state IN ('intent', 'open', 'processing')
           AND id IN (SELECT id FROM payments
                      WHERE changed_at < $1 AND state IN ('intent', 'open', 'processing')
                      ORDER BY changed_at LIMIT $3)
         RETURNING ", columns!()
    ))
    .bind(before)
    .bind(now)
    .bind(limit)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

/// Payments begun before an instant of which nobody knows how they stand. A bank debit on
/// its way is known to be.
pub async fn unsettled_since(tx: &mut Tx, before: OffsetDateTime) -> Result<Vec<Payment>, sqlx::Error> {
    let rows: Vec<PaymentRow> = on!(tx, c => sqlx::query_as(
        select_payment!("WHERE state IN ('intent', 'open') AND created_at < $1 ORDER BY id LIMIT 1000"),
    )
    .bind(before)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Payment::from).collect())
}

/// Open work items about payments that have been found out about since.
pub async fn flags_to_drop(tx: &mut Tx) -> Result<Vec<(PracticeId, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT w.practice_id, w.subject FROM work_items w
         JOIN payments p ON p.practice_id = w.practice_id AND p.id = w.payment_id
         WHERE w.kind = 'payment_unknown' AND w.closed_at IS NULL AND p.state NOT IN ('intent', 'open')",
    )
    .fetch_all(c))
}

/// What a payment paid for, as a receipt tells it.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct PaymentPart {
    /// The visit.
    pub visit_id: VisitId,
    /// How much of the payment, in cents.
    pub amount_cents: i64,
    /// Date of service.
    pub service_date: Date,
    /// Who treated.
    pub provider: Option<String>,
    /// The patient's given name.
    pub patient_name: String,
    /// What the largest charge was for.
    pub description: Option<String>,
}

pub async fn described_parts(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
) -> Result<Vec<PaymentPart>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT p.visit_id, p.amount_cents, v.service_date, v.provider, n.first_name AS patient_name,
                (SELECT h.description FROM charges h WHERE h.practice_id = v.practice_id AND h.visit_id = v.id
                 ORDER BY h.amount_cents DESC, h.line LIMIT 1) AS description
         FROM payment_parts p
         JOIN visits v ON v.practice_id = p.practice_id AND v.id = p.visit_id
         JOIN patients n ON n.practice_id = v.practice_id AND n.id = v.patient_id
         WHERE p.practice_id = $1 AND p.payment_id = $2 ORDER BY v.service_date, v.id",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}
