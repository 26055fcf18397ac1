//! Charges: what a confirmed payment intent leaves behind.

use serde_json::{Value, json};

use super::balance::{Available, Entry};
use super::cards::Behaviour;
use super::{Answer, balance, payment_methods, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt};
use crate::world::World;

/// The store's kind.
pub const KIND: &str = "charge";

/// How a charge begins.
#[derive(Clone, Copy, Debug)]
pub enum Start<'a> {
    /// Paid at once.
    Paid,
    /// Authorised, to be captured later.
    Authorised,
    /// A bank debit on its way.
    Pending,
    /// Refused by the issuer.
    Failed(&'a ApiError),
}

/// Records a charge of `intent` against `method`.
///
/// # Errors
/// Only if the charge just made cannot be found again.
pub fn record(world: &mut World, intent: &Doc, method: &Doc, start: Start<'_>) -> Result<Doc, ApiError> {
    let kind = method.text("type").to_owned();
    let status = match start {
        Start::Paid | Start::Authorised => "succeeded",
        Start::Pending => "pending",
        Start::Failed(_) => "failed",
    };
    let captured = !matches!(start, Start::Authorised | Start::Failed(_));
    let failure = if let Start::Failed(error) = start { Some(error) } else { None };
    let amount = intent.int("amount");
    let prefix = if kind == "card" { "ch_" } else { "py_" };
    let suffix = intent.text("statement_descriptor_suffix");
    let descriptor = if suffix.is_empty() { "SANDBOX".to_owned() } else { format!("SANDBOX* {suffix}") };
    let charge = world.create(
        KIND,
        prefix,
        json!({
            "amount": amount, "amount_captured": if captured { amount } else { 0 }, "amount_refunded": 0,
            "application": null, "application_fee": null, "application_fee_amount": null,
            "balance_transaction": null, "billing_details": method.get_or_null("billing_details"),
            "calculated_statement_descriptor": descriptor,
            "captured": captured, "currency": intent.get_or_null("currency"), "customer": intent.get_or_null("customer"),
            "description": intent.get_or_null("description"), "disputed": false, "failure_balance_transaction": null,
            "failure_code": failure.and_then(|error| error.extra.get("code")), "failure_message": failure.map(|error| &error.message),
            "fraud_details": {}, "metadata": intent.get_or_null("metadata"), "on_behalf_of": null,
            "outcome": outcome(failure), "paid": matches!(start, Start::Paid | Start::Authorised),
            "payment_intent": intent.get_or_null("id"), "payment_method": method.get_or_null("id"),
            "payment_method_details": details(method, &kind), "radar_options": {},
            "receipt_email": intent.get_or_null("receipt_email"), "receipt_number": null, "receipt_url": null,
            "refunded": false, "review": null, "shipping": intent.get_or_null("shipping"), "source": null,
            "source_transfer": null, "statement_descriptor": null,
            "statement_descriptor_suffix": intent.get_or_null("statement_descriptor_suffix"),
            "status": status, "transfer_data": null, "transfer_group": null,
        }),
    );
    let id = charge.text("id").to_owned();
    match start {
        Start::Paid => {
            settle(world, &id, method)?;
        }
        Start::Pending => {
            let transaction = book(world, &charge, method);
            world.store.update(KIND, &id, |charge| charge.put("balance_transaction", transaction))?;
        }
        Start::Authorised | Start::Failed(_) => {}
    }
    world.store.get(KIND, &id)
}

/// Books the money a charge brings. A bank debit's is booked when the debit starts, and can be paid
/// out once it has cleared.
fn book(world: &mut World, charge: &Doc, method: &Doc) -> String {
    let amount = charge.int("amount");
    let (kind, fee, available) = if method.text("type") == "card" {
        let at_once = payment_methods::behaviour(method) == Behaviour::PaysAtOnce;
        ("charge", amount * 29 / 1000 + 30, if at_once { Available::AtOnce } else { Available::InTwoDays })
    } else {
        ("payment", (amount * 8 / 1000).min(500), Available::OnceCleared)
    };
    let entry = Entry { kind, amount, fee, source: Some(charge.text("id")), available, description: None };
    balance::book(world, charge.text("currency"), &entry)
}

