//! All SQL of logins, grants, sessions and links.

pub mod colleagues;
pub mod emergencies;
pub mod factors;
pub mod passkeys;
pub mod roles;

use domain::{GuarantorId, PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};

use super::User;
use super::links::{LinkPurpose, OpenLink};
use super::scope::Scope;
use super::sessions::{Found, Place, Session, Shown, Wing};
use crate::db::Tx;
use crate::{on, run};

pub async fn user_by_email(tx: &mut Tx, email: &str) -> Result<Option<User>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, email, name, language, password_hash FROM users WHERE email = $1 AND disabled_at IS NULL",
    )
    .bind(email)
    .fetch_optional(c))
}

pub async fn user(tx: &mut Tx, id: UserId) -> Result<Option<User>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, email, name, language, password_hash FROM users WHERE id = $1 AND disabled_at IS NULL",
    )
    .bind(id)
    .fetch_optional(c))
}

pub async fn insert_user(
    tx: &mut Tx,
    id: UserId,
    email: &str,
    name: &str,
    language: &str,
    password_hash: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO users (id, email, name, password_hash, language, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id)
    .bind(email)
    .bind(name)
    .bind(password_hash)
    .bind(language)
    .bind(now))
    .map(drop)
}

pub async fn set_password(tx: &mut Tx, user: UserId, password_hash: &str) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("UPDATE users SET password_hash = $2 WHERE id = $1").bind(user).bind(password_hash))
        .map(drop)
}

pub async fn set_language(tx: &mut Tx, user: UserId, language: &str) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("UPDATE users SET language = $2 WHERE id = $1").bind(user).bind(language)).map(drop)
}

pub async fn practices_of(tx: &mut Tx, user: UserId) -> Result<Vec<PracticeId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT practice_id FROM user_roles WHERE user_id = $1
         UNION SELECT practice_id FROM user_guarantors WHERE user_id = $1
         UNION SELECT p.id FROM organisation_roles o JOIN practices p ON p.organisation_id = o.organisation_id
               WHERE o.user_id = $1
         ORDER BY 1",
    )
    .bind(user)
    .fetch_all(c))
}

pub async fn grant_guarantor(
    tx: &mut Tx,
    user: UserId,
    practice: PracticeId,
    guarantor: GuarantorId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO user_guarantors (user_id, practice_id, guarantor_id, granted_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING",
    )
    .bind(user)
    .bind(practice)
    .bind(guarantor)
    .bind(now))
    .map(drop)
}

/// Makes an account somebody's own, whatever of it they were let see before.
pub async fn own_guarantor(
    tx: &mut Tx,
    user: UserId,
    practice: PracticeId,
    guarantor: GuarantorId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO user_guarantors (user_id, practice_id, guarantor_id, granted_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id, practice_id, guarantor_id)
             DO UPDATE SET scope = 'own', ends_on = NULL, granted_by = NULL",
        )
        .bind(user)
        .bind(practice)
        .bind(guarantor)
        .bind(now)
    )
    .map(drop)
}

/// Lets somebody see an account that is not theirs; what they could see before gives way,
/// unless it is their own.
pub async fn share(
    tx: &mut Tx,
    user: UserId,
    (practice, guarantor): (PracticeId, GuarantorId),
    (scope, ends_on): (Scope, Option<Date>),
    by: UserId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO user_guarantors (user_id, practice_id, guarantor_id, granted_at, scope, ends_on, granted_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (user_id, practice_id, guarantor_id)
             DO UPDATE SET granted_at = excluded.granted_at, scope = excluded.scope, ends_on = excluded.ends_on,
                           granted_by = excluded.granted_by
             WHERE user_guarantors.scope <> 'own'",
        )
        .bind(user)
        .bind(practice)
        .bind(guarantor)
        .bind(now)
        .bind(scope.code())
        .bind(ends_on)
        .bind(by)
    )
    .map(drop)
}

#[derive(FromRow)]
pub struct GrantRow {
    pub practice_id: PracticeId,
    pub guarantor_id: GuarantorId,
    #[sqlx(try_from = "String")]
    pub scope: Scope,
    pub ends_on: Option<Date>,
    pub time_zone: String,
}

/// Every account that was granted to a login, their own first; ended ones too.
pub async fn grants_of(tx: &mut Tx, user: UserId) -> Result<Vec<GrantRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT g.practice_id, g.guarantor_id, g.scope, g.ends_on, p.time_zone
         FROM user_guarantors g JOIN users u ON u.id = g.user_id JOIN practices p ON p.id = g.practice_id
         WHERE g.user_id = $1 AND u.disabled_at IS NULL
         ORDER BY CASE WHEN g.scope = 'own' THEN 0 ELSE 1 END, g.granted_at, g.practice_id, g.guarantor_id",
    )
    .bind(user)
    .fetch_all(c))
}

pub async fn insert_session(
    tx: &mut Tx,
    token_hash: &[u8],
    user: UserId,
    wing: Wing,
    (practice, guarantor): Place,
    (now, shown): (OffsetDateTime, Shown),
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO sessions (token_hash, user_id, wing, practice_id, guarantor_id, created_at, seen_at,
                                   proved_at, beyond_password)
             VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)",
        )
        .bind(token_hash)
        .bind(user)
        .bind(wing.code())
        .bind(practice)
        .bind(guarantor)
        .bind(now)
        .bind(shown.at())
        .bind(shown.is_beyond_password())
    )
    .map(drop)
}

