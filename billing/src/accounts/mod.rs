//! Practices, and the people of a practice: patients and the guarantors who answer
//! for them.
//!
//! A practice's own system is the source of both; what it exports is written here as
//! it stands ([`upsert_patient_in`]). A guarantor sees everyone they answer for, and
//! nobody else: every question here is asked of one guarantor of one practice.

pub mod checks;
mod moved;
mod search;
mod store;

use std::fmt;

use domain::{GuarantorId, Money, PatientId, PracticeId};
use time::Date;

pub use moved::{add_account_in, move_patients_in};
pub(crate) use moved::{found_again_in, found_by};
pub use search::{AccountFound, Found, Learned, PatientFound, catch_up, search};
pub use store::{AccountMatch, OpenVisit};

use crate::Door;
use crate::db::Tx;

/// A practice, as patients see it.
#[derive(Clone, PartialEq, Eq, Debug, sqlx::FromRow)]
pub struct Practice {
    /// Its id.
    pub id: PracticeId,
    /// Its short name in addresses: lower case letters, digits and hyphens.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Where patients call.
    pub phone: Option<String>,
    /// Where patients write.
    pub email: Option<String>,
    /// When somebody answers, in words.
    pub hours: Option<String>,
    /// Its IANA time zone.
    pub time_zone: String,
    /// Which languages somebody speaks there, in words ([`crate::branding`]).
    pub languages: Option<String>,
    /// The name of its look ([`crate::branding`]); none for ours.
    pub brand_mark: Option<String>,
}

/// Somebody's name, date of birth and ways to be reached. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Date of birth.
    pub birth_date: Date,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(…)")
    }
}

/// How a guarantor is reached. `Debug` shows none of it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Contact {
    /// First address line.
    pub address1: Option<String>,
    /// Second address line.
    pub address2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or territory, two letters.
    pub state: Option<String>,
    /// ZIP code, five or nine digits.
    pub zip: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// `en` or `es`.
    pub language: Option<String>,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(…)")
    }
}

/// A patient as the practice's system exports them, with who answers for them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatientRecord {
    /// The practice's number for the patient.
    pub patient_number: String,
    /// The patient.
    pub patient: Person,
    /// The practice's number for the account; the patient's own when they answer for
    /// themselves.
    pub account_number: String,
    /// Who answers; the patient themselves when it is none.
    pub guarantor: Option<Person>,
    /// What the patient is to the guarantor; none when the export does not say.
    pub relationship: Option<Relationship>,
    /// How the guarantor is reached.
    pub contact: Contact,
}

/// What a patient is to whoever answers for them (`X12 837 PAT01`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relationship {
    /// Husband or wife.
    Spouse,
    /// A child, of whatever age.
    Child,
    /// Anything else.
    Other,
}

impl Relationship {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Spouse => "spouse",
            Self::Child => "child",
            Self::Other => "other",
        }
    }
}

/// What an upsert did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is new.
    Added,
    /// It was there and differs now.
    Changed,
    /// It was there as it is.
    Unchanged,
}

/// Records a practice under a new id.
///
/// # Errors
/// The database's word; a taken slug is a duplicate ([`crate::db::is_duplicate`]).
pub async fn add_practice_in(tx: &mut Tx, door: &Door, practice: &Practice) -> Result<(), sqlx::Error> {
    store::insert_practice(tx, practice, door.now()).await
}

/// Changes what is known of a practice.
///
/// # Errors
/// The database's word.
pub async fn change_practice_in(tx: &mut Tx, practice: &Practice) -> Result<(), sqlx::Error> {
    store::update_practice(tx, practice).await
}

/// What a practice decides about money that goes back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Policy {
    /// A refund above this wants a second person.
    pub second_person: Money,
    /// A credit pays what else the guarantor owes.
    pub credit_applies: bool,
    /// A credit goes back by itself after so many days; none when a person decides.
    pub credit_refund_days: Option<i64>,
}

/// What a practice decides about money that goes back.
///
/// # Errors
/// The database's word; an unknown practice is [`sqlx::Error::RowNotFound`].
pub async fn policy(tx: &mut Tx, practice: PracticeId) -> Result<Policy, sqlx::Error> {
    store::policy(tx, practice).await
}

