//! All SQL of refunds.

use domain::payment::Due;
use domain::refund::Left;
use domain::{GuarantorId, Money, PaymentId, PracticeId, RefundId, UserId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::db::Tx;
use crate::payments::Method;
use crate::{on, run};

/// How far a refund has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefundState {
    /// A second person has to agree.
    Asked,
    /// Somebody said no.
    Declined,
    /// Agreed to: the gateway is asked until it answers.
    Approved,
    /// The gateway has it; the money is on its way.
    Pending,
    /// The money is back where it came from.
    Done,
    /// It came back, or the gateway refused it.
    Failed,
}

impl RefundState {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Asked, "asked"),
        (Self::Declined, "declined"),
        (Self::Approved, "approved"),
        (Self::Pending, "pending"),
        (Self::Done, "done"),
        (Self::Failed, "failed"),
    ];

    pub(super) fn code(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).map_or("", |(_, code)| code)
    }

    /// The order in which a refund's states follow each other.
    pub(super) fn rank(self) -> usize {
        Self::ALL.iter().position(|(state, _)| *state == self).unwrap_or_default()
    }
}

/// Why money goes back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RefundReason {
    /// More was paid than was owed.
    Credit,
    /// The same was paid twice.
    Duplicate,
    /// It was paid by mistake.
    Mistake,
    /// As a courtesy.
    Courtesy,
    /// See the note.
    Other,
}

impl RefundReason {
    /// Every one with the word the database stores.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Credit, "credit"),
        (Self::Duplicate, "duplicate"),
        (Self::Mistake, "mistake"),
        (Self::Courtesy, "courtesy"),
        (Self::Other, "other"),
    ];

    fn code(self) -> &'static str {
        Self::ALL.iter().find(|(reason, _)| *reason == self).map_or("", |(_, code)| code)
    }
}

/// Money on its way back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refund {
    /// The practice.
    pub practice: PracticeId,
    /// Its id, which the gateway knows it by.
    pub id: RefundId,
    /// Of which payment.
    pub payment: PaymentId,
    /// To whom.
    pub guarantor: GuarantorId,
    /// How much.
    pub amount: Money,
    /// Which way.
    pub method: Method,
    /// The number of the cheque that was written for it.
    pub reference: Option<String>,
    /// Why.
    pub reason: RefundReason,
    /// Why, in words.
    pub note: Option<String>,
    /// How far it has come.
    pub state: RefundState,
    /// Who asked; none by the practice's policy.
    pub asked_by: Option<UserId>,
    /// Who agreed or said no, where a second person was needed.
    pub decided_by: Option<UserId>,
    /// The gateway's id.
    pub gateway_id: Option<String>,
    /// Why it failed, in the gateway's word.
    pub failure: Option<String>,
    /// How often the gateway was asked.
    pub attempts: i64,
    /// When it was first asked.
    pub first_sent_at: Option<OffsetDateTime>,
    /// When it was asked for.
    pub created_at: OffsetDateTime,
    /// When it last changed or was looked at.
    pub changed_at: OffsetDateTime,
    /// The day it ended, where the practice is.
    pub settled_on: Option<Date>,
}

#[derive(FromRow)]
struct RefundRow {
    practice_id: PracticeId,
    id: RefundId,
    payment_id: PaymentId,
    guarantor_id: GuarantorId,
    amount_cents: i64,
    method: String,
    reference: Option<String>,
    reason: String,
    note: Option<String>,
    state: String,
    asked_by: Option<UserId>,
    decided_by: Option<UserId>,
    gateway_id: Option<String>,
    failure: Option<String>,
    attempts: i64,
    first_sent_at: Option<OffsetDateTime>,
    created_at: OffsetDateTime,
    changed_at: OffsetDateTime,
    settled_on: Option<Date>,
}

impl From<RefundRow> for Refund {
    // The columns' CHECKs admit these words only.
    fn from(row: RefundRow) -> Self {
        let reason = RefundReason::ALL.iter().find(|(_, code)| *code == row.reason);
        let state = RefundState::ALL.iter().find(|(_, code)| *code == row.state);
        Self {
            practice: row.practice_id,
            id: row.id,
            payment: row.payment_id,
            guarantor: row.guarantor_id,
            amount: Money::from_cents(row.amount_cents),
            method: Method::of(&row.method),
            reference: row.reference,
            reason: reason.map_or(RefundReason::Other, |(reason, _)| *reason),
            note: row.note,
            state: state.map_or(RefundState::Failed, |(state, _)| *state),
            asked_by: row.asked_by,
            decided_by: row.decided_by,
            gateway_id: row.gateway_id,
            failure: row.failure,
            attempts: row.attempts,
            first_sent_at: row.first_sent_at,
            created_at: row.created_at,
            changed_at: row.changed_at,
            settled_on: row.settled_on,
        }
    }
}

