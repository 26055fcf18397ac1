//! A guarantor pays: from one press of Pay to the books.
//!
//! Money moves in three steps, and no network call happens inside a database
//! transaction:
//! 1. [`start`] commits a payment of ours, chosen parts and all;
//! 2. asks the gateway for a hosted page under that payment's id, and
//! 3. commits where the page is.
//!
//! Then the payer is away. What they did comes back in any of three ways, as often and
//! in whatever order it likes: the browser returns ([`settle`]), a webhook tells
//! ([`webhook`]), or the janitor asks ([`settle_waiting`]). All end in one place that
//! posts a payment once.
//!
//! A guarantor has one payment under way at most. The same press again resumes it; a
//! second tab with the same choice resumes it; another choice closes the first page
//! before a second one opens, so that not both can be paid.

pub mod desk;
pub mod gateway;
mod opening;
pub mod saved;
mod settling;
mod store;
pub mod together;
pub mod webhook;

use domain::payment::ChoiceError;
use domain::{GuarantorId, Money, PaymentId, PlanId, PracticeId, UserId};
use time::Duration;

pub use gateway::checkout::{Checkout, CheckoutRequest, Progress};
pub use gateway::{Gateway, GatewayError};
use opening::prepare;
pub(crate) use opening::{Prepared, Way, close, prepare_in, start_by};
pub use opening::{Press, Started, start};
pub(crate) use settling::apply;
pub use settling::{apply_in, failed_in, flag_unknown, settle, settle_waiting};
pub use store::{Method, Payment, PaymentPart, PaymentState};
pub(crate) use store::{by_intent, by_press, of_link, payment_intent, set_instrument};

use crate::Door;
use crate::db::{Db, Tx};
use crate::hooks::news;
use crate::ledger::LedgerError;

/// A hosted page stays open this long.
const PAGE_OPEN: Duration = Duration::hours(1);

/// A payment whose page was never answered for may be asked for again this long; after
/// that the page would close too soon.
const RESUMABLE: Duration = Duration::minutes(20);

/// Why a payment did not start or could not be settled.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    /// The choice is not payable; the balance may have changed meanwhile.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    /// Something else is due by now than what the payer was shown.
    #[error("what is due has changed meanwhile; look at it again")]
    Changed,
    /// This press has run its course; the page needs a new one.
    #[error("this payment has ended; start again")]
    PressUsed,
    /// The gateway said no or nothing.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The gateway collected another amount than we asked for.
    #[error("the gateway collected another amount than was asked for")]
    AmountDiffers,
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Who pays, for which account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Payer {
    /// The practice.
    pub practice: PracticeId,
    /// The account.
    pub guarantor: GuarantorId,
    /// Who is signed in.
    pub user: UserId,
}

async fn read(db: &Db, practice: PracticeId, id: PaymentId) -> Result<Payment, PaymentError> {
    let mut tx = db.read().await?;
    store::payment(&mut tx, practice, id).await?.ok_or(PaymentError::PressUsed)
}

/// Closes the hosted page of a payment, if it is open: what was paid meanwhile is posted.
///
/// # Errors
/// [`PaymentError`]; it is as it was then.
pub(crate) async fn close_open(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    id: PaymentId,
) -> Result<(), PaymentError> {
    let payment = read(db, practice, id).await?;
    if payment.state == PaymentState::Open { close(db, door, gateway, &payment).await } else { Ok(()) }
}

/// Whether a press of this account was paid.
///
/// # Errors
/// The database's word.
pub(crate) async fn is_paid_by(
    tx: &mut Tx,
    (practice, guarantor): (PracticeId, GuarantorId),
    press: uuid::Uuid,
) -> Result<bool, sqlx::Error> {
    let payment = store::by_press(tx, practice, guarantor, press).await?;
    Ok(payment.is_some_and(|payment| payment.state == PaymentState::Paid))
}

/// A payment that has been made, held until the transaction ends: money goes back from it
/// or is taken back.
///
/// # Errors
/// The database's word.
pub(crate) async fn lock_paid(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
) -> Result<Option<Payment>, sqlx::Error> {
    Ok(store::lock(tx, practice, id).await?.filter(|payment| payment.state == PaymentState::Paid))
}

