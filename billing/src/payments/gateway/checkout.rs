//! The hosted page: opened, asked about, closed, listed.

use domain::{Money, PaymentId, PracticeId};
use stripe::StripeRequest;
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionLineItems, CreateCheckoutSessionLineItemsPriceData,
    CreateCheckoutSessionPaymentIntentData, ExpireCheckoutSession, ListCheckoutSession, ProductData,
    RetrieveCheckoutSession,
};
use stripe_shared::{
    Charge, CheckoutSession, CheckoutSessionLocale, CheckoutSessionMode, CheckoutSessionPaymentStatus,
    CheckoutSessionStatus, PaymentIntentStatus,
};
use time::OffsetDateTime;

use super::saved::is_intent;
use super::{Gateway, GatewayError, classify, named, once};

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

/// What an online payment was made with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Instrument {
    /// A bank account rather than a card.
    pub bank: bool,
    /// How the payer would know it: brand or bank, and the last four digits.
    pub label: String,
}

impl Instrument {
    /// The word the database stores.
    #[must_use]
    pub fn code(&self) -> &'static str {
        if self.bank { "bank" } else { "card" }
    }

    /// What a charge was made with.
    #[must_use]
    pub fn of(charge: &Charge) -> Option<Self> {
        let details = charge.payment_method_details.as_ref()?;
        let (bank, brand, last4) = match (&details.card, &details.us_bank_account) {
            (Some(card), _) => (false, card.brand.as_deref(), card.last4.as_deref()),
            (None, Some(account)) => (true, account.bank_name.as_deref(), account.last4.as_deref()),
            (None, None) => return None,
        };
        let words = [brand.unwrap_or_default(), last4.unwrap_or_default()];
        Some(Self { bank, label: words.join(" ").trim().to_owned() })
    }
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
    /// What it was paid with, where the answer tells.
    pub instrument: Option<Instrument>,
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
        let metadata = session.metadata.as_ref();
        let intent = session.payment_intent.as_ref();
        let charge = intent
            .and_then(|intent| intent.as_object())
            .and_then(|intent| intent.latest_charge.as_ref())
            .and_then(|charge| charge.as_object());
        Self {
            id: session.id.to_string(),
            url: session.url.clone(),
            progress,
            amount: Money::from_cents(session.amount_total.unwrap_or_default()),
            payment_intent: intent.map(|intent| intent.id().to_string()),
            instrument: charge.and_then(Instrument::of),
            payment: named(metadata, "payment"),
            practice: named(metadata, "practice"),
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

impl Gateway {
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
        let strategy = once(&request.payment.to_string())?;
        let session = self.ask(|| {
            let order = create.customize().request_strategy(strategy.clone());
            async move { order.send(&self.client).await }
        });
        session.await.map(|session| Checkout::from(&session))
    }

    /// How far a hosted page has come, or a charge that was made without one.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn checkout(&self, id: &str) -> Result<Checkout, GatewayError> {
        if is_intent(id) {
            return self.charged(id).await.map(|charged| charged.checkout);
        }
        let retrieve =
            RetrieveCheckoutSession::new(id).expand(vec!["payment_intent.latest_charge".to_owned()]);
        let session = self.ask(|| async { retrieve.send(&self.client).await });
        session.await.map(|session| Checkout::from(&session))
    }

    /// Closes an open page so that nothing can be paid on it any more.
    ///
    /// # Errors
    /// [`GatewayError::Refused`] when it is not open: paid meanwhile, or closed.
    pub async fn close_checkout(&self, id: &str) -> Result<Checkout, GatewayError> {
        let session = ExpireCheckoutSession::new(id).send(&self.client).await;
        session.map(|session| Checkout::from(&session)).map_err(classify)
    }

    /// The hosted page on which a payment of the gateway's was made, if any.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn checkout_of(&self, payment_intent: &str) -> Result<Option<Checkout>, GatewayError> {
        let list = ListCheckoutSession::new().payment_intent(payment_intent).limit(1);
        let page = self.ask(|| async { list.send(&self.client).await }).await?;
        Ok(page.data.first().map(Checkout::from))
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
            let page = self.ask(|| async { list.send(&self.client).await }).await?;
            after = page.data.last().map(|session| session.id.to_string());
            let checkouts = page.data.iter().map(Checkout::from);
            paid.extend(checkouts.filter(|checkout| checkout.progress == Progress::Paid));
            if !page.has_more || after.is_none() {
                return Ok(paid);
            }
        }
    }
}
