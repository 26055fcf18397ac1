//! Money goes back to a guarantor: asked for, agreed to, sent, booked.
//!
//! * [`ask`] commits the wish. Above the practice's limit a second person has to agree
//!   ([`decide`]); below it, it is agreed to at once. What comes from the till is handed
//!   over and booked there and then.
//! * [`send`] asks the gateway, outside any transaction, under a key that makes asking
//!   again harmless. An answer that is lost is asked for again by [`send_waiting`]; the
//!   gateway is first asked what it knows, because a key is forgotten after a day and a
//!   saved error is replayed under it.
//! * [`apply_in`] is the one place where a refund enters the books, from the gateway's
//!   answer, its webhook or its account. A refund that comes back is booked back and put
//!   before a person, who sends it again ([`retry`]) or gives it another way ([`by_hand`]).
//!
//! Never more than was captured: what was asked for counts as gone, under a lock on the
//! payment.

mod send;
mod store;

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::payment::Due;
use domain::refund::{Left, spread};
use domain::{GuarantorId, Money, PaymentId, PracticeId, RefundId, UserId, VisitId};
use uuid::Uuid;

pub use send::{apply_in, send, send_waiting};
pub use store::{Refund, RefundReason, RefundState};

use crate::db::{Db, Tx, is_duplicate};
use crate::hooks::news;
use crate::ledger::{self, Fact, LedgerError, Writers};
use crate::payments::gateway::GatewayError;
use crate::payments::gateway::refund::GatewayRefund;
use crate::payments::{self, Method, Payment, PaymentState};
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts};

/// Why money does not go back.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    /// There is no such payment or refund, or it is not at that point.
    #[error("there is nothing like it to refund; look at the payment again")]
    NotThere,
    /// Nothing or less was asked for.
    #[error("a refund is of one cent at least")]
    TooLittle,
    /// More than is left of the payment.
    #[error("no more than {0} of this payment is left to give back")]
    TooMuch(Money),
    /// Who asked agreed to it themselves.
    #[error("a second person has to agree to a refund of this amount")]
    SamePerson,
    /// The gateway gave back another amount than it was asked for.
    #[error("the gateway gave back another amount than it was asked for")]
    AmountDiffers,
    /// The gateway's word.
    #[error(transparent)]
    Gateway(#[from] GatewayError),
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// Chosen by the page when it was shown: the same page pressed twice is one refund.
    pub press: Uuid,
    /// Of which payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// Why.
    pub reason: RefundReason,
    /// Why, in words.
    pub note: Option<String>,
}

/// Asks for a refund. It is agreed to at once, or waits for a second person above the
/// practice's limit; asked for with the same press, the first answer comes again.
///
/// # Errors
/// [`RefundError`]; nothing was recorded then.
pub async fn ask(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    by: UserId,
    ask: &Ask,
) -> Result<Refund, RefundError> {
    let mut tx = db.begin().await?;
    match ask_in(&mut tx, door, practice, Some(by), ask, None).await {
        Ok(refund) => {
            tx.commit().await?;
            Ok(refund)
        }
        // The same press on another server was faster.
        Err(RefundError::Sqlx(error)) if is_duplicate(&error) => {
            drop(tx);
            let mut tx = db.read().await?;
            store::by_press(&mut tx, practice, ask.press).await?.ok_or(RefundError::NotThere)
        }
        Err(error) => Err(error),
    }
}

