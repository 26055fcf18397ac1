//! SQL of requests for help with the cost.

use domain::hardship::{Answer, Income};
use domain::{GuarantorId, PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::Ask;
use crate::db::Tx;
use crate::{on, run};

/// A request as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Request {
    /// The practice.
    pub practice_id: PracticeId,
    /// Its id.
    pub id: Uuid,
    /// Whose account.
    pub guarantor_id: GuarantorId,
    /// How many live on the income.
    pub household: i64,
    income: String,
    /// Until when a counsellor answers.
    pub answer_by: Date,
    /// When it came.
    pub asked_at: OffsetDateTime,
    answer: Option<String>,
    /// The answer in words.
    pub message: Option<String>,
    /// Who answered, or took it back.
    pub answered_by: Option<UserId>,
    /// When.
    pub answered_at: Option<OffsetDateTime>,
}

impl Request {
    /// What they live on; none when a newer program wrote it.
    #[must_use]
    pub fn income(&self) -> Option<Income> {
        Income::from_code(&self.income)
    }

    /// How it ended; none while it is open.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        self.answer.as_deref().and_then(Answer::from_code)
    }

    /// Whether it waits for an answer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.answered_at.is_none()
    }
}

macro_rules! select_requests {
    ($rest:literal) => {
        concat!(
            "SELECT practice_id, id, guarantor_id, household, income, answer_by, asked_at, answer, message,
                    answered_by, answered_at
             FROM hardship_requests ",
            $rest
        )
    };
}

pub async fn insert(
    tx: &mut Tx,
    (practice, guarantor): (PracticeId, GuarantorId),
    (id, by): (Uuid, UserId),
    ask: &Ask,
    (answer_by, now): (Date, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO hardship_requests
             (practice_id, id, guarantor_id, press, household, income, answer_by, asked_by, asked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(practice)
        .bind(id)
        .bind(guarantor)
        .bind(ask.press)
        .bind(i64::from(ask.household))
        .bind(ask.income.code())
        .bind(answer_by)
        .bind(by)
        .bind(now)
    )
    .map(drop)
}

pub async fn answer(
    tx: &mut Tx,
    (practice, id): (PracticeId, Uuid),
    by: UserId,
    (answer, words): (Answer, Option<&str>),
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE hardship_requests SET answer = $3, message = $4, answered_by = $5, answered_at = $6
             WHERE practice_id = $1 AND id = $2 AND answer IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(answer.code())
        .bind(words)
        .bind(by)
        .bind(now)
    )
    .map(|rows| rows == 1)
}

pub async fn request(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Request>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_requests!("WHERE practice_id = $1 AND id = $2"))
        .bind(practice)
        .bind(id)
        .fetch_optional(c))
}

pub async fn by_press(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    press: Uuid,
) -> Result<Option<Request>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_requests!("WHERE practice_id = $1 AND guarantor_id = $2 AND press = $3"))
        .bind(practice)
        .bind(guarantor)
        .bind(press)
        .fetch_optional(c))
}

pub async fn open(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Request>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_requests!("WHERE practice_id = $1 AND guarantor_id = $2 AND answer IS NULL"))
        .bind(practice)
        .bind(guarantor)
        .fetch_optional(c))
}

pub async fn latest(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Request>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_requests!(
            "WHERE practice_id = $1 AND guarantor_id = $2 ORDER BY asked_at DESC, id DESC LIMIT 1"
        ))
        .bind(practice)
        .bind(guarantor)
        .fetch_optional(c))
}
