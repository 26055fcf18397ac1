//! The undocumented endpoints that Stripe's own command line pays a session with
//! (`stripe trigger checkout.session.completed`): what the hosted page does, as an API.

use serde_json::json;

use super::{Answer, checkout, payment_methods, sessions, shown};
use crate::error::ApiError;
use crate::params::Params;
use crate::store::DocExt;
use crate::world::World;

/// `GET /v1/payment_pages/{session}`
///
/// # Errors
/// `resource_missing`.
pub fn retrieve(world: &World, id: &str) -> Answer {
    let session = world.store.get(sessions::KIND, id)?;
    Ok(json!({ "id": id, "object": "checkout.session", "session_id": id, "status": session.get("status") }))
}

/// `POST /v1/payment_pages/{session}/confirm`
///
/// # Errors
/// The session is not open, the expected amount differs, or the payment was refused.
pub fn confirm(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["payment_method", "expected_amount"])?;
    let session = checkout::open(world, id)?;
    if params.int("expected_amount")?.is_some_and(|cents| cents != session.int("amount_total")) {
        return Err(
            ApiError::invalid("The amount of this Checkout Session has changed.").param("expected_amount")
        );
    }
    let method = payment_methods::resolve(world, params.required("payment_method")?)?;
    checkout::pay(world, id, method.text("id"), false)?;
    shown(world.store.get(sessions::KIND, id))
}
