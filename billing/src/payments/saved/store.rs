//! All SQL of kept means of payment.

use domain::{GuarantorId, PaymentId, PracticeId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Purpose;
use crate::db::Tx;
use crate::payments::Payer;
use crate::payments::gateway::checkout::Instrument;
use crate::payments::gateway::saved::{Charged, SavedMethod};
use crate::{on, run};

/// A kept means of payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Saved {
    /// Its id.
    pub id: Uuid,
    /// Its names at the gateway, and how the guarantor would know it.
    pub kept: SavedMethod,
}

#[derive(FromRow)]
struct SavedRow {
    id: Uuid,
    customer: String,
    method: String,
    kind: String,
    label: String,
}

impl From<SavedRow> for Saved {
    fn from(row: SavedRow) -> Self {
        Self {
            id: row.id,
            kept: SavedMethod {
                customer: row.customer,
                method: row.method,
                instrument: Instrument { bank: row.kind == "bank", label: row.label },
            },
        }
    }
}

pub async fn saved(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Saved>, sqlx::Error> {
    let row: Option<SavedRow> = on!(tx, c => sqlx::query_as(
        "SELECT id, customer, method, kind, label FROM saved_methods
         WHERE practice_id = $1 AND id = $2 AND removed_at IS NULL",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    Ok(row.map(Saved::from))
}

/// Forgotten or not: what was charged to it has still to be found out about.
pub async fn saved_ever(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Saved>, sqlx::Error> {
    let row: Option<SavedRow> = on!(tx, c => sqlx::query_as(
        "SELECT id, customer, method, kind, label FROM saved_methods
         WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    Ok(row.map(Saved::from))
}

pub async fn insert_saved(
    tx: &mut Tx,
    id: Uuid,
    (practice, guarantor, user): (PracticeId, GuarantorId, UserId),
    kept: &SavedMethod,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO saved_methods (practice_id, id, guarantor_id, user_id, customer, method, kind, label, saved_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(practice)
        .bind(id)
        .bind(guarantor)
        .bind(user)
        .bind(&kept.customer)
        .bind(&kept.method)
        .bind(kept.instrument.code())
        .bind(&kept.instrument.label)
        .bind(now)
    )
    .map(drop)
}

/// One customer may be known by several accounts: all of them let go of it.
pub async fn let_go(tx: &mut Tx, customer: &str, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE saved_methods SET removed_at = $2 WHERE customer = $1 AND removed_at IS NULL")
            .bind(customer)
            .bind(now)
    )
    .map(drop)
}

pub async fn forgotten(tx: &mut Tx, customer: &str, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE saved_methods SET forgotten_at = $2 WHERE customer = $1 AND removed_at IS NOT NULL"
        )
        .bind(customer)
        .bind(now)
    )
    .map(drop)
}

/// Customers that were let go of before an instant and that the gateway may still know.
pub async fn to_forget(tx: &mut Tx, before: OffsetDateTime, limit: i64) -> Result<Vec<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT DISTINCT customer FROM saved_methods
         WHERE removed_at IS NOT NULL AND forgotten_at IS NULL AND removed_at < $1 LIMIT $2",
    )
    .bind(before)
    .bind(limit)
    .fetch_all(c))
}

/// How far a visit to the page that keeps a means of payment has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SetupState {
    /// Committed; the gateway has not been heard of it.
    Intent,
    /// The page is open.
    Open,
    /// A means of payment is kept; what it is for has still to be done.
    Saved,
    /// That has been done.
    Done,
    /// The page closed without one.
    Expired,
}

impl SetupState {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Intent, "intent"),
        (Self::Open, "open"),
        (Self::Saved, "saved"),
        (Self::Done, "done"),
        (Self::Expired, "expired"),
    ];
}

/// A visit to the page that keeps a means of payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setup {
    /// The practice.
    pub practice: PracticeId,
    /// Its id.
    pub id: Uuid,
    /// For which account.
    pub guarantor: GuarantorId,
    /// Who went there.
    pub user: UserId,
    /// What it is kept for.
    pub purpose: Purpose,
    /// How far it has come.
    pub state: SetupState,
    pub(super) session_id: Option<String>,
    pub(super) session_url: Option<String>,
    /// What is kept.
    pub saved: Option<Uuid>,
    /// When it began.
    pub created_at: OffsetDateTime,
}

#[derive(FromRow)]
struct SetupRow {
    practice_id: PracticeId,
    id: Uuid,
    guarantor_id: GuarantorId,
    user_id: UserId,
    purpose: String,
    state: String,
    session_id: Option<String>,
    session_url: Option<String>,
    saved_id: Option<Uuid>,
    created_at: OffsetDateTime,
}

