//! Money back to where it came from.

use std::collections::HashMap;

use domain::{Money, PracticeId, RefundId};
use stripe::StripeRequest;
use stripe_core::refund::{CreateRefund, CreateRefundReason, ListRefund, RetrieveRefund};
use stripe_shared::Refund;

use super::{Gateway, GatewayError, named, once};

/// What the gateway is asked to give back.
#[derive(Clone, Debug)]
pub struct RefundRequest {
    /// Our refund.
    pub refund: RefundId,
    /// Whose it is.
    pub practice: PracticeId,
    /// The gateway's id of the payment.
    pub payment_intent: String,
    /// How much.
    pub amount: Money,
    /// Which attempt this is, as far as the gateway can tell: asking again in the same
    /// round gives the same refund. A new round begins only after the gateway said that it
    /// knows of none.
    pub round: i64,
}

/// How far a refund has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum RefundProgress {
    /// On its way.
    Pending,
    /// Delivered, as far as the gateway can tell.
    Done,
    /// It came back, or never left.
    Failed,
}

/// A refund as the gateway knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GatewayRefund {
    /// The gateway's id.
    pub id: String,
    /// How much.
    pub amount: Money,
    /// How far it has come.
    pub progress: RefundProgress,
    /// Why it failed, in the gateway's word.
    pub failure: Option<String>,
    /// The gateway took the money from what it holds for us.
    pub taken: bool,
    /// The gateway gave it back to us.
    pub returned: bool,
    /// The gateway's id of the payment.
    pub payment_intent: Option<String>,
    /// Our refund, as we named it.
    pub refund: Option<RefundId>,
    /// Whose it is, as we named it.
    pub practice: Option<PracticeId>,
}

impl From<&Refund> for GatewayRefund {
    fn from(refund: &Refund) -> Self {
        let progress = match refund.status.as_deref() {
            Some("succeeded") => RefundProgress::Done,
            Some("failed" | "canceled") => RefundProgress::Failed,
            _ => RefundProgress::Pending,
        };
        let metadata = refund.metadata.as_ref();
        Self {
            id: refund.id.to_string(),
            amount: Money::from_cents(refund.amount),
            progress,
            failure: refund.failure_reason.clone(),
            taken: refund.balance_transaction.is_some(),
            returned: refund.failure_balance_transaction.is_some(),
            payment_intent: refund.payment_intent.as_ref().map(|intent| intent.id().to_string()),
            refund: named(metadata, "refund"),
            practice: named(metadata, "practice"),
        }
    }
}

impl Gateway {
    /// Gives money back; asking again in the same round gives the same refund.
    ///
    /// # Errors
    /// [`GatewayError::Refused`] when nothing was and will be given back;
    /// [`GatewayError::Unknown`] when it may have been.
    pub async fn give_back(&self, request: &RefundRequest) -> Result<GatewayRefund, GatewayError> {
        let names = [("refund", request.refund.to_string()), ("practice", request.practice.to_string())];
        let metadata: HashMap<String, String> =
            names.into_iter().map(|(key, id)| (key.to_owned(), id)).collect();
        let create = CreateRefund::new()
            .payment_intent(request.payment_intent.clone())
            .amount(request.amount.cents())
            .reason(CreateRefundReason::RequestedByCustomer)
            .metadata(metadata);
        let strategy = once(&format!("refund-{}-{}", request.refund, request.round))?;
        let refund = self.ask(|| {
            let order = create.customize().request_strategy(strategy.clone());
            async move { order.send(&self.client).await }
        });
        refund.await.map(|refund| GatewayRefund::from(&refund))
    }

    /// How far a refund has come.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn refund(&self, id: &str) -> Result<GatewayRefund, GatewayError> {
        let retrieve = RetrieveRefund::new(id);
        let refund = self.ask(|| async { retrieve.send(&self.client).await });
        refund.await.map(|refund| GatewayRefund::from(&refund))
    }

    /// Every refund of a payment.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn refunds_of(&self, payment_intent: &str) -> Result<Vec<GatewayRefund>, GatewayError> {
        let mut refunds: Vec<GatewayRefund> = Vec::new();
        loop {
            let mut list = ListRefund::new().payment_intent(payment_intent).limit(100);
            if let Some(last) = refunds.last() {
                list = list.starting_after(last.id.clone());
            }
            let page = self.ask(|| async { list.send(&self.client).await }).await?;
            refunds.extend(page.data.iter().map(GatewayRefund::from));
            if !page.has_more || page.data.is_empty() {
                return Ok(refunds);
            }
        }
    }
}
