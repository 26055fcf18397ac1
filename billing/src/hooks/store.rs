//! All SQL of webhooks.

use domain::{PracticeId, UserId, coded};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{EventKind, Hook, News};
use crate::db::Tx;
use crate::identity::Secret;
use crate::{on, run};

#[derive(FromRow)]
struct HookRow {
    practice_id: PracticeId,
    id: Uuid,
    url: String,
    events: String,
    secret: String,
    old_secret: Option<String>,
    old_until: Option<OffsetDateTime>,
    made_at: OffsetDateTime,
    disabled_at: Option<OffsetDateTime>,
}

impl From<HookRow> for Hook {
    fn from(row: HookRow) -> Self {
        Self {
            practice: row.practice_id,
            id: row.id,
            url: row.url,
            events: row.events.split(' ').filter_map(EventKind::from_code).collect(),
            made_at: row.made_at,
            disabled_at: row.disabled_at,
            secret: row.secret,
            old: row.old_secret.zip(row.old_until),
        }
    }
}

macro_rules! select_hook {
    ($rest:literal) => {
        concat!(
            "SELECT practice_id, id, url, events, secret, old_secret, old_until, made_at, disabled_at
             FROM hooks WHERE practice_id = $1 AND removed_at IS NULL ",
            $rest
        )
    };
}

pub async fn insert(tx: &mut Tx, hook: &Hook, by: Option<UserId>) -> Result<(), sqlx::Error> {
    let events: Vec<_> = hook.events.iter().map(|kind| kind.code()).collect();
    run!(
        tx,
        sqlx::query(
            "INSERT INTO hooks (practice_id, id, url, events, secret, made_by, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(hook.practice)
        .bind(hook.id)
        .bind(&hook.url)
        .bind(events.join(" "))
        .bind(&hook.secret)
        .bind(by)
        .bind(hook.made_at)
    )
    .map(drop)
}

pub async fn hooks(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Hook>, sqlx::Error> {
    let rows: Vec<HookRow> = on!(tx, c => sqlx::query_as(select_hook!("ORDER BY id DESC LIMIT 100"))
        .bind(practice)
        .fetch_all(c))?;
    Ok(rows.into_iter().map(Hook::from).collect())
}

/// Those that are told what happens.
pub async fn listening(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Hook>, sqlx::Error> {
    let rows: Vec<HookRow> = on!(tx, c => sqlx::query_as(select_hook!("AND disabled_at IS NULL ORDER BY id"))
        .bind(practice)
        .fetch_all(c))?;
    Ok(rows.into_iter().map(Hook::from).collect())
}

pub async fn hook(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Hook>, sqlx::Error> {
    let row: Option<HookRow> = on!(tx, c => sqlx::query_as(select_hook!("AND id = $2"))
        .bind(practice)
        .bind(id)
        .fetch_optional(c))?;
    Ok(row.map(Hook::from))
}

pub async fn set_secret(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    secret: &Secret,
    old: &Secret,
    until: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE hooks SET secret = $3, old_secret = $4, old_until = $5 WHERE practice_id = $1 AND id = $2",
        )
        .bind(practice)
        .bind(id)
        .bind(secret)
        .bind(old)
        .bind(until)
    )
    .map(drop)
}

/// What is disabled already stays so since then.
pub async fn set_disabled(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    at: Option<OffsetDateTime>,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE hooks SET disabled_at = $3
             WHERE practice_id = $1 AND id = $2 AND (disabled_at IS NULL) <> ($3 IS NULL)"
        )
        .bind(practice)
        .bind(id)
        .bind(at)
    )
    .map(drop)
}

/// Its secrets go with it.
pub async fn remove(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE hooks SET removed_at = $3, secret = '', old_secret = NULL, old_until = NULL
             WHERE practice_id = $1 AND id = $2",
        )
        .bind(practice)
        .bind(id)
        .bind(now)
    )?;
    run!(
        tx,
        sqlx::query(
            "UPDATE hook_deliveries SET state = 'given_up'
             WHERE practice_id = $1 AND hook_id = $2 AND state = 'waiting'",
        )
        .bind(practice)
        .bind(id)
    )
    .map(drop)
}

