//! All SQL of notices and batches of letters.

use domain::{GuarantorId, PracticeId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::Tx;
use crate::{on, run};

/// Which way a statement is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeWay {
    /// An email that says that one is ready.
    Email,
    /// The statement itself, printed.
    Paper,
}

impl NoticeWay {
    fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Paper => "paper",
        }
    }
}

/// A notice on its way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Its id.
    pub id: Uuid,
    /// From which practice.
    pub practice: PracticeId,
    /// To whom.
    pub guarantor: GuarantorId,
    /// Of which statement.
    pub statement: Uuid,
    /// Which way.
    pub way: NoticeWay,
}

pub async fn insert_notice(
    tx: &mut Tx,
    notice: &Notice,
    after: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO statement_notices (practice_id, id, statement_id, guarantor_id, way, state, send_after, changed_at)
         VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7)",
    )
    .bind(notice.practice)
    .bind(notice.id)
    .bind(notice.statement)
    .bind(notice.guarantor)
    .bind(notice.way.code())
    .bind(after)
    .bind(now))
    .map(drop)
}

type NoticeRow = (Uuid, PracticeId, GuarantorId, Uuid);

fn notice_of((id, practice, guarantor, statement): NoticeRow, way: NoticeWay) -> Notice {
    Notice { id, practice, guarantor, statement, way }
}

/// Takes one notice whose time has come, which nobody else gets until the transaction ends.
pub async fn next_notice(
    tx: &mut Tx,
    way: NoticeWay,
    now: OffsetDateTime,
) -> Result<Option<Notice>, sqlx::Error> {
    macro_rules! next {
        ($rest:literal) => {
            concat!(
                "SELECT id, practice_id, guarantor_id, statement_id FROM statement_notices
                 WHERE way = $1 AND state = 'waiting' AND send_after <= $2 ORDER BY send_after, id LIMIT 1",
                $rest
            )
        };
    }
    let row: Option<NoticeRow> = match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as(next!("")).bind(way.code()).bind(now).fetch_optional(&mut **tx).await?
        }
        Tx::Postgres(tx) => {
            let query = next!(" FOR UPDATE SKIP LOCKED");
            sqlx::query_as(query).bind(way.code()).bind(now).fetch_optional(&mut **tx).await?
        }
    };
    Ok(row.map(|row| notice_of(row, way)))
}

/// The letters of a practice whose time has come.
pub async fn due_letters(
    tx: &mut Tx,
    practice: PracticeId,
    now: OffsetDateTime,
) -> Result<Vec<Notice>, sqlx::Error> {
    macro_rules! due {
        ($rest:literal) => {
            concat!(
                "SELECT id, practice_id, guarantor_id, statement_id FROM statement_notices
                 WHERE practice_id = $1 AND way = 'paper' AND state = 'waiting' AND send_after <= $2
                 ORDER BY send_after, id",
                $rest
            )
        };
    }
    let rows: Vec<NoticeRow> = match tx {
        Tx::Sqlite(tx) => sqlx::query_as(due!("")).bind(practice).bind(now).fetch_all(&mut **tx).await?,
        Tx::Postgres(tx) => {
            sqlx::query_as(due!(" FOR UPDATE")).bind(practice).bind(now).fetch_all(&mut **tx).await?
        }
    };
    Ok(rows.into_iter().map(|row| notice_of(row, NoticeWay::Paper)).collect())
}

pub async fn cancel_notice(
    tx: &mut Tx,
    notice: &Notice,
    why: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE statement_notices SET state = 'cancelled', why = $3, changed_at = $4
             WHERE practice_id = $1 AND id = $2 AND state = 'waiting'",
        )
        .bind(notice.practice)
        .bind(notice.id)
        .bind(why)
        .bind(now)
    )
    .map(drop)
}

pub async fn notice_sent(
    tx: &mut Tx,
    notice: &Notice,
    batch: Option<Uuid>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE statement_notices SET state = 'sent', batch_id = $3, changed_at = $4
             WHERE practice_id = $1 AND id = $2 AND state = 'waiting'",
        )
        .bind(notice.practice)
        .bind(notice.id)
        .bind(batch)
        .bind(now)
    )
    .map(drop)
}

