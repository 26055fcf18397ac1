//! Disputes (chargebacks), the inquiries that come before them, and bank debits taken back after
//! they had cleared, which Stripe tells as disputes too.

use serde_json::{Value, json};

use super::balance::{Available, Entry};
use super::{Answer, balance, charges, refunds, shown};
use crate::clock::Seconds;
use crate::error::ApiError;
use crate::listing;
use crate::params::Params;
use crate::store::{Doc, DocExt, published};
use crate::world::World;

const KIND: &str = "dispute";
/// Stripe's fee for a dispute, in cents.
const FEE: i64 = 1_500;
/// Stripe's fee for answering one, in cents, returned when it is won. Source:
/// docs.stripe.com/disputes/responding.
const COUNTER_FEE: i64 = 1_500;
/// Seconds in which evidence must come: nine days.
const EVIDENCE_WITHIN: i64 = 9 * 24 * 60 * 60;
const EVIDENCE: [&str; 27] = [
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
];

/// Why a bank takes a debit back that had cleared. Source: docs.stripe.com/disputes/categories.
pub const RETURNS: [&str; 5] = [
    "bank_cannot_process",
    "customer_initiated",
    "debit_not_authorized",
    "incorrect_account_details",
    "insufficient_funds",
];

/// The cardholder's bank disputes a charge, or (`inquiry`) only asks. Disputing a bank debit is
/// [`take_back`].
///
/// # Errors
/// No such charge, nothing of it left to dispute, or a dispute is open.
pub fn open(
    world: &mut World,
    charge: &str,
    amount: Option<i64>,
    reason: &str,
    inquiry: bool,
) -> Result<Doc, ApiError> {
    let (paid, amount) = disputable(world, charge, amount)?;
    let card = &paid.get_or_null("payment_method_details")["card"];
    if !card.is_object() {
        return Err(ApiError::invalid(
            "A bank debit cannot be disputed; its bank can take it back (return).",
        ));
    }
    let details = json!({
        "card": {
            "brand": card["brand"], "case_type": if inquiry { "inquiry" } else { "chargeback" },
            "network": card["brand"], "network_reason_code": "83",
        },
        "type": "card",
    });
    let due = world.now() + EVIDENCE_WITHIN;
    let status = if inquiry { "warning_needs_response" } else { "needs_response" };
    let dispute = record(world, &paid, amount, reason, status, due, Some(details))?;
    // An inquiry that was closed says nothing of the dispute that follows it.
    world.store.update(charges::KIND, charge, |charge| charge.put("_refundable_in_dispute", inquiry))?;
    if inquiry {
        return Ok(dispute);
    }
    withdraw(world, &dispute)
}

/// The payer's bank takes back a debit that had cleared. Stripe tells it as a dispute that is lost
/// from the beginning and cannot be answered.
///
/// # Errors
/// No such charge, not a bank debit, a reason that is none of [`RETURNS`], or nothing is left of it.
pub fn take_back(
    world: &mut World,
    charge: &str,
    amount: Option<i64>,
    reason: &str,
) -> Result<Doc, ApiError> {
    if !RETURNS.contains(&reason) {
        return Err(ApiError::invalid(format!("A debit is returned for one of {}.", RETURNS.join(", "))));
    }
    let (paid, amount) = disputable(world, charge, amount)?;
    if paid.get_or_null("payment_method_details")["type"] == "card" {
        return Err(ApiError::invalid("Only a bank debit can be returned."));
    }
    let dispute = record(world, &paid, amount, reason, "lost", 0, None)?;
    let dispute = withdraw(world, &dispute)?;
    world.emit("charge.dispute.closed", &dispute);
    Ok(dispute)
}

