//! The SQL of second factors.

use domain::{PracticeId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;

use crate::db::Tx;
use crate::{on, run};

/// A second factor, begun or confirmed.
#[derive(FromRow)]
pub struct Kept {
    pub nonce: Vec<u8>,
    pub sealed: Vec<u8>,
    pub confirmed_at: Option<OffsetDateTime>,
}

/// What somebody has beside the password, and whether it is wanted.
#[derive(FromRow)]
pub struct Has {
    pub code: bool,
    pub passkey: bool,
    /// By a practice where they work, or another one of its organisation: they may come to look there.
    pub wanted: bool,
}

impl Has {
    pub fn any(&self) -> bool {
        self.code || self.passkey
    }
}

pub async fn of_user(tx: &mut Tx, user: UserId) -> Result<Has, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT EXISTS (SELECT 1 FROM second_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL) AS code,
                EXISTS (SELECT 1 FROM passkeys WHERE user_id = $1 AND wing = 'staff') AS passkey,
                EXISTS (SELECT 1 FROM practices p WHERE p.second_factor
                        AND (p.id IN (SELECT practice_id FROM user_roles WHERE user_id = $1)
                             OR p.organisation_id IN
                                (SELECT organisation_id FROM organisation_roles WHERE user_id = $1
                                 UNION ALL
                                 SELECT o.organisation_id FROM user_roles r
                                 JOIN practices o ON o.id = r.practice_id
                                 WHERE r.user_id = $1))) AS wanted",
    )
    .bind(user)
    .fetch_one(c))
}

pub async fn required(tx: &mut Tx, practice: PracticeId) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT second_factor FROM practices WHERE id = $1")
        .bind(practice)
        .fetch_one(c))
}

pub async fn require(tx: &mut Tx, practice: PracticeId, required: bool) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE practices SET second_factor = $2 WHERE id = $1").bind(practice).bind(required)
    )
    .map(drop)
}

pub async fn kept(tx: &mut Tx, user: UserId) -> Result<Option<Kept>, sqlx::Error> {
    on!(tx, c => sqlx::query_as("SELECT nonce, sealed, confirmed_at FROM second_factors WHERE user_id = $1")
        .bind(user)
        .fetch_optional(c))
}

/// Says whether there was none that is confirmed.
pub async fn begin(
    tx: &mut Tx,
    user: UserId,
    nonce: &[u8],
    sealed: &[u8],
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let begun = run!(
        tx,
        sqlx::query(
            "INSERT INTO second_factors (user_id, nonce, sealed, begun_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id) DO UPDATE SET nonce = excluded.nonce, sealed = excluded.sealed,
             begun_at = excluded.begun_at, last_step = 0
         WHERE second_factors.confirmed_at IS NULL",
        )
        .bind(user)
        .bind(nonce)
        .bind(sealed)
        .bind(now)
    )?;
    Ok(begun == 1)
}

/// Says whether it was not confirmed before.
pub async fn confirm(tx: &mut Tx, user: UserId, now: OffsetDateTime) -> Result<bool, sqlx::Error> {
    let confirmed = run!(
        tx,
        sqlx::query(
            "UPDATE second_factors SET confirmed_at = $2 WHERE user_id = $1 AND confirmed_at IS NULL"
        )
        .bind(user)
        .bind(now)
    )?;
    Ok(confirmed == 1)
}

pub async fn end(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    forget_codes(tx, user).await?;
    run!(tx, sqlx::query("DELETE FROM second_factors WHERE user_id = $1").bind(user)).map(drop)
}

/// Says whether no code of this half minute or a later one was taken.
pub async fn use_step(tx: &mut Tx, user: UserId, step: i64) -> Result<bool, sqlx::Error> {
    let used = run!(
        tx,
        sqlx::query("UPDATE second_factors SET last_step = $2 WHERE user_id = $1 AND last_step < $2")
            .bind(user)
            .bind(step)
    )?;
    Ok(used == 1)
}

pub async fn insert_code(tx: &mut Tx, user: UserId, code_hash: &[u8]) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, $2)")
            .bind(user)
            .bind(code_hash)
    )
    .map(drop)
}

pub async fn forget_codes(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("DELETE FROM recovery_codes WHERE user_id = $1").bind(user)).map(drop)
}

pub async fn codes_left(tx: &mut Tx, user: UserId) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT COUNT(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL")
        .bind(user)
        .fetch_one(c))
}

/// Says whether it was one that nobody had used.
pub async fn use_code(
    tx: &mut Tx,
    user: UserId,
    code_hash: &[u8],
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let used = run!(
        tx,
        sqlx::query(
            "UPDATE recovery_codes SET used_at = $3
             WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL"
        )
        .bind(user)
        .bind(code_hash)
        .bind(now)
    )?;
    Ok(used == 1)
}

/// Whose session still owes its code and was opened no earlier than that.
pub async fn waiting(
    tx: &mut Tx,
    token_hash: &[u8],
    since: OffsetDateTime,
) -> Result<Option<UserId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT user_id FROM sessions WHERE token_hash = $1 AND proved_at IS NULL AND created_at >= $2",
    )
    .bind(token_hash)
    .bind(since)
    .fetch_optional(c))
}