/// The same within the caller's transaction; by the practice's policy when nobody asks,
/// and from one visit's credit when it is named.
pub(crate) async fn ask_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    by: Option<UserId>,
    ask: &Ask,
    visit: Option<VisitId>,
) -> Result<Refund, RefundError> {
    // Under the lock: the same press from elsewhere may have taken what is left.
    let payment = payments::lock_paid(tx, practice, ask.payment).await?;
    if let Some(known) = store::by_press(tx, practice, ask.press).await? {
        return Ok(known);
    }
    let payment = payment.ok_or(RefundError::NotThere)?;
    if !ask.amount.is_positive() {
        return Err(RefundError::TooLittle);
    }
    let left = store::left(tx, practice, payment.id).await?;
    let most = total(&left);
    if ask.amount > most {
        return Err(RefundError::TooMuch(most.or_zero()));
    }
    let parts = match visit {
        Some(visit) => vec![Due { visit, amount: ask.amount }],
        None => spread(ask.amount, &left),
    };
    let policy = accounts::policy(tx, practice).await?;
    // What one person gave back of a payment counts together: a large refund in small pieces
    // is a large refund.
    let alone = store::by_one_person(tx, practice, payment.id).await?;
    let agreed = alone + ask.amount <= policy.second_person;
    let now = door.now();
    let refund = Refund {
        practice,
        id: RefundId(door.id()),
        payment: payment.id,
        guarantor: payment.guarantor,
        amount: ask.amount,
        method: payment.method,
        reference: None,
        reason: ask.reason,
        note: ask.note.clone(),
        state: if agreed { RefundState::Approved } else { RefundState::Asked },
        asked_by: by,
        decided_by: None,
        gateway_id: None,
        failure: None,
        attempts: 0,
        first_sent_at: None,
        created_at: now,
        changed_at: now,
        settled_on: None,
    };
    store::insert(tx, &refund, ask.press, &parts).await?;
    agreed_or_waiting(tx, door, refund).await
}

fn total(left: &[Left]) -> Money {
    left.iter().map(|one| one.paid).sum()
}

/// What follows from the state a refund begins in.
async fn agreed_or_waiting(tx: &mut Tx, door: &Door, refund: Refund) -> Result<Refund, RefundError> {
    if refund.state == RefundState::Asked {
        let subject = refund.id.to_string();
        let work = Work {
            kind: WorkKind::RefundApproval,
            subject: &subject,
            guarantor: Some(refund.guarantor),
            payment: Some(refund.payment),
            amount: Some(refund.amount),
            due: None,
        };
        work::open_in(tx, door, refund.practice, &work).await?;
        return Ok(refund);
    }
    hand_over(tx, door, refund).await
}

/// Money from the till is handed over as soon as it is agreed to.
async fn hand_over(tx: &mut Tx, door: &Door, refund: Refund) -> Result<Refund, RefundError> {
    if refund.method == Method::Online {
        return Ok(refund);
    }
    let today = accounts::today_in(tx, door, refund.practice).await?;
    book_in(tx, door, &refund, today).await?;
    let done = Refund { state: RefundState::Done, settled_on: Some(today), ..refund };
    store::set_state(tx, &done, door.now()).await?;
    news::refunded(tx, door, &done).await?;
    Ok(done)
}

/// A second person agrees, or anybody says no.
///
/// # Errors
/// [`RefundError::SamePerson`] when who asked agrees; [`RefundError::NotThere`] when it no
/// longer waits; [`RefundError::TooMuch`] when so much is no longer left of the payment.
pub async fn decide(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    id: RefundId,
    by: UserId,
    agreed: bool,
) -> Result<Refund, RefundError> {
    let mut tx = db.begin().await?;
    let known = store::refund(&mut tx, practice, id).await?.ok_or(RefundError::NotThere)?;
    let payment = payments::lock_paid(&mut tx, practice, known.payment).await?;
    let refund = store::lock(&mut tx, practice, id).await?;
    let refund = refund.filter(|refund| refund.state == RefundState::Asked && (payment.is_some() || !agreed));
    let refund = refund.ok_or(RefundError::NotThere)?;
    if agreed && refund.asked_by == Some(by) {
        return Err(RefundError::SamePerson);
    }
    // The payer's bank may have taken the payment back since it was asked for.
    let lacks = -total(&store::left(&mut tx, practice, refund.payment).await?);
    if agreed && lacks.is_positive() {
        return Err(RefundError::TooMuch((refund.amount - lacks).or_zero()));
    }
    let state = if agreed { RefundState::Approved } else { RefundState::Declined };
    let decided = Refund { state, decided_by: Some(by), ..refund };
    store::set_state(&mut tx, &decided, door.now()).await?;
    work::close_in(&mut tx, door, practice, WorkKind::RefundApproval, &id.to_string(), Some(by)).await?;
    let decided = if agreed { hand_over(&mut tx, door, decided).await? } else { decided };
    tx.commit().await?;
    Ok(decided)
}

