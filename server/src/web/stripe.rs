//! Where Stripe tells us things. An event is acknowledged when it is lasting, not before.

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use billing::payments::webhook::{self, WebhookError};

use super::Shared;

pub fn routes() -> Router<Shared> {
    Router::new().route("/webhooks/stripe", post(receive)).layer(DefaultBodyLimit::max(1024 * 1024))
}

async fn receive(State(portal): State<Shared>, headers: HeaderMap, payload: String) -> StatusCode {
    let (Some(gateway), Some(keys)) = (&portal.gateway, &portal.config.stripe) else {
        return StatusCode::NOT_FOUND;
    };
    let signature = headers.get("stripe-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let secrets: Vec<String> = keys.webhook_secrets.iter().map(|secret| secret.reveal().to_owned()).collect();
    match webhook::receive(&portal.db, &portal.door, gateway, &secrets, &payload, signature).await {
        Ok(()) => StatusCode::OK,
        Err(WebhookError::NotSigned) => {
            metrics::counter!("openbalance_webhooks_refused_total").increment(1);
            StatusCode::BAD_REQUEST
        }
        Err(WebhookError::Sqlx(error)) => {
            tracing::error!(%error, "a gateway event could not be kept");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}
