//! One line of the gateway's account finds the ledger transaction that records it.

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::{PaymentId, PracticeId, RefundId, TransactionId};

use super::store::{self, Why};
use super::{Reading, ReconcileError};
use crate::chargebacks;
use crate::db::{Db, Tx};
use crate::ledger::{self, Fact, Outcome, Writers};
use crate::payments::gateway::dispute::GatewayDispute;
use crate::payments::gateway::movement::{About, ChargeState, GatewayCharge, Movement};
use crate::payments::gateway::refund::GatewayRefund;
use crate::payments::{self, Gateway, Payment, PaymentError, PaymentState};
use crate::refunds::RefundError;
use crate::{Door, accounts, refunds};

/// Where a line belongs.
pub(super) enum Place {
    /// To this transaction of this practice.
    Booked(PracticeId, TransactionId),
    /// To a practice, but the books do not agree.
    Differs(Option<PracticeId>, Why),
    /// To a bank debit of a practice that has not cleared: nothing is booked before it has.
    Waits(PracticeId),
    /// To a payout, which is booked as a whole.
    Payout,
}

/// Brings the books up to a line and records where it belongs.
pub(super) async fn take(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    line: &Movement,
    reading: &mut Reading,
) -> Result<(), ReconcileError> {
    let (place, recovered) = match &line.about {
        About::Charge(charge) => of_charge(db, door, gateway, line, charge).await?,
        About::Refund(refund) => of_refund(db, door, line, refund).await?,
        About::Dispute(dispute) => of_dispute(db, door, line, dispute).await?,
        About::Payout(payout) => {
            let mut tx = db.begin().await?;
            store::keep_payout(&mut tx, payout).await?;
            tx.commit().await?;
            (Place::Payout, false)
        }
        About::Other => (of_other(db, door, line).await?, false),
    };
    let mut tx = db.begin().await?;
    let new = store::keep(&mut tx, line, &place, door.now()).await?;
    tx.commit().await?;
    reading.new += usize::from(new);
    reading.recovered += usize::from(recovered);
    reading.open += usize::from(matches!(place, Place::Differs(..)));
    Ok(())
}

/// Records a line whose turn has not come.
pub(super) async fn leave_open(db: &Db, door: &Door, line: &Movement) -> Result<(), ReconcileError> {
    let mut tx = db.begin().await?;
    store::keep(&mut tx, line, &Place::Differs(None, Why::Unassigned), door.now()).await?;
    Ok(tx.commit().await?)
}

async fn of_charge(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    line: &Movement,
    charge: &GatewayCharge,
) -> Result<(Place, bool), ReconcileError> {
    let Some(mut payment) = payment_of(db, charge).await? else {
        let practice = here(db, charge.practice).await?;
        return Ok((Place::Differs(practice, Why::ChargeNotOurs), false));
    };
    let practice = payment.practice;
    let lost = payment.state != PaymentState::Paid;
    if lost {
        // This also tells the payment that its debit is on its way, or was returned.
        match settle(db, door, gateway, &payment, charge).await {
            Err(PaymentError::AmountDiffers) => {
                return Ok((Place::Differs(Some(practice), Why::AmountDiffers), false));
            }
            settled => settled?,
        }
        let mut tx = db.read().await?;
        payment = payments::of_practice(&mut tx, practice, payment.id).await?.unwrap_or(payment);
    }
    let mut tx = db.begin().await?;
    match charge.state {
        ChargeState::OnItsWay => return Ok((Place::Waits(practice), false)),
        ChargeState::Returned => {
            // The line that came and the one that took it back cancel where nobody owns them.
            let booked = book_whole_in(&mut tx, door, practice, line, Account::UnappliedGateway).await?;
            tx.commit().await?;
            return Ok((Place::Booked(practice, booked), false));
        }
        ChargeState::Collected => {}
    }
    let booked = ledger::transaction_of(&mut tx, practice, &format!("payment:{}", payment.id)).await?;
    let Some(booked) = booked.filter(|_| payment.amount == line.amount) else {
        return Ok((Place::Differs(Some(practice), Why::AmountDiffers), false));
    };
    if let Some(instrument) = &charge.instrument {
        payments::set_instrument(&mut tx, practice, payment.id, instrument).await?;
    }
    book_fee_in(&mut tx, door, practice, Some(payment.id), line).await?;
    tx.commit().await?;
    Ok((Place::Booked(practice, booked), lost))
}