macro_rules! columns {
    () => {
        "practice_id, id, payment_id, guarantor_id, amount_cents, method, reference, reason, note, state, asked_by,
         decided_by, gateway_id, failure, attempts, first_sent_at, created_at, changed_at, settled_on"
    };
}

macro_rules! select_refund {
    ($rest:literal) => {
        concat!("SELECT ", columns!(), " FROM refunds ", $rest)
    };
}

pub async fn insert(tx: &mut Tx, refund: &Refund, press: Uuid, parts: &[Due]) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO refunds (practice_id, id, payment_id, guarantor_id, press, amount_cents, method, reference,
                              reason, note, state, asked_by, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)",
    )
    .bind(refund.practice)
    .bind(refund.id)
    .bind(refund.payment)
    .bind(refund.guarantor)
    .bind(press)
    .bind(refund.amount.cents())
    .bind(refund.method.code())
    .bind(&refund.reference)
    .bind(refund.reason.code())
    .bind(&refund.note)
    .bind(refund.state.code())
    .bind(refund.asked_by)
    .bind(refund.created_at))?;
    for part in parts {
        run!(tx, sqlx::query(
            "INSERT INTO refund_parts (practice_id, refund_id, visit_id, amount_cents) VALUES ($1, $2, $3, $4)",
        )
        .bind(refund.practice)
        .bind(refund.id)
        .bind(part.visit)
        .bind(part.amount.cents()))?;
    }
    Ok(())
}

pub async fn refund(tx: &mut Tx, practice: PracticeId, id: RefundId) -> Result<Option<Refund>, sqlx::Error> {
    let row: Option<RefundRow> = on!(tx, c => sqlx::query_as(select_refund!("WHERE practice_id = $1 AND id = $2"))
        .bind(practice)
        .bind(id)
        .fetch_optional(c))?;
    Ok(row.map(Refund::from))
}

/// Reads a refund and holds it until the transaction ends.
pub async fn lock(tx: &mut Tx, practice: PracticeId, id: RefundId) -> Result<Option<Refund>, sqlx::Error> {
    let Tx::Postgres(postgres) = tx else { return refund(tx, practice, id).await };
    let row: Option<RefundRow> =
        sqlx::query_as(select_refund!("WHERE practice_id = $1 AND id = $2 FOR UPDATE"))
            .bind(practice)
            .bind(id)
            .fetch_optional(&mut **postgres)
            .await?;
    Ok(row.map(Refund::from))
}

pub async fn by_press(tx: &mut Tx, practice: PracticeId, press: Uuid) -> Result<Option<Refund>, sqlx::Error> {
    let row: Option<RefundRow> = on!(tx, c => sqlx::query_as(
        select_refund!("WHERE practice_id = $1 AND press = $2"),
    )
    .bind(practice)
    .bind(press)
    .fetch_optional(c))?;
    Ok(row.map(Refund::from))
}

pub async fn by_gateway_id(tx: &mut Tx, id: &str) -> Result<Option<Refund>, sqlx::Error> {
    let row: Option<RefundRow> = on!(tx, c => sqlx::query_as(select_refund!("WHERE gateway_id = $1"))
        .bind(id)
        .fetch_optional(c))?;
    Ok(row.map(Refund::from))
}

pub async fn of_payment(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Vec<Refund>, sqlx::Error> {
    let rows: Vec<RefundRow> = on!(tx, c => sqlx::query_as(
        select_refund!("WHERE practice_id = $1 AND payment_id = $2 ORDER BY created_at, id"),
    )
    .bind(practice)
    .bind(payment)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Refund::from).collect())
}

pub async fn of_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Refund>, sqlx::Error> {
    let rows: Vec<RefundRow> = on!(tx, c => sqlx::query_as(
        select_refund!("WHERE practice_id = $1 AND guarantor_id = $2 ORDER BY created_at, id"),
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Refund::from).collect())
}

