//! Staff correct how somebody is registered: who they are and how they are reached.
//!
//! The practice's own system stays the source: its next export writes what it holds, and leaves
//! alone what it leaves out. Which fields were corrected, by whom and when, is kept; what stood in
//! them is not. Whoever corrects says which registration they saw ([`Registration::seen`]), so that
//! of two at once the second sees what the first wrote.
//!
//! A new address or number is told at the old one and the new. No consent is kept for a number or an
//! address, so none is carried over to another (47 CFR 64.1200): whoever asks for one keeps it with the
//! number it was given for.

mod store;

use domain::{GuarantorId, PatientId, PracticeId, UserId};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::Door;
use crate::accounts::{self, Contact, Person};
use crate::db::Tx;
use crate::ledger::{self, Writers};
use crate::messages;

/// Why nothing was corrected.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// There is no such account or patient.
    #[error("there is nothing like it")]
    NotThere,
    /// Somebody was there since it was looked at.
    #[error("it has changed since you looked at it")]
    Changed,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// A patient as registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Patient {
    /// Their id.
    pub id: PatientId,
    /// The practice's number for them.
    pub number: String,
    /// Who they are.
    pub person: Person,
    /// They answer for themselves.
    pub is_guarantor: bool,
}

/// An account as registered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Registration {
    /// The practice's number for it.
    pub account_number: String,
    /// Who answers.
    pub person: Person,
    /// How they are reached.
    pub contact: Contact,
    /// Whom they answer for, themselves first.
    pub patients: Vec<Patient>,
}

impl Registration {
    /// Names it: what is corrected is what was shown, or nothing is.
    #[must_use]
    pub fn seen(&self) -> String {
        let mut hash = Sha256::new();
        let mut say = |text: &str| {
            hash.update(text.len().to_string());
            hash.update(":");
            hash.update(text);
        };
        for (_, value) in fields(&self.person, &self.contact) {
            say(&value.unwrap_or_default());
        }
        for patient in &self.patients {
            say(&patient.id.to_string());
            for (_, value) in fields(&patient.person, &Contact::default()) {
                say(&value.unwrap_or_default());
            }
        }
        crate::hex(&hash.finalize())
    }
}

/// Every field by its name.
fn fields(person: &Person, contact: &Contact) -> [(&'static str, Option<String>); 11] {
    let said = |text: &str| Some(text.to_owned());
    [
        ("first_name", said(&person.first_name)),
        ("last_name", said(&person.last_name)),
        ("birth_date", Some(person.birth_date.to_string())),
        ("address1", contact.address1.clone()),
        ("address2", contact.address2.clone()),
        ("city", contact.city.clone()),
        ("state", contact.state.clone()),
        ("zip", contact.zip.clone()),
        ("email", contact.email.clone()),
        ("phone", contact.phone.clone()),
        ("language", contact.language.clone()),
    ]
}

/// The names of the fields in which two differ.
fn differing(before: (&Person, &Contact), after: (&Person, &Contact)) -> Vec<&'static str> {
    let (before, after) = (fields(before.0, before.1), fields(after.0, after.1));
    before.into_iter().zip(after).filter(|(was, is)| was != is).map(|(was, _)| was.0).collect()
}

/// How an account is registered.
///
/// # Errors
/// The database's word.
pub async fn registration(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Registration>, sqlx::Error> {
    store::registration(tx, practice, guarantor).await
}

/// Corrects who answers and how they are reached; what is left empty is taken off. Says which
/// fields differ now.
///
/// # Errors
/// [`RegistrationError`]; the caller then drops the transaction.
pub async fn correct_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (guarantor, seen): (GuarantorId, &str),
    (person, contact): (&Person, &Contact),
) -> Result<Vec<&'static str>, RegistrationError> {
    let was = held_in(tx, practice, (guarantor, seen)).await?;
    let changed = differing((&was.person, &was.contact), (person, contact));
    if changed.is_empty() {
        return Ok(changed);
    }
    let before = accounts::found_by(tx, practice, guarantor).await?;
    store::set_guarantor(tx, (practice, guarantor), person, contact, door.now()).await?;
    // Who is registered twice, as a patient and as who answers, is one person.
    for own in was.patients.iter().filter(|patient| patient.is_guarantor && patient.person == was.person) {
        store::set_patient(tx, practice, own.id, person, door.now()).await?;
    }
    accounts::found_again_in(tx, practice, guarantor, &before).await?;
    let id = door.id();
    store::insert_change(tx, (practice, id), (guarantor, None), &changed, by, door.now()).await?;
    if changed.iter().any(|field| matches!(*field, "email" | "phone")) {
        let language = contact.language.as_deref().unwrap_or("en");
        let addresses: Vec<&str> =
            [&was.contact.email, &contact.email].into_iter().filter_map(|one| one.as_deref()).collect();
        messages::contact_changed_in(tx, door, (practice, guarantor), id, &addresses, language).await?;
    }
    Ok(changed)
}

/// Corrects a patient's name or date of birth. Says which fields differ now.
///
/// # Errors
/// As [`correct_in`].
pub async fn correct_patient_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    (guarantor, seen): (GuarantorId, &str),
    (patient, person): (PatientId, &Person),
) -> Result<Vec<&'static str>, RegistrationError> {
    let was = held_in(tx, practice, (guarantor, seen)).await?;
    let known = was.patients.iter().find(|one| one.id == patient).ok_or(RegistrationError::NotThere)?;
    let none = Contact::default();
    let changed = differing((&known.person, &none), (person, &none));
    if changed.is_empty() {
        return Ok(changed);
    }
    let before = accounts::found_by(tx, practice, guarantor).await?;
    store::set_patient(tx, practice, patient, person, door.now()).await?;
    if known.is_guarantor && known.person == was.person {
        store::set_guarantor(tx, (practice, guarantor), person, &was.contact, door.now()).await?;
    }
    accounts::found_again_in(tx, practice, guarantor, &before).await?;
    store::insert_change(tx, (practice, door.id()), (guarantor, Some(patient)), &changed, by, door.now())
        .await?;
    Ok(changed)
}

/// Holds the account, as an import holds the practice's.
async fn held_in(
    tx: &mut Tx,
    practice: PracticeId,
    (guarantor, seen): (GuarantorId, &str),
) -> Result<Registration, RegistrationError> {
    ledger::lock_books(tx, practice, Writers::Some).await?;
    ledger::lock_account(tx, guarantor).await?;
    let was = store::registration(tx, practice, guarantor).await?.ok_or(RegistrationError::NotThere)?;
    if was.seen() != seen {
        return Err(RegistrationError::Changed);
    }
    Ok(was)
}

/// One correction, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct Correction {
    /// Its id.
    pub id: Uuid,
    /// Of which patient; none: of who answers.
    pub patient_id: Option<PatientId>,
    /// The names of the fields, with a space between.
    pub fields: String,
    /// Who.
    pub by_name: String,
    /// When.
    pub at: OffsetDateTime,
}

/// What was corrected of an account, newest first.
///
/// # Errors
/// The database's word.
pub async fn corrections(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Correction>, sqlx::Error> {
    store::corrections(tx, practice, guarantor).await
}
