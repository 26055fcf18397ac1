//! Payment plans, kept: signed, charged, followed through everything that happens to them.
//!
//! What a plan is and what each event makes of it is [`domain::plan`]'s business. Here a plan
//! is the replay of its steps, which are append-only by trigger, on the offer that was signed,
//! which never changes either; a snapshot beside them is a cache, and [`verify`] draws it anew.
//!
//! * [`policy`]: what a practice offers, by date. [`offer`]: what this patient may sign.
//! * [`sign`]: the signature, with everything it covers in one transaction. [`enrol`]: the
//!   means of payment; a plan that is to be paid automatically starts when there is one.
//! * [`steps`]: the one way a plan changes. [`follow`]: what the books make of it.
//! * [`down`]: what is paid at once. [`join`]: a new balance, by consent. [`exception`]: more than the policy, for one account.
//! * [`charge`]: instalments are taken on their day. [`sweep`]: what is missed. [`told`]: what
//!   patients are told.
//! * [`disputed`]: a part is in question. [`leave`]: visits are somebody else's.
//! * [`staff`]: plans by state, promises without a plan. [`pay`]: paying a plan by hand.
//! * [`view`]: what pages show, and what is owed beside plans.
//!
//! # How money finds its plan
//!
//! A visit's cached balance names the plan that it is paid by, so whoever posts anything for
//! the visit has the plan in hand with the lock it needs anyway. [`follow`] is called by
//! `ledger::post_new_in`, the one way into the books, and turns what a transaction did to a
//! plan's visits into the event that it is: online, at the desk, by autopay, a refund, a
//! chargeback, an insurer's word, a credit, and whatever is posted one day. No caller can
//! forget it, and it is in the transaction of the posting by construction. An import pays one
//! column for it, not one query.
//!
//! What a plan's visits owe and what is left of the plan differ by what is *outside*: a down
//! payment that is still to come, and what an insurer raised and the patient has not taken
//! into the plan. Money that comes without a word pays what is due of the plan, then what is
//! outside, then ahead; money with a word ([`pay`], autopay) pays the plan. Online everybody has
//! said: the pay page asks for what is outside ([`view::beside`]), the plan's page for the plan,
//! so that what comes from the pay page pays what is outside first. What an insurer
//! lowers is taken off what is outside first; what goes back to an insurer that decides again
//! is held, not asked, and comes back when it has, without consent as far as it was agreed. A plan never asks for more than its visits owe.
//!
//! # Locks
//!
//! A practice's books, then visits in the order of their ids, then plans in the order of
//! theirs. Who holds a plan waits for no visit.
//!
//! Interest and late fees are in the books from when they are owed ([`charges`]), so what a plan
//! asks is what its visits owe, to the cent.

pub(crate) mod assistance;
pub mod charge;
mod charges;
pub(crate) mod disputed;
pub mod down;
pub mod enrol;
pub mod exception;
pub mod follow;
pub mod join;
pub mod leave;
pub mod offer;
pub mod pay;
pub mod policy;
pub mod sign;
pub mod staff;
pub mod steps;
mod store;
pub mod sweep;
pub mod told;
pub mod verify;
pub mod view;

use domain::plan::{Plan, Refusal, Refused};
use domain::{GuarantorId, Money, PlanId, PracticeId};
use time::Date;
use uuid::Uuid;

pub use store::attempts::Attempt;
pub use store::papers::{Document, Notice};
pub use store::{Held, HistoryStep, Waits};
use store::{attempts, papers};
pub use told::About;

use crate::db::Tx;
use crate::ledger::LedgerError;
use crate::payments::PaymentError;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The plan does not take this.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// This cannot be signed; each says what can.
    #[error("this cannot be offered: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    NotOffered(Vec<Refusal>),
    /// What is owed is not what was shown.
    #[error("what is owed has changed: it is {owed} now")]
    BalanceChanged {
        /// What is owed now for what was chosen.
        owed: Money,
    },
    /// The schedule or the terms are not those that were shown.
    #[error("the offer is another one now: it has to be shown again")]
    OfferChanged,
    /// A balance is paid by a running plan already.
    #[error("a chosen balance is part of a plan already")]
    InPlan,
    /// No such plan of this account.
    #[error("there is no such plan")]
    NotThere,
    /// Autopay needs a limit that takes the largest instalment.
    #[error("the limit for automatic payments is {least} at least")]
    CapTooLow {
        /// The largest instalment.
        least: Money,
    },
    /// This is not for them to do, or happens by itself.
    #[error("this cannot be asked for")]
    NotAWish,
    /// The payment went wrong.
    #[error(transparent)]
    Payment(#[from] PaymentError),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// A plan as its page shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// The plan.
    pub plan: Plan,
    /// What its visits owe beside it.
    pub outside: Money,
    /// The kept means of payment.
    pub saved: Option<Uuid>,
    /// Why autopay does not take what is due.
    pub waits: Option<Waits>,
    /// When autopay takes the next one.
    pub next_due: Option<Date>,
}

/// A plan of a guarantor.
///
/// # Errors
/// The database's word.
pub async fn plan(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    id: PlanId,
) -> Result<Option<Standing>, sqlx::Error> {
    Ok(standing(tx, practice, id).await?.filter(|standing| standing.plan.guarantor == guarantor))
}

/// A plan of the practice, whoever's it is: for staff.
///
/// # Errors
/// The database's word.
pub async fn standing(
    tx: &mut Tx,
    practice: PracticeId,
    id: PlanId,
) -> Result<Option<Standing>, sqlx::Error> {
    let Some(held) = store::plan(tx, practice, id).await? else { return Ok(None) };
    let (owed, _) = store::owed(tx, practice, id).await?;
    Ok(Some(Standing {
        outside: (owed - held.asked()).or_zero(),
        saved: held.saved,
        waits: held.waits,
        next_due: held.next_due,
        plan: held.plan,
    }))
}

/// The plans of a guarantor, newest first.
///
/// # Errors
/// The database's word.
pub async fn of_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Held>, sqlx::Error> {
    store::of_guarantor(tx, practice, guarantor).await
}

/// Everything that happened to a plan, oldest first.
///
/// # Errors
/// The database's word.
pub async fn history(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Vec<HistoryStep>, sqlx::Error> {
    store::steps(tx, practice, id).await
}

/// What was agreed to, oldest first.
///
/// # Errors
/// The database's word.
pub async fn documents(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Vec<Document>, sqlx::Error> {
    papers::documents(tx, practice, id).await
}

/// What autopay tried, oldest first.
///
/// # Errors
/// The database's word.
pub async fn attempts(tx: &mut Tx, practice: PracticeId, id: PlanId) -> Result<Vec<Attempt>, sqlx::Error> {
    attempts::of_plan(tx, practice, id).await
}
