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
pub mod saved;
mod store;
pub mod together;
pub mod webhook;

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::payment::{Choice, ChoiceError, Due, allocate};
use domain::{GuarantorId, Money, PaymentId, PracticeId, UserId, VisitId};
use time::Duration;
use uuid::Uuid;

pub use gateway::checkout::{Checkout, CheckoutRequest, Progress};
pub use gateway::{Gateway, GatewayError};
pub use store::{Method, Payment, PaymentPart, PaymentState};
pub(crate) use store::{by_intent, payment_intent, set_instrument};

use crate::db::{Db, Tx, is_duplicate};
use crate::door::Point;
use crate::ledger::{self, Fact, LedgerError, Writers};
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts, messages, visits};

/// A hosted page stays open this long.
const PAGE_OPEN: Duration = Duration::hours(1);

/// Without an answer for this long, a person should know.
const PATIENCE: Duration = Duration::hours(20);

/// A payment whose page was never answered for may be asked for again this long; after
/// that the page would close too soon.
const RESUMABLE: Duration = Duration::minutes(20);

/// Why a payment did not start or could not be settled.
#[derive(Debug, thiserror::Error)]
pub enum PaymentError {
    /// The choice is not payable; the balance may have changed meanwhile.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
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

/// What the pay page sends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Press {
    /// Chosen by the page when it was shown: the same page pressed twice is one press.
    pub id: Uuid,
    /// What to pay.
    pub choice: Choice,
    /// Spanish rather than English on the hosted page.
    pub spanish: bool,
}

/// Where to send the browser.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Started {
    /// To the hosted page.
    Page(String),
    /// This press has been paid, or its money is on its way.
    Done(PaymentId),
}

/// Starts a payment, or resumes the one this press began.
///
/// `public_url` is where this installation is reached, without a slash at its end.
///
/// # Errors
/// [`PaymentError`]; nothing was charged then.
pub async fn start(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    public_url: &str,
    payer: Payer,
    press: &Press,
) -> Result<Started, PaymentError> {
    start_of(db, door, gateway, public_url, payer, press, None).await
}

/// The same for a choice among these visits and no others.
pub(crate) async fn start_for(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    public_url: &str,
    payer: Payer,
    press: &Press,
    only: &[VisitId],
) -> Result<Started, PaymentError> {
    start_of(db, door, gateway, public_url, payer, press, Some(only)).await
}

async fn start_of(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    public_url: &str,
    payer: Payer,
    press: &Press,
    only: Option<&[VisitId]>,
) -> Result<Started, PaymentError> {
    // Once for the payment itself, and once more for each other one that has to be
    // closed first: there can be a few when tabs race.
    for _ in 0..8 {
        let (payment, own) = match prepare(db, door, payer, press, None, only).await? {
            Prepared::Ready(payment) => (payment, true),
            Prepared::Met(payment) => (payment, false),
            Prepared::Blocked(other) => {
                close(db, door, gateway, &other).await?;
                continue;
            }
            Prepared::Raced => continue,
        };
        match payment.state {
            PaymentState::Paid | PaymentState::Processing => return Ok(Started::Done(payment.id)),
            PaymentState::Open => match settle(db, door, gateway, payer.practice, payment.id).await? {
                (PaymentState::Open, Some(url)) => return Ok(Started::Page(url)),
                (PaymentState::Paid | PaymentState::Processing, _) => return Ok(Started::Done(payment.id)),
                _ if own => return Err(PaymentError::PressUsed),
                // The page that this press met has closed: it opens one of its own.
                _ => continue,
            },
            PaymentState::Failed | PaymentState::Expired => return Err(PaymentError::PressUsed),
            PaymentState::Intent => {}
        }
        return open_page(db, door, gateway, public_url, &payment, press.spanish).await;
    }
    Err(PaymentError::PressUsed)
}

pub(crate) enum Prepared {
    /// The payment of this press.
    Ready(Payment),
    /// Another press, of the same choice, was first and is under way.
    Met(Payment),
    /// Another choice is under way and has to be closed first.
    Blocked(Payment),
    /// Another tab was faster between our look and our insert: look again.
    Raced,
}

