//! All SQL of statement runs.

use domain::{GuarantorId, Money, PracticeId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Run, RunItem, RunState};
use crate::db::Tx;
use crate::statements::Why;
use crate::{on, run};

pub async fn insert_run(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    by: Option<UserId>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO statement_runs (practice_id, id, state, made_by, made_at) VALUES ($1, $2, 'preview', $3, $4)",
        )
        .bind(practice)
        .bind(id)
        .bind(by)
        .bind(now)
    )
    .map(drop)
}

/// An account of a run as it is listed.
pub struct Item {
    pub guarantor: GuarantorId,
    pub due: Money,
    pub why: Option<Why>,
}

pub async fn insert_item(
    tx: &mut Tx,
    practice: PracticeId,
    run: Uuid,
    item: &Item,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO statement_run_items (practice_id, run_id, guarantor_id, due_cents, state, why)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(practice)
        .bind(run)
        .bind(item.guarantor)
        .bind(item.due.cents())
        .bind(if item.why.is_some() { "held" } else { "ready" })
        .bind(item.why.map(Why::code))
    )
    .map(drop)
}

pub async fn leave_out(
    tx: &mut Tx,
    practice: PracticeId,
    run: Uuid,
    guarantor: GuarantorId,
    out: bool,
) -> Result<bool, sqlx::Error> {
    let (from, to, why) =
        if out { ("ready", "left_out", Some("left_out")) } else { ("left_out", "ready", None) };
    let changed = run!(
        tx,
        sqlx::query(
            "UPDATE statement_run_items SET state = $5, why = $6
             WHERE practice_id = $1 AND run_id = $2 AND guarantor_id = $3 AND state = $4
               AND EXISTS (SELECT 1 FROM statement_runs r
                           WHERE r.practice_id = $1 AND r.id = $2 AND r.state = 'preview')",
        )
        .bind(practice)
        .bind(run)
        .bind(guarantor)
        .bind(from)
        .bind(to)
        .bind(why)
    )?;
    Ok(changed == 1)
}

pub async fn release(
    tx: &mut Tx,
    practice: PracticeId,
    run: Uuid,
    by: Option<UserId>,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let changed = run!(
        tx,
        sqlx::query(
            "UPDATE statement_runs SET state = 'released', released_by = $3, released_at = $4
             WHERE practice_id = $1 AND id = $2 AND state = 'preview'",
        )
        .bind(practice)
        .bind(run)
        .bind(by)
        .bind(now)
    )?;
    Ok(changed == 1)
}

pub async fn cancel(tx: &mut Tx, practice: PracticeId, run: Uuid) -> Result<bool, sqlx::Error> {
    let changed = run!(
        tx,
        sqlx::query(
            "UPDATE statement_runs SET state = 'cancelled'
             WHERE practice_id = $1 AND id = $2 AND state = 'preview'",
        )
        .bind(practice)
        .bind(run)
    )?;
    Ok(changed == 1)
}

pub async fn last_automatic(
    tx: &mut Tx,
    practice: PracticeId,
) -> Result<Option<OffsetDateTime>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT MAX(made_at) FROM statement_runs WHERE practice_id = $1 AND made_by IS NULL",
    )
    .bind(practice)
    .fetch_one(c))
}

/// Takes one account of a released run, which nobody else gets until the transaction ends.
pub async fn next_item(
    tx: &mut Tx,
    practice: PracticeId,
) -> Result<Option<(Uuid, GuarantorId)>, sqlx::Error> {
    macro_rules! next {
        ($rest:literal) => {
            concat!(
                "SELECT i.run_id, i.guarantor_id FROM statement_run_items i
                 JOIN statement_runs r ON r.practice_id = i.practice_id AND r.id = i.run_id
                 WHERE i.practice_id = $1 AND i.state = 'ready' AND r.state = 'released'
                 ORDER BY i.run_id, i.guarantor_id LIMIT 1",
                $rest
            )
        };
    }
    match tx {
        Tx::Sqlite(tx) => sqlx::query_as(next!("")).bind(practice).fetch_optional(&mut **tx).await,
        Tx::Postgres(tx) => {
            let query = next!(" FOR UPDATE OF i SKIP LOCKED");
            sqlx::query_as(query).bind(practice).fetch_optional(&mut **tx).await
        }
    }
}

