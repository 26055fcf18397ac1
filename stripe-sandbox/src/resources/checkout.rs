//! What happens to a Checkout session after it was created: pressed, paid, on its way, expired.

use serde_json::{Value, json};

use super::attempts::{self, Circumstances};
use super::sessions::KIND;
use super::{intents, setup_intents};
use crate::error::ApiError;
use crate::params::Params;
use crate::store::{Doc, DocExt};
use crate::world::World;

/// How a press of Pay ended.
#[derive(Debug)]
pub enum Paid {
    /// The session is complete: paid, saved, or on its way.
    Complete(Doc),
    /// The cardholder has to authenticate first.
    NeedsAuthentication,
}

/// Charges (or saves) a payment method for an open session.
///
/// # Errors
/// The session is not open, or the card was refused.
pub fn pay(world: &mut World, id: &str, method: &str, authenticated: bool) -> Result<Paid, ApiError> {
    let session = open(world, id)?;
    let method_doc = world.store.get("payment_method", method)?;
    if !session
        .get_or_null("payment_method_types")
        .as_array()
        .is_some_and(|types| types.contains(&method_doc.get_or_null("type")))
    {
        return Err(ApiError::invalid("This payment method is not allowed for this Checkout Session.")
            .param("payment_method"));
    }
    let details = method_doc.get_or_null("billing_details");
    let status = if session.text("mode") == "setup" {
        let intent = setup_intents::attempt(world, session.text("setup_intent"), method, authenticated)?;
        intent.text("status").to_owned()
    } else {
        let intent = intent_of(world, &session)?;
        let intent =
            attempts::charge(world, &intent, method, Circumstances { off_session: false, authenticated })?;
        intent.text("status").to_owned()
    };
    if status == "requires_action" {
        world.store.update(KIND, id, |session| session.put("_method", method))?;
        return Ok(Paid::NeedsAuthentication);
    }
    let session =
        world.store.update(KIND, id, |session| {
            let email = session
                .get("customer_email")
                .filter(|email| !email.is_null())
                .unwrap_or(&details["email"])
                .clone();
            session.put("status", "complete");
            session.put("url", Value::Null);
            session.put("customer_details", json!({
            "address": details["address"], "business_name": null, "email": email, "individual_name": null,
            "name": details["name"], "phone": null, "tax_exempt": "none", "tax_ids": [],
        }));
            if session.text("mode") == "payment" && status != "processing" {
                session.put("payment_status", "paid");
            }
        })?;
    world.emit("checkout.session.completed", &session);
    Ok(Paid::Complete(session))
}

/// The session, if it can still be paid.
///
/// # Errors
/// `resource_missing`, or it is complete or expired.
pub fn open(world: &World, id: &str) -> Result<Doc, ApiError> {
    let session = world.store.get(KIND, id)?;
    match session.text("status") {
        "open" => Ok(session),
        status => Err(ApiError::invalid(format!("This Checkout Session is {status}."))
            .code("checkout_session_not_open")),
    }
}

fn intent_of(world: &mut World, session: &Doc) -> Result<String, ApiError> {
    if !session.text("payment_intent").is_empty() {
        return Ok(session.text("payment_intent").to_owned());
    }
    let mut members = session.get_or_null("_intent_data").as_object().cloned().unwrap_or_default();
    members.put("customer", session.get_or_null("customer"));
    let intent = intents::record(
        world,
        session.int("amount_total"),
        session.text("currency"),
        &Params::from_map(members),
    )?;
    let id = intent.text("id").to_owned();
    world.store.update(intents::KIND, &id, |intent| {
        intent.put("payment_method_types", session.get_or_null("payment_method_types"));
        intent.put("automatic_payment_methods", Value::Null);
        intent.put("_session", session.get_or_null("id"));
    })?;
    world.store.update(KIND, session.text("id"), |session| session.put("payment_intent", id.clone()))?;
    Ok(id)
}

/// Writes the end of a bank debit into the session it belongs to, if any.
///
/// # Errors
/// Only if the session cannot be found.
pub fn debit_ended(world: &mut World, intent: &Doc, cleared: bool) -> Result<(), ApiError> {
    let id = intent.text("_session").to_owned();
    if id.is_empty() {
        return Ok(());
    }
    let session = world.store.update(KIND, &id, |session| {
        if cleared {
            session.put("payment_status", "paid");
        }
    })?;
    world.emit(
        if cleared {
            "checkout.session.async_payment_succeeded"
        } else {
            "checkout.session.async_payment_failed"
        },
        &session,
    );
    Ok(())
}

/// Expires an open session.
///
/// # Errors
/// `resource_missing`, or it is complete or expired already.
pub fn expire(world: &mut World, id: &str) -> Result<Doc, ApiError> {
    let session = open(world, id).map_err(|error| {
        if error.status == 404 {
            error
        } else {
            ApiError::invalid("Only Checkout Sessions with a status in [\"open\"] can be expired.")
        }
    })?;
    if !session.text("payment_intent").is_empty() {
        intents::cancel(world, session.text("payment_intent"), &Params::default())?;
    }
    let session = world.store.update(KIND, id, |session| {
        session.put("status", "expired");
        session.put("url", Value::Null);
    })?;
    world.emit("checkout.session.expired", &session);
    Ok(session)
}
