//! All SQL of what patients took to a federal reviewer.

use domain::estimate::How;
use domain::{DisputeId, Money, PracticeId, VisitId};
use time::Date;

use crate::db::Tx;
use crate::disputes::Case;
use crate::disputes::federal::{Answer, Federal};
use crate::{on, run};

pub async fn insert(tx: &mut Tx, case: &Case, federal: &Federal) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO federal_disputes (practice_id, dispute_id, seq, started_on, reference) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(case.seq)
    .bind(federal.started_on)
    .bind(&federal.reference))
    .map(drop)
}

/// The newest of a case.
pub async fn of_case(
    tx: &mut Tx,
    practice: PracticeId,
    id: DisputeId,
) -> Result<Option<Federal>, sqlx::Error> {
    let row: Option<(Date, String)> = on!(tx, c => sqlx::query_as(
        "SELECT started_on, reference FROM federal_disputes
         WHERE practice_id = $1 AND dispute_id = $2 ORDER BY seq DESC LIMIT 1",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    Ok(row.map(|(started_on, reference)| Federal { started_on, reference }))
}

pub async fn insert_answer(tx: &mut Tx, case: &Case, answer: Answer) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO federal_answers (practice_id, dispute_id, seq, how, to_pay_cents) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(case.seq)
    .bind(answer.how.code())
    .bind(answer.to_pay.cents()))
    .map(drop)
}

pub async fn answer(tx: &mut Tx, practice: PracticeId, id: DisputeId) -> Result<Option<Answer>, sqlx::Error> {
    let row: Option<(String, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT how, to_pay_cents FROM federal_answers WHERE practice_id = $1 AND dispute_id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    let read = |(how, cents): (String, i64)| {
        let known = How::from_code(&how);
        let how = known.ok_or_else(|| sqlx::Error::Decode(format!("the unknown word {how:?}").into()))?;
        Ok(Answer { how, to_pay: Money::from_cents(cents) })
    };
    row.map(read).transpose()
}

/// The case of a visit that waits for a reviewer.
pub async fn waiting(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Option<DisputeId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT id FROM disputes WHERE practice_id = $1 AND visit_id = $2 AND state = 'waiting_federal'",
    )
    .bind(practice)
    .bind(visit)
    .fetch_optional(c))
}

/// Whether a reviewer has a visit, or it is over there.
pub async fn reviewed(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM disputes d WHERE d.practice_id = $1 AND d.visit_id = $2
                        AND (d.state = 'waiting_federal'
                             OR EXISTS (SELECT 1 FROM dispute_steps s WHERE s.practice_id = d.practice_id
                                          AND s.dispute_id = d.id AND s.step = 'concluded')))",
    )
    .bind(practice)
    .bind(visit)
    .fetch_one(c))
}

/// Writes beside the balance whether a reviewer has a visit; the caller holds it.
pub async fn mark(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    has_it: bool,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE visit_balances SET federal = $3 WHERE practice_id = $1 AND visit_id = $2")
            .bind(practice)
            .bind(visit)
            .bind(has_it)
    )
    .map(drop)
}
