//! All SQL of registrations.

use domain::{GuarantorId, PatientId, PracticeId, UserId};
use sqlx::FromRow;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{Correction, Patient, Registration};
use crate::accounts::{Contact, Person};
use crate::db::Tx;
use crate::{on, run};

#[derive(FromRow)]
struct GuarantorRow {
    account_number: String,
    first_name: String,
    last_name: String,
    birth_date: Date,
    address1: Option<String>,
    address2: Option<String>,
    city: Option<String>,
    state: Option<String>,
    zip: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    language: String,
}

#[derive(FromRow)]
struct PatientRow {
    id: PatientId,
    patient_number: String,
    first_name: String,
    last_name: String,
    birth_date: Date,
    is_guarantor: bool,
}

pub async fn registration(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Registration>, sqlx::Error> {
    let row: Option<GuarantorRow> = on!(tx, c => sqlx::query_as(
        "SELECT account_number, first_name, last_name, birth_date, address1, address2, city, state, zip, email, phone,
                language
         FROM guarantors WHERE practice_id = $1 AND id = $2",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_optional(c))?;
    let Some(row) = row else { return Ok(None) };
    let patients: Vec<PatientRow> = on!(tx, c => sqlx::query_as(
        "SELECT id, patient_number, first_name, last_name, birth_date, is_guarantor FROM patients
         WHERE practice_id = $1 AND guarantor_id = $2 ORDER BY is_guarantor DESC, birth_date, id",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))?;
    let patient = |row: PatientRow| Patient {
        id: row.id,
        number: row.patient_number,
        person: Person { first_name: row.first_name, last_name: row.last_name, birth_date: row.birth_date },
        is_guarantor: row.is_guarantor,
    };
    Ok(Some(Registration {
        account_number: row.account_number,
        person: Person { first_name: row.first_name, last_name: row.last_name, birth_date: row.birth_date },
        contact: Contact {
            address1: row.address1,
            address2: row.address2,
            city: row.city,
            state: row.state,
            zip: row.zip,
            email: row.email,
            phone: row.phone,
            language: Some(row.language),
        },
        patients: patients.into_iter().map(patient).collect(),
    }))
}

pub async fn set_guarantor(
    tx: &mut Tx,
    (practice, id): (PracticeId, GuarantorId),
    person: &Person,
    contact: &Contact,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE guarantors SET first_name = $3, last_name = $4, birth_date = $5, address1 = $6, address2 = $7,
                    city = $8, state = $9, zip = $10, email = $11, phone = $12, language = COALESCE($13, language),
                    updated_at = $14
             WHERE practice_id = $1 AND id = $2",
        )
        .bind(practice)
        .bind(id)
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

pub async fn set_patient(
    tx: &mut Tx,
    practice: PracticeId,
    id: PatientId,
    person: &Person,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "UPDATE patients SET first_name = $3, last_name = $4, birth_date = $5, updated_at = $6
             WHERE practice_id = $1 AND id = $2",
        )
        .bind(practice)
        .bind(id)
        .bind(&person.first_name)
        .bind(&person.last_name)
        .bind(person.birth_date)
        .bind(now)
    )
    .map(drop)
}

pub async fn insert_change(
    tx: &mut Tx,
    (practice, id): (PracticeId, Uuid),
    (guarantor, patient): (GuarantorId, Option<PatientId>),
    fields: &[&str],
    by: UserId,
    now: OffsetDateTime,
) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query(
            "INSERT INTO registration_changes (practice_id, id, guarantor_id, patient_id, fields, by_user, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(practice)
        .bind(id)
        .bind(guarantor)
        .bind(patient)
        .bind(fields.join(" "))
        .bind(by)
        .bind(now)
    )
    .map(drop)
}

pub async fn corrections(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Correction>, sqlx::Error> {
    on!(tx, c => sqlx::query_as(
        "SELECT r.id, r.patient_id, r.fields, u.name AS by_name, r.at
         FROM registration_changes r JOIN users u ON u.id = r.by_user
         WHERE r.practice_id = $1 AND r.guarantor_id = $2 ORDER BY r.at DESC, r.id DESC LIMIT 50",
    )
    .bind(practice)
    .bind(guarantor)
    .fetch_all(c))
}
