//! All SQL of pay links.

use domain::{GuarantorId, Money, PayLinkId, PaymentId, PracticeId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::funnel::Day;
use super::make::Wanted;
use super::{Aim, Asks};
use crate::db::Tx;
use crate::{on, run};

/// A link as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PayLink {
    /// Whose it is.
    pub practice: PracticeId,
    /// Its id.
    pub id: PayLinkId,
    /// For whom.
    pub guarantor: GuarantorId,
    /// What it opens.
    pub aim: Aim,
    /// One payment ends it.
    pub single_use: bool,
    /// What it is sent with.
    pub campaign: String,
    /// When it was made.
    pub made_at: OffsetDateTime,
    /// Until when.
    pub expires_at: OffsetDateTime,
    /// When it was taken back.
    pub revoked_at: Option<OffsetDateTime>,
    /// When wrong answers or refused cards locked it.
    pub locked_at: Option<OffsetDateTime>,
    /// When its one payment was made.
    pub used_at: Option<OffsetDateTime>,
    /// The day somebody first answered its question, rightly or not.
    pub opened_on: Option<Date>,
    /// The day of the first right answer.
    pub verified_on: Option<Date>,
    /// The day of the first payment.
    pub paid_on: Option<Date>,
}

#[derive(FromRow)]
struct LinkRow {
    practice_id: PracticeId,
    id: PayLinkId,
    guarantor_id: GuarantorId,
    statement_id: Option<Uuid>,
    visit_id: Option<VisitId>,
    amount_cents: Option<i64>,
    single_use: bool,
    campaign: String,
    made_at: OffsetDateTime,
    expires_at: OffsetDateTime,
    revoked_at: Option<OffsetDateTime>,
    locked_at: Option<OffsetDateTime>,
    used_at: Option<OffsetDateTime>,
    opened_on: Option<Date>,
    verified_on: Option<Date>,
    paid_on: Option<Date>,
}

impl From<LinkRow> for PayLink {
    fn from(row: LinkRow) -> Self {
        // The table's CHECKs admit one of the three at most, and each with its own word.
        let aim = match (row.statement_id, row.visit_id, row.amount_cents) {
            (Some(statement), _, _) => Aim::Statement(statement),
            (_, Some(visit), _) => Aim::Visit(visit),
            (_, _, Some(cents)) => Aim::Amount(Money::from_cents(cents)),
            _ => Aim::Due,
        };
        Self {
            practice: row.practice_id,
            id: row.id,
            guarantor: row.guarantor_id,
            aim,
            single_use: row.single_use,
            campaign: row.campaign,
            made_at: row.made_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            locked_at: row.locked_at,
            used_at: row.used_at,
            opened_on: row.opened_on,
            verified_on: row.verified_on,
            paid_on: row.paid_on,
        }
    }
}

macro_rules! select_link {
    ($rest:literal) => {
        concat!(
            "SELECT practice_id, id, guarantor_id, statement_id, visit_id, amount_cents, single_use, campaign, made_at,
                    expires_at, revoked_at, locked_at, used_at, opened_on, verified_on, paid_on
             FROM pay_links ",
            $rest
        )
    };
}

/// What a practice's links ask, whether its paper has any, and since when they are taken.
pub struct Rule {
    pub asks: Asks,
    pub on_paper: bool,
    pub from: Option<OffsetDateTime>,
}

pub async fn rule(tx: &mut Tx, practice: PracticeId) -> Result<Rule, sqlx::Error> {
    let (asks, on_paper, from): (String, bool, Option<OffsetDateTime>) = on!(tx, c => sqlx::query_as(
        "SELECT link_asks, link_on_paper, links_from FROM practices WHERE id = $1",
    )
    .bind(practice)
    .fetch_one(c))?;
    // The column's CHECK admits these words only.
    Ok(Rule { asks: Asks::from_code(&asks).unwrap_or(Asks::Zip), on_paper, from })
}

pub async fn set_rule(
    tx: &mut Tx,
    practice: PracticeId,
    asks: Asks,
    on_paper: bool,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE practices SET link_asks = $2, link_on_paper = $3 WHERE id = $1")
            .bind(practice)
            .bind(asks.code())
            .bind(on_paper)
    )
    .map(drop)
}

