//! The one payment gateway: Stripe, through `async-stripe`.
//!
//! Stripe signs no business associate agreement, so it learns an amount, opaque ids and
//! a neutral description; never a name, an address, a visit or a reason. A patient
//! types card numbers on Stripe's own page (hosted Checkout by redirect, PCI SAQ A).
//!
//! The base URL is configuration: the demo and the tests point it at the stand-in that
//! speaks the same API. Nothing else differs.
//!
//! * [`checkout`]: the hosted page.
//! * [`saved`]: a means of payment that is kept and charged later.
//! * [`refund`]: money back.
//! * [`dispute`]: the payer's bank takes money back.
//! * [`movement`]: the gateway's own account with us, for reconciliation.

pub mod checkout;
pub mod dispute;
pub mod movement;
pub mod refund;
pub mod saved;

use std::time::Duration;

use stripe::{Client, ClientBuilder, IdempotencyKey, RequestStrategy, StripeError};

/// One call may take this long before its answer counts as lost.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Pauses before asking again: the same question, or the same order under the same
/// idempotency key.
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

/// The gateway.
#[derive(Clone, Debug)]
pub struct Gateway {
    client: Client,
    live: bool,
    pauses: [Duration; 2],
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
        Ok(Self { client, live: secret_key.contains("_live_"), pauses: PAUSES })
    }

    /// The same gateway, which asks again without a pause: for a simulation, whose time is
    /// not the machine's.
    #[must_use]
    pub fn without_pauses(self) -> Self {
        Self { pauses: [Duration::ZERO; 2], ..self }
    }

    /// Whether real money moves: an event of the other mode is not ours.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.live
    }

    /// Asks until there is an answer, three times at most. What is asked is a question, or
    /// an order that carries its idempotency key.
    async fn ask<T, F>(&self, call: impl Fn() -> F) -> Result<T, GatewayError>
    where
        F: Future<Output = Result<T, StripeError>>,
    {
        self.try_ask(call).await.map_err(classify)
    }

    /// The same, with the gateway's own word for a refusal.
    async fn try_ask<T, F>(&self, call: impl Fn() -> F) -> Result<T, StripeError>
    where
        F: Future<Output = Result<T, StripeError>>,
    {
        let mut pauses = self.pauses.iter();
        loop {
            match (call().await, pauses.next()) {
                (Err(error), Some(pause)) if !is_refusal(&error) => tokio::time::sleep(*pause).await,
                (answer, _) => return answer,
            }
        }
    }
}

/// An order that the gateway carries out once however often it is given.
fn once(key: &str) -> Result<RequestStrategy, GatewayError> {
    IdempotencyKey::new(key).map(RequestStrategy::Idempotent).map_err(|_| GatewayError::Configuration)
}

fn is_refusal(error: &StripeError) -> bool {
    matches!(error, StripeError::Stripe(_, status) if *status < 500 && *status != 409 && *status != 429)
}

/// A refusal is final; anything else may have happened.
fn classify(error: StripeError) -> GatewayError {
    let refused = is_refusal(&error);
    match error {
        StripeError::Stripe(error, status) if refused => {
            let code = error.code.map_or_else(|| format!("status {status}"), |code| code.to_string());
            GatewayError::Refused(code)
        }
        _ => GatewayError::Unknown,
    }
}

/// One of the ids that we gave an object of the gateway's.
fn named<T: std::str::FromStr>(
    metadata: Option<&std::collections::HashMap<String, String>>,
    key: &str,
) -> Option<T> {
    metadata?.get(key)?.parse().ok()
}
