//! SQL of the audit.

use domain::{GuarantorId, PracticeId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::db::Tx;
use crate::{on, run};

/// An event as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Kept {
    /// Where.
    pub practice_id: PracticeId,
    /// Its place in the practice's chain, from 1.
    pub seq: i64,
    /// When.
    pub at: OffsetDateTime,
    /// Who; none: the operator at the command line, or another program.
    pub user_id: Option<UserId>,
    /// As what: [`domain::access::Role::code`], `none`, `operator`, or [`super::PROGRAM`].
    pub role: String,
    /// What it took: [`domain::access::Permission::code`], or as `role` says.
    pub permission: String,
    /// Whether the role had it.
    pub allowed: bool,
    /// `GET` or `POST`; `RUN` of a command.
    pub method: String,
    /// The route as the server declares it, or the command.
    pub route: String,
    /// The ids that stood in it, and the accounts behind them, one space between.
    pub subjects: String,
    /// Under which emergency access.
    pub emergency: Option<Uuid>,
    /// Over everything above and the seal before it.
    pub seal: String,
}

/// Which events are looked for; an empty one takes all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Somebody's.
    pub user: Option<UserId>,
    /// About this id.
    pub subject: Option<String>,
    /// From this instant on.
    pub from: Option<OffsetDateTime>,
    /// Before this instant.
    pub until: Option<OffsetDateTime>,
    /// Changes alone, and what was refused.
    pub changes: bool,
    /// Under emergency access alone.
    pub emergency: bool,
}

macro_rules! select_events {
    ($rest:literal) => {
        concat!(
            "SELECT practice_id, seq, at, user_id, role, permission, allowed, method, route, subjects, emergency, seal
             FROM audit_events ",
            $rest
        )
    };
}

macro_rules! newest_events {
    ($narrowed:literal) => {
        concat!(
            select_events!(
                "WHERE practice_id = $1 AND seq < $2
                   AND ($3 IS NULL OR user_id = $3)
                   AND ($4 IS NULL OR ' ' || subjects || ' ' LIKE '% ' || $4 || ' %')
                   AND ($5 IS NULL OR at >= $5)
                   AND ($6 IS NULL OR at < $6)
                   AND ($7 = FALSE OR method <> 'GET' OR allowed = FALSE) "
            ),
            $narrowed,
            " ORDER BY seq DESC LIMIT $8"
        )
    };
}

/// One event of a practice is written after the other: until the transaction ends nobody else
/// writes the next one. On SQLite there is one writer anyway.
pub async fn lock(tx: &mut Tx, practice: PracticeId) -> Result<(), sqlx::Error> {
    if let Tx::Postgres(tx) = tx {
        sqlx::query("SELECT 1 FROM practices WHERE id = $1 FOR NO KEY UPDATE")
            .bind(practice)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

pub async fn last(tx: &mut Tx, practice: PracticeId) -> Result<Option<(i64, String)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT seq, seal FROM audit_events WHERE practice_id = $1 ORDER BY seq DESC LIMIT 1",
    )
    .bind(practice)
    .fetch_optional(c))
}

/// The accounts that something of the practice's with this id is of; none when it is an account itself,
/// or of nobody in particular.
pub async fn accounts_behind(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
) -> Result<Vec<GuarantorId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT guarantor_id FROM disputes WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM denials WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM plans WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM payments WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM refunds WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM statements WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM pay_links WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM write_offs WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM hardship_requests WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM visits WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM patients WHERE practice_id = $1 AND id = $2
         UNION SELECT guarantor_id FROM work_items WHERE practice_id = $1 AND id = $2 AND guarantor_id IS NOT NULL
         UNION SELECT v.guarantor_id FROM claims k JOIN visits v ON v.practice_id = k.practice_id AND v.id = k.visit_id
               WHERE k.practice_id = $1 AND k.id = $2
         UNION SELECT from_id FROM guarantor_changes WHERE practice_id = $1 AND id = $2
         UNION SELECT to_id FROM guarantor_changes WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}

pub async fn insert(tx: &mut Tx, kept: &Kept) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO audit_events
             (practice_id, seq, at, user_id, role, permission, allowed, method, route, subjects, emergency, seal)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bind(kept.practice_id)
        .bind(kept.seq)
        .bind(kept.at)
        .bind(kept.user_id)
        .bind(&kept.role)
        .bind(&kept.permission)
        .bind(kept.allowed)
        .bind(&kept.method)
        .bind(&kept.route)
        .bind(&kept.subjects)
        .bind(kept.emergency)
        .bind(&kept.seal)
    )
    .map(drop)
}

/// Events after a number, oldest first.
pub async fn after(
    tx: &mut Tx,
    practice: PracticeId,
    seq: i64,
    limit: i64,
) -> Result<Vec<Kept>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_events!("WHERE practice_id = $1 AND seq > $2 ORDER BY seq LIMIT $3"))
        .bind(practice)
        .bind(seq)
        .bind(limit)
        .fetch_all(c))
}

pub async fn newest(
    tx: &mut Tx,
    practice: PracticeId,
    filter: &Filter,
    below: Option<i64>,
    limit: i64,
) -> Result<Vec<Kept>, sqlx::Error> {
    // Each in words of its own: the index of what was under emergency access serves only a query that
    // says so without a parameter.
    let query = match filter.emergency {
        true => newest_events!("AND emergency IS NOT NULL"),
        false => newest_events!(""),
    };
    on!(tx, c => sqlx::query_as(query)
    .bind(practice)
    .bind(below.unwrap_or(i64::MAX))
    .bind(filter.user)
    .bind(filter.subject.as_deref())
    .bind(filter.from)
    .bind(filter.until)
    .bind(filter.changes)
    .bind(limit)
    .fetch_all(c))
}