/// Says whether the fact is new.
pub async fn insert_event(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    news: &News,
    payload: &str,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let new = run!(
        tx,
        sqlx::query(
            "INSERT INTO hook_events (practice_id, id, fact, kind, payload, happened_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (practice_id, fact) DO NOTHING",
        )
        .bind(practice)
        .bind(id)
        .bind(&news.fact)
        .bind(news.kind.code())
        .bind(payload)
        .bind(now)
    )?;
    Ok(new == 1)
}

pub async fn insert_delivery(
    tx: &mut Tx,
    practice: PracticeId,
    hook: Uuid,
    event: Uuid,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO hook_deliveries (practice_id, hook_id, event_id, state, next_at)
             VALUES ($1, $2, $3, 'waiting', $4)",
        )
        .bind(practice)
        .bind(hook)
        .bind(event)
        .bind(now)
    )
    .map(drop)
}

coded! {
    /// How a message stands.
    DeliveryState {
        /// It is to be sent.
        Waiting = "waiting",
        /// It was taken.
        Delivered = "delivered",
        /// It was not taken for days.
        GivenUp = "given_up",
    }
}

/// A message to an endpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery {
    /// The event, which is the message's id.
    pub event: Uuid,
    /// What happened.
    pub kind: String,
    /// When.
    pub happened_at: OffsetDateTime,
    /// How it stands.
    pub state: DeliveryState,
    /// How often it was sent.
    pub attempts: i64,
    /// When it is sent next, while it waits.
    pub next_at: Option<OffsetDateTime>,
    /// When it was sent last.
    pub last_at: Option<OffsetDateTime>,
    /// The HTTP status of the last answer.
    pub last_status: Option<i64>,
    /// Why there was no answer: `address`, `no_answer`, `too_slow`.
    pub last_error: Option<String>,
}

#[derive(FromRow)]
struct DeliveryRow {
    event_id: Uuid,
    kind: String,
    happened_at: OffsetDateTime,
    state: String,
    attempts: i64,
    next_at: OffsetDateTime,
    last_at: Option<OffsetDateTime>,
    last_status: Option<i64>,
    last_error: Option<String>,
}

impl TryFrom<DeliveryRow> for Delivery {
    type Error = sqlx::Error;

    fn try_from(row: DeliveryRow) -> Result<Self, sqlx::Error> {
        let unknown = || format!("messages to programs hold the unknown word {:?}", row.state);
        let state =
            DeliveryState::from_code(&row.state).ok_or_else(|| sqlx::Error::Decode(unknown().into()))?;
        Ok(Self {
            event: row.event_id,
            kind: row.kind,
            happened_at: row.happened_at,
            state,
            attempts: row.attempts,
            next_at: (state == DeliveryState::Waiting).then_some(row.next_at),
            last_at: row.last_at,
            last_status: row.last_status,
            last_error: row.last_error,
        })
    }
}

pub async fn deliveries(
    tx: &mut Tx,
    practice: PracticeId,
    hook: Uuid,
    before: Uuid,
    limit: i64,
) -> Result<Vec<Delivery>, sqlx::Error> {
    let rows: Vec<DeliveryRow> = on!(tx, c => sqlx::query_as(
        "SELECT d.event_id, e.kind, e.happened_at, d.state, d.attempts, d.next_at, d.last_at, d.last_status, d.last_error
         FROM hook_deliveries d JOIN hook_events e ON e.practice_id = d.practice_id AND e.id = d.event_id
         WHERE d.practice_id = $1 AND d.hook_id = $2 AND d.event_id < $3
         ORDER BY d.event_id DESC LIMIT $4",
    )
    .bind(practice)
    .bind(hook)
    .bind(before)
    .bind(limit)
    .fetch_all(c))?;
    rows.into_iter().map(Delivery::try_from).collect()
}

