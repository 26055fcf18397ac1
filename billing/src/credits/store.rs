//! All SQL of credits.

use domain::{GuarantorId, Money, PaymentId, PracticeId, VisitId};
use time::Date;

use super::Credit;
use crate::db::Tx;
use crate::on;

type Row = (GuarantorId, VisitId, i64);

fn credit_of((guarantor, visit, cents): Row) -> Credit {
    Credit { guarantor, visit, amount: Money::from_cents(cents) }
}

macro_rules! select_credits {
    ($rest:literal) => {
        concat!(
            "SELECT b.guarantor_id, b.visit_id, b.credit_cents - s.promised
             FROM visit_balances b
             JOIN (SELECT b.practice_id, b.visit_id, CAST(COALESCE(SUM(a.amount_cents), 0) AS BIGINT) AS promised
                   FROM visit_balances b
                   LEFT JOIN (SELECT a.practice_id, a.visit_id, a.amount_cents
                              FROM refund_parts a
                              JOIN refunds r ON r.practice_id = a.practice_id AND r.id = a.refund_id
                              WHERE r.state IN ('asked', 'approved')) a
                     ON a.practice_id = b.practice_id AND a.visit_id = b.visit_id
                   WHERE b.practice_id = $1 AND b.credit_cents > 0
                   GROUP BY b.practice_id, b.visit_id) s
               ON s.practice_id = b.practice_id AND s.visit_id = b.visit_id
             WHERE b.practice_id = $1 AND b.credit_cents > s.promised ",
            $rest
        )
    };
}

/// The credits of a practice that are not promised back.
pub async fn credits(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Credit>, sqlx::Error> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(select_credits!("ORDER BY b.visit_id"))
        .bind(practice)
        .fetch_all(c))?;
    Ok(rows.into_iter().map(credit_of).collect())
}

pub async fn credit(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Option<Credit>, sqlx::Error> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(select_credits!("AND b.visit_id = $2"))
        .bind(practice)
        .bind(visit)
        .fetch_optional(c))?;
    Ok(row.map(credit_of))
}

/// The day the credit of a visit last grew.
pub async fn since(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Option<Date>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT MAX(t.effective_on) FROM ledger_entries e
         JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
         WHERE e.practice_id = $1 AND e.visit_id = $2 AND e.account = 'patient_credit' AND e.cents < 0",
    )
    .bind(practice)
    .bind(visit)
    .fetch_one(c))
}

/// Whether the policy's refund of a visit's credit was declined, refused or came back since
/// the credit last grew.
pub async fn turned_down(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    since: Date,
) -> Result<bool, sqlx::Error> {
    let refused: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM refund_parts a
         JOIN refunds r ON r.practice_id = a.practice_id AND r.id = a.refund_id
         WHERE a.practice_id = $1 AND a.visit_id = $2 AND r.reason = 'credit' AND r.asked_by IS NULL
           AND r.state IN ('declined', 'failed') AND r.created_at >= $3",
    )
    .bind(practice)
    .bind(visit)
    .bind(since.midnight().assume_utc())
    .fetch_one(c))?;
    Ok(refused > 0)
}

/// Visits, as work items name them, whose credit a person was to look at and is gone.
pub async fn flags_to_drop(tx: &mut Tx, practice: PracticeId) -> Result<Vec<String>, sqlx::Error> {
    let flagged: Vec<String> = on!(tx, c => sqlx::query_scalar(
        "SELECT subject FROM work_items WHERE practice_id = $1 AND kind = 'credit' AND closed_at IS NULL",
    )
    .bind(practice)
    .fetch_all(c))?;
    if flagged.is_empty() {
        return Ok(flagged);
    }
    let standing = credits(tx, practice).await?;
    let stands = |subject: &String| standing.iter().any(|credit| credit.visit.to_string() == *subject);
    Ok(flagged.into_iter().filter(|subject| !stands(subject)).collect())
}

/// The day the oldest standing credit of an account last grew.
pub async fn since_of(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Date>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT MIN(s.since) FROM (
             SELECT MAX(t.effective_on) AS since
             FROM visit_balances b
             JOIN ledger_entries e ON e.practice_id = b.practice_id AND e.visit_id = b.visit_id
             JOIN ledger_transactions t ON t.practice_id = e.practice_id AND t.id = e.transaction_id
             WHERE b.practice_id = $1 AND b.guarantor_id = $2 AND b.credit_cents > 0
               AND e.account = 'patient_credit' AND e.cents < 0
             GROUP BY b.visit_id) s",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_one(c))
}

/// The online payments of an account a credit may have come from: those for the visit
/// first, the newest first. Where somebody else answered for the visit before, those for the visit
/// and no others, whoever made them: it goes back to who paid. One whose refund came back is a person's to give back another way:
/// by itself it would come back every day.
pub async fn sources(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    visit: VisitId,
) -> Result<Vec<PaymentId>, sqlx::Error> {
    let changed = changed_hands(tx, practice, visit).await?;
    on!(tx, c => sqlx::query_scalar(
        "SELECT p.id FROM payments p
         WHERE p.practice_id = $1 AND p.state = 'paid' AND p.method = 'online'
           AND CASE WHEN $4 THEN EXISTS (SELECT 1 FROM payment_parts a
                                         WHERE a.practice_id = p.practice_id AND a.payment_id = p.id
                                           AND a.visit_id = $3)
                    ELSE p.guarantor_id = $2 END
           AND NOT EXISTS (SELECT 1 FROM work_items w
                           WHERE w.practice_id = p.practice_id AND w.payment_id = p.id
                             AND w.kind = 'refund_failed' AND w.closed_at IS NULL)
         ORDER BY CASE WHEN EXISTS (SELECT 1 FROM payment_parts a
                                    WHERE a.practice_id = p.practice_id AND a.payment_id = p.id AND a.visit_id = $3)
                       THEN 0 ELSE 1 END, p.created_at DESC, p.id DESC",
    )
    .bind(practice)
    .bind(guarantor)
    .bind(visit)
    .bind(changed)
    .fetch_all(c))
}

/// Whether somebody else answered for a visit before.
pub async fn changed_hands(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM guarantor_change_visits
                        WHERE practice_id = $1 AND visit_id = $2 AND left_id IS NOT NULL)",
    )
    .bind(practice)
    .bind(visit)
    .fetch_one(c))
}
