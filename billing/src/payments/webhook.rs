//! What the gateway tells by itself.
//!
//! An event is verified, stored raw and committed; only then is it acknowledged. It is
//! applied at most once, by its id, right away or by [`apply_waiting`] later, and may
//! come twice, late, out of order, or before we have saved where the page is.

use domain::{PaymentId, PracticeId};
use stripe_webhook::{Event, EventObject, Webhook, WebhookError as Verdict};
use time::{Duration, OffsetDateTime};

use super::gateway::dispute::GatewayDispute;
use super::gateway::refund::GatewayRefund;
use super::gateway::saved::Charged;
use super::{Checkout, Gateway, PaymentError, apply_in, failed_in, saved, store};
use crate::chargebacks::{self, ChargebackError};
use crate::db::{Db, Tx};
use crate::door::Point;
use crate::refunds::{self, RefundError};
use crate::{Door, on, pay_links, run};

/// A dispute of which no payment is known may be ahead of its payment this long; after that
/// it is about a payment that is not ours.
const EARLY: Duration = Duration::minutes(20);

/// Why an event that was kept did not change anything yet.
#[derive(Debug, thiserror::Error)]
enum EventError {
    #[error("the event cannot be read")]
    Unreadable,
    #[error(transparent)]
    Payment(#[from] PaymentError),
    #[error(transparent)]
    Refund(#[from] RefundError),
    #[error(transparent)]
    Chargeback(#[from] ChargebackError),
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Why a delivery is not acknowledged: it is not Stripe's, or we could not keep it.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// No secret of ours signed it, or too long ago.
    #[error("the signature does not match")]
    NotSigned,
    /// The database's word.
    #[error("database: {0}")]
    Sqlx(#[from] sqlx::Error),
}

/// Takes a delivery: keeps it, and applies it if that is possible right away.
///
/// `secrets` are all that may have signed, the newest first: two while one replaces the
/// other. The clock may differ from Stripe's by five minutes.
///
/// # Errors
/// [`WebhookError`]; Stripe will then deliver again.
pub async fn receive(
    db: &Db,
    door: &Door,
    gateway: &Gateway,
    secrets: &[String],
    payload: &str,
    signature: &str,
) -> Result<(), WebhookError> {
    let now = door.now();
    let mut event = None;
    let mut signed = false;
    for secret in secrets {
        match Webhook::construct_event_with_timestamp(payload, signature, secret, now.unix_timestamp()) {
            Ok(ours) => {
                event = Some(ours);
                signed = true;
                break;
            }
            // The signature is checked first: what comes after it is about the content.
            Err(Verdict::BadParse(_)) => signed = true,
            Err(_) => {}
        }
    }
    if !signed {
        return Err(WebhookError::NotSigned);
    }
    let (id, kind, state) = match &event {
        Some(event) if event.livemode == gateway.is_live() => {
            (event.id.to_string(), event.type_.to_string(), "received")
        }
        Some(event) => (event.id.to_string(), event.type_.to_string(), "ignored"),
        None => (digest(payload), "unreadable".to_owned(), "unreadable"),
    };
    door.reach(Point::EventVerified).await;
    let mut tx = db.begin().await?;
    run!(
        &mut tx,
        sqlx::query(
            "INSERT INTO gateway_events (id, kind, payload, state, received_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO NOTHING",
        )
        .bind(&id)
        .bind(&kind)
        .bind(payload)
        .bind(state)
        .bind(now)
    )?;
    tx.commit().await?;
    door.reach(Point::EventKept).await;
    if state == "unreadable" {
        tracing::warn!(event = %id, "a signed gateway event could not be read; it is kept");
    }
    if let Some(event) = event
        && let Err(error) = apply_event(db, door, &event).await
    {
        tracing::warn!(event = %id, %error, "a gateway event could not be applied yet; it will be tried again");
    }
    door.reach(Point::EventApplied).await;
    Ok(())
}

fn digest(payload: &str) -> String {
    use sha2::{Digest, Sha256};
    format!("sha256:{}", crate::hex(&Sha256::digest(payload)))
}

/// Applies events that were kept but not applied; says how many were tried. After a
/// hundred tries an event is left for a person, and shows in `openbalance verify`.
///
/// # Errors
/// The database's word.
pub async fn apply_waiting(db: &Db, door: &Door) -> Result<usize, sqlx::Error> {
    let mut tx = db.read().await?;
    let waiting: Vec<(String, String)> = on!(&mut tx, c => sqlx::query_as(
        "SELECT id, payload FROM gateway_events WHERE state = 'received' AND attempts < 100
         ORDER BY received_at LIMIT 100",
    )
    .fetch_all(c))?;
    drop(tx);
    for (id, payload) in &waiting {
        // Verified when it came in.
        let outcome = match Webhook::insecure(payload) {
            Ok(event) => apply_event(db, door, &event).await,
            Err(_) => Err(EventError::Unreadable),
        };
        if let Err(error) = outcome {
            tracing::warn!(event = %id, %error, "a gateway event could not be applied");
            let mut tx = db.begin().await?;
            run!(
                &mut tx,
                sqlx::query("UPDATE gateway_events SET attempts = attempts + 1 WHERE id = $1").bind(id)
            )?;
            tx.commit().await?;
        }
    }
    Ok(waiting.len())
}

async fn apply_event(db: &Db, door: &Door, event: &Event) -> Result<(), EventError> {
    let mut tx = db.begin().await?;
    // The update is the claim: a second copy finds the event applied.
    let ours = run!(&mut tx, sqlx::query(
        "UPDATE gateway_events SET state = 'applied', applied_at = $2 WHERE id = $1 AND state = 'received'",
    )
    .bind(event.id.as_str())
    .bind(door.now()))?;
    if ours == 0 {
        return Ok(());
    }
    match &event.data.object {
        EventObject::CheckoutSessionCompleted(session)
        | EventObject::CheckoutSessionExpired(session)
        | EventObject::CheckoutSessionAsyncPaymentSucceeded(session) => {
            let checkout = Checkout::from(session.as_ref());
            if let Some((practice, payment)) = payment_of(&mut tx, &checkout).await? {
                apply_in(&mut tx, door, practice, payment, &checkout).await?;
            } else {
                set_state(&mut tx, event.id.as_str(), "ignored", door.now()).await?;
            }
        }
        EventObject::CheckoutSessionAsyncPaymentFailed(session) => {
            if let Some((practice, payment)) = payment_of(&mut tx, &Checkout::from(session.as_ref())).await? {
                failed_in(&mut tx, door, practice, payment).await?;
            }
        }
        EventObject::PaymentIntentSucceeded(intent)
        | EventObject::PaymentIntentProcessing(intent)
        | EventObject::PaymentIntentPaymentFailed(intent) => {
            // What happens on a hosted page is told of the page: there the payer tries again.
            let charged = Charged::from(intent.as_ref());
            let known = match (charged.checkout.practice, charged.checkout.payment) {
                (Some(practice), Some(id)) => store::payment(&mut tx, practice, id).await?,
                _ => None,
            };
            let refused = matches!(event.data.object, EventObject::PaymentIntentPaymentFailed(_));
            match known {
                Some(payment) if payment.saved.is_some() => {
                    saved::charged_in(&mut tx, door, payment.practice, payment.id, &charged).await?;
                }
                // But cards that are tried out there are counted.
                Some(payment) if refused && payment.link.is_some() => {
                    pay_links::pay::declined_in(&mut tx, door, &payment, event.id.as_str()).await?;
                }
                _ => set_state(&mut tx, event.id.as_str(), "ignored", door.now()).await?,
            }
        }
        EventObject::RefundCreated(refund)
        | EventObject::RefundUpdated(refund)
        | EventObject::RefundFailed(refund)
        | EventObject::ChargeRefundUpdated(refund) => {
            let refund = GatewayRefund::from(refund.as_ref());
            // One that nobody here asked for is found by reconciliation.
            if let (Some(practice), Some(id)) = (refund.practice, refund.refund) {
                refunds::apply_in(&mut tx, door, practice, id, &refund).await?;
            } else {
                set_state(&mut tx, event.id.as_str(), "ignored", door.now()).await?;
            }
        }
        EventObject::ChargeDisputeCreated(dispute)
        | EventObject::ChargeDisputeUpdated(dispute)
        | EventObject::ChargeDisputeFundsWithdrawn(dispute)
        | EventObject::ChargeDisputeFundsReinstated(dispute)
        | EventObject::ChargeDisputeClosed(dispute) => {
            if !chargebacks::apply_in(&mut tx, door, &GatewayDispute::from(dispute.as_ref())).await? {
                // We learn the gateway's id of a payment with the payment itself.
                if door.now().unix_timestamp() - event.created < EARLY.whole_seconds() {
                    return Err(ChargebackError::TooEarly.into());
                }
                set_state(&mut tx, event.id.as_str(), "ignored", door.now()).await?;
            }
        }
        _ => set_state(&mut tx, event.id.as_str(), "ignored", door.now()).await?,
    }
    Ok(tx.commit().await?)
}

/// The payment a hosted page belongs to: by the page's id, or by the ids we gave it when
/// the event is faster than our own memory of the page.
async fn payment_of(
    tx: &mut Tx,
    checkout: &Checkout,
) -> Result<Option<(PracticeId, PaymentId)>, sqlx::Error> {
    if let Some(payment) = store::by_session(tx, &checkout.id).await? {
        return Ok(Some((payment.practice, payment.id)));
    }
    let (Some(practice), Some(id)) = (checkout.practice, checkout.payment) else { return Ok(None) };
    Ok(store::payment(tx, practice, id).await?.map(|payment| (payment.practice, payment.id)))
}

async fn set_state(tx: &mut Tx, id: &str, state: &str, now: OffsetDateTime) -> Result<(), sqlx::Error> {
    run!(
        tx,
        sqlx::query("UPDATE gateway_events SET state = $2, applied_at = $3 WHERE id = $1")
            .bind(id)
            .bind(state)
            .bind(now)
    )
    .map(drop)
}
