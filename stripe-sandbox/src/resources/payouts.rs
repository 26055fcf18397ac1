//! Payouts to the practice's bank: by hand, or automatic ones that are the sum of their parts.
//!
//! As at Stripe, the lines of an automatic payout (`balance_transactions?payout=…`) include the
//! payout's own, so that together they come to zero. One made by hand has no lines; its own goes into the next automatic
//! one.

use serde_json::{Value, json};

use super::balance::{Available, Entry};
use super::{Answer, balance, shown};
use crate::clock::Seconds;
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt};
use crate::world::{Task, World};

const KIND: &str = "payout";
const DAY: Seconds = 24 * 60 * 60;
/// Seconds until a payout is in the bank.
const ARRIVES_IN: Seconds = DAY;

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
    let arrival = world.now() + ARRIVES_IN;
    world.create(
        KIND,
        "po_",
        json!({
            "amount": 0, "application_fee": null, "application_fee_amount": null, "arrival_date": arrival,
            "automatic": automatic, "balance_transaction": null, "currency": currency, "description": description,
            "destination": null, "failure_balance_transaction": null, "failure_code": null, "failure_message": null,
            "metadata": metadata, "method": "standard", "original_payout": null, "payout_method": null,
            "reconciliation_status": if automatic { "in_progress" } else { "not_applicable" }, "reversed_by": null,
            "source_type": "card", "statement_descriptor": null, "status": "in_transit", "trace_id": null,
            "type": "bank_account",
        }),
    )
}

fn finish(world: &mut World, id: &str, amount: i64) -> Result<Doc, ApiError> {
    let payout = world.store.get(KIND, id)?;
    let automatic = payout.flag("automatic");
    let entry = entry("payout", -amount, id);
    let transaction = balance::book(world, payout.text("currency"), &entry);
    if automatic {
        balance::carry(world, &transaction, id)?;
    }
    let payout = world.store.update(KIND, id, |payout| {
        payout.put("amount", amount);
        payout.put("balance_transaction", transaction);
    })?;
    world.emit("payout.created", &payout);
    world.later(ARRIVES_IN, Task::PayoutArrives(id.to_owned()));
    if !automatic {
        return Ok(payout);
    }
    let payout = world.store.update(KIND, id, |payout| payout.put("reconciliation_status", "completed"))?;
    world.emit("payout.reconciliation_completed", &payout);
    Ok(payout)
}

fn entry<'a>(kind: &'static str, amount: i64, id: &'a str) -> Entry<'a> {
    let description = (kind == "payout").then_some("STRIPE PAYOUT");
    Entry { kind, amount, fee: 0, source: Some(id), available: Available::AtOnce, description }
}

/// A payout is in the practice's bank.
///
/// # Errors
/// No such payout, or it is not on its way.
pub fn arrive(world: &mut World, id: &str) -> Result<Doc, ApiError> {
    if world.store.get(KIND, id)?.text("status") != "in_transit" {
        return Err(ApiError::invalid("This payout is not on its way."));
    }
    let payout = world.store.update(KIND, id, |payout| payout.put("status", "paid"))?;
    world.emit("payout.paid", &payout);
    Ok(payout)
}

/// The practice's bank refuses a payout, be it days after it seemed paid: the money is available
/// again, and part of the next payout.
///
/// # Errors
/// No such payout, or it has failed already.
pub fn fail(world: &mut World, id: &str, code: &str) -> Result<Doc, ApiError> {
    let payout = world.store.get(KIND, id)?;
    if matches!(payout.text("status"), "failed" | "canceled") {
        return Err(ApiError::invalid("This payout has already failed."));
    }
    let entry = entry("payout_failure", payout.int("amount"), id);
    let transaction = balance::book(world, payout.text("currency"), &entry);
    let payout = world.store.update(KIND, id, |payout| {
        payout.put("status", "failed");
        payout.put("failure_code", code);
        payout.put("failure_message", "The bank could not take this payout.");
        payout.put("failure_balance_transaction", transaction);
    })?;
    world.emit("payout.failed", &payout);
    Ok(payout)
}

/// The payout that the schedule makes, if there is something to pay out, and the next one.
///
/// # Errors
/// Nothing is available.
pub fn scheduled(world: &mut World) -> Result<Doc, ApiError> {
    schedule(world);
    automatic(world, "usd")
}

/// Plans the next automatic payout, when the stand-in was started with a schedule.
pub fn schedule(world: &mut World) {
    if let Some(days) = world.settings.payout_every_days {
        world.later(days.max(1) * DAY, Task::PayOut);
    }
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
    let equal = [("status", "status"), ("destination", "destination")];
    listing::page(world, KIND, "/v1/payouts", params, &equal, |_| true)
}
