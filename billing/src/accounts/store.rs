//! All SQL of practices and people.

use domain::{GuarantorId, Money, PatientId, PracticeId, VisitId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Contact, Guarantor, PatientRecord, Person, Policy, Practice, PracticeTotals, Relationship};
use crate::db::Tx;
use crate::{on, run};

pub async fn insert_practice(
    tx: &mut Tx,
    practice: &Practice,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO practices (id, slug, name, phone, email, hours, time_zone, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(practice.id)
        .bind(&practice.slug)
        .bind(&practice.name)
        .bind(&practice.phone)
        .bind(&practice.email)
        .bind(&practice.hours)
        .bind(&practice.time_zone)
        .bind(now)
    )
    .map(drop)
}

pub async fn update_practice(tx: &mut Tx, practice: &Practice) -> Result<(), sqlx::Error> {
    run!(tx, sqlx::query(
        "UPDATE practices SET name = $2, phone = $3, email = $4, hours = $5, time_zone = $6 WHERE id = $1",
    )
    .bind(practice.id)
    .bind(&practice.name)
    .bind(&practice.phone)
    .bind(&practice.email)
    .bind(&practice.hours)
    .bind(&practice.time_zone))
    .map(drop)
}

pub async fn policy(tx: &mut Tx, practice: PracticeId) -> Result<Policy, sqlx::Error> {
    let (second_person, credit_applies, credit_refund_days): (i64, bool, Option<i64>) = on!(tx, c => sqlx::query_as(
        "SELECT second_person_cents, credit_applies, credit_refund_days FROM practices WHERE id = $1",
    )
    .bind(practice)
    .fetch_one(c))?;
    Ok(Policy { second_person: Money::from_cents(second_person), credit_applies, credit_refund_days })
}

pub async fn update_policy(tx: &mut Tx, practice: PracticeId, policy: &Policy) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE practices SET second_person_cents = $2, credit_applies = $3, credit_refund_days = $4
             WHERE id = $1",
        )
        .bind(practice)
        .bind(policy.second_person.cents())
        .bind(policy.credit_applies)
        .bind(policy.credit_refund_days)
    )
    .map(drop)
}

pub async fn practices(tx: &mut Tx) -> Result<Vec<Practice>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, slug, name, phone, email, hours, time_zone, languages, brand_mark FROM practices ORDER BY name, id",
    )
    .fetch_all(c))
}

pub async fn practice(tx: &mut Tx, id: PracticeId) -> Result<Option<Practice>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, slug, name, phone, email, hours, time_zone, languages, brand_mark FROM practices WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(c))
}

pub async fn practice_by_slug(tx: &mut Tx, slug: &str) -> Result<Option<Practice>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, slug, name, phone, email, hours, time_zone, languages, brand_mark FROM practices WHERE slug = $1",
    )
    .bind(slug)
    .fetch_optional(c))
}

/// A guarantor as stored.
#[derive(FromRow)]
pub struct KnownGuarantor {
    pub id: GuarantorId,
    pub first_name: String,
    pub last_name: String,
    pub birth_date: Date,
    address1: Option<String>,
    address2: Option<String>,
    city: Option<String>,
    state: Option<String>,
    zip: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    language: Option<String>,
}

impl KnownGuarantor {
    /// Whether writing this would change nothing: what an export leaves out stays.
    pub fn same(&self, person: &Person, contact: &Contact) -> bool {
        let stays = |new: &Option<String>, old: &Option<String>| new.is_none() || new == old;
        self.first_name == person.first_name
            && self.last_name == person.last_name
            && self.birth_date == person.birth_date
            && stays(&contact.address1, &self.address1)
            && stays(&contact.address2, &self.address2)
            && stays(&contact.city, &self.city)
            && stays(&contact.state, &self.state)
            && stays(&contact.zip, &self.zip)
            && stays(&contact.email, &self.email)
            && stays(&contact.phone, &self.phone)
            && stays(&contact.language, &self.language)
    }
}

pub async fn guarantor_by_account(
    tx: &mut Tx,
    practice: PracticeId,
    account_number: &str,
) -> Result<Option<KnownGuarantor>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, first_name, last_name, birth_date, address1, address2, city, state, zip, email, phone, language
         FROM guarantors WHERE practice_id = $1 AND account_number = $2",
    )
    .bind(practice)
    .bind(account_number)
    .fetch_optional(c))
}

