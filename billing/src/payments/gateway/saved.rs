//! A means of payment that the payer lets us keep: the hosted page that keeps it, charging it
//! while they are away, forgetting it.
//!
//! Each is kept under a customer of its own, so that forgetting the customer forgets it and
//! nothing else, and so that the customer's payments are those made with it.

use std::collections::HashMap;

use domain::{Money, PaymentId, PracticeId};
use stripe::{StripeError, StripeRequest};
use stripe_checkout::checkout_session::{
    CreateCheckoutSession, CreateCheckoutSessionSetupIntentData, RetrieveCheckoutSession,
};
use stripe_core::customer::{CreateCustomer, DeleteCustomer};
use stripe_core::payment_intent::{
    CreatePaymentIntent, CreatePaymentIntentAutomaticPaymentMethods,
    CreatePaymentIntentAutomaticPaymentMethodsAllowRedirects, CreatePaymentIntentOffSession,
    ListPaymentIntent, RetrievePaymentIntent,
};
use stripe_shared::{
    CheckoutSession, CheckoutSessionLocale, CheckoutSessionMode, CheckoutSessionStatus, PaymentIntent,
    PaymentIntentStatus, PaymentMethod,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::checkout::{Checkout, Instrument, Progress};
use super::{Gateway, GatewayError, classify, named, once};

/// What the hosted page that keeps a means of payment is asked.
#[derive(Clone, Debug)]
pub struct SetupRequest {
    /// Our visit to it; also the idempotency key.
    pub setup: Uuid,
    /// For which practice.
    pub practice: PracticeId,
    /// The page closes at this instant, at least 30 minutes away.
    pub expires_at: OffsetDateTime,
    /// Where the browser goes afterwards.
    pub success_url: String,
    /// Where the browser goes on "back".
    pub cancel_url: String,
    /// Spanish rather than English.
    pub spanish: bool,
}

/// A kept means of payment, by its names at the gateway.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SavedMethod {
    /// The customer it is kept under.
    pub customer: String,
    /// The means of payment.
    pub method: String,
    /// How the payer would know it.
    pub instrument: Instrument,
}

/// How far the page has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SetupProgress {
    /// Waiting for the payer.
    Open,
    /// It is kept.
    Saved(SavedMethod),
    /// Closed without one.
    Expired,
}

/// What is charged to a kept means of payment while the payer is away.
#[derive(Clone, Copy, Debug)]
pub struct ChargeRequest<'a> {
    /// Our payment; also the idempotency key.
    pub payment: PaymentId,
    /// Whose it is.
    pub practice: PracticeId,
    /// How much.
    pub amount: Money,
    /// What the payer's bank shows; neutral.
    pub description: &'a str,
    /// The customer.
    pub customer: &'a str,
    /// The means of payment.
    pub method: &'a str,
}

/// How such a charge stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Charged {
    /// As a hosted page would be told of: its id is the payment's at the gateway.
    pub checkout: Checkout,
    /// Why the bank said no, in the gateway's word (`insufficient_funds`).
    pub decline: Option<String>,
}

impl From<&PaymentIntent> for Charged {
    fn from(intent: &PaymentIntent) -> Self {
        let progress = match intent.status {
            PaymentIntentStatus::Succeeded => Progress::Paid,
            PaymentIntentStatus::Processing => Progress::Processing,
            PaymentIntentStatus::Canceled => Progress::Expired,
            // Nobody is there to authenticate: whoever is asked to has been declined.
            _ => Progress::Failed,
        };
        let metadata = Some(&intent.metadata);
        let charge = intent.latest_charge.as_ref().and_then(|charge| charge.as_object());
        let error = intent.last_payment_error.as_ref();
        let decline = error.and_then(|error| {
            error.decline_code.clone().or_else(|| error.code.as_ref().map(ToString::to_string))
        });
        Self {
            checkout: Checkout {
                id: intent.id.to_string(),
                url: None,
                progress,
                amount: Money::from_cents(intent.amount),
                payment_intent: Some(intent.id.to_string()),
                instrument: charge.and_then(Instrument::of),
                payment: named(metadata, "payment"),
                practice: named(metadata, "practice"),
            },
            decline: decline.filter(|_| progress == Progress::Failed),
        }
    }
}

/// Whether an id of the gateway's names a payment and not a hosted page.
pub(super) fn is_intent(id: &str) -> bool {
    id.starts_with("pi_")
}

fn names(pairs: &[(&str, String)]) -> HashMap<String, String> {
    pairs.iter().map(|(key, id)| ((*key).to_owned(), id.clone())).collect()
}

