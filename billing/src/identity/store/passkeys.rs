//! The SQL of passkeys and of the ceremonies that make and ask for them.

use domain::{PasskeyId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;

use crate::db::Tx;
use crate::identity::passkeys::{Passkey, Purpose};
use crate::identity::sessions::Wing;
use crate::{on, run};

/// A passkey with what verifies its answers.
#[derive(FromRow)]
pub struct Kept {
    pub id: PasskeyId,
    pub user_id: UserId,
    pub credential: String,
}

/// What a browser was asked.
#[derive(FromRow)]
pub struct Begun {
    pub user_id: Option<UserId>,
    pub state: String,
    pub begun_at: OffsetDateTime,
}

/// What is asked of whom.
pub struct Ceremony<'a> {
    pub token_hash: &'a [u8],
    pub purpose: Purpose,
    pub wing: Wing,
    pub rp_id: &'a str,
}

pub async fn begin(
    tx: &mut Tx,
    ceremony: &Ceremony<'_>,
    user: Option<UserId>,
    state: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO passkey_ceremonies (token_hash, purpose, wing, rp_id, user_id, state, begun_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(ceremony.token_hash)
        .bind(ceremony.purpose.code())
        .bind(ceremony.wing.code())
        .bind(ceremony.rp_id)
        .bind(user)
        .bind(state)
        .bind(now)
    )
    .map(drop)
}

/// Takes what was asked; the second of two who take it finds nothing.
pub async fn take(tx: &mut Tx, ceremony: &Ceremony<'_>) -> Result<Option<Begun>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "DELETE FROM passkey_ceremonies WHERE token_hash = $1 AND purpose = $2 AND wing = $3 AND rp_id = $4
         RETURNING user_id, state, begun_at",
    )
    .bind(ceremony.token_hash)
    .bind(ceremony.purpose.code())
    .bind(ceremony.wing.code())
    .bind(ceremony.rp_id)
    .fetch_optional(c))
}

pub async fn forget_old(tx: &mut Tx, before: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("DELETE FROM passkey_ceremonies WHERE begun_at < $1").bind(before)).map(drop)
}

pub async fn insert(
    tx: &mut Tx,
    wing: Wing,
    (rp_id, credential_id): (&str, &[u8]),
    kept: &Kept,
    name: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO passkeys (id, user_id, wing, rp_id, credential_id, credential, name, added_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(kept.id)
        .bind(kept.user_id)
        .bind(wing.code())
        .bind(rp_id)
        .bind(credential_id)
        .bind(&kept.credential)
        .bind(name)
        .bind(now)
    )
    .map(drop)
}

/// The passkey of a host that opens this wing.
pub async fn kept(
    tx: &mut Tx,
    wing: Wing,
    rp_id: &str,
    credential_id: &[u8],
) -> Result<Option<Kept>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, user_id, credential FROM passkeys
         WHERE rp_id = $1 AND credential_id = $2 AND wing IN ('staff', $3)",
    )
    .bind(rp_id)
    .bind(credential_id)
    .bind(wing.code())
    .fetch_optional(c))
}

/// Writes a use down; says whether it is still as it was read.
pub async fn used(
    tx: &mut Tx,
    kept: &Kept,
    credential: &str,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let used = run!(
        tx,
        sqlx::query("UPDATE passkeys SET credential = $3, used_at = $4 WHERE id = $1 AND credential = $2")
            .bind(kept.id)
            .bind(&kept.credential)
            .bind(credential)
            .bind(now)
    )?;
    Ok(used == 1)
}

/// Names of somebody's keys of a host: of all, or of those that open a wing.
pub async fn credential_ids(
    tx: &mut Tx,
    user: UserId,
    rp_id: &str,
    wing: Option<Wing>,
) -> Result<Vec<Vec<u8>>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT credential_id FROM passkeys
         WHERE user_id = $1 AND rp_id = $2 AND ($3 IS NULL OR wing IN ('staff', $3)) ORDER BY added_at, id",
    )
    .bind(user)
    .bind(rp_id)
    .bind(wing.map(Wing::code))
    .fetch_all(c))
}

pub async fn list(tx: &mut Tx, user: UserId, wing: Wing) -> Result<Vec<Passkey>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, name, rp_id, added_at, used_at FROM passkeys
         WHERE user_id = $1 AND wing = $2 ORDER BY added_at, id",
    )
    .bind(user)
    .bind(wing.code())
    .fetch_all(c))
}

/// Says whether it was theirs, and of this wing.
pub async fn remove(tx: &mut Tx, id: PasskeyId, user: UserId, wing: Wing) -> Result<bool, sqlx::Error> {
    let removed = run!(
        tx,
        sqlx::query("DELETE FROM passkeys WHERE id = $1 AND user_id = $2 AND wing = $3")
            .bind(id)
            .bind(user)
            .bind(wing.code())
    )?;
    Ok(removed == 1)
}

/// Ends one whose counter went backwards.
pub async fn end(tx: &mut Tx, id: PasskeyId) -> Result<Option<Wing>, sqlx::Error> {
    let wing: Option<String> = on!(tx, c => sqlx::query_scalar("DELETE FROM passkeys WHERE id = $1 RETURNING wing").bind(id).fetch_optional(c))?;
    Ok(wing.and_then(|wing| Wing::from_code(&wing)))
}