impl SetupRow {
    fn read(self) -> Result<Setup, sqlx::Error> {
        let state = SetupState::ALL.iter().find(|(_, code)| *code == self.state);
        Ok(Setup {
            practice: self.practice_id,
            id: self.id,
            guarantor: self.guarantor_id,
            user: self.user_id,
            purpose: serde_json::from_str(&self.purpose)
                .map_err(|error| sqlx::Error::Decode(error.into()))?,
            // The column's CHECK admits these words only.
            state: state.map_or(SetupState::Expired, |(state, _)| *state),
            session_id: self.session_id,
            session_url: self.session_url,
            saved: self.saved_id,
            created_at: self.created_at,
        })
    }
}

pub async fn setup(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Setup>, sqlx::Error> {
    let row: Option<SetupRow> = on!(tx, c => sqlx::query_as(
        "SELECT practice_id, id, guarantor_id, user_id, purpose, state, session_id, session_url, saved_id, created_at
         FROM setups WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))?;
    row.map(SetupRow::read).transpose()
}

pub async fn insert_setup(
    tx: &mut Tx,
    payer: Payer,
    id: Uuid,
    purpose: &Purpose,
    now: OffsetDateTime,
) -> Result<Setup, sqlx::Error> {
    let words = serde_json::to_string(purpose).map_err(|error| sqlx::Error::Encode(error.into()))?;
    run!(
        tx,
        sqlx::query(
            "INSERT INTO setups (practice_id, id, guarantor_id, user_id, purpose, state, created_at, changed_at)
             VALUES ($1, $2, $3, $4, $5, 'intent', $6, $6)",
        )
        .bind(payer.practice)
        .bind(id)
        .bind(payer.guarantor)
        .bind(payer.user)
        .bind(words)
        .bind(now)
    )?;
    Ok(Setup {
        practice: payer.practice,
        id,
        guarantor: payer.guarantor,
        user: payer.user,
        purpose: purpose.clone(),
        state: SetupState::Intent,
        session_id: None,
        session_url: None,
        saved: None,
        created_at: now,
    })
}

pub async fn opened(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    session: &str,
    url: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE setups SET state = 'open', session_id = $3, session_url = $4, changed_at = $5
             WHERE practice_id = $1 AND id = $2 AND state = 'intent'",
        )
        .bind(practice)
        .bind(id)
        .bind(session)
        .bind(url)
        .bind(now)
    )
    .map(drop)
}

pub async fn expire(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE setups SET state = 'expired', changed_at = $3
             WHERE practice_id = $1 AND id = $2 AND state IN ('intent', 'open')",
        )
        .bind(practice)
        .bind(id)
        .bind(now)
    )
    .map(drop)
}

/// Says whether it was this process that learned of the kept means of payment.
pub async fn claim(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let claimed = run!(
        tx,
        sqlx::query(
            "UPDATE setups SET state = 'saved', changed_at = $3
             WHERE practice_id = $1 AND id = $2 AND state = 'open'",
        )
        .bind(practice)
        .bind(id)
        .bind(now)
    )?;
    Ok(claimed == 1)
}

pub async fn keep(tx: &mut Tx, practice: PracticeId, id: Uuid, saved: Uuid) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE setups SET saved_id = $3 WHERE practice_id = $1 AND id = $2")
            .bind(practice)
            .bind(id)
            .bind(saved)
    )
    .map(drop)
}

pub async fn done(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE setups SET state = 'done', changed_at = $3
             WHERE practice_id = $1 AND id = $2 AND state = 'saved'",
        )
        .bind(practice)
        .bind(id)
        .bind(now)
    )
    .map(drop)
}

/// The update itself claims them: a second process finds them touched.
pub async fn claim_waiting(
    tx: &mut Tx,
    before: OffsetDateTime,
    now: OffsetDateTime,
    limit: i64,
) -> Result<Vec<Setup>, sqlx::Error> {
    let rows: Vec<SetupRow> = on!(tx, c => sqlx::query_as(
        "UPDATE setups SET changed_at = $2
         WHERE changed_at < $1 AND state IN ('intent', 'open', 'saved')
           AND id IN (SELECT id FROM setups WHERE changed_at < $1 AND state IN ('intent', 'open', 'saved')
                      ORDER BY changed_at LIMIT $3)
         RETURNING practice_id, id, guarantor_id, user_id, purpose, state, session_id, session_url, saved_id, created_at",
    )
    .bind(before)
    .bind(now)
    .bind(limit)
    .fetch_all(c))?;
    rows.into_iter().map(SetupRow::read).collect()
}

/// Records which charge of the gateway's a payment is, and why it was declined.
pub async fn charged(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    charged: &Charged,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE payments SET session_id = $3, decline = COALESCE($4, decline)
             WHERE practice_id = $1 AND id = $2 AND saved_id IS NOT NULL AND state IN ('intent', 'processing')",
        )
        .bind(practice)
        .bind(id)
        .bind(&charged.checkout.id)
        .bind(&charged.decline)
    )
    .map(drop)
}

pub async fn never_charged(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    code: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE payments SET state = 'failed', decline = $3, changed_at = $4
             WHERE practice_id = $1 AND id = $2 AND state = 'intent' AND saved_id IS NOT NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(code)
        .bind(now)
    )
    .map(drop)
}