/// A practice of this installation: the gateway's account may have served another one, whose
/// practices nobody would look after here.
async fn here(db: &Db, practice: Option<PracticeId>) -> Result<Option<PracticeId>, sqlx::Error> {
    let Some(id) = practice else { return Ok(None) };
    let mut tx = db.read().await?;
    Ok(accounts::practice(&mut tx, id).await?.map(|practice| practice.id))
}

/// The payment a charge is of: by the gateway's id of it, or by the ids we gave it.
pub(super) async fn payment_of(db: &Db, charge: &GatewayCharge) -> Result<Option<Payment>, sqlx::Error> {
    let mut tx = db.read().await?;
    if let Some(intent) = &charge.payment_intent
        && let Some(payment) = payments::by_intent(&mut tx, intent).await?
    {
        return Ok(Some(payment));
    }
    match (charge.practice, charge.payment) {
        (Some(practice), Some(id)) => payments::of_practice(&mut tx, practice, id).await,
        _ => Ok(None),
    }
}

/// Books a payment of which no webhook ever told.
async fn settle(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    payment: &Payment,
    charge: &GatewayCharge,
) -> Result<(), PaymentError> {
    let checkout = match (&payment.session_id, &charge.payment_intent) {
        (Some(session), _) => Some(gateway.checkout(session).await?),
        // What is charged without a page is told by the charge itself.
        (None, Some(intent)) if payment.saved.is_some() => Some(gateway.checkout(intent).await?),
        (None, Some(intent)) => gateway.checkout_of(intent).await?,
        (None, None) => None,
    };
    match checkout {
        Some(checkout) => payments::apply(db, door, payment.practice, payment.id, &checkout).await,
        None => Ok(()),
    }
}

async fn of_refund(
    db: &Db,
    door: &Door,
    line: &Movement,
    refund: &GatewayRefund,
) -> Result<(Place, bool), ReconcileError> {
    let mut tx = db.begin().await?;
    let known = match (refund.practice, refund.refund) {
        (Some(practice), Some(id)) => refunds::refund(&mut tx, practice, id).await?,
        _ => refunds::by_gateway_id(&mut tx, &refund.id).await?,
    };
    let Some(known) = known else {
        let practice = match &refund.payment_intent {
            Some(intent) => payments::by_intent(&mut tx, intent).await?.map(|payment| payment.practice),
            None => None,
        };
        return Ok((Place::Differs(practice, Why::RefundNotOurs), false));
    };
    let practice = known.practice;
    let name = fact_of_refund(known.id, line);
    let lost = ledger::transaction_of(&mut tx, practice, &name).await?.is_none();
    match refunds::apply_in(&mut tx, door, practice, known.id, refund).await {
        Err(RefundError::AmountDiffers) => {
            return Ok((Place::Differs(Some(practice), Why::AmountDiffers), false));
        }
        applied => applied?,
    }
    let booked = ledger::transaction_of(&mut tx, practice, &name).await?;
    book_fee_in(&mut tx, door, practice, Some(known.payment), line).await?;
    tx.commit().await?;
    let place = match booked.filter(|_| line.amount.abs() == known.amount) {
        Some(booked) => Place::Booked(practice, booked),
        None => Place::Differs(Some(practice), Why::AmountDiffers),
    };
    Ok((place, lost))
}

