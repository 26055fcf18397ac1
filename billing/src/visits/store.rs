//! All SQL of visits, coverages and charges.

use domain::payment::Due;
use domain::{ChargeId, GuarantorId, Money, PatientId, PracticeId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};

use super::{ChargeRecord, VisitRecord};
use crate::db::Tx;
use crate::{on, run};

#[derive(FromRow)]
pub struct KnownVisit {
    pub id: VisitId,
    pub patient_id: PatientId,
    pub guarantor_id: GuarantorId,
    pub service_date: Date,
}

pub async fn visit_by_number(
    tx: &mut Tx,
    practice: PracticeId,
    visit_number: &str,
) -> Result<Option<KnownVisit>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, patient_id, guarantor_id, service_date FROM visits
         WHERE practice_id = $1 AND visit_number = $2",
    )
    .bind(practice)
    .bind(visit_number)
    .fetch_optional(c))
}

pub async fn insert_visit(
    tx: &mut Tx,
    practice: PracticeId,
    id: VisitId,
    patient: PatientId,
    guarantor: GuarantorId,
    record: &VisitRecord,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO visits (practice_id, id, patient_id, guarantor_id, visit_number, service_date,
                             provider, location, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(practice)
        .bind(id)
        .bind(patient)
        .bind(guarantor)
        .bind(&record.visit_number)
        .bind(record.service_date)
        .bind(&record.provider)
        .bind(&record.location)
        .bind(now)
    )?;
    run!(
        tx,
        sqlx::query("INSERT INTO visit_balances (practice_id, visit_id, guarantor_id) VALUES ($1, $2, $3)",)
            .bind(practice)
            .bind(id)
            .bind(guarantor)
    )
    .map(drop)
}

/// Says whether anything differed. What the export leaves out stays.
pub async fn update_visit(
    tx: &mut Tx,
    practice: PracticeId,
    id: VisitId,
    record: &VisitRecord,
) -> Result<bool, sqlx::Error> {
    let touched = run!(tx, sqlx::query(
        "UPDATE visits SET service_date = $3, provider = COALESCE($4, provider), location = COALESCE($5, location)
         WHERE practice_id = $1 AND id = $2
           AND (service_date <> $3 OR COALESCE(provider, '') <> COALESCE($4, provider, '')
                OR COALESCE(location, '') <> COALESCE($5, location, ''))",
    )
    .bind(practice)
    .bind(id)
    .bind(record.service_date)
    .bind(&record.provider)
    .bind(&record.location))?;
    Ok(touched > 0)
}

pub async fn coverages(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Vec<(String, Option<String>)>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT payer, member_id FROM coverages WHERE practice_id = $1 AND visit_id = $2 ORDER BY rank",
    )
    .bind(practice)
    .bind(visit)
    .fetch_all(c))
}

pub async fn set_coverages(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    coverages: &[(String, Option<String>)],
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("DELETE FROM coverages WHERE practice_id = $1 AND visit_id = $2")
            .bind(practice)
            .bind(visit)
    )?;
    for ((payer, member), rank) in coverages.iter().zip(1_i64..) {
        run!(tx, sqlx::query(
            "INSERT INTO coverages (practice_id, visit_id, rank, payer, member_id) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(practice)
        .bind(visit)
        .bind(rank)
        .bind(payer)
        .bind(member))?;
    }
    Ok(())
}

pub struct KnownCharge {
    pub id: ChargeId,
    pub amount: Money,
}

pub async fn charge(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
    line: &str,
) -> Result<Option<KnownCharge>, sqlx::Error> {
    let row: Option<(ChargeId, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT id, amount_cents FROM charges WHERE practice_id = $1 AND visit_id = $2 AND line = $3",
    )
    .bind(practice)
    .bind(visit)
    .bind(line)
    .fetch_optional(c))?;
    Ok(row.map(|(id, cents)| KnownCharge { id, amount: Money::from_cents(cents) }))
}

