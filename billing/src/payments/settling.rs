//! What happened to a payment, from whoever tells first, into the books once.

use domain::ledger::{Account, Balanced, Entry, Kind};
use domain::payment::Due;
use domain::{PaymentId, PracticeId};
use time::Duration;

use super::gateway::Gateway;
use super::gateway::checkout::{Checkout, Progress};
use super::{CALLED_BACK, Payment, PaymentError, PaymentState, RESUMABLE, read, saved, store};
use crate::db::{Db, Tx};
use crate::door::Point;
use crate::hooks::news;
use crate::ledger::{self, Fact, LedgerError, Writers};
use crate::refunds::{self, Ask, RefundError, RefundReason};
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts, messages, pay_links};

/// Without an answer for this long, a person should know.
const PATIENCE: Duration = Duration::hours(20);

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
        Progress::Failed => failed_in(tx, door, practice, id).await?,
        Progress::Paid => {
            if checkout.amount != payment.amount {
                return Err(PaymentError::AmountDiffers);
            }
            post_in(tx, door, &payment, checkout).await?;
            if payment.decline.as_deref() == Some(CALLED_BACK) {
                give_back_in(tx, door, &payment).await?;
            }
        }
    }
    Ok(())
}

/// It was called back, and the gateway was faster.
async fn give_back_in(tx: &mut Tx, door: &Door, payment: &Payment) -> Result<(), PaymentError> {
    let ask = Ask {
        press: payment.id.0,
        payment: payment.id,
        amount: payment.amount,
        reason: RefundReason::Mistake,
        note: None,
    };
    match refunds::ask_in(tx, door, payment.practice, None, &ask, None).await {
        Ok(_) => Ok(()),
        Err(RefundError::Sqlx(error)) => Err(error.into()),
        Err(RefundError::Ledger(error)) => Err(error.into()),
        // There is nothing of it left to give back.
        Err(error) => {
            tracing::warn!(payment = %payment.id, %error, "a payment that was called back is not given back");
            Ok(())
        }
    }
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
    messages::receipt_in(tx, door, payment).await?;
    news::paid(tx, door, payment).await?;
    Ok(pay_links::pay::paid_in(tx, door, payment).await?)
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
    store::change_state(tx, practice, id, PaymentState::Failed, door.now()).await?;
    Ok(news::failed(tx, door, practice, id).await?)
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
