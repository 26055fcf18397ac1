//! All SQL of batches of links.

use domain::{GuarantorId, Money, PayLinkId, PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Batch, BatchItem, HandOut, Reached, Skip, To, Wish};
use crate::db::Tx;
use crate::statements::runs::RunState;
use crate::{on, run};

pub async fn insert(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    wish: &Wish,
    by: UserId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO link_batches (practice_id, id, state, campaign, hand_out, lives_days, made_by, made_at)
             VALUES ($1, $2, 'preview', $3, $4, $5, $6, $7)",
        )
        .bind(practice)
        .bind(id)
        .bind(&wish.campaign)
        .bind(wish.hand_out.code())
        .bind(wish.lives)
        .bind(by)
        .bind(now)
    )
    .map(drop)
}

/// An account of a batch as it is listed.
pub struct Item {
    pub guarantor: GuarantorId,
    pub due: Money,
    pub why: Option<Skip>,
}

pub async fn insert_item(
    tx: &mut Tx,
    practice: PracticeId,
    batch: Uuid,
    item: &Item,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO link_batch_items (practice_id, batch_id, guarantor_id, due_cents, state, why)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(practice)
        .bind(batch)
        .bind(item.guarantor)
        .bind(item.due.cents())
        .bind(if item.why.is_some() { "held" } else { "ready" })
        .bind(item.why.map(Skip::code))
    )
    .map(drop)
}

/// Accounts that owe so much, for a visit of that day or before; and whether they have an email.
pub async fn owing(
    tx: &mut Tx,
    practice: PracticeId,
    least: Money,
    before: Date,
) -> Result<Vec<(GuarantorId, bool)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT b.guarantor_id, g.email IS NOT NULL FROM visit_balances b
         JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
         JOIN guarantors g ON g.practice_id = b.practice_id AND g.id = b.guarantor_id
         WHERE b.practice_id = $1 AND b.patient_cents > 0
         GROUP BY b.guarantor_id, g.email HAVING SUM(b.patient_cents) >= $2 AND MIN(v.service_date) <= $3
         ORDER BY b.guarantor_id",
    )
    .bind(practice)
    .bind(least.cents())
    .bind(before)
    .fetch_all(c))
}

pub async fn release(
    tx: &mut Tx,
    practice: PracticeId,
    batch: Uuid,
    by: UserId,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let changed = run!(
        tx,
        sqlx::query(
            "UPDATE link_batches SET state = 'released', released_by = $3, released_at = $4
             WHERE practice_id = $1 AND id = $2 AND state = 'preview'",
        )
        .bind(practice)
        .bind(batch)
        .bind(by)
        .bind(now)
    )?;
    Ok(changed == 1)
}

pub async fn cancel(tx: &mut Tx, practice: PracticeId, batch: Uuid) -> Result<bool, sqlx::Error> {
    let changed = run!(
        tx,
        sqlx::query(
            "UPDATE link_batches SET state = 'cancelled'
             WHERE practice_id = $1 AND id = $2 AND state = 'preview'",
        )
        .bind(practice)
        .bind(batch)
    )?;
    Ok(changed == 1)
}

/// An account of a released batch.
pub struct Next {
    pub batch: Uuid,
    pub guarantor: GuarantorId,
    pub hand_out: HandOut,
    pub lives: i64,
    pub campaign: String,
    pub by: Option<UserId>,
}

fn unknown(word: &str) -> sqlx::Error {
    sqlx::Error::Decode(format!("batches of links hold the unknown word {word:?}").into())
}

fn hand_out(word: &str) -> Result<HandOut, sqlx::Error> {
    HandOut::from_code(word).ok_or_else(|| unknown(word))
}

