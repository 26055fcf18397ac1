//! The SQL of colleagues who were asked in.

use domain::{PracticeId, UserId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::Tx;
use crate::identity::colleagues::Invited;
use crate::{on, run};

pub async fn insert(
    tx: &mut Tx,
    invited: &Invited,
    token_hash: &[u8],
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO staff_invitations (practice_id, id, token_hash, email, role, across, by_user, created_at,
                                            expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(invited.practice_id)
        .bind(invited.id)
        .bind(token_hash)
        .bind(&invited.email)
        .bind(invited.role.code())
        .bind(invited.across)
        .bind(invited.by_user)
        .bind(now)
        .bind(invited.expires_at)
    )
    .map(drop)
}

pub async fn waiting(
    tx: &mut Tx,
    practice: PracticeId,
    now: OffsetDateTime,
) -> Result<Vec<Invited>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, practice_id, email, role, across, by_user, expires_at FROM staff_invitations
         WHERE practice_id = $1 AND ended_at IS NULL AND expires_at > $2 ORDER BY email",
    )
    .bind(practice)
    .bind(now)
    .fetch_all(c))
}

pub async fn open(
    tx: &mut Tx,
    token_hash: &[u8],
    now: OffsetDateTime,
) -> Result<Option<Invited>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, practice_id, email, role, across, by_user, expires_at FROM staff_invitations
         WHERE token_hash = $1 AND ended_at IS NULL AND expires_at > $2",
    )
    .bind(token_hash)
    .bind(now)
    .fetch_optional(c))
}

/// Says whether it could still be used: two presses use it once.
pub async fn end(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    accepted_by: Option<UserId>,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let ended = run!(
        tx,
        sqlx::query(
            "UPDATE staff_invitations SET ended_at = $4, accepted_by = $3
             WHERE practice_id = $1 AND id = $2 AND ended_at IS NULL AND expires_at > $4",
        )
        .bind(practice)
        .bind(id)
        .bind(accepted_by)
        .bind(now)
    )?;
    Ok(ended == 1)
}

pub async fn end_of_address(
    tx: &mut Tx,
    practice: PracticeId,
    email: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE staff_invitations SET ended_at = $3
             WHERE practice_id = $1 AND email = $2 AND ended_at IS NULL",
        )
        .bind(practice)
        .bind(email)
        .bind(now)
    )
    .map(drop)
}
