//! The one payment gateway: Stripe, through `async-stripe`.
//!
//! Stripe signs no business associate agreement, so it learns an amount, opaque ids and
//! a neutral description; never a name, an address, a visit or a reason. A patient
//! types card numbers on Stripe's own page (hosted Checkout by redirect, PCI SAQ A).
//!
//! The base URL is configuration: the demo and the tests point it at the stand-in that
//! speaks the same API. Nothing else differs.

use std::time::Duration;

use domain::{Money, PaymentId, PracticeId};
use stripe::{Client, ClientBuilder, IdempotencyKey, RequestStrategy, StripeError, StripeRequest};
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData,
    CreateCheckoutSessionPaymentIntentData, ExpireCheckoutSession, ListCheckoutSession, ProductData,
    RetrieveCheckoutSession,
};
use stripe_shared::{
    CheckoutSession, CheckoutSessionLocale, CheckoutSessionMode, CheckoutSessionPaymentStatus,
    CheckoutSessionStatus, PaymentIntentStatus,
};
use time::OffsetDateTime;

/// One call may take this long before its answer counts as lost.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Pauses before asking again under the same idempotency key.
const PAUSES: [Duration; 2] = [Duration::from_millis(300), Duration::from_millis(1_200)];

/// Why the gateway did not answer as asked.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// The address or key cannot be used.
    #[error("the payment gateway's address or key cannot be used")]
    Configuration,
    /// It answered no, and will again.
    #[error("the payment gateway refused ({0})")]
    Refused(String),
    /// No answer, or one that says nothing: what was asked may have happened.
    #[error("the payment gateway gave no answer")]
    Unknown,
}

/// What the hosted page is asked to collect.
#[derive(Clone, Debug)]
pub struct CheckoutRequest {
    /// Our payment; also the idempotency key.
    pub payment: PaymentId,
    /// Whose it is, so that an event finds its way back.
    pub practice: PracticeId,
    /// How much.
    pub amount: Money,
    /// What the payer reads beside the amount; neutral.
    pub description: String,
    /// The page closes at this instant, at least 30 minutes away.
    pub expires_at: OffsetDateTime,
    /// Where the browser goes after paying.
    pub success_url: String,
    /// Where the browser goes on "back".
    pub cancel_url: String,
    /// Spanish rather than English.
    pub spanish: bool,
}

/// How far a hosted page has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// Waiting for the payer.
    Open,
    /// Done, and the money is here.
    Paid,
    /// Done, and the money is on its way (a bank debit).
    Processing,
    /// Done, and the bank returned the debit.
    Failed,
    /// Closed without a payment.
    Expired,
}

/// A hosted page as the gateway knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkout {
    /// The gateway's id.
    pub id: String,
    /// Where the payer goes, while it is open.
    pub url: Option<String>,
    /// How far it has come.
    pub progress: Progress,
    /// How much it collects.
    pub amount: Money,
    /// The gateway's id of the payment itself, once there is one.
    pub payment_intent: Option<String>,
    /// Our payment, as we named it.
    pub payment: Option<PaymentId>,
    /// Whose it is, as we named it.
    pub practice: Option<PracticeId>,
}

impl From<&CheckoutSession> for Checkout {
    fn from(session: &CheckoutSession) -> Self {
        let progress = match (&session.status, &session.payment_status) {
            (_, CheckoutSessionPaymentStatus::Paid) => Progress::Paid,
            (Some(CheckoutSessionStatus::Complete), _) if debit_returned(session) => Progress::Failed,
            (Some(CheckoutSessionStatus::Complete), _) => Progress::Processing,
            (Some(CheckoutSessionStatus::Expired), _) => Progress::Expired,
            _ => Progress::Open,
        };
        let named = |key| session.metadata.as_ref().and_then(|metadata| metadata.get(key));
        Self {
            id: session.id.to_string(),
            url: session.url.clone(),
            progress,
            amount: Money::from_cents(session.amount_total.unwrap_or_default()),
            payment_intent: session.payment_intent.as_ref().map(|intent| intent.id().to_string()),
            payment: named("payment").and_then(|id| id.parse().ok()),
            practice: named("practice").and_then(|id| id.parse().ok()),
        }
    }
}

/// The page itself does not tell a returned debit from one on its way; its payment does,
/// where the answer carries it.
fn debit_returned(session: &CheckoutSession) -> bool {
    let intent = session.payment_intent.as_ref().and_then(|intent| intent.as_object());
    intent.is_some_and(|intent| {
        matches!(intent.status, PaymentIntentStatus::RequiresPaymentMethod | PaymentIntentStatus::Canceled)
    })
}

/// The gateway.
#[derive(Clone, Debug)]
pub struct Gateway {
    client: Client,
    live: bool,
}

