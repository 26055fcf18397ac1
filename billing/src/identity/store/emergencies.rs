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
            "SELECT e.practice_id, e.id, e.user_id, u.name, e.reason, e.taken_at, e.ends_at, e.ended_at,
                    s.name AS seen_by, e.seen_at
             FROM emergencies e JOIN users u ON u.id = e.user_id LEFT JOIN users s ON s.id = e.seen_by ",
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

pub async fn active(
    tx: &mut Tx,
    practice: PracticeId,
    user: UserId,
    now: OffsetDateTime,
) -> Result<Option<Emergency>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_emergencies!(
        "WHERE e.practice_id = $1 AND e.user_id = $2 AND e.ends_at > $3 AND e.ended_at IS NULL
         ORDER BY e.ends_at DESC LIMIT 1"
    ))
    .bind(practice)
    .bind(user)
    .bind(now)
    .fetch_optional(c))
}

pub async fn end(
    tx: &mut Tx,
    practice: PracticeId,
    user: UserId,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let ended = run!(
        tx,
        sqlx::query(
            "UPDATE emergencies SET ended_at = $3
             WHERE practice_id = $1 AND user_id = $2 AND ends_at > $3 AND ended_at IS NULL",
        )
        .bind(practice)
        .bind(user)
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
    unseen: bool,
    limit: i64,
) -> Result<Vec<Emergency>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_emergencies!(
        "WHERE e.practice_id = $1 AND ($2 = FALSE OR e.seen_at IS NULL) ORDER BY e.taken_at DESC, e.id LIMIT $3"
    ))
    .bind(practice)
    .bind(unseen)
    .bind(limit)
    .fetch_all(c))
}
