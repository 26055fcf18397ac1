//! All SQL of exceptions from a practice's policy.

use domain::plan::Policy;
use domain::{GuarantorId, Money, PlanId, PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::json;
use crate::db::Tx;
use crate::{on, run};

/// An exception from the policy, for one account.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Exception {
    /// Its id.
    pub id: Uuid,
    /// For whom.
    pub guarantor_id: GuarantorId,
    pub(in crate::plans) policy: String,
    /// Why.
    pub reason: String,
    /// What was due when it was asked for, in cents.
    pub amount_cents: i64,
    /// The last day on which it can be signed.
    pub until: Date,
    /// `asked`, `open`, `used`, `refused` or `withdrawn`.
    pub state: String,
    /// Who asked for it.
    pub asked_by: UserId,
    /// When.
    pub asked_at: OffsetDateTime,
}

impl Exception {
    /// What is offered instead of the practice's policy.
    ///
    /// # Errors
    /// What is stored cannot be read.
    pub fn policy(&self) -> Result<Policy, sqlx::Error> {
        serde_json::from_str(&self.policy).map_err(|error| sqlx::Error::Decode(error.into()))
    }
}

/// One to be kept.
pub struct New<'a> {
    pub id: Uuid,
    pub guarantor: GuarantorId,
    pub policy: Policy,
    pub reason: &'a str,
    pub amount: Money,
    pub until: Date,
    pub state: &'a str,
    pub by: UserId,
}

pub async fn insert(
    tx: &mut Tx,
    practice: PracticeId,
    new: &New<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "INSERT INTO plan_exceptions (practice_id, id, guarantor_id, policy, reason, amount_cents, until, state,
                                      asked_by, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(practice)
    .bind(new.id)
    .bind(new.guarantor)
    .bind(json(&new.policy)?)
    .bind(new.reason)
    .bind(new.amount.cents())
    .bind(new.until)
    .bind(new.state)
    .bind(new.by)
    .bind(now))
    .map(drop)
}

pub async fn exception(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
) -> Result<Option<Exception>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, guarantor_id, policy, reason, amount_cents, until, state, asked_by, asked_at
         FROM plan_exceptions WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))
}

pub async fn standing(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Exception>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, guarantor_id, policy, reason, amount_cents, until, state, asked_by, asked_at
         FROM plan_exceptions WHERE practice_id = $1 AND guarantor_id = $2 AND state IN ('asked', 'open')",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_optional(c))
}

/// Those whose day has passed stand no longer.
pub async fn lapse(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    today: Date,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE plan_exceptions SET state = 'withdrawn'
             WHERE practice_id = $1 AND guarantor_id = $2 AND state IN ('asked', 'open') AND until < $3",
        )
        .bind(practice)
        .bind(guarantor)
        .bind(today)
    )
    .map(drop)
}

/// Says whether it was as the caller thought.
pub async fn decide(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    (from, to): (&str, &str),
    by: UserId,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let changed = run!(
        tx,
        sqlx::query(
            "UPDATE plan_exceptions SET state = $4, decided_by = $5, decided_at = $6
             WHERE practice_id = $1 AND id = $2 AND state = $3",
        )
        .bind(practice)
        .bind(id)
        .bind(from)
        .bind(to)
        .bind(by)
        .bind(now)
    )?;
    Ok(changed == 1)
}

pub async fn used(tx: &mut Tx, practice: PracticeId, id: Uuid, plan: PlanId) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE plan_exceptions SET state = 'used', plan_id = $3
             WHERE practice_id = $1 AND id = $2 AND state = 'open'",
        )
        .bind(practice)
        .bind(id)
        .bind(plan)
    )
    .map(drop)
}
