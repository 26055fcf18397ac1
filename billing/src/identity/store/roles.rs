//! The SQL of who works where, and as what.

use domain::access::Role;
use domain::{PracticeId, UserId};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::Tx;
use crate::identity::people::{Member, Place};
use crate::{on, run};

/// Gives somebody a role in a practice; one that they have there changes.
pub async fn grant(
    tx: &mut Tx,
    user: UserId,
    practice: PracticeId,
    role: Role,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO user_roles (user_id, practice_id, role, granted_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (user_id, practice_id) DO UPDATE SET role = excluded.role",
        )
        .bind(user)
        .bind(practice)
        .bind(role.code())
        .bind(now)
    )
    .map(drop)
}

/// The same in every practice of an organisation.
pub async fn grant_across(
    tx: &mut Tx,
    user: UserId,
    organisation: Uuid,
    role: Role,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO organisation_roles (user_id, organisation_id, role, granted_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (organisation_id, user_id) DO UPDATE SET role = excluded.role",
        )
        .bind(user)
        .bind(organisation)
        .bind(role.code())
        .bind(now)
    )
    .map(drop)
}

pub async fn end_across(tx: &mut Tx, user: UserId, organisation: Uuid) -> Result<bool, sqlx::Error> {
    run!(
        tx,
        sqlx::query("DELETE FROM organisation_roles WHERE user_id = $1 AND organisation_id = $2")
            .bind(user)
            .bind(organisation)
    )
    .map(|rows| rows == 1)
}

/// What somebody is at a practice: by its own word, else by its organisation's.
pub async fn at(tx: &mut Tx, practice: PracticeId, user: UserId) -> Result<Option<String>, sqlx::Error> {
    let role: Option<Option<String>> = on!(tx, c => sqlx::query_scalar(
        "SELECT COALESCE(r.role, o.role) FROM practices p
         JOIN users u ON u.id = $2 AND u.disabled_at IS NULL
         LEFT JOIN user_roles r ON r.practice_id = p.id AND r.user_id = u.id
         LEFT JOIN organisation_roles o ON o.organisation_id = p.organisation_id AND o.user_id = u.id
         WHERE p.id = $1",
    )
    .bind(practice)
    .bind(user)
    .fetch_optional(c))?;
    Ok(role.flatten())
}

/// Everywhere that somebody works: where they were given a role first, and then across
/// organisations.
pub async fn places(tx: &mut Tx, user: UserId) -> Result<Vec<Place>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT p.id AS practice, p.name, x.role
         FROM (SELECT r.practice_id, r.role, r.granted_at, 0 AS across FROM user_roles r WHERE r.user_id = $1
               UNION ALL
               SELECT q.id, o.role, o.granted_at, 1 FROM organisation_roles o
               JOIN practices q ON q.organisation_id = o.organisation_id
               WHERE o.user_id = $1
                 AND NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = $1 AND r.practice_id = q.id)) x
         JOIN practices p ON p.id = x.practice_id
         JOIN users u ON u.id = $1 AND u.disabled_at IS NULL
         ORDER BY x.across, x.granted_at, p.name, p.id",
    )
    .bind(user)
    .fetch_all(c))
}

pub async fn members(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Member>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT x.user_id, u.name, u.email, x.role, x.granted_at, x.across,
                (EXISTS (SELECT 1 FROM second_factors f
                         WHERE f.user_id = x.user_id AND f.confirmed_at IS NOT NULL)
                 OR EXISTS (SELECT 1 FROM passkeys k WHERE k.user_id = x.user_id AND k.wing = 'staff')) AS second
         FROM (SELECT r.user_id, r.role, r.granted_at, FALSE AS across FROM user_roles r WHERE r.practice_id = $1
               UNION ALL
               SELECT o.user_id, o.role, o.granted_at, TRUE FROM organisation_roles o
               JOIN practices p ON p.organisation_id = o.organisation_id
               WHERE p.id = $1
                 AND NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = o.user_id AND r.practice_id = $1)) x
         JOIN users u ON u.id = x.user_id
         WHERE u.disabled_at IS NULL ORDER BY u.name, x.user_id",
    )
    .bind(practice)
    .fetch_all(c))
}

/// Holds a practice's roles still until the transaction ends; SQLite has one writer anyway.
pub async fn lock(tx: &mut Tx, practice: PracticeId) -> Result<(), sqlx::Error> {
    if let Tx::Postgres(tx) = tx {
        sqlx::query("SELECT 1 FROM user_roles WHERE practice_id = $1 ORDER BY user_id FOR UPDATE")
            .bind(practice)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

pub async fn change(
    tx: &mut Tx,
    practice: PracticeId,
    user: UserId,
    role: Role,
) -> Result<bool, sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE user_roles SET role = $3 WHERE practice_id = $1 AND user_id = $2")
            .bind(practice)
            .bind(user)
            .bind(role.code())
    )
    .map(|rows| rows == 1)
}

pub async fn end(tx: &mut Tx, practice: PracticeId, user: UserId) -> Result<bool, sqlx::Error> {
    run!(
        tx,
        sqlx::query("DELETE FROM user_roles WHERE practice_id = $1 AND user_id = $2")
            .bind(practice)
            .bind(user)
    )
    .map(|rows| rows == 1)
}

pub async fn organisation_of(tx: &mut Tx, practice: PracticeId) -> Result<Option<Uuid>, sqlx::Error> {
    let found: Option<Option<Uuid>> = on!(tx, c => sqlx::query_scalar(
        "SELECT organisation_id FROM practices WHERE id = $1",
    )
    .bind(practice)
    .fetch_optional(c))?;
    Ok(found.flatten())
}

/// What somebody is across an organisation.
pub async fn across(tx: &mut Tx, organisation: Uuid, user: UserId) -> Result<Option<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT o.role FROM organisation_roles o JOIN users u ON u.id = o.user_id AND u.disabled_at IS NULL
         WHERE o.organisation_id = $1 AND o.user_id = $2",
    )
    .bind(organisation)
    .bind(user)
    .fetch_optional(c))
}

/// The same as [`lock`] across an organisation.
pub async fn lock_across(tx: &mut Tx, organisation: Uuid) -> Result<(), sqlx::Error> {
    if let Tx::Postgres(tx) = tx {
        sqlx::query(
            "SELECT 1 FROM organisation_roles WHERE organisation_id = $1 ORDER BY user_id FOR UPDATE",
        )
        .bind(organisation)
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

pub async fn change_across(
    tx: &mut Tx,
    organisation: Uuid,
    user: UserId,
    role: Role,
) -> Result<bool, sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE organisation_roles SET role = $3 WHERE organisation_id = $1 AND user_id = $2")
            .bind(organisation)
            .bind(user)
            .bind(role.code())
    )
    .map(|rows| rows == 1)
}
