//! All SQL of what is given up of what patients owe.

use domain::payment::Due;
use domain::write_off::WriteOffReason;
use domain::{GuarantorId, Money, PracticeId, TransactionId, UserId, VisitId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Ask, Ended, State, Step, WriteOff};
use crate::db::Tx;
use crate::{on, run};

/// Requests of one account on its page.
const SHOWN: i64 = 50;

/// What a visit owes that is not in question, and that nobody is paying: a page that is open counts,
/// because it can be paid at any moment. A federal reviewer has all of a visit; a practice that has
/// left collects nothing, and gives nothing up.
macro_rules! can_be_given_up {
    ($which:literal) => {
        concat!(
            "SELECT d.visit_id, d.cents
             FROM (SELECT b.visit_id, v.service_date,
                          CAST(CASE WHEN b.federal THEN 0 ELSE b.patient_cents - b.disputed_cents END
                               - COALESCE((SELECT SUM(a.amount_cents) FROM payments p
                                           JOIN payment_parts a ON a.practice_id = p.practice_id AND a.payment_id = p.id
                                           WHERE p.practice_id = b.practice_id AND p.guarantor_id = b.guarantor_id
                                             AND p.state IN ('intent', 'open', 'processing')
                                             AND a.visit_id = b.visit_id), 0) AS BIGINT) AS cents
                   FROM visit_balances b
                   JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
                   WHERE b.practice_id = $1 AND ",
            $which,
            "        AND NOT EXISTS (SELECT 1 FROM practices r WHERE r.id = $1 AND r.left_at IS NOT NULL)) d
             ORDER BY d.service_date, d.visit_id"
        )
    };
}

/// How much of a visit can be given up; negative when more is on its way than it owes.
pub async fn most(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Money, sqlx::Error> {
    let row: Option<(VisitId, i64)> = on!(tx, c => sqlx::query_as(can_be_given_up!("b.visit_id = $2"))
        .bind(practice)
        .bind(visit)
        .fetch_optional(c))?;
    Ok(row.map_or(Money::ZERO, |(_, cents)| Money::from_cents(cents)))
}

pub async fn open(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Due>, sqlx::Error> {
    let rows: Vec<(VisitId, i64)> = on!(tx, c => sqlx::query_as(can_be_given_up!(
        "b.guarantor_id = $2 AND b.patient_cents > 0"
    ))
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?;
    let open = rows.into_iter().map(|(visit, cents)| Due { visit, amount: Money::from_cents(cents) });
    Ok(open.filter(|due| due.amount.is_positive()).collect())
}

pub async fn insert(tx: &mut Tx, practice: PracticeId, one: &WriteOff) -> Result<(), sqlx::Error> {
    let ask = &one.ask;
    run!(
        tx,
        sqlx::query(
            "INSERT INTO write_offs
                 (practice_id, id, press, guarantor_id, visit_id, cents, reason, note, asked_by, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(practice)
        .bind(one.id)
        .bind(ask.press)
        .bind(ask.guarantor)
        .bind(ask.visit)
        .bind(ask.amount.cents())
        .bind(ask.reason.code())
        .bind(&ask.note)
        .bind(one.asked_by)
        .bind(one.asked_at)
    )
    .map(drop)
}

/// What happened to a request.
pub struct KeptStep {
    pub step: Step,
    pub by: Option<UserId>,
    pub why: Option<Ended>,
    pub cents: i64,
}

impl KeptStep {
    /// What a request is after it.
    pub fn onto(&self, one: &mut WriteOff) {
        one.standing += Money::from_cents(self.cents);
        let state = match self.step {
            Step::Asked => State::Asked,
            Step::Posted | Step::Agreed => State::Posted,
            Step::Refused => State::Refused,
            Step::Withdrawn => State::Withdrawn,
            Step::Ended => State::Ended(self.why.unwrap_or(Ended::LessOwed)),
            Step::Back | Step::Again => one.state,
        };
        one.state = state;
        if matches!(self.step, Step::Agreed | Step::Refused | Step::Ended) {
            one.decided_by = self.by;
        }
    }
}

/// The last step of a request, as it is counted there.
pub async fn insert_step(
    tx: &mut Tx,
    practice: PracticeId,
    one: &WriteOff,
    kept: &KeptStep,
    transaction: Option<TransactionId>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO write_off_steps
                 (practice_id, write_off_id, seq, step, cents, by_user, why, at, transaction_id)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(practice)
        .bind(one.id)
        .bind(one.seq)
        .bind(kept.step.code())
        .bind(kept.cents)
        .bind(kept.by)
        .bind(kept.why.map(Ended::code))
        .bind(now)
        .bind(transaction)
    )
    .map(drop)
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    press: Uuid,
    guarantor_id: GuarantorId,
    visit_id: VisitId,
    cents: i64,
    reason: String,
    note: String,
    asked_by: UserId,
    asked_at: OffsetDateTime,
}

#[derive(FromRow)]
struct StepRow {
    seq: i64,
    step: String,
    cents: i64,
    by_user: Option<UserId>,
    why: Option<String>,
}

fn unknown(word: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("write-offs hold the unknown word {word:?}").into())
}

async fn with_steps(tx: &mut Tx, practice: PracticeId, row: Row) -> Result<WriteOff, sqlx::Error> {
    let mut one = WriteOff {
        id: row.id,
        ask: Ask {
            press: row.press,
            guarantor: row.guarantor_id,
            visit: row.visit_id,
            amount: Money::from_cents(row.cents),
            reason: WriteOffReason::from_code(&row.reason).ok_or_else(|| unknown(&row.reason))?,
            note: row.note,
        },
        state: State::Asked,
        asked_by: row.asked_by,
        asked_at: row.asked_at,
        decided_by: None,
        standing: Money::ZERO,
        seq: 0,
    };
    let steps: Vec<StepRow> = on!(tx, c => sqlx::query_as(
        "SELECT seq, step, cents, by_user, why FROM write_off_steps
         WHERE practice_id = $1 AND write_off_id = $2 ORDER BY seq",
    )
    .bind(practice)
    .bind(one.id)
    .fetch_all(c))?;
    for row in steps {
        one.seq = row.seq;
        let step = Step::from_code(&row.step).ok_or_else(|| unknown(&row.step))?;
        let why = row.why.as_deref().and_then(Ended::from_code);
        KeptStep { step, by: row.by_user, why, cents: row.cents }.onto(&mut one);
    }
    Ok(one)
}

macro_rules! select {
    ($where:literal) => {
        concat!(
            "SELECT id, press, guarantor_id, visit_id, cents, reason, note, asked_by, asked_at
             FROM write_offs WHERE practice_id = $1 AND ",
            $where
        )
    };
}

pub async fn write_off(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<WriteOff>, sqlx::Error> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(select!("id = $2"))
        .bind(practice)
        .bind(id)
        .fetch_optional(c))?;
    match row {
        Some(row) => with_steps(tx, practice, row).await.map(Some),
        None => Ok(None),
    }
}

pub async fn by_press(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    press: Uuid,
) -> Result<Option<WriteOff>, sqlx::Error> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(select!("guarantor_id = $2 AND press = $3"))
        .bind(practice)
        .bind(guarantor)
        .bind(press)
        .fetch_optional(c))?;
    match row {
        Some(row) => with_steps(tx, practice, row).await.map(Some),
        None => Ok(None),
    }
}

pub async fn of_account(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<WriteOff>, sqlx::Error> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(select!(
        "guarantor_id = $2 ORDER BY asked_at DESC, id DESC LIMIT $3"
    ))
    .bind(practice)
    .bind(guarantor)
    .bind(SHOWN)
    .fetch_all(c))?;
    let mut all = Vec::new();
    for row in rows {
        all.push(with_steps(tx, practice, row).await?);
    }
    Ok(all)
}

/// What was posted for a visit, newest first.
pub async fn of_visit(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Vec<WriteOff>, sqlx::Error> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(select!("visit_id = $2 ORDER BY asked_at DESC, id DESC"))
        .bind(practice)
        .bind(visit)
        .fetch_all(c))?;
    let mut all = Vec::new();
    for row in rows {
        let one = with_steps(tx, practice, row).await?;
        if one.state == State::Posted {
            all.push(one);
        }
    }
    Ok(all)
}