/// A payment that is not booked takes the amount that the gateway collected: the newest
/// visit bears the difference.
///
/// # Errors
/// The database's word.
pub(crate) async fn set_amount_in(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
    amount: Money,
) -> Result<(), sqlx::Error> {
    let Some(payment) = store::lock(tx, practice, id).await? else { return Ok(()) };
    if payment.state == PaymentState::Paid {
        return Ok(());
    }
    let mut rest = amount;
    let mut parts = store::parts(tx, practice, id).await?;
    for part in &mut parts {
        part.amount = part.amount.min(rest);
        rest -= part.amount;
    }
    if let Some(newest) = parts.last_mut() {
        newest.amount += rest;
    }
    store::set_amount(tx, practice, id, amount, &parts).await
}

/// Why a payment failed that was committed and then called back.
pub(crate) const CALLED_BACK: &str = "called_back";

/// Calls back what autopay has committed for a plan and nobody has answered: it is not sent any
/// more. What the gateway takes all the same goes back when that is known ([`apply_in`]); what is
/// being answered at this moment was first.
///
/// # Errors
/// The database's word.
pub(crate) async fn call_back_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    plan: PlanId,
) -> Result<(), sqlx::Error> {
    for payment in store::call_back(tx, practice, plan, CALLED_BACK, door.now()).await? {
        news::failed(tx, door, practice, payment).await?;
    }
    Ok(())
}

/// A payment that the books held and the gateway never collected.
///
/// # Errors
/// The database's word.
pub(crate) async fn set_failed_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: PaymentId,
) -> Result<(), sqlx::Error> {
    store::set_failed(tx, practice, id, door.now()).await?;
    news::failed(tx, door, practice, id).await
}

/// A payment of this guarantor.
///
/// # Errors
/// The database's word.
pub async fn payment(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    id: PaymentId,
) -> Result<Option<Payment>, sqlx::Error> {
    Ok(store::payment(tx, practice, id).await?.filter(|payment| payment.guarantor == guarantor))
}

/// A payment of the practice, whoever's it is: for staff.
///
/// # Errors
/// The database's word.
pub async fn of_practice(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
) -> Result<Option<Payment>, sqlx::Error> {
    store::payment(tx, practice, id).await
}

/// The payments of a guarantor that anybody would want to see again, newest first: paid,
/// on their way, or returned by the bank.
///
/// # Errors
/// The database's word.
pub async fn history(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
    limit: i64,
) -> Result<Vec<Payment>, sqlx::Error> {
    store::history(tx, practice, guarantor, limit).await
}

/// The payments of a practice, or of one account in it, that were begun before one, newest
/// first, whatever became of them.
///
/// # Errors
/// The database's word.
pub async fn before(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: Option<GuarantorId>,
    before: Option<PaymentId>,
    limit: i64,
) -> Result<Vec<Payment>, sqlx::Error> {
    store::before(tx, practice, guarantor, before, limit).await
}

/// What a payment paid for.
///
/// # Errors
/// The database's word.
pub async fn parts(
    tx: &mut Tx,
    practice: PracticeId,
    id: PaymentId,
) -> Result<Vec<PaymentPart>, sqlx::Error> {
    store::described_parts(tx, practice, id).await
}

/// The payment a guarantor has under way on the hosted page, if any.
///
/// # Errors
/// The database's word.
pub async fn under_way(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Payment>, sqlx::Error> {
    store::under_way(tx, practice, guarantor).await
}

/// The payment of a guarantor of which nobody knows how it stands: its page has closed, and
/// the gateway has not said what happened on it. There is one at most.
///
/// # Errors
/// The database's word.
pub async fn unknown(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Option<Payment>, sqlx::Error> {
    let closed = door.now() - PAGE_OPEN;
    let under_way = store::under_way(tx, practice, guarantor).await?;
    Ok(under_way.filter(|payment| match payment.state {
        PaymentState::Open => payment.created_at < closed,
        // Charged without a page: an answer takes seconds.
        _ => payment.saved.is_some() && payment.created_at < door.now() - Duration::minutes(1),
    }))
}

/// The number on a receipt: the end of the payment's id, which holds chance, in groups
/// that can be read out.
#[must_use]
pub fn receipt_number(id: PaymentId) -> String {
    let digits = id.0.simple().to_string().to_uppercase();
    let end = digits.get(digits.len().saturating_sub(8)..).unwrap_or_default();
    format!("R-{}-{}", end.get(..4).unwrap_or_default(), end.get(4..).unwrap_or_default())
}