/// The charge, and how much of it is disputed: everything that is left, unless an amount is named.
fn disputable(world: &mut World, charge: &str, amount: Option<i64>) -> Result<(Doc, i64), ApiError> {
    let paid = world.store.get(charges::KIND, charge)?;
    if paid.text("status") != "succeeded" || paid.flag("disputed") {
        return Err(ApiError::invalid("This charge has not been paid, or is disputed already."));
    }
    refunds::overtaken(world, charge)?;
    let paid = world.store.get(charges::KIND, charge)?;
    let left = paid.int("amount_captured") - paid.int("amount_refunded");
    let amount = amount.unwrap_or(left);
    if (1..=left).contains(&amount) {
        Ok((paid, amount))
    } else {
        Err(ApiError::invalid("This charge cannot be disputed for that amount."))
    }
}

fn record(
    world: &mut World,
    paid: &Doc,
    amount: i64,
    reason: &str,
    status: &str,
    due: Seconds,
    details: Option<Value>,
) -> Result<Doc, ApiError> {
    let mut evidence: Doc = EVIDENCE.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    evidence.put("enhanced_evidence", json!({}));
    let mut members = json!({
        "amount": amount, "balance_transactions": [], "charge": paid.get_or_null("id"),
        "currency": paid.get_or_null("currency"), "enhanced_eligibility_types": [], "evidence": evidence,
        "evidence_details": {
            "due_by": due, "enhanced_eligibility": {}, "has_evidence": false, "past_due": false, "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "intended_submission_method": null, "is_charge_refundable": status == "warning_needs_response",
        "metadata": {}, "payment_intent": paid.get_or_null("payment_intent"), "reason": reason, "status": status,
    });
    if let (Some(members), Some(details)) = (members.as_object_mut(), details) {
        members.put("payment_method_details", details);
    }
    let dispute = world.create(KIND, "dp_", members);
    world.store.update(charges::KIND, paid.text("id"), |charge| charge.put("disputed", true))?;
    world.emit("charge.dispute.created", &dispute);
    Ok(dispute)
}

fn withdraw(world: &mut World, dispute: &Doc) -> Result<Doc, ApiError> {
    let description = format!("Chargeback withdrawal for {}", dispute.text("charge"));
    let (id, amount) = (dispute.text("id"), dispute.int("amount"));
    move_funds(world, id, -amount, FEE, &description, "charge.dispute.funds_withdrawn")
}

fn move_funds(
    world: &mut World,
    id: &str,
    amount: i64,
    fee: i64,
    description: &str,
    event: &str,
) -> Result<Doc, ApiError> {
    let currency = world.store.get(KIND, id)?.text("currency").to_owned();
    let entry = Entry {
        kind: "adjustment",
        amount,
        fee,
        source: Some(id),
        available: Available::AtOnce,
        description: Some(description),
    };
    let transaction = balance::book(world, &currency, &entry);
    let transaction = balance::current(world, world.store.get("balance_transaction", &transaction)?);
    let dispute = world.store.update(KIND, id, |dispute| {
        if let Some(Value::Array(all)) = dispute.get_mut("balance_transactions") {
            all.push(transaction);
        }
    })?;
    world.emit(event, &dispute);
    Ok(dispute)
}

/// Stripe's own charge for answering a dispute, a line of its own; given back (`cents` above zero)
/// when the dispute is won.
fn counter_fee(world: &mut World, dispute: &Doc, cents: i64) {
    let description = format!("Card Dispute Countered Fee ({})", dispute.text("id"));
    let entry = Entry {
        kind: "stripe_fee",
        amount: cents,
        fee: 0,
        source: None,
        available: Available::AtOnce,
        description: Some(&description),
    };
    balance::book(world, dispute.text("currency"), &entry);
}

/// The bank decides: won returns the money, and lost keeps it. The fee stays with Stripe either way,
/// except (`fee_returned`) on contracts that say otherwise.
///
/// # Errors
/// No such dispute, or it is decided already.
pub fn resolve(world: &mut World, id: &str, won: bool, fee_returned: bool) -> Result<Doc, ApiError> {
    let dispute = world.store.get(KIND, id)?;
    let inquiry = match dispute.text("status") {
        "needs_response" | "under_review" => false,
        "warning_needs_response" | "warning_under_review" => true,
        _ => return Err(ApiError::invalid("This dispute is already closed.").code("dispute_already_closed")),
    };
    let status = match (inquiry, won) {
        (true, _) => "warning_closed",
        (false, true) => "won",
        (false, false) => "lost",
    };
    let dispute = world.store.update(KIND, id, |dispute| dispute.put("status", status))?;
    if inquiry {
        world.store.update(charges::KIND, dispute.text("charge"), |charge| charge.put("disputed", false))?;
    } else if won {
        let description = format!("Chargeback reversal for {}", dispute.text("charge"));
        let fee = if fee_returned { -FEE } else { 0 };
        let event = "charge.dispute.funds_reinstated";
        move_funds(world, id, dispute.int("amount"), fee, &description, event)?;
        if dispute.flag("_countered") {
            counter_fee(world, &dispute, COUNTER_FEE);
        }
    }
    let dispute = world.store.get(KIND, id)?;
    world.emit("charge.dispute.closed", &dispute);
    Ok(dispute)
}

/// `POST /v1/disputes/{id}/close`: accepts the dispute, which loses it.
///
/// # Errors
/// No such dispute, or it is decided already.
pub fn close(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&[])?;
    shown(resolve(world, id, false, false))
}