impl Gateway {
    /// Opens the page that keeps a means of payment, and gives its id and address; asking again
    /// for the same visit gives the same page.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn open_setup(&self, request: &SetupRequest) -> Result<(String, String), GatewayError> {
        let metadata =
            names(&[("setup", request.setup.to_string()), ("practice", request.practice.to_string())]);
        let create = CreateCustomer::new().metadata(metadata.clone());
        let strategy = once(&format!("customer:{}", request.setup))?;
        let customer = self.ask(|| {
            let order = create.customize().request_strategy(strategy.clone());
            async move { order.send(&self.client).await }
        });
        let customer = customer.await?.id.to_string();
        let create = CreateCheckoutSession::new()
            .mode(CheckoutSessionMode::Setup)
            .currency(stripe_types::Currency::USD)
            .customer(customer)
            .client_reference_id(request.setup.to_string())
            .metadata(metadata.clone())
            .setup_intent_data(CreateCheckoutSessionSetupIntentData {
                metadata: Some(metadata),
                ..CreateCheckoutSessionSetupIntentData::new()
            })
            .expires_at(request.expires_at.unix_timestamp())
            .success_url(request.success_url.clone())
            .cancel_url(request.cancel_url.clone())
            .locale(if request.spanish { CheckoutSessionLocale::Es } else { CheckoutSessionLocale::En });
        let strategy = once(&format!("setup:{}", request.setup))?;
        let session = self.ask(|| {
            let order = create.customize().request_strategy(strategy.clone());
            async move { order.send(&self.client).await }
        });
        let session = session.await?;
        let url = session.url.clone().ok_or(GatewayError::Unknown)?;
        Ok((session.id.to_string(), url))
    }

    /// How far the page that keeps a means of payment has come.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn setup(&self, session: &str) -> Result<SetupProgress, GatewayError> {
        let expand = vec!["setup_intent.payment_method".to_owned()];
        let retrieve = RetrieveCheckoutSession::new(session).expand(expand);
        let session = self.ask(|| async { retrieve.send(&self.client).await }).await?;
        Ok(match session.status {
            Some(CheckoutSessionStatus::Complete) => {
                SetupProgress::Saved(kept(&session).ok_or(GatewayError::Unknown)?)
            }
            Some(CheckoutSessionStatus::Expired) => SetupProgress::Expired,
            _ => SetupProgress::Open,
        })
    }

    /// Charges a kept means of payment. Asking again for the same payment within a day gives
    /// the same answer; later, [`Gateway::charge_of`] has to be asked first.
    ///
    /// # Errors
    /// [`GatewayError`]. That the bank declined is an answer.
    pub async fn charge_saved(&self, request: &ChargeRequest<'_>) -> Result<Charged, GatewayError> {
        let metadata =
            names(&[("payment", request.payment.to_string()), ("practice", request.practice.to_string())]);
        let create = CreatePaymentIntent::new(request.amount.cents(), stripe_types::Currency::USD)
            .customer(request.customer)
            .payment_method(request.method)
            .automatic_payment_methods(CreatePaymentIntentAutomaticPaymentMethods {
                allow_redirects: Some(CreatePaymentIntentAutomaticPaymentMethodsAllowRedirects::Never),
                ..CreatePaymentIntentAutomaticPaymentMethods::new(true)
            })
            .description(request.description)
            .metadata(metadata)
            .confirm(true)
            .off_session(CreatePaymentIntentOffSession::Bool(true))
            .expand(vec!["latest_charge".to_owned()]);
        let strategy = once(&format!("charge:{}", request.payment))?;
        let answer = self.try_ask(|| {
            let order = create.customize().request_strategy(strategy.clone());
            async move { order.send(&self.client).await }
        });
        match answer.await {
            Ok(intent) => Ok(Charged::from(&intent)),
            // Payment Required: the bank's word, with the payment it is about.
            Err(StripeError::Stripe(error, 402)) => match &error.payment_intent {
                Some(intent) => Ok(Charged::from(intent)),
                None => Err(GatewayError::Unknown),
            },
            Err(error) => Err(classify(error)),
        }
    }

    /// The charge of a payment of ours among those of the customer it was charged to, if the
    /// gateway knows of one.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn charge_of(
        &self,
        customer: &str,
        payment: PaymentId,
    ) -> Result<Option<Charged>, GatewayError> {
        let mut after: Option<String> = None;
        loop {
            let mut list = ListPaymentIntent::new().customer(customer).limit(100);
            if let Some(after) = &after {
                list = list.starting_after(after.clone());
            }
            let page = self.ask(|| async { list.send(&self.client).await }).await?;
            let ours = page.data.iter().map(Charged::from);
            if let Some(found) = ours.into_iter().find(|charged| charged.checkout.payment == Some(payment)) {
                return Ok(Some(found));
            }
            after = page.data.last().map(|intent| intent.id.to_string());
            if !page.has_more || after.is_none() {
                return Ok(None);
            }
        }
    }

    /// How a charge to a kept means of payment stands.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn charged(&self, intent: &str) -> Result<Charged, GatewayError> {
        let retrieve = RetrievePaymentIntent::new(intent).expand(vec!["latest_charge".to_owned()]);
        let intent = self.ask(|| async { retrieve.send(&self.client).await }).await?;
        Ok(Charged::from(&intent))
    }

    /// Forgets a customer with what was kept under it; one that is gone is forgotten.
    ///
    /// # Errors
    /// [`GatewayError`].
    pub async fn forget(&self, customer: &str) -> Result<(), GatewayError> {
        let delete = DeleteCustomer::new(customer);
        match self.ask(|| async { delete.send(&self.client).await }).await {
            Ok(_) => Ok(()),
            Err(GatewayError::Refused(code)) if code == "resource_missing" => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// What a finished page keeps.
fn kept(session: &CheckoutSession) -> Option<SavedMethod> {
    let customer = session.customer.as_ref()?.id().to_string();
    let intent = session.setup_intent.as_ref()?.as_object()?;
    let method = intent.payment_method.as_ref()?.as_object()?;
    Some(SavedMethod { customer, method: method.id.to_string(), instrument: instrument(method) })
}

fn instrument(method: &PaymentMethod) -> Instrument {
    let (bank, brand, last4) = match (&method.card, &method.us_bank_account) {
        (Some(card), _) => (false, card.brand.clone(), card.last4.clone()),
        (None, Some(account)) => {
            let (name, last4) = (account.bank_name.clone(), account.last4.clone());
            (true, name.unwrap_or_default(), last4.unwrap_or_default())
        }
        (None, None) => (false, String::new(), String::new()),
    };
    Instrument { bank, label: format!("{brand} {last4}").trim().to_owned() }
}
