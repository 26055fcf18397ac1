//! All SQL of the outbox.

use domain::{GuarantorId, PracticeId, UserId};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Message, Sent};
use crate::db::Tx;
use crate::{on, run};

pub struct New<'a> {
    pub id: Uuid,
    pub practice: Option<PracticeId>,
    pub fact: &'a str,
    pub template: &'a str,
    pub to: &'a str,
    pub language: &'a str,
    pub args: &'a str,
}

pub async fn insert(tx: &mut Tx, message: &New<'_>, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO messages (id, practice_id, fact, template, to_address, language, args, state, created_at, send_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $8)
         ON CONFLICT (fact) DO NOTHING",
    )
    .bind(message.id)
    .bind(message.practice)
    .bind(message.fact)
    .bind(message.template)
    .bind(message.to)
    .bind(message.language)
    .bind(message.args)
    .bind(now))
    .map(drop)
}

pub async fn address_of(tx: &mut Tx, user: UserId) -> Result<Option<(String, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as("SELECT email, language FROM users WHERE id = $1").bind(user).fetch_optional(c))
}

/// Who answers for an account: id, address and language of each login; with `reached`,
/// of those whose address was not refused.
pub async fn logins_of(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    reached: bool,
) -> Result<Vec<(UserId, String, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT u.id, u.email, u.language FROM user_guarantors g JOIN users u ON u.id = g.user_id
         WHERE g.practice_id = $1 AND g.guarantor_id = $2 AND g.scope = 'own' AND u.disabled_at IS NULL
           AND (NOT $3 OR NOT EXISTS (SELECT 1 FROM refused_addresses r WHERE r.address = u.email))
         ORDER BY u.id",
    )
    .bind(practice)
    .bind(guarantor)
    .bind(reached)
    .fetch_all(c))
}

/// The accounts of those who read at an address: by their login, or by the practice's file.
pub async fn accounts_of(tx: &mut Tx, address: &str) -> Result<Vec<(PracticeId, GuarantorId)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT g.practice_id AS practice_id, g.guarantor_id AS guarantor_id
         FROM users u JOIN user_guarantors g ON g.user_id = u.id
         WHERE u.email = $1 AND g.scope = 'own' AND u.disabled_at IS NULL
         UNION SELECT practice_id, id FROM guarantors WHERE email = $1
         ORDER BY practice_id, guarantor_id",
    )
    .bind(address)
    .fetch_all(c))
}

pub async fn mark_refused(tx: &mut Tx, address: &str, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO refused_addresses (address, refused_at) VALUES ($1, $2) ON CONFLICT (address) DO NOTHING",
        )
        .bind(address)
        .bind(now)
    )
    .map(drop)
}

pub async fn is_refused(tx: &mut Tx, address: &str) -> Result<bool, sqlx::Error> {
    let known: Option<String> = on!(tx, c => sqlx::query_scalar(
        "SELECT address FROM refused_addresses WHERE address = $1",
    )
    .bind(address)
    .fetch_optional(c))?;
    Ok(known.is_some())
}

pub async fn unmark_refused(tx: &mut Tx, address: &str) -> Result<bool, sqlx::Error> {
    Ok(run!(tx, sqlx::query("DELETE FROM refused_addresses WHERE address = $1").bind(address))? > 0)
}

/// The update itself claims: a second process finds `send_after` in the future.
pub async fn take_due(
    tx: &mut Tx,
    now: OffsetDateTime,
    lease: OffsetDateTime,
    limit: i64,
) -> Result<Vec<Message>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "UPDATE messages SET send_after = $2, attempts = attempts + 1
         WHERE state = 'waiting' AND send_after <= $1
           AND id IN (SELECT id FROM messages WHERE state = 'waiting' AND send_after <= $1
                      ORDER BY send_after, id LIMIT $3)
         RETURNING id, practice_id, to_address, language, args, created_at, attempts",
    )
    .bind(now)
    .bind(lease)
    .bind(limit)
    .fetch_all(c))
}

pub async fn count_due(tx: &mut Tx, now: OffsetDateTime) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM messages WHERE state = 'waiting' AND send_after <= $1",
    )
    .bind(now)
    .fetch_one(c))
}

/// Says to which address it went.
pub async fn sent(
    tx: &mut Tx,
    id: Uuid,
    keep: bool,
    now: OffsetDateTime,
) -> Result<Option<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "UPDATE messages SET state = 'sent', sent_at = $2, args = CASE WHEN $3 THEN args ELSE '{}' END
         WHERE id = $1 RETURNING to_address",
    )
    .bind(id)
    .bind(now)
    .bind(keep)
    .fetch_optional(c))
}

pub async fn not_sent(
    tx: &mut Tx,
    id: Uuid,
    give_up: bool,
    again: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "UPDATE messages
         SET send_after = $2, state = CASE WHEN $3 THEN 'failed' ELSE state END, args = CASE WHEN $3 THEN '{}' ELSE args END
         WHERE id = $1",
    )
    .bind(id)
    .bind(again)
    .bind(give_up))
    .map(drop)
}

pub async fn recent(tx: &mut Tx, limit: i64) -> Result<Vec<Message>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, practice_id, to_address, language, args, created_at, attempts FROM messages
         ORDER BY created_at DESC, id DESC LIMIT $1",
    )
    .bind(limit)
    .fetch_all(c))
}

pub async fn of_account(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<Sent>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT template, state, created_at, sent_at FROM messages
         WHERE practice_id = $1
           AND to_address IN (SELECT g.email FROM guarantors g
                              WHERE g.practice_id = $1 AND g.id = $2 AND g.email IS NOT NULL
                              UNION SELECT u.email FROM user_guarantors o JOIN users u ON u.id = o.user_id
                              WHERE o.practice_id = $1 AND o.guarantor_id = $2 AND o.scope = 'own')
         ORDER BY created_at DESC, id DESC LIMIT $3",
    )
    .bind(practice)
    .bind(guarantor)
    .bind(limit)
    .fetch_all(c))
}

/// Who owes a practice something, in order, after one.
pub async fn owing(
    tx: &mut Tx,
    practice: PracticeId,
    after: Option<GuarantorId>,
    limit: i64,
) -> Result<Vec<GuarantorId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT DISTINCT guarantor_id FROM visit_balances
         WHERE practice_id = $1 AND patient_cents > 0 AND guarantor_id > $2 ORDER BY guarantor_id LIMIT $3",
    )
    .bind(practice)
    .bind(after.unwrap_or(GuarantorId(Uuid::nil())))
    .bind(limit)
    .fetch_all(c))
}