/// Step 1: commits the payment of this press, or finds the one it meets.
/// `saved` is the kept means of payment that it is to be charged to, if it needs no page.
async fn prepare(
    db: &Db,
    door: &Door,
    payer: Payer,
    press: &Press,
    saved: Option<Uuid>,
    only: Option<&[VisitId]>,
) -> Result<Prepared, PaymentError> {
    let mut tx = db.begin().await?;
    let prepared = prepare_in(&mut tx, door, payer, press, saved, only).await?;
    if let Prepared::Ready(_) = prepared {
        tx.commit().await?;
    }
    Ok(prepared)
}

/// The same in the caller's transaction, which is good for nothing more when another tab was
/// faster ([`Prepared::Raced`]). With `only` it pays these visits and no others.
pub(crate) async fn prepare_in(
    tx: &mut Tx,
    door: &Door,
    payer: Payer,
    press: &Press,
    saved: Option<Uuid>,
    only: Option<&[VisitId]>,
) -> Result<Prepared, PaymentError> {
    if let Some(known) = store::by_press(tx, payer.practice, payer.guarantor, press.id).await? {
        return Ok(Prepared::Ready(known));
    }
    // Looked at before the dues: a payment that enters the books between the two is then
    // met, or no longer due; the other way round it could be asked for twice.
    let under_way = store::under_way(tx, payer.practice, payer.guarantor).await?;
    let mut dues = visits::dues(tx, payer.practice, payer.guarantor).await?;
    if let Some(only) = only {
        dues.retain(|due| only.contains(&due.visit));
    }
    let parts = allocate(&press.choice, &dues)?;
    if let Some(open) = under_way {
        let same = store::parts(tx, payer.practice, open.id).await? == parts;
        let fresh = open.state == PaymentState::Open || door.now() - open.created_at < RESUMABLE;
        let by_page = saved.is_none() && open.saved.is_none();
        return Ok(if same && fresh && by_page { Prepared::Met(open) } else { Prepared::Blocked(open) });
    }
    let now = door.now();
    let payment = Payment {
        practice: payer.practice,
        id: PaymentId(door.id()),
        guarantor: payer.guarantor,
        user: payer.user,
        method: Method::Online,
        reference: None,
        instrument: None,
        amount: parts.iter().map(|part| part.amount).sum(),
        state: PaymentState::Intent,
        session_id: None,
        session_url: None,
        saved,
        decline: None,
        created_at: now,
        paid_on: None,
    };
    match store::insert(tx, &payment, press.id, &parts).await {
        Ok(()) => Ok(Prepared::Ready(payment)),
        Err(error) if is_duplicate(&error) => Ok(Prepared::Raced),
        Err(error) => Err(error.into()),
    }
}

/// Steps 2 and 3: asks for the page and commits where it is.
async fn open_page(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    public_url: &str,
    payment: &Payment,
    spanish: bool,
) -> Result<Started, PaymentError> {
    let practice = {
        let mut tx = db.read().await?;
        accounts::practice(&mut tx, payment.practice).await?.ok_or(PaymentError::PressUsed)?
    };
    let request = CheckoutRequest {
        payment: payment.id,
        practice: payment.practice,
        amount: payment.amount,
        description: practice.name,
        expires_at: payment.created_at + PAGE_OPEN,
        success_url: format!("{public_url}/pay/return/{}", payment.id),
        cancel_url: format!("{public_url}/pay/cancelled/{}", payment.id),
        spanish,
    };
    door.reach(Point::PaymentCommitted).await;
    match gateway.open_checkout(&request).await {
        Ok(Checkout { id, url: Some(url), .. }) => {
            door.reach(Point::PageOpened).await;
            let mut tx = db.begin().await?;
            let waiting = store::opened(&mut tx, payment.practice, payment.id, &id, &url, door.now()).await?;
            tx.commit().await?;
            door.reach(Point::PageSaved).await;
            if waiting {
                return Ok(Started::Page(url));
            }
            match read(db, payment.practice, payment.id).await?.state {
                PaymentState::Paid | PaymentState::Processing => Ok(Started::Done(payment.id)),
                _ => {
                    // Another tab chose otherwise while this page was being opened.
                    gateway.close_checkout(&id).await?;
                    Err(PaymentError::PressUsed)
                }
            }
        }
        Ok(_) => Err(GatewayError::Unknown.into()),
        // Nobody ever saw the page, so nobody can pay on it: the next press is a new
        // payment under a new key, free of an answer that Stripe would replay.
        Err(error) => {
            let mut tx = db.begin().await?;
            store::end_unopened(&mut tx, payment.practice, payment.id, PaymentState::Failed, door.now())
                .await?;
            tx.commit().await?;
            Err(error.into())
        }
    }
}

