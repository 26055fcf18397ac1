//! All SQL of notes.

use domain::{GuarantorId, PracticeId, UserId};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Note;
use crate::db::Tx;
use crate::{on, run};

pub async fn insert(
    tx: &mut Tx,
    (practice, id): (PracticeId, Uuid),
    (guarantor, press): (GuarantorId, Uuid),
    words: &str,
    by: UserId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO account_notes (practice_id, id, guarantor_id, words, press, by_user, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (practice_id, guarantor_id, press) DO NOTHING",
        )
        .bind(practice)
        .bind(id)
        .bind(guarantor)
        .bind(words)
        .bind(press)
        .bind(by)
        .bind(now)
    )
    .map(drop)
}

pub async fn of_account(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<Note>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT n.id, n.words, u.name AS by_name, n.at
         FROM account_notes n JOIN users u ON u.id = n.by_user
         WHERE n.practice_id = $1 AND n.guarantor_id = $2 ORDER BY n.at DESC, n.id DESC LIMIT $3",
    )
    .bind(practice)
    .bind(guarantor)
    .bind(limit)
    .fetch_all(c))
}
