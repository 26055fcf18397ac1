//! Decisions that met no visit, or do not fit the books, as staff work on them: matched to the visit
//! that was meant, given back to the insurer, or noted.
//!
//! Whoever acts holds the practice's books, as an import does: a decision finds its place once, by
//! hand or when its visit arrives.

use domain::{ClaimId, GuarantorId, Money, PracticeId, UserId, VisitId};
use time::Date;
use x12::{Claim, X12Error};

use super::place::{self, Waits};
use super::{RemittanceError, store};
use crate::db::Tx;
use crate::disputes::open::WORDS_MOST;
use crate::ledger::{self, LedgerError, Writers};
use crate::{Door, accounts, visits};

pub use store::by_hand::{KeptStep, Meant};

/// Accounts whose visits are looked through for the one that may be meant.
const LOOKED_THROUGH: usize = 5;

/// Visits that may be meant, at most.
const MEANT: usize = 5;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum ByHandError {
    /// The practice has no such decision.
    #[error("there is nothing like it")]
    NotThere,
    /// It has found its place, or was given back, since it was looked at.
    #[error("it does not wait any more")]
    Changed,
    /// The practice has no visit of this number.
    #[error("no visit has this number")]
    NoVisit,
    /// It takes an earlier decision back; there is no visit to match that to.
    #[error("it takes a decision back, and that one was never imported")]
    Reversal,
    /// It does not add up, or does not fit the books of that visit.
    #[error("it does not fit: {0}")]
    DoesNotFit(String),
    /// Nothing was said, or too much.
    #[error("it needs some words, at most {WORDS_MOST} letters")]
    Words,
    /// What is kept of it cannot be read.
    #[error(transparent)]
    Broken(#[from] X12Error),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

impl From<RemittanceError> for ByHandError {
    fn from(error: RemittanceError) -> Self {
        match error {
            RemittanceError::Broken(error) => Self::Broken(error),
            RemittanceError::Ledger(error) => Self::Ledger(error),
        }
    }
}

/// A decision of which staff look at the whole.
#[derive(Clone, Debug)]
pub struct Looked {
    /// The insurer, as its remittance names it.
    pub payer: String,
    /// The number of its check or transfer.
    pub trace: String,
    /// The day it paid.
    pub paid_on: Date,
    /// The file it came in.
    pub file_name: String,
    /// Why it waits; none when no visit has its number.
    pub reason: Option<String>,
    /// It waits for somebody.
    pub waits: bool,
    /// The visit that it is posted to, with its account.
    pub visit: Option<(VisitId, GuarantorId)>,
    /// What the insurer decided.
    pub claim: Claim,
    /// What staff did with it, oldest first.
    pub steps: Vec<KeptStep>,
}

impl Looked {
    /// The days of its services, first and last.
    #[must_use]
    pub fn days(&self) -> Option<(Date, Date)> {
        let of_lines = self.claim.lines.iter().filter_map(|line| line.from);
        let days: Vec<Date> = self.claim.from.into_iter().chain(self.claim.to).chain(of_lines).collect();
        Some((*days.iter().min()?, *days.iter().max()?))
    }
}

/// A decision, whatever became of it.
///
/// # Errors
/// [`ByHandError::NotThere`] when the practice has none such.
pub async fn look(tx: &mut Tx, practice: PracticeId, id: ClaimId) -> Result<Looked, ByHandError> {
    let kept = store::by_hand::claim(tx, practice, id).await?.ok_or(ByHandError::NotThere)?;
    let steps = store::by_hand::steps(tx, practice, id).await?;
    let waits = kept.waits();
    Ok(Looked {
        claim: Claim::from_canonical(&kept.content, kept.segment.unsigned_abs())?,
        visit: if kept.is_placed() { kept.visit_id.zip(kept.guarantor_id) } else { None },
        payer: kept.remittance.payer,
        trace: kept.remittance.trace,
        paid_on: kept.remittance.paid_on,
        file_name: kept.file_name,
        reason: kept.reason,
        waits,
        steps,
    })
}

/// Visits that the insurer may have meant, the likeliest first: of whoever is called like the patient,
/// by the day of service and by what was charged.
///
/// # Errors
/// The database's word.
pub async fn meant(tx: &mut Tx, practice: PracticeId, looked: &Looked) -> Result<Vec<Meant>, sqlx::Error> {
    let name = format!("{} {}", looked.claim.patient.first, looked.claim.patient.last);
    if name.trim().is_empty() {
        return Ok(Vec::new());
    }
    let found = accounts::search(tx, practice, name.trim()).await?;
    let mut meant = Vec::new();
    for account in found.accounts.into_iter().take(LOOKED_THROUGH) {
        meant.extend(store::by_hand::visits(tx, practice, account.id).await?);
    }
    let likeness = |visit: &Meant| {
        let on = looked.days().is_some_and(|(from, to)| (from..=to).contains(&visit.service_date));
        u8::from(on) + u8::from(visit.charged() == looked.claim.charge)
    };
    meant.retain(|visit| likeness(visit) > 0);
    meant.sort_by_key(|visit| std::cmp::Reverse((likeness(visit), visit.service_date)));
    meant.truncate(MEANT);
    Ok(meant)
}

/// The visit of this number, as staff see it before a decision is posted to it.
///
/// # Errors
/// The database's word.
pub async fn visit(
    tx: &mut Tx,
    practice: PracticeId,
    visit_number: &str,
) -> Result<Option<(VisitId, Meant)>, sqlx::Error> {
    let Some((visit, guarantor)) = visits::by_number(tx, practice, visit_number.trim()).await? else {
        return Ok(None);
    };
    let theirs = store::by_hand::visits(tx, practice, guarantor).await?;
    let meant = theirs.into_iter().find(|one| one.visit_number == visit_number.trim());
    Ok(meant.map(|meant| (visit, meant)))
}

/// Posts a waiting decision to the visit of this number, as if it had named it.
///
/// # Errors
/// [`ByHandError`]; the caller then drops the transaction.
pub async fn match_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    id: ClaimId,
    visit_number: &str,
) -> Result<VisitId, ByHandError> {
    let (set, mut claim) = waiting(tx, practice, id).await?;
    if claim.status.is_reversal() {
        return Err(ByHandError::Reversal);
    }
    claim.check().map_err(|imbalance| ByHandError::DoesNotFit(imbalance.to_string()))?;
    visit_number.trim().clone_into(&mut claim.patient_control_number);
    let placed = match place::post(tx, door, &set, id, &claim).await? {
        Ok(placed) => placed,
        Err(Waits { reason: Some(reason), .. }) => return Err(ByHandError::DoesNotFit(reason)),
        Err(Waits { reason: None, .. }) => return Err(ByHandError::NoVisit),
    };
    let visit = placed.visit.ok_or(ByHandError::NoVisit)?;
    place::release(tx, door, (&set, "matched", set.paid_on), id).await?;
    store::set_placed(tx, practice, id, &placed).await?;
    store::by_hand::insert_step(tx, (practice, by), id, ("matched", Some(visit), None), door.now()).await?;
    Ok(visit)
}

/// What a waiting decision carries went back to the insurer, outside of this program: it was not the
/// practice's. Says how much.
///
/// # Errors
/// [`ByHandError`]; the caller then drops the transaction.
pub async fn return_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    id: ClaimId,
    why: &str,
) -> Result<Money, ByHandError> {
    let why = words(why)?;
    let (set, claim) = waiting(tx, practice, id).await?;
    // The insurer has kept that money already: there is none to give back.
    if claim.status.is_reversal() {
        return Err(ByHandError::Reversal);
    }
    let today = accounts::today_in(tx, door, practice).await?;
    place::release(tx, door, (&set, "returned", today), id).await?;
    store::by_hand::set_returned(tx, practice, id).await?;
    store::by_hand::insert_step(tx, (practice, by), id, ("returned", None, Some(why)), door.now()).await?;
    Ok(claim.paid)
}