/// Changes what a practice decides about money that goes back.
///
/// # Errors
/// The database's word.
pub async fn change_policy_in(tx: &mut Tx, practice: PracticeId, policy: &Policy) -> Result<(), sqlx::Error> {
    store::update_policy(tx, practice, policy).await
}

/// The practices whose bills are settled with in one press together with this one's, itself
/// included, by name: those of its organisation.
///
/// # Errors
/// The database's word.
pub async fn siblings(tx: &mut Tx, practice: PracticeId) -> Result<Vec<PracticeId>, sqlx::Error> {
    store::siblings(tx, practice).await
}

/// Puts a practice under an organisation, which is made when it is new; none takes it out.
///
/// # Errors
/// The database's word.
pub async fn set_organisation_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    name: Option<&str>,
) -> Result<(), sqlx::Error> {
    let organisation = match name {
        Some(name) => Some(store::organisation(tx, door.id(), name).await?),
        None => None,
    };
    store::set_organisation(tx, practice, organisation).await
}

/// The organisation of this name.
///
/// # Errors
/// The database's word.
pub async fn organisation(tx: &mut Tx, name: &str) -> Result<Option<uuid::Uuid>, sqlx::Error> {
    store::organisation_by_name(tx, name).await
}

/// The practices of an organisation, in the order of their ids.
///
/// # Errors
/// The database's word.
pub async fn practices_of(tx: &mut Tx, organisation: uuid::Uuid) -> Result<Vec<PracticeId>, sqlx::Error> {
    store::practices_of(tx, organisation).await
}

/// Makes an organisation; one of this name that is there stays. Gives its id.
///
/// # Errors
/// The database's word.
pub async fn organisation_in(tx: &mut Tx, door: &Door, name: &str) -> Result<uuid::Uuid, sqlx::Error> {
    store::organisation(tx, door.id(), name).await
}

/// The present day where a practice is.
///
/// # Errors
/// The database's word.
pub async fn today_in(tx: &mut Tx, door: &Door, practice: PracticeId) -> Result<Date, sqlx::Error> {
    let practice = store::practice(tx, practice).await?;
    Ok(practice.map_or_else(|| door.today(), |practice| door.today_in(&practice.time_zone)))
}

/// Every practice, by name.
///
/// # Errors
/// The database's word.
pub async fn practices(tx: &mut Tx) -> Result<Vec<Practice>, sqlx::Error> {
    store::practices(tx).await
}

/// One practice.
///
/// # Errors
/// The database's word.
pub async fn practice(tx: &mut Tx, id: PracticeId) -> Result<Option<Practice>, sqlx::Error> {
    store::practice(tx, id).await
}

/// The practice of this slug.
///
/// # Errors
/// The database's word.
pub async fn practice_by_slug(tx: &mut Tx, slug: &str) -> Result<Option<Practice>, sqlx::Error> {
    store::practice_by_slug(tx, slug).await
}

/// Why a patient cannot be recorded.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// A patient without a named guarantor would take over somebody else's account, and
    /// with it their bills.
    #[error(
        "this account belongs to somebody born on another day; name the guarantor in guarantor_first_name, \
         guarantor_last_name and guarantor_birth_date, or give the patient an account of their own"
    )]
    OtherGuarantor,
    /// The number is taken by another account.
    #[error("another account has this number")]
    NumberTaken,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Writes a patient and their guarantor as the practice's system has them. Visits keep