/// A contact field that the export leaves out keeps what is on file.
pub async fn upsert_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    id: GuarantorId,
    account_number: &str,
    person: &Person,
    contact: &Contact,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO guarantors (practice_id, id, account_number, first_name, last_name, birth_date,
                                 address1, address2, city, state, zip, email, phone, language, updated_at, findable)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, COALESCE($14, 'en'), $15, TRUE)
         ON CONFLICT (practice_id, account_number) DO UPDATE SET
             first_name = excluded.first_name, last_name = excluded.last_name,
             birth_date = excluded.birth_date,
             address1 = COALESCE(excluded.address1, guarantors.address1),
             address2 = COALESCE(excluded.address2, guarantors.address2),
             city = COALESCE(excluded.city, guarantors.city),
             state = COALESCE(excluded.state, guarantors.state),
             zip = COALESCE(excluded.zip, guarantors.zip),
             email = COALESCE(excluded.email, guarantors.email),
             phone = COALESCE(excluded.phone, guarantors.phone),
             language = COALESCE($14, guarantors.language),
             updated_at = excluded.updated_at",
        )
        .bind(practice)
        .bind(id)
        .bind(account_number)
        .bind(&person.first_name)
        .bind(&person.last_name)
        .bind(person.birth_date)
        .bind(&contact.address1)
        .bind(&contact.address2)
        .bind(&contact.city)
        .bind(&contact.state)
        .bind(&contact.zip)
        .bind(&contact.email)
        .bind(&contact.phone)
        .bind(&contact.language)
        .bind(now)
    )
    .map(drop)
}

#[derive(FromRow)]
pub struct KnownPatient {
    pub id: PatientId,
    pub guarantor_id: GuarantorId,
    first_name: String,
    last_name: String,
    birth_date: Date,
    pub is_guarantor: bool,
    relationship: Option<String>,
}

impl KnownPatient {
    pub fn same(&self, guarantor: GuarantorId, record: &PatientRecord) -> bool {
        let (person, is_guarantor) = (&record.patient, record.guarantor.is_none());
        let related = record.relationship.map(Relationship::code);
        (related.is_none() || related == self.relationship.as_deref())
            && self.guarantor_id == guarantor
            && self.first_name == person.first_name
            && self.last_name == person.last_name
            && self.birth_date == person.birth_date
            && self.is_guarantor == is_guarantor
    }
}

pub async fn patient(
    tx: &mut Tx,
    practice: PracticeId,
    patient_number: &str,
) -> Result<Option<KnownPatient>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, guarantor_id, first_name, last_name, birth_date, is_guarantor, relationship
         FROM patients WHERE practice_id = $1 AND patient_number = $2",
    )
    .bind(practice)
    .bind(patient_number)
    .fetch_optional(c))
}

pub async fn upsert_patient(
    tx: &mut Tx,
    practice: PracticeId,
    id: PatientId,
    guarantor: GuarantorId,
    record: &PatientRecord,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    let person = &record.patient;
    run!(
        tx,
        sqlx::query(
            "INSERT INTO patients (practice_id, id, guarantor_id, patient_number, first_name, last_name,
                               birth_date, is_guarantor, updated_at, relationship)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (practice_id, patient_number) DO UPDATE SET
             guarantor_id = excluded.guarantor_id, first_name = excluded.first_name,
             last_name = excluded.last_name, birth_date = excluded.birth_date,
             is_guarantor = excluded.is_guarantor, updated_at = excluded.updated_at,
             relationship = CASE WHEN excluded.relationship IS NULL AND patients.guarantor_id = excluded.guarantor_id
                                 THEN patients.relationship ELSE excluded.relationship END",
        )
        .bind(practice)
        .bind(id)
        .bind(guarantor)
        .bind(&record.patient_number)
        .bind(&person.first_name)
        .bind(&person.last_name)
        .bind(person.birth_date)
        .bind(record.guarantor.is_none())
        .bind(now)
        .bind(record.relationship.map(Relationship::code))
    )
    .map(drop)
}

/// What a patient was to whoever answered before says nothing of who answers now.
pub async fn move_patient(
    tx: &mut Tx,
    practice: PracticeId,
    patient: PatientId,
    (from, to): (GuarantorId, GuarantorId),
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE patients SET guarantor_id = $4, relationship = NULL, updated_at = $5,
                    is_guarantor = EXISTS (SELECT 1 FROM guarantors g
                                           WHERE g.practice_id = patients.practice_id AND g.id = $4
                                             AND g.first_name = patients.first_name
                                             AND g.last_name = patients.last_name
                                             AND g.birth_date = patients.birth_date)
                    AND NOT EXISTS (SELECT 1 FROM patients o
                                    WHERE o.practice_id = patients.practice_id AND o.guarantor_id = $4
                                      AND o.is_guarantor)
             WHERE practice_id = $1 AND id = $2 AND guarantor_id = $3",
        )
        .bind(practice)
        .bind(patient)
        .bind(from)
        .bind(to)
        .bind(now)
    )
    .map(drop)
}

pub async fn guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    id: GuarantorId,
) -> Result<Option<Guarantor>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT id, account_number, first_name, last_name, email, language
         FROM guarantors WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(id)
    .fetch_optional(c))
}

