//! All SQL of autopay: what was tried for which instalment, and which plans are due.

use domain::{GuarantorId, Money, PaymentId, PlanId, PracticeId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::Held;
use crate::db::Tx;
use crate::{on, run};

/// One try to take an instalment.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Attempt {
    /// Which instalment.
    pub number: i64,
    /// Its due date then: one that moved is a new one for this purpose.
    pub due_on: Date,
    /// Counts from 1.
    pub attempt: i64,
    /// The payment.
    pub payment_id: PaymentId,
    /// `open`, `paid` or `declined`.
    pub state: String,
    /// Why it was declined, in the gateway's word.
    pub decline: Option<String>,
    /// On which day.
    pub tried_on: Date,
    /// When it is tried again.
    pub next_on: Option<Date>,
}

impl Attempt {
    /// Whether it is of this instalment on this date.
    #[must_use]
    pub fn is_of(&self, number: u32, due: Date) -> bool {
        self.number == i64::from(number) && self.due_on == due
    }
}

/// The last try for an instalment.
pub fn latest(attempts: &[Attempt], number: u32, due: Date) -> Option<&Attempt> {
    attempts.iter().filter(|one| one.is_of(number, due)).max_by_key(|one| one.attempt)
}

pub async fn of_plan(tx: &mut Tx, practice: PracticeId, plan: PlanId) -> Result<Vec<Attempt>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT number, due_on, attempt, payment_id, state, decline, tried_on, next_on FROM plan_attempts
         WHERE practice_id = $1 AND plan_id = $2 ORDER BY due_on, number, attempt",
    )
    .bind(practice)
    .bind(plan)
    .fetch_all(c))
}

pub async fn insert(
    tx: &mut Tx,
    held: &Held,
    (number, due, attempt): (u32, Date, i64),
    payment: PaymentId,
    today: Date,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO plan_attempts (practice_id, plan_id, number, due_on, attempt, payment_id, state, tried_on)
         VALUES ($1, $2, $3, $4, $5, $6, 'open', $7)",
    )
    .bind(held.practice)
    .bind(held.plan.id)
    .bind(i64::from(number))
    .bind(due)
    .bind(attempt)
    .bind(payment)
    .bind(today))
    .map(drop)
}

/// Which plan's instalments a payment was to take.
pub async fn of_payment(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Vec<(PlanId, i64)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT plan_id, number FROM plan_attempts WHERE practice_id = $1 AND payment_id = $2 ORDER BY number",
    )
    .bind(practice)
    .bind(payment)
    .fetch_all(c))
}

/// What the patient said a payment is for.
pub async fn word(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Option<(PlanId, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT w.plan_id, w.word FROM payments p
         JOIN plan_words w ON w.practice_id = p.practice_id AND w.guarantor_id = p.guarantor_id AND w.press = p.press
         WHERE p.practice_id = $1 AND p.id = $2",
    )
    .bind(practice)
    .bind(payment)
    .fetch_optional(c))
}

pub async fn set_word(
    tx: &mut Tx,
    (practice, guarantor): (PracticeId, GuarantorId),
    press: Uuid,
    plan: PlanId,
    word: &str,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO plan_words (practice_id, guarantor_id, press, plan_id, word)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        )
        .bind(practice)
        .bind(guarantor)
        .bind(press)
        .bind(plan)
        .bind(word)
    )
    .map(drop)
}

/// A try came to its end; says whether it was open.
pub async fn end(
    tx: &mut Tx,
    held: &Held,
    attempt: &Attempt,
    state: &str,
    decline: Option<&str>,
) -> Result<bool, sqlx::Error> {
    let ended = run!(tx, sqlx::query(
        "UPDATE plan_attempts SET state = $6, decline = $7
         WHERE practice_id = $1 AND plan_id = $2 AND number = $3 AND due_on = $4 AND attempt = $5 AND state = 'open'",
    )
    .bind(held.practice)
    .bind(held.plan.id)
    .bind(attempt.number)
    .bind(attempt.due_on)
    .bind(attempt.attempt)
    .bind(state)
    .bind(decline))?;
    Ok(ended == 1)
}

/// When a declined try is made again; none: never.
pub async fn set_next(
    tx: &mut Tx,
    held: &Held,
    attempt: &Attempt,
    next: Option<Date>,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE plan_attempts SET next_on = $6
             WHERE practice_id = $1 AND plan_id = $2 AND number = $3 AND due_on = $4 AND attempt = $5",
        )
        .bind(held.practice)
        .bind(held.plan.id)
        .bind(attempt.number)
        .bind(attempt.due_on)
        .bind(attempt.attempt)
        .bind(next)
    )
    .map(drop)
}

