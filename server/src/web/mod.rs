//! What answers browsers and Stripe.
//!
//! A handler checks its own session by asking for [`session::Patient`] or
//! [`session::Staff`], loads what the page's model wants, and answers with the page.
//! A form that cannot be taken is answered in place (422) with what was typed; one that
//! is taken is answered with a redirect, so that going back or reloading does nothing
//! twice. Nothing personal is in an address, a log line or a metric.

pub mod answer;
mod assets;
mod brand;
mod fields;
mod guest;
mod health;
mod host;
mod papers;
mod passkeys;
mod patient;
pub mod session;
mod sheet;
mod shield;
mod sight;
pub mod staff;
mod stripe;
mod told;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use billing::payments::{Gateway, GatewayError};
use billing::seal::SealKey;
use billing::{Db, Door};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::config::Config;

/// What every handler can reach.
pub struct Portal {
    /// The database.
    pub db: Db,
    /// Time, ids and chance.
    pub door: Door,
    /// Stripe, when it is configured.
    pub gateway: Option<Gateway>,
    /// The configuration.
    pub config: Config,
    /// The front end's files.
    pub assets: app::Assets,
}

impl Portal {
    /// What seals and opens what patients hand in; none when none is configured.
    pub fn document_key(&self) -> Option<SealKey> {
        self.config.document_key.as_ref().and_then(|key| SealKey::parse(key.reveal()))
    }
}

/// Shared among handlers.
pub type Shared = Arc<Portal>;

/// Stripe as configured.
///
/// # Errors
/// The address or key cannot be used.
pub fn gateway_of(config: &Config) -> Result<Option<Gateway>, GatewayError> {
    let Some(keys) = &config.stripe else { return Ok(None) };
    let base = keys.api_base.as_ref().map(url::Url::as_str);
    Gateway::new(base, keys.secret_key.reveal()).map(Some)
}

/// The front end's files as the build named them.
///
/// # Errors
/// The folder was not built.
pub fn load_assets(config: &Config) -> std::io::Result<app::Assets> {
    assets::load(&config.site_root)
}

/// Every route of the portal.
pub fn router(portal: Shared) -> Router {
    let slow = staff::uploads(&portal).merge(patient::uploads());
    let pages = Router::new()
        .merge(patient::routes())
        .merge(guest::routes())
        .merge(brand::routes())
        .merge(staff::routes(&portal))
        .layer(DefaultBodyLimit::max(64 * 1024))
        .merge(slow);
    let pages = pages
        .fallback(answer::not_found)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(portal.clone(), answer::in_words))
        .layer(from_fn_with_state(portal.clone(), shield::same_site))
        .layer(from_fn_with_state(portal.clone(), shield::headers))
        .layer(from_fn_with_state(portal.clone(), host::known));
    let api = crate::api::routes().layer(from_fn_with_state(portal.clone(), shield::headers));
    Router::new()
        .merge(health::routes())
        .merge(stripe::routes())
        .merge(api)
        .merge(assets::routes(&portal.config.site_root))
        .merge(pages)
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(300)))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(portal.clone(), shield::measured))
        .with_state(portal)
}
