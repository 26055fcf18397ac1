//! Payouts to the practice's bank: by hand, or automatic ones that are the sum of their parts.

use serde_json::{Value, json};

use super::{Answer, balance, shown};
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt};
use crate::world::World;

const KIND: &str = "payout";

/// `POST /v1/payouts`: a payout by hand, of what is available.
///
/// # Errors
/// `balance_insufficient`, unknown parameters.
pub fn create(world: &mut World, params: &Params) -> Answer {
    params.only(&[
        "amount",
        "currency",
        "description",
        "metadata",
        "method",
        "statement_descriptor",
        "source_type",
    ])?;
    let amount = super::amount(params, "amount", 1)?;
    let currency = super::currency(params, "currency")?;
    if amount > balance::sums(world, &currency).0 {
        return Err(ApiError::invalid(
            "You have insufficient funds in your Stripe account for this transfer.",
        )
        .code("balance_insufficient"));
    }
    let metadata = params.metadata_onto("metadata", &Value::Null)?;
    let payout = record(world, &currency, false, params.value("description"), metadata);
    shown(finish(world, payout.text("id"), amount))
}

/// An automatic payout of everything available that no payout carries yet.
///
/// # Errors
/// Nothing is available.
pub fn automatic(world: &mut World, currency: &str) -> Result<Doc, ApiError> {
    if balance::sums(world, currency).0 <= 0 {
        return Err(ApiError::invalid("Nothing is available to pay out."));
    }
    let payout = record(world, currency, true, "STRIPE PAYOUT".into(), json!({}));
    let amount = balance::sweep(world, currency, payout.text("id"))?;
    finish(world, payout.text("id"), amount)
}

fn record(world: &mut World, currency: &str, automatic: bool, description: Value, metadata: Value) -> Doc {
    let arrival = world.now() + 24 * 60 * 60;
    world.create(
        KIND,
        "po_",
        json!({
            "amount": 0, "application_fee": null, "application_fee_amount": null, "arrival_date": arrival,
            "automatic": automatic, "balance_transaction": null, "currency": currency, "description": description,
            "destination": null, "failure_balance_transaction": null, "failure_code": null, "failure_message": null,
            "metadata": metadata, "method": "standard", "original_payout": null, "payout_method": null,
            "reconciliation_status": if automatic { "completed" } else { "not_applicable" }, "reversed_by": null,
            "source_type": "card", "statement_descriptor": null, "status": "pending", "trace_id": null,
            "type": "bank_account",
        }),
    )
}

fn finish(world: &mut World, id: &str, amount: i64) -> Result<Doc, ApiError> {
    let currency = world.store.get(KIND, id)?.text("currency").to_owned();
    let entry = balance::Entry { kind: "payout", amount: -amount, fee: 0, source: id, at_once: true };
    let transaction = balance::book(world, &currency, &entry);
    let payout = world.store.update(KIND, id, |payout| {
        payout.put("amount", amount);
        payout.put("balance_transaction", transaction);
    })?;
    world.emit("payout.created", &payout);
    let payout = world.store.update(KIND, id, |payout| payout.put("status", "paid"))?;
    world.emit("payout.paid", &payout);
    Ok(payout)
}

/// `POST /v1/payouts/{id}`
///
/// # Errors
/// `resource_missing`, unknown parameters.
pub fn update(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["metadata"])?;
    let metadata = params.metadata_onto("metadata", &world.store.get(KIND, id)?.get_or_null("metadata"))?;
    let payout = world.store.update(KIND, id, |payout| payout.put("metadata", metadata))?;
    world.emit("payout.updated", &payout);
    shown(Ok(payout))
}

/// `GET /v1/payouts/{id}`
///
/// # Errors
/// `resource_missing`.
pub fn retrieve(world: &World, id: &str) -> Answer {
    shown(world.store.get(KIND, id))
}

/// `GET /v1/payouts`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["status", "arrival_date", "destination"]].concat())?;
    listing::page(world, KIND, "/v1/payouts", params, |payout| {
        listing::matches(params, "status", payout, "status")
    })
}
