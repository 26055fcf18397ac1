//! SQL of the answers that a practice keeps.

use domain::{PracticeId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::Tx;
use crate::disputes::answers::Wanted;
use crate::{on, run};

/// An answer that a practice keeps.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Answer {
    /// Its id.
    pub id: Uuid,
    /// How staff call it.
    pub name: String,
    /// In English.
    pub en: String,
    /// In Spanish.
    pub es: String,
    /// Counts its changes.
    pub seq: i64,
    /// Who changed it last.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
}

macro_rules! select_answer {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.name, a.en, a.es, a.seq, u.name AS by_name, a.at
             FROM kept_answers a JOIN users u ON u.id = a.by_user
             WHERE a.practice_id = $1 AND a.removed_at IS NULL ",
            $rest
        )
    };
}

pub async fn of_practice(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Answer>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_answer!("ORDER BY LOWER(a.name), a.id")).bind(practice).fetch_all(c))
}

pub async fn one(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Answer>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_answer!("AND a.id = $2")).bind(practice).bind(id).fetch_optional(c))
}

/// What a page has kept, removed since or not: name, English, Spanish.
pub async fn pressed(
    tx: &mut Tx,
    practice: PracticeId,
    press: Uuid,
) -> Result<Option<(String, String, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as("SELECT name, en, es FROM kept_answers WHERE practice_id = $1 AND id = $2")
        .bind(practice)
        .bind(press)
        .fetch_optional(c))
}

pub async fn insert(
    tx: &mut Tx,
    (practice, id): (PracticeId, Uuid),
    wanted: Wanted<'_>,
    (by, at): (UserId, OffsetDateTime),
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO kept_answers (practice_id, id, name, en, es, seq, by_user, at)
             VALUES ($1, $2, $3, $4, $5, 1, $6, $7) ON CONFLICT (practice_id, id) DO NOTHING",
        )
        .bind(practice)
        .bind(id)
        .bind(wanted.name)
        .bind(wanted.en)
        .bind(wanted.es)
        .bind(by)
        .bind(at)
    )
    .map(drop)
}

pub async fn change(
    tx: &mut Tx,
    (practice, id, seen): (PracticeId, Uuid, i64),
    wanted: Wanted<'_>,
    (by, at): (UserId, OffsetDateTime),
) -> Result<bool, sqlx::Error> {
    Ok(run!(
        tx,
        sqlx::query(
            "UPDATE kept_answers SET name = $4, en = $5, es = $6, seq = seq + 1, by_user = $7, at = $8
             WHERE practice_id = $1 AND id = $2 AND seq = $3 AND removed_at IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(seen)
        .bind(wanted.name)
        .bind(wanted.en)
        .bind(wanted.es)
        .bind(by)
        .bind(at)
    )? > 0)
}

pub async fn remove(
    tx: &mut Tx,
    (practice, id, seen): (PracticeId, Uuid, i64),
    (by, at): (UserId, OffsetDateTime),
) -> Result<bool, sqlx::Error> {
    Ok(run!(
        tx,
        sqlx::query(
            "UPDATE kept_answers SET removed_at = $4, by_user = $3
             WHERE practice_id = $1 AND id = $2 AND seq = $5 AND removed_at IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(by)
        .bind(at)
        .bind(seen)
    )? > 0)
}
