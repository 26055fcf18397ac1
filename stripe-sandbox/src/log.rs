//! What was received, so that a test can read every byte that left the product.

use std::collections::VecDeque;

use serde::Serialize;

use crate::clock::Seconds;
use crate::params::Params;

const KEPT: usize = 10_000;

/// One request to the API.
#[derive(Clone, Debug, Serialize)]
pub struct Received {
    /// HTTP method.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Query and body, decoded.
    pub params: Params,
    /// `Idempotency-Key`, when sent.
    pub idempotency_key: Option<String>,
    /// `Stripe-Version`, when sent.
    pub stripe_version: Option<String>,
    /// `Request-Id` it was answered with.
    pub request_id: String,
    /// The stand-in's time.
    pub at: Seconds,
}

/// The last ten thousand requests.
#[derive(Clone, Debug, Default)]
pub struct RequestLog(VecDeque<Received>);

impl RequestLog {
    /// Adds a request, letting go of the oldest when full.
    pub fn record(&mut self, received: Received) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(received);
    }

    /// The requests, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Received> {
        self.0.iter()
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}
