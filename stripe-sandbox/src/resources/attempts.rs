//! An attempt to charge a payment intent, and what it leaves behind: paid, on its way, waiting for
//! the cardholder, or refused.
//!
//! How it ends is decided by the test number behind the payment method (see [`super::cards`]).

use serde_json::{Value, json};

use super::cards::{Behaviour, Decline};
use super::charges::{self, Start};
use super::intents::{self, KIND};
use super::{checkout, payment_methods};
use crate::error::ApiError;
use crate::store::{Doc, DocExt, published};
use crate::world::{Task, World};

/// Under which circumstances a payment method is charged.
#[derive(Clone, Copy, Debug, Default)]
pub struct Circumstances {
    /// The cardholder is not there to authenticate.
    pub off_session: bool,
    /// The cardholder has just authenticated.
    pub authenticated: bool,
}

/// Charges an intent's payment method and writes down what came of it: paid, on its way, waiting
/// for the cardholder, or refused.
///
/// # Errors
/// The card error, with the intent in it, after the failed charge was recorded.
pub fn charge(world: &mut World, id: &str, method: &str, how: Circumstances) -> Result<Doc, ApiError> {
    let intent = world.store.get(KIND, id)?;
    let method = world.store.get("payment_method", method)?;
    match payment_methods::behaviour(&method) {
        Behaviour::Declines(decline) => Err(fail(world, &intent, &method, decline.error())),
        Behaviour::SavesThenDeclines => Err(fail(world, &intent, &method, Decline::Generic.error())),
        Behaviour::Authenticates if !how.authenticated => ask(world, &intent, &method, how),
        Behaviour::AuthenticatesUnlessSetUp if !how.authenticated && !method.flag("_set_up") => {
            ask(world, &intent, &method, how)
        }
        Behaviour::Clears | Behaviour::ClearsThenReturns | Behaviour::NeverEnds => {
            start_debit(world, &intent, &method, None)
        }
        Behaviour::Returns(code) => start_debit(world, &intent, &method, Some(code)),
        behaviour => {
            let intent = succeed(world, &intent, &method)?;
            let charge = intent.text("latest_charge").to_owned();
            match behaviour {
                Behaviour::Disputes => world.later(0, Task::Dispute(charge, false)),
                Behaviour::Inquires => world.later(0, Task::Dispute(charge, true)),
                _ => {}
            }
            Ok(intent)
        }
    }
}

