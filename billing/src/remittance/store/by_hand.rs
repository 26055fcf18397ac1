//! SQL of decisions that staff place by hand.

use domain::{ClaimId, GuarantorId, Money, PracticeId, UserId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};

use super::RemittanceRow;
use crate::db::Tx;
use crate::{on, run};

/// A decision as it is kept, with its remittance and the visit it has.
#[derive(FromRow)]
pub struct KeptClaim {
    pub segment: i64,
    pub content: Vec<u8>,
    pub state: String,
    pub reason: Option<String>,
    pub visit_id: Option<VisitId>,
    pub guarantor_id: Option<GuarantorId>,
    #[sqlx(flatten)]
    pub remittance: RemittanceRow,
    pub file_name: String,
}

impl KeptClaim {
    pub fn waits(&self) -> bool {
        matches!(self.state.as_str(), "unmatched" | "held")
    }

    pub fn is_placed(&self) -> bool {
        matches!(self.state.as_str(), "posted" | "noted")
    }
}

pub async fn claim(tx: &mut Tx, practice: PracticeId, id: ClaimId) -> Result<Option<KeptClaim>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT k.segment, k.content, k.state, k.reason, k.visit_id, v.guarantor_id, k.remittance_id,
                r.payer, r.payer_key, r.trace, r.paid_on, r.file_name
         FROM claims k
         JOIN remittances r ON r.practice_id = k.practice_id AND r.id = k.remittance_id
         LEFT JOIN visits v ON v.practice_id = k.practice_id AND v.id = k.visit_id
         WHERE k.practice_id = $1 AND k.id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))
}

/// It was not of any visit.
pub async fn set_returned(tx: &mut Tx, practice: PracticeId, id: ClaimId) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE claims SET state = 'reversed', reason = NULL, visit_id = NULL WHERE practice_id = $1 AND id = $2",
        )
        .bind(practice)
        .bind(id)
    )
    .map(drop)
}

/// Something that staff did with a decision.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct KeptStep {
    /// `noted`, `matched` or `returned`.
    pub step: String,
    /// What was noted, or why it went back.
    pub words: Option<String>,
    /// Who.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
}

pub async fn steps(tx: &mut Tx, practice: PracticeId, id: ClaimId) -> Result<Vec<KeptStep>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT s.step, s.words, u.name AS by_name, s.at FROM claim_steps s JOIN users u ON u.id = s.by_user
         WHERE s.practice_id = $1 AND s.claim_id = $2 ORDER BY s.seq",
    )
    .bind(practice)
    .bind(id)
    .fetch_all(c))
}

pub async fn insert_step(
    tx: &mut Tx,
    (practice, by): (PracticeId, UserId),
    id: ClaimId,
    (step, visit, words): (&str, Option<VisitId>, Option<&str>),
    at: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO claim_steps (practice_id, claim_id, seq, step, visit_id, words, by_user, at)
             SELECT $1, $2, COALESCE(MAX(seq), 0) + 1, $3, $4, $5, $6, $7 FROM claim_steps
             WHERE practice_id = $1 AND claim_id = $2",
        )
        .bind(practice)
        .bind(id)
        .bind(step)
        .bind(visit)
        .bind(words)
        .bind(by)
        .bind(at)
    )
    .map(drop)
}

/// A visit that an insurer may have meant.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct Meant {
    /// Who answers for it.
    pub guarantor_id: GuarantorId,
    /// The practice's number for it.
    pub visit_number: String,
    /// Who was treated.
    pub patient: String,
    /// Date of service.
    pub service_date: Date,
    charged_cents: i64,
}

impl Meant {
    /// What was charged for it.
    #[must_use]
    pub fn charged(&self) -> Money {
        Money::from_cents(self.charged_cents)
    }
}

/// The visits of an account, newest first.
pub async fn visits(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Meant>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT v.guarantor_id, v.visit_number, p.first_name || ' ' || p.last_name AS patient, v.service_date,
                CAST(COALESCE((SELECT SUM(h.amount_cents) FROM charges h
                               WHERE h.practice_id = v.practice_id AND h.visit_id = v.id), 0) AS BIGINT) AS charged_cents
         FROM visits v
         JOIN patients p ON p.practice_id = v.practice_id AND p.id = v.patient_id
         WHERE v.practice_id = $1 AND v.guarantor_id = $2
         ORDER BY v.service_date DESC, v.id LIMIT 200",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}
