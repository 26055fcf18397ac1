//! All SQL of what staff list: plans by state, and promises without a plan.

use domain::{GuarantorId, PlanId, PracticeId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::super::staff::Promise;
use crate::db::Tx;
use crate::{on, run};

/// A plan as a list shows it.
#[derive(FromRow)]
pub struct LineRow {
    pub id: PlanId,
    pub guarantor_id: GuarantorId,
    pub name: String,
    pub waits: Option<String>,
    pub snapshot: String,
}

/// A plan with the group that it stands in.
macro_rules! grouped {
    () => {
        "(SELECT p.practice_id, p.id, p.guarantor_id, p.waits, p.snapshot, p.changed_at,
                 CASE WHEN p.state = 'finished' THEN 'finished'
                      WHEN p.state IN ('defaulted', 'cancelled') THEN 'broken'
                      WHEN p.state = 'active' AND p.waits IS NULL THEN 'on_track'
                      ELSE 'at_risk' END AS kind
          FROM plans p WHERE p.practice_id = $1 AND p.state <> 'proposed')"
    };
}

pub async fn plans(
    tx: &mut Tx,
    practice: PracticeId,
    group: &str,
    limit: i64,
) -> Result<Vec<LineRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(concat!(
        "SELECT l.id, l.guarantor_id, g.first_name || ' ' || g.last_name AS name, l.waits, l.snapshot
         FROM ", grouped!(), " l
         JOIN guarantors g ON g.practice_id = l.practice_id AND g.id = l.guarantor_id
         WHERE l.kind = $2 ORDER BY l.changed_at DESC, l.id DESC LIMIT $3",
    ))
    .bind(practice)
    .bind(group)
    .bind(limit)
    .fetch_all(c))
}

pub async fn counts(tx: &mut Tx, practice: PracticeId) -> Result<Vec<(String, i64)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(concat!("SELECT l.kind, COUNT(*) FROM ", grouped!(), " l GROUP BY l.kind"))
        .bind(practice)
        .fetch_all(c))
}

pub async fn of_account(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<LineRow>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT p.id, p.guarantor_id, g.first_name || ' ' || g.last_name AS name, p.waits, p.snapshot
         FROM plans p
         JOIN guarantors g ON g.practice_id = p.practice_id AND g.id = p.guarantor_id
         WHERE p.practice_id = $1 AND p.guarantor_id = $2 ORDER BY p.changed_at DESC, p.id DESC LIMIT 50",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}

pub async fn insert_promise(tx: &mut Tx, practice: PracticeId, promise: &Promise) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO promises (practice_id, id, guarantor_id, amount_cents, due_on, note, made_by, made_at, state)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(practice)
        .bind(promise.id)
        .bind(promise.guarantor_id)
        .bind(promise.amount_cents)
        .bind(promise.due_on)
        .bind(&promise.note)
        .bind(promise.made_by)
        .bind(promise.made_at)
        .bind(&promise.state)
    )
    .map(drop)
}

/// Closes an open promise; says whether it was open.
pub async fn close_promise(
    tx: &mut Tx,
    practice: PracticeId,
    promise: Uuid,
    state: &str,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let closed = run!(
        tx,
        sqlx::query(
            "UPDATE promises SET state = $3, closed_at = $4 WHERE practice_id = $1 AND id = $2 AND state = 'open'",
        )
        .bind(practice)
        .bind(promise)
        .bind(state)
        .bind(now)
    )?;
    Ok(closed == 1)
}

/// The open promises of a practice: id, whose, amount, day, and what was paid since, in cents.
pub async fn open_promises(
    tx: &mut Tx,
    practice: PracticeId,
) -> Result<Vec<(Uuid, GuarantorId, i64, Date, i64)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT r.id, r.guarantor_id, r.amount_cents, r.due_on,
                CAST(COALESCE((SELECT SUM(p.amount_cents) FROM payments p
                               WHERE p.practice_id = r.practice_id AND p.guarantor_id = r.guarantor_id
                                 AND p.state = 'paid' AND p.created_at >= r.made_at), 0) AS BIGINT)
         FROM promises r WHERE r.practice_id = $1 AND r.state = 'open'",
    )
    .bind(practice)
    .fetch_all(c))
}

pub async fn promises(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Promise>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, guarantor_id, amount_cents, due_on, note, made_by, made_at, state FROM promises
         WHERE practice_id = $1 AND guarantor_id = $2 ORDER BY made_at DESC, id DESC LIMIT 100",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}