/// Something is noted about a waiting decision, among staff.
///
/// # Errors
/// [`ByHandError`]; the caller then drops the transaction.
pub async fn note_in(
    tx: &mut Tx,
    door: &Door,
    (practice, by): (PracticeId, UserId),
    id: ClaimId,
    note: &str,
) -> Result<(), ByHandError> {
    let note = words(note)?;
    waiting(tx, practice, id).await?;
    Ok(store::by_hand::insert_step(tx, (practice, by), id, ("noted", None, Some(note)), door.now()).await?)
}

fn words(text: &str) -> Result<&str, ByHandError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > WORDS_MOST {
        return Err(ByHandError::Words);
    }
    Ok(text)
}

/// One that still waits, with the practice's books held.
async fn waiting(tx: &mut Tx, practice: PracticeId, id: ClaimId) -> Result<(super::Set, Claim), ByHandError> {
    ledger::lock_books(tx, practice, Writers::None).await?;
    let kept = store::by_hand::claim(tx, practice, id).await?.ok_or(ByHandError::NotThere)?;
    if !kept.waits() {
        return Err(ByHandError::Changed);
    }
    let claim = Claim::from_canonical(&kept.content, kept.segment.unsigned_abs())?;
    Ok((kept.remittance.set(practice), claim))
}
