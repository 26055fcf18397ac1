//! Visits and their charges, from the practice's export into the books.
//!
//! A charge is owed by insurance when a coverage is on file, and by the guarantor when
//! none is. A charge that the practice corrects before an insurer decided is corrected
//! in the books by a second transaction; afterwards the correction has to come as a
//! corrected claim, and the export is refused with that sentence.

mod store;

use domain::estimate::Estimate;
use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::payment::Due;
use domain::story::VisitStory;
use domain::{ChargeId, GuarantorId, Money, PracticeId, VisitId};
use time::Date;

pub use store::{ChargeInfo, VisitInfo, VisitSummary};

use crate::Door;
use crate::accounts::{self, Change};
use crate::db::Tx;
use crate::estimates;
use crate::ledger::{self, Fact, LedgerError};

/// Why a visit or a charge cannot be recorded. Each is a sentence for the report of an
/// import.
#[derive(Debug, thiserror::Error)]
pub enum VisitError {
    /// The patient is in no export so far.
    #[error("there is no patient with this number; import the patients first or in the same file")]
    UnknownPatient,
    /// The visit is in no export so far.
    #[error("there is no visit with this number; import the visits first or in the same file")]
    UnknownVisit,
    /// The number is taken by a visit of somebody else.
    #[error("this visit number belongs to another patient")]
    OtherPatient,
    /// An insurer decided on the charge as it was.
    #[error("an insurer has already decided on this visit; send a corrected claim instead of another amount")]
    Decided,
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<sqlx::Error> for VisitError {
    fn from(error: sqlx::Error) -> Self {
        Self::Ledger(error.into())
    }
}

/// A visit as the practice's system exports it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VisitRecord {
    /// The number the claim carries as patient control number (`X12 835 CLP01`).
    pub visit_number: String,
    /// Whose visit it is.
    pub patient_number: String,
    /// Date of service.
    pub service_date: Date,
    /// Who treated.
    pub provider: Option<String>,
    /// Where.
    pub location: Option<String>,
    /// Insurers in the order in which they pay, at most three, with the member's id.
    pub coverages: Vec<(String, Option<String>)>,
    /// What the patient was told beforehand; none leaves what is on file.
    pub estimate: Option<Estimate>,
}

/// A charge line as the practice's system exports it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChargeRecord {
    /// The visit it belongs to.
    pub visit_number: String,
    /// Its number within the visit.
    pub line: String,
    /// CPT or HCPCS code.
    pub code: String,
    /// Up to four modifiers, separated by spaces.
    pub modifiers: String,
    /// What was done, in the practice's words.
    pub description: String,
    /// How many, as exported.
    pub units: String,
    /// The charge for all units together; above zero.
    pub amount: Money,
}

/// Writes a visit as the practice's system has it. A coverage that arrives after the
/// charges moves what is due from the guarantor to the insurer.
///
/// # Errors
/// [`VisitError`].
pub async fn upsert_visit_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    record: &VisitRecord,
) -> Result<(VisitId, Change), VisitError> {
    let (patient, guarantor) = accounts::patient_by_number(tx, practice, &record.patient_number)
        .await?
        .ok_or(VisitError::UnknownPatient)?;
    let known = store::visit_by_number(tx, practice, &record.visit_number).await?;
    let (visit, mut change) = match &known {
        Some(known) if known.patient_id != patient => return Err(VisitError::OtherPatient),
        Some(known) => {
            let changed = store::update_visit(tx, practice, known.id, record).await?;
            (known.id, if changed { Change::Changed } else { Change::Unchanged })
        }
        None => {
            let id = VisitId(door.id());
            store::insert_visit(tx, practice, id, patient, guarantor, record, door.now()).await?;
            (id, Change::Added)
        }
    };
    let had = store::coverages(tx, practice, visit).await?;
    if had != record.coverages && !record.coverages.is_empty() {
        store::set_coverages(tx, practice, visit, &record.coverages).await?;
        if change == Change::Unchanged {
            change = Change::Changed;
        }
        if had.is_empty() && known.is_some() {
            send_to_insurance(tx, door, practice, visit, record.service_date).await?;
        }
    }
    if let Some(estimate) = record.estimate
        && estimates::write_in(tx, door, practice, visit, estimate, None).await?
        && change == Change::Unchanged
    {
        change = Change::Changed;
    }
    Ok((visit, change))
}

/// Writes a charge and books it.
///
/// # Errors
/// [`VisitError`].
pub async fn upsert_charge_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    record: &ChargeRecord,
) -> Result<Change, VisitError> {
    let visit =
        store::visit_by_number(tx, practice, &record.visit_number).await?.ok_or(VisitError::UnknownVisit)?;
    let insured = !store::coverages(tx, practice, visit.id).await?.is_empty();
    let payer = if insured { Account::InsuranceReceivable } else { Account::PatientReceivable };
    let (charge, amount, kind, change) = match store::charge(tx, practice, visit.id, &record.line).await? {
        None => {
            let id = ChargeId(door.id());
            store::insert_charge(tx, practice, id, visit.id, record, door.now()).await?;
            (id, record.amount, Kind::Charge, Change::Added)
        }
        Some(known) => {
            let differs = store::update_charge(tx, practice, known.id, record).await?;
            let more = record.amount - known.amount;
            if more.is_zero() {
                return Ok(if differs { Change::Changed } else { Change::Unchanged });
            }
            if store::decided(tx, practice, visit.id).await? {
                return Err(VisitError::Decided);
            }
            (known.id, more, Kind::ChargeCorrection, Change::Changed)
        }
    };
    let name = match kind {
        Kind::Charge => format!("charge:{charge}"),
        _ => format!("charge-correction:{}", door.id()),
    };
    let entry = |account, amount| {
        Entry::new(account, amount).of_visit(visit.id, Some(charge)).of_guarantor(visit.guarantor_id)
    };
    let entries = Balanced::new(vec![entry(payer, amount), entry(Account::Revenue, -amount)])
        .map_err(LedgerError::from)?;
    let fact = Fact::new(kind, visit.service_date, name);
    let balance = ledger::lock_balance(tx, practice, visit.id).await?;
    ledger::post_new_in(tx, door, practice, &fact, &entries, [(visit.id, balance)].into()).await?;
    Ok(change)
}