/// Whose letter of a statement was cancelled for a reason.
pub async fn letter_cancelled(
    tx: &mut Tx,
    practice: PracticeId,
    statement: Uuid,
    why: &str,
) -> Result<Option<GuarantorId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT guarantor_id FROM statement_notices
         WHERE practice_id = $1 AND statement_id = $2 AND way = 'paper' AND state = 'cancelled' AND why = $3",
    )
    .bind(practice)
    .bind(statement)
    .bind(why)
    .fetch_optional(c))
}

pub async fn letter_waits_again(
    tx: &mut Tx,
    practice: PracticeId,
    statement: Uuid,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE statement_notices SET state = 'waiting', why = NULL, changed_at = $3
             WHERE practice_id = $1 AND statement_id = $2 AND way = 'paper' AND state = 'cancelled'",
        )
        .bind(practice)
        .bind(statement)
        .bind(now)
    )
    .map(drop)
}

pub async fn letter_returned(
    tx: &mut Tx,
    practice: PracticeId,
    statement: Uuid,
    now: OffsetDateTime,
) -> Result<Option<GuarantorId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "UPDATE statement_notices SET state = 'returned', changed_at = $3
         WHERE practice_id = $1 AND statement_id = $2 AND way = 'paper' AND state = 'sent'
         RETURNING guarantor_id",
    )
    .bind(practice)
    .bind(statement)
    .bind(now)
    .fetch_optional(c))
}

pub async fn insert_batch(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    by: UserId,
    letters: usize,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO paper_batches (practice_id, id, made_by, made_at, letters) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(practice)
        .bind(id)
        .bind(by)
        .bind(now)
        .bind(i64::try_from(letters).unwrap_or(i64::MAX))
    )
    .map(drop)
}

/// A batch of letters, as the list shows it.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct Batch {
    /// Its id.
    pub id: Uuid,
    /// When it was made.
    pub made_at: OffsetDateTime,
    /// By whom.
    pub made_by_name: String,
    /// How many letters.
    pub letters: i64,
}

pub async fn batches(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<Batch>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT b.id, b.made_at, u.name AS made_by_name, b.letters
         FROM paper_batches b JOIN users u ON u.id = b.made_by
         WHERE b.practice_id = $1 ORDER BY b.made_at DESC, b.id DESC LIMIT $2",
    )
    .bind(practice)
    .bind(limit)
    .fetch_all(c))
}

pub async fn waiting_and_saved(tx: &mut Tx, practice: PracticeId) -> Result<(i64, i64), sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0),
                COALESCE(SUM(CASE WHEN state = 'cancelled' THEN 1 ELSE 0 END), 0)
         FROM statement_notices WHERE practice_id = $1 AND way = 'paper'",
    )
    .bind(practice)
    .fetch_one(c))
}

pub async fn letter_state(
    tx: &mut Tx,
    practice: PracticeId,
    statement: Uuid,
) -> Result<Option<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT state FROM statement_notices WHERE practice_id = $1 AND statement_id = $2 AND way = 'paper'",
    )
    .bind(practice)
    .bind(statement)
    .fetch_optional(c))
}

pub async fn foreseen(tx: &mut Tx, practice: PracticeId, run: Uuid) -> Result<(i64, i64), sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT COALESCE(SUM(CASE WHEN reached THEN 1 ELSE 0 END), 0),
                COALESCE(SUM(CASE WHEN reached AND paperless THEN 0 ELSE 1 END), 0)
         FROM (SELECT EXISTS (SELECT 1 FROM user_guarantors g JOIN users u ON u.id = g.user_id
                              WHERE g.practice_id = i.practice_id AND g.guarantor_id = i.guarantor_id
                                AND g.scope = 'own' AND u.disabled_at IS NULL
                                AND NOT EXISTS (SELECT 1 FROM refused_addresses r WHERE r.address = u.email)) AS reached,
                      EXISTS (SELECT 1 FROM paperless_consents p
                              WHERE p.practice_id = i.practice_id AND p.guarantor_id = i.guarantor_id
                                AND p.withdrawn_at IS NULL) AS paperless
               FROM statement_run_items i
               WHERE i.practice_id = $1 AND i.run_id = $2 AND i.state = 'ready') AS ways",
    )
    .bind(practice)
    .bind(run)
    .fetch_one(c))
}
