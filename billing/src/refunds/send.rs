//! A refund on its way: the gateway is asked, and its word is booked.

use domain::{PracticeId, RefundId};
use time::Duration;

use super::store::{self, Refund, RefundState};
use super::{RefundError, book_back_in, book_in};
use crate::db::{Db, Tx};
use crate::door::Point;
use crate::hooks::news;
use crate::payments::gateway::refund::{GatewayRefund, RefundProgress, RefundRequest};
use crate::payments::{self, Gateway, GatewayError, Method};
use crate::work::{self, Work, WorkKind};
use crate::{Door, accounts, messages};

/// A key is kept by the gateway for a day; after this long another one may be used, once
/// the gateway has said that it knows of no such refund.
const KEY_LASTS: Duration = Duration::hours(24);

/// Without an answer for this long, a person should know.
const PATIENCE: Duration = Duration::hours(20);

/// A refund that nobody has heard of for this long is asked about.
const QUIET: Duration = Duration::minutes(2);

/// Asks the gateway for a refund that is agreed to, and books its answer. Says how far the
/// refund has come.
///
/// # Errors
/// [`RefundError::Gateway`] when there was no answer: it is asked for again by itself.
pub async fn send(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    practice: PracticeId,
    id: RefundId,
) -> Result<RefundState, RefundError> {
    let mut tx = db.begin().await?;
    let refund = store::lock(&mut tx, practice, id).await?.ok_or(RefundError::NotThere)?;
    if refund.state != RefundState::Approved || refund.method != Method::Online {
        return Ok(refund.state);
    }
    let intent = payments::payment_intent(&mut tx, practice, refund.payment).await?;
    let intent = intent.ok_or(RefundError::NotThere)?;
    let now = door.now();
    store::attempted(&mut tx, &refund, now).await?;
    tx.commit().await?;

    door.reach(Point::RefundCommitted).await;
    let since = now - refund.first_sent_at.unwrap_or(now);
    let answer = match known(gateway, &refund, &intent).await {
        Ok(None) => {
            let round = since.whole_seconds() / KEY_LASTS.whole_seconds();
            let request =
                RefundRequest { refund: id, practice, payment_intent: intent, amount: refund.amount, round };
            gateway.give_back(&request).await
        }
        Ok(Some(refund)) => Ok(refund),
        // A question that is refused says nothing about the money.
        Err(GatewayError::Refused(_)) => Err(GatewayError::Unknown),
        Err(error) => Err(error),
    };
    door.reach(Point::RefundAnswered).await;

    let mut tx = db.begin().await?;
    match answer {
        Ok(answer) => apply_in(&mut tx, door, practice, id, &answer).await?,
        Err(GatewayError::Refused(code)) => refused_in(&mut tx, door, practice, id, &code).await?,
        Err(error) => {
            if since >= PATIENCE {
                tell(&mut tx, door, &refund, WorkKind::RefundUnknown).await?;
                tx.commit().await?;
            }
            return Err(error.into());
        }
    }
    tx.commit().await?;
    let mut tx = db.read().await?;
    Ok(store::refund(&mut tx, practice, id).await?.map_or(RefundState::Failed, |refund| refund.state))
}

/// What the gateway knows of a refund that was asked for before, by us or in its dashboard.
async fn known(
    gateway: &Gateway,
    refund: &Refund,
    intent: &str,
) -> Result<Option<GatewayRefund>, GatewayError> {
    if let Some(theirs) = &refund.gateway_id {
        return gateway.refund(theirs).await.map(Some);
    }
    if refund.attempts == 0 {
        return Ok(None);
    }
    let theirs = gateway.refunds_of(intent).await?;
    Ok(theirs.into_iter().find(|theirs| theirs.refund == Some(refund.id)))
}

/// Sends what is agreed to and not sent, and asks about what has been on its way for long.
/// Many processes may do so at once: each takes its own. Says how many were looked at.
///
/// # Errors
/// The database's word; a gateway without an answer leaves its refund for next time.
pub async fn send_waiting(db: &Db, door: &Door, gateway: &Gateway) -> Result<usize, RefundError> {
    let now = door.now();
    let mut tx = db.begin().await?;
    let waiting = store::claim_waiting(&mut tx, now - QUIET, now - Duration::hours(6), now, 50).await?;
    tx.commit().await?;
    if !waiting.is_empty() {
        door.reach(Point::WaitingClaimed).await;
    }
    for refund in &waiting {
        let outcome = match (&refund.state, &refund.gateway_id) {
            (RefundState::Pending, Some(gateway_id)) => {
                ask_about(db, door, gateway, refund, gateway_id).await
            }
            _ => send(db, door, gateway, refund.practice, refund.id).await.map(drop),
        };
        if let Err(error) = outcome {
            tracing::warn!(refund = %refund.id, %error, "a refund could not be settled; it will be asked about again");
        }
    }
    Ok(waiting.len())
}