/// Records that the cardholder did not authenticate.
///
/// # Errors
/// Only if the intent cannot be found.
pub fn authentication_failed(world: &mut World, id: &str, method: &str) -> Result<ApiError, ApiError> {
    let intent = world.store.get(KIND, id)?;
    let method = world.store.get("payment_method", method)?;
    let mut error = ApiError::card(
        "payment_intent_authentication_failure",
        None,
        "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    );
    error.kind = crate::error::Kind::InvalidRequest;
    Ok(refuse(world, &intent, &method, error, None))
}

fn succeed(world: &mut World, intent: &Doc, method: &Doc) -> Result<Doc, ApiError> {
    let id = intent.text("id");
    let manual = intent.text("capture_method") == "manual";
    let charge =
        charges::record(world, intent, method, if manual { Start::Authorised } else { Start::Paid })?;
    if !intent.text("setup_future_usage").is_empty() {
        keep_for_later(world, intent.text("customer"), method)?;
    }
    let intent = world.store.update(KIND, id, |intent| {
        let amount = intent.int("amount");
        intent.put("payment_method", method.get_or_null("id"));
        intent.put("latest_charge", charge.get_or_null("id"));
        intent.put("last_payment_error", Value::Null);
        intent.put("next_action", Value::Null);
        intent.put("status", if manual { "requires_capture" } else { "succeeded" });
        intent.put(if manual { "amount_capturable" } else { "amount_received" }, amount);
    })?;
    world.emit("charge.succeeded", &charge);
    world.emit(
        if manual { "payment_intent.amount_capturable_updated" } else { "payment_intent.succeeded" },
        &intent,
    );
    Ok(intent)
}

/// Marks a payment method as set up for later use, and attaches it to the customer if there is one.
///
/// # Errors
/// The method belongs to another customer.
pub fn keep_for_later(world: &mut World, customer: &str, method: &Doc) -> Result<(), ApiError> {
    let id = method.text("id");
    world.store.update("payment_method", id, |method| method.put("_set_up", true))?;
    if !customer.is_empty() {
        payment_methods::attach_to(world, id, customer)?;
    }
    Ok(())
}

fn start_debit(
    world: &mut World,
    intent: &Doc,
    method: &Doc,
    failure: Option<&str>,
) -> Result<Doc, ApiError> {
    let id = intent.text("id");
    let charge = charges::record(world, intent, method, Start::Pending)?;
    let intent = world.store.update(KIND, id, |intent| {
        intent.put("payment_method", method.get_or_null("id"));
        intent.put("latest_charge", charge.get_or_null("id"));
        intent.put("last_payment_error", Value::Null);
        intent.put("status", "processing");
        intent.put("_debit_failure", failure);
    })?;
    world.emit("charge.pending", &charge);
    world.emit("payment_intent.processing", &intent);
    if let Some(seconds) = world.settings.bank_settles_after
        && payment_methods::behaviour(method) != Behaviour::NeverEnds
    {
        world.later(seconds, Task::Settle(id.to_owned(), failure.map(str::to_owned)));
    }
    Ok(intent)
}

/// Ends a bank debit that is on its way: cleared, or returned with a failure code.
///
/// # Errors
/// No such intent, or it is not processing.
pub fn settle(world: &mut World, id: &str, failure: Option<&str>) -> Result<Doc, ApiError> {
    let intent = world.store.get(KIND, id)?;
    if intent.text("status") != "processing" {
        return Err(intents::unexpected_state(&intent, "settle"));
    }
    let charge = intent.text("latest_charge").to_owned();
    let intent = match failure {
        None => {
            let method = world.store.get("payment_method", intent.text("payment_method"))?;
            let charge = charges::settle(world, &charge, &method)?;
            let intent = world.store.update(KIND, id, |intent| {
                let amount = intent.int("amount");
                intent.put("status", "succeeded");
                intent.put("amount_received", amount);
            })?;
            world.emit("charge.succeeded", &charge);
            world.emit("payment_intent.succeeded", &intent);
            if payment_methods::behaviour(&method) == Behaviour::ClearsThenReturns {
                world.later(0, Task::Return(charge.text("id").to_owned()));
            }
            intent
        }
        Some(code) => {
            let message = "The customer's bank returned this debit.";
            let charge = charges::come_back(world, &charge, code, message)?;
            let error = ApiError::card("payment_method_customer_decline", Some(code), message);
            let intent = world.store.update(KIND, id, |intent| {
                intent.put("status", "requires_payment_method");
                intent.put("payment_method", Value::Null);
                intent.put("last_payment_error", error.object());
            })?;
            world.emit("charge.failed", &charge);
            world.emit("payment_intent.payment_failed", &intent);
            intent
        }
    };
    checkout::debit_ended(world, &intent, failure.is_none())?;
    Ok(intent)
}

fn ask(world: &mut World, intent: &Doc, method: &Doc, how: Circumstances) -> Result<Doc, ApiError> {
    if how.off_session {
        let error = ApiError::card(
            "authentication_required",
            Some("authentication_required"),
            "Your card was declined. This transaction requires authentication.",
        );
        return Err(fail(world, intent, method, error));
    }
    let intent = world.store.update(KIND, intent.text("id"), |intent| {
        intent.put("payment_method", method.get_or_null("id"));
        intent.put("status", "requires_action");
        intent.put(
            "next_action",
            json!({ "type": "use_stripe_sdk", "use_stripe_sdk": { "type": "three_d_secure_redirect" } }),
        );
    })?;
    world.emit("payment_intent.requires_action", &intent);
    Ok(intent)
}

fn fail(world: &mut World, intent: &Doc, method: &Doc, error: ApiError) -> ApiError {
    match charges::record(world, intent, method, Start::Failed(&error)) {
        Ok(charge) => {
            world.emit("charge.failed", &charge);
            refuse(world, intent, method, error, Some(&charge))
        }
        Err(lost) => lost,
    }
}

fn refuse(world: &mut World, intent: &Doc, method: &Doc, error: ApiError, charge: Option<&Doc>) -> ApiError {
    let error = error.with("payment_method", published(method.clone()));
    let error = match charge {
        Some(charge) => error.with("charge", charge.get_or_null("id")),
        None => error,
    };
    let changed = world.store.update(KIND, intent.text("id"), |intent| {
        intent.put("status", "requires_payment_method");
        intent.put("payment_method", Value::Null);
        intent.put("next_action", Value::Null);
        intent.put("last_payment_error", error.object());
        if let Some(charge) = charge {
            intent.put("latest_charge", charge.get_or_null("id"));
        }
    });
    match changed {
        Ok(intent) => {
            world.emit("payment_intent.payment_failed", &intent);
            error.with("payment_intent", published(intent))
        }
        Err(lost) => lost,
    }
}
