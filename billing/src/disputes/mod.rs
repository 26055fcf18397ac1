//! Disputes and questions, kept: what a patient says is wrong, and what the practice does about it.
//!
//! What can happen to one, and by when, is [`domain::dispute`]'s business; here one is the replay
//! of its steps, which are append-only by trigger, and its row is a cache that [`verify`] draws
//! anew.
//!
//! * [`open`]: it is told, and what it is about rests at once. [`act`]: everything that happens to
//!   it but a decision. [`decide`]: a decision, with what it does to the books, in one
//!   transaction; above the practice's limit a second person agrees first.
//! * [`federal`]: the patient took it to a federal reviewer, whose answer binds.
//! * [`freeze`]: what rests, and goes on. [`relief`]: an insurer decides anew after a decision.
//! * [`desk`]: the queue of the staff. [`documents`]: what is handed in. [`answers`]: what a practice keeps
//!   to write it again. [`verify`]: they prove themselves.
//!
//! # What rests
//!
//! The amount in question is kept twice: with the dispute, and summed with the visit's balance,
//! where [`crate::visits::dues`] takes it off what is due. Everything that asks for money counts
//! with that one function, so none of them had to learn what a dispute is. What is in a plan
//! leaves its schedule; an automatic charge that is committed and not sent is called back, and
//! one that the gateway had taken all the same is given back when that is known. An account's
//! hold says so to whoever hands accounts on; statements go on for what is not in question.
//!
//! Whoever wants to pay all the same takes the dispute back, or pays at the desk: money pays what
//! is in question last.
//!
//! # Locks
//!
//! A practice's books, the account ([`crate::ledger::lock_account`]), its visit, the dispute,
//! its plan. Whoever tells an account of a debt takes the account's lock before it looks whether
//! anything is in question, so that of the two the second sees the first.

pub mod act;
pub mod answers;
pub mod decide;
pub mod desk;
pub mod documents;
pub mod federal;
mod freeze;
pub mod open;
pub(crate) mod relief;
mod store;
pub mod verify;

use domain::dispute::{Dispute, Refused};
use domain::{ChargeId, DisputeId, GuarantorId, Money, PlanId, PracticeId, UserId, VisitId};
use time::{Date, OffsetDateTime};

pub use act::Act;
pub use decide::Decision;
pub use documents::{DocumentError, HandedIn};
pub use store::KeptStep;
pub use store::papers::Document;

use crate::db::Tx;
use crate::ledger::LedgerError;
use crate::refunds::RefundError;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum DisputeError {
    /// There is no such dispute, visit or charge line of theirs.
    #[error("there is nothing like it")]
    NotThere,
    /// What was chosen is in question already.
    #[error("this is in question already")]
    OpenAlready(DisputeId),
    /// Somebody else was there since it was looked at.
    #[error("it has changed since you looked at it")]
    Changed,
    /// It does not follow from where it stands.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Nothing was said, or too much.
    #[error("it needs some words, at most {} letters", open::WORDS_MOST)]
    Words,
    /// More is decided about than the share of what is in question, or than was charged.
    #[error("no more than {0} of this is the patient's share")]
    TooMuch(Money),
    /// It was begun before its visit, or is to begin.
    #[error("it was begun between its visit and today")]
    Day,
    /// Who decided the first time decides the appeal, and there is somebody else who could.
    #[error("somebody else decides an appeal")]
    DecidedBefore,
    /// Who proposed agreed themselves.
    #[error("a second person has to agree to a decision of this amount")]
    SamePerson,
    /// What was handed in is not taken.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Money could not go back.
    #[error(transparent)]
    Refund(#[from] RefundError),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// A dispute or a question, as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// The practice.
    pub practice: PracticeId,
    /// Its id.
    pub id: DisputeId,
    /// Whose.
    pub guarantor: GuarantorId,
    /// About which visit.
    pub visit: VisitId,
    /// Eight digits that can be said on the telephone, unique in the practice.
    pub reference: String,
    /// How far it has come.
    pub dispute: Dispute,
    /// The day it was opened, where the practice is.
    pub opened_on: Date,
    /// What was in question when it was opened, appealed, or taken to a federal reviewer.
    pub amount: Money,
    /// What rests now.
    pub frozen: Money,
    /// The plan that a part of it was taken out of.
    pub plan: Option<PlanId>,
    /// How much was.
    pub plan_held: Money,
    /// Who opened it.
    pub opened_by: UserId,
    /// When.
    pub opened_at: OffsetDateTime,
    /// When it last changed.
    pub changed_at: OffsetDateTime,
    /// Which of the staff works on it.
    pub assigned_to: Option<UserId>,
    /// The number of its last step; who acts says which one they saw.
    pub seq: i64,
}

impl Case {
    /// The reference as it is shown and said: `4829 1537`.
    #[must_use]
    pub fn spoken(&self) -> String {
        let (first, last) = self.reference.split_at_checked(4).unwrap_or((&self.reference, ""));
        format!("{first} {last}")
    }
}

/// A dispute of a guarantor.
///
/// # Errors
/// The database's word.
pub async fn case(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    id: DisputeId,
) -> Result<Option<Case>, sqlx::Error> {
    Ok(store::case(tx, practice, id).await?.filter(|case| case.guarantor == guarantor))
}

/// A dispute of the practice, whoever's it is: for staff.
///
/// # Errors
/// The database's word.
pub async fn of_practice(
    tx: &mut Tx,
    practice: PracticeId,
    id: DisputeId,
) -> Result<Option<Case>, sqlx::Error> {
    store::case(tx, practice, id).await
}

/// The disputes and questions of a guarantor, newest first.
///
/// # Errors
/// The database's word.
pub async fn of_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Case>, sqlx::Error> {
    store::of_guarantor(tx, practice, guarantor).await
}

/// Those of a visit, newest first.
///
/// # Errors
/// The database's word.
pub async fn of_visit(tx: &mut Tx, practice: PracticeId, visit: VisitId) -> Result<Vec<Case>, sqlx::Error> {
    store::of_visit(tx, practice, visit).await
}

/// The charge lines that one is about, in order; none: the whole visit.
///
/// # Errors
/// The database's word.
pub async fn charges(tx: &mut Tx, practice: PracticeId, id: DisputeId) -> Result<Vec<ChargeId>, sqlx::Error> {
    store::charges(tx, practice, id).await
}

/// Everything that happened to one, oldest first: notes among staff too.
///
/// # Errors
/// The database's word.
pub async fn steps(tx: &mut Tx, practice: PracticeId, id: DisputeId) -> Result<Vec<KeptStep>, sqlx::Error> {
    store::steps(tx, practice, id).await
}

/// What was handed in with one, oldest first.
///
/// # Errors
/// The database's word.
pub async fn handed_in(
    tx: &mut Tx,
    practice: PracticeId,
    id: DisputeId,
) -> Result<Vec<Document>, sqlx::Error> {
    store::papers::of_case(tx, practice, id).await
}
