//! What happened to refusals, step by step.

use domain::{DenialId, PracticeId, TransactionId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};

use crate::db::Tx;
use crate::denials::Case;
use crate::{on, run};

/// A step as it is written.
pub struct NewStep<'a> {
    pub on: Date,
    pub by: Option<UserId>,
    pub note: Option<&'a str>,
    pub reference: Option<&'a str>,
    pub transaction: Option<TransactionId>,
}

impl Default for NewStep<'_> {
    fn default() -> Self {
        Self { on: Date::MIN, by: None, note: None, reference: None, transaction: None }
    }
}

/// Writes down the last step of a case, with what came of it.
pub async fn insert_step(
    tx: &mut Tx,
    case: &Case,
    word: &'static str,
    new: &NewStep<'_>,
    [recovered, patient, given_up]: [i64; 3],
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO denial_steps (practice_id, denial_id, seq, step, on_day, at, by_user, note, reference, left_cents,
                                   recovered_cents, patient_cents, given_up_cents, transaction_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(case.seq)
    .bind(word)
    .bind(new.on)
    .bind(case.changed_at)
    .bind(new.by)
    .bind(new.note)
    .bind(new.reference)
    .bind(case.denial.amount.cents())
    .bind(recovered)
    .bind(patient)
    .bind(given_up)
    .bind(new.transaction))
    .map(drop)
}

/// A step as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct KeptStep {
    /// Counts from 1.
    pub seq: i64,
    /// `opened`, or the word of a [`domain::denial::Step`] or a [`domain::denial::Heard`].
    pub step: String,
    /// The practice's day, or the one that staff or the remittance gave; the last day to appeal, where
    /// the days to appeal changed.
    pub on_day: Date,
    /// When it was written down.
    pub at: OffsetDateTime,
    /// Who; none: by itself.
    pub by_user: Option<UserId>,
    /// Their name.
    pub by_name: Option<String>,
    /// What was noted.
    pub note: Option<String>,
    /// The insurer's number for what was sent.
    pub reference: Option<String>,
    /// Refused after it, in cents.
    pub left_cents: i64,
    /// Paid by the insurer after all, in cents; below zero: taken back.
    pub recovered_cents: i64,
    /// Left to the patient, in cents.
    pub patient_cents: i64,
    /// Given up, in cents.
    pub given_up_cents: i64,
    /// The days to appeal since then, where it changed them.
    pub days: Option<i64>,
}

pub async fn steps(tx: &mut Tx, practice: PracticeId, id: DenialId) -> Result<Vec<KeptStep>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT s.seq, s.step, s.on_day, s.at, s.by_user, u.name AS by_name, s.note, s.reference, s.left_cents,
                s.recovered_cents, s.patient_cents, s.given_up_cents, s.days
         FROM denial_steps s LEFT JOIN users u ON u.id = s.by_user
         WHERE s.practice_id = $1 AND s.denial_id = $2 ORDER BY s.seq",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}

/// What came of a refusal by a transaction: recovered, left to the patient, given up.
pub async fn came_of(
    tx: &mut Tx,
    case: &Case,
    transaction: TransactionId,
) -> Result<Option<[i64; 3]>, sqlx::Error> {
    let row: Option<(i64, i64, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT recovered_cents, patient_cents, given_up_cents FROM denial_steps
         WHERE practice_id = $1 AND denial_id = $2 AND transaction_id = $3",
    )
    .bind(case.practice)
    .bind(case.id)
    .bind(transaction)
    .fetch_optional(c))?;
    Ok(row.map(|(recovered, patient, given_up)| [recovered, patient, given_up]))
}