/// Sends a refund that came back once more, as a new one: the old one stays in the history.
///
/// # Errors
/// As [`ask`].
pub async fn retry(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    failed: RefundId,
    by: UserId,
) -> Result<Refund, RefundError> {
    again(db, door, practice, failed, by, None).await
}

/// Gives a refund that came back another way, such as a cheque, and books it.
///
/// # Errors
/// As [`ask`].
pub async fn by_hand(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    failed: RefundId,
    by: UserId,
    reference: &str,
) -> Result<Refund, RefundError> {
    again(db, door, practice, failed, by, Some(reference)).await
}

async fn again(
    db: &Db,
    door: &Door,
    practice: PracticeId,
    failed: RefundId,
    by: UserId,
    reference: Option<&str>,
) -> Result<Refund, RefundError> {
    let mut tx = db.begin().await?;
    let known = store::refund(&mut tx, practice, failed).await?.ok_or(RefundError::NotThere)?;
    payments::lock_paid(&mut tx, practice, known.payment).await?.ok_or(RefundError::NotThere)?;
    let old = store::lock(&mut tx, practice, failed).await?;
    let old = old.filter(|old| old.state == RefundState::Failed).ok_or(RefundError::NotThere)?;
    // A failed refund is followed by one other: its id is the press.
    if let Some(known) = store::by_press(&mut tx, practice, failed.0).await? {
        let same = known.reference.as_deref() == reference;
        return if same { Ok(known) } else { Err(RefundError::NotThere) };
    }
    let left = store::left(&mut tx, practice, old.payment).await?;
    if old.amount > total(&left) {
        return Err(RefundError::TooMuch(total(&left).or_zero()));
    }
    let now = door.now();
    let new = Refund {
        id: RefundId(door.id()),
        method: if reference.is_some() { Method::Check } else { old.method },
        reference: reference.map(str::to_owned),
        // The amount was agreed to before; the way back is no new decision about it.
        state: RefundState::Approved,
        asked_by: Some(by),
        decided_by: None,
        gateway_id: None,
        failure: None,
        attempts: 0,
        first_sent_at: None,
        created_at: now,
        changed_at: now,
        settled_on: None,
        ..old
    };
    store::insert(&mut tx, &new, failed.0, &spread(new.amount, &left)).await?;
    work::close_in(&mut tx, door, practice, WorkKind::RefundFailed, &failed.to_string(), Some(by)).await?;
    let new = hand_over(&mut tx, door, new).await?;
    tx.commit().await?;
    Ok(new)
}

/// A refund that was made in the gateway's dashboard becomes one of ours, not yet booked;
/// the gateway's word on it is then applied like any other ([`apply_in`]).
///
/// # Errors
/// [`RefundError::NotThere`] when its payment is not ours; [`RefundError::TooMuch`].
pub(crate) async fn adopt_in(tx: &mut Tx, door: &Door, theirs: &GatewayRefund) -> Result<(), RefundError> {
    let intent = theirs.payment_intent.as_deref().ok_or(RefundError::NotThere)?;
    let payment = payments::by_intent(tx, intent).await?.ok_or(RefundError::NotThere)?;
    let payment =
        payments::lock_paid(tx, payment.practice, payment.id).await?.ok_or(RefundError::NotThere)?;
    if store::by_gateway_id(tx, &theirs.id).await?.is_some() {
        return Ok(());
    }
    let left = store::left(tx, payment.practice, payment.id).await?;
    if theirs.amount > total(&left) {
        return Err(RefundError::TooMuch(total(&left).or_zero()));
    }
    let now = door.now();
    let id = RefundId(door.id());
    let refund = Refund {
        practice: payment.practice,
        id,
        payment: payment.id,
        guarantor: payment.guarantor,
        amount: theirs.amount,
        method: Method::Online,
        reference: None,
        reason: RefundReason::Other,
        note: None,
        state: RefundState::Approved,
        asked_by: None,
        decided_by: None,
        gateway_id: Some(theirs.id.clone()),
        failure: None,
        attempts: 1,
        first_sent_at: Some(now),
        created_at: now,
        changed_at: now,
        settled_on: None,
    };
    store::insert(tx, &refund, id.0, &spread(refund.amount, &left)).await?;
    Ok(store::set_state(tx, &refund, now).await?)
}