pub async fn set_from(tx: &mut Tx, practice: PracticeId, from: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("UPDATE practices SET links_from = $2 WHERE id = $1").bind(practice).bind(from))
        .map(drop)
}

pub async fn insert(
    tx: &mut Tx,
    practice: PracticeId,
    id: PayLinkId,
    token_hash: &[u8],
    wanted: &Wanted,
    (now, today): (OffsetDateTime, Date),
) -> Result<(), sqlx::Error> {
    let (statement, visit, amount) = match wanted.aim {
        Aim::Due => (None, None, None),
        Aim::Statement(statement) => (Some(statement), None, None),
        Aim::Visit(visit) => (None, Some(visit), None),
        Aim::Amount(amount) => (None, None, Some(amount.cents())),
    };
    run!(tx, sqlx::query(
        "INSERT INTO pay_links (practice_id, id, guarantor_id, token_hash, aim, statement_id, visit_id, amount_cents,
                                single_use, campaign, made_by, made_at, made_on, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(practice)
    .bind(id)
    .bind(wanted.guarantor)
    .bind(token_hash)
    .bind(wanted.aim.code())
    .bind(statement)
    .bind(visit)
    .bind(amount)
    .bind(wanted.single_use)
    .bind(&wanted.campaign)
    .bind(wanted.by)
    .bind(now)
    .bind(today)
    .bind(wanted.expires_at))
    .map(drop)
}

pub async fn link(tx: &mut Tx, practice: PracticeId, id: PayLinkId) -> Result<Option<PayLink>, sqlx::Error> {
    let row: Option<LinkRow> = on!(tx, c => sqlx::query_as(select_link!("WHERE practice_id = $1 AND id = $2"))
        .bind(practice)
        .bind(id)
        .fetch_optional(c))?;
    Ok(row.map(PayLink::from))
}

pub async fn by_token(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<PayLink>, sqlx::Error> {
    let row: Option<LinkRow> = on!(tx, c => sqlx::query_as(select_link!("WHERE token_hash = $1"))
        .bind(token_hash)
        .fetch_optional(c))?;
    Ok(row.map(PayLink::from))
}

/// What a guarantor's answer is compared with.
#[derive(FromRow)]
pub struct Known {
    pub birth_date: Date,
    pub last_name: String,
    pub zip: Option<String>,
}

pub async fn known(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Known>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT birth_date, last_name, zip FROM guarantors WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_optional(c))
}

/// Reads a link and holds it until the transaction ends.
pub async fn lock_by_token(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<PayLink>, sqlx::Error> {
    let row: Option<LinkRow> = match tx {
        Tx::Sqlite(tx) => {
            sqlx::query_as(select_link!("WHERE token_hash = $1"))
                .bind(token_hash)
                .fetch_optional(&mut **tx)
                .await?
        }
        Tx::Postgres(tx) => {
            sqlx::query_as(select_link!("WHERE token_hash = $1 FOR UPDATE"))
                .bind(token_hash)
                .fetch_optional(&mut **tx)
                .await?
        }
    };
    Ok(row.map(PayLink::from))
}

pub async fn before(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: Option<GuarantorId>,
    before: Option<PayLinkId>,
    limit: i64,
) -> Result<Vec<PayLink>, sqlx::Error> {
    let before = before.unwrap_or(PayLinkId(Uuid::max()));
    let rows: Vec<LinkRow> = match guarantor {
        None => on!(tx, c => sqlx::query_as(
            select_link!("WHERE practice_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
        )
        .bind(practice)
        .bind(before)
        .bind(limit)
        .fetch_all(c))?,
        Some(guarantor) => on!(tx, c => sqlx::query_as(
            select_link!("WHERE practice_id = $1 AND guarantor_id = $4 AND id < $2 ORDER BY id DESC LIMIT $3"),
        )
        .bind(practice)
        .bind(before)
        .bind(limit)
        .bind(guarantor)
        .fetch_all(c))?,
    };
    Ok(rows.into_iter().map(PayLink::from).collect())
}

pub async fn of_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<PayLink>, sqlx::Error> {
    let rows: Vec<LinkRow> = on!(tx, c => sqlx::query_as(
        select_link!("WHERE practice_id = $1 AND guarantor_id = $2 ORDER BY made_at DESC, id DESC LIMIT 100"),
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?;
    Ok(rows.into_iter().map(PayLink::from).collect())
}

pub async fn revoke(
    tx: &mut Tx,
    practice: PracticeId,
    id: PayLinkId,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let revoked =
        run!(tx, sqlx::query(
        "UPDATE pay_links SET revoked_at = $3 WHERE practice_id = $1 AND id = $2 AND revoked_at IS NULL",
    )
    .bind(practice)
    .bind(id)
    .bind(now))?;
    Ok(revoked > 0)
}

pub async fn set_locked(
    tx: &mut Tx,
    practice: PracticeId,
    id: PayLinkId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE pay_links SET locked_at = $3 WHERE practice_id = $1 AND id = $2 AND locked_at IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(now)
    )
    .map(drop)
}

/// Counts a wrong answer; says how many there are in a row.
pub async fn wrong(tx: &mut Tx, practice: PracticeId, id: PayLinkId) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "UPDATE pay_links SET wrong = wrong + 1 WHERE practice_id = $1 AND id = $2 RETURNING wrong",
    )
    .bind(practice)
    .bind(id)
    .fetch_one(c))
}

/// Somebody answered; a right answer ends a row of wrong ones.
pub async fn opened(
    tx: &mut Tx,
    practice: PracticeId,
    id: PayLinkId,
    today: Date,
    verified: bool,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE pay_links
         SET opened_on = COALESCE(opened_on, $3),
             verified_on = CASE WHEN $4 THEN COALESCE(verified_on, $3) ELSE verified_on END,
             wrong = CASE WHEN $4 THEN 0 ELSE wrong END
         WHERE practice_id = $1 AND id = $2",
        )
        .bind(practice)
        .bind(id)
        .bind(today)
        .bind(verified)
    )
    .map(drop)
}