/// Takes one account of a released batch, which nobody else gets until the transaction ends.
pub async fn next(tx: &mut Tx, practice: PracticeId) -> Result<Option<Next>, sqlx::Error> {
    macro_rules! next {
        ($rest:literal) => {
            concat!(
                "SELECT i.batch_id, i.guarantor_id, b.hand_out, b.lives_days, b.campaign, b.released_by
                 FROM link_batch_items i
                 JOIN link_batches b ON b.practice_id = i.practice_id AND b.id = i.batch_id
                 WHERE i.practice_id = $1 AND i.state = 'ready' AND b.state = 'released'
                 ORDER BY i.batch_id, i.guarantor_id LIMIT 1",
                $rest
            )
        };
    }
    type Row = (Uuid, GuarantorId, String, i64, String, Option<UserId>);
    let row: Option<Row> = match tx {
        Tx::Sqlite(tx) => sqlx::query_as(next!("")).bind(practice).fetch_optional(&mut **tx).await?,
        Tx::Postgres(tx) => {
            let query = next!(" FOR UPDATE OF i SKIP LOCKED");
            sqlx::query_as(query).bind(practice).fetch_optional(&mut **tx).await?
        }
    };
    let next = |(batch, guarantor, how, lives, campaign, by): Row| {
        Ok(Next { batch, guarantor, hand_out: hand_out(&how)?, lives, campaign, by })
    };
    row.map(next).transpose()
}

pub async fn drop_item(tx: &mut Tx, practice: PracticeId, next: &Next, why: Skip) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE link_batch_items SET state = 'dropped', why = $4
             WHERE practice_id = $1 AND batch_id = $2 AND guarantor_id = $3",
        )
        .bind(practice)
        .bind(next.batch)
        .bind(next.guarantor)
        .bind(why.code())
    )
    .map(drop)
}

pub async fn made(
    tx: &mut Tx,
    practice: PracticeId,
    next: &Next,
    link: PayLinkId,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE link_batch_items SET state = 'made', link_id = $4
             WHERE practice_id = $1 AND batch_id = $2 AND guarantor_id = $3",
        )
        .bind(practice)
        .bind(next.batch)
        .bind(next.guarantor)
        .bind(link)
    )
    .map(drop)
}

/// Ends the released batches that have nothing left; another server may still hold an account.
pub async fn end(tx: &mut Tx, practice: PracticeId, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE link_batches SET state = 'done', done_at = $2
             WHERE practice_id = $1 AND state = 'released'
               AND NOT EXISTS (SELECT 1 FROM link_batch_items i
                               WHERE i.practice_id = link_batches.practice_id AND i.batch_id = link_batches.id
                                 AND i.state = 'ready')",
        )
        .bind(practice)
        .bind(now)
    )
    .map(drop)
}

/// Counts another file; whoever does so holds the batch until the transaction ends.
pub async fn filed(
    tx: &mut Tx,
    practice: PracticeId,
    batch: Uuid,
    seen: i64,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let changed = run!(
        tx,
        sqlx::query(
            "UPDATE link_batches SET files = files + 1, filed_at = $4
             WHERE practice_id = $1 AND id = $2 AND state = 'done' AND hand_out = 'file' AND files = $3",
        )
        .bind(practice)
        .bind(batch)
        .bind(seen)
        .bind(now)
    )?;
    Ok(changed == 1)
}

/// The links of a batch that open something, with to whom they go.
pub async fn open_links(
    tx: &mut Tx,
    practice: PracticeId,
    batch: Uuid,
    now: OffsetDateTime,
) -> Result<Vec<To>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT l.id AS link, g.account_number, g.first_name, g.last_name, g.email, g.language
         FROM link_batch_items i
         JOIN pay_links l ON l.practice_id = i.practice_id AND l.id = i.link_id
         JOIN guarantors g ON g.practice_id = i.practice_id AND g.id = i.guarantor_id
         WHERE i.practice_id = $1 AND i.batch_id = $2
           AND l.revoked_at IS NULL AND l.locked_at IS NULL AND l.used_at IS NULL AND l.expires_at > $3
         ORDER BY g.last_name, g.first_name, i.guarantor_id",
    )
    .bind(practice)
    .bind(batch)
    .bind(now)
    .fetch_all(c))
}

pub async fn rekey(
    tx: &mut Tx,
    practice: PracticeId,
    link: PayLinkId,
    token_hash: &[u8],
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE pay_links SET token_hash = $3 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(link)
            .bind(token_hash)
    )
    .map(drop)
}

#[derive(FromRow)]
struct BatchRow {
    id: Uuid,
    state: String,
    campaign: String,
    hand_out: String,
    lives_days: i64,
    made_at: OffsetDateTime,
    files: i64,
    filed_at: Option<OffsetDateTime>,
    ready: i64,
    ready_cents: i64,
    made: i64,
    made_cents: i64,
    skipped: i64,
}

impl TryFrom<BatchRow> for Batch {
    type Error = sqlx::Error;