pub async fn insert_charge(
    tx: &mut Tx,
    practice: PracticeId,
    id: ChargeId,
    visit: VisitId,
    record: &ChargeRecord,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO charges (practice_id, id, visit_id, line, code, modifiers, description, units,
                              amount_cents, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(practice)
        .bind(id)
        .bind(visit)
        .bind(&record.line)
        .bind(&record.code)
        .bind(&record.modifiers)
        .bind(&record.description)
        .bind(&record.units)
        .bind(record.amount.cents())
        .bind(now)
    )
    .map(drop)
}

/// Says whether anything differed.
pub async fn update_charge(
    tx: &mut Tx,
    practice: PracticeId,
    id: ChargeId,
    record: &ChargeRecord,
) -> Result<bool, sqlx::Error> {
    let touched =
        run!(tx, sqlx::query(
        "UPDATE charges SET code = $3, modifiers = $4, description = $5, units = $6, amount_cents = $7
         WHERE practice_id = $1 AND id = $2
           AND (code <> $3 OR modifiers <> $4 OR description <> $5 OR units <> $6 OR amount_cents <> $7)",
    )
    .bind(practice)
    .bind(id)
    .bind(&record.code)
    .bind(&record.modifiers)
    .bind(&record.description)
    .bind(&record.units)
    .bind(record.amount.cents()))?;
    Ok(touched > 0)
}

pub async fn decided(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM claims WHERE practice_id = $1 AND visit_id = $2 AND state = 'posted')",
    )
    .bind(practice)
    .bind(visit)
    .fetch_one(c))
}

/// Whether an insurer was ever asked to pay something of a visit and has answered.
pub async fn claimed(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<bool, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT EXISTS (SELECT 1 FROM claims WHERE practice_id = $1 AND visit_id = $2)",
    )
    .bind(practice)
    .bind(visit)
    .fetch_one(c))
}