pub async fn paid(
    tx: &mut Tx,
    practice: PracticeId,
    id: PayLinkId,
    today: Date,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "UPDATE pay_links
         SET paid_on = COALESCE(paid_on, $3), used_at = CASE WHEN single_use THEN COALESCE(used_at, $4) ELSE used_at END
         WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(id)
    .bind(today)
    .bind(now))
    .map(drop)
}

pub async fn statement_of(
    tx: &mut Tx,
    practice: PracticeId,
    statement: Uuid,
) -> Result<Option<GuarantorId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT guarantor_id FROM statements WHERE practice_id = $1 AND id = $2")
        .bind(practice)
        .bind(statement)
        .fetch_optional(c))
}

/// The visits that a statement asked for.
pub async fn visits_of_statement(
    tx: &mut Tx,
    practice: PracticeId,
    statement: Uuid,
) -> Result<Vec<VisitId>, sqlx::Error> {
    let snapshot: Option<String> = on!(tx, c => sqlx::query_scalar(
        "SELECT snapshot FROM statements WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(statement)
    .fetch_optional(c))?;
    let Some(snapshot) = snapshot else { return Ok(Vec::new()) };
    let said: domain::statement::Statement =
        serde_json::from_str(&snapshot).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(said.visits.iter().map(|visit| visit.id).collect())
}

/// What was paid, or is on its way, by a link.
pub async fn paid_by(tx: &mut Tx, practice: PracticeId, id: PayLinkId) -> Result<Money, sqlx::Error> {
    let cents: i64 = on!(tx, c => sqlx::query_scalar(
        "SELECT CAST(COALESCE(SUM(amount_cents), 0) AS BIGINT) FROM payments
         WHERE practice_id = $1 AND link_id = $2 AND state IN ('paid', 'processing')",
    )
    .bind(practice)
    .bind(id)
    .fetch_one(c))?;
    Ok(Money::from_cents(cents))
}

pub async fn insert_session(
    tx: &mut Tx,
    token_hash: &[u8],
    practice: PracticeId,
    link: PayLinkId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO guest_sessions (token_hash, practice_id, link_id, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)",
    )
    .bind(token_hash)
    .bind(practice)
    .bind(link)
    .bind(now))
    .map(drop)
}

