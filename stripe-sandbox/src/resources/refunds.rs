//! Refunds: never more than the charge, and some fail later.

use serde_json::{Value, json};

use super::cards::Behaviour;
use super::{Answer, balance, charges, payment_methods, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::shelf::{From, Selection};
use crate::store::{Doc, DocExt};
use crate::world::{Task, World};

const KIND: &str = "refund";
/// Seconds after which the cards that fail or delay a refund do so.
const LATER: i64 = 5;

/// `POST /v1/refunds`
///
/// # Errors
/// Nothing paid to refund, more than is left of the charge, or a charge in dispute.
pub fn create(world: &mut World, params: &Params) -> Answer {
    params.only(&[
        "amount",
        "charge",
        "payment_intent",
        "reason",
        "metadata",
        "currency",
        "instructions_email",
        "refund_application_fee",
        "reverse_transfer",
    ])?;
    if let Some(reason) = params.str("reason")
        && !["duplicate", "fraudulent", "requested_by_customer"].contains(&reason)
    {
        return Err(ApiError::invalid(
            "Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer",
        )
        .param("reason"));
    }
    let charge = charge_of(world, params)?;
    let id = charge.text("id").to_owned();
    let left = charge.int("amount_captured") - charge.int("amount_refunded");
    if left <= 0 {
        return Err(ApiError::invalid(format!("Charge {id} has already been refunded."))
            .code("charge_already_refunded"));
    }
    if charge.flag("disputed") && !charge.flag("_refundable_in_dispute") {
        return Err(ApiError::invalid(format!("Charge {id} has been charged back; cannot issue a refund."))
            .code("charge_disputed"));
    }
    let amount = if params.has("amount") { super::amount(params, "amount", 1)? } else { left };
    if amount > left {
        return Err(ApiError::invalid(format!(
            "Refund amount (${}) is greater than unrefunded amount on charge (${})",
            dollars(amount),
            dollars(left)
        ))
        .param("amount"));
    }
    let metadata = params.metadata_onto("metadata", &Value::Null)?;
    let method = world.store.get("payment_method", charge.text("payment_method"))?;
    let card = method.text("type") == "card";
    let behaviour = payment_methods::behaviour(&method);
    let pending = behaviour == Behaviour::RefundPends || !card;
    let refund = world.create(
        KIND,
        if card { "re_" } else { "pyr_" },
        json!({
            "amount": amount, "balance_transaction": null, "charge": id, "currency": charge.get_or_null("currency"),
            "destination_details": if card { json!({ "card": { "reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund" }, "type": "card" }) } else { json!({ "type": "us_bank_account" }) },
            "customer": charge.get_or_null("customer"), "customer_account": null,
            "payment_method": charge.get_or_null("payment_method"), "metadata": metadata, "payment_intent": charge.get_or_null("payment_intent"), "reason": params.value("reason"),
            "receipt_number": null, "source_transfer_reversal": null,
            "status": if pending { "pending" } else { "succeeded" }, "transfer_reversal": null,
        }),
    );
    let refund_id = refund.text("id").to_owned();
    let entry = balance::Entry {
        kind: if card { "refund" } else { "payment_refund" },
        amount: -amount,
        fee: 0,
        source: Some(&refund_id),
        available: balance::Available::AtOnce,
        description: None,
    };
    let transaction = balance::book(world, charge.text("currency"), &entry);
    let refund =
        world.store.update(KIND, &refund_id, |refund| refund.put("balance_transaction", transaction))?;
    let charge = move_refunded(world, &id, amount)?;
    world.emit("refund.created", &refund);
    world.emit("charge.refunded", &charge);
    match behaviour {
        Behaviour::RefundFails => world.later(LATER, Task::FailRefund(refund_id)),
        _ if pending => world.later(LATER, Task::CompleteRefund(refund_id)),
        _ => {}
    }
    shown(Ok(refund))
}

fn charge_of(world: &World, params: &Params) -> Result<Doc, ApiError> {
    let charge = match (params.str("charge"), params.str("payment_intent")) {
        (Some(charge), _) => world.store.get(charges::KIND, charge).map_err(|error| error.param("charge"))?,
        (None, Some(intent)) => {
            let intent =
                world.store.get("payment_intent", intent).map_err(|error| error.param("payment_intent"))?;
            world.store.find(charges::KIND, intent.text("latest_charge")).ok_or_else(|| {
                ApiError::invalid("This PaymentIntent does not have a successful charge to refund.")
                    .code("payment_intent_unexpected_state")
                    .param("payment_intent")
            })?
        }
        (None, None) => {
            return Err(ApiError::invalid(
                "One of the following params should be provided for this request: payment_intent or charge.",
            ));
        }
    };
    if charge.text("status") != "succeeded" || !charge.flag("captured") {
        return Err(
            ApiError::invalid("This charge has not succeeded and cannot be refunded.").param("charge")
        );
    }
    Ok(charge)
}

fn move_refunded(world: &mut World, charge: &str, cents: i64) -> Result<Doc, ApiError> {
    world.store.update(charges::KIND, charge, |charge| {
        let refunded = charge.int("amount_refunded") + cents;
        let whole = refunded == charge.int("amount_captured");
        charge.put("amount_refunded", refunded);
        charge.put("refunded", whole);
    })
}

/// Fails the refunds of a charge that are still pending, because the payer's bank has just taken
/// the money back itself.
///
/// # Errors
/// Only if a refund just listed cannot be found again.
pub fn overtaken(world: &mut World, charge: &str) -> Result<(), ApiError> {
    let pending: Vec<String> = world
        .store
        .select(KIND, Selection { equal: vec![("charge", charge)], ..Selection::all(From::Newest) })
        .filter(|refund| refund.text("status") == "pending")
        .map(|refund| refund.text("id").to_owned())
        .collect();
    for refund in pending {
        fail(world, &refund, Some("charge_for_pending_refund_disputed"))?;
    }
    Ok(())
}

/// The bank sends a refund back: the money returns to the account, the charge is unrefunded.
///
/// # Errors
/// No such refund, or it has failed already.
pub fn fail(world: &mut World, id: &str, reason: Option<&str>) -> Result<Doc, ApiError> {
    let refund = world.store.get(KIND, id)?;
    if matches!(refund.text("status"), "failed" | "canceled") {
        return Err(ApiError::invalid("This refund has already failed."));
    }
    let card = id.starts_with("re_");
    let amount = refund.int("amount");
    let entry = balance::Entry {
        // Money that a bank sends back keeps the type under which it left.
        kind: if card { "refund_failure" } else { "payment_refund" },
        amount,
        fee: 0,
        source: Some(id),
        available: balance::Available::AtOnce,
        description: None,
    };
    let transaction = balance::book(world, refund.text("currency"), &entry);
    let refund = world.store.update(KIND, id, |refund| {
        refund.put("status", "failed");
        refund.put(
            "failure_reason",
            reason.unwrap_or(if card { "expired_or_canceled_card" } else { "unknown" }),
        );
        refund.put("failure_balance_transaction", transaction);
    })?;
    move_refunded(world, refund.text("charge"), -amount)?;
    for kind in ["refund.updated", "refund.failed", "charge.refund.updated"] {
        world.emit(kind, &refund);
    }
    Ok(refund)
}

/// A pending refund reaches the patient.
///
/// # Errors
/// No such refund, or it is not pending.
pub fn complete(world: &mut World, id: &str) -> Result<Doc, ApiError> {
    if world.store.get(KIND, id)?.text("status") != "pending" {
        return Err(ApiError::invalid("This refund is not pending."));
    }
    let refund = world.store.update(KIND, id, |refund| refund.put("status", "succeeded"))?;
    world.emit("refund.updated", &refund);
    world.emit("charge.refund.updated", &refund);
    Ok(refund)
}

/// `GET /v1/refunds/{id}`
///
/// # Errors
/// `resource_missing`.
pub fn retrieve(world: &World, id: &str) -> Answer {
    shown(world.store.get(KIND, id))
}

/// `POST /v1/refunds/{id}`
///
/// # Errors
/// `resource_missing`, unknown parameters.
pub fn update(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["metadata"])?;
    let metadata = params.metadata_onto("metadata", &world.store.get(KIND, id)?.get_or_null("metadata"))?;
    let refund = world.store.update(KIND, id, |refund| refund.put("metadata", metadata))?;
    world.emit("refund.updated", &refund);
    world.emit("charge.refund.updated", &refund);
    shown(Ok(refund))
}

/// `GET /v1/refunds`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["charge", "payment_intent"]].concat())?;
    let equal = [("charge", "charge"), ("payment_intent", "payment_intent")];
    listing::page(world, KIND, "/v1/refunds", params, &equal, |_| true)
}

fn dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