/// Plans with an open try whose payment has come to its end.
pub async fn ended(tx: &mut Tx, limit: i64) -> Result<Vec<(PracticeId, PlanId)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT DISTINCT a.practice_id, a.plan_id FROM plan_attempts a
         JOIN payments p ON p.practice_id = a.practice_id AND p.id = a.payment_id
         WHERE a.state = 'open' AND p.state IN ('paid', 'failed', 'expired') LIMIT $1",
    )
    .bind(limit)
    .fetch_all(c))
}

/// Sums what is on its way to a plan's visits (a bank debit), as far as the payment `p` is of a
/// kind: taken by autopay, or sent with the word that it is for the plan.
macro_rules! on_its_way {
    ($kind:expr) => {
        concat!(
            "SELECT CAST(COALESCE(SUM(a.amount_cents), 0) AS BIGINT)
             FROM visit_balances b
             JOIN payment_parts a ON a.practice_id = b.practice_id AND a.visit_id = b.visit_id
             JOIN payments p ON p.practice_id = a.practice_id AND p.id = a.payment_id
             WHERE b.practice_id = $1 AND b.plan_id = $2 AND p.state = 'processing' AND ",
            $kind
        )
    };
}

macro_rules! by_autopay {
    () => {
        "EXISTS (SELECT 1 FROM plan_attempts t WHERE t.practice_id = p.practice_id AND t.payment_id = p.id)"
    };
}

macro_rules! with_a_word {
    () => {
        "EXISTS (SELECT 1 FROM plan_words w WHERE w.practice_id = p.practice_id AND w.guarantor_id = p.guarantor_id
                   AND w.press = p.press AND w.plan_id = b.plan_id)"
    };
}

async fn sum(
    tx: &mut Tx,
    query: &'static str,
    practice: PracticeId,
    plan: PlanId,
) -> Result<Money, sqlx::Error> {
    let cents: i64 = on!(tx, c => sqlx::query_scalar(query).bind(practice).bind(plan).fetch_one(c))?;
    Ok(Money::from_cents(cents))
}

/// Money of the guarantor's own that is on its way to a plan's visits.
pub async fn on_its_way(tx: &mut Tx, practice: PracticeId, plan: PlanId) -> Result<Money, sqlx::Error> {
    sum(tx, on_its_way!(concat!("NOT ", by_autopay!())), practice, plan).await
}

/// Money that is on its way for a plan: taken by autopay, or sent with that word.
pub async fn sent_for(tx: &mut Tx, practice: PracticeId, plan: PlanId) -> Result<Money, sqlx::Error> {
    sum(tx, on_its_way!(concat!("(", by_autopay!(), " OR ", with_a_word!(), ")")), practice, plan).await
}

/// Money that is on its way to a plan's visits and was not said to be for the plan.
pub async fn sent_beside(tx: &mut Tx, practice: PracticeId, plan: PlanId) -> Result<Money, sqlx::Error> {
    sum(tx, on_its_way!(concat!("NOT ", by_autopay!(), " AND NOT ", with_a_word!())), practice, plan).await
}

/// Takes plans that are due, for as long as a call to the gateway may last: who takes one and
/// dies lets another process have it. Those that another process is taking are passed over. Gives each
/// with its account.
///
/// PostgreSQL is told to choose them first and once (`ARRAY`): it would read every plan that is due
/// otherwise, for each few of them.
pub async fn claim_due(
    tx: &mut Tx,
    practice: PracticeId,
    today: Date,
    (now, before): (OffsetDateTime, OffsetDateTime),
    limit: i64,
) -> Result<Vec<(PlanId, GuarantorId)>, sqlx::Error> {
    macro_rules! claim {
        ($among:literal, $lock:literal) => {
            concat!(
                "UPDATE plans SET claimed_at = $3 WHERE practice_id = $1 AND id ",
                $among,
                "(SELECT id FROM plans
                  WHERE practice_id = $1 AND next_due <= $2 AND (claimed_at IS NULL OR claimed_at < $4)
                  ORDER BY next_due, id LIMIT $5",
                $lock,
                ") RETURNING id, guarantor_id"
            )
        };
    }
    match tx {
        Tx::Sqlite(tx) => {
            let query = sqlx::query_as(claim!("IN ", ""));
            query.bind(practice).bind(today).bind(now).bind(before).bind(limit).fetch_all(&mut **tx).await
        }
        Tx::Postgres(tx) => {
            let query = sqlx::query_as(claim!("= ANY (ARRAY", " FOR UPDATE SKIP LOCKED)"));
            query.bind(practice).bind(today).bind(now).bind(before).bind(limit).fetch_all(&mut **tx).await
        }
    }
}

/// The plan has been seen to.
pub async fn release(tx: &mut Tx, practice: PracticeId, plan: PlanId) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE plans SET claimed_at = NULL WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(plan)
    )
    .map(drop)
}