/// What is open of a visit, in cents.
#[derive(Clone, PartialEq, Eq, Debug, FromRow)]
pub struct OpenVisit {
    /// The visit.
    pub id: VisitId,
    /// The practice's number for it.
    pub visit_number: String,
    /// Date of service.
    pub service_date: Date,
    /// What the guarantor owes.
    pub patient_cents: i64,
    /// What insurers have not decided.
    pub insurance_cents: i64,
    /// What insurers refused, and is nobody's debt yet.
    pub denied_cents: i64,
    /// What was paid too much.
    pub credit_cents: i64,
}

pub async fn open_visits(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<OpenVisit>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT v.id, v.visit_number, v.service_date, b.patient_cents, b.insurance_cents, b.denied_cents, b.credit_cents
         FROM visit_balances b JOIN visits v ON v.practice_id = b.practice_id AND v.id = b.visit_id
         WHERE b.practice_id = $1 AND b.guarantor_id = $2
           AND b.patient_cents + b.insurance_cents + b.denied_cents + b.credit_cents > 0
         ORDER BY v.service_date, v.id",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}

/// What somebody types to say which account is theirs. No `Debug`: it is personal.
pub struct AccountMatch {
    /// The practice's number for the account, as printed on the bill.
    pub account_number: String,
    /// The guarantor's date of birth.
    pub birth_date: Date,
    /// The guarantor's ZIP code.
    pub zip: String,
}

pub async fn match_account(
    tx: &mut Tx,
    practice: PracticeId,
    account: &AccountMatch,
) -> Result<Option<Guarantor>, sqlx::Error> {
    let five: String = account.zip.chars().filter(char::is_ascii_digit).take(5).collect();
    on!(tx, c => sqlx::query_as(
        "SELECT id, account_number, first_name, last_name, email, language
         FROM guarantors
         WHERE practice_id = $1 AND LOWER(account_number) = LOWER($2) AND birth_date = $3
           AND SUBSTR(zip, 1, 5) = $4",
    )
    .bind(practice)
    .bind(account.account_number.trim())
    .bind(account.birth_date)
    .bind(five)
    .fetch_optional(c))
}

pub async fn household(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<String>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT first_name FROM patients WHERE practice_id = $1 AND guarantor_id = $2
         ORDER BY is_guarantor DESC, birth_date, id",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}

#[derive(FromRow)]
struct TotalsRow {
    patient: i64,
    insurance: i64,
    denied: i64,
    credit: i64,
    guarantors: i64,
}

pub async fn totals(tx: &mut Tx, practice: PracticeId) -> Result<PracticeTotals, sqlx::Error> {
    let row: TotalsRow = on!(tx, c => sqlx::query_as(
        "SELECT CAST(COALESCE(SUM(patient_cents), 0) AS BIGINT) AS patient,
                CAST(COALESCE(SUM(insurance_cents), 0) AS BIGINT) AS insurance,
                CAST(COALESCE(SUM(denied_cents), 0) AS BIGINT) AS denied,
                CAST(COALESCE(SUM(credit_cents), 0) AS BIGINT) AS credit,
                (SELECT COUNT(*) FROM guarantors WHERE practice_id = $1) AS guarantors
         FROM visit_balances WHERE practice_id = $1",
    )
    .bind(practice)
    .fetch_one(c))?;
    Ok(PracticeTotals {
        patient: Money::from_cents(row.patient),
        insurance: Money::from_cents(row.insurance),
        denied: Money::from_cents(row.denied),
        credit: Money::from_cents(row.credit),
        guarantors: row.guarantors,
    })
}

pub async fn siblings(tx: &mut Tx, practice: PracticeId) -> Result<Vec<PracticeId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar(
        "SELECT p.id FROM practices p
         WHERE p.id = $1
            OR p.organisation_id = (SELECT o.organisation_id FROM practices o WHERE o.id = $1)
         ORDER BY p.name, p.id",
    )
    .bind(practice)
    .fetch_all(c))
}

/// The organisation of this name; a new one gets this id.
pub async fn organisation(tx: &mut Tx, id: Uuid, name: &str) -> Result<Uuid, sqlx::Error> {
    run!(
        tx,
        sqlx::query("INSERT INTO organisations (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(id)
            .bind(name)
    )?;
    on!(tx, c => sqlx::query_scalar("SELECT id FROM organisations WHERE name = $1").bind(name).fetch_one(c))
}

pub async fn practices_of(tx: &mut Tx, organisation: Uuid) -> Result<Vec<PracticeId>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT id FROM practices WHERE organisation_id = $1 ORDER BY id")
        .bind(organisation)
        .fetch_all(c))
}

pub async fn organisation_by_name(tx: &mut Tx, name: &str) -> Result<Option<Uuid>, sqlx::Error> {
    on!(tx, c => sqlx::query_scalar("SELECT id FROM organisations WHERE name = $1").bind(name).fetch_optional(c))
}

pub async fn set_organisation(
    tx: &mut Tx,
    practice: PracticeId,
    organisation: Option<Uuid>,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE practices SET organisation_id = $2 WHERE id = $1")
            .bind(practice)
            .bind(organisation)
    )
    .map(drop)
}