/// Closes another payment's page, so that not both can be paid; if it was paid
/// meanwhile, that is posted.
pub(crate) async fn close(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    other: &Payment,
) -> Result<(), PaymentError> {
    if other.saved.is_some() {
        // A charge has no page to close: it comes to its own end, and soon.
        return match saved::charge(db, door, gateway, other.practice, other.id).await? {
            PaymentState::Intent => Err(GatewayError::Unknown.into()),
            _ => Ok(()),
        };
    }
    let Some(session) = &other.session_id else {
        // Should its page open at this moment, whoever opens it finds it ended and closes it.
        let mut tx = db.begin().await?;
        store::end_unopened(&mut tx, other.practice, other.id, PaymentState::Expired, door.now()).await?;
        return Ok(tx.commit().await?);
    };
    let checkout = match gateway.close_checkout(session).await {
        Ok(checkout) => checkout,
        Err(GatewayError::Refused(_)) => gateway.checkout(session).await?,
        Err(error) => return Err(error.into()),
    };
    apply(db, door, other.practice, other.id, &checkout).await
}

/// Asks the gateway how a payment stands and brings the books up to it. Gives the state
/// and, while it is open, where the hosted page is.
///
/// # Errors
/// [`PaymentError`]; a gateway that gives no answer leaves the payment as it was.
pub async fn settle(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    id: PaymentId,
) -> Result<(PaymentState, Option<String>), PaymentError> {
    let payment = read(db, practice, id).await?;
    if payment.saved.is_some() && payment.state == PaymentState::Intent {
        return Ok((saved::charge(db, door, gateway, practice, id).await?, None));
    }
    if let (PaymentState::Open | PaymentState::Processing, Some(session)) =
        (payment.state, &payment.session_id)
    {
        let checkout = gateway.checkout(session).await?;
        door.reach(Point::PageAnswered).await;
        apply(db, door, practice, id, &checkout).await?;
    }
    let payment = read(db, practice, id).await?;
    Ok((payment.state, payment.session_url))
}

async fn read(db: &Db, practice: PracticeId, id: PaymentId) -> Result<Payment, PaymentError> {
    let mut tx = db.read().await?;
    store::payment(&mut tx, practice, id).await?.ok_or(PaymentError::PressUsed)
}

/// The same as [`apply_in`], in a transaction of its own.
pub(crate) async fn apply(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    id: PaymentId,
    checkout: &Checkout,
) -> Result<(), PaymentError> {
    let mut tx = db.begin().await?;
    apply_in(&mut tx, door, practice, id, checkout).await?;
    Ok(tx.commit().await?)
}

/// Brings a payment up to what the gateway says of its page: the one place where a
/// patient's payment enters the books. Money that arrived is posted whatever we thought
/// before; nothing is posted twice.
///
/// # Errors
/// [`PaymentError`].
pub async fn apply_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: PaymentId,
    checkout: &Checkout,
) -> Result<(), PaymentError> {
    let Some(payment) = store::lock(tx, practice, id).await? else { return Ok(()) };
    if payment.state == PaymentState::Paid {
        return Ok(());
    }
    match checkout.progress {
        Progress::Open => {}
        Progress::Expired => store::change_state(tx, practice, id, PaymentState::Expired, door.now()).await?,
        Progress::Processing => {
            store::change_state(tx, practice, id, PaymentState::Processing, door.now()).await?;
            if let Some(instrument) = &checkout.instrument {
                store::set_instrument(tx, practice, id, instrument).await?;
            }
        }
        Progress::Failed => store::change_state(tx, practice, id, PaymentState::Failed, door.now()).await?,
        Progress::Paid => {
            if checkout.amount != payment.amount {
                return Err(PaymentError::AmountDiffers);
            }
            post_in(tx, door, &payment, checkout).await?;
        }
    }
    Ok(())
}