/// Moves the charges of a visit from the guarantor to insurance.
async fn send_to_insurance(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    visit: VisitId,
    service_date: Date,
) -> Result<(), VisitError> {
    let story = VisitStory::of(visit, &ledger::entries_of_visit(tx, practice, visit).await?);
    let guarantor = ledger::lock_balance(tx, practice, visit).await?.guarantor;
    let mut entries = Vec::new();
    for line in &story.lines {
        // Only what the patient owes for want of insurance; a share that an insurer gave
        // a reason for has been decided.
        let own = line.breakdown.reasons.iter().filter(|share| share.reason.is_none());
        let own: Money = own.map(|share| share.amount).sum();
        for (account, amount) in [(Account::InsuranceReceivable, own), (Account::PatientReceivable, -own)] {
            let mut entry = Entry::new(account, amount).of_visit(visit, line.charge);
            entry.guarantor = guarantor;
            entries.push(entry);
        }
    }
    if let Ok(entries) = Balanced::new(entries) {
        let name = format!("charge-correction:{}", door.id());
        let fact = Fact::new(Kind::ChargeCorrection, service_date, name);
        ledger::post_in(tx, door, practice, &fact, &entries).await?;
    }
    Ok(())
}

/// What is due from the guarantor, oldest visit first: what a payment is split over. A bank
/// debit on its way is not asked for again, and what is in question ([`set_aside`]) is not due; of a
/// visit that a federal reviewer has nothing is (45 CFR 149.620(c)(5)-(6)).
/// Everything that asks for money counts with this.
///
/// # Errors
/// The database's word.
pub async fn dues(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Due>, sqlx::Error> {
    let owed = store::owed(tx, practice, guarantor).await?;
    let dues = owed.into_iter().map(|(due, aside)| Due { amount: due.amount - aside, ..due });
    Ok(dues.filter(|due| due.amount.is_positive()).collect())
}

/// What the guarantor owes, has not sent, and has put in question, oldest visit first.
///
/// # Errors
/// The database's word.
pub async fn set_aside(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Due>, sqlx::Error> {
    let owed = store::owed(tx, practice, guarantor).await?;
    let aside = owed.into_iter().map(|(due, aside)| Due { amount: aside, ..due });
    Ok(aside.filter(|aside| aside.amount.is_positive()).collect())
}

/// The visit a guarantor answers for that was most recently treated: where money that is
/// for no visit in particular becomes a credit.
///
/// # Errors
/// The database's word.
pub async fn newest(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<VisitId>, sqlx::Error> {
    store::newest(tx, practice, guarantor).await
}

/// Every visit the guarantor answers for that has something open or was treated most
/// recently, newest first, at most `limit`.
///
/// # Errors
/// The database's word.
pub async fn summaries(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<VisitSummary>, sqlx::Error> {
    store::summaries(tx, practice, guarantor, limit).await
}

/// A visit with its patient, when this guarantor answers for it.
///
/// # Errors
/// The database's word.
pub async fn visit(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    visit: VisitId,
) -> Result<Option<VisitInfo>, sqlx::Error> {
    store::visit(tx, practice, Some(guarantor), visit).await
}

/// A visit of the practice with its patient, whoever answers for it: for staff, and for whoever
/// told something about it when it was theirs.
///
/// # Errors
/// The database's word.
pub async fn of_practice(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Option<VisitInfo>, sqlx::Error> {
    store::visit(tx, practice, None, visit).await
}

/// The charge lines of a visit, in order.
///
/// # Errors
/// The database's word.
pub async fn charges(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Vec<ChargeInfo>, sqlx::Error> {
    store::charges(tx, practice, visit).await
}

/// The insurers of a visit in the order in which they pay.
///
/// # Errors
/// The database's word.
pub async fn payers(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Vec<String>, sqlx::Error> {
    Ok(store::coverages(tx, practice, visit).await?.into_iter().map(|(payer, _)| payer).collect())
}

/// Whether an insurer was ever asked to pay something of a visit and has answered: that one is on
/// file is not that it was used.
///
/// # Errors
/// The database's word.
pub async fn claimed(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<bool, sqlx::Error> {
    store::claimed(tx, practice, visit).await
}

/// The visit a claim is about, by its patient control number.
pub(crate) async fn by_number(
    tx: &mut Tx,
    practice: PracticeId,
    visit_number: &str,
) -> Result<Option<(VisitId, GuarantorId)>, sqlx::Error> {
    Ok(store::visit_by_number(tx, practice, visit_number).await?.map(|v| (v.id, v.guarantor_id)))
}
