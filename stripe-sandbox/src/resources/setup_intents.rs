//! Setup intents: keeping a payment method for later without charging it.

use serde_json::{Value, json};

use super::cards::Behaviour;
use super::{Answer, attempts, payment_methods, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt, published};
use crate::world::World;

/// The store's kind.
pub const KIND: &str = "setup_intent";

/// `POST /v1/setup_intents`
///
/// # Errors
/// Bad or unknown parameters; with `confirm`, whatever confirming refuses.
pub fn create(world: &mut World, params: &Params) -> Answer {
    params.only(&[
        "customer",
        "description",
        "metadata",
        "confirm",
        "payment_method",
        "allowed_payment_method_types",
        "payment_method_types",
        "usage",
        "return_url",
        "automatic_payment_methods",
        "mandate_data",
        "payment_method_options",
        "use_stripe_sdk",
    ])?;
    if let Some(customer) = params.str("customer") {
        super::customers::live(world, customer)?;
    }
    let method = params.str("payment_method").map(|id| payment_methods::resolve(world, id)).transpose()?;
    let id = record(world, params)?.text("id").to_owned();
    if let Some(method) = method {
        world.store.update(KIND, &id, |intent| {
            intent.put("payment_method", method.get_or_null("id"));
            intent.put("status", "requires_confirmation");
        })?;
    }
    if params.flag("confirm")? {
        return confirm_now(world, &id);
    }
    shown(world.store.get(KIND, &id))
}

/// Records a setup intent from its own parameters or a session's.
///
/// # Errors
/// Bad metadata.
pub fn record(world: &mut World, params: &Params) -> Result<Doc, ApiError> {
    let types = super::method_types(params);
    let metadata = params.metadata_onto("metadata", &Value::Null)?;
    let id = world.ids.fresh("seti_");
    let secret = format!("{id}_secret_{}", world.ids.text(24));
    let intent = world.create_as(
        KIND,
        &id,
        json!({
            "allowed_payment_method_types": (!types.is_empty()).then(|| types.clone()), "application": null, "automatic_payment_methods": null, "cancellation_reason": null, "client_secret": secret,
            "customer": params.value("customer"), "description": params.value("description"), "flow_directions": null,
            "customer_account": null, "excluded_payment_method_types": null, "managed_payments": null,
            "last_setup_error": null, "latest_attempt": null, "mandate": null, "metadata": metadata, "next_action": null,
            "on_behalf_of": null, "payment_method": null, "payment_method_configuration_details": null,
            "payment_method_options": { "card": { "mandate_options": null, "network": null, "request_three_d_secure": "automatic" } },
            "payment_method_types": if types.is_empty() { world.settings.methods.clone() } else { types },
            "single_use_mandate": null, "status": "requires_payment_method", "usage": params.str("usage").unwrap_or("off_session"),
        }),
    );
    world.emit("setup_intent.created", &intent);
    Ok(intent)
}

/// `POST /v1/setup_intents/{id}/confirm`
///
/// # Errors
/// The intent cannot be confirmed now, or the card was refused.
pub fn confirm(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&[
        "payment_method",
        "return_url",
        "mandate_data",
        "payment_method_options",
        "use_stripe_sdk",
    ])?;
    if let Some(method) = params.str("payment_method") {
        let method = payment_methods::resolve(world, method)?;
        world.store.update(KIND, id, |intent| intent.put("payment_method", method.get_or_null("id")))?;
    }
    confirm_now(world, id)
}

fn confirm_now(world: &mut World, id: &str) -> Answer {
    let intent = world.store.get(KIND, id)?;
    if matches!(intent.text("status"), "succeeded" | "canceled") {
        return Err(unexpected_state(&intent, "confirm"));
    }
    let method = intent.text("payment_method").to_owned();
    if method.is_empty() {
        return Err(ApiError::invalid(
            "You cannot confirm this SetupIntent because it's missing a payment method.",
        )
        .code("setup_intent_unexpected_state"));
    }
    shown(attempt(world, id, &method, false))
}

/// Sets a payment method up.
///
/// # Errors
/// The card error, with the intent in it, after the failure was recorded.
pub fn attempt(world: &mut World, id: &str, method: &str, authenticated: bool) -> Result<Doc, ApiError> {
    let method = world.store.get("payment_method", method)?;
    match payment_methods::behaviour(&method) {
        Behaviour::Declines(decline) => Err(fail(world, id, &method, decline.error())),
        Behaviour::Authenticates | Behaviour::AuthenticatesUnlessSetUp if !authenticated => {
            let intent = world.store.update(KIND, id, |intent| {
                intent.put("payment_method", method.get_or_null("id"));
                intent.put("status", "requires_action");
                intent.put("next_action", json!({ "type": "use_stripe_sdk", "use_stripe_sdk": { "type": "three_d_secure_redirect" } }));
            })?;
            world.emit("setup_intent.requires_action", &intent);
            Ok(intent)
        }
        _ => {
            let customer = world.store.get(KIND, id)?.text("customer").to_owned();
            attempts::keep_for_later(world, &customer, &method)?;
            let intent = world.store.update(KIND, id, |intent| {
                intent.put("payment_method", method.get_or_null("id"));
                intent.put("status", "succeeded");
                intent.put("next_action", Value::Null);
                intent.put("last_setup_error", Value::Null);
            })?;
            world.emit("setup_intent.succeeded", &intent);
            Ok(intent)
        }
    }
}

/// Records a refusal and returns it with the intent in it.
pub fn fail(world: &mut World, id: &str, method: &Doc, error: ApiError) -> ApiError {
    let error = error.with("payment_method", published(method.clone()));
    let changed = world.store.update(KIND, id, |intent| {
        intent.put("status", "requires_payment_method");
        intent.put("payment_method", Value::Null);
        intent.put("next_action", Value::Null);
        intent.put("last_setup_error", error.object());
    });
    match changed {
        Ok(intent) => {
            world.emit("setup_intent.setup_failed", &intent);
            error.with("setup_intent", published(intent))
        }
        Err(lost) => lost,
    }
}

/// `POST /v1/setup_intents/{id}/cancel`
///
/// # Errors
/// It has succeeded or was cancelled.
pub fn cancel(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["cancellation_reason"])?;
    let intent = world.store.get(KIND, id)?;
    if matches!(intent.text("status"), "succeeded" | "canceled") {
        return Err(unexpected_state(&intent, "cancel"));
    }
    let intent = world.store.update(KIND, id, |intent| {
        intent.put("status", "canceled");
        intent.put("cancellation_reason", params.value("cancellation_reason"));
    })?;
    world.emit("setup_intent.canceled", &intent);
    shown(Ok(intent))
}

/// `GET /v1/setup_intents`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["customer", "payment_method"]].concat())?;
    let equal = [("customer", "customer"), ("payment_method", "payment_method")];
    listing::page(world, KIND, "/v1/setup_intents", params, &equal, |_| true)
}

fn unexpected_state(intent: &Doc, verb: &str) -> ApiError {
    ApiError::invalid(format!(
        "This SetupIntent's status is {}: you cannot {verb} it now.",
        intent.text("status")
    ))
    .code("setup_intent_unexpected_state")
    .with("setup_intent", published(intent.clone()))
}
