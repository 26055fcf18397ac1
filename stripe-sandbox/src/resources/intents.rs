//! Payment intents: created, confirmed on or off session, captured, cancelled.
//!
//! How a confirmation ends is decided in [`super::cards`] by the test number behind the payment
//! method; what it leaves behind is written in [`super::attempts`].

use serde_json::{Value, json};

use super::attempts::{self, Circumstances};
use super::{Answer, charges, payment_methods, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt, published};
use crate::world::World;

/// The store's kind.
pub const KIND: &str = "payment_intent";
const CREATE: [&str; 26] = [
    "amount",
    "currency",
    "customer",
    "description",
    "metadata",
    "confirm",
    "off_session",
    "payment_method",
    "allowed_payment_method_types",
    "payment_method_types",
    "payment_method_options",
    "automatic_payment_methods",
    "capture_method",
    "confirmation_method",
    "return_url",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "mandate",
    "mandate_data",
    "error_on_requires_action",
    "use_stripe_sdk",
    "transfer_group",
    "payment_method_configuration",
];
const CONFIRM: [&str; 10] = [
    "payment_method",
    "off_session",
    "return_url",
    "mandate",
    "mandate_data",
    "setup_future_usage",
    "receipt_email",
    "payment_method_options",
    "error_on_requires_action",
    "use_stripe_sdk",
];

/// `POST /v1/payment_intents`
///
/// # Errors
/// Bad or unknown parameters; with `confirm`, whatever confirming refuses.
pub fn create(world: &mut World, params: &Params) -> Answer {
    params.only(&CREATE)?;
    let amount = super::amount(params, "amount", super::LEAST_CHARGE)?;
    let currency = super::currency(params, "currency")?;
    if let Some(customer) = params.str("customer") {
        super::customers::live(world, customer)?;
    }
    let confirm = params.flag("confirm")?;
    if params.has("off_session") && !confirm {
        return Err(
            ApiError::invalid("off_session can only be set when confirm is true.").param("off_session")
        );
    }
    let method = params.str("payment_method").map(|id| payment_methods::resolve(world, id)).transpose()?;
    let intent = record(world, amount, &currency, params)?;
    let id = intent.text("id").to_owned();
    if let Some(method) = &method {
        check_owner(method, &intent)?;
        world.store.update(KIND, &id, |intent| {
            intent.put("payment_method", method.get_or_null("id"));
            intent.put("status", "requires_confirmation");
        })?;
    }
    if confirm {
        return confirm_now(world, &id, params);
    }
    shown(world.store.get(KIND, &id))
}

/// Records an intent from the parameters of an intent or of a session's `payment_intent_data`.
///
/// # Errors
/// Bad metadata.
pub fn record(world: &mut World, amount: i64, currency: &str, params: &Params) -> Result<Doc, ApiError> {
    let types = super::method_types(params);
    let automatic = types.is_empty();
    let allowed = (!automatic).then(|| types.clone());
    let types = if automatic { world.settings.methods.clone() } else { types };
    let metadata = params.metadata_onto("metadata", &Value::Null)?;
    let shipping = params.has("shipping").then(|| payment_methods::billing_details(params, "shipping")).map(|details| {
        json!({ "name": details["name"], "address": details["address"], "carrier": null, "phone": details["phone"], "tracking_number": null })
    });
    let id = world.ids.fresh("pi_");
    let secret = format!("{id}_secret_{}", world.ids.text(24));
    let intent = world.create_as(
        KIND,
        &id,
        json!({
            "allowed_payment_method_types": allowed, "amount": amount, "amount_capturable": 0, "amount_details": { "tip": {} }, "amount_received": 0,
            "application": null, "application_fee_amount": null,
            "automatic_payment_methods": automatic.then(|| json!({ "allow_redirects": "always", "enabled": true })),
            "canceled_at": null, "cancellation_reason": null,
            "capture_method": params.str("capture_method").unwrap_or("automatic_async"), "client_secret": secret,
            "confirmation_method": params.str("confirmation_method").unwrap_or("automatic"), "currency": currency,
            "customer": params.value("customer"), "customer_account": null, "description": params.value("description"),
            "excluded_payment_method_types": null, "managed_payments": null, "payment_record": null,
            "last_payment_error": null, "latest_charge": null, "metadata": metadata, "next_action": null,
            "on_behalf_of": null, "payment_method": null, "payment_method_configuration_details": null,
            "payment_method_options": { "card": { "installments": null, "mandate_options": null, "network": null, "request_three_d_secure": "automatic" } },
            "payment_method_types": types, "processing": null, "receipt_email": params.value("receipt_email"),
            "review": null, "setup_future_usage": params.value("setup_future_usage"), "shipping": shipping,
            "source": null, "statement_descriptor": params.value("statement_descriptor"),
            "statement_descriptor_suffix": params.value("statement_descriptor_suffix"),
            "status": "requires_payment_method", "transfer_data": null, "transfer_group": params.value("transfer_group"),
        }),
    );
    world.emit("payment_intent.created", &intent);
    Ok(intent)
}

