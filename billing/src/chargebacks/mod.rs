//! The payer's bank takes a payment back, and sometimes gives it back again.
//!
//! The gateway reports a dispute in events that come in any order; each carries the whole
//! dispute as it was then. [`apply_in`] books every line of the gateway's account it names
//! once, under that line's id, and lets the state only rise, so that any order of any
//! subset of reports ends the same way: what the bank took is owed again, the fee is the
//! practice's, reminders and collections rest, a person has the evidence deadline before
//! them; and all of it is undone when the dispute is won.
//!
//! A bank debit that is returned after it had cleared arrives the same way, lost from the
//! start.

mod store;

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::payment::{Due, oldest_first};
use domain::refund::spread;
use domain::{ChargebackId, Money, PaymentId, PracticeId};
use time::Date;

pub use store::{Chargeback, ChargebackState};

use crate::db::Tx;
use crate::ledger::{self, Fact, LedgerError, Writers};
use crate::payments::gateway::dispute::{DisputeMovement, DisputeProgress, GatewayDispute};
use crate::payments::{self, Payment};
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts, refunds};

/// Why a dispute is not in the books yet.
#[derive(Debug, thiserror::Error)]
pub enum ChargebackError {
    /// The payment it is about has not reached the books; it comes again later.
    #[error("the payment it is about is not in the books yet")]
    TooEarly,
    /// The books refused.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Brings the books up to what the gateway says of a dispute; says whether it is about a
/// payment of ours.
///
/// # Errors
/// [`ChargebackError`].
pub async fn apply_in(tx: &mut Tx, door: &Door, theirs: &GatewayDispute) -> Result<bool, ChargebackError> {
    let Some((practice, id)) = payment_of(tx, theirs).await? else { return Ok(false) };
    let payment = payments::lock_paid(tx, practice, id).await?.ok_or(ChargebackError::TooEarly)?;
    let state = ChargebackState::of(theirs.progress);
    let known = store::by_gateway_id(tx, &theirs.id).await?;
    let chargeback = match known {
        Some(known) => known,
        None => {
            let new = Chargeback {
                practice,
                id: ChargebackId(door.id()),
                payment: payment.id,
                guarantor: payment.guarantor,
                gateway_id: theirs.id.clone(),
                amount: theirs.amount,
                reason: theirs.reason.clone(),
                state,
                evidence_due_at: theirs.evidence_due,
                opened_at: theirs.opened,
            };
            store::insert(tx, &new, door.now()).await?;
            follow(tx, door, &new).await?;
            new
        }
    };
    let (taken, given) = theirs.movements.iter().partition::<Vec<_>, _>(|line| line.amount.is_negative());
    for line in taken.into_iter().chain(given) {
        book_in(tx, door, &payment, line).await?;
    }
    if state > chargeback.state {
        let risen = Chargeback { state, evidence_due_at: theirs.evidence_due, ..chargeback };
        store::set_state(tx, &risen, door.now()).await?;
        follow(tx, door, &risen).await?;
    }
    Ok(true)
}

/// The practice a dispute is about.
///
/// # Errors
/// The database's word.
pub(crate) async fn practice_of(
    tx: &mut Tx,
    theirs: &GatewayDispute,
) -> Result<Option<PracticeId>, sqlx::Error> {
    Ok(payment_of(tx, theirs).await?.map(|(practice, _)| practice))
}

/// The payment a dispute is about: by the gateway's id of it, or by the ids we gave it.
async fn payment_of(
    tx: &mut Tx,
    theirs: &GatewayDispute,
) -> Result<Option<(PracticeId, PaymentId)>, sqlx::Error> {
    if let Some(intent) = &theirs.payment_intent
        && let Some(payment) = payments::by_intent(tx, intent).await?
    {
        return Ok(Some((payment.practice, payment.id)));
    }
    let (Some(practice), Some(id)) = (theirs.practice, theirs.payment) else { return Ok(None) };
    Ok(payments::of_practice(tx, practice, id).await?.map(|payment| (payment.practice, payment.id)))
}

/// What a person has before them, and what rests, in this state.
async fn follow(tx: &mut Tx, door: &Door, chargeback: &Chargeback) -> Result<(), sqlx::Error> {
    let Chargeback { practice, guarantor, state, .. } = *chargeback;
    let subject = chargeback.gateway_id.as_str();
    if matches!(state, ChargebackState::Won | ChargebackState::Closed) {
        work::release_in(tx, door, practice, work::CHARGEBACK, subject).await?;
        return work::close_in(tx, door, practice, WorkKind::Chargeback, subject, None).await;
    }
    // A lost one rests too, until a person has looked at it ([`work::done_in`]).
    work::hold_in(tx, door, practice, guarantor, subject).await?;
    let work = Work {
        kind: WorkKind::Chargeback,
        subject,
        guarantor: Some(guarantor),
        payment: Some(chargeback.payment),
        amount: Some(chargeback.amount),
        due: (state != ChargebackState::Lost).then_some(chargeback.evidence_due_at).flatten(),
    };
    work::open_in(tx, door, practice, &work).await
}

/// The ledger's name of a line of the gateway's account.
#[must_use]
pub fn fact_of(line: &str) -> String {
    format!("gateway:{line}")
}

/// Books one line of the gateway's account about a dispute.
async fn book_in(
    tx: &mut Tx,
    door: &Door,
    payment: &Payment,
    line: &DisputeMovement,
) -> Result<(), ChargebackError> {
    ledger::lock_books(tx, payment.practice, Writers::Some).await?;
    // Asked first: once what was taken has come back, nothing is left to spread it over.
    if ledger::transaction_of(tx, payment.practice, &fact_of(&line.id)).await?.is_some() {
        return Ok(());
    }
    let today = accounts::today_in(tx, door, payment.practice).await?;
    let amount = line.amount.abs();
    let (kind, parts) = if line.amount.is_negative() {
        let left = refunds::left(tx, payment.practice, payment.id).await?;
        (Kind::Chargeback, spread(amount, &left))
    } else {
        let taken = store::charged_back(tx, payment.practice, payment.id).await?;
        (Kind::ChargebackReversed, given_back(amount, &taken))
    };
    post_in(tx, door, payment, kind, today, line, &parts).await
}

/// Gives back what was taken, visit by visit; more than was taken goes to the last one.
fn given_back(amount: Money, taken: &[Due]) -> Vec<Due> {
    let mut parts = oldest_first(amount, taken);
    let rest = amount - parts.iter().map(|part| part.amount).sum();
    if let Some(last) = parts.last_mut() {
        last.amount += rest;
    }
    parts
}

async fn post_in(
    tx: &mut Tx,
    door: &Door,
    payment: &Payment,
    kind: Kind,
    today: Date,
    line: &DisputeMovement,
    parts: &[Due],
) -> Result<(), ChargebackError> {
    let of = |entry: Entry| entry.of_guarantor(payment.guarantor);
    let mut entries = vec![
        of(Entry::new(Account::GatewayCash, line.amount)),
        of(Entry::new(Account::GatewayCash, -line.fee)),
        of(Entry::new(Account::GatewayFees, line.fee)),
    ];
    for part in parts {
        let amount = if kind == Kind::Chargeback { part.amount } else { -part.amount };
        entries.push(of(Entry::new(Account::PatientReceivable, amount)).of_visit(part.visit, None));
    }
    let mut fact = Fact::new(kind, today, fact_of(&line.id));
    fact.payment = Some(payment.id);
    let entries = Balanced::new(entries).map_err(LedgerError::from)?;
    ledger::post_in(tx, door, payment.practice, &fact, &entries).await?;
    Ok(())
}

/// The disputes of a payment, oldest first.
///
/// # Errors
/// The database's word.
pub async fn of_payment(
    tx: &mut Tx,
    practice: PracticeId,
    payment: PaymentId,
) -> Result<Vec<Chargeback>, sqlx::Error> {
    store::of_payment(tx, practice, payment).await
}

/// What a payer's bank holds of a payment: taken and not given back.
///
/// # Errors
/// The database's word.
pub async fn taken_of(tx: &mut Tx, practice: PracticeId, payment: PaymentId) -> Result<Money, sqlx::Error> {
    let parts = store::charged_back(tx, practice, payment).await?;
    Ok(parts.iter().map(|part| part.amount).sum())
}

/// What the gateway kept for the disputes of a payment.
///
/// # Errors
/// The database's word.
pub async fn fees_of(tx: &mut Tx, practice: PracticeId, payment: PaymentId) -> Result<Money, sqlx::Error> {
    store::fees(tx, practice, payment).await
}

/// The disputes on a guarantor's payments that took money and have not been won, newest
/// first.
///
/// # Errors
/// The database's word.
pub async fn standing(
    tx: &mut Tx,
    practice: PracticeId,
    guarantor: domain::GuarantorId,
) -> Result<Vec<Chargeback>, sqlx::Error> {
    store::standing(tx, practice, guarantor).await
}

impl ChargebackState {
    fn of(progress: DisputeProgress) -> Self {
        match progress {
            DisputeProgress::Inquiry => Self::Inquiry,
            DisputeProgress::NeedsResponse => Self::NeedsResponse,
            DisputeProgress::UnderReview => Self::UnderReview,
            DisputeProgress::Closed => Self::Closed,
            DisputeProgress::Won => Self::Won,
            DisputeProgress::Lost => Self::Lost,
        }
    }
}