/// Brings a refund's line to the refund it has just been given.
pub(super) async fn take_refund(
    db: &Db,
    door: &Door,
    line: &Movement,
    refund: &GatewayRefund,
) -> Result<(), ReconcileError> {
    let (place, _) = of_refund(db, door, line, refund).await?;
    let mut tx = db.begin().await?;
    store::keep(&mut tx, line, &place, door.now()).await?;
    Ok(tx.commit().await?)
}

/// The ledger's name for a refund's line: out, or back in.
fn fact_of_refund(id: RefundId, line: &Movement) -> String {
    if line.amount.is_negative() { format!("refund:{id}") } else { format!("refund-failed:{id}") }
}

async fn of_dispute(
    db: &Db,
    door: &Door,
    line: &Movement,
    dispute: &GatewayDispute,
) -> Result<(Place, bool), ReconcileError> {
    let mut tx = db.begin().await?;
    let name = chargebacks::fact_of(&line.id);
    let practice = chargebacks::practice_of(&mut tx, dispute).await?;
    let Some(practice) = practice else {
        return Ok((Place::Differs(None, Why::Unassigned), false));
    };
    let lost = ledger::transaction_of(&mut tx, practice, &name).await?.is_none();
    chargebacks::apply_in(&mut tx, door, dispute).await?;
    let booked = ledger::transaction_of(&mut tx, practice, &name).await?;
    tx.commit().await?;
    Ok(match booked {
        Some(booked) => (Place::Booked(practice, booked), lost),
        None => (Place::Differs(Some(practice), Why::Unassigned), false),
    })
}

/// The gateway's own fees are the practice's cost where there is one practice; where there
/// are many, a person says whose.
async fn of_other(db: &Db, door: &Door, line: &Movement) -> Result<Place, ReconcileError> {
    let mut tx = db.begin().await?;
    let practices = accounts::practices(&mut tx).await?;
    let [practice] = practices.as_slice() else { return Ok(Place::Differs(None, Why::Unassigned)) };
    if !matches!(line.kind.as_str(), "stripe_fee" | "tax_fee") {
        return Ok(Place::Differs(Some(practice.id), Why::Unassigned));
    }
    let booked = book_whole_in(&mut tx, door, practice.id, line, Account::GatewayFees).await?;
    tx.commit().await?;
    Ok(Place::Booked(practice.id, booked))
}

/// Books what the gateway kept of a line, beside the line's own transaction.
async fn book_fee_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    payment: Option<PaymentId>,
    line: &Movement,
) -> Result<(), ReconcileError> {
    if line.fee.is_zero() {
        return Ok(());
    }
    let entries =
        vec![Entry::new(Account::GatewayFees, line.fee), Entry::new(Account::GatewayCash, -line.fee)];
    ledger::lock_books(tx, practice, Writers::Some).await?;
    let today = accounts::today_in(tx, door, practice).await?;
    let mut fact = Fact::new(Kind::GatewayFee, today, format!("gateway-fee:{}", line.id));
    fact.payment = payment;
    ledger::post_in(tx, door, practice, &fact, &Balanced::new(entries)?).await?;
    Ok(())
}

/// Books a whole line, fee and all, against one account.
pub(super) async fn book_whole_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    line: &Movement,
    against: Account,
) -> Result<TransactionId, ReconcileError> {
    let kind = if against == Account::GatewayFees { Kind::GatewayFee } else { Kind::UnidentifiedMoney };
    let entries = vec![
        Entry::new(Account::GatewayCash, line.amount - line.fee),
        Entry::new(Account::GatewayFees, line.fee),
        Entry::new(against, -line.amount),
    ];
    ledger::lock_books(tx, practice, Writers::Some).await?;
    let today = accounts::today_in(tx, door, practice).await?;
    let fact = Fact::new(kind, today, chargebacks::fact_of(&line.id));
    match ledger::post_in(tx, door, practice, &fact, &Balanced::new(entries)?).await? {
        Outcome::Posted(id) => Ok(id),
        Outcome::Already => {
            ledger::transaction_of(tx, practice, &fact.name).await?.ok_or(ReconcileError::NotThere)
        }
    }
}