impl Gateway {
    /// A gateway at `base` (Stripe's own address when none) under a secret key.
    ///
    /// # Errors
    /// [`GatewayError::Configuration`].
    pub fn new(base: Option<&str>, secret_key: &str) -> Result<Self, GatewayError> {
        let mut builder = ClientBuilder::new(secret_key).timeout(TIMEOUT).app_info(
            "openbalance",
            Some(env!("CARGO_PKG_VERSION").to_owned()),
            None,
        );
        if let Some(base) = base {
            builder = builder.url(format!("{}/", base.trim_end_matches('/')));
        }
        let client = builder.build().map_err(|_| GatewayError::Configuration)?;
        Ok(Self { client, live: secret_key.contains("_live_") })
    }

    /// Whether real money moves: an event of the other mode is not ours.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.live
    }

    /// Opens a hosted page; asking again for the same payment gives the same page.
    ///
    /// # Errors
    /// [`GatewayError`]. A page whose answer was lost was never shown to anybody, so
    /// nothing can have been paid on it.
    pub async fn open_checkout(&self, request: &CheckoutRequest) -> Result<Checkout, GatewayError> {
        let names = [("payment", request.payment.to_string()), ("practice", request.practice.to_string())];
        let metadata: std::collections::HashMap<String, String> =
            names.into_iter().map(|(key, id)| (key.to_owned(), id)).collect();
        let create = CreateCheckoutSession::new()
            .mode(CheckoutSessionMode::Payment)
            .client_reference_id(request.payment.to_string())
            .metadata(metadata.clone())
            .payment_intent_data(CreateCheckoutSessionPaymentIntentData {
                metadata: Some(metadata),
                ..CreateCheckoutSessionPaymentIntentData::new()
            })
            .line_items(vec![CreateCheckoutSessionLineItems {
                quantity: Some(1),
                price_data: Some(CreateCheckoutSessionLineItemsPriceData {
                    unit_amount: Some(request.amount.cents()),
                    product_data: Some(ProductData::new(request.description.clone())),
                    ..CreateCheckoutSessionLineItemsPriceData::new(stripe_types::Currency::USD)
                }),
                ..CreateCheckoutSessionLineItems::new()
            }])
            .expires_at(request.expires_at.unix_timestamp())
            .success_url(request.success_url.clone())
            .cancel_url(request.cancel_url.clone())
            .locale(if request.spanish { CheckoutSessionLocale::Es } else { CheckoutSessionLocale::En });
        let key =
            IdempotencyKey::new(request.payment.to_string()).map_err(|_| GatewayError::Configuration)?;
        let mut pauses = PAUSES.iter();
        loop {
            let strategy = RequestStrategy::Idempotent(key.clone());
            let answer = create.customize().request_strategy(strategy).send(&self.client).await;
            match (answer.map_err(classify), pauses.next()) {
                (Ok(session), _) => return Ok(Checkout::from(&session)),
                (Err(GatewayError::Unknown), Some(pause)) => tokio::time::sleep(*pause).await,
                (Err(error), _) => return Err(error),
            }
        }
    }

    /// How far a hosted page has come.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn checkout(&self, id: &str) -> Result<Checkout, GatewayError> {
        let retrieve = RetrieveCheckoutSession::new(id).expand(vec!["payment_intent".to_owned()]);
        let strategy = RequestStrategy::ExponentialBackoff(3);
        let session = retrieve.customize().request_strategy(strategy).send(&self.client).await;
        session.map(|session| Checkout::from(&session)).map_err(classify)
    }

    /// Closes an open page so that nothing can be paid on it any more.
    ///
    /// # Errors
    /// [`GatewayError::Refused`] when it is not open: paid meanwhile, or closed.
    pub async fn close_checkout(&self, id: &str) -> Result<Checkout, GatewayError> {
        let session = ExpireCheckoutSession::new(id).send(&self.client).await;
        session.map(|session| Checkout::from(&session)).map_err(classify)
    }

    /// Every hosted page on which money was collected for us, as the gateway lists them.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn paid_checkouts(&self) -> Result<Vec<Checkout>, GatewayError> {
        let mut paid = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let mut list = ListCheckoutSession::new().limit(100).status(CheckoutSessionStatus::Complete);
            if let Some(after) = &after {
                list = list.starting_after(after.clone());
            }
            let page = list.send(&self.client).await.map_err(classify)?;
            after = page.data.last().map(|session| session.id.to_string());
            let checkouts = page.data.iter().map(Checkout::from);
            paid.extend(checkouts.filter(|checkout| checkout.progress == Progress::Paid));
            if !page.has_more || after.is_none() {
                return Ok(paid);
            }
        }
    }
}

/// A refusal is final; anything else may have happened.
fn classify(error: StripeError) -> GatewayError {
    match error {
        StripeError::Stripe(error, status) if status < 500 && status != 409 && status != 429 => {
            let code = error.code.map_or_else(|| format!("status {status}"), |code| code.to_string());
            GatewayError::Refused(code)
        }
        _ => GatewayError::Unknown,
    }
}
