//! A stateful stand-in of the Stripe API, for demos and tests. No money moves.
//!
//! The product reaches it through the same client and the same code as the real Stripe, by base
//! URL alone. It keeps Checkout sessions with a hosted page, intents, customers, payment methods,
//! charges, refunds, disputes, balance transactions and payouts; it honours idempotency keys as
//! Stripe defines them, and sends signed webhooks until they are taken. Under `/_sandbox` a test
//! can break it on purpose: see [`control`].
//!
//! # A walk
//! [`server::start`] listens and hands each request to [`router`]. Anything under `/v1` passes
//! [`api::handle`] (decode, log, authenticate, fault, idempotency) and ends in one synchronous
//! function of [`resources`], found through [`routes`], that changes the [`world::World`] behind
//! its lock. Events queue in [`webhooks`], whose sender also lets time pass. A browser meets
//! [`hosted`]. What is modelled, and what is not, stands in `docs/stripe-sandbox.md`.
//!
//! ```no_run
//! # async fn example() -> Result<(), stripe_sandbox::StartError> {
//! let sandbox = stripe_sandbox::start(stripe_sandbox::Settings::default()).await?;
//! println!("{}", sandbox.url());
//! sandbox.stop().await;
//! # Ok(())
//! # }
//! ```

use std::sync::Arc;

use axum::Router;
use axum::routing::any;

pub mod api;
pub mod clock;
pub mod control;
pub mod error;
pub mod expand;
pub mod faults;
pub mod forgetting;
pub mod hosted;
pub mod idempotency;
pub mod ids;
pub mod listing;
pub mod log;
pub mod params;
pub mod resources;
pub mod routes;
pub mod server;
pub mod settings;
pub mod state;
pub mod store;
pub mod webhooks;
pub mod world;

pub use server::{Running, StartError, start};
pub use settings::{Settings, Webhook};
pub use world::{Shared, World};

/// Every address the stand-in answers.
pub fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/v1/{*path}", any(api::handle))
        .merge(hosted::routes())
        .nest("/_sandbox", control::routes())
        .with_state(shared)
}