/// Takes refunds that are to be sent and were last touched before `quiet`, and those on
/// their way that were before `long`. The update itself claims them.
pub async fn claim_waiting(
    tx: &mut Tx,
    quiet: OffsetDateTime,
    long: OffsetDateTime,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<Refund>, sqlx::Error> {
    let rows: Vec<RefundRow> = on!(tx, c => sqlx::query_as(concat!(
        "UPDATE refunds SET changed_at = $3
         WHERE ((state = 'approved' AND changed_at < $1) OR (state = 'pending' AND changed_at < $2))
           AND id IN (SELECT id FROM refunds
                      WHERE (state = 'approved' AND changed_at < $1) OR (state = 'pending' AND changed_at < $2)
                      ORDER BY changed_at LIMIT $4)
         RETURNING ", columns!()
    ))
    .bind(quiet)
    .bind(long)
    .bind(now)
    .bind(limit)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Refund::from).collect())
}

pub async fn attempted(tx: &mut Tx, refund: &Refund, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE refunds
             SET attempts = attempts + 1, first_sent_at = COALESCE(first_sent_at, $3), changed_at = $3
             WHERE practice_id = $1 AND id = $2",
        )
        .bind(refund.practice)
        .bind(refund.id)
        .bind(now)
    )
    .map(drop)
}

/// Writes what can change of a refund.
pub async fn set_state(tx: &mut Tx, refund: &Refund, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE refunds SET state = $3, decided_by = $4, gateway_id = COALESCE($5, gateway_id), failure = $6,
                                settled_on = $7, changed_at = $8
             WHERE practice_id = $1 AND id = $2",
        )
        .bind(refund.practice)
        .bind(refund.id)
        .bind(refund.state.code())
        .bind(refund.decided_by)
        .bind(&refund.gateway_id)
        .bind(&refund.failure)
        .bind(refund.settled_on)
        .bind(now)
    )
    .map(drop)
}

pub async fn parts(tx: &mut Tx, practice: PracticeId, id: RefundId) -> Result<Vec<Due>, sqlx::Error> {
    let rows: Vec<(VisitId, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT visit_id, amount_cents FROM refund_parts
         WHERE practice_id = $1 AND refund_id = $2 ORDER BY visit_id",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(|(visit, cents)| Due { visit, amount: Money::from_cents(cents) }).collect())
}

/// What one person alone, or policy, has given back of a payment so far.
pub async fn by_one_person(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Money, sqlx::Error> {
    let cents: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(amount_cents), 0) AS BIGINT) FROM refunds
         WHERE practice_id = $1 AND payment_id = $2 AND decided_by IS NULL
           AND state IN ('approved', 'pending', 'done')",
    )
    .bind(practice)
    .bind(payment)
    .fetch_one(c))?;
    Ok(Money::from_cents(cents))
}

/// What the books hold of a payment, visit by visit, less refunds that are promised and not
/// booked. `CROSS JOIN` makes SQLite start from the transaction.
pub async fn left(tx: &mut Tx, practice: PracticeId, payment: PaymentId) -> Result<Vec<Left>, sqlx::Error> {
    let rows: Vec<(VisitId, i64, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT v.id, CAST(SUM(s.cents) AS BIGINT), b.credit_cents
         FROM (SELECT e.visit_id, -e.cents AS cents
               FROM ledger_transactions t CROSS JOIN ledger_entries e
               WHERE e.practice_id = t.practice_id AND e.transaction_id = t.id
                 AND t.practice_id = $1 AND t.payment_id = $2 AND e.visit_id IS NOT NULL
                 AND e.account IN ('patient_receivable', 'patient_credit')
               UNION ALL
               SELECT a.visit_id, -a.amount_cents
               FROM refunds r JOIN refund_parts a ON a.practice_id = r.practice_id AND a.refund_id = r.id
               WHERE r.practice_id = $1 AND r.payment_id = $2 AND r.state IN ('asked', 'approved')) s
         JOIN visits v ON v.practice_id = $1 AND v.id = s.visit_id
         JOIN visit_balances b ON b.practice_id = $1 AND b.visit_id = s.visit_id
         GROUP BY v.id, v.service_date, b.credit_cents
         ORDER BY v.service_date, v.id",
    )
    .bind(practice)
    .bind(payment)
    .fetch_all(c))?;
    let cents = Money::from_cents;
    Ok(rows
        .into_iter()
        .map(|(visit, paid, credit)| Left { visit, paid: cents(paid), credit: cents(credit) })
        .collect())
}