/// Marks a charge paid, and its money as taken.
///
/// # Errors
/// No such charge.
pub fn settle(world: &mut World, id: &str, method: &Doc) -> Result<Doc, ApiError> {
    let charge = world.store.get(KIND, id)?;
    let transaction = match charge.text("balance_transaction") {
        "" => book(world, &charge, method),
        booked => {
            balance::clear(world, booked)?;
            booked.to_owned()
        }
    };
    world.store.update(KIND, id, |charge| {
        let amount = charge.int("amount");
        charge.put("status", "succeeded");
        charge.put("paid", true);
        charge.put("captured", true);
        charge.put("amount_captured", amount);
        charge.put("balance_transaction", transaction);
    })
}

/// Marks a bank debit as returned before it cleared: what was booked for it, its fee included, is
/// booked back.
///
/// # Errors
/// No such charge.
pub fn come_back(world: &mut World, id: &str, code: &str, message: &str) -> Result<Doc, ApiError> {
    let charge = world.store.get(KIND, id)?;
    let booked = charge.text("balance_transaction");
    let fee = world.store.get("balance_transaction", booked)?.int("fee");
    balance::clear(world, booked)?;
    let entry = Entry {
        kind: "payment_failure_refund",
        amount: -charge.int("amount"),
        fee: -fee,
        source: Some(id),
        available: Available::AtOnce,
        description: None,
    };
    let transaction = balance::book(world, charge.text("currency"), &entry);
    world.store.update(KIND, id, |charge| {
        charge.put("status", "failed");
        charge.put("captured", false);
        charge.put("amount_captured", 0);
        charge.put("failure_code", code);
        charge.put("failure_message", message);
        charge.put("failure_balance_transaction", transaction);
    })
}

fn outcome(failure: Option<&ApiError>) -> Value {
    match failure {
        None => json!({
            "advice_code": null, "network_advice_code": null, "network_decline_code": null,
            "network_status": "approved_by_network", "reason": null, "risk_level": "normal", "risk_score": 20,
            "seller_message": "Payment complete.", "type": "authorized",
        }),
        Some(error) => json!({
            "advice_code": "try_again_later", "network_advice_code": null, "network_decline_code": null,
            "network_status": "declined_by_network",
            "reason": error.extra.get("decline_code").or(error.extra.get("code")),
            "risk_level": "normal", "risk_score": 20,
            "seller_message": "The bank did not return any further details with this decline.", "type": "issuer_declined",
        }),
    }
}

fn details(method: &Doc, kind: &str) -> Value {
    let part = method.get(kind).and_then(Value::as_object).cloned().unwrap_or_default();
    let inner = if kind == "card" {
        json!({
            "amount_authorized": null, "authorization_code": null, "brand": part.get("brand"),
            "checks": part.get("checks"), "country": part.get("country"), "exp_month": part.get("exp_month"),
            "electronic_commerce_indicator": null, "exp_year": part.get("exp_year"), "fingerprint": part.get("fingerprint"), "funding": part.get("funding"),
            "installments": null, "last4": part.get("last4"), "mandate": null, "network": part.get("brand"),
            "network_token": { "used": false }, "network_transaction_id": null, "regulated_status": "unregulated",
            "three_d_secure": null, "transaction_link_id": null, "wallet": null,
        })
    } else {
        let mut inner = part;
        inner.put("payment_reference", Value::Null);
        for name in ["networks", "status_details", "financial_connections_account"] {
            inner.remove(name);
        }
        Value::Object(inner)
    };
    json!({ kind: inner, "type": kind })
}

/// `GET /v1/charges/{id}`
///
/// # Errors
/// `resource_missing`.
pub fn retrieve(world: &World, id: &str) -> Answer {
    shown(world.store.get(KIND, id))
}

/// `POST /v1/charges/{id}`
///
/// # Errors
/// `resource_missing`, unknown parameters.
pub fn update(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["metadata", "description", "receipt_email"])?;
    let metadata = params.metadata_onto("metadata", &world.store.get(KIND, id)?.get_or_null("metadata"))?;
    let charge = world.store.update(KIND, id, |charge| {
        charge.put("metadata", metadata);
        for member in ["description", "receipt_email"].iter().filter(|member| params.has(member)) {
            charge.put(member, params.value(member));
        }
    })?;
    world.emit("charge.updated", &charge);
    shown(Ok(charge))
}

/// `GET /v1/charges`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["customer", "payment_intent"]].concat())?;
    let equal = [("customer", "customer"), ("payment_intent", "payment_intent")];
    listing::page(world, KIND, "/v1/charges", params, &equal, |_| true)
}
