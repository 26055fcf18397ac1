//! All SQL of the history.

use domain::{GuarantorId, Money, PatientId, PaymentId, PracticeId, TransactionId, VisitId};
use sqlx::FromRow;
use time::{Date, Month};
use uuid::Uuid;

use crate::db::Tx;
use crate::on;

/// What one transaction did to one visit.
#[derive(FromRow)]
pub struct Move {
    pub id: TransactionId,
    pub kind: String,
    pub effective_on: Date,
    pub payment_id: Option<PaymentId>,
    pub payer: Option<String>,
    pub visit_id: VisitId,
    pub service_date: Date,
    pub provider: Option<String>,
    pub description: Option<String>,
    pub patient_id: PatientId,
    pub patient_name: String,
    pub revenue_cents: i64,
    pub insurer_cents: i64,
    pub adjusted_cents: i64,
    /// What became the guarantor's: the insurer gave a reason for it.
    pub share_cents: i64,
    /// On the guarantor's side, whatever for.
    pub own_cents: i64,
}

/// The first and the last day that are asked for.
fn bounds(year: Option<i32>) -> (Date, Date) {
    let day = |year, month, day| Date::from_calendar_date(year, month, day);
    match year {
        Some(year) => (
            day(year, Month::January, 1).unwrap_or(Date::MIN),
            day(year, Month::December, 31).unwrap_or(Date::MAX),
        ),
        None => (
            day(1, Month::January, 1).unwrap_or(Date::MIN),
            day(9999, Month::December, 31).unwrap_or(Date::MAX),
        ),
    }
}

pub async fn moves(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    year: Option<i32>,
) -> Result<Vec<Move>, sqlx::Error> {
    let (from, to) = bounds(year);
    on!(tx, c => sqlx::query_as(
        "SELECT t.id, t.kind, t.effective_on, t.payment_id, r.payer, v.id AS visit_id, v.service_date, v.provider,
                (SELECT h.description FROM charges h WHERE h.practice_id = v.practice_id AND h.visit_id = v.id
                 ORDER BY h.amount_cents DESC, h.line LIMIT 1) AS description,
                p.id AS patient_id, p.first_name AS patient_name,
                CAST(SUM(CASE WHEN e.account = 'revenue' THEN e.cents ELSE 0 END) AS BIGINT) AS revenue_cents,
                CAST(SUM(CASE WHEN e.account = 'insurer_cash' THEN e.cents ELSE 0 END) AS BIGINT) AS insurer_cents,
                CAST(SUM(CASE WHEN e.account IN ('contractual_adjustment', 'other_adjustment')
                              THEN e.cents ELSE 0 END) AS BIGINT) AS adjusted_cents,
                CAST(SUM(CASE WHEN e.account = 'patient_receivable' AND e.group_code IS NOT NULL
                              THEN e.cents ELSE 0 END) AS BIGINT) AS share_cents,
                CAST(SUM(CASE WHEN e.account IN ('patient_receivable', 'patient_credit')
                              THEN e.cents ELSE 0 END) AS BIGINT) AS own_cents
         FROM (SELECT practice_id, visit_id, TRUE AS theirs FROM visit_balances
               WHERE practice_id = $1 AND guarantor_id = $2
               UNION SELECT c.practice_id, c.visit_id, FALSE FROM guarantor_change_visits c
               JOIN visit_balances o ON o.practice_id = c.practice_id AND o.visit_id = c.visit_id
               WHERE c.practice_id = $1 AND c.left_id = $2 AND o.guarantor_id <> $2) b
         JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
         JOIN patients p ON p.practice_id = v.practice_id AND p.id = v.patient_id
         JOIN ledger_entries e ON e.practice_id = b.practice_id AND e.visit_id = b.visit_id
         JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
         LEFT JOIN claims k ON k.practice_id = t.practice_id AND k.id = t.claim_id
         LEFT JOIN remittances r ON r.practice_id = k.practice_id AND r.id = k.remittance_id
         LEFT JOIN payments y ON y.practice_id = t.practice_id AND y.id = t.payment_id
         WHERE t.effective_on BETWEEN $3 AND $4
           AND CASE WHEN y.id IS NULL THEN b.theirs ELSE y.guarantor_id = $2 END
         GROUP BY t.id, t.kind, t.effective_on, t.payment_id, r.payer, v.practice_id, v.id, v.service_date, v.provider,
                  p.id, p.first_name
         ORDER BY t.id, v.service_date, v.id",
    )
    .bind(practice)
    .bind(guarantor)
    .bind(from)
    .bind(to)
    .fetch_all(c))
}

pub async fn statements(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<(Uuid, i64, Date, Money)>, sqlx::Error> {
    let rows: Vec<(Uuid, i64, Date, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT id, number, issued_on, due_cents FROM statements WHERE practice_id = $1 AND guarantor_id = $2",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(|(id, number, day, cents)| (id, number, day, Money::from_cents(cents))).collect())
}

/// Every day on which the books of an account moved.
pub async fn days(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Date>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT DISTINCT t.effective_on FROM visit_balances b
         JOIN ledger_entries e ON e.practice_id = b.practice_id AND e.visit_id = b.visit_id
         JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
         WHERE b.practice_id = $1 AND b.guarantor_id = $2
         UNION SELECT paid_on FROM payments WHERE practice_id = $1 AND guarantor_id = $2 AND paid_on IS NOT NULL",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}

pub async fn people(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<(PatientId, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, first_name FROM patients WHERE practice_id = $1 AND guarantor_id = $2
         ORDER BY is_guarantor DESC, first_name, id",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}
