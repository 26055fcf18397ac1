//! All SQL of what is kept beside the plans themselves: what was signed, what a practice
//! offers, what is to be told.

use domain::plan::Policy;
use domain::{GuarantorId, PlanId, PracticeId, UserId};
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::super::sign::Consent;
use super::super::told::About;
use super::{Held, json};
use crate::db::Tx;
use crate::{on, run};

/// What was agreed to.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Document {
    /// Its id.
    pub id: Uuid,
    /// For whom.
    pub guarantor_id: GuarantorId,
    /// `agreement` or `autopay`.
    pub kind: String,
    /// `en` or `es`.
    pub language: String,
    /// Which version of the terms.
    pub terms_version: String,
    /// Terms, schedule, disclosure and balances as JSON ([`super::super::sign::Signed`]).
    pub offer: Option<String>,
    /// The text.
    pub agreement: String,
    /// The authorisation of automatic payments.
    pub autopay: Option<String>,
    /// The most they may take at once, in cents.
    pub cap_cents: Option<i64>,
    /// Over all of the above, in hexadecimal digits.
    pub sha256: String,
    /// Who agreed.
    pub signed_by: UserId,
    /// When.
    pub signed_at: OffsetDateTime,
    /// From which network address.
    pub address: String,
}

impl Document {
    /// Whether it is what was signed.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let parts = [
            Some(self.kind.as_str()),
            Some(&self.language),
            Some(&self.terms_version),
            self.offer.as_deref(),
            Some(&self.agreement),
            self.autopay.as_deref(),
        ];
        digest(&parts, self.cap_cents) == self.sha256
    }
}

/// Each part with its length before it, so that no two documents read alike.
fn digest(parts: &[Option<&str>], cap: Option<i64>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        let text = part.unwrap_or_default();
        hash.update([u8::from(part.is_some())]);
        hash.update(text.len().to_be_bytes());
        hash.update(text);
    }
    hash.update(cap.unwrap_or(-1).to_be_bytes());
    crate::hex(&hash.finalize())
}

pub async fn insert_document(
    tx: &mut Tx,
    held: &Held,
    by: UserId,
    (id, kind, offer): (Uuid, &str, Option<String>),
    consent: &Consent,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let autopay = consent.autopay.as_ref().map(|(words, _)| words.as_str());
    let cap = consent.autopay.as_ref().map(|(_, cap)| cap.cents());
    let parts = [
        Some(kind),
        Some(consent.language.as_str()),
        Some(&consent.terms_version),
        offer.as_deref(),
        Some(&consent.agreement),
        autopay,
    ];
    let sha256 = digest(&parts, cap);
    run!(tx, sqlx::query(
        "INSERT INTO plan_documents (practice_id, id, plan_id, guarantor_id, kind, language, terms_version, offer,
                                     agreement, autopay, cap_cents, sha256, signed_by, signed_at, address)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(held.practice)
    .bind(id)
    .bind(held.plan.id)
    .bind(held.plan.guarantor)
    .bind(kind)
    .bind(&consent.language)
    .bind(&consent.terms_version)
    .bind(&offer)
    .bind(&consent.agreement)
    .bind(autopay)
    .bind(cap)
    .bind(&sha256)
    .bind(by)
    .bind(now)
    .bind(&consent.address))
    .map(drop)
}

pub async fn documents(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Vec<Document>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, guarantor_id, kind, language, terms_version, offer, agreement, autopay, cap_cents, sha256,
                signed_by, signed_at, address
         FROM plan_documents WHERE practice_id = $1 AND plan_id = $2 ORDER BY signed_at, id",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}

/// Oldest first.
pub async fn policies(tx: &mut Tx, practice: PracticeId) -> Result<Vec<Policy>, sqlx::Error> {
    let rows: Vec<String> = on!(tx, c => sqlx::query_scalar(
        "SELECT policy FROM plan_policies WHERE practice_id = $1 ORDER BY set_at, id",
    )
    .bind(practice)
    .fetch_all(c))?;
    rows.iter()
        .map(|row| serde_json::from_str(row).map_err(|error| sqlx::Error::Decode(error.into())))
        .collect()
}

pub async fn insert_policy(
    tx: &mut Tx,
    practice: PracticeId,
    id: Uuid,
    by: UserId,
    policy: &Policy,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO plan_policies (practice_id, id, effective, policy, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(practice)
        .bind(id)
        .bind(policy.effective)
        .bind(json(policy)?)
        .bind(by)
        .bind(now)
    )
    .map(drop)
}

/// What somebody is to be told about a plan.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Notice {
    /// The practice.
    pub practice_id: PracticeId,
    /// The plan.
    pub plan_id: PlanId,
    kind: String,
    /// Which instalment; 0: none in particular.
    pub number: i64,
    /// Its due date, or the day it happened.
    pub due_on: Date,
    /// Which attempt; 0: none.
    pub attempt: i64,
}

impl Notice {
    /// What it tells; none when a newer program wrote it.
    #[must_use]
    pub fn about(&self) -> Option<About> {
        About::from_code(&self.kind)
    }
}

/// Told once, however often it is found.
pub async fn notice(
    tx: &mut Tx,
    held: &Held,
    about: About,
    (number, due, attempt): (u32, Date, i64),
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO plan_notices (practice_id, plan_id, kind, number, due_on, attempt, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(held.practice)
        .bind(held.plan.id)
        .bind(about.code())
        .bind(i64::from(number))
        .bind(due)
        .bind(attempt)
        .bind(now)
    )
    .map(drop)
}

pub async fn notices(tx: &mut Tx, limit: i64) -> Result<Vec<Notice>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT practice_id, plan_id, kind, number, due_on, attempt FROM plan_notices
         WHERE told_at IS NULL ORDER BY made_at, plan_id, kind, number LIMIT $1",
    )
    .bind(limit)
    .fetch_all(c))
}

/// Says whether nobody else told it.
pub async fn told(tx: &mut Tx, notice: &Notice, now: OffsetDateTime) -> Result<bool, sqlx::Error> {
    let told = run!(tx, sqlx::query(
        "UPDATE plan_notices SET told_at = $7
         WHERE practice_id = $1 AND plan_id = $2 AND kind = $3 AND number = $4 AND due_on = $5 AND attempt = $6
           AND told_at IS NULL",
    )
    .bind(notice.practice_id)
    .bind(notice.plan_id)
    .bind(&notice.kind)
    .bind(notice.number)
    .bind(notice.due_on)
    .bind(notice.attempt)
    .bind(now))?;
    Ok(told == 1)
}
