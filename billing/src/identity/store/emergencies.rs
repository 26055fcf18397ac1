//! The SQL of emergency access.

use domain::{PracticeId, UserId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::Tx;
use crate::identity::emergency::Emergency;
use crate::{on, run};

macro_rules! select_emergencies {
    ($rest:literal) => {
        concat!(
            "SELECT e.practice_id, p.name AS practice_name, e.id, e.user_id, u.name, e.reason, e.taken_at,
                    e.ends_at, e.ended_at, s.name AS seen_by, e.seen_at
             FROM emergencies e JOIN practices p ON p.id = e.practice_id JOIN users u ON u.id = e.user_id
             LEFT JOIN users s ON s.id = e.seen_by ",
            $rest
        )
    };
}

pub async fn insert(
    tx: &mut Tx,
    (practice, id): (PracticeId, Uuid),
    user: UserId,
    reason: &str,
    (now, ends): (OffsetDateTime, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO emergencies (practice_id, id, user_id, reason, taken_at, ends_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(practice)
        .bind(id)
        .bind(user)
        .bind(reason)
        .bind(now)
        .bind(ends)
    )
    .map(drop)
}

/// Until the transaction ends nobody else takes one for them; SQLite has one writer anyway.
pub async fn lock(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    if let Tx::Postgres(tx) = tx {
        sqlx::query("SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE")
            .bind(user)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

pub async fn lasting(tx: &mut Tx, user: UserId, now: OffsetDateTime) -> Result<Vec<Emergency>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_emergencies!(
        "WHERE e.user_id = $1 AND e.ends_at > $2 AND e.ended_at IS NULL ORDER BY e.taken_at, e.id"
    ))
    .bind(user)
    .bind(now)
    .fetch_all(c))
}

/// Ends one of somebody's, or all.
pub async fn end(
    tx: &mut Tx,
    user: UserId,
    id: Option<Uuid>,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let ended = run!(
        tx,
        sqlx::query(
            "UPDATE emergencies SET ended_at = $3
             WHERE user_id = $1 AND ($2 IS NULL OR id = $2) AND ends_at > $3 AND ended_at IS NULL",
        )
        .bind(user)
        .bind(id)
        .bind(now)
    )?;
    Ok(ended > 0)
}

/// Ends one of a practice's, whoever has it.
pub async fn stop(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let ended = run!(
        tx,
        sqlx::query(
            "UPDATE emergencies SET ended_at = $3
             WHERE practice_id = $1 AND id = $2 AND ends_at > $3 AND ended_at IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(now)
    )?;
    Ok(ended > 0)
}

pub async fn see(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    by: UserId,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let seen = run!(
        tx,
        sqlx::query(
            "UPDATE emergencies SET seen_by = $3, seen_at = $4
             WHERE practice_id = $1 AND id = $2 AND seen_at IS NULL AND user_id <> $3",
        )
        .bind(practice)
        .bind(id)
        .bind(by)
        .bind(now)
    )?;
    Ok(seen == 1)
}

pub async fn of_practice(
    tx: &mut Tx,
    practice: PracticeId,
    limit: i64,
) -> Result<Vec<Emergency>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_emergencies!(
        "WHERE e.practice_id = $1 ORDER BY e.taken_at DESC, e.id DESC LIMIT $2"
    ))
    .bind(practice)
    .bind(limit)
    .fetch_all(c))
}

/// No parameter says so, because an index of what is not seen serves only words that do.
pub async fn unseen(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Emergency>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_emergencies!(
        "WHERE e.practice_id = $1 AND e.seen_at IS NULL ORDER BY e.taken_at DESC, e.id DESC"
    ))
    .bind(practice)
    .fetch_all(c))
}