async fn ask_about(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    refund: &Refund,
    gateway_id: &str,
) -> Result<(), RefundError> {
    let answer = gateway.refund(gateway_id).await?;
    let mut tx = db.begin().await?;
    apply_in(&mut tx, door, refund.practice, refund.id, &answer).await?;
    Ok(tx.commit().await?)
}

/// Brings a refund up to what the gateway says of it: the one place where a refund of an
/// online payment enters the books. What is reported twice or late changes nothing.
///
/// # Errors
/// [`RefundError`].
pub async fn apply_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: RefundId,
    theirs: &GatewayRefund,
) -> Result<(), RefundError> {
    // In the order in which everything locks: the payment first.
    let Some(known) = store::refund(tx, practice, id).await? else { return Ok(()) };
    payments::lock_paid(tx, practice, known.payment).await?;
    let Some(refund) = store::lock(tx, practice, id).await? else { return Ok(()) };
    if theirs.amount != refund.amount {
        return Err(RefundError::AmountDiffers);
    }
    let today = accounts::today_in(tx, door, practice).await?;
    let failed = theirs.progress == RefundProgress::Failed;
    let left = !failed || theirs.taken;
    if left {
        book_in(tx, door, &refund, today).await?;
    }
    if left && failed && theirs.returned {
        book_back_in(tx, door, &refund, today).await?;
    }
    let state = match theirs.progress {
        RefundProgress::Pending => RefundState::Pending,
        RefundProgress::Done => RefundState::Done,
        RefundProgress::Failed => RefundState::Failed,
    };
    // What an older report says does not undo a newer one. What we took for refused and the
    // gateway carried out after all is an exception that cannot come from an old report.
    let risen = state.rank() > refund.state.rank()
        || (refund.state == RefundState::Failed && refund.gateway_id.is_none() && !failed);
    if !risen {
        return Ok(());
    }
    let settled_on = (state != RefundState::Pending).then_some(today);
    let gateway_id = Some(theirs.id.clone());
    let refund = Refund { state, gateway_id, failure: theirs.failure.clone(), settled_on, ..refund };
    store::set_state(tx, &refund, door.now()).await?;
    if state == RefundState::Done {
        news::refunded(tx, door, &refund).await?;
    }
    let subject = id.to_string();
    work::close_in(tx, door, practice, WorkKind::RefundUnknown, &subject, None).await?;
    if failed {
        tell(tx, door, &refund, WorkKind::RefundFailed).await?;
        messages::refund_in(tx, door, &refund, true).await?;
    } else {
        work::close_in(tx, door, practice, WorkKind::RefundFailed, &subject, None).await?;
        messages::refund_in(tx, door, &refund, false).await?;
    }
    Ok(())
}

/// The gateway said no: nothing left.
async fn refused_in(
    tx: &mut Tx,
    door: &Door,
    practice: PracticeId,
    id: RefundId,
    code: &str,
) -> Result<(), RefundError> {
    let Some(refund) = store::lock(tx, practice, id).await? else { return Ok(()) };
    if refund.state != RefundState::Approved {
        return Ok(());
    }
    let today = accounts::today_in(tx, door, practice).await?;
    let refund = Refund {
        state: RefundState::Failed,
        failure: Some(code.to_owned()),
        settled_on: Some(today),
        ..refund
    };
    store::set_state(tx, &refund, door.now()).await?;
    work::close_in(tx, door, practice, WorkKind::RefundUnknown, &id.to_string(), None).await?;
    tell(tx, door, &refund, WorkKind::RefundFailed).await?;
    Ok(())
}

/// Puts a refund before a person.
pub(super) async fn tell(
    tx: &mut Tx,
    door: &Door,
    refund: &Refund,
    kind: WorkKind,
) -> Result<(), sqlx::Error> {
    let subject = refund.id.to_string();
    let work = Work {
        kind,
        subject: &subject,
        guarantor: Some(refund.guarantor),
        payment: Some(refund.payment),
        amount: Some(refund.amount),
        due: None,
    };
    work::open_in(tx, door, refund.practice, &work).await
}