/// `POST /v1/payment_intents/{id}/confirm`
///
/// # Errors
/// The intent cannot be confirmed now, or the charge was refused.
pub fn confirm(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&CONFIRM)?;
    if let Some(method) = params.str("payment_method") {
        let method = payment_methods::resolve(world, method)?;
        check_owner(&method, &world.store.get(KIND, id)?)?;
        world.store.update(KIND, id, |intent| intent.put("payment_method", method.get_or_null("id")))?;
    }
    confirm_now(world, id, params)
}

fn confirm_now(world: &mut World, id: &str, params: &Params) -> Answer {
    let intent = world.store.get(KIND, id)?;
    if !matches!(
        intent.text("status"),
        "requires_payment_method" | "requires_confirmation" | "requires_action"
    ) {
        return Err(unexpected_state(&intent, "confirm"));
    }
    let method = intent.text("payment_method").to_owned();
    if method.is_empty() {
        return Err(ApiError::invalid(
            "You cannot confirm this PaymentIntent because it's missing a payment method.",
        )
        .code("payment_intent_unexpected_state")
        .with("payment_intent", published(intent)));
    }
    // `off_session` may also say why: `one_off` or `recurring`.
    let off_session = matches!(params.str("off_session"), Some("true" | "one_off" | "recurring"));
    let circumstances = Circumstances { off_session, authenticated: false };
    shown(attempts::charge(world, id, &method, circumstances))
}

/// `POST /v1/payment_intents/{id}/capture`
///
/// # Errors
/// Nothing to capture, or more than was authorised.
pub fn capture(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["amount_to_capture", "metadata", "statement_descriptor_suffix"])?;
    let intent = world.store.get(KIND, id)?;
    if intent.text("status") != "requires_capture" {
        return Err(unexpected_state(&intent, "capture"));
    }
    let amount = params.int("amount_to_capture")?.unwrap_or(intent.int("amount"));
    if !(1..=intent.int("amount")).contains(&amount) {
        return Err(ApiError::invalid("The capture amount exceeds what was authorised.")
            .code("amount_too_large")
            .param("amount_to_capture"));
    }
    let method = world.store.get("payment_method", intent.text("payment_method"))?;
    let charge = intent.text("latest_charge").to_owned();
    world.store.update(charges::KIND, &charge, |charge| charge.put("amount", amount))?;
    let charge = charges::settle(world, &charge, &method)?;
    let intent = world.store.update(KIND, id, |intent| {
        intent.put("status", "succeeded");
        intent.put("amount_received", amount);
        intent.put("amount_capturable", 0);
    })?;
    world.emit("charge.captured", &charge);
    world.emit("payment_intent.succeeded", &intent);
    shown(Ok(intent))
}

/// `POST /v1/payment_intents/{id}/cancel`
///
/// # Errors
/// The intent has succeeded, was cancelled, or is on its way.
pub fn cancel(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["cancellation_reason"])?;
    let intent = world.store.get(KIND, id)?;
    if matches!(intent.text("status"), "succeeded" | "canceled" | "processing") {
        return Err(unexpected_state(&intent, "cancel"));
    }
    let now = world.now();
    let intent = world.store.update(KIND, id, |intent| {
        intent.put("status", "canceled");
        intent.put("canceled_at", now);
        intent.put("cancellation_reason", params.value("cancellation_reason"));
        intent.put("amount_capturable", 0);
        intent.put("next_action", Value::Null);
    })?;
    world.emit("payment_intent.canceled", &intent);
    shown(Ok(intent))
}

/// `POST /v1/payment_intents/{id}`
///
/// # Errors
/// `resource_missing`, unknown parameters.
pub fn update(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["metadata", "description", "receipt_email", "statement_descriptor_suffix"])?;
    let metadata = params.metadata_onto("metadata", &world.store.get(KIND, id)?.get_or_null("metadata"))?;
    shown(world.store.update(KIND, id, |intent| {
        intent.put("metadata", metadata);
        for member in ["description", "receipt_email", "statement_descriptor_suffix"]
            .iter()
            .filter(|member| params.has(member))
        {
            intent.put(member, params.value(member));
        }
    }))
}

/// `GET /v1/payment_intents`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["customer"]].concat())?;
    listing::page(world, KIND, "/v1/payment_intents", params, &[("customer", "customer")], |_| true)
}

fn check_owner(method: &Doc, intent: &Doc) -> Result<(), ApiError> {
    match method.text("customer") {
        "" => Ok(()),
        owner if owner == intent.text("customer") => Ok(()),
        owner => Err(ApiError::invalid(format!(
            "The PaymentMethod {} belongs to the customer {owner}. Please include the customer in the `customer` parameter on the PaymentIntent.",
            method.text("id")
        ))
        .param("payment_method")),
    }
}

/// The refusal of a verb that an intent's status does not allow.
#[must_use]
pub fn unexpected_state(intent: &Doc, verb: &str) -> ApiError {
    ApiError::invalid(format!(
        "This PaymentIntent's status is {}: you cannot {verb} it now.",
        intent.text("status")
    ))
    .code("payment_intent_unexpected_state")
    .with("payment_intent", published(intent.clone()))
}