/// `POST /v1/disputes/{id}`: evidence and metadata. As in Stripe's test mode, submitting
/// `uncategorized_text` of `winning_evidence` or `losing_evidence` decides it.
///
/// # Errors
/// No such dispute, or it is decided already.
pub fn update(world: &mut World, id: &str, params: &Params) -> Answer {
    params.only(&["evidence", "metadata", "submit"])?;
    let current = world.store.get(KIND, id)?;
    if params.has("evidence") && matches!(current.text("status"), "won" | "lost" | "warning_closed") {
        return Err(ApiError::invalid("This dispute is already closed.").code("dispute_already_closed"));
    }
    let metadata = params.metadata_onto("metadata", &current.get_or_null("metadata"))?;
    let sent = params.below("evidence");
    sent.only(&[&EVIDENCE[..], &["enhanced_evidence"]].concat())?;
    let submit = !sent.as_map().is_empty() && (!params.has("submit") || params.flag("submit")?);
    let dispute = world.store.update(KIND, id, |dispute| {
        dispute.put("metadata", metadata);
        if let Some(evidence) = dispute.get_mut("evidence").and_then(Value::as_object_mut) {
            evidence.extend(sent.as_map().clone());
        }
        if submit {
            if let Some(details) = dispute.get_mut("evidence_details").and_then(Value::as_object_mut) {
                let count = details.int("submission_count") + 1;
                details.put("has_evidence", true);
                details.put("submission_count", count);
                details.put("submission_method", "manual");
            }
            match dispute.text("status") {
                "needs_response" => {
                    dispute.put("status", "under_review");
                    dispute.put("_countered", true);
                }
                "warning_needs_response" => dispute.put("status", "warning_under_review"),
                _ => {}
            }
        }
    })?;
    world.emit("charge.dispute.updated", &dispute);
    if dispute.flag("_countered") && !current.flag("_countered") {
        counter_fee(world, &dispute, -COUNTER_FEE);
    }
    if submit {
        match sent.str("uncategorized_text") {
            Some("winning_evidence") => return shown(resolve(world, id, true, false)),
            Some("losing_evidence") => return shown(resolve(world, id, false, false)),
            _ => {}
        }
    }
    Ok(published(dispute))
}

/// `GET /v1/disputes/{id}`
///
/// # Errors
/// `resource_missing`.
pub fn retrieve(world: &World, id: &str) -> Answer {
    shown(world.store.get(KIND, id))
}

/// `GET /v1/disputes`
///
/// # Errors
/// Bad paging.
pub fn list(world: &World, params: &Params) -> Answer {
    params.only(&[&listing::PAGING[..], &["charge", "payment_intent"]].concat())?;
    let equal = [("charge", "charge"), ("payment_intent", "payment_intent")];
    listing::page(world, KIND, "/v1/disputes", params, &equal, |_| true)
}