/// Practice, link, since when, last used when.
pub async fn session(
    tx: &mut Tx,
    token_hash: &[u8],
) -> Result<Option<(PracticeId, PayLinkId, OffsetDateTime, OffsetDateTime)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT practice_id, link_id, created_at, seen_at FROM guest_sessions WHERE token_hash = $1",
    )
    .bind(token_hash)
    .fetch_optional(c))
}

pub async fn touch_session(tx: &mut Tx, token_hash: &[u8], now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE guest_sessions SET seen_at = $2 WHERE token_hash = $1")
            .bind(token_hash)
            .bind(now)
    )
    .map(drop)
}

pub async fn end_session(tx: &mut Tx, token_hash: &[u8]) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("DELETE FROM guest_sessions WHERE token_hash = $1").bind(token_hash)).map(drop)
}

pub async fn forget_old_sessions(tx: &mut Tx, before: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query("DELETE FROM guest_sessions WHERE created_at < $1").bind(before)).map(drop)
}

/// The same event counts once.
pub async fn insert_decline(
    tx: &mut Tx,
    practice: PracticeId,
    link: PayLinkId,
    event: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO guest_declines (event_id, practice_id, link_id, declined_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (event_id) DO NOTHING",
        )
        .bind(event)
        .bind(practice)
        .bind(link)
        .bind(now)
    )
    .map(drop)
}

pub async fn declines_of_link(
    tx: &mut Tx,
    practice: PracticeId,
    link: PayLinkId,
    since: OffsetDateTime,
) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM guest_declines WHERE practice_id = $1 AND declined_at >= $3 AND link_id = $2",
    )
    .bind(practice)
    .bind(link)
    .bind(since)
    .fetch_one(c))
}

/// Refused cards and payments that came through, by links of the practice, since then.
pub async fn tally(
    tx: &mut Tx,
    practice: PracticeId,
    since: OffsetDateTime,
) -> Result<(i64, i64), sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT (SELECT COUNT(*) FROM guest_declines WHERE practice_id = $1 AND declined_at > $2),
                (SELECT COUNT(*) FROM payments WHERE practice_id = $1 AND link_id IS NOT NULL
                   AND state IN ('paid', 'processing') AND changed_at > $2)",
    )
    .bind(practice)
    .bind(since)
    .fetch_one(c))
}

/// Hosted pages that are open for a link that is locked, revoked or stopped.
pub async fn pages_to_close(tx: &mut Tx) -> Result<Vec<(PracticeId, PaymentId)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT p.practice_id, p.id FROM payments p
         JOIN pay_links l ON l.practice_id = p.practice_id AND l.id = p.link_id
         JOIN practices o ON o.id = p.practice_id
         WHERE p.state = 'open'
           AND (l.locked_at IS NOT NULL OR l.revoked_at IS NOT NULL OR l.made_at < o.links_from)
         ORDER BY p.practice_id, p.id LIMIT 100",
    )
    .fetch_all(c))
}

pub async fn days(tx: &mut Tx, practice: PracticeId, from: Date) -> Result<Vec<Day>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT campaign, day, CAST(SUM(sent) AS BIGINT) AS sent, CAST(SUM(opened) AS BIGINT) AS opened,
                CAST(SUM(verified) AS BIGINT) AS verified, CAST(SUM(paid) AS BIGINT) AS paid
         FROM (SELECT campaign, made_on AS day, 1 AS sent, 0 AS opened, 0 AS verified, 0 AS paid
               FROM pay_links WHERE practice_id = $1 AND made_on >= $2
               UNION ALL SELECT campaign, opened_on, 0, 1, 0, 0
               FROM pay_links WHERE practice_id = $1 AND opened_on >= $2
               UNION ALL SELECT campaign, verified_on, 0, 0, 1, 0
               FROM pay_links WHERE practice_id = $1 AND verified_on >= $2
               UNION ALL SELECT campaign, paid_on, 0, 0, 0, 1
               FROM pay_links WHERE practice_id = $1 AND paid_on >= $2) steps
         GROUP BY campaign, day ORDER BY day DESC, campaign",
    )
    .bind(practice)
    .bind(from)
    .fetch_all(c))
}