    fn try_from(row: BatchRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id,
            state: RunState::of(&row.state),
            campaign: row.campaign,
            hand_out: hand_out(&row.hand_out)?,
            lives: row.lives_days,
            made_at: row.made_at,
            files: row.files,
            filed_at: row.filed_at,
            ready: row.ready,
            ready_amount: Money::from_cents(row.ready_cents),
            made: row.made,
            made_amount: Money::from_cents(row.made_cents),
            skipped: row.skipped,
        })
    }
}

macro_rules! select_batches {
    ($where:literal, $rest:literal) => {
        concat!(
            "SELECT b.id, b.state, b.campaign, b.hand_out, b.lives_days, b.made_at, b.files, b.filed_at,
                    COALESCE(SUM(CASE WHEN i.state = 'ready' THEN 1 ELSE 0 END), 0) AS ready,
                    CAST(COALESCE(SUM(CASE WHEN i.state = 'ready' THEN i.due_cents ELSE 0 END), 0) AS BIGINT)
                        AS ready_cents,
                    COALESCE(SUM(CASE WHEN i.state = 'made' THEN 1 ELSE 0 END), 0) AS made,
                    CAST(COALESCE(SUM(CASE WHEN i.state = 'made' THEN i.due_cents ELSE 0 END), 0) AS BIGINT)
                        AS made_cents,
                    COALESCE(SUM(CASE WHEN i.state IN ('held', 'dropped') THEN 1 ELSE 0 END), 0) AS skipped
             FROM link_batches b
             LEFT JOIN link_batch_items i ON i.practice_id = b.practice_id AND i.batch_id = b.id ",
            $where,
            " GROUP BY b.id, b.state, b.campaign, b.hand_out, b.lives_days, b.made_at, b.files, b.filed_at ",
            $rest
        )
    };
}

pub async fn batches(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<Batch>, sqlx::Error> {
    let rows: Vec<BatchRow> = on!(tx, c => sqlx::query_as(select_batches!(
        "WHERE b.practice_id = $1", "ORDER BY b.made_at DESC, b.id DESC LIMIT $2"
    ))
    .bind(practice)
    .bind(limit)
    .fetch_all(c))?;
    rows.into_iter().map(Batch::try_from).collect()
}

pub async fn batch(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Batch>, sqlx::Error> {
    let row: Option<BatchRow> = on!(tx, c => sqlx::query_as(
        select_batches!("WHERE b.practice_id = $1 AND b.id = $2", ""),
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    row.map(Batch::try_from).transpose()
}

pub async fn items(
    tx: &mut Tx,
    practice: PracticeId,
    batch: Uuid,
    limit: i64,
) -> Result<Vec<BatchItem>, sqlx::Error> {
    type Row = (GuarantorId, String, String, i64, Option<String>);
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(
        "SELECT i.guarantor_id, g.first_name || ' ' || g.last_name, g.account_number, i.due_cents, i.why
         FROM link_batch_items i
         JOIN guarantors g ON g.practice_id = i.practice_id AND g.id = i.guarantor_id
         WHERE i.practice_id = $1 AND i.batch_id = $2
         ORDER BY CASE WHEN i.why IS NULL THEN 0 ELSE 1 END, g.last_name, g.first_name, i.guarantor_id LIMIT $3",
    )
    .bind(practice)
    .bind(batch)
    .bind(limit)
    .fetch_all(c))?;
    rows.into_iter()
        .map(|(guarantor, name, account_number, due, why)| {
            let skip = |word: String| Skip::from_code(&word).ok_or_else(|| unknown(&word));
            let why = why.map(skip).transpose()?;
            Ok(BatchItem { guarantor, name, account_number, due: Money::from_cents(due), why })
        })
        .collect()
}

pub async fn reached(tx: &mut Tx, practice: PracticeId, batch: Uuid) -> Result<Reached, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT COUNT(*) AS sent, COUNT(l.opened_on) AS opened, COUNT(l.verified_on) AS verified,
                COUNT(l.paid_on) AS paid
         FROM link_batch_items i JOIN pay_links l ON l.practice_id = i.practice_id AND l.id = i.link_id
         WHERE i.practice_id = $1 AND i.batch_id = $2",
    )
    .bind(practice)
    .bind(batch)
    .fetch_one(c))
}