#[derive(FromRow)]
struct SessionRow {
    user_id: UserId,
    practice_id: PracticeId,
    guarantor_id: Option<GuarantorId>,
    created_at: OffsetDateTime,
    seen_at: OffsetDateTime,
    proved_at: OffsetDateTime,
    beyond_password: bool,
}

/// One whose code, where one is asked for, was given.
pub async fn session(tx: &mut Tx, token_hash: &[u8], wing: Wing) -> Result<Option<Found>, sqlx::Error> {
    let row: Option<SessionRow> = on!(tx, c => sqlx::query_as(
        "SELECT user_id, practice_id, guarantor_id, created_at, seen_at, proved_at, beyond_password FROM sessions
         WHERE token_hash = $1 AND wing = $2 AND proved_at IS NOT NULL",
    )
    .bind(token_hash)
    .bind(wing.code())
    .fetch_optional(c))?;
    Ok(row.map(|row| Found {
        session: Session {
            token_hash: token_hash.to_vec(),
            user: row.user_id,
            wing,
            practice: row.practice_id,
            guarantor: row.guarantor_id,
            scope: Scope::Own,
            places: 0,
            role: None,
            emergencies: Vec::new(),
            proved_at: row.proved_at,
            beyond_password: row.beyond_password,
        },
        created_at: row.created_at,
        seen_at: row.seen_at,
    }))
}

pub async fn touch_session(tx: &mut Tx, token_hash: &[u8], now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("UPDATE sessions SET seen_at = $2 WHERE token_hash = $1").bind(token_hash).bind(now))
        .map(drop)
}

/// What was shown before still counts.
pub async fn prove_session(tx: &mut Tx, token_hash: &[u8], shown: Shown) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE sessions SET proved_at = $2, beyond_password = beyond_password OR $3 WHERE token_hash = $1"
        )
        .bind(token_hash)
        .bind(shown.at())
        .bind(shown.is_beyond_password())
    )
    .map(drop)
}

/// Lets a session look at another practice, and there at an account when it is a patient's.
pub async fn place_session(
    tx: &mut Tx,
    token_hash: &[u8],
    (practice, guarantor): Place,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE sessions SET practice_id = $2, guarantor_id = $3 WHERE token_hash = $1")
            .bind(token_hash)
            .bind(practice)
            .bind(guarantor)
    )
    .map(drop)
}

pub async fn end_session(tx: &mut Tx, token_hash: &[u8]) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("DELETE FROM sessions WHERE token_hash = $1").bind(token_hash)).map(drop)
}

pub async fn end_sessions(tx: &mut Tx, user: UserId, but: Option<&[u8]>) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2")
            .bind(user)
            .bind(but.unwrap_or_default())
    )
    .map(drop)
}

pub async fn forget_old_sessions(tx: &mut Tx, before: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("DELETE FROM sessions WHERE created_at < $1").bind(before)).map(drop)
}

pub struct NewLink<'a> {
    pub purpose: LinkPurpose,
    pub email: &'a str,
    pub user: Option<UserId>,
    pub place: Option<(PracticeId, GuarantorId)>,
    pub password_hash: Option<&'a str>,
}

pub async fn insert_link(
    tx: &mut Tx,
    token_hash: &[u8],
    link: &NewLink<'_>,
    now: OffsetDateTime,
    expires_at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO link_tokens (token_hash, purpose, email, user_id, practice_id, guarantor_id,
                                  password_hash, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(token_hash)
        .bind(link.purpose.code())
        .bind(link.email)
        .bind(link.user)
        .bind(link.place.map(|(practice, _)| practice))
        .bind(link.place.map(|(_, guarantor)| guarantor))
        .bind(link.password_hash)
        .bind(now)
        .bind(expires_at)
    )
    .map(drop)
}

pub async fn open_link(
    tx: &mut Tx,
    token_hash: &[u8],
    purpose: LinkPurpose,
    now: OffsetDateTime,
) -> Result<Option<OpenLink>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT email, user_id, practice_id, guarantor_id, password_hash FROM link_tokens
         WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
    )
    .bind(token_hash)
    .bind(purpose.code())
    .bind(now)
    .fetch_optional(c))
}

/// Says whether the link was still free: two presses use it once.
pub async fn use_link(
    tx: &mut Tx,
    token_hash: &[u8],
    purpose: LinkPurpose,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let used = run!(
        tx,
        sqlx::query(
            "UPDATE link_tokens SET used_at = $3, password_hash = NULL
         WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3",
        )
        .bind(token_hash)
        .bind(purpose.code())
        .bind(now)
    )?;
    Ok(used == 1)
}

/// Ends the links by which a login could still be taken over: a password that was
/// changed answers every reset asked for before.
pub async fn end_links(tx: &mut Tx, user: UserId, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE link_tokens SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL")
            .bind(user)
            .bind(now)
    )
    .map(drop)
}

/// Forgets links that ran out, and the passwords of registrations nobody confirmed.
pub async fn forget_old_links(tx: &mut Tx, before: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("DELETE FROM link_tokens WHERE expires_at < $1").bind(before)).map(drop)
}