pub async fn drop_item(
    tx: &mut Tx,
    practice: PracticeId,
    run: Uuid,
    guarantor: GuarantorId,
    why: Why,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE statement_run_items SET state = 'dropped', why = $4
             WHERE practice_id = $1 AND run_id = $2 AND guarantor_id = $3",
        )
        .bind(practice)
        .bind(run)
        .bind(guarantor)
        .bind(why.code())
    )
    .map(drop)
}

pub async fn item_issued(
    tx: &mut Tx,
    practice: PracticeId,
    run: Uuid,
    guarantor: GuarantorId,
    statement: Uuid,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE statement_run_items SET state = 'issued', statement_id = $4
             WHERE practice_id = $1 AND run_id = $2 AND guarantor_id = $3",
        )
        .bind(practice)
        .bind(run)
        .bind(guarantor)
        .bind(statement)
    )
    .map(drop)
}

/// Ends the released runs that have nothing left; another server may still hold an account.
pub async fn end_runs(tx: &mut Tx, practice: PracticeId, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE statement_runs SET state = 'done', done_at = $2
             WHERE practice_id = $1 AND state = 'released'
               AND NOT EXISTS (SELECT 1 FROM statement_run_items i
                               WHERE i.practice_id = statement_runs.practice_id AND i.run_id = statement_runs.id
                                 AND i.state = 'ready')",
        )
        .bind(practice)
        .bind(now)
    )
    .map(drop)
}

#[derive(FromRow)]
struct RunRow {
    id: Uuid,
    state: String,
    made_at: OffsetDateTime,
    ready: i64,
    ready_cents: i64,
    issued: i64,
    held: i64,
}

impl From<RunRow> for Run {
    fn from(row: RunRow) -> Self {
        Self {
            id: row.id,
            state: RunState::of(&row.state),
            made_at: row.made_at,
            ready: row.ready,
            ready_amount: Money::from_cents(row.ready_cents),
            issued: row.issued,
            held: row.held,
        }
    }
}

macro_rules! select_runs {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.state, r.made_at,
                    COALESCE(SUM(CASE WHEN i.state = 'ready' THEN 1 ELSE 0 END), 0) AS ready,
                    CAST(COALESCE(SUM(CASE WHEN i.state = 'ready' THEN i.due_cents ELSE 0 END), 0) AS BIGINT)
                        AS ready_cents,
                    COALESCE(SUM(CASE WHEN i.state = 'issued' THEN 1 ELSE 0 END), 0) AS issued,
                    COALESCE(SUM(CASE WHEN i.state IN ('held', 'left_out', 'dropped') THEN 1 ELSE 0 END), 0) AS held
             FROM statement_runs r
             LEFT JOIN statement_run_items i ON i.practice_id = r.practice_id AND i.run_id = r.id ",
            $rest
        )
    };
}

pub async fn runs(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<Run>, sqlx::Error> {
    let rows: Vec<RunRow> = on!(tx, c => sqlx::query_as(select_runs!(
        "WHERE r.practice_id = $1 GROUP BY r.id, r.state, r.made_at ORDER BY r.made_at DESC, r.id DESC LIMIT $2"
    ))
    .bind(practice)
    .bind(limit)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(Run::from).collect())
}

pub async fn run(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Run>, sqlx::Error> {
    let row: Option<RunRow> = on!(tx, c => sqlx::query_as(select_runs!(
        "WHERE r.practice_id = $1 AND r.id = $2 GROUP BY r.id, r.state, r.made_at"
    ))
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    Ok(row.map(Run::from))
}

pub async fn items(
    tx: &mut Tx,
    practice: PracticeId,
    run: Uuid,
    limit: i64,
) -> Result<Vec<RunItem>, sqlx::Error> {
    type Row = (GuarantorId, String, String, i64, Option<String>, Option<Uuid>);
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(
        "SELECT i.guarantor_id, g.first_name || ' ' || g.last_name, g.account_number, i.due_cents, i.why, i.statement_id
         FROM statement_run_items i
         JOIN guarantors g ON g.practice_id = i.practice_id AND g.id = i.guarantor_id
         WHERE i.practice_id = $1 AND i.run_id = $2
         ORDER BY CASE WHEN i.why IS NULL THEN 0 ELSE 1 END, g.last_name, g.first_name, i.guarantor_id LIMIT $3",
    )
    .bind(practice)
    .bind(run)
    .bind(limit)
    .fetch_all(c))?;
    Ok(rows
        .into_iter()
        .map(|(guarantor, name, account_number, due, why, statement)| RunItem {
            guarantor,
            name,
            account_number,
            due: Money::from_cents(due),
            why: why.as_deref().and_then(Why::from_code),
            statement,
        })
        .collect())
}
