//! What insurers refused and the practice works on: found by the ledger, worked by staff.
//!
//! What can happen to a refusal is [`domain::denial`]'s business; here one is kept, with its steps,
//! which are append-only by trigger. There is one for each visit that anything was ever refused
//! of, open exactly while the visit's denied balance is above zero: `openbalance verify` compares.
//!
//! * [`follow`]: what a posted decision makes of it, in the transaction that posts it, whoever
//!   posts. [`act`]: what staff do. [`write_off`]: it is given up, in the books too; above the
//!   practice's limit a second person agrees first.
//! * [`payers`]: how many days each insurer takes appeals. [`desk`]: the queue of the staff. [`backfill`]: books from before there was any of this.
//!
//! # Locks
//!
//! A practice's books, the visit, the denial. Whoever posts holds the visit; who only notes
//! something takes the denial alone.

pub mod act;
pub mod backfill;
pub mod desk;
pub(crate) mod follow;
pub mod payers;
mod store;
pub mod write_off;

use domain::denial::{APPEAL_DAYS_ALLOWED, Denial, NotNow, Route};
use domain::ledger::{Entry, Reason};
use domain::{ClaimId, DenialId, GuarantorId, PayerId, PracticeId, UserId, VisitId};
use time::{Date, OffsetDateTime};

pub use store::{About, KeptStep};

use crate::db::Tx;
use crate::ledger::LedgerError;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum DenialError {
    /// The practice has no such refusal, or nobody such.
    #[error("there is nothing like it")]
    NotThere,
    /// Somebody else, or an insurer, was there since it was looked at.
    #[error("it has changed since you looked at it")]
    Changed,
    /// It does not follow from where it stands.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// Nothing was said, or too much.
    #[error("it needs some words, at most {} letters", crate::disputes::open::WORDS_MOST)]
    Words,
    /// So many days to appeal are not to be said.
    #[error("the days to appeal are from {} to {}", APPEAL_DAYS_ALLOWED.start(), APPEAL_DAYS_ALLOWED.end())]
    Days,
    /// Who proposed agreed themselves.
    #[error("a second person has to agree to giving up this amount")]
    SamePerson,
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// What was refused of a visit, as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// The practice.
    pub practice: PracticeId,
    /// Its id.
    pub id: DenialId,
    /// Of which visit.
    pub visit: VisitId,
    /// Who answers for the visit. They owe nothing of it.
    pub guarantor: GuarantorId,
    /// The decision that refused last.
    pub claim: Option<ClaimId>,
    /// The insurer whose days to appeal are counted.
    pub payer: Option<PayerId>,
    /// The insurer's reason for most of it.
    pub reason: Reason,
    /// The usual way to go about it.
    pub route: Route,
    /// How far it has come, and what came of it.
    pub denial: Denial,
    /// The day of the remittance that refused last.
    pub refused_on: Date,
    /// Which of the staff works on it.
    pub assigned_to: Option<UserId>,
    /// When it was first refused, or found.
    pub opened_at: OffsetDateTime,
    /// When it last changed.
    pub changed_at: OffsetDateTime,
    /// The number of its last step; who acts says which one they saw.
    pub seq: i64,
}

/// What an insurer said when it refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The insurer, as its remittance names it.
    pub payer: String,
    /// Its number for the claim; empty when it gave none.
    pub payer_number: String,
    /// The number of its check or transfer.
    pub trace: String,
    /// The remarks beside its reasons (RARC), each once.
    pub remarks: Vec<String>,
}

/// A refusal of the practice.
///
/// # Errors
/// The database's word.
pub async fn case(tx: &mut Tx, practice: PracticeId, id: DenialId) -> Result<Option<Case>, sqlx::Error> {
    store::case(tx, practice, id).await
}

/// The refusal of a visit, open or over.
///
/// # Errors
/// The database's word.
pub async fn of_visit(
    tx: &mut Tx,
    practice: PracticeId,
    visit: VisitId,
) -> Result<Option<Case>, sqlx::Error> {
    store::of_visit(tx, practice, visit, false).await
}

/// Everything that happened to one, oldest first.
///
/// # Errors
/// The database's word.
pub async fn steps(tx: &mut Tx, practice: PracticeId, id: DenialId) -> Result<Vec<KeptStep>, sqlx::Error> {
    store::steps(tx, practice, id).await
}

/// Since when one stands as it does: it was refused, or something was sent to the insurer.
///
/// # Errors
/// The database's word.
pub async fn since(tx: &mut Tx, case: &Case) -> Result<Date, sqlx::Error> {
    let steps = store::steps(tx, case.practice, case.id).await?;
    let sent = steps.into_iter().rev().find(|step| step.step == case.denial.state.code());
    Ok(sent.map_or(case.refused_on, |step| step.on_day))
}

/// How the visit of one is told apart, for staff and for the insurer that refused.
///
/// # Errors
/// The database's word.
pub async fn about(tx: &mut Tx, case: &Case, payer: &str) -> Result<About, sqlx::Error> {
    store::about(tx, case.practice, case.visit, payer).await
}

/// What is refused of a visit now, by charge and reason.
///
/// # Errors
/// The database's word.
pub async fn standing(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Vec<Entry>, LedgerError> {
    crate::remittance::standing_denials(tx, practice, visit).await
}

/// What the insurer said; none when its decision is not kept.
///
/// # Errors
/// The database's word.
pub async fn told(tx: &mut Tx, case: &Case) -> Result<Option<Told>, sqlx::Error> {
    let Some(claim) = case.claim else { return Ok(None) };
    Ok(store::told(tx, case.practice, claim).await?.map(|told| Told {
        remarks: remarks(&told.content),
        payer: told.payer,
        payer_number: told.payer_control_number,
        trace: told.trace,
    }))
}

/// The remarks of a kept claim, each once; none of one that cannot be read any more.
fn remarks(content: &[u8]) -> Vec<String> {
    x12::Claim::from_canonical(content, 1).map(|claim| remarks_of(&claim)).unwrap_or_default()
}

/// The remarks of a claim and of its lines (`MOA`, `MIA`, `LQ*HE`), each once.
pub(crate) fn remarks_of(claim: &x12::Claim) -> Vec<String> {
    let mut remarks: Vec<String> = Vec::new();
    for remark in claim.remarks.iter().chain(claim.lines.iter().flat_map(|line| &line.remarks)) {
        if !remarks.contains(remark) {
            remarks.push(remark.clone());
        }
    }
    remarks
}