pub async fn replay(
    tx: &mut Tx,
    practice: PracticeId,
    hook: Uuid,
    event: Uuid,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let again = run!(
        tx,
        sqlx::query(
            "UPDATE hook_deliveries SET state = 'waiting', attempts = 0, next_at = $4
             WHERE practice_id = $1 AND hook_id = $2 AND event_id = $3
               AND EXISTS (SELECT 1 FROM hooks h WHERE h.practice_id = $1 AND h.id = $2 AND h.removed_at IS NULL)",
        )
        .bind(practice)
        .bind(hook)
        .bind(event)
        .bind(now)
    )?;
    Ok(again == 1)
}

/// A message that is to be sent now.
#[derive(Clone, FromRow)]
pub struct Due {
    pub practice_id: PracticeId,
    pub hook_id: Uuid,
    pub event_id: Uuid,
    pub attempts: i64,
}

/// Takes messages that are due, a few of each endpoint, so that a slow one holds nobody up. The
/// update itself claims: a second process finds `next_at` in the future.
pub async fn take_due(
    tx: &mut Tx,
    now: OffsetDateTime,
    lease: OffsetDateTime,
    of_each: i64,
    limit: i64,
) -> Result<Vec<Due>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "UPDATE hook_deliveries SET next_at = $2, attempts = attempts + 1
         WHERE state = 'waiting' AND next_at <= $1
           AND (practice_id, hook_id, event_id) IN (
               SELECT practice_id, hook_id, event_id
               FROM (SELECT d.practice_id, d.hook_id, d.event_id, d.next_at,
                            ROW_NUMBER() OVER (PARTITION BY d.practice_id, d.hook_id ORDER BY d.next_at, d.event_id) AS place
                     FROM hook_deliveries d
                     JOIN hooks h ON h.practice_id = d.practice_id AND h.id = d.hook_id
                       AND h.disabled_at IS NULL AND h.removed_at IS NULL
                     WHERE d.state = 'waiting' AND d.next_at <= $1) due
               WHERE place <= $3 ORDER BY next_at, event_id LIMIT $4)
         RETURNING practice_id, hook_id, event_id, attempts",
    )
    .bind(now)
    .bind(lease)
    .bind(of_each)
    .bind(limit)
    .fetch_all(c))
}

pub async fn payload(tx: &mut Tx, practice: PracticeId, event: Uuid) -> Result<String, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT payload FROM hook_events WHERE practice_id = $1 AND id = $2")
        .bind(practice)
        .bind(event)
        .fetch_one(c))
}

/// Whether an endpoint took another message since this one's fact happened.
pub async fn takes_others(tx: &mut Tx, due: &Due) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT EXISTS (
             SELECT 1 FROM hook_deliveries d
             JOIN hook_events e ON e.practice_id = d.practice_id AND e.id = $3
             WHERE d.practice_id = $1 AND d.hook_id = $2 AND d.event_id <> $3
               AND d.state = 'delivered' AND d.last_at >= e.happened_at)",
    )
    .bind(due.practice_id)
    .bind(due.hook_id)
    .bind(due.event_id)
    .fetch_one(c))
}

/// What came of an attempt.
pub struct Attempt<'a> {
    pub state: DeliveryState,
    pub next_at: OffsetDateTime,
    pub status: Option<i64>,
    pub error: Option<&'a str>,
}

/// Not when it was repeated or taken away meanwhile.
pub async fn attempted(
    tx: &mut Tx,
    due: &Due,
    attempt: &Attempt<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE hook_deliveries
             SET state = $5, next_at = $6, last_at = $7, last_status = $8, last_error = $9
             WHERE practice_id = $1 AND hook_id = $2 AND event_id = $3 AND attempts = $4 AND state = 'waiting'",
        )
        .bind(due.practice_id)
        .bind(due.hook_id)
        .bind(due.event_id)
        .bind(due.attempts)
        .bind(attempt.state.code())
        .bind(attempt.next_at)
        .bind(now)
        .bind(attempt.status)
        .bind(attempt.error)
    )
    .map(drop)
}