/// A refund that the books held and the gateway never gave.
///
/// # Errors
/// The database's word.
pub(crate) async fn set_failed_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: RefundId,
) -> Result<(), sqlx::Error> {
    if let Some(refund) = store::lock(tx, practice, id).await? {
        let failed = Refund { state: RefundState::Failed, ..refund };
        store::set_state(tx, &failed, door.now()).await?;
        send::tell(tx, door, &failed, WorkKind::RefundFailed).await?;
    }
    Ok(())
}

/// The refund the gateway knows by this id.
///
/// # Errors
/// The database's word.
pub(crate) async fn by_gateway_id(tx: &mut Tx, id: &str) -> Result<Option<Refund>, sqlx::Error> {
    store::by_gateway_id(tx, id).await
}

/// Where a refund's money leaves from. A cheque is written on the practice's bank.
fn leaves_from(method: Method) -> Account {
    match method {
        Method::Online => Account::GatewayCash,
        Method::Cash => Account::CashDrawer,
        Method::Check => Account::Bank,
        Method::Terminal => Account::CardTerminal,
    }
}

/// Books that a refund left: what was paid for its visits is owed again, unless a credit
/// covers it.
async fn book_in(tx: &mut Tx, door: &Door, refund: &Refund, today: time::Date) -> Result<(), RefundError> {
    post_in(tx, door, refund, Kind::Refund, format!("refund:{}", refund.id), today).await
}

/// Books that a refund came back.
async fn book_back_in(
    tx: &mut Tx,
    door: &Door,
    refund: &Refund,
    today: time::Date,
) -> Result<(), RefundError> {
    post_in(tx, door, refund, Kind::RefundFailed, format!("refund-failed:{}", refund.id), today).await
}

async fn post_in(
    tx: &mut Tx,
    door: &Door,
    refund: &Refund,
    kind: Kind,
    name: String,
    today: time::Date,
) -> Result<(), RefundError> {
    ledger::lock_books(tx, refund.practice, Writers::Some).await?;
    let sign = |amount: Money| if kind == Kind::Refund { amount } else { -amount };
    let cash = leaves_from(refund.method);
    let mut entries = vec![Entry::new(cash, sign(-refund.amount)).of_guarantor(refund.guarantor)];
    for part in store::parts(tx, refund.practice, refund.id).await? {
        entries.push(
            Entry::new(Account::PatientReceivable, sign(part.amount))
                .of_visit(part.visit, None)
                .of_guarantor(refund.guarantor),
        );
    }
    let mut fact = Fact::new(kind, today, name);
    fact.payment = Some(refund.payment);
    fact.refund = Some(refund.id);
    let entries = Balanced::new(entries).map_err(LedgerError::from)?;
    ledger::post_in(tx, door, refund.practice, &fact, &entries).await?;
    Ok(())
}

/// What is left of a payment, visit by visit, oldest first: what it paid, less what went
/// back, less what is promised to go back.
///
/// # Errors
/// The database's word.
pub(crate) async fn left(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Vec<Left>, sqlx::Error> {
    store::left(tx, practice, payment).await
}

/// How much of a payment can still go back.
///
/// # Errors
/// The database's word.
pub async fn refundable(tx: &mut Tx, payment: &Payment) -> Result<Money, sqlx::Error> {
    if payment.state != PaymentState::Paid {
        return Ok(Money::ZERO);
    }
    Ok(total(&store::left(tx, payment.practice, payment.id).await?).or_zero())
}

/// A refund of the practice.
///
/// # Errors
/// The database's word.
pub async fn refund(tx: &mut Tx, practice: PracticeId, id: RefundId) -> Result<Option<Refund>, sqlx::Error> {
    store::refund(tx, practice, id).await
}

/// The refunds of a payment, oldest first.
///
/// # Errors
/// The database's word.
pub async fn of_payment(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Vec<Refund>, sqlx::Error> {
    store::of_payment(tx, practice, payment).await
}

/// The refunds of a guarantor, oldest first.
///
/// # Errors
/// The database's word.
pub async fn of_guarantor(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: GuarantorId,
) -> Result<Vec<Refund>, sqlx::Error> {
    store::of_guarantor(tx, practice, guarantor).await
}
