//! All SQL of keys, and of what was answered to them.

use domain::{PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::once::Name;
use super::{ApiKey, Scope};
use crate::db::Tx;
use crate::{on, run};

#[derive(FromRow)]
struct KeyRow {
    practice_id: PracticeId,
    id: Uuid,
    name: String,
    prefix: String,
    scopes: String,
    per_minute: i64,
    made_at: OffsetDateTime,
    expires_at: Option<OffsetDateTime>,
    revoked_at: Option<OffsetDateTime>,
    used_on: Option<Date>,
}

impl From<KeyRow> for ApiKey {
    fn from(row: KeyRow) -> Self {
        Self {
            practice: row.practice_id,
            id: row.id,
            name: row.name,
            prefix: row.prefix,
            scopes: row.scopes.split(' ').filter_map(Scope::from_code).collect(),
            per_minute: row.per_minute,
            made_at: row.made_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            used_on: row.used_on,
        }
    }
}

macro_rules! select_key {
    ($rest:literal) => {
        concat!(
            "SELECT practice_id, id, name, prefix, scopes, per_minute, made_at, expires_at, revoked_at, used_on
             FROM api_keys ",
            $rest
        )
    };
}

pub async fn insert(
    tx: &mut Tx,
    key: &ApiKey,
    secret_hash: &[u8],
    by: Option<UserId>,
) -> Result<(), sqlx::Error> {
    let scopes: Vec<_> = key.scopes.iter().map(|scope| scope.code()).collect();
    run!(tx, sqlx::query(
        "INSERT INTO api_keys (practice_id, id, name, prefix, secret_hash, scopes, per_minute, made_by, made_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(key.practice)
    .bind(key.id)
    .bind(&key.name)
    .bind(&key.prefix)
    .bind(secret_hash)
    .bind(scopes.join(" "))
    .bind(key.per_minute)
    .bind(by)
    .bind(key.made_at))
    .map(drop)
}

pub async fn key(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<ApiKey>, sqlx::Error> {
    let row: Option<KeyRow> = on!(tx, c => sqlx::query_as(select_key!("WHERE practice_id = $1 AND id = $2"))
        .bind(practice)
        .bind(id)
        .fetch_optional(c))?;
    Ok(row.map(ApiKey::from))
}

pub async fn by_hash(tx: &mut Tx, secret_hash: &[u8]) -> Result<Option<ApiKey>, sqlx::Error> {
    let row: Option<KeyRow> = on!(tx, c => sqlx::query_as(select_key!("WHERE secret_hash = $1"))
        .bind(secret_hash)
        .fetch_optional(c))?;
    Ok(row.map(ApiKey::from))
}

pub async fn list(tx: &mut Tx, practice: PracticeId) -> Result<Vec<ApiKey>, sqlx::Error> {
    let rows: Vec<KeyRow> = on!(tx, c => sqlx::query_as(
        select_key!("WHERE practice_id = $1 ORDER BY id DESC LIMIT 200"),
    )
    .bind(practice)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(ApiKey::from).collect())
}

pub async fn expire(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    end: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE api_keys SET expires_at = $3 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(id)
            .bind(end)
    )
    .map(drop)
}

pub async fn revoke(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let done = run!(
        tx,
        sqlx::query(
            "UPDATE api_keys SET revoked_at = $3 WHERE practice_id = $1 AND id = $2 AND revoked_at IS NULL"
        )
        .bind(practice)
        .bind(id)
        .bind(now)
    )?;
    Ok(done == 1)
}

pub async fn used(tx: &mut Tx, practice: PracticeId, id: Uuid, today: Date) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE api_keys SET used_on = $3 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(id)
            .bind(today)
    )
    .map(drop)
}

/// Takes the place of a name; says whether it was free, forgotten, or left by who died.
pub async fn claim(
    tx: &mut Tx,
    key: &ApiKey,
    name: &Name,
    now: OffsetDateTime,
    forgotten: OffsetDateTime,
    dead: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let claimed = run!(
        tx,
        sqlx::query(
            "INSERT INTO api_answers (practice_id, key_id, name_hash, request_hash, began_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (practice_id, key_id, name_hash)
         DO UPDATE SET request_hash = $4, began_at = $5, status = NULL, answer = NULL
         WHERE api_answers.began_at < $6 OR (api_answers.status IS NULL AND api_answers.began_at < $7)",
        )
        .bind(key.practice)
        .bind(key.id)
        .bind(&name.name[..])
        .bind(&name.request[..])
        .bind(now)
        .bind(forgotten)
        .bind(dead)
    )?;
    Ok(claimed == 1)
}

/// What was asked under a name, and what was answered.
#[derive(FromRow)]
pub struct Answered {
    pub request_hash: Vec<u8>,
    pub status: Option<i64>,
    pub answer: Option<String>,
}

pub async fn answered(tx: &mut Tx, key: &ApiKey, name: &Name) -> Result<Option<Answered>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT request_hash, status, answer FROM api_answers
         WHERE practice_id = $1 AND key_id = $2 AND name_hash = $3",
    )
    .bind(key.practice)
    .bind(key.id)
    .bind(&name.name[..])
    .fetch_optional(c))
}

pub async fn answer(
    tx: &mut Tx,
    key: &ApiKey,
    name: &Name,
    status: i64,
    answer: &str,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE api_answers SET status = $5, answer = $6
             WHERE practice_id = $1 AND key_id = $2 AND name_hash = $3 AND request_hash = $4 AND status IS NULL",
        )
        .bind(key.practice)
        .bind(key.id)
        .bind(&name.name[..])
        .bind(&name.request[..])
        .bind(status)
        .bind(answer)
    )
    .map(drop)
}

pub async fn give_up(tx: &mut Tx, key: &ApiKey, name: &Name) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "DELETE FROM api_answers
             WHERE practice_id = $1 AND key_id = $2 AND name_hash = $3 AND request_hash = $4 AND status IS NULL",
        )
        .bind(key.practice)
        .bind(key.id)
        .bind(&name.name[..])
        .bind(&name.request[..])
    )
    .map(drop)
}

pub async fn forget(tx: &mut Tx, before: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("DELETE FROM api_answers WHERE began_at < $1").bind(before)).map(drop)
}
