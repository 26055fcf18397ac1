//! Accounts that staff make, and patients who go to another account.

use domain::{GuarantorId, PatientId, PracticeId};

use super::search::{Learned, Terms, terms_now};
use super::{AccountError, Contact, Person, store};
use crate::Door;
use crate::db::Tx;

/// Makes an account under the number that the practice's own system gives it: with that number an
/// export finds it again.
///
/// # Errors
/// [`AccountError::NumberTaken`].
pub async fn add_account_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    number: &str,
    person: &Person,
    contact: &Contact,
) -> Result<GuarantorId, AccountError> {
    if store::guarantor_by_account(tx, practice, number).await?.is_some() {
        return Err(AccountError::NumberTaken);
    }
    let id = GuarantorId(door.id());
    store::upsert_guarantor(tx, practice, id, number, person, contact, door.now()).await?;
    let now = terms_now(tx, practice, &[id]).await?;
    let mut learned = Learned::default();
    learned.change_in(tx, practice, &Terms::new(), &now).await?;
    Ok(id)
}

/// Patients are another account's from now on: their later visits, too. Whoever has the name and
/// the birthday of the other account's guarantor answers for themself.
///
/// # Errors
/// The database's word.
pub async fn move_patients_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    (from, to): (GuarantorId, GuarantorId),
    patients: &[PatientId],
) -> Result<(), sqlx::Error> {
    if patients.is_empty() {
        return Ok(());
    }
    let both = [from, to];
    let before = terms_now(tx, practice, &both).await?;
    for patient in patients {
        store::move_patient(tx, practice, *patient, (from, to), door.now()).await?;
    }
    let now = terms_now(tx, practice, &both).await?;
    Learned::default().change_in(tx, practice, &before, &now).await
}

/// What an account is found by now.
pub(crate) async fn found_by(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Terms, sqlx::Error> {
    terms_now(tx, practice, &[guarantor]).await
}

/// What an account is found by from now on, instead of what it was found by before.
pub(crate) async fn found_again_in(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    before: &Terms,
) -> Result<(), sqlx::Error> {
    let now = terms_now(tx, practice, &[guarantor]).await?;
    Learned::default().change_in(tx, practice, before, &now).await
}
