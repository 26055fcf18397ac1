//! All SQL of work items and holds.

use domain::{GuarantorId, PaymentId, PracticeId, UserId};
use sqlx::FromRow;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Work, WorkKind};
use crate::db::Tx;
use crate::{on, run};

/// Something that waits for a person.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct WorkItem {
    /// Its id.
    pub id: Uuid,
    kind: String,
    /// What it is about, such as a refund's id.
    pub subject: String,
    /// For which account.
    pub guarantor_id: Option<GuarantorId>,
    /// Whose account, by name.
    pub guarantor_name: Option<String>,
    /// For which payment.
    pub payment_id: Option<PaymentId>,
    /// How much is at stake, in cents.
    pub amount_cents: Option<i64>,
    /// Since when.
    pub opened_at: OffsetDateTime,
    /// Until when.
    pub due_at: Option<OffsetDateTime>,
}

impl WorkItem {
    /// What kind of work it is; none when a newer program wrote it.
    #[must_use]
    pub fn kind(&self) -> Option<WorkKind> {
        WorkKind::from_code(&self.kind)
    }

    /// Whether the mail that does not arrive is email.
    #[must_use]
    pub fn is_about_email(&self) -> bool {
        self.subject.starts_with(super::EMAIL)
    }
}

/// A reason why reminders and collections rest.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Hold {
    /// Why: `chargeback`.
    pub reason: String,
    /// What it is about.
    pub subject: String,
    /// Since when.
    pub since: OffsetDateTime,
}

impl Hold {
    /// Whether a dispute holds the account, and not a person: that ends with the dispute.
    #[must_use]
    pub fn is_of_a_dispute(&self) -> bool {
        self.reason == "dispute" && Uuid::parse_str(&self.subject).is_ok()
    }

    /// Whether a patient's request for help holds the account, and not a person: that ends with its
    /// answer.
    #[must_use]
    pub fn is_of_a_request(&self) -> bool {
        self.reason == super::ASSISTANCE && Uuid::parse_str(&self.subject).is_ok()
    }

    /// Whether staff end it; what a bank or a patient began ends with what they began.
    #[must_use]
    pub fn is_ended_by_staff(&self) -> bool {
        self.reason != "chargeback" && !self.is_of_a_dispute() && !self.is_of_a_request()
    }
}

macro_rules! select_items {
    ($rest:literal) => {
        concat!(
            "SELECT w.id, w.kind, w.subject, w.guarantor_id, g.first_name || ' ' || g.last_name AS guarantor_name,
                    w.payment_id, w.amount_cents, w.opened_at, w.due_at
             FROM work_items w
             LEFT JOIN guarantors g ON g.practice_id = w.practice_id AND g.id = w.guarantor_id ",
            $rest
        )
    };
}

pub async fn open(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    work: &Work<'_>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO work_items
             (practice_id, id, kind, subject, guarantor_id, payment_id, amount_cents, opened_at, due_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (practice_id, kind, subject) WHERE closed_at IS NULL
         DO UPDATE SET due_at = excluded.due_at, amount_cents = excluded.amount_cents",
        )
        .bind(practice)
        .bind(id)
        .bind(work.kind.code())
        .bind(work.subject)
        .bind(work.guarantor)
        .bind(work.payment)
        .bind(work.amount.map(|amount| amount.cents()))
        .bind(now)
        .bind(work.due)
    )
    .map(drop)
}

pub async fn close_subject(
    tx: &mut Tx,
    practice: PracticeId,
    kind: WorkKind,
    subject: &str,
    by: Option<UserId>,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE work_items SET closed_at = $5, closed_by = $4
             WHERE practice_id = $1 AND kind = $2 AND subject = $3 AND closed_at IS NULL",
        )
        .bind(practice)
        .bind(kind.code())
        .bind(subject)
        .bind(by)
        .bind(now)
    )
    .map(drop)
}

pub async fn close(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    by: UserId,
    note: Option<&str>,
    now: OffsetDateTime,
) -> Result<bool, sqlx::Error> {
    let closed = run!(
        tx,
        sqlx::query(
            "UPDATE work_items SET closed_at = $5, closed_by = $3, note = $4
             WHERE practice_id = $1 AND id = $2 AND closed_at IS NULL",
        )
        .bind(practice)
        .bind(id)
        .bind(by)
        .bind(note)
        .bind(now)
    )?;
    Ok(closed == 1)
}

pub async fn item(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<WorkItem>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_items!("WHERE w.practice_id = $1 AND w.id = $2 AND w.closed_at IS NULL"))
        .bind(practice)
        .bind(id)
        .fetch_optional(c))
}

pub async fn waiting(tx: &mut Tx, practice: PracticeId, limit: i64) -> Result<Vec<WorkItem>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(select_items!(
        "WHERE w.practice_id = $1 AND w.closed_at IS NULL
         ORDER BY CASE WHEN w.due_at IS NULL THEN 1 ELSE 0 END, w.due_at, w.opened_at, w.id LIMIT $2"
    ))
    .bind(practice)
    .bind(limit)
    .fetch_all(c))
}

pub async fn count(tx: &mut Tx, practice: PracticeId) -> Result<i64, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT COUNT(*) FROM work_items WHERE practice_id = $1 AND closed_at IS NULL",
    )
    .bind(practice)
    .fetch_one(c))
}

pub async fn hold(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    reason: &str,
    subject: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO holds (practice_id, guarantor_id, reason, subject, since)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (practice_id, reason, subject) DO UPDATE SET until = NULL",
        )
        .bind(practice)
        .bind(guarantor)
        .bind(reason)
        .bind(subject)
        .bind(now)
    )
    .map(drop)
}

pub async fn release(
    tx: &mut Tx,
    practice: PracticeId,
    reason: &str,
    subject: &str,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE holds SET until = $4
             WHERE practice_id = $1 AND reason = $2 AND subject = $3 AND until IS NULL",
        )
        .bind(practice)
        .bind(reason)
        .bind(subject)
        .bind(now)
    )
    .map(drop)
}

pub async fn holds(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Hold>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT reason, subject, since FROM holds
         WHERE practice_id = $1 AND guarantor_id = $2 AND until IS NULL ORDER BY since, subject",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}