/// What is owed for each visit and on nobody's way: a bank debit that is counts as paid here, it
/// must not be collected twice. Beside it, what of it is in question: all of it while a federal
/// reviewer has the visit. Of a practice that has left nothing is collected here.
pub async fn owed(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<(Due, Money)>, sqlx::Error> {
    let rows: Vec<(VisitId, i64, i64)> = on!(tx, c => sqlx::query_as(
        "SELECT d.visit_id, d.cents, CASE WHEN d.federal THEN d.cents ELSE d.disputed_cents END
         FROM (SELECT b.visit_id, v.service_date, b.disputed_cents, b.federal, CAST(b.patient_cents - COALESCE(
                   (SELECT SUM(a.amount_cents) FROM payments p
                    JOIN payment_parts a ON a.practice_id = p.practice_id AND a.payment_id = p.id
                    WHERE p.practice_id = b.practice_id AND p.guarantor_id = b.guarantor_id
                      AND p.state = 'processing' AND a.visit_id = b.visit_id), 0) AS BIGINT) AS cents
               FROM visit_balances b
               JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
               WHERE b.practice_id = $1 AND b.guarantor_id = $2 AND b.patient_cents > 0
                 AND NOT EXISTS (SELECT 1 FROM practices r WHERE r.id = $1 AND r.left_at IS NOT NULL)) d
         WHERE d.cents > 0
         ORDER BY d.service_date, d.visit_id",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?;
    let owed = |(visit, cents, disputed)| {
        let amount = Money::from_cents(cents);
        (Due { visit, amount }, Money::from_cents(disputed).min(amount))
    };
    Ok(rows.into_iter().map(owed).collect())
}

pub async fn newest(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<VisitId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT v.id FROM visit_balances b JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
         WHERE b.practice_id = $1 AND b.guarantor_id = $2 ORDER BY v.service_date DESC, v.id DESC LIMIT 1",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_optional(c))
}

/// A visit with its patient and its first charge.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct VisitInfo {
    /// Its id.
    pub id: VisitId,
    /// Date of service.
    pub service_date: Date,
    /// Who treated.
    pub provider: Option<String>,
    /// Where.
    pub location: Option<String>,
    /// The patient's given name.
    pub patient_name: String,
    /// The patient answers for themselves.
    pub is_self: bool,
    /// What the largest charge was for, in the practice's words.
    pub description: Option<String>,
}

/// A visit in a list, with what is open for it.
#[derive(Clone, PartialEq, Eq, FromRow)]
pub struct VisitSummary {
    /// The visit.
    #[sqlx(flatten)]
    pub visit: VisitInfo,
    /// Due from the guarantor, in cents.
    pub patient_cents: i64,
    /// With insurers, in cents.
    pub insurance_cents: i64,
    /// Refused and being worked, in cents.
    pub denied_cents: i64,
    /// Paid beyond the share, in cents.
    pub credit_cents: i64,
    /// The insurer that pays first.
    pub payer: Option<String>,
    /// When the practice exported the visit: how long insurance has had it.
    pub created_at: OffsetDateTime,
}

pub async fn summaries(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<VisitSummary>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT v.id, v.service_date, v.provider, v.location, p.first_name AS patient_name,
                (p.is_guarantor AND p.guarantor_id = v.guarantor_id) AS is_self, v.created_at,
                (SELECT h.description FROM charges h WHERE h.practice_id = v.practice_id AND h.visit_id = v.id
                 ORDER BY h.amount_cents DESC, h.line LIMIT 1) AS description,
                b.patient_cents, b.insurance_cents, b.denied_cents, b.credit_cents,
                (SELECT k.payer FROM coverages k WHERE k.practice_id = v.practice_id AND k.visit_id = v.id
                 ORDER BY k.rank LIMIT 1) AS payer
         FROM visits v
         JOIN patients p ON p.practice_id = v.practice_id AND p.id = v.patient_id
         JOIN visit_balances b ON b.practice_id = v.practice_id AND b.visit_id = v.id
         WHERE v.practice_id = $1 AND v.guarantor_id = $2
         ORDER BY (b.patient_cents + b.insurance_cents + b.denied_cents + b.credit_cents > 0) DESC,
                  v.service_date DESC, v.id DESC
         LIMIT $3",
    )
    .bind(practice)
    .bind(guarantor)
    .bind(limit)
    .fetch_all(c))
}

/// Whoever answers for it, or only when this guarantor does.
pub async fn visit(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: Option<GuarantorId>,
    visit: VisitId,
) -> Result<Option<VisitInfo>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT v.id, v.service_date, v.provider, v.location, p.first_name AS patient_name,
                (p.is_guarantor AND p.guarantor_id = v.guarantor_id) AS is_self,
                (SELECT h.description FROM charges h WHERE h.practice_id = v.practice_id AND h.visit_id = v.id
                 ORDER BY h.amount_cents DESC, h.line LIMIT 1) AS description
         FROM visits v
         JOIN patients p ON p.practice_id = v.practice_id AND p.id = v.patient_id
         WHERE v.practice_id = $1 AND v.id = $2 AND ($3 IS NULL OR v.guarantor_id = $3)",
    )
    .bind(practice)
    .bind(visit)
    .bind(guarantor)
    .fetch_optional(c))
}

/// A charge line as the patient reads it.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct ChargeInfo {
    /// Its id.
    pub id: ChargeId,
    /// Its number within the visit.
    pub line: String,
    /// CPT or HCPCS code.
    pub code: String,
    /// Modifiers, separated by spaces.
    pub modifiers: String,
    /// What was done.
    pub description: String,
    /// How many.
    pub units: String,
    /// The charge, in cents.
    pub amount_cents: i64,
}

pub async fn charges(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Vec<ChargeInfo>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, line, code, modifiers, description, units, amount_cents FROM charges
         WHERE practice_id = $1 AND visit_id = $2 ORDER BY LENGTH(line), line",
    )
    .bind(practice)
    .bind(visit)
    .fetch_all(c))
}
