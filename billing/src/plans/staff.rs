//! What staff see of plans, by state and with the reason; and promises without a plan.

use domain::plan::Plan;
use domain::{GuarantorId, Money, PlanId, PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::Door;
use crate::db::Tx;
use crate::{on, run};

/// How plans stand, as staff sort them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// Running and paid as agreed.
    OnTrack,
    /// Behind, paused, or waiting for the patient.
    AtRisk,
    /// Broken, or ended before it was paid.
    Broken,
    /// Paid.
    Finished,
}

/// A plan in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// The plan.
    pub id: PlanId,
    /// Whose.
    pub guarantor: GuarantorId,
    /// Their name.
    pub name: String,
    /// The state's word.
    pub state: String,
    /// Why it is paused or has ended.
    pub reason: Option<String>,
    /// Why autopay does not take what is due.
    pub waits: Option<String>,
    /// What is left to pay.
    pub left: Money,
    /// What was due before today and is not paid.
    pub overdue: Money,
    /// When the next instalment is due.
    pub next: Option<Date>,
}

#[derive(FromRow)]
struct LineRow {
    id: PlanId,
    guarantor_id: GuarantorId,
    name: String,
    state: String,
    reason: Option<String>,
    waits: Option<String>,
    snapshot: String,
}

/// The plans of a group, those that changed last first, at most `limit`.
///
/// # Errors
/// The database's word.
pub async fn list(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    group: Group,
    limit: i64,
) -> Result<Vec<Line>, sqlx::Error> {
    let today = crate::accounts::today_in(tx, door, practice).await?;
    let rows: Vec<LineRow> = on!(tx, c => sqlx::query_as(
        "SELECT * FROM (
             SELECT p.id, p.guarantor_id, g.first_name || ' ' || g.last_name AS name, p.state, p.reason, p.waits,
                    p.snapshot, p.changed_at,
                    CASE WHEN p.state = 'finished' THEN 'finished'
                         WHEN p.state IN ('defaulted', 'cancelled') THEN 'broken'
                         WHEN p.state = 'active' AND p.waits IS NULL THEN 'on_track'
                         ELSE 'at_risk' END AS kind
             FROM plans p
             JOIN guarantors g ON g.practice_id = p.practice_id AND g.id = p.guarantor_id
             WHERE p.practice_id = $1 AND p.state <> 'proposed') l
         WHERE l.kind = $2 ORDER BY l.changed_at DESC, l.id DESC LIMIT $3",
    )
    .bind(practice)
    .bind(group.code())
    .bind(limit)
    .fetch_all(c))?;
    rows.into_iter().map(|row| row.read(today)).collect()
}

impl Group {
    fn code(self) -> &'static str {
        match self {
            Self::OnTrack => "on_track",
            Self::AtRisk => "at_risk",
            Self::Broken => "broken",
            Self::Finished => "finished",
        }
    }
}

impl LineRow {
    fn read(self, today: Date) -> Result<Line, sqlx::Error> {
        let plan: Plan =
            serde_json::from_str(&self.snapshot).map_err(|error| sqlx::Error::Decode(error.into()))?;
        let next = plan.unpaid().next().map(|one| one.due);
        Ok(Line {
            id: self.id,
            guarantor: self.guarantor_id,
            name: self.name,
            state: self.state,
            reason: self.reason,
            waits: self.waits,
            left: plan.left(),
            overdue: plan.overdue(today),
            next,
        })
    }
}

/// What somebody promised to pay, without a plan.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Promise {
    /// Its id.
    pub id: Uuid,
    /// Who promised.
    pub guarantor_id: GuarantorId,
    /// How much, in cents.
    pub amount_cents: i64,
    /// Until when.
    pub due_on: Date,
    /// In the staff's words.
    pub note: Option<String>,
    /// Who wrote it down.
    pub made_by: UserId,
    /// When.
    pub made_at: OffsetDateTime,
    /// `open`, `kept`, `broken` or `withdrawn`.
    pub state: String,
}

/// Writes a promise down. Says its id; none when the amount is not above zero.
///
/// # Errors
/// The database's word.
pub async fn promise_in(
    tx: &mut Tx,
    door: &Door,
    (practice, guarantor): (PracticeId, GuarantorId),
    by: UserId,
    amount: Money,
    due: Date,
    note: Option<&str>,
) -> Result<Option<Uuid>, sqlx::Error> {
    if !amount.is_positive() {
        return Ok(None);
    }
    let id = door.id();
    run!(
        tx,
        sqlx::query(
            "INSERT INTO promises (practice_id, id, guarantor_id, amount_cents, due_on, note, made_by, made_at, state)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open')",
        )
        .bind(practice)
        .bind(id)
        .bind(guarantor)
        .bind(amount.cents())
        .bind(due)
        .bind(note)
        .bind(by)
        .bind(door.now())
    )?;
    Ok(Some(id))
}

/// A promise is taken back.
///
/// # Errors
/// The database's word.
pub async fn withdraw_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    promise: Uuid,
) -> Result<bool, sqlx::Error> {
    close(tx, door, practice, promise, "withdrawn").await
}

async fn close(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    promise: Uuid,
    state: &str,
) -> Result<bool, sqlx::Error> {
    let closed = run!(
        tx,
        sqlx::query(
            "UPDATE promises SET state = $3, closed_at = $4 WHERE practice_id = $1 AND id = $2 AND state = 'open'",
        )
        .bind(practice)
        .bind(promise)
        .bind(state)
        .bind(door.now())
    )?;
    Ok(closed == 1)
}

/// Settles the open promises of a practice: kept when that much was paid since, broken when
/// their day has passed without it. Says how many were settled.
///
/// # Errors
/// The database's word.
pub async fn settle_promises_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
) -> Result<usize, sqlx::Error> {
    let today = crate::accounts::today_in(tx, door, practice).await?;
    let open: Vec<(Uuid, i64, Date, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT r.id, r.amount_cents, r.due_on,
                CAST(COALESCE((SELECT SUM(p.amount_cents) FROM payments p
                               WHERE p.practice_id = r.practice_id AND p.guarantor_id = r.guarantor_id
                                 AND p.state = 'paid' AND p.created_at >= r.made_at), 0) AS BIGINT)
         FROM promises r WHERE r.practice_id = $1 AND r.state = 'open'",
    )
    .bind(practice)
    .fetch_all(c))?;
    let mut settled = 0;
    for (id, amount, due, paid) in open {
        if paid >= amount {
            settled += usize::from(close(tx, door, practice, id, "kept").await?);
        } else if due < today {
            settled += usize::from(close(tx, door, practice, id, "broken").await?);
        }
    }
    Ok(settled)
}

/// The promises of an account, newest first.
///
/// # Errors
/// The database's word.
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
