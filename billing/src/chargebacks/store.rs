//! All SQL of chargebacks.

use domain::payment::Due;
use domain::{ChargebackId, GuarantorId, Money, PaymentId, PracticeId, VisitId};
use sqlx::FromRow;
use time::OffsetDateTime;

use crate::db::Tx;
use crate::{on, run};

/// How far a dispute has come; it only rises.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ChargebackState {
    /// The bank asks; no money has moved.
    Inquiry,
    /// The bank took the money; evidence can be sent.
    NeedsResponse,
    /// Evidence was sent.
    UnderReview,
    /// The inquiry ended without a chargeback.
    Closed,
    /// The money came back.
    Won,
    /// It did not.
    Lost,
}

impl ChargebackState {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Inquiry, "inquiry"),
        (Self::NeedsResponse, "needs_response"),
        (Self::UnderReview, "under_review"),
        (Self::Closed, "closed"),
        (Self::Won, "won"),
        (Self::Lost, "lost"),
    ];

    fn code(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, code)| code)
    }
}

/// A payer's bank asking about a payment or taking it back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chargeback {
    /// The practice.
    pub practice: PracticeId,
    /// Its id.
    pub id: ChargebackId,
    /// Which payment.
    pub payment: PaymentId,
    /// Whose account.
    pub guarantor: GuarantorId,
    /// The gateway's id of the dispute.
    pub gateway_id: String,
    /// How much is disputed.
    pub amount: Money,
    /// Why, in the gateway's word.
    pub reason: String,
    /// How far it has come.
    pub state: ChargebackState,
    /// Until when the practice may send evidence.
    pub evidence_due_at: Option<OffsetDateTime>,
    /// When it began.
    pub opened_at: OffsetDateTime,
}

#[derive(FromRow)]
struct ChargebackRow {
    practice_id: PracticeId,
    id: ChargebackId,
    payment_id: PaymentId,
    guarantor_id: GuarantorId,
    gateway_id: String,
    amount_cents: i64,
    reason: String,
    state: String,
    evidence_due_at: Option<OffsetDateTime>,
    opened_at: OffsetDateTime,
}

impl From<ChargebackRow> for Chargeback {
    fn from(row: ChargebackRow) -> Self {
        let state = ChargebackState::ALL.iter().find(|(_, code)| *code == row.state);
        Self {
            practice: row.practice_id,
            id: row.id,
            payment: row.payment_id,
            guarantor: row.guarantor_id,
            gateway_id: row.gateway_id,
            amount: Money::from_cents(row.amount_cents),
            reason: row.reason,
            // The column's CHECK admits these words only.
            state: state.map_or(ChargebackState::Lost, |(state, _)| *state),
            evidence_due_at: row.evidence_due_at,
            opened_at: row.opened_at,
        }
    }
}

macro_rules! select_chargeback {
    ($rest:literal) => {
        concat!(
            "SELECT practice_id, id, payment_id, guarantor_id, gateway_id, amount_cents, reason, state,
                    evidence_due_at, opened_at FROM chargebacks ",
            $rest
        )
    };
}

pub async fn insert(tx: &mut Tx, new: &Chargeback, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO chargebacks (practice_id, id, payment_id, guarantor_id, gateway_id, amount_cents, reason, state,
                                  evidence_due_at, opened_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(new.practice)
    .bind(new.id)
    .bind(new.payment)
    .bind(new.guarantor)
    .bind(&new.gateway_id)
    .bind(new.amount.cents())
    .bind(&new.reason)
    .bind(new.state.code())
    .bind(new.evidence_due_at)
    .bind(new.opened_at)
    .bind(now))
    .map(drop)
}

pub async fn set_state(tx: &mut Tx, changed: &Chargeback, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE chargebacks SET state = $3, evidence_due_at = $4, changed_at = $5
             WHERE practice_id = $1 AND id = $2",
        )
        .bind(changed.practice)
        .bind(changed.id)
        .bind(changed.state.code())
        .bind(changed.evidence_due_at)
        .bind(now)
    )
    .map(drop)
}

pub async fn by_gateway_id(tx: &mut Tx, id: &str) -> Result<Option<Chargeback>, sqlx::Error> {
    let row: Option<ChargebackRow> = on!(tx, c => sqlx::query_as(select_chargeback!("WHERE gateway_id = $1"))
        .bind(id)
        .fetch_optional(c))?;
    Ok(row.map(Chargeback::from))
}

pub async fn of_payment(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Vec<Chargeback>, sqlx::Error> {
    let rows: Vec<ChargebackRow> = on!(tx, c => sqlx::query_as(
        select_chargeback!("WHERE practice_id = $1 AND payment_id = $2 ORDER BY opened_at, id"),
    )
    .bind(practice)
    .bind(payment)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Chargeback::from).collect())
}

pub async fn standing(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Chargeback>, sqlx::Error> {
    let rows: Vec<ChargebackRow> = on!(tx, c => sqlx::query_as(
        select_chargeback!(
            "WHERE practice_id = $1 AND guarantor_id = $2 AND state IN ('needs_response', 'under_review', 'lost')
             ORDER BY opened_at DESC, id DESC"
        ),
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Chargeback::from).collect())
}

/// What the payer's bank holds of a payment, visit by visit, oldest first. `CROSS JOIN`
/// makes SQLite start from the transaction.
pub async fn charged_back(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Vec<Due>, sqlx::Error> {
    let rows: Vec<(VisitId, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT v.id, CAST(SUM(e.cents) AS BIGINT)
         FROM ledger_transactions t CROSS JOIN ledger_entries e
         JOIN visits v ON v.practice_id = e.practice_id AND v.id = e.visit_id
         WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id
           AND t.practice_id = $1 AND t.payment_id = $2 AND t.kind IN ('chargeback', 'chargeback_reversed')
           AND e.account IN ('patient_receivable', 'patient_credit')
         GROUP BY v.id, v.service_date HAVING SUM(e.cents) > 0
         ORDER BY v.service_date, v.id",
    )
    .bind(practice)
    .bind(payment)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(|(visit, cents)| Due { visit, amount: Money::from_cents(cents) }).collect())
}

pub async fn fees(tx: &mut Tx, practice: PracticeId, payment: PaymentId) -> Result<Money, sqlx::Error> {
    let cents: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(e.cents), 0) AS BIGINT)
         FROM ledger_transactions t CROSS JOIN ledger_entries e
         WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id
           AND t.practice_id = $1 AND t.payment_id = $2 AND t.kind IN ('chargeback', 'chargeback_reversed')
           AND e.account = 'gateway_fees'",
    )
    .bind(practice)
    .bind(payment)
    .fetch_one(c))?;
    Ok(Money::from_cents(cents))
}