async fn post_in(
    tx: &mut Tx,
    door: &Door,
    payment: &Payment,
    checkout: &Checkout,
) -> Result<(), PaymentError> {
    ledger::lock_books(tx, payment.practice, Writers::Some).await?;
    let today = accounts::today_in(tx, door, payment.practice).await?;
    let mut entries = vec![Entry::new(Account::GatewayCash, payment.amount).of_guarantor(payment.guarantor)];
    for Due { visit, amount } in store::parts(tx, payment.practice, payment.id).await? {
        entries.push(
            Entry::new(Account::PatientReceivable, -amount)
                .of_visit(visit, None)
                .of_guarantor(payment.guarantor),
        );
    }
    let mut fact = Fact::new(Kind::PatientPayment, today, format!("payment:{}", payment.id));
    fact.payment = Some(payment.id);
    let entries = Balanced::new(entries).map_err(LedgerError::from)?;
    ledger::post_in(tx, door, payment.practice, &fact, &entries).await?;
    store::paid(tx, payment, checkout, today, door.now()).await?;
    messages::receipt_in(tx, door, payment.practice, payment.user, payment.id).await?;
    Ok(())
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
    store::set_failed(tx, practice, id, door.now()).await
}

/// A bank debit that the bank returned: nothing was posted for it, and nothing is.
///
/// # Errors
/// The database's word.
pub async fn failed_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: PaymentId,
) -> Result<(), PaymentError> {
    Ok(store::change_state(tx, practice, id, PaymentState::Failed, door.now()).await?)
}

/// Asks the gateway about payments that nobody has told us of for a while. Many
/// processes may do so at once: each takes its own. Says how many were looked at.
///
/// # Errors
/// The database's word; a gateway without an answer leaves its payment for next time.
pub async fn settle_waiting(db: &Db, door: &Door, gateway: &Gateway) -> Result<usize, PaymentError> {
    let now = door.now();
    let mut tx = db.begin().await?;
    let waiting = store::claim_waiting(&mut tx, now - Duration::minutes(2), now, 50).await?;
    tx.commit().await?;
    if !waiting.is_empty() {
        door.reach(Point::WaitingClaimed).await;
    }
    for payment in &waiting {
        let outcome = match payment.state {
            PaymentState::Intent if payment.saved.is_none() && now - payment.created_at > RESUMABLE => {
                let mut tx = db.begin().await?;
                store::end_unopened(&mut tx, payment.practice, payment.id, PaymentState::Expired, now)
                    .await?;
                tx.commit().await.map_err(PaymentError::from)
            }
            PaymentState::Intent if payment.saved.is_none() => Ok(()),
            _ => settle(db, door, gateway, payment.practice, payment.id).await.map(drop),
        };
        if let Err(error) = outcome {
            tracing::warn!(payment = %payment.id, %error, "a payment could not be settled; it will be asked about again");
        }
    }
    Ok(waiting.len())
}

/// Puts before a person what nobody could find out for most of a day, and takes away what
/// has been found out since. Being told twice changes nothing.
///
/// # Errors
/// The database's word.
pub async fn flag_unknown(db: &Db, door: &Door) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    for payment in store::unsettled_since(&mut tx, door.now() - PATIENCE).await? {
        let subject = payment.id.to_string();
        let work = Work {
            kind: WorkKind::PaymentUnknown,
            subject: &subject,
            guarantor: Some(payment.guarantor),
            payment: Some(payment.id),
            amount: Some(payment.amount),
            due: None,
        };
        work::open_in(&mut tx, door, payment.practice, &work).await?;
    }
    for (practice, subject) in store::flags_to_drop(&mut tx).await? {
        work::close_in(&mut tx, door, practice, WorkKind::PaymentUnknown, &subject, None).await?;
    }
    tx.commit().await
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
