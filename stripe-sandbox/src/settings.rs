//! How a stand-in is started.

use std::net::SocketAddr;
use std::path::PathBuf;

/// API version that the stand-in speaks: the one `async-stripe` 1.0.0-rc.10 pins.
pub const API_VERSION: &str = "2026-09-30.endive";

/// Where webhooks go and with which secret they are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// `http://…` address of the product's webhook endpoint.
    pub url: String,
    /// Signing secret (`whsec_…`).
    pub secret: String,
}

/// Everything that can be set at start-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Address to listen on; port 0 takes a free one.
    pub addr: SocketAddr,
    /// Address a browser reaches the hosted page at, without a trailing slash; the listening
    /// address when absent.
    pub public_url: Option<String>,
    /// Webhook endpoint; without one, events are only recorded.
    pub webhook: Option<Webhook>,
    /// How many deliveries may be under way at once; 1 keeps their order.
    pub webhook_concurrency: usize,
    /// Milliseconds before the first retry of a delivery; doubled each time up to ten seconds.
    pub webhook_retry_ms: u64,
    /// File in which state survives a restart.
    pub state: Option<PathBuf>,
    /// Seed of ids and chance.
    pub seed: u64,
    /// Name shown on the hosted page.
    pub merchant: String,
    /// Seconds after which a bank debit settles by itself; never when absent.
    pub bank_settles_after: Option<i64>,
    /// Payment methods switched on in what Stripe calls the dashboard: what a session or intent
    /// that names none offers.
    pub methods: Vec<String>,
    /// Days between automatic payouts; only on request when absent.
    pub payout_every_days: Option<i64>,
    /// Seconds after which events, and saved answers about objects that are finished, may be
    /// forgotten to save memory; as late as Stripe does when absent.
    pub forget_after: Option<i64>,
    /// `api_version` of events.
    pub api_version: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: None,
            webhook: None,
            webhook_concurrency: 1,
            webhook_retry_ms: 250,
            state: None,
            seed: 1,
            merchant: "Test merchant".to_owned(),
            bank_settles_after: None,
            methods: vec!["card".to_owned()],
            payout_every_days: None,
            forget_after: None,
            api_version: API_VERSION.to_owned(),
        }
    }
}
