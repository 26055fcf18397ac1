//! Who answers for a visit, and that somebody else does from a day on.
//!
//! A visit has one guarantor. What is due of it and what was paid too much is theirs in the books:
//! [`crate::ledger`] enters the patient's side of a visit for whoever answers for it now, and
//! `openbalance verify` finds anything that anybody else would owe. What was paid stays with
//! whoever paid it: their receipts, their history and what goes back to them.
//!
//! * [`preview`]: what moves, and what stands in the way, before anything happens.
//! * [`change`]: it is asked for, a second person agrees above the practice's limit, it is done.
//! * [`told`]: what each of the two sees afterwards.
//!
//! # What becomes of the rest
//!
//! * A payment under way, or something in question, stands in the way: money on its way pays
//!   whoever owes, and a dispute is its opener's to have decided. A question goes on between the
//!   practice and whoever asked; a decision is no longer appealed by who does not answer.
//! * A plan loses the visits, and ends when all that is open of it goes
//!   ([`crate::plans::leave`]); the other one is offered the same payments, to sign themselves.
//! * A credit moves with its visit and goes back to whoever paid it; it pays nothing else.
//! * What an insurer refused goes along. A link to one of the visits is taken back; other links and
//!   what is stated count what is due, as ever. Holds stay with the account that they are about.
//!
//! # Locks
//!
//! The practice's books, both accounts, the visits, each in the order of their ids; then plans.

pub mod change;
pub mod preview;
mod store;
pub mod told;

use domain::answering::ChangeReason;
use domain::{GuarantorId, PatientId, PracticeId, UserId, VisitId};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::accounts::AccountError;
use crate::db::Tx;
use crate::ledger::LedgerError;
use crate::plans::PlanError;

/// The longest note, in letters.
pub const WORDS_MOST: usize = 1_000;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// There is no such account or change, or nothing was chosen that could move.
    #[error("there is nothing like it")]
    NotThere,
    /// Both accounts are the same.
    #[error("this account answers for it already")]
    SameAccount,
    /// What moves is not what was seen.
    #[error("it has changed since you looked at it")]
    Changed,
    /// Something has to end first ([`preview::Preview::blocked`] says what).
    #[error("something stands in the way")]
    Blocked,
    /// No reason was written, or too much.
    #[error("it needs some words, at most {WORDS_MOST} letters")]
    Words,
    /// The day has not come.
    #[error("the day is after today")]
    Later,
    /// Who asked agreed themselves.
    #[error("a second person has to agree to a change of this amount")]
    SamePerson,
    /// The other account could not be made.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// A plan did not take it.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// What staff ask for.
#[derive(Clone, PartialEq, Eq)]
pub struct Ask {
    /// Who answers now.
    pub from: GuarantorId,
    /// Who answers from then on.
    pub to: GuarantorId,
    /// For which visits.
    pub visits: Vec<VisitId>,
    /// Whose later visits are the other one's too.
    pub patients: Vec<PatientId>,
    /// Why.
    pub reason: ChangeReason,
    /// In words, among staff.
    pub note: String,
    /// From which day on, where the practice is.
    pub effective_on: Date,
}

/// How far a change has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It waits for a second person.
    Asked,
    /// It is done.
    Done,
    /// The second person said no.
    Returned,
}

impl State {
    fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Done => "done",
            Self::Returned => "returned",
        }
    }
}

/// A change, as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    /// Its id.
    pub id: Uuid,
    /// What was asked for.
    pub ask: Ask,
    /// How far it has come.
    pub state: State,
    /// Who asked.
    pub asked_by: UserId,
    /// When.
    pub asked_at: OffsetDateTime,
    /// The second person.
    pub decided_by: Option<UserId>,
}

/// A change of the practice.
///
/// # Errors
/// The database's word.
pub async fn change_of(tx: &mut Tx, practice: PracticeId, id: Uuid) -> Result<Option<Change>, sqlx::Error> {
    store::change(tx, practice, id).await
}

/// The changes that an account has to do with, newest first.
///
/// # Errors
/// The database's word.
pub async fn of_account(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Change>, sqlx::Error> {
    let mut changes = Vec::new();
    for id in store::of_account(tx, practice, guarantor).await? {
        changes.extend(store::change(tx, practice, id).await?);
    }
    Ok(changes)
}

/// The visits of an account that can move: those of which anything is open, oldest first.
///
/// # Errors
/// The database's word.
pub async fn movable(
    tx: &mut Tx,
    practice: PracticeId,
    from: GuarantorId,
) -> Result<Vec<preview::Moving>, sqlx::Error> {
    store::movable(tx, practice, from).await
}