/// the guarantor they were recorded with. What they are found by is [`Learned`], to be written
/// before the transaction ends.
///
/// # Errors
/// [`AccountError`].
pub async fn upsert_patient_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    record: &PatientRecord,
    learned: &mut Learned,
) -> Result<(PatientId, Change), AccountError> {
    let is_guarantor = record.guarantor.is_none();
    let person = record.guarantor.as_ref().unwrap_or(&record.patient);
    let account = store::guarantor_by_account(tx, practice, &record.account_number).await?;
    let known = store::patient(tx, practice, &record.patient_number).await?;
    if let Some(account) = &account {
        let own = known.as_ref().is_some_and(|known| known.is_guarantor && known.guarantor_id == account.id);
        if is_guarantor && !own && account.birth_date != person.birth_date {
            return Err(AccountError::OtherGuarantor);
        }
    }
    let same_account = account.as_ref().is_some_and(|account| account.same(person, &record.contact));
    let new_account = account.is_none();
    let guarantor = account.map_or_else(|| GuarantorId(door.id()), |account| account.id);
    let id = known.as_ref().map_or_else(|| PatientId(door.id()), |known| known.id);
    let same = known.as_ref().is_some_and(|known| known.same(guarantor, record));
    if same && same_account {
        return Ok((id, Change::Unchanged));
    }
    // Nothing is to be forgotten when all of it is new, as nearly all of a first import is.
    let only_new = known.is_none() && (new_account || same_account);
    let mut found_by = vec![guarantor];
    found_by.extend(known.as_ref().map(|known| known.guarantor_id).filter(|other| *other != guarantor));
    let before = if only_new { None } else { Some(search::terms_now(tx, practice, &found_by).await?) };
    if !same_account {
        let number = &record.account_number;
        store::upsert_guarantor(tx, practice, guarantor, number, person, &record.contact, door.now()).await?;
    }
    if !same {
        store::upsert_patient(tx, practice, id, guarantor, record, door.now()).await?;
    }
    match before {
        None => learned.add_in(tx, practice, guarantor, record, new_account).await?,
        Some(before) => {
            let now = search::terms_now(tx, practice, &found_by).await?;
            learned.change_in(tx, practice, &before, &now).await?;
        }
    }
    Ok((id, if known.is_none() { Change::Added } else { Change::Changed }))
}

/// The patient of this number with who answers for them.
///
/// # Errors
/// The database's word.
pub async fn patient_by_number(
    tx: &mut Tx,
    practice: PracticeId,
    patient_number: &str,
) -> Result<Option<(PatientId, GuarantorId)>, sqlx::Error> {
    Ok(store::patient(tx, practice, patient_number).await?.map(|known| (known.id, known.guarantor_id)))
}

/// A guarantor as greeted and written to.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Guarantor {
    /// Its id.
    pub id: GuarantorId,
    /// The practice's number for the account.
    pub account_number: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Email address on file.
    pub email: Option<String>,
    /// `en` or `es`.
    pub language: String,
}

impl fmt::Debug for Guarantor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Guarantor({})", self.id)
    }
}

/// One guarantor.
///
/// # Errors
/// The database's word.
pub async fn guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    id: GuarantorId,
) -> Result<Option<Guarantor>, sqlx::Error> {
    store::guarantor(tx, practice, id).await
}

/// The guarantor of this account number, as the practice's system writes it.
///
/// # Errors
/// The database's word.
pub async fn guarantor_by_number(
    tx: &mut Tx,
    practice: PracticeId,
    number: &str,
) -> Result<Option<Guarantor>, sqlx::Error> {
    let known = store::guarantor_by_account(tx, practice, number).await?;
    match known {
        Some(known) => store::guarantor(tx, practice, known.id).await,
        None => Ok(None),
    }
}

/// The visits of a guarantor of which anything is open, oldest first.
///
/// # Errors
/// The database's word.
pub async fn open_visits(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<OpenVisit>, sqlx::Error> {
    store::open_visits(tx, practice, guarantor).await
}

/// The guarantor whose account number, date of birth and ZIP code all match what
/// somebody typed to register; five digits of the ZIP are enough.
///
/// # Errors
/// The database's word.
pub async fn match_account(
    tx: &mut Tx,
    practice: PracticeId,
    account: &AccountMatch,
) -> Result<Option<Guarantor>, sqlx::Error> {
    store::match_account(tx, practice, account).await
}

/// The names of everyone a guarantor answers for, themselves first.
///
/// # Errors
/// The database's word.
pub async fn household(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<String>, sqlx::Error> {
    store::household(tx, practice, guarantor).await
}

/// What the whole practice is owed, from the cached balances of its visits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PracticeTotals {
    /// Due from guarantors.
    pub patient: Money,
    /// With insurers that have not decided.
    pub insurance: Money,
    /// Refused and being worked.
    pub denied: Money,
    /// Owed back to guarantors.
    pub credit: Money,
    /// People who answer for bills.
    pub guarantors: i64,
}

/// What the whole practice is owed.
///
/// # Errors
/// The database's word.
pub async fn totals(tx: &mut Tx, practice: PracticeId) -> Result<PracticeTotals, sqlx::Error> {
    store::totals(tx, practice).await
}
